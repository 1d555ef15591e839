"""Numbers before a measure are no words; other mixed words are."""

from __future__ import annotations

import pytest

import newword
from newword.methods.numbers import are_counted_things, is_number_and_ending


def test_an_ending_after_three_numbers_is_a_measure() -> None:
    assert are_counted_things(["10楼", "11楼", "12楼"]).tolist() == [True, True, True]


def test_an_ending_after_two_numbers_stays() -> None:
    assert are_counted_things(["10楼", "11楼"]).tolist() == [False, False]


def test_letters_are_no_numbers() -> None:
    assert not are_counted_things(["A股", "B股", "H股", "4S店", "5G网", "6G网", "7G网"]).any()


@pytest.mark.parametrize(
    ("word", "is_one"),
    [
        ("10楼", True),
        ("3.5公里", True),
        ("1米", True),
        ("10", False),
        ("楼10", False),
        ("10楼层上", False),
        (".5米", False),
        ("5G", False),
        ("5G网", False),
    ],
)
def test_a_counted_thing_is_a_number_and_one_or_two_characters(word: str, is_one: bool) -> None:
    assert is_number_and_ending(word) is is_one


def test_a_lexicon_has_no_floors_but_keeps_mixed_words() -> None:
    posts = [f"{n}楼说得对，K线图好看，{n}楼加一。K线图是画的。" for n in range(10, 16)]
    words = newword.discover(newword.Documents(posts), min_count=2, min_score=0.0).words
    assert "K线图" in words
    assert not [word for word in words if word.endswith("楼")]


def test_explain_says_that_a_number_before_a_measure_is_no_word() -> None:
    runs = [f"有{n}个人，来{n}个猫，去{n}个月，看{n}个书。" for n in (1, 2, 3)] * 3
    found = newword.explain(newword.Documents(runs), "2个", method="entropy")
    assert found.verdict == (
        "not ranked: a number before a measure, which other numbers stand before too"
    )
