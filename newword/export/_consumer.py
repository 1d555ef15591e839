"""Trying words out in their consumer: it loads the file, then cuts text that holds the words."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from newword.export._format import Encoded, ExportReport, some_words

if TYPE_CHECKING:
    from newword.lexicon import Lexicon

__all__ = ["ConsumerReport", "Cut", "encode_tried", "temporary_file"]

Cut = Callable[[str], Iterable[str]]
"""Cuts a text into pieces, in their order; what is between them, such as blanks, may be lost."""

_CONTEXTS_A_WORD = 5
_AROUND = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsumerReport(ExportReport):
    """What was written, and how the consumer cuts the words of it.

    Attributes:
        written: Words in the file.
        refused: Each word that was left out, and why; neither is escaped.
        consumer: What was tried; empty if nothing was.
        whole: Words that it cuts whole everywhere they were tried.
        split: The others, with the share of their occurrences that is whole.
        notes: What else a person should be told, each a plain sentence.
    """

    consumer: str = ""
    whole: int = 0
    split: tuple[tuple[str, float], ...] = ()
    notes: tuple[str, ...] = ()

    def trial(self) -> str | None:
        """What the trial showed, in one line; None if there was none."""
        if not self.consumer:
            return None
        return f"tried in {self.consumer}: {self.whole:,} of {self.written:,} words are cut whole"

    def notices(self) -> list[str]:
        """What a person should be told, one escaped line each; nothing if all went well."""
        notices = [*ExportReport.notices(self), *self.notes]
        if self.split:
            worst = [word for word, _ in sorted(self.split, key=lambda pair: pair[1])]
            notices.append(f"{len(worst):,} words are not cut whole: {some_words(worst)}")
        return notices


def encode_tried(
    lexicon: Lexicon,
    report: ConsumerReport,
    words: Sequence[str],
    content: bytes,
    *,
    consumer: str = "",
    open_cutter: Callable[[bytes], AbstractContextManager[Cut]] | None = None,
) -> Encoded:
    """The file, after its words were tried out in the consumer if a cutter is given.

    Args:
        lexicon: Gives the contexts to try the words in, else they are tried alone.
        report: What was refused.
        words: Those in the file, as the consumer sees them in a text.
        content: The file.
        consumer: Its name.
        open_cutter: Loads the file into the consumer.
    """
    if open_cutter is None:
        return report, [content]
    with open_cutter(content) as cut:
        shares = _shares(cut, words, lexicon)
    split = tuple((word, share) for word, share in zip(words, shares, strict=True) if share < 1)
    tried = ConsumerReport(
        written=report.written,
        refused=report.refused,
        consumer=consumer,
        whole=len(words) - len(split),
        split=split,
        notes=report.notes,
    )
    return tried, [content]


class temporary_file:  # noqa: N801 - used like a function
    """A file of this content for as long as a block runs; gives its path."""

    def __init__(self, content: bytes, suffix: str) -> None:
        self._content, self._suffix = content, suffix

    def __enter__(self) -> Path:
        self._directory = tempfile.TemporaryDirectory(prefix="newword-")
        path = Path(self._directory.name) / f"words{self._suffix}"
        path.write_bytes(self._content)
        return path

    def __exit__(self, *_: object) -> None:
        self._directory.cleanup()


def _shares(cut: Cut, words: Sequence[str], lexicon: Lexicon) -> list[float]:
    """Of each word, the share of its sampled occurrences that are cut whole.

    An occurrence inside a longer piece that is itself a word of the file is no failure.
    """
    wanted = frozenset(words)
    alone = [[(word, 0)] for word in words]
    found = lexicon.contexts(words, _CONTEXTS_A_WORD) if lexicon.contexts else alone
    shares = []
    for word, places in zip(words, found, strict=True):
        whole = tried = 0
        for text, place in places or [(word, 0)]:
            begin = max(place - _AROUND, 0)
            piece = text[begin : place + len(word) + _AROUND]
            if piece[place - begin :][: len(word)] != word:
                continue  # there it is written otherwise
            tried += 1
            whole += _is_whole(cut(piece), piece, place - begin, len(word), wanted)
        shares.append(whole / tried if tried else 1.0)
    return shares


def _is_whole(
    pieces: Iterable[str], text: str, begin: int, size: int, wanted: frozenset[str]
) -> bool:
    at = 0
    for piece in pieces:
        found = text.find(piece, at) if piece else -1
        if found < 0:
            continue
        at = found + len(piece)
        if found <= begin and begin + size <= at:
            return len(piece) == size or piece in wanted
    return False
