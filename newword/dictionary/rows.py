"""From the lines of a word file to its rows, bad ones left out and named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from newword.corpus.report.problem import InputProblem
from newword.dictionary.content import MAX_LINE_BYTES
from newword.dictionary.line_shapes import Row, Shape, can_be_word, read_line, separated
from newword.dictionary.recognise import Columns
from newword.platform.message import message
from newword.platform.pattern import pattern
from newword.platform.plural import count_of
from newword.platform.safe_text import spreadsheet_cell

__all__ = ["MAX_DIGITS", "Problems", "Rows", "decoded_lines", "without_guard"]

MAX_DIGITS = 15
_MAX_PROBLEMS = 100
_CONTROL = pattern("[\x00-\x08\x0a-\x1f\x7f-\x9f]")
_COMMENT = "# "
_TAG = pattern("[a-z]+")


@dataclass(slots=True)
class Problems:
    """Lines that were left out: the first hundred, and how many others.

    Attributes:
        path: Of the file.
        keeps_places: Places are those in the file.
        lines: Lines that were met.
        undecodable: Of them, those that are not UTF-8.
    """

    path: Path
    keeps_places: bool = True
    lines: int = 0
    undecodable: int = 0
    _bad: int = 0
    _found: list[InputProblem] = field(default_factory=list)

    def reject(self, place: int, what: str) -> None:
        """Leave out the line that was met last."""
        self._bad += 1
        if self._bad <= _MAX_PROBLEMS:
            detail = message(
                "line {lines}: {what}; the line was left out", lines=self.lines, what=what
            )
            offset = place if self.keeps_places else None
            self._found.append(InputProblem(str(self.path), "bad-line", offset, detail))

    def all(self) -> list[InputProblem]:
        """Those that were named, and one more for the others."""
        others = self._bad - _MAX_PROBLEMS
        if others <= 0:
            return list(self._found)
        detail = message("left out {others}", others=count_of(others, "more line"))
        return [*self._found, InputProblem(str(self.path), "bad-line", None, detail)]


def decoded_lines(block: bytes, offset: int, problems: Problems) -> Iterator[tuple[int, str]]:
    """The lines of a block that are text, each with its place and without blanks at its ends."""
    for raw in block.split(b"\n")[:-1]:
        problems.lines += 1
        place, offset = offset, offset + len(raw) + 1
        if len(raw) > MAX_LINE_BYTES:
            problems.reject(place, message("longer than 64 KiB"))
            continue
        try:
            line = raw.decode().lstrip("\ufeff").strip()
        except UnicodeDecodeError as error:
            problems.undecodable += 1
            problems.reject(place + error.start, message("not UTF-8"))
            continue
        if control := _CONTROL.search(line):
            problems.reject(place, message("holds U+{code}", code=f"{ord(control[0]):04X}"))
        elif line:
            yield place, line


class Rows:
    """Makes rows of lines in one way, whatever the file is made of."""

    def __init__(self, form: Shape | Columns | None, problems: Problems) -> None:
        self._form, self._problems = form, problems
        self._waits_for = form.after if isinstance(form, Columns) else None
        self._is_first = True
        self._open: list[tuple[int, str]] = []

    def of(self, place: int, line: str) -> list[tuple[str, int, str]]:
        """The rows of one line."""
        found = self._read(place, line)
        rows = []
        for word, digits, tag in found:
            number = digits.lstrip("0")
            if len(number) > MAX_DIGITS:
                self._problems.reject(
                    place,
                    message("a frequency of more than {max_digits} digits", max_digits=MAX_DIGITS),
                )
            else:
                rows.append((word, int(number or "0"), tag))
        return rows

    def _read(self, place: int, line: str) -> list[Row]:
        form = self._form
        if line.startswith(_COMMENT) and not _may_begin_so(form):
            return []  # the licence above a list; no word of a text has such a blank
        if form is None:
            return read_line(line)
        if form.comments and line.startswith(form.comments):
            return []
        if isinstance(form, Columns):
            return self._of_columns(form, place, line)
        rows = form.read(line)
        if rows is not None:
            return rows
        if can_be_word(line):
            return [(line, "", "")]
        kind = form.name
        self._problems.reject(place, message("it is no line of this kind: {kind}", kind=kind))
        return []

    def _of_columns(self, form: Columns, place: int, line: str) -> list[Row]:
        if self._waits_for is not None:
            self._waits_for = None if line == self._waits_for else self._waits_for
            return []
        if form.separator != "\t" and line.count('"') % 2:
            self._problems.reject(place, message("a quotation mark is missing"))
            return []
        cells = separated(line, form.separator)
        is_first, self._is_first = self._is_first, False
        if is_first and (form.has_header or _is_header(form, cells)):
            return []
        word = cells[form.word] if form.word < len(cells) else ""
        if not word:
            self._problems.reject(place, message("it has no word"))
            return []
        word = without_guard(word) if form.is_ours else word
        tag = _cell(cells, form.tag)
        digits = _cell(cells, form.number)
        digits = digits if digits.isascii() and digits.isdecimal() else ""
        return [(word.replace("\u2581", ""), digits, tag if _TAG.fullmatch(tag) else "")]


def _may_begin_so(form: Shape | Columns | None) -> bool:
    """Whether a row may begin as a comment does: a cell of CSV may hold blanks."""
    return isinstance(form, Columns) and form.separator != "\t"


def _cell(cells: list[str], place: int | None) -> str:
    return cells[place] if place is not None and place < len(cells) else ""


def _is_header(form: Columns, cells: list[str]) -> bool:
    """Whether the first row names the columns: it has words where all others have numbers."""
    number = _cell(cells, form.number)
    return form.number is not None and bool(number) and not number.isdecimal()


def without_guard(cell: str) -> str:
    """A word without the apostrophe that keeps a spreadsheet from running it."""
    return cell[1:] if cell[:1] == "'" and spreadsheet_cell(cell[1:]) == cell else cell
