"""How good a ranking is, by gold."""

from __future__ import annotations

from collections.abc import Container

import numpy as np

from training.samples import Sample

__all__ = ["measure"]

_LONGEST_LIST = 20_000


def measure(
    sample: Sample, score: np.ndarray, probability: np.ndarray | None, known: Container[str]
) -> dict[str, float]:
    """Figures of one ranking; those that begin with `new` leave out the words of the dictionary."""
    order = np.array(
        sorted(
            range(len(score)),
            key=lambda i: (-score[i], -sample.count[i], sample.units[i], sample.words[i]),
        )
    )
    figures = _figures(sample, order, len(sample.gold), "")
    new = order[~sample.is_known[order]]
    figures |= _figures(sample, new, sum(w not in known for w in sample.gold), "new")
    if probability is not None:
        likely = probability >= 0.3
        figures["P>=.3"] = float(sample.is_word[likely].mean())
        figures["newP>=.3"] = float(sample.is_word[likely & ~sample.is_known].mean())
        for units in (2, 3, 4):
            gold = sum(len(w) == units for w in sample.gold)
            hits = np.count_nonzero(likely & sample.is_word & (sample.units == units))
            figures[f"R{units}>=.3"] = hits / max(gold, 1)
        hits = np.count_nonzero(likely & sample.is_word)
        figures["F1>=.3"] = 2 * hits / max(likely.sum() + len(sample.gold), 1)
        figures["Brier"] = float(np.mean((probability - sample.is_word) ** 2))
    return figures


def _figures(sample: Sample, order: np.ndarray, gold: int, tag: str) -> dict[str, float]:
    top = order[:_LONGEST_LIST]
    hit = sample.is_word[top]
    found = np.cumsum(hit)
    ap = float((found / np.arange(1, len(top) + 1))[hit].sum()) / max(gold, 1)
    figures = {f"{tag}AP": ap}
    for k in (100, 500, 1000):
        figures[f"{tag}P@{k}"] = float(hit[:k].sum()) / k
        figures[f"{tag}B@{k}"] = float(sample.is_phrase[top[:k]].sum()) / k
    return figures
