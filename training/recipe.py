"""From labelled samples to the networks and calibrations of the model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from newword.model.calibration import LENGTHS, Calibration
from newword.model.scoring import first_probabilities
from newword.model.weights import Weights
from training.descent import Schedule, fit_network, fit_platt
from training.samples import Sample

__all__ = ["ROWS", "train"]

ROWS = 300_000
"""Rows of one sample at most; 60,000 cost .003 of newAP and save half the time."""

_NEW = 3.0
_LONG = 2.0


def row_weights(sample: Sample) -> np.ndarray:
    """Words that dictionaries lack are what the model is for; long words are rare."""
    weight = np.where(sample.is_known, 1.0, _NEW)
    return np.where(sample.is_word & (sample.units >= 4), _LONG * weight, weight)


def train(samples: Sequence[Sample], schedule: Schedule, *, cap: int, seed: int) -> Weights:
    """The whole model, from the words of some samples."""
    chosen = [sample.choose(cap, seed=seed) for sample in samples]

    def every(name: str) -> np.ndarray:
        return np.concatenate(
            [getattr(s, name)[rows] for s, rows in zip(samples, chosen, strict=True)]
        )

    is_word, is_phrase, units = every("is_word"), every("is_phrase"), every("units")
    weight = np.concatenate([row_weights(s)[rows] for s, rows in zip(samples, chosen, strict=True)])
    features = np.concatenate([s.base()[rows] for s, rows in zip(samples, chosen, strict=True)])
    first = fit_network(features, is_word, weight, replace(schedule, networks=1), seed=seed)
    features = np.concatenate(
        [
            s.second(s.evidence.resegment(first_probabilities(first, s.evidence)))[rows]
            for s, rows in zip(samples, chosen, strict=True)
        ]
    )
    word = fit_network(features, is_word, weight, schedule, seed=seed + 1)
    phrase = fit_network(
        features, is_phrase, np.ones(len(features)), replace(schedule, networks=1), seed=seed + 2
    )
    return Weights(
        first=first,
        word=word,
        boundary=phrase,
        calibration=_calibrate(word.logit(features.astype(np.float64)), is_word, units, weight),
    )


def _calibrate(
    logit: np.ndarray, label: np.ndarray, units: np.ndarray, weight: np.ndarray
) -> Calibration:
    lines = []
    for length in LENGTHS:
        rows = units >= length if length == LENGTHS[-1] else units == length
        at = weight[rows] if length < 4 else np.ones(np.count_nonzero(rows))
        lines.append(fit_platt(logit[rows], label[rows], at))
    return Calibration(
        slope=tuple(line[0] for line in lines), offset=tuple(line[1] for line in lines)
    )
