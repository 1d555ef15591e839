"""The word lattice of the ranking models: EM of a unigram model, boundaries, the best cut.

Path weights are decimals of 40 digits with exponents of any size, so that nothing here can vanish
or overflow; no vectors, no tricks.
"""

from __future__ import annotations

import dataclasses
import decimal
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal

from .ngrams import Ngram, count_ngrams
from .units import Document, all_runs

NEVER = -math.inf
EXACT = decimal.Context(prec=40, Emin=decimal.MIN_EMIN, Emax=decimal.MAX_EMAX)
Run = tuple[str, ...]
Boundaries = list[list[float]]  # for each run: the posterior of a word boundary at 0 .. len(run)


@dataclasses.dataclass(frozen=True)
class Edges:
    """Means over the occurrences of an n-gram."""

    left: float
    right: float
    both: float
    inner: float


@dataclasses.dataclass(frozen=True)
class Expectation:
    """The last of some forward-backward passes.

    Attributes:
        probability: After the pass, of every word of the lattice.
        expected: Expected number of tokens of every word.
        significance: Sum over its occurrences of -ln(1 - min(q, 1 - 1e-6)).
        boundaries: Posteriors by run.
    """

    probability: dict[Ngram, float]
    expected: dict[Ngram, float]
    significance: dict[Ngram, float]
    boundaries: Boundaries


