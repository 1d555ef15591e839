"""Interpolated modified Kneser-Ney estimates of an n-gram model, and scores by it.

Sources: Chen and Goodman, "An Empirical Study of Smoothing Techniques for Language Modeling"
(1998), equation 26 and section 4.1.6; Heafield, Pouzyrevsky, Clark and Koehn, "Scalable Modified
Kneser-Ney Language Model Estimation" (2013), section 3.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

BEGIN, END, UNKNOWN = "<s>", "</s>", "<unk>"
FALLBACK = (0.5, 1.0, 1.5)
NOTHING = -99.0
"""Stands for the logarithm of 0."""

Ngram = tuple[str, ...]


@dataclass(frozen=True)
class Estimates:
    """A model.

    Attributes:
        ngrams: log10 of the probability and of the backoff weight of each n-gram kept.
        discounts: D1, D2, D3+ by order from 1.
        estimated: Whether those come from the counts, by order.
    """

    ngrams: Mapping[Ngram, tuple[float, float]]
    discounts: list[tuple[float, float, float]]
    estimated: list[bool]

    def log10(self, context: Ngram, word: str) -> float:
        """log10 P(word | context), by backing off."""
        if (word,) not in self.ngrams:
            word = UNKNOWN
        for start in range(len(context) + 1):
            if (*context[start:], word) in self.ngrams:
                dropped = [context[i:] for i in range(start)]
                backoff = sum(self.ngrams[c][1] for c in dropped if c in self.ngrams)
                return backoff + self.ngrams[(*context[start:], word)][0]
        raise AssertionError("<unk> is always there")


def estimate(
    sentences: Sequence[Sequence[str]], order: int, prune: Sequence[int] = ()
) -> Estimates:
    """The model of `order` of sentences; `prune` = largest counts left out, by order, the last for
    the orders after it."""
    raw = [Counter(), *(_count(sentences, n) for n in range(1, order + 1))]
    adjusted = [_adjust(raw, n) for n in range(order + 1)]
    limits = [0, *prune, *[prune[-1] if prune else 0] * order][: order + 1]
    kept = [{w for w in raw[n] if raw[n][w] > limits[n] or w == (END,)} for n in range(order + 1)]
    discounts, estimated = zip(*(_discounts(adjusted[n]) for n in range(1, order + 1)), strict=True)

    probability: dict[Ngram, float] = {}
    backoff: dict[Ngram, float] = {}
    uniform = 1 / (len(kept[1]) + 1)  # </s> and <unk> are words, <s> is none
    for n in range(1, order + 1):
        by_context = defaultdict(list)
        for ngram in adjusted[n]:
            by_context[ngram[:-1]].append(ngram)
        for context, ngrams in by_context.items():
            total = sum(adjusted[n][w] for w in ngrams)
            rest = sum(_discount(discounts[n - 1], adjusted[n][w]) for w in ngrams if w in kept[n])
            rest += sum(adjusted[n][w] for w in ngrams if w not in kept[n])
            backoff[context] = rest / total
            for w in ngrams:
                if w in kept[n]:
                    own = adjusted[n][w] - _discount(discounts[n - 1], adjusted[n][w])
                    lower = probability[w[1:]] if n > 1 else uniform
                    probability[w] = own / total + backoff[context] * lower
    probability[UNKNOWN,] = backoff[()] * uniform
    probability[BEGIN,] = 1.0
    ngrams = {w: (_log(p), _log(backoff.get(w, 1.0))) for w, p in probability.items()}
    return Estimates(ngrams, list(discounts), list(estimated))


def _count(sentences: Sequence[Sequence[str]], n: int) -> Counter[Ngram]:
    counts: Counter[Ngram] = Counter()
    for sentence in sentences:
        tokens = (BEGIN, *sentence, END)
        counts.update(tokens[i : i + n] for i in range(len(tokens) - n + 1))
    if n == 1:
        del counts[BEGIN,]
    return counts


def _adjust(raw: Sequence[Counter[Ngram]], n: int) -> dict[Ngram, int]:
    """Different left neighbours; occurrences of the longest, and of what nothing stands left of."""
    if n + 1 >= len(raw):
        return dict(raw[n])
    neighbours = defaultdict(set)
    for longer in raw[n + 1]:
        neighbours[longer[1:]].add(longer[0])
    return {w: raw[n][w] if w[0] == BEGIN else len(neighbours[w]) for w in raw[n]}


def _discounts(adjusted: Mapping[Ngram, int]) -> tuple[tuple[float, float, float], bool]:
    """In single precision, which decides when a discount falls a hair outside its range."""
    n = [np.float32(sum(a == i for a in adjusted.values())) for i in range(5)]
    if not (n[1] and n[2] and n[3]):
        return FALLBACK, False
    y = n[1] / np.float32(float(n[1]) + 2 * float(n[2]))
    found = [float(np.float32(j) - np.float32(j + 1) * y * n[j + 1] / n[j]) for j in (1, 2, 3)]
    if any(not 0 <= d <= j for j, d in enumerate(found, 1)):
        return FALLBACK, False
    return (found[0], found[1], found[2]), True


def _discount(discounts: tuple[float, float, float], count: int) -> float:
    return discounts[min(count, 3) - 1]


def _log(x: float) -> float:
    return max(NOTHING, math.log10(x)) if x > 0 else NOTHING
