"""The weights of the method lm follow the script of the text."""

from __future__ import annotations

import pytest

import newword
from newword.language.words import CLUSTER_WEIGHTS, WEIGHTS, weights_for

TEXTS = {
    "thai": ("ภาษาไทย", CLUSTER_WEIGHTS),
    "khmer": ("ភាសាខ្មែរ", CLUSTER_WEIGHTS),
    "chinese": ("机器学习", WEIGHTS),
    "japanese": ("かなとカナと漢字", WEIGHTS),
    "chinese with thai names": ("机器学习ไทย", WEIGHTS),
    "latin": ("abc", WEIGHTS),
    "nothing": ("", WEIGHTS),
}


@pytest.mark.parametrize("name", TEXTS)
def test_weights_are_those_of_most_of_the_text(name: str) -> None:
    text, weights = TEXTS[name]
    assert weights_for((character, 1) for character in text) is weights


def test_explain_and_discover_cut_by_the_same_weights() -> None:
    thai = newword.Documents(["ภาษาไทยเป็นภาษาของคนไทย\nคนไทยเรียนภาษาไทย\nเรียนภาษาไทย\n"])
    words = newword.discover(thai, method="lm", min_count=2)
    assert words.words
    for entry in words:
        assert newword.explain(thai, entry.word, method="lm", min_count=2).score == entry.score
