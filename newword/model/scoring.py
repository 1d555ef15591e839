"""The stages, from evidence to scores."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newword.model.network import Network, sigmoid
from newword.model.threads import for_each

if TYPE_CHECKING:
    from newword.model.features.dictionary_evidence import DictionaryEvidence
    from newword.model.features.evidence import Evidence, Resegmented
    from newword.model.features.gap_marks import GapMarks
    from newword.model.features.known_words import KnownWords
    from newword.model.features.structure import Rows
    from newword.model.weights import Judge, Weights

__all__ = [
    "LEAST_COVERAGE",
    "Scores",
    "SecondStage",
    "first_probabilities",
    "known_or_likely",
    "score_candidates",
    "second_stage",
]

_BLOCK = 1 << 13

LEAST_COVERAGE = 0.5
"""A dictionary with a smaller share of what are words at first sight says less than it misleads: it
was trained with one that has about all common words. docs/tried.md has the figures."""

_HOPELESS = 0.001
"""Below this first-stage probability the later stages are left out: of 28,000 gold words that costs
66, and it saves a third of their time."""

_OFTEN_WHOLE = 0.3
"""Unless a gap network cuts so large a share of their occurrences out of the text whole: long names
are rarely likely at first sight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """By order (indices 0 and 1 empty), for all n-grams of the table, candidates or not.

    Attributes:
        word: Logit: is it a word? Of hopeless n-grams that of the first stage.
        probability: Calibrated, to be a word; of hopeless n-grams that of the first stage.
        boundary: Logit: is it consistently delimited? None if that was not asked for; of hopeless
            n-grams the logit of the first stage.
    """

    word: list[np.ndarray]
    probability: list[np.ndarray]
    boundary: list[np.ndarray] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondStage:
    """What the second stage looks at, and who judges which n-grams.

    Attributes:
        features: Of the places in an order.
        judges: Each with the masks, by order, of the n-grams that it judges.
        has_dictionary: Whether the last features are those of a dictionary.
    """

    features: Callable[[int, Rows], np.ndarray]
    judges: tuple[tuple[Judge, Sequence[np.ndarray]], ...]
    has_dictionary: bool


def first_probabilities(network: Network, evidence: Evidence) -> list[np.ndarray]:
    """Of every n-gram to be a word, by the first stage; 0 for what is no candidate."""
    return _likely(_first_logits(network, evidence), evidence)


def known_or_likely(
    words: DictionaryEvidence, likely: Sequence[np.ndarray], evidence: Evidence
) -> list[np.ndarray]:
    """1 for the words of the dictionary, the given probability for other candidates, by order."""
    is_candidate = evidence.structure.is_candidate
    return [
        np.where(words.is_known[order], 1.0, np.where(is_candidate[order], of_order, 0.0))
        if order > 1
        else of_order
        for order, of_order in enumerate(likely)
    ]


def score_candidates(
    weights: Weights,
    evidence: Evidence,
    *,
    known: KnownWords | None = None,
    with_boundary: bool = False,
) -> Scores:
    """Runs both stages; with a dictionary, one judge for its words and one for all others.

    A dictionary that lacks most of what are words at first sight judges nothing.
    """
    first = _first_logits(weights.first, evidence)
    likely = _likely(first, evidence)
    stage = second_stage(weights, evidence, likely, known)
    logits = [[of_order.copy() for of_order in first] for _ in range(1 + with_boundary)]
    probability = [of_order.copy() for of_order in likely]
    for judge, chosen in stage.judges:
        networks = [judge.word, judge.boundary] if with_boundary else [judge.word]
        _evaluate(networks, stage.features, chosen, logits, threads=evidence.threads)
        for order in evidence.structure.orders:
            judged = judge.calibration.probability(
                logits[0][order], order, evidence.structure.least_count
            )
            probability[order] = np.where(chosen[order], judged, probability[order])
    return Scores(
        word=logits[0],
        probability=probability,
        boundary=logits[1] if with_boundary else None,
    )


