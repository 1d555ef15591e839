"""A closed formula over what the passes tell: no model file, every term can be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newword.errors import ConfigError
from newword.methods.base import (
    Ranking,
    RankingInput,
    Tick,
    bounds_in_force,
    rank_candidates,
)
from newword.platform.message import message
from newword.ranking.candidates import gather_candidates, keep_reaching
from newword.ranking.features import edge_log_ratios, first_and_last_units, normalized_entropy

if TYPE_CHECKING:
    from newword.config import Thresholds
    from newword.core._core import NgramTable, Posteriors
    from newword.core.text_passes import TextPasses

__all__ = ["FormulaMethod", "formula_scores"]

MAX_LEN = 7
"""Longest n-gram that the passes over the text look at, in units."""

_DEFAULT_MIN_SCORE = 2.0

_SAMPLE_UNITS = 8_000_000
"""How much of a larger corpus the passes before the last look at, in units."""


class FormulaMethod:
    """Ranks by a closed formula over expectation maximisation of a unigram word model.

    Slower than `entropy` (several passes over the text), and better in everything measured; every
    term can be shown.
    """

    name = "formula"
    needs_text = True
    bytes_per_ngram = 500

    def orders(self, thresholds: Thresholds) -> int:
        """As long as the longest candidate, which may have 7 units.

        Raises:
            ConfigError: `max_len` is above 7.
        """
        if thresholds.max_len > MAX_LEN:
            raise ConfigError(
                message(
                    "method formula looks at words of up to {max_len} units, max_len is "
                    "{max_len_2}; lower it or choose method entropy",
                    max_len=MAX_LEN,
                    max_len_2=thresholds.max_len,
                )
            )
        return thresholds.max_len

    def rank(self, given: RankingInput, thresholds: Thresholds) -> Ranking:
        """See `Method.rank`."""
        session, table = given.session, given.table
        everything = gather_candidates(table)
        posteriors = _significance_pass(session, table, given.tick)
        assert posteriors.significance is not None  # noqa: S101 (asked for by default)
        edges = _EdgeUnits(session, table)
        session.drop_lattice()
        score, _ = formula_scores(
            units=everything.order,
            count=everything.count,
            cohesion=everything.cohesion,
            left_entropy=everything.left_entropy,
            right_entropy=everything.right_entropy,
            significance=everything.pick(posteriors.significance),
            frequency=everything.pick(edges.frequency),
            begins_and_ends=everything.pick(edges.begins_and_ends),
        )
        min_score = _DEFAULT_MIN_SCORE if thresholds.min_score is None else thresholds.min_score
        keep = keep_reaching(everything, thresholds) & (score >= min_score)
        bounds = bounds_in_force(thresholds, min_count=given.min_count, min_score=min_score)
        return rank_candidates(
            given,
            everything,
            score,
            keep,
            bounds,
            numbers=thresholds.numbers,
            learned_units=posteriors.sampled_units,
        )

    def score_parts(self, given: RankingInput, order: int, index: int) -> dict[str, float]:
        """The terms and the score; runs the passes over the text again."""
        session, table = given.session, given.table
        significance = _significance_pass(session, table).significance
        assert significance is not None  # noqa: S101 (asked for by default)
        edges = _EdgeUnits(session, table)
        session.drop_lattice()
        score, terms = formula_scores(
            units=np.array([order]),
            count=table.column(order, "count")[[index]],
            cohesion=table.column(order, "cohesion")[[index]],
            left_entropy=table.column(order, "left_entropy")[[index]],
            right_entropy=table.column(order, "right_entropy")[[index]],
            significance=significance[order][[index]],
            frequency=edges.frequency[order][[index]],
            begins_and_ends=edges.begins_and_ends[order][[index]],
        )
        parts = {name: float(values[0]) for name, values in terms.items()}
        return {**parts, "score": float(score[0])}


def _significance_pass(
    session: TextPasses, table: NgramTable, tick: Tick | None = None
) -> Posteriors:
    sample = min(1.0, _SAMPLE_UNITS / max(table.units, 1))
    return session.expectation(edges=False, sample=sample, tick=tick)


class _EdgeUnits:
    """What the first and the last unit of every n-gram tell, by order (indices 0 and 1 unused).

    Attributes:
        frequency: Logarithm of the larger relative frequency of the two.
        begins_and_ends: Logarithm of how much more often the first begins runs than units do, or
            the last ends them, whichever is less.
    """

    def __init__(self, session: TextPasses, table: NgramTable) -> None:
        begins, ends, frequency = edge_log_ratios(session, table)
        units = list(zip(*first_and_last_units(session, table), strict=True))
        self.frequency = [np.maximum(frequency[a], frequency[b]) for a, b in units]
        self.begins_and_ends = [np.minimum(begins[a], ends[b]) for a, b in units]


def formula_scores(
    *,
    units: np.ndarray,
    count: np.ndarray,
    cohesion: np.ndarray,
    left_entropy: np.ndarray,
    right_entropy: np.ndarray,
    significance: np.ndarray,
    frequency: np.ndarray,
    begins_and_ends: np.ndarray,
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Scores candidates by significance + bond + length + particle + edges.

    Significance is the evidence that the text needs the word: ln(1 + sum over its occurrences of
    -ln(1 - q)), q the posterior that this occurrence is a word. The bond is what the word holds
    together (cohesion, up to 8 nats) times how freely it stands (the smaller entropy, as a share of
    its maximum). Every unit beyond two costs 1.8. A first or last unit as common as particles are
    costs what its frequency exceeds e^-6 by, in nats; units that often stand at the edges of runs
    earn a little.

    Args:
        units: Of each candidate, 2 or more.
        count: Occurrences.
        cohesion: Nats.
        left_entropy: Nats.
        right_entropy: Nats.
        significance: `Posteriors.significance` of `Session.expectation()`.
        frequency: ln of the relative frequency of the first or last unit, the larger.
        begins_and_ends: ln of how much more often than others the first unit begins runs, and the
            last ends them, the smaller.

    Returns:
        The scores (float64, larger is better) and their terms by name, which add up to them.

    Source: the significance is that of TopWORDS (Deng et al. 2016).
    """
    free = np.minimum(
        normalized_entropy(left_entropy, count), normalized_entropy(right_entropy, count)
    )
    terms = {
        "significance": np.log1p(significance),
        "bond": 0.45 * np.minimum(cohesion, 8) * free,
        "length": 1.8 * (2 - units.astype(np.float64)),
        "particle": np.minimum(-6 - frequency, 0),
        "edges": 0.2 * begins_and_ends,
    }
    return np.asarray(sum(terms.values())), terms
