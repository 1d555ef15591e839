"""A table of n-grams away from its text: what a `CountedCorpus` becomes in another process."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np

from newword.dictionary.fold import fold_word
from newword.errors import ConfigError
from newword.platform.message import message

if TYPE_CHECKING:
    from newword.core._core import NgramTable

__all__ = ["CopiedTable", "LostText"]

_COLUMNS = (
    "symbol", "first_child", "count", "left_variety", "right_variety", "left_entropy",
    "right_entropy", "cohesion",
)  # fmt: skip


class CopiedTable:
    """The same n-grams and numbers as the `NgramTable` that it was copied from, without the text.

    Args:
        units: N.
        levels: For each order, from 1, its columns by name, and `holds_script`.
        shown: The units of order 1, as they are shown.
        tokens: Whether units are what stands between spaces.
    """

    def __init__(
        self,
        units: int,
        levels: Sequence[dict[str, np.ndarray]],
        shown: Sequence[str],
        tokens: bool = False,
    ) -> None:
        self.tokens = tokens
        self.units = units
        self.max_order = len(levels)
        self._levels = tuple(levels)
        self._shown = tuple(shown)
        for column in (column for level in levels for column in level.values()):
            column.flags.writeable = False

    @classmethod
    def of(cls, table: NgramTable | CopiedTable) -> CopiedTable:
        """A copy of a table."""
        if isinstance(table, CopiedTable):
            return table
        levels = []
        for order in range(1, table.max_order + 1):
            level = {name: np.array(table.column(order, name)) for name in _COLUMNS}
            level["holds_script"] = np.array(table.holds_script(order))
            levels.append(level)
        shown = table.words(1, np.arange(table.size(1)))
        return cls(table.units, levels, shown, table.tokens)

    def __reduce__(self) -> tuple[Any, ...]:
        return CopiedTable, (self.units, self._levels, self._shown, self.tokens)

    def size(self, order: int) -> int:
        """N-grams of an order."""
        return len(self._level(order)["symbol"])

    def column(self, order: int, name: str) -> np.ndarray:
        """One column of one order, as of an `NgramTable`."""
        return self._level(order)[name]

    def holds_script(self, order: int) -> np.ndarray:
        """Which n-grams hold a unit of an unsegmented script."""
        return self._level(order)["holds_script"]

    def release(self) -> None:
        """Nothing: all is in memory."""

    def words(self, order: int, indices: Any) -> list[str]:
        """The n-grams at `indices` as they are shown."""
        joint = " " if self.tokens else ""
        return [joint.join(map(self._unit, self._symbols(order, int(i)))) for i in indices]

    def find(self, word: str) -> tuple[int, int] | None:
        """(order, index) of a word as a user writes it, or None when it is not in the table."""
        folded = fold_word(word)
        return self._places.get(" ".join(folded.split()) if self.tokens else folded)

    def weakest_split(self, order: int, index: int) -> int:
        """Units in the first part of the split of least mutual information."""
        symbols = self._symbols(order, index)
        if order < 2:
            raise IndexError(
                message(
                    "no n-gram {index} of order {order} with two parts", index=index, order=order
                )
            )
        products = [
            self._count_of(symbols[:k]) * self._count_of(symbols[k:]) for k in range(1, order)
        ]
        return products.index(max(products)) + 1

    def _level(self, order: int) -> dict[str, np.ndarray]:
        if not 1 <= order <= self.max_order:
            raise IndexError(message("order {order} was not counted", order=order))
        return self._levels[order - 1]

    def _symbols(self, order: int, index: int) -> list[int]:
        """The units of an n-gram, from its ancestors."""
        if not 0 <= index < self.size(order):
            raise IndexError(
                message("no n-gram {index} of order {order}", index=index, order=order)
            )
        symbols = []
        for level in range(order, 0, -1):
            symbols.append(int(self._levels[level - 1]["symbol"][index]))
            if level > 1:
                begins = self._levels[level - 2]["first_child"]
                index = int(np.searchsorted(begins, index, side="right")) - 1
        return symbols[::-1]

    def _count_of(self, symbols: Sequence[int]) -> int:
        index = 0
        begin, end = 0, self.size(1)
        for order, symbol in enumerate(symbols, 1):
            level = self._levels[order - 1]
            index = begin + int(np.searchsorted(level["symbol"][begin:end], symbol))
            begin, end = (int(place) for place in level["first_child"][index : index + 2])
        return int(self._levels[len(symbols) - 1]["count"][index])

    def _unit(self, symbol: int) -> str:
        return self._shown[int(np.searchsorted(self._levels[0]["symbol"], symbol))]

    @cached_property
    def _places(self) -> dict[str, tuple[int, int]]:
        return dict(self._each_place())

    def _each_place(self) -> Iterator[tuple[str, tuple[int, int]]]:
        for order in range(self.max_order, 0, -1):
            for index, word in enumerate(self.words(order, range(self.size(order)))):
                yield fold_word(word), (order, index)


class LostText:
    """Stands for the session of a `CountedCorpus` that was pickled: the text did not come along."""

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("__"):
            raise AttributeError(name)
        raise ConfigError(
            message(
                "the text of this CountedCorpus stayed in the process that counted it; "
                "only its table travels: count the corpus here, or read its count file"
            )
        )
