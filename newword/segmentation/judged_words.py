"""The words of a text as the judges of its script see them, to cut it by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newword.config import adaptive_min_count
from newword.model.features.evidence import Evidence
from newword.model.scoring import score_candidates
from newword.model.weights import load_weights
from newword.segmentation.sample_session import session_of
from newword.segmentation.word_weights import ScoredWords

if TYPE_CHECKING:
    from newword.counting.reading import Reading

__all__ = ["judged_words"]

_ORDER = 6
_LEAST = 0.1
"""Less likely strings would hardly ever be chosen."""


def judged_words(sample: bytes, reading: Reading) -> ScoredWords:
    """Words of a sample, UTF-8, with their probabilities."""
    session = session_of(sample, reading)
    min_count = adaptive_min_count(session.units)
    table = session.count(max_order=_ORDER, min_count=min_count)
    weights, evidence = load_weights(), Evidence(session, table, None)
    evidence.cut(weights.tags_for(evidence.scripts))
    probability = score_candidates(weights, evidence).probability
    words: list[str] = []
    scores = [np.empty(0)]
    for order in evidence.structure.orders:
        is_listed = evidence.structure.is_candidate[order] & (probability[order] >= _LEAST)
        words += table.words(order, np.flatnonzero(is_listed).astype(np.uint32))
        scores.append(probability[order][is_listed])
    return ScoredWords(words, np.concatenate(scores), min_count=min_count)
