"""Text cut to the columns of a terminal: at its end, or at both ends around a word."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from newword.cli.screen.wide_help import columns
from newword.platform.safe_text import terminal

if TYPE_CHECKING:
    from rich.text import Text

__all__ = ["Passage", "columns_before", "cut_left", "cut_right", "pad"]

_CUT = "…"


class Passage(NamedTuple):
    """A word in its text, each part safe to print."""

    left: str
    word: str
    right: str

    @classmethod
    def of(cls, text: str, begin: int, end: int) -> Passage:
        """From a text and where the word is in it."""
        return cls(terminal(text[:begin]), terminal(text[begin:end]), terminal(text[end:]))

    def fit(self, width: int, before: int) -> Text:
        """At most this many columns, with at most that many of them before the word."""
        from rich.text import Text

        word = cut_right(self.word, max(width - before - 2, 1))
        left = cut_left(self.left, before)
        right = cut_right(self.right, max(width - before - columns(word) - 2, 0))
        return Text.assemble(" " * (before - columns(left)), left, " ", (word, "bold"), " ", right)


def columns_before(passages: Iterable[Passage | None], width: int) -> int:
    """Where words stand so that all are aligned: as near to the left as their texts allow."""
    needed = max((columns(one.left) for one in passages if one is not None), default=0)
    return min(needed, width * 2 // 5)


def cut_right(text: str, width: int) -> str:
    """The beginning of a text in at most this many columns; a mark stands for the rest."""
    if columns(text) <= width:
        return text
    kept, room = [], width - 1
    for character in text:
        room -= columns(character)
        if room < 0:
            break
        kept.append(character)
    return "".join(kept) + _CUT if width > 0 else ""


def cut_left(text: str, width: int) -> str:
    """The end of a text, in the same way."""
    if columns(text) <= width:
        return text
    return cut_right(text[::-1], width)[::-1]


def pad(text: str, width: int, *, to_right: bool) -> str:
    """A text padded with blanks to this many columns, before it if it is aligned right."""
    blanks = " " * (width - columns(text))
    return blanks + text if to_right else text + blanks
