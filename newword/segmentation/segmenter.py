"""Cutting text into words, however they are found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from newword.dictionary.script import simplified_forms
from newword.platform.pattern import pattern

__all__ = ["Cutter", "Piece", "Segmenter", "simplified_text"]

_KINDS = ("word", "other", "space")
_WORD, _SPACE = _KINDS.index("word"), _KINDS.index("space")
_BETWEEN_TOKENS = pattern(rb"(?: |\xc2\xa0|\xe3\x80\x80)+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a text.

    Attributes:
        text: The characters as they are written.
        begin: Its place in the text, in code points.
        kind: `word` (also a number), `other` (punctuation and the like) or `space`.
    """

    text: str
    begin: int
    kind: str


class Cutter(Protocol):
    """What finds the words of UTF-8 text; any thread may use it."""

    def cut(self, text: bytes) -> tuple[np.ndarray, np.ndarray]:
        """Ends in bytes and kinds of the pieces."""
        ...

    def write_cut(self, text: bytes, separator: bytes) -> bytes:
        """The text with a separator between any two pieces that are not white space."""
        ...


class Segmenter:
    """Cuts text into words. Immutable; any thread may use it, and it can be pickled and copied.

    Make one with `newword.learn_segmenter`. Joining the pieces of `cut` gives the text again.

    Args:
        cutter: Finds the words.
        words: Size of its word list.
        simplifies: Whether it knows simplified characters and looks text up in simplified form; the
            pieces stay as they are written.
        tokens: Whether its words are made of what stands between spaces.
    """

    def __init__(
        self, cutter: Cutter, *, words: int, simplifies: bool = False, tokens: bool = False
    ) -> None:
        self._cutter, self.words, self._simplifies = cutter, words, simplifies
        self._tokens = tokens

    def cut(self, text: str) -> list[str]:
        """The pieces of a text: words, punctuation, white space; together they are the text.

        Example:
            >>> segmenter.cut("今天天气很好。")  # doctest: +SKIP
            ['今天', '天气', '很', '好', '。']
        """
        return [piece.text for piece in self.pieces(text)]

    def pieces(self, text: str) -> list[Piece]:
        """The pieces of a text with their places and kinds."""
        encoded = self._compared(text.encode("utf-8", "surrogatepass"))
        ends, kinds = self._cutter.cut(encoded)
        places = np.concatenate([[0], np.cumsum(_is_first_byte(encoded))])[ends].tolist()
        begins = [0, *places[:-1]][: len(places)]
        return [
            Piece(text=text[begin:end], begin=begin, kind=_KINDS[kind])
            for begin, end, kind in zip(begins, places, kinds.tolist(), strict=True)
        ]

    def write_cut(self, text: bytes, separator: bytes) -> bytes:
        """A UTF-8 text with a separator between any two pieces that are not white space.

        The tokens of a word get `_` between them, or nobody could tell where words end.

        Args:
            text: A document, or a part of one that ends at a line end or at another mark.
            separator: Any bytes.
        """
        if self._tokens:
            return self._write_tokens(text, separator)
        if not self._simplifies:
            return self._cutter.write_cut(text, separator)
        compared = self._compared(text)
        ends, kinds = self._cutter.cut(compared)
        parts = np.flatnonzero((kinds[:-1] != _SPACE) & (kinds[1:] != _SPACE))
        characters = np.concatenate([[0], np.cumsum(_is_first_byte(compared))])[ends[parts]]
        places = np.append(np.flatnonzero(_is_first_byte(text)), len(text))[characters].tolist()
        bounds = zip([0, *places], [*places, len(text)], strict=True)
        return separator.join(text[begin:end] for begin, end in bounds)

    def _write_tokens(self, text: bytes, separator: bytes) -> bytes:
        ends, kinds = self._cutter.cut(self._compared(text))
        written: list[bytes] = []
        begin, is_open = 0, False
        for end, kind in zip(ends.tolist(), kinds.tolist(), strict=True):
            piece = text[begin:end]
            if is_open and kind != _SPACE:
                written.append(separator)
            written.append(_BETWEEN_TOKENS.sub(b"_", piece) if kind == _WORD else piece)
            begin, is_open = end, kind != _SPACE
        return b"".join(written)

    def _compared(self, text: bytes) -> bytes:
        return simplified_text(text) if self._simplifies else text


def simplified_text(text: bytes) -> bytes:
    """The text in simplified characters, with as many of them."""
    simplified = text.decode("utf-8", "surrogateescape").translate(simplified_forms())
    return simplified.encode("utf-8", "surrogateescape")


def _is_first_byte(text: bytes) -> np.ndarray:
    """Which bytes of UTF-8 begin a character."""
    return np.asarray((np.frombuffer(text, dtype=np.uint8) & 0xC0) != 0x80)
