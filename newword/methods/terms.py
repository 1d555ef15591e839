"""Consistently delimited terms of any length: the text has cuts at both edges, time and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newword.methods.base import Ranking, RankingInput, bounds_in_force, rank_candidates
from newword.methods.model import ModelMethod, calibration_notes, judge_candidates
from newword.model.features.evidence import Evidence
from newword.model.features.structure import MAX_MODEL_ORDER
from newword.ranking.candidates import Candidates, gather_candidates, keep_reaching
from newword.ranking.features import BASE_FEATURES, edge_log_ratios, normalized_entropy

if TYPE_CHECKING:
    from newword.config import Thresholds
    from newword.core._core import NgramTable
    from newword.core.text_passes import TextPasses
    from newword.model.scoring import Scores

__all__ = ["LEAST_DELIMITED", "TermMethod", "judge_term", "judge_terms", "word_probability"]

_TRAINED_ORDER = 6
LEAST_DELIMITED = 0.5
"""A term has cuts at both edges at least so surely."""

# Logistic regression of being consistently delimited, for strings that the lattice does not hold,
# fitted to those of five and six units of the training corpora: leaving one out, 94 to 95 % of the
# best 500 are. And linear regression of the logarithm of the significance of the delimited ones.
# Poorer side x ln(count): a full spread of many occurrences says more than one of few.
_SHARED = 1.3
_POORER_SIDE, _FREER_SIDE, _BEGINS_RUNS, _ENDS_RUNS = 1.32, 0.52, 0.44, 0.33
_OFFSET = -0.93
_SIGNIFICANCE, _OF_COUNT, _OF_SHARED = 0.94, -0.46, 2.17
_LONG_LOGIT = -4.5

_FREQUENT = -5.0
_MOST_OF_EDGES = 3.0  # what the edge units add to the logit, at most nearly


class TermMethod(ModelMethod):
    """Ranks by how surely both edges of a string are cuts, then by significance and bond.

    Score = 16 ln b + .7 (significance + .3 bond) - 4 max(ln f + 5, 0) + .5 min(y + 2.5, 0), with b
    the probability of being consistently delimited, f the larger relative frequency of the first
    and the last unit (so that a particle costs), and y the logit of being a word. Strings beyond 7
    units (6 if longer ones are counted) have b and significance estimated from their entropies,
    edge units and count.
    """

    def orders(self, thresholds: Thresholds) -> int:
        """As long as the longest term, and at least what the network was trained with."""
        return max(thresholds.max_len, _TRAINED_ORDER)

    def rank(self, given: RankingInput, thresholds: Thresholds) -> Ranking:
        """See `Method.rank`."""
        session, table = given.session, given.table
        evidence, scores = judge_candidates(given, with_boundary=True)
        everything, delimited, score = judge_terms(session, table, evidence, scores)
        session.drop_lattice()
        keep = keep_reaching(everything, thresholds) & (delimited >= LEAST_DELIMITED)
        keep &= everything.order <= thresholds.max_len
        if thresholds.min_score is not None:
            keep &= score >= thresholds.min_score
        bounds = bounds_in_force(
            thresholds, min_count=given.min_count, min_score=thresholds.min_score
        )
        bounds["min_delimited"] = LEAST_DELIMITED
        return rank_candidates(
            given,
            everything,
            score,
            keep,
            bounds,
            numbers=thresholds.numbers,
            learned_units=evidence.learned_units,
            notes=calibration_notes(evidence),
        )

    def score_parts(self, given: RankingInput, order: int, index: int) -> dict[str, float]:
        """How surely it is delimited, how likely a word, and the score as a term."""
        delimited, word, score = judge_term(given, order, index)
        return {"delimited": delimited, "word": word, "score": score}


def judge_term(given: RankingInput, order: int, index: int) -> tuple[float, float, float]:
    """Of one n-gram: how surely it is delimited, how likely a word, and its score as a term."""
    session = given.session
    evidence, scores = judge_candidates(given, with_boundary=True)
    everything, delimited, score = judge_terms(session, given.table, evidence, scores)
    session.drop_lattice()
    [row] = np.flatnonzero((everything.order == order) & (everything.index == index))
    probability = word_probability(everything, evidence, scores)
    return float(delimited[row]), float(probability[row]), float(score[row])


def word_probability(everything: Candidates, evidence: Evidence, scores: Scores) -> np.ndarray:
    """Of each candidate to be a word; 0 for what the model does not look at."""
    probability = np.zeros(len(everything))
    for order in evidence.structure.orders:
        rows = np.flatnonzero(everything.order == order)
        is_candidate = evidence.structure.is_candidate[order][everything.index[rows]]
        of_order = scores.probability[order][everything.index[rows]]
        probability[rows] = np.where(is_candidate, of_order, 0.0)
    return probability


def judge_terms(
    session: TextPasses, table: NgramTable, evidence: Evidence, scores: Scores
) -> tuple[Candidates, np.ndarray, np.ndarray]:
    """All candidates, how surely each is delimited, and its score as a term.

    Args:
        session: The text, with its lattice.
        table: Its n-grams.
        evidence: Of those that the lattice holds.
        scores: Likewise, with boundary.
    """
    everything = gather_candidates(table)
    delimited, score = np.empty((2, len(everything)))
    # Beyond its width the lattice cuts a long term into pieces that look delimited.
    longest = table.max_order if table.max_order <= MAX_MODEL_ORDER else MAX_MODEL_ORDER - 1
    for order in range(2, longest + 1):
        rows = np.flatnonzero(everything.order == order)
        delimited[rows], score[rows] = _short_terms(evidence, scores, order)
    rows = np.flatnonzero(everything.order > longest)
    if len(rows):
        delimited[rows], score[rows] = _long_terms(session, table, everything.take(rows))
    return everything, delimited, score


def _term_score(
    log_delimited: np.ndarray,
    significance: np.ndarray,
    bond: np.ndarray,
    log_frequency: np.ndarray,
    logit: np.ndarray,
) -> np.ndarray:
    particle = 4 * np.maximum(log_frequency - _FREQUENT, 0)
    no_word = 0.5 * np.minimum(logit + 2.5, 0)
    return np.asarray(16 * log_delimited + 0.7 * (significance + 0.3 * bond) - particle + no_word)


def _short_terms(evidence: Evidence, scores: Scores, order: int) -> tuple[np.ndarray, np.ndarray]:
    """Probability of being delimited, and score, of all n-grams of an order."""
    size = evidence.structure.size(order)
    base = evidence.base(order, slice(0, size))
    column = {name: base[:, i] for i, name in enumerate(BASE_FEATURES)}
    free = np.minimum(column["normalized_left_entropy"], column["normalized_right_entropy"])
    assert scores.boundary is not None  # noqa: S101 (asked for)
    log_delimited = -np.logaddexp(0.0, -scores.boundary[order])
    score = _term_score(
        log_delimited,
        column["log_significance"],
        np.minimum(column["cohesion"], 8) * free,
        np.maximum(column["log_frequency_of_first"], column["log_frequency_of_last"]),
        scores.word[order],
    )
    return np.where(evidence.structure.is_candidate[order], np.exp(log_delimited), 0.0), score


def _long_terms(
    session: TextPasses, table: NgramTable, long: Candidates
) -> tuple[np.ndarray, np.ndarray]:
    """The same of strings that the lattice does not hold; hopeless ones are not looked at."""
    left = normalized_entropy(long.left_entropy, long.count)
    right = normalized_entropy(long.right_entropy, long.count)
    poorer = np.minimum(left, right)
    log_count = np.log(long.count)
    shared = poorer * log_count
    logit = _OFFSET + _SHARED * shared + _POORER_SIDE * poorer
    logit += _FREER_SIDE * np.maximum(left, right)
    log_delimited = np.full(len(long), -np.inf)
    score = np.empty(len(long))
    rows = np.flatnonzero((poorer > 0) & (logit > -_MOST_OF_EDGES))
    units = _UnitColumns(session, table)
    words = long.take(rows).words(table)
    first = [units.place(word[0]) for word in words]
    last = [units.place(word[-1]) for word in words]
    total = logit[rows] + _BEGINS_RUNS * units.begins[first] + _ENDS_RUNS * units.ends[last]
    log_delimited[rows] = -np.logaddexp(0.0, -total)
    significance = _SIGNIFICANCE + _OF_COUNT * log_count[rows] + _OF_SHARED * shared[rows]
    score[rows] = _term_score(
        log_delimited[rows],
        significance,
        np.minimum(long.cohesion[rows], 8) * poorer[rows],
        np.maximum(units.log_frequency[first], units.log_frequency[last]),
        np.full(len(rows), _LONG_LOGIT),
    )
    return np.exp(log_delimited), score


class _UnitColumns:
    """Edge log-ratios and frequencies of single characters; of others, as inside Latin units, 0."""

    def __init__(self, session: TextPasses, table: NgramTable) -> None:
        shown = table.words(1, np.arange(table.size(1), dtype=np.uint32))
        self._places = {word: place for place, word in enumerate(shown)}
        self._none = len(shown)
        begins, ends, log_frequency = edge_log_ratios(session, table)
        self.begins, self.ends = np.append(begins, 0.0), np.append(ends, 0.0)
        self.log_frequency = np.append(log_frequency, -np.inf)

    def place(self, character: str) -> int:
        """Where the columns have a character."""
        return self._places.get(character, self._none)
