"""Every ranking method: its formula, the bounds it keeps to, and the order of its words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import cast

import numpy as np
import pytest
from command import TEXT
from engine import reading

import newword
from newword.config import Thresholds
from newword.core._core import NgramTable
from newword.counting.reading import Reading
from newword.errors import MemoryBudgetError
from newword.language.words import WEIGHTS, model_of_session
from newword.methods import METHODS, find_method
from newword.methods.base import (
    Ranking,
    RankingInput,
    bounds_in_force,
    rank_order,
    require_memory,
)

RUNS = (
    *["机器学习的算法", "机器学习很难", "学习机器学习", "算法的机器", "的确很难", "机器的学习"] * 4,
    *["她在南京市长江大桥上", "南京市长江大桥很长", "长江很长", "在长江", "长江大桥"] * 3,
)


def counted(method: str) -> RankingInput:
    session = reading("，".join(RUNS)).session()
    order = find_method(method).orders(Thresholds(max_len=4))
    table = session.count(max_order=order, min_count=2)
    return RankingInput(session=session, table=table, min_count=2)


def ranked(method: str, **bounds: float) -> Ranking:
    """The text ranked with these thresholds, and counts of two and more."""
    thresholds = Thresholds(**{"max_len": 4, **bounds})  # type: ignore[arg-type]
    return find_method(method).rank(counted(method), thresholds)


def rows_of(ranking: Ranking) -> dict[str, tuple[float, ...]]:
    """All columns by word."""
    columns: Sequence[np.ndarray] = (
        ranking.count,
        ranking.cohesion,
        ranking.left_entropy,
        ranking.right_entropy,
        ranking.accessor_variety,
        ranking.score,
    )
    return {
        word: tuple(float(column[row]) for column in columns)
        for row, word in enumerate(ranking.words)
    }


def test_a_method_is_found_by_its_name() -> None:
    assert list(METHODS) == ["model", "formula", "entropy", "reference", "lm"]
    for name in METHODS:
        assert find_method(name).name == name
        assert find_method(name, "word") is find_method(name)
    assert find_method("model", "term") is not find_method("model")
    assert find_method("model", "term").name == "model"
    with pytest.raises(newword.ConfigError, match="no method 'x'; there are model, formula, "):
        find_method("x")


@pytest.mark.parametrize(
    ("method", "max_len", "order"),
    [
        ("model", 2, 6),
        ("model", 7, 7),
        ("formula", 3, 3),
        ("formula", 7, 7),
        ("entropy", 3, 3),
        ("entropy", 16, 16),
        ("reference", 2, 4),
        ("reference", 16, 4),
        ("lm", 5, 5),
    ],
)
def test_ngrams_are_counted_as_long_as_the_method_needs(
    method: str, max_len: int, order: int
) -> None:
    assert find_method(method).orders(Thresholds(max_len=max_len)) == order


@pytest.mark.parametrize("method", ["model", "formula"])
def test_a_method_that_cannot_look_at_long_words_names_another(method: str) -> None:
    expected = (
        f"method {method} looks at words of up to 7 units, max_len is 8; "
        "lower it or choose method entropy"
    )
    with pytest.raises(newword.ConfigError) as caught:
        find_method(method).orders(Thresholds(max_len=8))
    assert str(caught.value) == expected


def test_only_the_entropies_need_no_second_look_at_the_text() -> None:
    assert [name for name, method in METHODS.items() if not method.needs_text] == ["entropy"]


@pytest.mark.parametrize("method", METHODS)
def test_columns_are_those_of_the_ngrams(method: str) -> None:
    ranking = ranked(method, min_score=-1e9)
    table = counted(method).table
    assert len([word for word in ranking.words if table.find(word) is not None]) >= 5
    for word, row in rows_of(ranking).items():
        if (place := table.find(word)) is None:
            continue
        order, index = place
        names = ("count", "cohesion", "left_entropy", "right_entropy")
        assert row[:4] == tuple(table.column(order, name)[index] for name in names)
        sides = [table.column(order, f"{side}_variety")[index] for side in ("left", "right")]
        assert row[4] == min(sides)


@pytest.mark.parametrize("method", METHODS)
def test_words_stand_in_the_total_order(method: str) -> None:
    ranking = ranked(method, min_score=-1e9)
    units = np.array([len(word) for word in ranking.words])
    order = rank_order(ranking.words, ranking.count, ranking.score, units)
    assert order.tolist() == list(range(len(ranking.words)))


@pytest.mark.parametrize("method", METHODS)
def test_bounds_that_are_set_are_reached_and_told(method: str) -> None:
    everything = rows_of(ranked(method, min_score=-1e9))
    # Values of words, so that the bounds are met exactly.
    cohesion, left, right, score = everything["机器"][1:4] + everything["机器"][5:]
    bounds = {"min_entropy": min(left, right), "min_score": score}
    if method != "reference":
        bounds["min_cohesion"] = cohesion
    found = ranked(method, **bounds)
    expected = {
        word
        for word, row in everything.items()
        if min(row[2:4]) >= bounds["min_entropy"]
        and row[5] >= score
        and (method == "reference" or row[1] >= cohesion)
    }
    assert "机器" in expected
    assert set(found.words) == expected
    assert expected != set(everything)
    assert {name: found.thresholds[name] for name in bounds} == bounds
    assert found.thresholds["min_count"] == 2


@pytest.mark.parametrize(
    ("method", "least"), [("model", 0.3), ("formula", 2.0), ("entropy", 0.0), ("lm", 0.2)]
)
def test_without_a_wish_the_score_has_a_bound_of_its_own(method: str, least: float) -> None:
    by_default = ranked(method)
    assert by_default.thresholds["min_score"] == least
    everything = ranked(method, min_score=-1e9)
    expected = [
        w for w, score in zip(everything.words, everything.score, strict=True) if score >= least
    ]
    assert by_default.words == ranked(method, min_score=least).words == expected
    assert by_default.thresholds["max_len"] == 4


def test_entropy_is_cohesion_times_freedom_for_each_joint() -> None:
    given = counted("entropy")
    table = given.table
    everything = rows_of(ranked("entropy", min_cohesion=-1e9, min_entropy=-1e9, min_score=-1e9))
    assert len(everything) == sum(int(table.holds_script(n).sum()) for n in (2, 3, 4))
    for word, (_, cohesion, left, right, _, score) in everything.items():
        assert score == pytest.approx(cohesion * min(left, right) / (len(word) - 1), rel=1e-14)
        parts = find_method("entropy").score_parts(given, *table.find(word))
        assert parts == {
            "cohesion": cohesion,
            "left_entropy": left,
            "right_entropy": right,
            "joints": len(word) - 1,
            "score": score,
        }


def test_entropy_has_bounds_of_its_own_where_none_is_set() -> None:
    found = ranked("entropy")
    everything = rows_of(ranked("entropy", min_cohesion=-1e9, min_entropy=-1e9, min_score=-1e9))
    expected = {w for w, row in everything.items() if row[1] >= 1 and min(row[2:4]) >= 0.5}
    assert set(found.words) == expected
    assert found.candidates == len(everything)
    assert found.thresholds == {
        "min_count": 2,
        "max_len": 4,
        "min_cohesion": 1.0,
        "min_entropy": 0.5,
        "min_score": 0.0,
    }


def test_the_reference_keeps_strings_by_their_length() -> None:
    given = counted("reference")
    table = given.table
    found = ranked("reference")
    assert found.thresholds == {
        "min_count": 2,
        "min_cohesion_2": 2.0,
        "min_cohesion_3": 4.0,
        "min_cohesion_4": 6.0,
        "min_entropy": 0.0,
        "min_score": 0.0,
    }
    bounds = {2: 2.0, 3: 4.0, 4: 6.0}
    kept = sum(int((table.column(n, "cohesion") >= least).sum()) for n, least in bounds.items())
    assert found.candidates == kept
    for word in found.words:
        if len(word) in bounds:
            order, index = table.find(word)
            parts = find_method("reference").score_parts(given, order, index)
            assert parts["cohesion"] == table.column(order, "cohesion")[index]
            assert parts["cohesion"] >= parts["min_cohesion"] == bounds[order]


def test_one_cohesion_replaces_the_three_of_the_reference() -> None:
    table = counted("reference").table
    least = float(np.median(table.column(2, "cohesion")[:-1]))
    least = float(min(table.column(2, "cohesion"), key=lambda value: abs(value - least)))
    found = ranked("reference", min_cohesion=least, min_entropy=0.25, min_score=3)
    bounds = {f"min_cohesion_{order}": least for order in (2, 3, 4)}
    assert found.thresholds == {"min_count": 2, **bounds, "min_entropy": 0.25, "min_score": 3.0}
    kept = sum(int((table.column(n, "cohesion") >= least).sum()) for n in (2, 3, 4))
    assert found.candidates == kept
    every = rows_of(ranked("reference", min_cohesion=least))
    sides = {word: (row[2], row[3]) for word, row in every.items() if row[5] >= 3}
    assert set(found.words) == {word for word, pair in sides.items() if min(pair) >= 0.25}
    assert any(min(pair) < 0.25 <= max(pair) for pair in sides.values())


def test_the_reference_has_words_longer_than_its_ngrams_with_statistics_of_the_text() -> None:
    # Common 的 binds to nothing; what follows the word is rarer than the least count.
    followers = "甲乙丙丁戊己庚辛"
    runs = [f"的南京市长江大桥{one}" for one in followers] + ["南京市长江大桥"] + ["的"] * 100
    session = reading("，".join(runs)).session()
    table = session.count(max_order=4, min_count=2)
    given = RankingInput(session=session, table=table, min_count=2)
    method, thresholds = find_method("reference"), Thresholds(min_cohesion=1.5)
    found = rows_of(method.rank(given, thresholds))
    assert list(found) == ["南京市长江大桥"]
    count, cohesion, left, right, variety, score = found["南京市长江大桥"]
    assert (count, score, variety) == (9, 9, 2)
    assert math.isnan(cohesion)
    assert left == pytest.approx(math.log(9) - 8 / 9 * math.log(8), abs=1e-12)
    assert right == pytest.approx(math.log(9), abs=1e-12)


def test_the_share_of_words_of_the_cut_is_the_score_of_lm() -> None:
    given = counted("lm")
    session, table = given.session, given.table
    words = session.count_tagged(model_of_session(session, None), WEIGHTS, None)
    everything = rows_of(ranked("lm", min_score=0))
    cut = {
        word: found
        for order in (2, 3, 4)
        for word, found in zip(
            table.words(order, range(table.size(order))), words[order], strict=True
        )
        if found > 0
    }
    assert everything.keys() == cut.keys()
    for word, row in everything.items():
        order, index = table.find(word)
        found = float(words[order][index])
        assert found > 0
        assert row[5] == found / (row[0] + 2)
        assert find_method("lm").score_parts(given, order, index) == {
            "words of the cut": found,
            "occurrences": row[0],
            "score": row[5],
        }


def test_what_is_a_word_of_the_cut_once_is_a_word() -> None:
    session = reading((TEXT / "game" / "01.txt").read_bytes()).session()
    table = session.count(max_order=2, min_count=2)
    given = RankingInput(session=session, table=table, min_count=2)
    found = find_method("lm").rank(given, Thresholds(max_len=2, min_score=0))
    words = session.count_tagged(model_of_session(session, None), WEIGHTS, None)[2]
    is_candidate = np.asarray(table.holds_script(2)) > 0
    once = table.words(2, np.flatnonzero((words == 1) & is_candidate))
    assert len(once) > 0
    assert set(once) <= set(found.words)


@pytest.mark.parametrize("method", METHODS)
def test_a_text_without_candidates_gives_no_words(method: str) -> None:
    lexicon = newword.discover(newword.Documents(["一。二。三。English words"]), method=method)
    assert lexicon.words == []
    assert lexicon.report.candidates == 0


def test_bounds_in_force_are_those_that_were_set() -> None:
    chosen = Thresholds(max_len=5, min_entropy=0.5)
    assert bounds_in_force(chosen, min_count=3, min_score=0.25) == {
        "min_count": 3.0,
        "max_len": 5.0,
        "min_entropy": 0.5,
        "min_score": 0.25,
    }


class LargeTable:
    """The sizes of a table of three million n-grams."""

    max_order = 3

    def size(self, order: int) -> int:
        return {1: 10_000, 2: 990_000, 3: 2_000_000}[order]


@pytest.mark.parametrize(
    ("method", "needed"),
    [("model", 3001), ("formula", 1501), ("entropy", 601), ("reference", 2101), ("lm", 1501)],
)
def test_a_ranking_that_does_not_fit_is_refused_with_what_would_do(
    monkeypatch: pytest.MonkeyPatch, method: str, needed: int
) -> None:
    monkeypatch.setattr("newword.platform.memory._in_use", lambda: 1_000_000)
    table = cast(NgramTable, LargeTable())
    for memory in ("1MiB", f"{needed - 1}MB"):
        with pytest.raises(MemoryBudgetError) as caught:
            require_memory(find_method(method), table, Reading(memory=memory))
        assert str(caught.value) == (
            f"too little memory for ranking 3,000,000 n-grams by method {method}: allow "
            f"{needed}M (--memory {needed}M), or raise min_count (--min-count)"
        )
    require_memory(find_method(method), table, Reading(memory=f"{needed}MB"))
    require_memory(find_method(method), table, Reading())


def order_of(rows: Sequence[tuple[str, int, float, int]]) -> list[str]:
    words, count, score, units = zip(*rows, strict=True)
    order = rank_order(
        list(words), np.array(count, dtype=np.uint64), np.array(score), np.array(units)
    )
    return [words[row] for row in order]


def test_the_order_is_by_score_then_count_then_units_then_code_points() -> None:
    rows = [
        ("丁", 5, 1.0, 2),
        ("丙", 5, 1.0, 2),
        ("乙", 5, 1.0, 1),
        ("甲", 6, 1.0, 9),
        ("戊", 1, 2.0, 9),
        ("己", 9, -3.0, 1),
        ("庚", 9, 0.0, 1),
    ]
    assert order_of(rows) == ["戊", "甲", "乙", "丁", "丙", "庚", "己"]
    assert order_of(rows[::-1]) == order_of(rows)


@pytest.mark.parametrize("size", [1e-290, 1e-3, 1.0, 7e5, 1e200])
def test_scores_that_differ_belowtwelve_digits_are_equal(size: float) -> None:
    near = [("甲", 1, size * (1 + 3e-13), 2), ("乙", 2, size, 2)]
    assert order_of(near) == ["乙", "甲"]
    apart = [("甲", 1, size * (1 + 3e-11), 2), ("乙", 2, size, 2)]
    assert order_of(apart) == ["甲", "乙"]
    below = [("甲", 1, -size, 2), ("乙", 2, -size * (1 + 3e-11), 2)]
    assert order_of(below) == ["甲", "乙"]


def test_the_smallest_scores_keep_their_order() -> None:
    assert order_of([("甲", 1, 2e-299, 2), ("乙", 2, 1e-299, 2), ("丙", 3, 0, 2)]) == [
        "甲",
        "乙",
        "丙",
    ]


def test_a_score_that_is_not_finite_has_its_place() -> None:
    rows = [("甲", 1, -math.inf, 2), ("乙", 1, 0.0, 2), ("丙", 1, -1.0, 2)]
    assert order_of(rows) == ["乙", "丙", "甲"]
