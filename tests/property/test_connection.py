"""Longest connection equals the oracle's."""

from __future__ import annotations

import random

import numpy as np
import oracle
import pytest
import strategies
from engine import Counting, Expected, Reading, countings, levels, reading, readings
from hypothesis import given
from hypothesis import strategies as st
from oracle import Ngram

from newword.core import _core

MIN_PMI = (0, 2, 4, 6)


def firm(table: _core.NgramTable, min_pmi: tuple[float, ...] = MIN_PMI) -> list[np.ndarray]:
    """What the reference method keeps of a table."""
    return [table.column(n, "cohesion") >= min_pmi[n - 1] for n in levels(table)[1:]]


@given(
    readings(strategies.repetitive_corpora()),
    strategies.min_counts(),
    st.tuples(st.just(0), *[st.sampled_from((0.1, 0.5, 1.0, 2.0, 4.0))] * 3),
)
def test_pieces_are_those_of_the_reference_method(
    corpus: Reading, min_count: int, min_pmi: tuple[float, ...]
) -> None:
    session = corpus.session()
    table = session.count(max_order=4, min_count=min_count)
    pieces = session.connect(firm(table, min_pmi), min_count=min_count)

    shown = oracle.shown_forms(corpus.whole, corpus.join_lines)
    expected = oracle.reference(
        corpus.whole, 4, min_count=min_count, min_pmi=min_pmi, join_lines=corpus.join_lines
    )
    assert dict(zip(pieces.words, pieces.count.tolist(), strict=True)) == {
        "".join(shown[symbol] for symbol in piece): count for piece, count in expected.items()
    }


class Connected:
    """A corpus with any n-grams kept, cut by the engine and by the oracle."""

    def __init__(self, corpus: Reading, counting: Counting, seed: int, share: float) -> None:
        self.session = corpus.session()
        self.table = self.session.count(**counting._asdict())
        self.expected = Expected(corpus, counting)
        chance = random.Random(seed)
        self.kept: set[Ngram] = set()
        self.flags = []
        for order in levels(self.table)[1:]:
            ngrams = self.expected.ngrams(order)
            row = [chance.random() < share for _ in ngrams]
            self.flags.append(np.array(row, dtype=np.uint8))
            self.kept.update(ngram for ngram, keep in zip(ngrams, row, strict=True) if keep)

    def pieces(self) -> dict[Ngram, int]:
        """By the oracle: cut, count, and drop what does not hold together."""
        order = self.table.max_order
        counts: dict[Ngram, int] = {}
        for run in self.expected.runs:
            symbols = [unit.symbol for unit in run]
            for piece in oracle.longest_connection(symbols, self.kept, order):
                if len(piece) >= 2:
                    counts[piece] = counts.get(piece, 0) + 1
        return {piece: count for piece, count in counts.items() if self._survives(piece, order)}

    def _survives(self, piece: Ngram, order: int) -> bool:
        size = min(len(piece), order)
        return all(piece[i : i + size] in self.kept for i in range(len(piece) - size + 1))


connected = st.builds(
    Connected, readings(), countings(), st.integers(), st.sampled_from((0.1, 0.5, 0.9, 1.0))
)


@given(connected, strategies.min_counts())
def test_pieces_of_any_kept_ngrams_are_those_of_the_oracle(
    corpus: Connected, min_count: int
) -> None:
    pieces = corpus.session.connect(corpus.flags, min_count=min_count)
    assert dict(zip(pieces.words, pieces.count.tolist(), strict=True)) == {
        corpus.expected.word(piece): count
        for piece, count in corpus.pieces().items()
        if count >= min_count
    }


@given(connected)
def test_the_units_of_each_piece_are_counted(corpus: Connected) -> None:
    pieces = corpus.session.connect(corpus.flags, min_count=1)
    sizes = {corpus.expected.word(piece): len(piece) for piece in corpus.pieces()}
    assert pieces.units.tolist() == [sizes[word] for word in pieces.words]


@given(connected)
def test_each_piece_points_to_its_ngram(corpus: Connected) -> None:
    pieces = corpus.session.connect(corpus.flags, min_count=1)
    for word, order, index in zip(
        pieces.words, pieces.ngram_order.tolist(), pieces.ngram_index.tolist(), strict=True
    ):
        assert corpus.table.find(word) == ((order, index) if order else None)


@given(readings(), st.integers(0, 1))
def test_pieces_do_not_depend_on_threads(corpus: Reading, min_count: int) -> None:
    found = []
    for threads in (1, 2, 3, 8):
        session = corpus._replace(threads=threads).session()
        table = session.count(max_order=4, min_count=1)
        found.append(
            [list(map(str, part)) for part in session.connect(firm(table), min_count=min_count)]
        )
    assert found == [found[0]] * 4


def test_rare_symbols_are_no_part_of_kept_ngrams() -> None:
    # 万 and 丈 are rarer than min_count and come after all symbols of the table.
    session = reading("一丁七，一丁七，万，丈七").session()
    table = session.count(max_order=3, min_count=2)
    pieces = session.connect([np.zeros(table.size(2)), np.ones(table.size(3))], min_count=1)
    assert dict(zip(pieces.words, pieces.count.tolist(), strict=True)) == {"一丁七": 2}


# Shares of the text that the workers take are 2 Mi symbols.
LONG = 5_000_000


@pytest.mark.parametrize("threads", [1, 3])
def test_a_piece_across_all_shares_is_one_piece(threads: int) -> None:
    session = reading("哈" * LONG, threads=threads).session()
    table = session.count(max_order=3, min_count=2)
    pieces = session.connect([np.ones(table.size(n)) for n in (2, 3)], min_count=1)
    assert [len(word) for word in pieces.words] == [LONG]
    assert pieces.count.tolist() == [1]
    assert pieces.ngram_order.tolist() == [0]


@pytest.mark.parametrize("threads", [1, 3])
def test_pieces_at_the_borders_of_shares_are_neither_lost_nor_doubled(threads: int) -> None:
    # Seven symbols a round: the borders fall on every place of it.
    rounds = LONG // 7
    session = reading("甲乙丙丁戊，己" * rounds, threads=threads).session()
    table = session.count(max_order=4, min_count=2)
    kept = [np.zeros(table.size(n)) for n in (2, 3, 4)]
    for word in ("己甲乙丙", "甲乙丙丁"):
        order, index = table.find(word)
        kept[order - 2][index] = 1
    pieces = session.connect(kept, min_count=1)
    assert dict(zip(pieces.words, pieces.count.tolist(), strict=True)) == {
        "己甲乙丙丁": rounds - 1,
        "甲乙丙丁": 1,
    }
