"""Documents in blocks on their way through a segmenter, and the forms in which they come out."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass

from newword.core._core import WordCutter
from newword.platform.pattern import pattern
from newword.platform.pool import Pool
from newword.segmentation.known_words import KnownWords
from newword.segmentation.segmenter import Segmenter

__all__ = ["AsJsonLines", "AsText", "Cutting"]

_BLOCK_BYTES = 1 << 20
_LONGEST_BLOCK_BYTES = 8 << 20
_BLOCKS_AHEAD = 4
_SPACE = pattern("[\\t-\\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")


@dataclass(slots=True)
class _Block:
    """A part of a document on its way to the output.

    Attributes:
        text: UTF-8, ends where it may be cut.
        document: Name.
        lacks_line_end: Last of its document, which does not end in a line end.
        line: Number of its first line, from 1.
        place: Code points of the document before it.
        goes_on: Neither the piece before it nor its first piece is white space.
    """

    text: bytes
    document: str
    lacks_line_end: bool
    line: int
    place: int
    goes_on: bool


class Cutting:
    """Takes documents as blocks; learns from the first of them, then cuts all with many threads."""

    def __init__(
        self,
        words: KnownWords,
        write: Callable[[bytes], object],
        make: type[AsText] | type[AsJsonLines],
        separator: bytes,
        threads: int,
    ) -> None:
        self._words, self._write, self._separator = words, write, separator
        self._make, self._threads = make, threads
        self._segmenter: Segmenter | None = None
        self._held: list[_Block] = []
        self._held_bytes = 0
        self._splitter = WordCutter([], tokens=words.are_of_tokens)
        self._pool = Pool(threads)
        self._done: deque[Future[bytes]] = deque()
        self._document = ""
        self._open = bytearray()
        self._line, self._place = 1, 0
        self._last = b""
        self.bytes_read = 0
        self.learned = 0

    def __enter__(self) -> Cutting:
        return self

    def __exit__(self, *error: object) -> None:
        self._pool.close()

    def begin_document(self, name: str) -> None:
        """The texts that follow are of this document."""
        self._document = name

    def feed(self, block: bytes) -> None:
        """More of the document."""
        self.bytes_read += len(block)
        self._open += block
        if len(self._open) < _BLOCK_BYTES:
            return
        end = self._open.rfind(b"\n") + 1
        if end == 0:
            end = self._splitter.safe_end(bytes(self._open))
            if end == 0 and len(self._open) < _LONGEST_BLOCK_BYTES:
                return
            end = end or _whole_characters(self._open, _LONGEST_BLOCK_BYTES - 1)
        text = bytes(self._open[:end])
        del self._open[:end]
        self._add(text, ends=False)

    def end_document(self) -> None:
        """The document is whole."""
        self._add(bytes(self._open), ends=True)
        self._open.clear()
        self._line, self._place, self._last = 1, 0, b""

    def finish(self) -> Segmenter:
        """Writes all that is not written yet."""
        segmenter = self._segmenter or self._learn()
        while self._done:
            self._write(self._done.popleft().result())
        return segmenter

    def _add(self, text: bytes, *, ends: bool) -> None:
        if not text and self._place == 0:
            return
        last = self._last.decode("utf-8", "ignore")[-1:]
        first = text[:4].decode("utf-8", "ignore")[:1]
        block = _Block(
            text=text,
            document=self._document,
            lacks_line_end=ends and not (text or self._last).endswith(b"\n"),
            line=self._line,
            place=self._place,
            goes_on=bool(last and first and not _SPACE.match(last) and not _SPACE.match(first)),
        )
        self._line += text.count(b"\n")
        self._place += len(text.decode("utf-8", "replace"))
        self._last = text[-4:]
        if self._segmenter is not None:
            self._submit(block)
            return
        self._held.append(block)
        self._held_bytes += len(text)
        if self._held_bytes >= self._words.sample_bytes:
            self._learn()

    def _learn(self) -> Segmenter:
        sample = b"\n".join(block.text for block in self._held)
        self.learned = sum(len(block.text) for block in self._held)
        self._segmenter = self._words.segmenter(sample)
        for block in self._held:
            self._submit(block)
        self._held.clear()
        return self._segmenter

    def _submit(self, block: _Block) -> None:
        assert self._segmenter is not None  # noqa: S101 (learned before)
        self._done.append(self._pool.submit(self._make(self._segmenter, self._separator), block))
        while len(self._done) > self._threads * _BLOCKS_AHEAD:
            self._write(self._done.popleft().result())


class AsText:
    """One block as text with separators."""

    def __init__(self, segmenter: Segmenter, separator: bytes) -> None:
        self._segmenter, self._separator = segmenter, separator

    def __call__(self, block: _Block) -> bytes:
        """The block as it is written."""
        cut = self._segmenter.write_cut(block.text, self._separator)
        if b"\xff" in cut:  # places that did not decode
            cut = cut.replace(b"\xff", b"\xef\xbf\xbd")
        if block.goes_on:
            cut = self._separator + cut
        return cut + b"\n" if block.lacks_line_end else cut


class AsJsonLines:
    """One block as JSON, an object for each of its lines that has words."""

    def __init__(self, segmenter: Segmenter, separator: bytes) -> None:
        del separator
        self._segmenter = segmenter

    def __call__(self, block: _Block) -> bytes:
        """The block as it is written."""
        lines = []
        place, number = block.place, block.line
        text = block.text.decode("utf-8", "replace")
        for line in _lines(text):
            pieces = [
                [piece.text, place + piece.begin, place + piece.begin + len(piece.text), piece.kind]
                for piece in self._segmenter.pieces(line)
                if piece.kind != "space"
            ]
            if pieces:
                found = {"document": block.document, "line": number, "pieces": pieces}
                lines.append(json.dumps(found, ensure_ascii=False) + "\n")
            place += len(line)
            number += line.endswith("\n")
        return "".join(lines).encode()


def _lines(text: str) -> list[str]:
    """The lines with their ends; only a line feed ends one."""
    lines = [line + "\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return [line for line in lines if line]


def _whole_characters(text: bytearray, end: int) -> int:
    while end > 0 and text[end] & 0xC0 == 0x80:
        end -= 1
    return end
