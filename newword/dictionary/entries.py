"""Reading dictionary files: one word a line, in the shapes that people have them.

A line is the word alone, jieba's ``word frequency tag``, or TAB separated columns with the word
first. Blocks whose lines all look alike, as in nearly every file, are read at once; all others line
by line. Both ways give the same entries.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from newword._safe_text import path_text
from newword.corpus.problem import InputProblem
from newword.dictionary.fold import fold_words
from newword.errors import DictionaryError

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["MAX_DIGITS", "Entries", "read_entries"]

MAX_DIGITS = 15
_MAX_LINE_BYTES = 1 << 16
_MAX_PROBLEMS = 100
_BLOCK_BYTES = 1 << 20
_JIEBA_LINE = re.compile(r"(.+?)( [0-9]+)?( [a-z]+)?")
_TAG = re.compile("[a-z]*")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# White space but LF and space, and controls; said by what is not, which is faster on Chinese.
_NOT_PLAIN = re.compile(
    "[^\u3001-\U0010ffff -~\n\xa1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e"
    "\u2060-\u2fff]"
)


@dataclass(slots=True)
class Entries:
    """Parallel columns, one row a line that held a word.

    Attributes:
        words: Folded for comparing.
        frequencies: Each 0, if the line has none, to 10**15.
        tag_codes: Index into the keys of ``tag_names``.
        tag_names: Tag to its code; code 0 is the empty tag.
        problems: The first lines that were left out; one more says how many others.
    """

    words: list[str] = field(default_factory=list)
    frequencies: array[int] = field(default_factory=lambda: array("q"))
    tag_codes: array[int] = field(default_factory=lambda: array("I"))
    tag_names: dict[str, int] = field(default_factory=lambda: {"": 0})
    problems: list[InputProblem] = field(default_factory=list)

    def add(self, words: Sequence[str], frequencies: array[int], tags: Sequence[str]) -> None:
        """Take rows; ``frequencies`` and ``tags`` may be empty if no row has one."""
        names = self.tag_names
        for tag in set(tags).difference(names):
            names[tag] = len(names)
        self.words.extend(fold_words(words))
        self.frequencies.extend(frequencies or array("q", bytes(8 * len(words))))
        codes = map(names.__getitem__, tags) if tags else repeat(0, len(words))
        self.tag_codes.extend(codes)


def read_entries(path: Path) -> Entries:
    """Read a whole file, block by block.

    Raises:
        DictionaryError: It cannot be read, or is not UTF-8 in more than a tenth of its lines.
    """
    reader = _Reader(path)
    try:
        for offset, block in _line_blocks(path):
            if not reader.read_plain(block):
                reader.read_lines(block, offset)
    except (OSError, ValueError) as error:  # ValueError: a path with a NUL in it
        reason = getattr(error, "strerror", None) or str(error)
        message = f"cannot read the dictionary {path_text(str(path))}: {reason}"
        raise DictionaryError(f"{message}; name a readable file, or jieba") from error
    return reader.finish()


def _line_blocks(path: Path) -> Iterator[tuple[int, bytes]]:
    """Whole lines, many at once, each with LF at its end, and the offset of the first.

    Of a line that is too long comes a part only, which is still too long.
    """
    with path.open("rb") as file:
        offset, rest, dropped = 0, b"", 0
        while block := file.read(_BLOCK_BYTES):
            if offset == 0 and not rest:
                if block.startswith((b"\xff\xfe", b"\xfe\xff")):
                    raise _not_utf8(path, "it begins with the mark of UTF-16")
                if block.startswith(b"\xef\xbb\xbf"):
                    offset, block = 3, block[3:]
            block = rest + block
            if dropped and (end := block.find(b"\n") + 1):
                yield offset, block[:end]
                offset, dropped, block = offset + end + dropped, 0, block[end:]
            end = block.rfind(b"\n") + 1
            if end:
                yield offset, block[:end]
            offset, rest = offset + end, block[end : end + _MAX_LINE_BYTES + 1]
            dropped += len(block) - end - len(rest)
        if rest:
            yield offset, rest + b"\n"


@dataclass(slots=True)
class _Reader:
    path: Path
    entries: Entries = field(default_factory=Entries)
    lines: int = 0
    bad_lines: int = 0
    undecodable_lines: int = 0

    def read_plain(self, block: bytes) -> bool:
        """Read a block whose lines are all ``word frequency tag``, or all one word.

        Returns:
            Whether it was such a block; if not, nothing has been read.
        """
        codes = np.frombuffer(block, np.uint8)
        ends = np.flatnonzero(codes == 0x0A)
        if int(np.diff(ends, prepend=-1).max()) > _MAX_LINE_BYTES:
            return False
        try:
            text = block.decode()
        except UnicodeDecodeError:
            return False
        if _NOT_PLAIN.search(text):
            return False
        spaces = np.flatnonzero(codes == 0x20)
        if spaces.size == 0:
            self.entries.add(text.split(), array("q"), ())
        elif spaces.size == 2 * ends.size:
            first, second = spaces[::2], spaces[1::2]
            if first[0] == 0 or np.any(first[1:] <= ends[:-1] + 1) or np.any(second >= ends - 1):
                return False
            fields = text.replace("\n", " ").split(" ")
            numbers = _parse_numbers(codes, first + 1, second)
            tags = fields[2::3]
            if numbers is None or not all(map(_TAG.fullmatch, set(tags))):
                return False
            self.entries.add(fields[:-1:3], numbers, tags)
        else:
            return False
        self.lines += ends.size
        return True

    def read_lines(self, block: bytes, offset: int) -> None:
        """Read any block."""
        rows: list[tuple[str, int, str]] = []
        for raw in block.split(b"\n")[:-1]:
            self.lines += 1
            place, offset = offset, offset + len(raw) + 1
            if len(raw) > _MAX_LINE_BYTES:
                self._reject(place, "longer than 64 KiB")
                continue
            try:
                line = raw.decode().lstrip("\ufeff").strip()
            except UnicodeDecodeError as error:
                self.undecodable_lines += 1
                self._reject(place + error.start, "not UTF-8")
                continue
            if control := _CONTROL.search(line):
                self._reject(place, f"holds U+{ord(control[0]):04X}")
            elif line and (row := self._parse_line(line, place)):
                rows.append(row)
        words, numbers, tags = zip(*rows, strict=True) if rows else ((), (), ())
        self.entries.add(words, array("q", numbers), tags)

    def _parse_line(self, line: str, place: int) -> tuple[str, int, str] | None:
        if "\t" in line:
            if self.lines == 1 and line.startswith("word\tcount"):
                return None  # the header of newword's own TSV
            word, number, tag, *_ = [*map(str.strip, line.split("\t")), "", ""]
            number = number if number.isascii() and number.isdecimal() else ""
            tag = tag if _TAG.fullmatch(tag) else ""
        else:
            match = _JIEBA_LINE.fullmatch(line)
            word, number, tag = match.groups("") if match else (line, "", "")
        number = number.strip().lstrip("0")
        if len(number) > MAX_DIGITS:
            self._reject(place, f"a frequency of more than {MAX_DIGITS} digits")
            return None
        return word, int(number or "0"), tag.strip()

    def _reject(self, offset: int, what: str) -> None:
        """Leave out the line that was counted last."""
        self.bad_lines += 1
        if self.bad_lines <= _MAX_PROBLEMS:
            detail = f"line {self.lines}: {what}; the line was left out"
            self.entries.problems.append(InputProblem(str(self.path), "bad-line", offset, detail))

    def finish(self) -> Entries:
        if self.undecodable_lines > max(self.lines // 10, 2):
            raise _not_utf8(self.path, f"{self.undecodable_lines} of {self.lines} lines are not")
        if (others := self.bad_lines - _MAX_PROBLEMS) > 0:
            detail = f"{others} more lines were left out"
            self.entries.problems.append(InputProblem(str(self.path), "bad-line", None, detail))
        return self.entries


def _not_utf8(path: Path, what: str) -> DictionaryError:
    advice = "convert it, for example: iconv -f GB18030 -t UTF-8 OLD > NEW"
    return DictionaryError(f"{path_text(str(path))}: a dictionary must be UTF-8; {what}; {advice}")


def _parse_numbers(
    codes: NDArray[np.uint8], starts: NDArray[np.intp], ends: NDArray[np.intp]
) -> array[int] | None:
    """Parse decimal numbers, all at once; None if one is not a number or too long."""
    sizes = ends - starts
    if int(sizes.min()) < 1 or int(sizes.max()) > MAX_DIGITS:
        return None
    numbers = np.zeros(starts.size, np.int64)
    for place in range(int(sizes.max())):
        is_inside = sizes > place
        digits = codes[np.where(is_inside, starts + place, starts)].astype(np.int64) - 0x30
        if np.any((digits < 0) | (digits > 9)):
            return None
        numbers = np.where(is_inside, numbers * 10 + digits, numbers)
    return array("q", numbers.tobytes())
