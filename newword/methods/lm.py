"""Words of the cut of a text by its own character language model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newword.errors import ConfigError
from newword.language.scripts import is_chinese
from newword.language.words import OTHER_SCRIPT, WEIGHTS, model_of_session, weights_for
from newword.methods.base import (
    Ranking,
    RankingInput,
    Tick,
    bounds_in_force,
    rank_candidates,
)
from newword.platform.message import message
from newword.ranking.candidates import gather_candidates, keep_reaching

if TYPE_CHECKING:
    from newword.config import Thresholds
    from newword.core._core import NgramTable
    from newword.core.text_passes import TextPasses

__all__ = ["LanguageModelMethod"]

_DEFAULT_MIN_SCORE = 0.2
_NEVER_WORDS = 2.0
"""Occurrences that every string has besides, none of them a word: what is rare is doubtful."""


class LanguageModelMethod:
    """Ranks by the share of a string's occurrences that are words of the cut by a language model.

    The model is of order 4, of the text itself. The score is w / (n + 2) for w of n occurrences.

    Source: cutting by tags, Su Jianlin (2016); the weights are our own (docs/lm.md).
    """

    name = "lm"
    needs_text = True
    bytes_per_ngram = 500

    def orders(self, thresholds: Thresholds) -> int:
        """As long as the longest candidate."""
        return thresholds.max_len

    def rank(self, given: RankingInput, thresholds: Thresholds) -> Ranking:
        """See `Method.rank`."""
        if given.session.tokens:
            raise ConfigError(
                message("method lm cuts characters: choose model or entropy where units are tokens")
            )
        everything = gather_candidates(given.table)
        weights = _weights_for(given.table)
        cut = _words_of_cut(given.session, weights, given.tick) if len(everything) else []
        words = everything.pick(cut)
        score = words / (everything.count + _NEVER_WORDS)
        min_score = _DEFAULT_MIN_SCORE if thresholds.min_score is None else thresholds.min_score
        keep = keep_reaching(everything, thresholds) & (score >= min_score) & (words > 0)
        bounds = bounds_in_force(thresholds, min_count=given.min_count, min_score=min_score)
        return rank_candidates(
            given,
            everything,
            score,
            keep,
            bounds,
            numbers=thresholds.numbers,
            notes=(OTHER_SCRIPT,) if weights is WEIGHTS and not is_chinese(given.table) else (),
        )

    def score_parts(self, given: RankingInput, order: int, index: int) -> dict[str, float]:
        """Words of the cut, occurrences, and the score; trains the model again."""
        count = float(given.table.column(order, "count")[index])
        weights = _weights_for(given.table)
        found = float(_words_of_cut(given.session, weights, None)[order][index])
        return {
            "words of the cut": found,
            "occurrences": count,
            "score": found / (count + _NEVER_WORDS),
        }


def _words_of_cut(session: TextPasses, weights: np.ndarray, tick: Tick | None) -> list[np.ndarray]:
    return session.count_tagged(model_of_session(session, tick), weights, tick)


def _weights_for(table: NgramTable) -> np.ndarray:
    units = table.words(1, np.arange(table.size(1), dtype=np.uint32))
    return weights_for(zip(units, table.column(1, "count").tolist(), strict=True))
