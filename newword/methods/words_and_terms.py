"""Words and terms in one list, each by how surely it is one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from newword.methods.base import Ranking, RankingInput, bounds_in_force, rank_candidates
from newword.methods.model import MIN_SCORE, calibration_notes, judge_candidates
from newword.methods.names import with_names
from newword.methods.terms import (
    LEAST_DELIMITED,
    TermMethod,
    judge_term,
    judge_terms,
    word_probability,
)
from newword.model.network import sigmoid
from newword.ranking.candidates import keep_reaching

if TYPE_CHECKING:
    from newword.config import Thresholds

__all__ = ["WordAndTermMethod"]


_MIDDLE = 2.5
"""A term of this score is as likely to matter to a reader as not, by eye on four corpora."""


class WordAndTermMethod(TermMethod):
    """Ranks what `model` takes for words by that probability, and other terms beside them.

    Of a term that is no word the score is the probability of being delimited, times that of being
    worth listing: a logistic function of its score among terms.
    """

    def rank(self, given: RankingInput, thresholds: Thresholds) -> Ranking:
        """See `Method.rank`; it says which are terms."""
        session, table = given.session, given.table
        evidence, scores = judge_candidates(given, with_boundary=True)
        everything, delimited, term_score = judge_terms(session, table, evidence, scores)
        session.drop_lattice()
        probability = word_probability(everything, evidence, scores)
        min_score = MIN_SCORE if thresholds.min_score is None else thresholds.min_score
        as_term = _worth_as_term(delimited, term_score)
        # Where the bound is so low that both are in the list, a string is what it rather is.
        is_word = (probability >= max(min_score, MIN_SCORE)) | (probability >= as_term)
        score = np.where(is_word, probability, as_term)
        keep = keep_reaching(everything, thresholds) & (score >= min_score)
        keep &= everything.order <= thresholds.max_len
        bounds = bounds_in_force(thresholds, min_count=given.min_count, min_score=min_score)
        bounds["min_delimited"] = LEAST_DELIMITED
        ranking = rank_candidates(
            given,
            everything,
            score,
            keep,
            bounds,
            numbers=thresholds.numbers,
            reads_text=True,
            learned_units=evidence.learned_units,
            notes=calibration_notes(evidence),
        )
        terms = frozenset(everything.take(keep & ~is_word).words(table))
        ranking = replace(ranking, terms=terms)
        if not thresholds.names:
            return ranking
        return with_names(ranking, session, given.min_count, min_score)

    def score_parts(self, given: RankingInput, order: int, index: int) -> dict[str, float]:
        """How surely it is delimited, its scores as a word and as a term, and the one in force."""
        delimited, word, term_score = judge_term(given, order, index)
        term = float(_worth_as_term(np.array(delimited), np.array(term_score)))
        score = word if word >= min(MIN_SCORE, term) else term
        return {"delimited": delimited, "word": word, "term": term, "score": score}


def _worth_as_term(delimited: np.ndarray, score: np.ndarray) -> np.ndarray:
    """Of strings, by how surely they are delimited and their scores among terms."""
    return np.where(delimited >= LEAST_DELIMITED, delimited * sigmoid(score - _MIDDLE), 0.0)
