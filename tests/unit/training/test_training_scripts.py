"""Training of the judges of other scripts."""

from __future__ import annotations

import random
from collections import Counter

import numpy as np
import pytest

from training.descent import Schedule
from training.gold import GoldText
from training.scripts.recipe import train
from training.scripts.samples import ScriptSample

WORDS = ["ภาษา", "ประเทศ", "คน", "ไทย", "โรงเรียน", "มาก", "สบาย", "เวลา", "日本", "カメラ"]


def gold_by_chance(seed: int, size: int = 60) -> GoldText:
    chance = random.Random(seed)
    sentences = [chance.choices(WORDS, k=chance.randint(2, 5)) for _ in range(size)]
    return GoldText(name=f"t{seed}", sentences=sentences)


def test_labels_are_those_of_the_sentences() -> None:
    gold = gold_by_chance(1)
    sample = ScriptSample(gold)
    structure = sample.evidence.structure
    words = []
    for order in structure.orders:
        rows = np.flatnonzero(structure.is_candidate[order]).astype(np.uint32)
        words += structure.table.words(order, rows)
    assert len(words) == len(sample.units) == len(sample.is_word)
    counts = Counter(word for sentence in gold.sentences for word in sentence)
    assert sample.is_word.tolist() == [counts[word] >= 2 for word in words]
    assert sample.is_phrase[words.index("ภาษา")]
    assert not sample.is_phrase[words.index("カメ")]


def test_some_rows_are_chosen_in_their_order() -> None:
    sample = ScriptSample(gold_by_chance(2))
    chosen = sample.choose(20)
    assert len(set(chosen.tolist())) == 20
    assert (np.diff(chosen) > 0).all()
    assert sample.choose(10**6).tolist() == list(range(len(sample.units)))


def test_doubt_lowers_the_odds_of_long_strings_alone() -> None:
    samples = [ScriptSample(gold_by_chance(3), min_count=bound) for bound in (2, 3)]
    schedule = Schedule(hidden=2, networks=1, epochs=1)
    plain = train(samples, schedule, seed=1).text.calibration
    doubting = train(samples, schedule, doubt=0.5, seed=1).text.calibration
    lost = np.subtract(plain.offset, doubting.offset)
    assert lost.tolist() == pytest.approx([0, 0, 0.5, 1])
    assert doubting.slope == plain.slope
