"""Kinds of new words are guessed from tagged ones, and a guess says how sure it is."""

from __future__ import annotations

import math

import pytest

from newword.dictionary.kinds import KINDS, KindModel, kind_of_tag

PLACES = [f"{a}{b}市" for a in "东西南北上下" for b in "江河湖海山"]
PEOPLE = [f"王{a}{b}" for a in "晓建文国" for b in "华明芳平"]
VERBS = [f"打{c}" for c in "开听架包球水仗猎工鱼字"]
TAGGED = [
    *((word, "ns") for word in PLACES),
    *((word, "nr") for word in PEOPLE),
    *((word, "v") for word in VERBS),
    ("的", "uj"), ("和", "c"), ("单", "n"),
]  # fmt: skip


def test_kinds_are_told_by_characters_and_length() -> None:
    model = KindModel(TAGGED)
    assert model.guess("中川市").kind == "place"
    assert model.guess("王晓明").kind == "person"
    assert model.guess("打折").kind == "verb"
    assert model.guess("晓华").kind == "person"  # given names count alone


def test_probabilities_are_those_of_naive_bayes() -> None:
    """By hand: three kinds, features of ten and more words, evidence to the power of .6."""
    model = KindModel(TAGGED)
    own = {"place": PLACES, "person": PEOPLE + [w[1:] for w in PEOPLE], "verb": VERBS}
    total = sum(map(len, own.values()))

    def share(words: list[str], place: int, character: str) -> int:
        return sum(word[place] == character for word in words)

    logs = {}
    for kind, words in own.items():
        score = math.log(len(words) / total)
        for place, character in ((0, "王"), (1, "山"), (-2, "山"), (-1, "市")):
            everywhere = sum(share(other, place, character) for other in own.values())
            if everywhere >= 10:
                here = share(words, place, character)
                score += 0.6 * math.log((here + 0.5) * total / (len(words) * everywhere))
        three = sum(len(word) == 3 for other in own.values() for word in other)
        here = sum(len(word) == 3 for word in words)
        logs[kind] = score + 0.6 * math.log((here + 0.5) * total / (len(words) * three))
    best = max(logs, key=logs.__getitem__)
    expected = math.exp(logs[best]) / sum(map(math.exp, logs.values()))
    found = model.guess("王山市")
    assert found.kind == best
    assert found.probability == pytest.approx(expected)


def test_what_stands_beside_a_word_counts() -> None:
    model = KindModel([(f"甲{c}", tag) for c in "乙丙丁戊己庚辛壬癸子" for tag in ("n", "v")])
    assert model.guess("甲寅").probability == pytest.approx(0.5)
    model.learn_sides([("verb", [("去", "吧")] * 30), ("noun", [("个", "的")] * 30)])
    assert model.guess("甲寅", [("去", "吧")]).kind == "verb"
    assert model.guess("甲寅", [("个", "的")]).kind == "noun"


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("三十六万", "number"), ("2.5%", "number"), ("二〇二三年", "time"), ("12月", "time"),
        ("３１日", "time"), ("80年代", "time"), ("张某某", "anonymised"), ("李某", "anonymised"),
        ("某甲", "anonymised"), ("K线图", "mixed"), ("5G手机", "mixed"),
    ],
)  # fmt: skip
def test_some_kinds_are_seen_at_once(word: str, kind: str) -> None:
    found = KindModel([]).guess(word)
    assert (found.kind, found.is_sure) == (kind, True)


@pytest.mark.parametrize("word", ["某些", "某种", "半天", "多少", "第一夫人", "分之", "点数"])
def test_words_with_such_characters_are_not_all_of_these_kinds(word: str) -> None:
    assert KindModel([]).guess(word).kind == "unsure"


def test_each_kind_has_the_tag_that_means_it() -> None:
    assert all(kind_of_tag(tag) == kind for kind, tag in KINDS.items())
    assert kind_of_tag("uj") is None
