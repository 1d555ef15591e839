"""What the weights of the cut by a language model are learned from."""

from __future__ import annotations

import numpy as np

from newword.core._core import Session
from training.gaps import Gaps, fit, label

SENTENCES = [["机器", "学习", "，", "A股", "大跌"], ["他", "说", "GPT", "-", "4", "好"]]


def test_gaps_inside_runs_are_joined_where_people_join() -> None:
    session = Session(threads=1)
    session.feed("".join("".join(words) + "\n" for words in SENTENCES).encode())
    session.end_document()
    session.count(max_order=2, min_count=1)
    gaps = label(SENTENCES, *session.gap_evidence())
    # 机器学习, A股大跌, 他说GPT-4好: GPT-4 is one unit, and people cut it off.
    assert gaps.is_joined.tolist() == [True, False, True, True, False, True, False, False, False]
    assert gaps.row.tolist() == [0, 1, 0, 0, 1, 0, 0, 0, 0]
    assert gaps.evidence.shape == (9, 6)


def test_the_weights_that_made_the_gaps_are_found_again() -> None:
    chance = np.random.default_rng(1)
    weights = chance.normal(0, 1, (4, 7))
    evidence = chance.normal(0, 1, (40_000, 6))
    row = chance.integers(0, 4, len(evidence))
    odds = (evidence * weights[row, :6]).sum(axis=1) + weights[row, 6]
    is_joined = chance.random(len(evidence)) < 1 / (1 + np.exp(-odds))
    halves = [
        Gaps(evidence=evidence[part], is_joined=is_joined[part], row=row[part])
        for part in (slice(0, 30_000), slice(30_000, None))
    ]
    np.testing.assert_allclose(fit(halves), weights, atol=0.15)