class Lattice:
    """The runs of a corpus and its words: n-grams that occur min_count times, and every unit."""

    def __init__(
        self, docs: Iterable[Document], max_order: int, *, min_count: int, join_lines: bool = False
    ) -> None:
        docs = list(docs)
        self.max_order = max_order
        self.runs: list[Run] = [
            tuple(unit.symbol for unit in run) for run in all_runs(docs, join_lines)
        ]
        every = count_ngrams(docs, max_order, join_lines=join_lines)
        self.counts = {w: f for w, f in every.items() if f >= min_count or len(w) == 1}
        self.table = [w for w, f in self.counts.items() if f >= min_count]

    def expectation(
        self,
        *,
        weights: Mapping[Ngram, float] | None = None,
        prior: Mapping[Ngram, float] | None = None,
        passes: int = 3,
        smoothing: float = 0,
        least_word: float = 1e-8,
        least_unit: float = 1e-9,
        sample: float = 1,
    ) -> Expectation:
        """Passes from probabilities by count; p ~ (x + smoothing) weight + prior after each."""
        weights, prior = weights or {}, prior or {}
        sampled = [
            run
            for j, run in enumerate(self.runs)
            if math.floor((j + 1) * sample) > math.floor(j * sample)
        ]

        def model(counts: Mapping[Ngram, float]) -> dict[Ngram, float]:
            raw = {w: x * weights.get(w, 1) + prior.get(w, 0) for w, x in counts.items()}
            total = math.fsum(raw.values()) or 1
            return {
                w: max(x / total, least_unit) if len(w) == 1 else _at_least(x / total, least_word)
                for w, x in raw.items()
            }

        weighted = math.fsum(f * weights.get(w, 1) for w, f in self.counts.items()) or 1
        scale = sum(map(len, self.runs)) / weighted if prior else 1
        probability = model({w: f * scale for w, f in self.counts.items()})
        for _ in range(passes - 1):
            expected, _, _ = self._pass(probability, sampled)
            if sample < 1:
                expected = self._scale_up(expected, sampled)
            probability = model({w: x + smoothing for w, x in expected.items()})
        expected, significance, boundaries = self._pass(probability, self.runs)
        probability = model({w: x + smoothing for w, x in expected.items()})
        return Expectation(probability, expected, significance, boundaries)

    def _words_of(self, run: Run) -> list[tuple[int, int]]:
        return [
            (i, j)
            for i in range(len(run))
            for j in range(i + 1, min(i + self.max_order, len(run)) + 1)
            if run[i:j] in self.counts
        ]

    def _pass(
        self, probability: Mapping[Ngram, float], runs: Sequence[Run]
    ) -> tuple[dict[Ngram, float], dict[Ngram, float], Boundaries]:
        expected: dict[Ngram, list[float]] = {w: [] for w in self.counts}
        significance: dict[Ngram, list[float]] = {w: [] for w in self.counts}
        boundaries: Boundaries = []
        exact = {w: Decimal(p) for w, p in probability.items()}
        with decimal.localcontext(EXACT):
            for run in runs:
                words = self._words_of(run)
                before = [Decimal(1)] + [Decimal(0)] * len(run)
                after = [Decimal(0)] * len(run) + [Decimal(1)]
                for i, j in sorted(words):
                    before[j] += before[i] * exact[run[i:j]]
                for i, j in sorted(words, reverse=True):
                    after[i] += after[j] * exact[run[i:j]]
                total = before[-1]
                boundaries.append(
                    [float(a * b / total) for a, b in zip(before, after, strict=True)]
                )
                for i, j in words:
                    q = before[i] * exact[run[i:j]] * after[j] / total
                    expected[run[i:j]].append(float(q))
                    surprise = -(1 - min(q, 1 - Decimal("1e-6"))).ln() if q > 0 else 0
                    significance[run[i:j]].append(float(surprise))
        return (
            {w: math.fsum(q) for w, q in expected.items()},
            {w: math.fsum(q) for w, q in significance.items()},
            boundaries,
        )

    def _scale_up(
        self, expected: Mapping[Ngram, float], sampled: Sequence[Run]
    ) -> dict[Ngram, float]:
        seen: Counter[Ngram] = Counter(run[i:j] for run in sampled for i, j in self._words_of(run))
        table = set(self.table)
        scaled = {w: float(f) for w, f in self.counts.items()}
        for order in range(1, self.max_order + 1):
            words = [w for w in self.table if len(w) == order]
            total = sum(seen[w] for w in words)
            mean = math.fsum(expected[w] for w in words) / total if total else 1
            for w in words:
                c = 1 - seen[w] / self.counts[w]
                scaled[w] = self.counts[w] * (expected[w] + c * mean) / (seen[w] + c)
        return {w: x if w in table else float(self.counts[w]) for w, x in scaled.items()}

    def edges(self, boundaries: Boundaries) -> dict[Ngram, Edges]:
        """Of every n-gram of the table, over its occurrences."""
        sums: dict[Ngram, list[tuple[float, float, float, float]]] = {w: [] for w in self.table}
        for run, b in zip(self.runs, boundaries, strict=True):
            for i, j in self._words_of(run):
                inner = math.fsum(b[i + 1 : j]) / (j - i - 1) if j - i > 1 else 0.0
                if run[i:j] in sums:
                    sums[run[i:j]].append((b[i], b[j], b[i] * b[j], inner))
        return {
            w: Edges(*(math.fsum(column) / len(rows) for column in zip(*rows, strict=True)))
            for w, rows in sums.items()
        }

    def unit_means(self, boundaries: Boundaries) -> tuple[float, float, float]:
        """Mean boundary posterior left of a unit, right of it, and of the product."""
        pairs = [(b[i], b[i + 1]) for b in boundaries for i in range(len(b) - 1)]
        count = len(pairs) or 1
        return (
            math.fsum(left for left, _ in pairs) / count,
            math.fsum(right for _, right in pairs) / count,
            math.fsum(left * right for left, right in pairs) / count,
        )

    def pair_smoothed(self, boundaries: Boundaries) -> Boundaries:
        """Inside runs: the mean at the pair's other occurrences, with 2 more at the units' mean.

        Units get 5 more observations of the mean of all; those below min_count are pooled.
        """
        mean_left, mean_right, _ = self.unit_means(boundaries)
        table = set(self.table)

        def pooled(unit: str) -> str:
            return unit if (unit,) in table else ""

        def mean_by_unit(mean: float, place: int) -> Callable[[str], float]:
            seen: dict[str, list[float]] = {}
            for run, b in zip(self.runs, boundaries, strict=True):
                for i, unit in enumerate(run):
                    seen.setdefault(pooled(unit), []).append(b[i + place])
            return lambda unit: (
                (math.fsum(seen[pooled(unit)]) + 5 * mean) / (len(seen[pooled(unit)]) + 5)
            )

        left_of, right_of = mean_by_unit(mean_left, 0), mean_by_unit(mean_right, 1)
        of_pair: dict[Ngram, list[float]] = {}
        for run, b in zip(self.runs, boundaries, strict=True):
            for i in range(1, len(run)):
                of_pair.setdefault(run[i - 1 : i + 1], []).append(b[i])
        smooth = [[1.0] * len(b) for b in boundaries]
        for run, b, to in zip(self.runs, boundaries, smooth, strict=True):
            for i in range(1, len(run)):
                pair = run[i - 1 : i + 1]
                expected = (right_of(pair[0]) + left_of(pair[1])) / 2
                others = math.fsum([*of_pair[pair], -b[i]]) if pair in table else 0
                count = len(of_pair[pair]) - 1 if pair in table else 0
                to[i] = (others + 2 * expected) / (count + 2)
        return smooth

    def best_score(self, run: Run, probability: Mapping[Ngram, float], least_unit: float) -> float:
        """The log-probability of the best cut of a run."""
        best = [0.0] + [NEVER] * len(run)
        for i, j in sorted(self._words_of(run)):
            best[j] = max(best[j], best[i] + log_weight(run[i:j], probability, least_unit))
        return best[-1]


def log_weight(word: Ngram, probability: Mapping[Ngram, float], least_unit: float) -> float:
    """The log-probability of a word; single units have the least."""
    p = probability.get(word, 0)
    if len(word) == 1:
        p = max(p, least_unit)
    return math.log(p) if p > 0 else NEVER


def _at_least(p: float, least: float) -> float:
    return p if p >= least else 0