def second_stage(
    weights: Weights,
    evidence: Evidence,
    likely: Sequence[np.ndarray],
    known: KnownWords | None,
) -> SecondStage:
    """Cuts the text anew and says who judges what.

    Args:
        weights: The model.
        evidence: Of the first stage.
        likely: What the first stage says, by order.
        known: The user's dictionary, if there is one.
    """
    words = None if known is None else evidence.look_up(known)
    if known is None or words is None or _coverage(words, likely, evidence) < LEAST_COVERAGE:
        gaps = evidence.mark_gaps(weights.gaps.text, list(likely))
        return SecondStage(
            features=evidence.resegment(list(likely), gaps).features,
            judges=((weights.text, _hopeful(gaps, likely, evidence)),),
            has_dictionary=False,
        )
    gaps = evidence.mark_gaps(weights.gaps.known, list(likely), known.gap_strings)
    hopeful = _hopeful(gaps, likely, evidence)
    stage = evidence.resegment(known_or_likely(words, likely, evidence), gaps)
    is_new = [
        ~is_known & is_hopeful if order > 1 else is_hopeful
        for order, (is_known, is_hopeful) in enumerate(zip(words.is_known, hopeful, strict=True))
    ]
    return SecondStage(
        features=_with_dictionary(stage, words.cut()),
        judges=((weights.known, words.is_known), (weights.new, is_new)),
        has_dictionary=True,
    )


def _coverage(words: DictionaryEvidence, likely: Sequence[np.ndarray], evidence: Evidence) -> float:
    """The share of the words that are expected at first sight which the dictionary has."""
    orders = evidence.structure.orders
    expected = sum(float(likely[order].sum()) for order in orders)
    known = sum(float(likely[order][words.is_known[order]].sum()) for order in orders)
    return known / expected if expected else 0.0


def _hopeful(gaps: GapMarks, likely: Sequence[np.ndarray], evidence: Evidence) -> list[np.ndarray]:
    """What the later stages look at, by order: likely at first sight, or often cut out whole."""
    is_candidate = evidence.structure.is_candidate
    return [
        (of_order >= _HOPELESS)
        | (is_candidate[order] & (gaps.share_of_words(order) >= _OFTEN_WHOLE))
        if order > 1
        else of_order >= _HOPELESS
        for order, of_order in enumerate(likely)
    ]


def _with_dictionary(
    stage: Resegmented, words: DictionaryEvidence
) -> Callable[[int, Rows], np.ndarray]:
    def features(order: int, rows: Rows) -> np.ndarray:
        columns = np.stack(words.columns(order, rows), axis=1)
        return np.concatenate([stage.features(order, rows), columns], axis=1)

    return features


def _first_logits(network: Network, evidence: Evidence) -> list[np.ndarray]:
    structure = evidence.structure
    everything = [np.ones(structure.size(order), dtype=bool) for order in structure.orders]
    logits = [[np.empty(0), np.empty(0), *(np.empty(len(rows)) for rows in everything)]]
    chosen = [np.empty(0), np.empty(0), *everything]
    _evaluate([network], evidence.base, chosen, logits, threads=evidence.threads)
    return logits[0]


def _evaluate(
    networks: Sequence[Network],
    features: Callable[[int, Rows], np.ndarray],
    chosen: Sequence[np.ndarray],
    logits: Sequence[list[np.ndarray]],
    *,
    threads: int,
) -> None:
    """Writes the logits of the chosen n-grams, by network and order."""

    def evaluate(block: tuple[int, np.ndarray]) -> None:
        order, rows = block
        columns = features(order, rows)
        for network, logit in zip(networks, logits, strict=True):
            logit[order][rows] = network.logit(columns)

    for_each(_blocks(chosen), evaluate, threads=threads)


def _blocks(chosen: Sequence[np.ndarray]) -> Iterator[tuple[int, np.ndarray]]:
    """Some rows of one order at a time: the features of all would be much."""
    for order in range(2, len(chosen)):
        rows = np.flatnonzero(chosen[order])
        for begin in range(0, len(rows), _BLOCK):
            yield order, rows[begin : begin + _BLOCK]


def _likely(logits: Sequence[np.ndarray], evidence: Evidence) -> list[np.ndarray]:
    return [
        np.where(evidence.structure.is_candidate[order], sigmoid(logit), 0.0)
        if order > 1
        else logit
        for order, logit in enumerate(logits)
    ]
