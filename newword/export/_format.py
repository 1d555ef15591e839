"""What every export format consists of, and what it reports when it is done."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from newword.platform.message import message
from newword.platform.pattern import pattern
from newword.platform.plural import count_of
from newword.platform.safe_text import excerpt, terminal

if TYPE_CHECKING:
    from newword.table import WordTable

__all__ = [
    "ExportReport",
    "Format",
    "line_refusal",
    "line_refusals",
    "named",
    "number",
    "rows",
    "some_words",
]

_ROWS_AT_ONCE = 8192
_SHOWN_WORDS = 5
# Controls and separators that end a line or a field somewhere, and what UTF-8 cannot hold.
_LINE_BREAKERS = pattern("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportReport:
    """What was written.

    Attributes:
        written: Words in the file.
        refused: Each word that was left out, and why; neither is escaped.
        unseen: Each spelling of a word that was left out while another is in the file, how often
            the text has it, and why.
        notes: What else a person should be told, each a plain sentence.
    """

    written: int
    refused: tuple[tuple[str, str], ...] = ()
    unseen: tuple[tuple[str, int, str], ...] = ()
    notes: tuple[str, ...] = ()

    def trial(self) -> str | None:
        """The result of a trial in the consumer in one line; None if there was no trial."""
        return None

    def notices(self) -> list[str]:
        """Lines that a person should see, escaped; none if all went well."""
        notices = []
        if self.refused:
            words, reasons = zip(*self.refused, strict=True)
            shown, reason = some_words(words), terminal(reasons[0])
            notices.append(
                message(
                    "left out {words}: {shown}; for the first: {reason}",
                    words=count_of(len(words), "word"),
                    shown=shown,
                    reason=reason,
                )
            )
        if self.unseen:
            forms, counts, reasons = zip(*self.unseen, strict=True)
            shown, reason = some_words(forms), terminal(reasons[0])
            notices.append(
                message(
                    "left out {forms} in {counts}: {shown}; for the first: {reason}",
                    forms=count_of(len(forms), "spelling"),
                    counts=count_of(sum(counts), "occurrence"),
                    shown=shown,
                    reason=reason,
                )
            )
        return [*notices, *self.notes]


Encoded: TypeAlias = "tuple[ExportReport, Iterable[bytes]]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One output format.

    Attributes:
        name: As users give it.
        suffixes: File name endings that mean it, with the dot, lower case.
        encode: Turns a lexicon into a report and the blocks of the file; the flag asks for
            verification.
        can_verify: Whether the consumer can be tried out.
    """

    name: str
    suffixes: tuple[str, ...]
    encode: Callable[[WordTable, bool], Encoded]
    can_verify: bool = False


def line_refusals(words: Sequence[str]) -> dict[str, str]:
    """The words that do not fit into one field of a line, each with the reason."""
    if not _LINE_BREAKERS.search("".join(words)):
        return {}
    found = ((word, line_refusal(word)) for word in words)
    return {word: reason for word, reason in found if reason}


def line_refusal(word: str) -> str | None:
    """Why a word does not fit into one field of a line; None if it does."""
    match = _LINE_BREAKERS.search(word)
    return (
        message("it holds U+{match}, which a line cannot", match=f"{ord(match[0]):04X}")
        if match
        else None
    )


def rows(lexicon: WordTable, refused: Iterable[str] = ()) -> Iterator[list[tuple[Any, ...]]]:
    """The rows of a lexicon as plain Python values in the order of its columns, many at once."""
    words, left_out = lexicon.words, frozenset(refused)
    columns = [lexicon.column(name) for name in lexicon.columns[1:]]
    for start in range(0, len(words), _ROWS_AT_ONCE):
        end = start + _ROWS_AT_ONCE
        values = zip(words[start:end], *(c[start:end].tolist() for c in columns), strict=True)
        yield [row for row in values if row[0] not in left_out]


def named(character: str) -> str:
    """A character with its number for a message; only the number if it is invisible."""
    number = f"U+{ord(character):04X}"
    is_visible = character.isprintable() and not character.isspace()
    return f"{excerpt(character)} ({number})" if is_visible else number


def number(value: float) -> str:
    """A float as all text formats have it: six significant digits; empty if it was not measured."""
    return f"{value + 0.0:.6g}" if math.isfinite(value) else ""


def some_words(words: Sequence[str]) -> str:
    """A few of the words for a message, escaped."""
    shown = " ".join(excerpt(word) for word in words[:_SHOWN_WORDS])
    return shown + (" …" if len(words) > _SHOWN_WORDS else "")
