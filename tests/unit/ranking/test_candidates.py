"""Candidates: which n-grams they are, their columns, and the bounds that they reach."""

from __future__ import annotations

import numpy as np
import pytest
from engine import levels, reading, words

from newword.config import Thresholds
from newword.core import _core
from newword.ranking.candidates import Candidates, gather_candidates, keep_reaching

TEXT = "机器学习，机器翻译，C++学习，用C++写，学习机器。机器学习很难，GPU C++ 很难"


def counted(max_order: int = 4) -> _core.NgramTable:
    return reading(TEXT).session().count(max_order=max_order, min_count=1)


def test_candidates_are_the_ngrams_of_two_units_and_more_with_one_of_a_script() -> None:
    table = counted()
    expected = [
        word
        for order in levels(table)[1:]
        for word, has_script in zip(words(table, order), table.holds_script(order), strict=True)
        if has_script
    ]
    found = gather_candidates(table).words(table)
    assert found == expected
    assert {"机器", "C++学", "机器学习"} <= set(found)
    assert not {"机", "C++", "GPUC++"} & set(found)


def test_every_column_is_that_of_the_table() -> None:
    table = counted()
    candidates = gather_candidates(table)
    assert len(candidates) == len(candidates.words(table))
    for row, word in enumerate(candidates.words(table)):
        place = table.find(word)
        assert place == (candidates.order[row], candidates.index[row])
        order, index = place
        for name in ("count", "cohesion", "left_entropy", "right_entropy"):
            assert getattr(candidates, name)[row] == table.column(order, name)[index]
        sides = [table.column(order, f"{side}_variety")[index] for side in ("left", "right")]
        assert candidates.accessor_variety[row] == min(sides)


def test_the_smaller_entropy_is_that_of_the_poorer_side() -> None:
    candidates = gather_candidates(counted())
    pairs = zip(candidates.left_entropy, candidates.right_entropy, strict=True)
    assert candidates.min_entropy.tolist() == [min(pair) for pair in pairs]
    assert (candidates.left_entropy != candidates.right_entropy).any()


@pytest.mark.parametrize("kind", ["indices", "mask"])
def test_rows_are_taken_in_the_order_asked_for(kind: str) -> None:
    table = counted()
    candidates = gather_candidates(table)
    every = candidates.words(table)
    rows = np.array([5, 0, 3]) if kind == "indices" else np.arange(len(every)) % 2 == 0
    taken = candidates.take(rows)
    assert taken.words(table) == np.array(every, dtype=object)[rows].tolist()
    assert taken.count.tolist() == candidates.count[rows].tolist()


def test_values_are_picked_out_of_a_column_for_each_order() -> None:
    table = counted()
    candidates = gather_candidates(table).take(np.array([4, 25, 11, 0]))
    columns = [np.empty(0), *(np.arange(table.size(n)) + 1000.0 * n for n in levels(table))]
    picked = candidates.pick(columns)
    assert picked.tolist() == (candidates.order * 1000.0 + candidates.index).tolist()


def test_a_table_of_two_units_has_the_pairs() -> None:
    assert set(gather_candidates(counted(2)).order) == {2}


def candidates_of(cohesion: list[float], left: list[float], right: list[float]) -> Candidates:
    size = len(cohesion)
    return Candidates(
        order=np.full(size, 2, dtype=np.uint8),
        index=np.arange(size, dtype=np.uint32),
        count=np.ones(size, dtype=np.uint64),
        cohesion=np.array(cohesion),
        left_entropy=np.array(left),
        right_entropy=np.array(right),
        accessor_variety=np.ones(size, dtype=np.uint64),
    )


@pytest.mark.parametrize(
    ("thresholds", "kept"),
    [
        (Thresholds(), [True, True, True, True]),
        (Thresholds(min_cohesion=2.0), [False, True, True, True]),
        (Thresholds(min_entropy=0.5), [True, False, True, True]),
        (Thresholds(min_cohesion=2.0, min_entropy=0.5), [False, False, True, True]),
        (Thresholds(min_cohesion=2.5, min_entropy=0.0), [False, False, False, True]),
    ],
)
def test_a_bound_that_is_set_must_be_reached(thresholds: Thresholds, kept: list[bool]) -> None:
    candidates = candidates_of([1.9, 3 - 0.6, 2.0, 4], [1, 0.4, 0.5, 9], [1, 2, 0.7, 0.6])
    assert keep_reaching(candidates, thresholds).tolist() == kept
