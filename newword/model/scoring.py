"""The stages, from evidence to scores."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newword.model.features.kinds import KINDS, OF_DICTIONARY, SCRIPT_KINDS
from newword.model.features.scripts import CHINESE
from newword.model.network import Network, sigmoid
from newword.model.threads import for_each

if TYPE_CHECKING:
    from newword.model.features.dictionary_evidence import DictionaryEvidence
    from newword.model.features.evidence import Evidence, Resegmented
    from newword.model.features.gap_marks import GapMarks
    from newword.model.features.kinds import Kinds
    from newword.model.features.known_words import KnownWords
    from newword.model.features.structure import Rows
    from newword.model.network_file import Judge
    from newword.model.weights import Weights

__all__ = [
    "LEAST_COVERAGE",
    "Judging",
    "Scores",
    "first_probabilities",
    "first_stage",
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
class Judging:
    """A judge, and what it judges.

    Attributes:
        judge: Its networks.
        script: Whose strings it judges (`newword.model.features.scripts`).
        kinds: Of the features, by what they tell; the names of each kind.
        features: Of the places in an order.
        chosen: Masks, by order, of the n-grams that it judges.
    """

    judge: Judge
    script: str
    kinds: Kinds
    features: Callable[[int, Rows], np.ndarray]
    chosen: Sequence[np.ndarray]


def first_probabilities(network: Network, evidence: Evidence) -> list[np.ndarray]:
    """Of every n-gram to be a word, by the first stage; 0 for what is no candidate."""
    structure = evidence.structure
    everything = [np.ones(structure.size(order), dtype=bool) for order in structure.orders]
    everything = [np.empty(0, dtype=bool)] * 2 + everything
    return _likely(_first_logits([(network, everything)], evidence), evidence)


def first_stage(weights: Weights, evidence: Evidence) -> list[np.ndarray]:
    """Of every n-gram to be a word, by the first stage of its judge."""
    return _likely(_logits_by_script(weights, evidence), evidence)


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
    first = _logits_by_script(weights, evidence)
    likely = _likely(first, evidence)
    logits = [[of_order.copy() for of_order in first] for _ in range(1 + with_boundary)]
    probability = [of_order.copy() for of_order in likely]
    for judging in second_stage(weights, evidence, likely, known):
        judge, chosen = judging.judge, judging.chosen
        networks = [judge.word, judge.boundary] if with_boundary else [judge.word]
        _evaluate(networks, judging.features, chosen, logits, threads=evidence.threads)
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
) -> list[Judging]:
    """Cuts the text anew and says who judges what.

    A gap network knows Chinese: where there is no Chinese string it is not asked.

    Args:
        weights: The model.
        evidence: Of the first stage.
        likely: What the first stage says, by order.
        known: The user's dictionary, if there is one.
    """
    words = None if known is None else evidence.look_up(known)
    if words is not None and _coverage(words, likely, evidence) < LEAST_COVERAGE:
        words = None
    gaps = None
    if CHINESE in evidence.scripts.present:
        if words is None or known is None:
            gaps = evidence.mark_gaps(weights.gaps.text, list(likely))
        else:
            gaps = evidence.mark_gaps(weights.gaps.known, list(likely), known.gap_strings)
    probability = list(likely)
    if words is not None:  # which the judges of other scripts do not know
        chinese, known_words = (
            evidence.scripts.masks(CHINESE),
            known_or_likely(words, likely, evidence),
        )
        for order in evidence.structure.orders:
            probability[order] = np.where(chinese[order], known_words[order], likely[order])
    stage = evidence.resegment(probability, gaps)
    judges = [] if gaps is None else _chinese_judges(weights, evidence, stage, words, gaps, likely)
    return judges + _script_judges(weights, evidence, stage, likely)


def _chinese_judges(
    weights: Weights,
    evidence: Evidence,
    stage: Resegmented,
    words: DictionaryEvidence | None,
    gaps: GapMarks,
    likely: Sequence[np.ndarray],
) -> list[Judging]:
    hopeful = _both(_hopeful(gaps, likely, evidence), evidence.scripts.masks(CHINESE))
    if words is None:
        return [_chinese(weights.text, KINDS, stage.features, hopeful)]
    kinds, features = (*KINDS, OF_DICTIONARY), _with_dictionary(stage, words.cut())
    is_known = _both(words.is_known, evidence.scripts.masks(CHINESE))
    is_new = [
        ~is_known[order] & is_hopeful if order > 1 else is_hopeful
        for order, is_hopeful in enumerate(hopeful)
    ]
    return [
        _chinese(weights.known, kinds, features, is_known),
        _chinese(weights.new, kinds, features, is_new),
    ]


def _chinese(
    judge: Judge,
    kinds: Kinds,
    features: Callable[[int, Rows], np.ndarray],
    chosen: Sequence[np.ndarray],
) -> Judging:
    return Judging(judge=judge, script=CHINESE, kinds=kinds, features=features, chosen=chosen)


def _script_judges(
    weights: Weights, evidence: Evidence, stage: Resegmented, likely: Sequence[np.ndarray]
) -> list[Judging]:
    hopeful = [of_order >= _HOPELESS for of_order in likely]
    return [
        Judging(
            judge=weights.scripts[script].text,
            script=script,
            kinds=SCRIPT_KINDS,
            features=stage.script_features,
            chosen=_both(hopeful, evidence.scripts.masks(script)),
        )
        for script in evidence.scripts.present
        if script != CHINESE
    ]


def _both(masks: Sequence[np.ndarray], others: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Of the orders of several units, where both are true."""
    pairs = zip(masks[2:], others[2:], strict=True)
    return [np.empty(0, dtype=bool)] * 2 + [mask & other for mask, other in pairs]


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


def _logits_by_script(weights: Weights, evidence: Evidence) -> list[np.ndarray]:
    networks = {CHINESE: weights.first} | {s: w.first for s, w in weights.scripts.items()}
    scripts = evidence.scripts
    return _first_logits([(networks[s], scripts.masks(s)) for s in scripts.present], evidence)


def _first_logits(
    networks: Sequence[tuple[Network, Sequence[np.ndarray]]], evidence: Evidence
) -> list[np.ndarray]:
    structure = evidence.structure
    sizes = [structure.size(order) for order in structure.orders]
    logits = [[np.empty(0), np.empty(0), *(np.empty(size) for size in sizes)]]
    for network, chosen in networks:
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
