"""Words and terms in one list, each by how surely it is one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from newword.methods.base import Ranking, RankingInput, bounds_in_force, rank_candidates
from newword.methods.model import MIN_SCORE, judge_candidates
from newword.methods.names import with_names
from newword.methods.terms import LEAST_DELIMITED, TermMethod, judge_terms
from newword.model.features.evidence import Evidence
from newword.model.network import sigmoid
from newword.ranking.candidates import keep_reaching

if TYPE_CHECKING:
    from newword.config import Thresholds
    from newword.model.scoring import Scores
    from newword.ranking.candidates import Candidates

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
        probability = _probability(everything, evidence, scores)
        min_score = MIN_SCORE if thresholds.min_score is None else thresholds.min_score
        as_term = np.where(
            delimited >= LEAST_DELIMITED, delimited * sigmoid(term_score - _MIDDLE), 0.0
        )
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
        )
        terms = frozenset(everything.take(keep & ~is_word).words(table))
        ranking = replace(ranking, terms=terms)
        if not thresholds.names:
            return ranking
        return with_names(ranking, session, given.min_count, min_score)


def _probability(everything: Candidates, evidence: Evidence, scores: Scores) -> np.ndarray:
    """Of each candidate to be a word; 0 for what the model does not look at."""
    probability = np.zeros(len(everything))
    for order in evidence.structure.orders:
        rows = np.flatnonzero(everything.order == order)
        is_candidate = evidence.structure.is_candidate[order][everything.index[rows]]
        of_order = scores.probability[order][everything.index[rows]]
        probability[rows] = np.where(is_candidate, of_order, 0.0)
    return probability
