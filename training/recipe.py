"""From labelled samples to the networks and calibrations of the model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np

from newword.model.calibration import LENGTHS, Calibration, log_least_count
from newword.model.features.evidence import WORD_FEATURES
from newword.model.features.gap_marks import GAPS, GapMarks
from newword.model.features.known_words import KnownWords
from newword.model.network import Network
from newword.model.network_file import Judge
from newword.model.scoring import first_probabilities, known_or_likely
from newword.model.weights import Weights
from training.descent import Schedule, fit_network, fit_platt, fit_shift
from training.gap_stages import GapStages
from training.gaps import fit
from training.samples import Sample

__all__ = ["FIRST_ROWS", "ROWS", "Rows", "fit_first", "fit_judge", "train"]

ROWS = 150_000
"""Rows of one sample at most; with 60,000 newAP falls by .006."""

FIRST_ROWS = 20_000
"""The same for the first stage, which is trained anew for every set of texts it may not see."""

_OF_GAPS = [WORD_FEATURES.index(name) for name in GAPS]
"""Gap networks know the standard of the texts they learned from better than that of another: every
second network of a judge does without them, and holds the first one back where they mislead."""

_NEW = 3.0
_LONG = 2.0


def row_weights(sample: Sample) -> np.ndarray:
    """Words that dictionaries lack are what the model is for; long words are rare."""
    weight = np.where(sample.is_known, 1.0, _NEW)
    return np.where(sample.is_word & (sample.units >= 4), _LONG * weight, weight)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """What a judge learns from.

    Attributes:
        features: Of each string.
        is_word: As people cut the text.
        is_phrase: Cuts are at both its edges nearly always.
        units: Length.
        weight: How much it counts.
        amount: Of its text, `log_least_count`.
    """

    features: np.ndarray
    is_word: np.ndarray
    is_phrase: np.ndarray
    units: np.ndarray
    weight: np.ndarray
    amount: np.ndarray

    def take(self, rows: np.ndarray) -> Rows:
        """Some of them."""
        return Rows(**{f.name: getattr(self, f.name)[rows] for f in fields(self)})


def train(
    samples: Sequence[Sample],
    stages: GapStages,
    dictionaries: Sequence[KnownWords],
    schedule: Schedule,
    *,
    without: Sequence[str] = (),
    cap: int,
    seed: int,
) -> Weights:
    """The whole model, from the words of some samples.

    Args:
        samples: Texts. Those with a `min_count` above 2 tell only how much more careful
            probabilities must be there.
        stages: What judges a text of the samples has not seen it.
        dictionaries: Two, of which every second sample meets both, every other only one.
        schedule: Of all networks but those of gaps.
        without: Corpora that nothing may have seen.
        cap: Rows of one sample at most.
        seed: Of everything that is left to chance.
    """
    samples = sorted(samples, key=lambda sample: sample.min_count > 2)
    tags = fit([sample.gaps for sample in samples if sample.min_count == 2])
    for sample in samples:
        sample.evidence.cut(tags)
    whole = stages.without(*without)
    unseen = _Unseen(stages, whole.first, without)
    rows = [s.choose(cap, seed=seed) for s in samples]
    everything = _gather(samples, rows, unseen.second)
    new, known = _with_dictionaries(samples, dictionaries, unseen, cap=cap, seed=seed)
    return Weights(
        tags=tags,
        first=whole.first,
        text=fit_judge(everything, schedule, is_weighted=True, seed=seed + 1),
        new=fit_judge(new, schedule, is_weighted=False, seed=seed + 3),
        known=fit_judge(known, schedule, is_weighted=False, seed=seed + 5),
        gaps=whole.networks,
    )


def fit_first(samples: Sequence[Sample], schedule: Schedule, *, cap: int, seed: int) -> Network:
    """The first stage, from the samples with all their n-grams."""
    samples = [sample for sample in samples if sample.min_count == 2]
    rows = _gather(samples, [s.choose(cap, seed=seed) for s in samples], Sample.base)
    alone = replace(schedule, networks=1)
    return fit_network(rows.features, rows.is_word, rows.weight, alone, seed=seed)


class _Unseen:
    """Texts as they look to gap networks that have not seen them."""

    def __init__(self, stages: GapStages, first: Network, without: Sequence[str]) -> None:
        self._stages, self.first, self._without = stages, first, without

    def likely(self, sample: Sample) -> list[np.ndarray]:
        """What the first stage says; the judges see it as it is for texts that it has seen."""
        return first_probabilities(self.first, sample.evidence)

    def second(self, sample: Sample) -> np.ndarray:
        """Features of the second stage."""
        stage = sample.evidence.resegment(self.likely(sample), self.gaps(sample, None))
        return sample.second(stage)

    def gaps(self, sample: Sample, known: KnownWords | None) -> GapMarks:
        """Where the network cuts that knows a dictionary, or none."""
        stage = self._stages.without(*self._without, sample.corpus)
        likely = first_probabilities(stage.first, sample.evidence)
        if known is None:
            return sample.evidence.mark_gaps(stage.networks.text, likely)
        return sample.evidence.mark_gaps(stage.networks.known, likely, known.gap_strings)


def _gather(
    samples: Sequence[Sample],
    chosen: Sequence[np.ndarray],
    features: Callable[[Sample], np.ndarray],
) -> Rows:
    def every(of_sample: Callable[[Sample], np.ndarray]) -> np.ndarray:
        return np.concatenate([of_sample(s)[rows] for s, rows in zip(samples, chosen, strict=True)])

    return Rows(
        features=every(features),
        is_word=every(lambda sample: sample.is_word),
        is_phrase=every(lambda sample: sample.is_phrase),
        units=every(lambda sample: sample.units),
        weight=every(row_weights),
        amount=every(_amount),
    )


def _amount(sample: Sample) -> np.ndarray:
    return np.full(len(sample.words), log_least_count(sample.min_count))


def _with_dictionaries(
    samples: Sequence[Sample],
    dictionaries: Sequence[KnownWords],
    unseen: _Unseen,
    *,
    cap: int,
    seed: int,
) -> tuple[Rows, Rows]:
    """Rows that a dictionary lacks, and rows that it holds."""
    sides: tuple[list[Rows], list[Rows]] = ([], [])
    for number, sample in enumerate(samples):
        likely = unseen.likely(sample)
        for known in dictionaries if number % 2 == 0 else [dictionaries[number // 2 % 2]]:
            words = sample.evidence.look_up(known).cut()
            probability = known_or_likely(words, likely, sample.evidence)
            stage = sample.evidence.resegment(probability, unseen.gaps(sample, known))
            features = sample.third(stage, words)
            is_known = sample.rows_of(words.is_known) > 0
            in_choice = np.zeros(len(is_known), dtype=bool)
            in_choice[sample.choose(cap, seed=seed)] = True
            for side, rows in zip(sides, (in_choice & ~is_known, is_known), strict=True):
                long = sample.is_word & (sample.units >= 4)
                side.append(
                    Rows(
                        features=features[rows],
                        is_word=sample.is_word[rows],
                        is_phrase=sample.is_phrase[rows],
                        units=sample.units[rows],
                        weight=np.where(long, _LONG, 1.0)[rows],
                        amount=_amount(sample)[rows],
                    )
                )
    return _join(sides[0]), _join(sides[1])


def _join(parts: Sequence[Rows]) -> Rows:
    return Rows(
        **{f.name: np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Rows)}
    )


def fit_judge(
    rows: Rows,
    schedule: Schedule,
    *,
    is_weighted: bool,
    seed: int,
    blind: Sequence[int] = _OF_GAPS,
) -> Judge:
    """Networks and a calibration, which sees row weights for short strings or not at all.

    Args:
        rows: What it learns from.
        schedule: How.
        is_weighted: Whether it does.
        seed: Of everything that is left to chance.
        blind: Columns that every second network does not see.
    """
    learned = rows.take(rows.amount == 0)
    word = fit_network(
        learned.features, learned.is_word, learned.weight, schedule, seed=seed, blind=blind
    )
    alike = np.ones(len(learned.units))
    alone = replace(schedule, networks=1)
    logit = np.concatenate(
        [word.logit(block.astype(np.float64)) for block in np.array_split(rows.features, 64)]
    )
    return Judge(
        word=word,
        boundary=fit_network(learned.features, learned.is_phrase, alike, alone, seed=seed + 1),
        calibration=_calibrate(rows, logit, is_weighted=is_weighted),
    )


def _calibrate(rows: Rows, logit: np.ndarray, *, is_weighted: bool) -> Calibration:
    """Lines from the texts with all their n-grams; then a shift from the others, unweighted."""
    lines = []
    judged = np.empty(len(logit))
    for length in LENGTHS:
        of_length = rows.units >= length if length == LENGTHS[-1] else rows.units == length
        at = of_length & (rows.amount == 0)
        weight = rows.weight[at] if is_weighted and length < 4 else np.ones(np.count_nonzero(at))
        slope, offset = fit_platt(logit[at], rows.is_word[at], weight)
        judged[of_length] = slope * logit[of_length] + offset
        lines.append((slope, offset))
    rarer = rows.amount > 0
    shift = fit_shift(judged[rarer], rows.is_word[rarer], rows.amount[rarer])
    slopes, offsets = zip(*lines, strict=True)
    return Calibration(slope=slopes, offset=offsets, shift=shift)
