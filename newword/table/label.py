"""What a word is, beside its statistics: kind, part of speech, and the word that it varies."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from newword.dictionary.kinds import KINDS, UNSURE
from newword.errors import ConfigError
from newword.platform.message import message
from newword.platform.safe_text import excerpt

__all__ = ["ALL_KINDS", "LABEL_COLUMNS", "MISSPELLING", "UNIT_COLUMN", "KindChoice", "Label"]

MISSPELLING = "misspelling"

ALL_KINDS = (*KINDS, "mixed", "anonymised", "other", MISSPELLING, UNSURE)
"""Every kind that a word can have."""

UNIT_COLUMN = "unit"
"""The column that a list of words and terms has before these: which of them each is."""

LABEL_COLUMNS = ("kind", "pos", "variant_of")
"""The columns that a lexicon with labels has after all others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A guess of what kind of word this is.

    Attributes:
        kind: One of `ALL_KINDS`.
        pos: The part of speech by jieba's tags; empty if it is uncertain.
        variant_of: The word of which this is another spelling; empty if none is known.
        probability: Probability of the kind; None if the label was read from a file.
    """

    kind: str
    pos: str = ""
    variant_of: str = ""
    probability: float | None = None

    @property
    def is_misspelling(self) -> bool:
        """Whether it likely misspells `variant_of`, a word of the dictionary."""
        return self.kind == MISSPELLING


@dataclass(frozen=True, slots=True, kw_only=True)
class KindChoice:
    """Which words a person wants by their labels.

    Attributes:
        kinds: Only words of these; empty for all.
        left_out: No words of these.
        no_variants: No words that are variants of others.
    """

    kinds: frozenset[str]
    left_out: frozenset[str]
    no_variants: bool = False

    @classmethod
    def of(
        cls, kind: Collection[str] = (), no_kind: Collection[str] = (), *, no_variants: bool = False
    ) -> KindChoice:
        """The choice of kinds by name, one or several.

        Raises:
            ConfigError: There is no such kind.
        """
        kinds, left_out = (
            frozenset([names] if isinstance(names, str) else names) for names in (kind, no_kind)
        )
        for name in sorted(kinds | left_out):
            if name not in ALL_KINDS:
                raise ConfigError(
                    message(
                        "there is no kind {name}; choose from: {known}",
                        name=excerpt(name),
                        known=", ".join(ALL_KINDS),
                    )
                )
        return cls(kinds=kinds, left_out=left_out, no_variants=no_variants)

    @property
    def takes_all(self) -> bool:
        """Whether it leaves out nothing."""
        return not (self.kinds or self.left_out or self.no_variants)

    def takes(self, label: Label) -> bool:
        """Whether a word of this label is wanted."""
        if self.no_variants and label.variant_of:
            return False
        return label.kind not in self.left_out and (not self.kinds or label.kind in self.kinds)
