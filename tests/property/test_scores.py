"""Entropies and cohesion equal the oracle's."""

from __future__ import annotations

import math

import oracle
import pytest
from engine import Counting, Expected, Reading, column, countings, levels, reading, readings
from hypothesis import given
from hypothesis import strategies as st
from oracle import Ngram


@given(readings(), countings())
def test_entropies_of_both_sides_are_those_of_the_oracle(
    corpus: Reading, counting: Counting
) -> None:
    table = counting.table(corpus)
    expected = Expected(corpus, counting)
    for order in levels(table):
        sides = [expected.sides[ngram] for ngram in expected.ngrams(order)]
        left = [oracle.entropy(side.left) for side in sides]
        right = [oracle.entropy(side.right) for side in sides]
        assert column(table, order, "left_entropy") == pytest.approx(left, rel=0, abs=1e-12)
        assert column(table, order, "right_entropy") == pytest.approx(right, rel=0, abs=1e-12)


@given(readings(), countings())
def test_a_side_with_one_neighbour_has_an_entropy_of_exactly_zero(
    corpus: Reading, counting: Counting
) -> None:
    table = counting.table(corpus)
    for order in levels(table):
        for side in ("left", "right"):
            entropies = column(table, order, f"{side}_entropy")
            varieties = column(table, order, f"{side}_variety")
            for entropy, variety in zip(entropies, varieties, strict=True):
                assert (entropy == 0) == (variety == 1)


@given(
    st.dictionaries(st.sampled_from("甲乙丙丁戊己庚辛"), st.integers(1, 3_000), min_size=1),
    st.integers(0, 3_000),
)
def test_entropies_of_many_occurrences_are_those_of_the_oracle(
    times: dict[str, int], edges: int
) -> None:
    text = "".join(f"{left}哈，" * count for left, count in times.items()) + "哈，" * edges
    table = Counting(1).table(reading(text))
    entropy = column(table, 1, "left_entropy")[table.find("哈")[1]]
    assert entropy == pytest.approx(
        oracle.entropy({**times, oracle.BREAK: edges}), rel=0, abs=1e-12
    )


@pytest.mark.parametrize("count", [4_095, 4_096, 65_535, 65_536, 70_000])
def test_entropy_is_exact_on_both_sides_of_every_inner_limit(count: int) -> None:
    # As many 甲 as 乙 on the left; a neighbour of its own every time on the right.
    table = Counting(1).table(reading("甲哈，乙哈，" * count))
    place = table.find("哈")[1]
    assert column(table, 1, "left_entropy")[place] == pytest.approx(math.log(2), abs=1e-12)
    assert column(table, 1, "right_entropy")[place] == pytest.approx(math.log(2 * count), abs=1e-12)


@given(readings(), countings())
def test_cohesion_is_that_of_the_oracle(corpus: Reading, counting: Counting) -> None:
    table = counting.table(corpus)
    expected = Expected(corpus, counting)
    for order in levels(table)[1:]:
        cohesions = [
            oracle.cohesion(ngram, expected.counts, expected.units)
            for ngram in expected.ngrams(order)
        ]
        assert column(table, order, "cohesion") == pytest.approx(cohesions, rel=1e-12, abs=1e-14)


@given(readings(), countings())
def test_a_single_unit_has_no_cohesion(corpus: Reading, counting: Counting) -> None:
    table = counting.table(corpus)
    assert set(column(table, 1, "cohesion")) <= {0.0}


@pytest.mark.parametrize(
    ("units", "pairs", "first", "second"),
    [(4, 1, 2, 2), (46, 5, 23, 10), (473, 15, 55, 129), (2_993, 38, 73, 1_558)],
)
def test_parts_that_meet_by_chance_have_a_cohesion_of_exactly_zero(
    units: int, pairs: int, first: int, second: int
) -> None:
    rest = units - first - second
    text = "甲乙，" * pairs + "甲，" * (first - pairs) + "乙，" * (second - pairs) + "丙，" * rest
    table = Counting(2).table(reading(text))
    order, index = table.find("甲乙")
    assert table.units * pairs == first * second
    assert column(table, order, "cohesion")[index] == 0


@given(readings(), countings())
def test_the_weakest_split_is_the_first_of_least_mutual_information(
    corpus: Reading, counting: Counting
) -> None:
    table = counting.table(corpus)
    expected = Expected(corpus, counting)
    for order in levels(table)[1:]:
        for index, ngram in enumerate(expected.ngrams(order)):
            assert table.weakest_split(order, index) == _weakest_split(ngram, expected.counts)


def _weakest_split(ngram: Ngram, counts: dict[Ngram, int]) -> int:
    cuts = range(1, len(ngram))
    return max(cuts, key=lambda cut: counts[ngram[:cut]] * counts[ngram[cut:]])


@given(readings(), countings())
def test_no_score_is_infinite_or_undefined(corpus: Reading, counting: Counting) -> None:
    table = counting.table(corpus)
    for order in levels(table):
        for name in ("left_entropy", "right_entropy", "cohesion"):
            assert all(map(math.isfinite, column(table, order, name)))
