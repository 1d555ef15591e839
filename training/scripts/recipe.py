"""From labelled text of other scripts to a judge."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from newword.model.calibration import LENGTHS, log_least_count
from newword.model.network_file import Judge
from newword.model.scoring import first_probabilities
from newword.model.script_weights import ScriptWeights
from training.descent import Schedule, fit_network
from training.gaps import fit
from training.gold import GoldText
from training.recipe import Rows, fit_judge
from training.samples import MIN_COUNTS, parts_of
from training.scripts.samples import ScriptSample

__all__ = ["samples_of", "train"]

_ROWS = 60_000
"""Of one sample, at most: a large text must not outweigh those of other kinds."""

_SHORT = 3
"""Units of words of which the networks are as sure of other text as of what they learned from."""

SCHEDULE = Schedule(hidden=16, networks=3, epochs=20)


def samples_of(gold: GoldText, *, seed: int) -> list[ScriptSample]:
    """A text, parts of it, and the same with higher bounds."""
    samples = [ScriptSample(part) for part in parts_of(gold, seed=seed)]
    return samples + [ScriptSample(gold, min_count=bound) for bound in MIN_COUNTS]


def train(
    samples: Sequence[ScriptSample], schedule: Schedule, *, doubt: float = 0.0, seed: int
) -> ScriptWeights:
    """A judge of strings like those of the samples.

    Args:
        samples: Texts. Those with a `min_count` above 2 tell only how much more careful
            probabilities must be there.
        schedule: Of all networks.
        doubt: What the log-odds lose for each unit beyond three (five at most): how long words are
            is a matter of the standard.
        seed: Of everything that is left to chance.
    """
    tags = fit([sample.gaps for sample in samples if sample.min_count == 2])
    for sample in samples:
        sample.evidence.cut(tags)
    alone = replace(schedule, networks=1)
    base = _rows([s for s in samples if s.min_count == 2], lambda s: s.gather(s.evidence.base))
    first = fit_network(base.features, base.is_word, base.weight, alone, seed=seed)

    def second(sample: ScriptSample) -> np.ndarray:
        likely = first_probabilities(first, sample.evidence)
        return sample.gather(sample.evidence.resegment(likely, None).script_features)

    rows = _rows(samples, second)
    text = fit_judge(rows, schedule, is_weighted=False, seed=seed + 1, blind=())
    return ScriptWeights(tags=tags, first=first, text=_with_doubt(text, doubt))


def _with_doubt(judge: Judge, doubt: float) -> Judge:
    calibration = judge.calibration
    lines = zip(LENGTHS, calibration.offset, strict=True)
    offset = tuple(line - doubt * max(0, length - _SHORT) for length, line in lines)
    return replace(judge, calibration=replace(calibration, offset=offset))


def _rows(samples: Sequence[ScriptSample], features: Callable[[ScriptSample], np.ndarray]) -> Rows:
    chosen = [sample.choose(_ROWS) for sample in samples]

    def every(of_sample: Callable[[ScriptSample], np.ndarray]) -> np.ndarray:
        return np.concatenate(
            [of_sample(sample)[rows] for sample, rows in zip(samples, chosen, strict=True)]
        )

    return Rows(
        features=every(features),
        is_word=every(lambda sample: sample.is_word),
        is_phrase=every(lambda sample: sample.is_phrase),
        units=every(lambda sample: sample.units),
        weight=every(lambda s: np.ones(len(s.units))),
        amount=every(lambda s: np.full(len(s.units), log_least_count(s.min_count))),
    )
