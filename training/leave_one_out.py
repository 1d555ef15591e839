"""Trains on all corpora but one and ranks that one, for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from newword.background import BackgroundDictionary
from newword.features import BASE_FEATURES
from newword.model.scoring import score_candidates
from newword.model.weights import from_json, to_json
from training.descent import Schedule
from training.measures import measure
from training.recipe import train
from training.samples import Sample

__all__ = ["leave_one_out"]

COLUMNS = (
    *("AP", "P@100", "P@1000", "B@1000", "newAP", "newP@100", "newP@500", "newP@1000", "newB@500"),
    *("P>=.3", "R3>=.3", "R4>=.3", "F1>=.3"),
)


def leave_one_out(
    corpora: Mapping[str, Sequence[Sample]],
    known: BackgroundDictionary,
    schedule: Schedule,
    *,
    cap: int,
    seed: int,
) -> Iterator[str]:
    """The lines of a Markdown table.

    Args:
        corpora: By name: the whole corpus first, then its parts.
        known: The dictionary of the figures that begin with `new`.
        schedule: As for `train`.
        cap: As for `train`.
        seed: As for `train`.
    """
    yield "| ranking | corpus | " + " | ".join(COLUMNS) + " |"
    yield "|---" * (len(COLUMNS) + 2) + "|"
    every: dict[str, list[dict[str, float]]] = {}
    for name, samples in corpora.items():
        others = [s for other, parts in corpora.items() if other != name for s in parts]
        for ranking, figures in _figures(samples[0], others, known, schedule, cap, seed).items():
            every.setdefault(ranking, []).append(figures)
            yield _line(ranking, name, figures)
    for ranking, measured in every.items():
        keys = measured[0]
        mean = {key: float(np.mean([figures[key] for figures in measured])) for key in keys}
        yield _line(ranking, "mean", mean)


def _figures(
    sample: Sample,
    others: Sequence[Sample],
    known: BackgroundDictionary,
    schedule: Schedule,
    cap: int,
    seed: int,
) -> dict[str, dict[str, float]]:
    weights = from_json(to_json(train(others, schedule, cap=cap, seed=seed)))
    scores = score_candidates(weights, sample.evidence, with_boundary=True)
    base = sample.base().astype(np.float64)
    column = {name: base[:, i] for i, name in enumerate(BASE_FEATURES)}
    free = np.minimum(column["normalized_left_entropy"], column["normalized_right_entropy"])
    bond = np.minimum(column["cohesion"], 8) * free
    significance = column["log_significance"]
    boundary = -np.logaddexp(0.0, -sample.rows_of(scores.boundary or []))
    closed = significance + 0.3 * bond
    word = sample.rows_of(scores.word)
    probability = sample.rows_of(scores.probability)
    return {
        "formula": measure(
            sample, significance + 0.45 * bond - 1.8 * (sample.units - 2), None, known
        ),
        "model": measure(sample, probability, probability, known),
        "terms": measure(sample, 4 * boundary + closed, None, known),
        "both": measure(sample, word + 4 * boundary + 0.3 * closed, None, known),
    }


def _line(ranking: str, name: str, figures: Mapping[str, float]) -> str:
    shown = (f"{figures[c]:.3f}" if c in figures else "" for c in COLUMNS)
    return f"| {ranking} | {name} | " + " | ".join(shown) + " |"
