"""A sample of a text: pieces of it, spread evenly."""

from __future__ import annotations

__all__ = ["PIECE_BYTES", "TextSample"]

PIECE_BYTES = 1 << 16
"""Pieces of longer documents are about as long."""


class TextSample:
    """Takes a corpus and keeps pieces of it, spread evenly; each is of one document."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._pieces: list[bytes] = []
        self._kept = 0
        self._met, self._stride = 0, 1
        self._open = bytearray()
        self.bytes_read = 0

    def feed(self, block: bytes) -> None:
        """More of the document."""
        self.bytes_read += len(block)
        self._open += block
        while len(self._open) >= PIECE_BYTES:
            end = self._open.rfind(b"\n", 0, PIECE_BYTES) + 1 or _whole_characters(self._open)
            self._take(bytes(self._open[:end]))
            del self._open[:end]

    def end_document(self) -> None:
        """The document is whole."""
        if self._open:
            self._take(bytes(self._open))
            self._open.clear()

    def texts(self) -> list[str]:
        """The pieces, in the order of the corpus."""
        return [piece.decode("utf-8", "replace") for piece in self._pieces]

    def _take(self, piece: bytes) -> None:
        if self._met % self._stride == 0:
            self._pieces.append(piece)
            self._kept += len(piece)
        self._met += 1
        while self._kept > self._limit and len(self._pieces) > 1:
            self._pieces = self._pieces[::2]  # those at multiples of twice the stride
            self._stride *= 2
            self._kept = sum(map(len, self._pieces))


def _whole_characters(text: bytearray) -> int:
    """The largest place up to a piece's size that is within no character."""
    end = PIECE_BYTES
    while end > PIECE_BYTES - 4 and text[end - 1] & 0xC0 == 0x80:
        end -= 1
    return end - 1 if text[end - 1] >= 0xC0 else PIECE_BYTES
