"""A closed formula over what the passes tell: no model file, every term can be shown."""

from __future__ import annotations

import numpy as np

from newword.features import normalized_entropy

__all__ = ["formula_scores"]


def formula_scores(
    *,
    units: np.ndarray,
    count: np.ndarray,
    cohesion: np.ndarray,
    left_entropy: np.ndarray,
    right_entropy: np.ndarray,
    significance: np.ndarray,
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Scores candidates by significance + bond + length.

    Significance is the evidence that the text needs the word: ln(1 + sum over its occurrences of
    -ln(1 - q)), q the posterior that this occurrence is a word. The bond is what the word holds
    together (cohesion, up to 8 nats) times how freely it stands (the smaller entropy, as a share of
    its maximum). Every unit beyond two costs 1.8.

    Args:
        units: Of each candidate, 2 or more.
        count: Occurrences.
        cohesion: Nats.
        left_entropy: Nats.
        right_entropy: Nats.
        significance: `Posteriors.significance` of `Session.expectation()`.

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
        "length": -1.8 * (units.astype(np.float64) - 2),
    }
    return terms["significance"] + terms["bond"] + terms["length"], terms
