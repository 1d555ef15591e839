"""Trains on all corpora but one and ranks that one, for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from newword.dictionary.background import BackgroundDictionary
from newword.methods.formula import formula_scores
from newword.model.features.known_words import KnownWords
from newword.model.scoring import score_candidates
from newword.model.weights import Weights, from_json, to_json
from newword.ranking.features import BASE_FEATURES
from training.descent import Schedule
from training.gap_stages import GapStages
from training.measures import measure
from training.recipe import train
from training.samples import Sample

__all__ = ["leave_one_out"]

COLUMNS = (
    *("AP", "P@100", "P@1000", "B@1000", "newAP", "newP@100", "newP@500", "newP@1000", "newB@500"),
    *("P>=.3", "newP>=.3", "R3>=.3", "R4>=.3", "F1>=.3"),
)


def leave_one_out(
    corpora: Mapping[str, Sequence[Sample]],
    stages: GapStages,
    dictionaries: Mapping[str, BackgroundDictionary],
    schedule: Schedule,
    *,
    cap: int,
    seed: int,
    only: Sequence[str] = (),
) -> Iterator[str]:
    """The lines of a Markdown table.

    Args:
        corpora: By name: the whole corpus first, then its parts.
        stages: Of these corpora.
        dictionaries: By name. The first is the dictionary of the figures that begin with `new`;
            the model is measured with each.
        schedule: As for `train`.
        cap: As for `train`.
        seed: As for `train`.
        only: Corpora to leave out, one by one; all unless given.
    """
    yield "| ranking | corpus | " + " | ".join(COLUMNS) + " |"
    yield "|---" * (len(COLUMNS) + 2) + "|"
    known = {name: KnownWords(dictionary) for name, dictionary in dictionaries.items()}
    judged_by = next(iter(dictionaries.values()))
    every: dict[str, list[dict[str, float]]] = {}
    for name, samples in corpora.items():
        if only and name not in only:
            continue
        others = [s for other, parts in corpora.items() if other != name for s in parts]
        words = [*known.values()]
        weights = train(others, stages, words, schedule, without=[name], cap=cap, seed=seed)
        weights = from_json(to_json(weights), weights.gaps)
        for ranking, figures in _figures(samples[0], weights, known, judged_by).items():
            every.setdefault(ranking, []).append(figures)
            yield _line(ranking, name, figures)
    for ranking, measured in every.items():
        keys = measured[0]
        mean = {key: float(np.mean([figures[key] for figures in measured])) for key in keys}
        yield _line(ranking, "mean", mean)


def _figures(
    sample: Sample,
    weights: Weights,
    known: Mapping[str, KnownWords],
    judged_by: BackgroundDictionary,
) -> dict[str, dict[str, float]]:
    sample.evidence.cut(weights.tags)
    base = sample.base().astype(np.float64)
    column = {name: base[:, i] for i, name in enumerate(BASE_FEATURES)}
    free = np.minimum(column["normalized_left_entropy"], column["normalized_right_entropy"])
    bond = np.minimum(column["cohesion"], 8) * free
    significance = column["log_significance"]
    closed = significance + 0.3 * bond
    formula, _ = formula_scores(
        units=sample.units,
        count=sample.count,
        cohesion=column["cohesion"],
        left_entropy=column["normalized_left_entropy"] * np.maximum(np.log(sample.count), 0.5),
        right_entropy=column["normalized_right_entropy"] * np.maximum(np.log(sample.count), 0.5),
        significance=np.expm1(significance),
        frequency=np.maximum(column["log_frequency_of_first"], column["log_frequency_of_last"]),
        begins_and_ends=np.minimum(column["first_begins_runs"], column["last_ends_runs"]),
    )
    figures = {"formula": measure(sample, formula, None, judged_by)}
    for dictionary, words in {"": None, **known}.items():
        scores = score_candidates(weights, sample.evidence, known=words, with_boundary=True)
        word = sample.rows_of(scores.word)
        probability = sample.rows_of(scores.probability)
        boundary = -np.logaddexp(0.0, -sample.rows_of(scores.boundary or []))
        rankings = {
            "model": probability,
            "terms": 4 * boundary + closed,
            "both": word + (4 if words is None else 2) * boundary + 0.3 * closed,
        }
        for ranking, score in rankings.items():
            p = probability if ranking == "model" else None
            figures[f"{ranking} {dictionary}".strip()] = measure(sample, score, p, judged_by)
    return figures


def _line(ranking: str, name: str, figures: Mapping[str, float]) -> str:
    shown = (f"{figures[c]:.3f}" if c in figures else "" for c in COLUMNS)
    return f"| {ranking} | {name} | " + " | ".join(shown) + " |"
