"""The two stages, from evidence to scores."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newword.model.evidence import Evidence
from newword.model.network import Network, sigmoid

if TYPE_CHECKING:
    from newword.model.weights import Weights

__all__ = ["Scores", "first_probabilities", "score_candidates"]

_BLOCK = 1 << 15

_HOPELESS = 0.001
"""Below this first-stage probability the second stage is left out: of 28,000 gold words that costs
66, and a third of its time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """By order (indices 0 and 1 empty), for all n-grams of the table, candidates or not.

    Attributes:
        word: Logit: is it a word? Of hopeless n-grams that of the first stage.
        probability: Calibrated, to be a word.
        boundary: Logit: is it consistently delimited? None if that was not asked for; of hopeless
            n-grams that of the first stage.
    """

    word: list[np.ndarray]
    probability: list[np.ndarray]
    boundary: list[np.ndarray] | None


def first_probabilities(network: Network, evidence: Evidence) -> list[np.ndarray]:
    """Of every n-gram to be a word, by the first stage; 0 for what is no candidate."""
    return _probabilities(_first_logits(network, evidence), evidence)


def score_candidates(
    weights: Weights, evidence: Evidence, *, with_boundary: bool = False
) -> Scores:
    """Runs both stages."""
    first = _first_logits(weights.first, evidence)
    probability = _probabilities(first, evidence)
    stage = evidence.resegment(probability)
    networks = [weights.word, weights.boundary] if with_boundary else [weights.word]
    logits = [[of_order.copy() for of_order in first] for _ in networks]
    for order in evidence.structure.orders:
        hopeful = np.flatnonzero(probability[order] >= _HOPELESS)
        for begin in range(0, len(hopeful), _BLOCK):
            rows = hopeful[begin : begin + _BLOCK]
            block = stage.features(order, rows)
            for network, logit in zip(networks, logits, strict=True):
                logit[order][rows] = network.logit(block)
    return Scores(
        word=logits[0],
        probability=[
            weights.calibration.probability(logit, order) if order > 1 else logit
            for order, logit in enumerate(logits[0])
        ],
        boundary=logits[1] if with_boundary else None,
    )


def _first_logits(network: Network, evidence: Evidence) -> list[np.ndarray]:
    """A block of rows at a time: the hidden units of all would be much."""
    logits = [np.empty(0), np.empty(0)]
    for order in evidence.structure.orders:
        size = evidence.structure.size(order)
        blocks = [slice(begin, begin + _BLOCK) for begin in range(0, size, _BLOCK)]
        parts = [network.logit(evidence.base(order, rows)) for rows in blocks]
        logits.append(np.concatenate([np.empty(0), *parts]))
    return logits


def _probabilities(logits: list[np.ndarray], evidence: Evidence) -> list[np.ndarray]:
    return [
        np.where(evidence.structure.is_candidate[order], sigmoid(logit), 0.0)
        if order > 1
        else logit
        for order, logit in enumerate(logits)
    ]
