"""The order that a person sees, and what `top` chooses."""

from __future__ import annotations

import dataclasses
import itertools
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lexicons import REPORT, make_lexicon

import newword
from newword import ConfigError
from newword.lexicon.order import ORDERS, importance

MODEL: dict[str, Any] = {"report": dataclasses.replace(REPORT, method="model")}
ROWS = st.lists(
    st.tuples(st.integers(0, 1000).map(lambda n: n / 1000), st.integers(1, 10_000)),
    min_size=1,
    max_size=12,
)


def lexicon_of(rows: list[tuple[float, int]]) -> newword.Lexicon:
    rows = sorted(rows, key=lambda row: (-row[0], -row[1]))
    words = [f"词{n:02}" for n in range(len(rows))]
    return make_lexicon(
        words, score=[row[0] for row in rows], count=[row[1] for row in rows], **MODEL
    )


@given(ROWS)
def test_importance_is_the_uses_expected_right_less_those_expected_wrong(
    rows: list[tuple[float, int]],
) -> None:
    lexicon = lexicon_of(rows)
    for entry, found in zip(lexicon, lexicon.importance, strict=True):
        right, wrong = entry.score * entry.count, (1 - entry.score) * entry.count
        if entry.score > 0.5:
            assert found == pytest.approx(right - wrong, abs=1e-9)
        else:
            assert -1 <= found <= 0
    ordered = list(lexicon.sort())
    for first, second in itertools.pairwise(ordered):
        if first.score <= 0.5:
            assert first.score >= second.score  # below that, by the probability alone
        elif second.score > 0.5:
            assert (2 * first.score - 1) * first.count >= (2 * second.score - 1) * second.count


@given(ROWS, st.integers(0, 13))
def test_what_is_picked_is_what_the_order_puts_first_in_the_order_of_the_list(
    rows: list[tuple[float, int]], n: int
) -> None:
    lexicon = lexicon_of(rows)
    picked = lexicon.pick(n).words
    assert sorted(picked) == sorted(lexicon.sort().words[:n])
    assert picked == [word for word in lexicon.words if word in set(picked)]


def test_orders_are_total_and_undo_each_other() -> None:
    lexicon = make_lexicon(
        ["甲", "乙", "丙", "丁"], score=[0.9, 0.9, 0.9, 0.2], count=[5, 5, 7, 9], **MODEL
    )
    assert lexicon.sort("score").words == ["丙", "乙", "甲", "丁"]  # then count, length, code point
    assert lexicon.sort("count").words == ["丁", "丙", "乙", "甲"]
    assert lexicon.sort("importance").words == ["丙", "乙", "甲", "丁"]
    assert lexicon.sort("count").sort("score").words == lexicon.sort("score").words


def test_scores_that_are_no_probabilities_are_the_importance() -> None:
    lexicon = make_lexicon(["甲", "乙"], score=[3.0, 2.0], count=[1, 1000])
    assert lexicon.sort().words == ["甲", "乙"]


@pytest.mark.parametrize(
    ("method", "unit", "factor"), [("model", "term", 2.0), ("formula", "word", 0.5)]
)
def test_a_score_like_a_logarithm_is_added_to_that_of_the_count(
    method: str, unit: str, factor: float
) -> None:
    found = importance(np.array([-3.0, 2.0]), np.array([1, 1000]), method=method, unit=unit)
    assert found.tolist() == pytest.approx([-3.0, 2.0 + factor * math.log(1000)])


def test_a_saved_lexicon_is_ordered_by_its_probabilities_if_they_could_be_such() -> None:
    counts = np.array([1, 1000])
    saved = {"method": "saved", "unit": "word"}
    assert importance(np.array([0.9, 0.8]), counts, **saved).tolist() == pytest.approx([0.8, 600])
    assert importance(np.array([0.9, 1.1]), counts, **saved).tolist() == [0.9, 1.1]


def test_keyness_compares_with_a_dictionary_that_has_frequencies() -> None:
    known = newword.load_dictionary("jieba")
    lexicon = make_lexicon(["我们", "玄兔"], score=[0.9, 0.8], count=[100, 100])
    assert lexicon.sort("keyness", dictionary=known).words == ["玄兔", "我们"]
    with pytest.raises(ConfigError, match="has none"):
        lexicon.sort("keyness", dictionary=newword.BackgroundDictionary.from_words(["我们"]))
    with pytest.raises(ConfigError, match="needs a dictionary"):
        lexicon.sort("keyness")


def test_recent_is_by_the_first_time_the_latest_first() -> None:
    days = np.array(["2024-05-01", "NaT", "2024-05-03"], "datetime64[s]")
    lexicon = make_lexicon(["甲", "乙", "丙"], first_seen=days)
    assert lexicon.sort("recent").words == ["丙", "甲", "乙"]
    with pytest.raises(ConfigError, match="times of documents"):
        make_lexicon(["甲"]).sort("recent")


def test_an_order_that_there_is_not_is_refused_with_the_others() -> None:
    with pytest.raises(ConfigError, match=", ".join(ORDERS)):
        make_lexicon(["甲"]).sort("luck")
    with pytest.raises(ConfigError, match="there is no order"):
        newword.discover("missing", sort="luck")
    assert make_lexicon([]).sort().words == []


TEXT = newword.Documents(
    ["小王买了云计算。小李卖了云计算。" * 30 + "阿甲和青梧峰，阿乙去青梧峰。老丙说青梧峰好。"]
)


def test_top_chooses_by_importance_and_lists_by_score() -> None:
    everything = newword.discover(TEXT, min_score=0.01)
    for n in (1, 2, 3):
        chosen = newword.discover(TEXT, min_score=0.01, top=n).words
        assert chosen == everything.pick(n).words
        for by in ("score", "count", "importance"):
            found = newword.discover(TEXT, min_score=0.01, top=n, sort=by).words
            assert found == everything.sort(by).words[:n]


def test_explain_says_what_importance_is_made_of() -> None:
    word = newword.discover(TEXT, min_score=0.01).words[0]
    found = newword.explain(TEXT, word)
    assert found.score is not None
    assert found.importance is not None
    expected = (2 * found.score - 1) * found.count if found.score > 0.5 else 2 * found.score - 1
    assert math.isclose(found.importance, expected)
    assert found.importance_rank is not None
    assert newword.explain(TEXT, "没有").importance is None
