"""What a person decided about words: accept, reject, or another spelling; kept in a file.

The file is JSON Lines, one object a word: ``{"word": "...", "decision": "accept"}``, ``"reject"``,
or ``"edit"`` with ``"to": "..."``. Of several lines about a word the last one counts.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from newword.dictionary.kinds import UNSURE
from newword.errors import DecisionsError
from newword.lexicon.lexicon import Lexicon
from newword.platform.message import message, reason_of
from newword.platform.safe_text import excerpt, path_text
from newword.table import COLUMNS, Label

__all__ = ["Decision", "Decisions", "apply_decisions", "load_decisions"]

_KINDS = ("accept", "reject", "edit")
_UNMEASURED: dict[str, Any] = {
    "cohesion": np.nan,
    "left_entropy": np.nan,
    "right_entropy": np.nan,
    "accessor_variety": -1,
    "known": -1,
    "documents": -1,
    "dispersion": np.nan,
    "first_seen": np.datetime64("NaT", "s"),
    "last_seen": np.datetime64("NaT", "s"),
}
"""What is said of a word whose spelling was changed."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision about one word.

    Attributes:
        kind: accept, reject or edit.
        to: The new spelling; None unless it is an edit.
    """

    kind: str
    to: str | None = None


@dataclass(frozen=True, slots=True)
class Decisions:
    """Decisions by word.

    Attributes:
        by_word: The decision about each word.
    """

    by_word: Mapping[str, Decision]

    def __len__(self) -> int:
        return len(self.by_word)

    def __reduce__(self) -> tuple[Any, ...]:
        return _of_pairs, (dict(self.by_word),)

    def rejects(self, words: Sequence[str]) -> list[bool]:
        """Whether each word was rejected."""
        return [self._kind(word) == "reject" for word in words]

    def text(self) -> str:
        """The file again."""
        lines = []
        for word, decision in self.by_word.items():
            fields = {"word": word, "decision": decision.kind}
            if decision.to is not None:
                fields["to"] = decision.to
            lines.append(json.dumps(fields, ensure_ascii=False) + "\n")
        return "".join(lines)

    def _kind(self, word: str) -> str | None:
        decision = self.by_word.get(word)
        return None if decision is None else decision.kind


def load_decisions(paths: str | os.PathLike[str] | Iterable[str | os.PathLike[str]]) -> Decisions:
    """Decisions from one file or several, later ones over earlier ones.

    Raises:
        DecisionsError: A file cannot be read, or is damaged; the message has the line.
    """
    if isinstance(paths, (str, os.PathLike)):
        paths = [paths]
    found: dict[str, Decision] = {}
    for path in paths:
        shown = path_text(os.fsdecode(path))
        try:
            text = Path(path).read_text(encoding="utf-8-sig")
        except OSError as error:
            reason = reason_of(error)
            raise DecisionsError(
                message(
                    "{shown}: {reason}; name a file that review saved", shown=shown, reason=reason
                )
            ) from error
        except UnicodeDecodeError as error:
            failure = message(
                "{shown}: it is not UTF-8; name a file that review saved", shown=shown
            )
            raise DecisionsError(failure) from error
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip():
                word, decision = _parse(line, f"{shown}: line {number}")
                found[word] = decision
    return Decisions(MappingProxyType(found))


def apply_decisions(
    lexicon: Lexicon, decisions: Decisions, *, accepted_only: bool = False
) -> Lexicon:
    """Apply decisions to a lexicon.

    Args:
        lexicon: The words.
        decisions: Decisions about these words, and perhaps about others.
        accepted_only: Leave out words without a decision.

    Returns:
        The lexicon without the rejected words and with edited words in their new spelling, in the
        same order. An edited word keeps its count, score and place; its other numbers belong to the
        old spelling and count as not measured. If the lexicon already has the new spelling, that
        entry stays.
    """
    words: list[str] = []
    places: list[int] = []
    edited: list[int] = []
    present = {word for word in lexicon.words if decisions.by_word.get(word, _NONE).kind != "edit"}
    for place, word in enumerate(lexicon.words):
        decision = decisions.by_word.get(word, _NONE)
        if decision.kind == "reject" or (accepted_only and decision is _NONE):
            continue
        if decision.to is not None:
            if decision.to in present:
                continue
            present.add(decision.to)
            edited.append(len(words))
            word = decision.to
        words.append(word)
        places.append(place)
    chosen = np.asarray(places, dtype=np.intp)
    columns: dict[str, Any] = {name: lexicon.column(name)[chosen] for name in COLUMNS[1:]}
    for name, nothing in _UNMEASURED.items():
        columns[name][edited] = nothing
    labels = lexicon.labels
    if labels is not None:
        renamed = set(edited)
        labels = tuple(
            Label(kind=UNSURE) if at in renamed else labels[place]
            for at, place in enumerate(places)
        )
    return Lexicon(
        words=words,
        **columns,
        report=lexicon.report,
        contexts=lexicon.contexts,
        labels=labels,
        units=None if lexicon.units is None else [lexicon.units[place] for place in places],
    )


def _of_pairs(by_word: dict[str, Decision]) -> Decisions:
    """Decisions that were pickled."""
    return Decisions(MappingProxyType(by_word))


_NONE = Decision("")


def _parse(line: str, place: str) -> tuple[str, Decision]:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise DecisionsError(
            message("{place} is no JSON; save the decisions again", place=place)
        ) from error
    if not isinstance(fields, dict) or not isinstance(fields.get("word"), str):
        raise DecisionsError(
            message("{place} names no word; save the decisions again", place=place)
        )
    kind, to = fields.get("decision"), fields.get("to")
    if kind not in _KINDS:
        known = ", ".join(_KINDS)
        raise DecisionsError(
            message(
                "{place}: {kind} is no decision; it is one of {known}",
                place=place,
                kind=excerpt(str(kind)),
                known=known,
            )
        )
    if (kind == "edit") != (isinstance(to, str) and bool(to)):
        raise DecisionsError(
            message('{place}: an edit, and only an edit, has a spelling in "to"', place=place)
        )
    return fields["word"], Decision(kind, to)
