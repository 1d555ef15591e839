"""What one word file was taken for, so that a misreading is seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from newword.corpus.report.problem import InputProblem
from newword.dictionary.line_shapes import can_be_words
from newword.platform.message import message
from newword.platform.plural import count_of
from newword.platform.safe_text import excerpt, path_text

__all__ = ["WordFile"]

_LOOKED_AT = 5000
_LEAST_SHARE = 0.05
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class WordFile:
    """One file of words.

    Attributes:
        path: As it was given.
        kind: What it is made of, such as ``newword CSV``.
        words: How many entries it has.
        sample: The first of them.
        is_plausible: More than one in twenty could be a word; true of an empty file.
        occurs: Whether any of them occurs in the text that was read; None if not checked.
    """

    path: str
    kind: str
    words: int
    sample: tuple[str, ...]
    is_plausible: bool
    occurs: bool | None = None

    @classmethod
    def of(cls, path: str, kind: str, words: Sequence[str]) -> WordFile:
        """Look at the entries of a file, at many of them evenly."""
        some = words[:: max(len(words) // _LOOKED_AT, 1)]
        possible = sum(map(can_be_words, some))
        is_plausible = not some or possible > _LEAST_SHARE * len(some)
        return cls(path, kind, len(words), tuple(words[:_SHOWN]), is_plausible)

    def __str__(self) -> str:
        """The file, what it was taken for and how much that gave, in one plain line."""
        shown = message(
            "{path}: {kind}, {words}",
            path=path_text(self.path),
            kind=self.kind,
            words=count_of(self.words, "word"),
        )
        if self.occurs is not False:
            return shown
        return message(
            "{shown}, none of which occurs in the text: {shown_sample}",
            shown=shown,
            shown_sample=self.shown_sample(),
        )

    def seen(self, occurs: bool | None) -> WordFile:
        """The same file, and whether a text has any of its words."""
        return replace(self, occurs=occurs)

    def shown_sample(self) -> str:
        """The first entries, escaped."""
        return " · ".join(excerpt(word, limit=24) for word in self.sample)

    def problem(self) -> InputProblem:
        """That its entries can be no words."""
        detail = message(
            "read as {kind}, but its entries are no words: {shown_sample}",
            kind=self.kind,
            shown_sample=self.shown_sample(),
        )
        return InputProblem(self.path, "no-words", None, detail)
