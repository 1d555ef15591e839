"""Number expressions are no words; words that hold a numeral are."""

from __future__ import annotations

import pytest

import newword
from newword.methods.numbers import NumberFrames, begins_with_measure, holds_number

TEXT = [
    ("10楼", 9), ("11楼", 3), ("12楼", 4), ("三个月", 5), ("六个月", 4), ("两个月", 3),
    ("二万元", 3),
    ("五千元", 2), ("百度", 40), ("三度", 2), ("几度", 2), ("30度", 2), ("45度", 2), ("60度", 2),
    ("三国", 9), ("两国", 9), ("四国", 3), ("三年", 5), ("五年", 5), ("两年", 6), ("3年", 2),
    ("5年", 2),
    ("10年", 3), ("减600", 2), ("碳14", 6), ("四川", 9), ("三体", 9), ("12306网", 90), ("163网", 2),
    ("58网", 2), ("2名患者", 6), ("三名患者", 5),
]  # fmt: skip


@pytest.fixture(scope="module")
def frames() -> NumberFrames:
    return NumberFrames(TEXT)


@pytest.mark.parametrize(
    "word",
    [
        "10楼", "3-5年", "2-3居", "4-6周", "第26集", "第3", "减600", "跌2.19", "达97", "按0.1.6",
        "月1日",
        "月29日", "2014年3月", "3月5日", "8点30分", "三个月", "二万元", "第四十八条", "第三百",
        "处三年",
        "三年", "五年", "2万元", "一月一日",
    ],
)  # fmt: skip
def test_numbers_and_what_they_count_are_expressions(frames: NumberFrames, word: str) -> None:
    assert frames.are_expressions([word]).tolist() == [True]


@pytest.mark.parametrize(
    "word",
    [
        "尼康D90", "碳14", "G20峰会", "5G手机", "三体", "七夕", "一带一路", "十连抽", "四川",
        "九寨沟",
        "三国",
        "百度", "千寻", "万科", "12306网", "4S店", "K7芯", "三里屯", "八达岭", "十三陵",
        "五四运动", "机器",
    ],
)  # fmt: skip
def test_words_that_hold_a_numeral_stay(frames: NumberFrames, word: str) -> None:
    assert frames.are_expressions([word]).tolist() == [False]


@pytest.mark.parametrize(
    ("word", "holds"), [("D90", False), ("5G网", False), ("楼1", True), ("三", True)]
)
def test_digits_beside_letters_are_no_numbers(word: str, holds: bool) -> None:
    assert holds_number(word) is holds


def test_a_measure_and_a_noun_are_known_by_the_numbers_before_them(frames: NumberFrames) -> None:
    words = ["名患者", "名侦探"]
    assert [begins_with_measure(word) for word in [*words, "患者", "张家"]] == [
        True,
        True,
        False,
        False,
    ]
    assert frames.shares_after_numbers(words, [12, 12]).round(2).tolist() == [0.92, 0.0]


def _texts() -> newword.Documents:
    made = [f"{n}楼说得对，K线图好看，{n}楼加一。K线图是画的。" for n in range(10, 16)]
    made += [f"他借走了{n}张照片，张家口下雪，他爱照片" for n in range(20, 40)]
    made += [
        f"自{n}年起{year}月{n % 28}日在张家口"
        for n, year in zip(range(20), [1, 5] * 10, strict=True)
    ]
    return newword.Documents(made)


def test_a_lexicon_has_no_number_expressions_but_keeps_mixed_words() -> None:
    words = newword.discover(_texts(), min_count=2, min_score=0.0).words
    assert {"K线图", "张家口"} <= set(words)
    assert not [word for word in words if word.endswith(("楼", "日")) or word == "张照片"]


def test_numbers_are_kept_on_demand() -> None:
    words = newword.discover(_texts(), min_count=2, min_score=0.0, numbers=True).words
    assert "张照片" in words
    assert [word for word in words if word.endswith("楼")]


def test_explain_says_that_a_number_before_a_measure_is_no_word() -> None:
    runs = [f"有{n}个人，来{n}个猫，去{n}个月，看{n}个书。" for n in (1, 2, 3)] * 3
    found = newword.explain(newword.Documents(runs), "2个", method="entropy")
    assert found.verdict == "not ranked: a number expression, or a part of one"
