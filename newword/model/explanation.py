"""What each kind of evidence adds to the score of one n-gram."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newword.model.network import sigmoid
from newword.model.scoring import first_stage, second_stage

if TYPE_CHECKING:
    from newword.model.features.evidence import Evidence
    from newword.model.features.known_words import KnownWords
    from newword.model.weights import Weights

__all__ = ["explain_score"]


def explain_score(
    weights: Weights,
    evidence: Evidence,
    order: int,
    index: int,
    *,
    known: KnownWords | None = None,
) -> dict[str, float]:
    """The parts of the score of one n-gram, by name.

    `average` is the logit of a string of average evidence. What follows is how much the logit grows
    when the average is replaced, one kind after the other, by what was found; these add up to
    `logit`. `first_sight` and `delimited` are the probabilities of the first stage, and of being
    consistently delimited. `score` is the calibrated probability; a string that is hopeless at
    first sight is ranked by that instead.
    """
    likely = first_stage(weights, evidence)
    judges = [
        one
        for one in second_stage(weights, evidence, likely, known)
        if evidence.scripts.masks(one.script)[order][index]
    ]
    judging = next((one for one in judges if one.chosen[order][index]), judges[-1])
    judge, kinds = judging.judge, judging.kinds
    features = judging.features(order, np.array([index]))
    steps = np.repeat(judge.word.mean[None, :], len(kinds) + 1, axis=0)
    column = 0
    for step, (_, names) in enumerate(kinds, start=1):
        found = slice(column, column + len(names))
        steps[step:, found] = features[:, found]
        column += len(names)
    logits = judge.word.logit(steps)
    parts = {"first_sight": float(likely[order][index]), "average": float(logits[0])}
    for step, (kind, _) in enumerate(kinds, start=1):
        parts[kind] = float(logits[step] - logits[step - 1])
    parts["logit"] = float(logits[-1])
    parts["delimited"] = float(sigmoid(judge.boundary.logit(features))[0])
    least_count = evidence.structure.least_count
    parts["score"] = float(judge.calibration.probability(logits[-1:], order, least_count)[0])
    return parts
