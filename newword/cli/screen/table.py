"""A table for people on a terminal: aligned, as wide as there is room, figures short."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from newword.cli.messages import translate
from newword.cli.screen.passages import Passage, columns_before, cut_right, pad
from newword.cli.screen.streams import put_styled, terminal_width
from newword.cli.screen.wide_help import columns as width_of
from newword.platform.message import message

if TYPE_CHECKING:
    from rich.text import Text

__all__ = ["DEFAULT_ROWS", "Column", "Table", "figures"]

DEFAULT_ROWS = 20
_GAP = 2
_LEAST_PASSAGE = 24
_DIGITS = 3
_NEW = "bold green"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table.

    Attributes:
        heading: In English; translated when it is printed.
        cells: What to print, safe for a terminal.
        is_number: Whether it stands at the right.
        rank: Columns of the greatest go first where there is no room; those of 0 never.
    """

    heading: str
    cells: Sequence[str]
    is_number: bool = True
    rank: int = 1

    @property
    def width(self) -> int:
        """The number of terminal columns that it takes."""
        return max(map(width_of, (translate(self.heading), *self.cells)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of words with figures.

    Attributes:
        columns: In order; those that are empty throughout are not shown.
        passages: A context for each row, shown where there is room; empty if there are none.
        new: The rows whose words are new, which have a colour.
        more: Rows that are not shown.
    """

    columns: Sequence[Column]
    passages: Sequence[Passage | None] = ()
    new: frozenset[int] = field(default_factory=frozenset)
    more: int = 0

    def show(self) -> None:
        """Prints it."""
        put_styled(self.lines(terminal_width() or 80))

    def lines(self, width: int) -> Iterator[Text]:
        """The lines for a terminal of this many columns."""
        from rich.text import Text

        shown = self._fitting(width)
        widths = [min(column.width, width) for column in shown]
        room = width - sum(widths) - _GAP * len(widths)
        passages = self.passages if room >= _LEAST_PASSAGE and any(self.passages) else ()
        before = columns_before(passages, room)
        headings = [translate(column.heading) for column in shown]
        if any(cell for column in shown for cell in column.cells):
            yield Text(_line(shown, headings, widths).rstrip(), "dim")
        for row in range(len(shown[0].cells)):
            cells = [column.cells[row] for column in shown]
            line = Text()
            for column, cell, size in zip(shown, cells, widths, strict=True):
                is_new = row in self.new and not column.is_number
                padded = pad(cut_right(cell, size), size, to_right=column.is_number)
                line.append(padded, _NEW if is_new else "")
                line.append(" " * _GAP)
            passage = passages[row] if passages else None
            if passage is not None:
                line.append_text(passage.fit(room, before))
            line.rstrip()
            yield line
        if self.more:
            yield Text(
                translate(message("{more} more: add -o words.tsv", more=f"{self.more:,}")), "dim"
            )

    def _fitting(self, width: int) -> list[Column]:
        """The columns that hold anything, without those for which there is no room."""
        shown = [c for c in self.columns if c.rank == 0 or any(c.cells)]
        while sum(c.width + _GAP for c in shown) - _GAP > width and any(c.rank for c in shown):
            least = max(shown, key=lambda c: c.rank)
            shown = [c for c in shown if c is not least]
        return shown


def _line(shown: Sequence[Column], cells: Sequence[str], widths: Sequence[int]) -> str:
    parts = zip(shown, cells, widths, strict=True)
    gap = " " * _GAP
    return gap.join(pad(cut_right(cell, w), w, to_right=c.is_number) for c, cell, w in parts)


def figures(values: Sequence[float | None]) -> list[str]:
    """Numbers of one column: three digits of the largest, all with as many decimals; empty if none.

    Example:
        >>> figures([0.994058, 0.5, None]), figures([1234.5, 7.25])
        (['0.994', '0.500', ''], ['1,234', '7'])
    """
    finite = [abs(value) for value in values if value is not None and math.isfinite(value)]
    largest = max(finite, default=0.0)
    before = len(f"{largest:.0f}") if largest >= 1 else 0
    decimals = max(_DIGITS - before, 0) if largest else 0
    return [
        "" if value is None or not math.isfinite(value) else f"{value + 0.0:,.{decimals}f}"
        for value in values
    ]
