"""The engine under test, and what the oracle expects of it in the shape the engine answers."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import oracle
import strategies
from hypothesis import strategies as st
from oracle import Ngram

from newword.core import _core

COLUMNS = (
    "count",
    "left_variety",
    "right_variety",
    "left_entropy",
    "right_entropy",
    "cohesion",
)
# From one pass per symbol to one pass for everything.
BUFFERS = (1, 100, 4096, 1 << 16, 64 << 20)


class Reading(NamedTuple):
    """A corpus on its way into the engine."""

    documents: tuple[tuple[bytes, ...], ...]  # each in blocks
    threads: int = 1
    join_lines: bool = False

    @property
    def whole(self) -> tuple[bytes, ...]:
        return tuple(b"".join(blocks) for blocks in self.documents)

    def session(self) -> _core.Session:
        session = _core.Session(threads=self.threads, join_lines=self.join_lines)
        for blocks in self.documents:
            for block in blocks:
                session.feed(block)
            session.end_document()
        return session


class Counting(NamedTuple):
    """What is asked of the counter."""

    max_order: int = 4
    min_count: int = 1
    buffer_bytes: int = 0

    def table(self, reading: Reading) -> _core.NgramTable:
        return reading.session().count(**self._asdict())


def reading(*documents: bytes | str, threads: int = 1, join_lines: bool = False) -> Reading:
    """A corpus of whole documents."""
    whole = [text.encode() if isinstance(text, str) else text for text in documents]
    return Reading(tuple((text,) for text in whole), threads, join_lines)


@st.composite
def readings(draw: st.DrawFn, texts: st.SearchStrategy[list[bytes]] | None = None) -> Reading:
    """Corpora cut into blocks anywhere, for some number of threads."""
    documents = draw(
        strategies.corpora(4) | strategies.repetitive_corpora() if texts is None else texts
    )
    return Reading(
        tuple(tuple(draw(strategies.cut_into_blocks(text))) for text in documents),
        draw(strategies.thread_counts()),
        draw(st.booleans()),
    )


def countings(largest_order: int = 6) -> st.SearchStrategy[Counting]:
    return st.builds(
        Counting,
        st.integers(1, largest_order),
        strategies.min_counts(),
        st.sampled_from(BUFFERS),
    )


class Expected:
    """All that the oracle says of one corpus, n-grams in the engine's order."""

    def __init__(self, reading: Reading, counting: Counting) -> None:
        self.runs = oracle.all_runs(reading.whole, reading.join_lines)
        self._docs = reading.whole
        self._join_lines = reading.join_lines
        self._max_order = counting.max_order
        self._min_count = counting.min_count

    @functools.cached_property
    def counts(self) -> dict[Ngram, int]:
        """Of all n-grams, rare ones too."""
        return oracle.count_ngrams(self._docs, self._max_order, join_lines=self._join_lines)

    @functools.cached_property
    def sides(self) -> dict[Ngram, oracle.Neighbours]:
        return oracle.neighbours(self._docs, self._max_order, join_lines=self._join_lines)

    @functools.cached_property
    def shown(self) -> dict[str, str]:
        return oracle.shown_forms(self._docs, self._join_lines)

    @functools.cached_property
    def units(self) -> int:
        return oracle.count_units(self._docs, self._join_lines)

    def ngrams(self, order: int) -> list[Ngram]:
        """The frequent n-grams of one order, sorted by their symbols."""
        return sorted(
            ngram
            for ngram, count in self.counts.items()
            if len(ngram) == order and count >= self._min_count
        )

    def word(self, ngram: Ngram) -> str:
        return "".join(self.shown[symbol] for symbol in ngram)


def words(table: _core.NgramTable, order: int) -> list[str]:
    """Every n-gram of one order as shown."""
    return table.words(order, range(table.size(order)))


def levels(table: _core.NgramTable) -> list[int]:
    return list(range(1, table.max_order + 1))


def column(table: _core.NgramTable, order: int, name: str) -> list[float]:
    """A column as Python numbers."""
    return table.column(order, name).tolist()


def everything(table: _core.NgramTable) -> list[object]:
    """All bytes of a table: what must be equal when two tables are."""
    found: list[object] = [table.units, table.max_order]
    for order in levels(table):
        found.append(words(table, order))
        found.append(np.asarray(table.holds_script(order)).tobytes())
        found.extend(table.column(order, name).tobytes() for name in COLUMNS)
    return found


def read_files(
    paths: Sequence[bytes],
    *,
    explicit: bool | Iterable[bool] = True,
    threads: int = 1,
    join_lines: bool = False,
) -> tuple[_core.Session, list[_core.FileOutcome]]:
    """A session that has read these files, and what there was to report."""
    session = _core.Session(threads=threads, join_lines=join_lines)
    flags = [explicit] * len(paths) if isinstance(explicit, bool) else list(explicit)
    return session, session.read_files(paths, flags, None)
