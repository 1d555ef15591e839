"""Telling what a word file is made of, by all of its lines rather than by the first.

Every line votes for the shapes that it has. The surest shape of more than half of them is the
file's; without one it is a plain list, jieba's format or columns, which are read alike.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from newword.dictionary.json_words import NUMBER_FIELDS, WORD_FIELDS
from newword.dictionary.line_shapes import HAS_SCRIPT, SHAPES, Shape, read_line, separated
from newword.platform.message import message
from newword.platform.pattern import pattern

__all__ = ["Columns", "Votes", "find_header", "find_rime"]

_SEPARATORS = {
    "\t": message("TAB separated columns"),
    ",": "CSV",
    ";": message("CSV, ; between columns"),
}
_RIME = pattern(r"^---[ \t]*\r?\n(.*?)^\.\.\.[ \t]*\r?\n", re.MULTILINE | re.DOTALL)
_RIME_COLUMNS = pattern(r"^columns:[ \t]*\r?\n((?:[ \t]+-[ \t]*\w+[ \t]*\r?\n)+)", re.MULTILINE)
_NUMBER = pattern("[0-9]+")
_TAG = pattern("[a-z]{1,4}")
_OURS = ("word", "count")


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """A table: which column has what.

    Attributes:
        name: For people.
        separator: Between cells.
        word: Place of the column with the word.
        number: Of the frequency; None if there is none.
        tag: Of the tag; None if there is none.
        has_header: The first line with content names the columns.
        is_ours: CSV that newword wrote, whose words may have a guard against spreadsheets.
        after: Rows begin after a line of this content; None for all lines.
        comments: What a line that is no row begins with; empty if there are none.
    """

    name: str
    separator: str
    word: int
    number: int | None = None
    tag: int | None = None
    has_header: bool = False
    is_ours: bool = False
    after: str | None = None
    comments: str = ""


@dataclass(slots=True)
class _Cells:
    """What the cells of one column are."""

    filled: int = 0
    script: int = 0
    numbers: int = 0
    tags: int = 0


@dataclass(slots=True)
class Votes:
    """What the lines of a file look like.

    Attributes:
        lines: Lines with content that voted.
        measured: Of them, those with a frequency or a tag behind a blank.
    """

    lines: int = 0
    measured: int = 0
    shapes: Counter[str] = field(default_factory=Counter)
    tables: Counter[str] = field(default_factory=Counter)
    cells: dict[tuple[str, int], _Cells] = field(default_factory=dict)

    def hear(self, line: str) -> None:
        """Let one line, which is not blank, vote."""
        if line.startswith("#") and not HAS_SCRIPT.match(line[1:2]):
            return  # a comment, in those that have comments
        self.lines += 1
        is_foreign = HAS_SCRIPT.search(line) is None
        for shape in SHAPES:
            if not (is_foreign and shape.name != "JSON Lines") and shape.read(line) is not None:
                self.shapes[shape.name] += 1
        if any(number or tag for _, number, tag in read_line(line)):
            self.measured += 1
        for separator in _SEPARATORS:
            if separator in line:
                self._hear_cells(separator, separated(line, separator))

    def _hear_cells(self, separator: str, cells: list[str]) -> None:
        self.tables[separator] += 1
        for place, cell in enumerate(cells[:32]):
            column = self.cells.setdefault((separator, place), _Cells())
            column.filled += bool(cell)
            column.script += HAS_SCRIPT.search(cell) is not None
            column.numbers += _NUMBER.fullmatch(cell) is not None
            column.tags += _TAG.fullmatch(cell) is not None

    def choose(self) -> Shape | Columns | None:
        """The shape of the file; None for a plain list or jieba's format."""
        for shape in SHAPES:
            if 2 * self.shapes[shape.name] > self.lines:
                return shape
        for separator, name in _SEPARATORS.items():
            if 2 * self.tables[separator] > self.lines:
                return self._columns(separator, name)
        return None

    def _columns(self, separator: str, name: str) -> Columns:
        rows = self.tables[separator]
        found = [
            (place, cells) for (of, place), cells in sorted(self.cells.items()) if of == separator
        ]
        word = next((place for place, cells in found if 2 * cells.script > rows), 0)
        after = [(place, cells) for place, cells in found if place > word]
        others = after + [(place, cells) for place, cells in found if place < word]
        number = next((place for place, cells in others if 2 * cells.numbers > rows), None)
        tag = next((place for place, cells in others if 2 * cells.tags > rows), None)
        return Columns(name=name, separator=separator, word=word, number=number, tag=tag)

    @property
    def plain_name(self) -> str:
        """What a file of no other shape is called."""
        return message("jieba's format") if 2 * self.measured > self.lines else message("word list")


def find_header(line: str, suffix: str) -> Columns | None:
    """The columns that the first line with content names; None if it names none of a word."""
    for separator, kind in (("\t", "TSV"), (",", "CSV"), (";", message("CSV, ; between columns"))):
        cells = [cell.strip().lower() for cell in separated(line, separator)]
        if len(cells) == 1 and not (cells[0] == "word" and suffix == f".{kind.lower()}"):
            continue
        word = _place_of(WORD_FIELDS, cells)
        if word is not None:
            is_ours = tuple(cells[:2]) == _OURS
            return Columns(
                name=message("newword {kind}", kind=kind)
                if is_ours
                else message("{kind} with the column {cells}", kind=kind, cells=cells[word]),
                separator=separator,
                word=word,
                number=_place_of(NUMBER_FIELDS, cells),
                tag=_place_of(("tag", "pos", "词性"), cells),
                has_header=True,
                is_ours=is_ours and separator == ",",
            )
    return None


def find_rime(head: str) -> Columns | None:
    """The columns of a dictionary of Rime, whose rows follow a line of three dots."""
    match = _RIME.search(head)
    if match is None:
        return None
    listed = _RIME_COLUMNS.search(match[1])
    names = re.findall(r"\w+", listed[1]) if listed else ["text", "code", "weight"]
    return Columns(
        name="Rime",
        separator="\t",
        word=names.index("text") if "text" in names else 0,
        number=names.index("weight") if "weight" in names else None,
        after="...",
        comments="#",
    )


def _place_of(names: Iterable[str], cells: list[str]) -> int | None:
    places: Iterator[int] = (cells.index(name) for name in names if name in cells)
    return next(places, None)
