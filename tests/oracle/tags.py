"""Cuts of a text by its own language model: chances of units, all cuts of a run, the best one.

A cut is told by where its words begin; nothing here knows of tags.
"""

from __future__ import annotations

import dataclasses
import functools
import math
from collections.abc import Iterable, Iterator, Sequence

from .ngrams import Ngram, count_ngrams, neighbours, variety
from .units import Document, all_runs

Run = tuple[str, ...]
Weights = Sequence[Sequence[float]]

HIGHEST = 4
DISCOUNTS = {2: (0.75, 1.12, 1.42), 3: (0.86, 1.23, 1.47), 4: (0.90, 1.35, 1.58)}
NO_EVIDENCE = [0.0] * 6


def discount(order: int, amount: float) -> float:
    """What is taken from an amount; between whole numbers, in proportion."""
    below = math.floor(amount)
    low, high = (DISCOUNTS[order][min(whole, 3) - 1] for whole in (below, below + 1))
    return low + (amount - below) * (high - low)


class UnitModel:
    """Probabilities of units after others, from the n-grams that occur min_count times."""

    def __init__(self, docs: Iterable[Document], max_order: int, *, min_count: int) -> None:
        docs = list(docs)
        self.runs: list[Run] = [tuple(unit.symbol for unit in run) for run in all_runs(docs)]
        self.order = min(HIGHEST, max_order)
        self.every = count_ngrams(docs, max_order)
        self.table = {w: n for w, n in self.every.items() if n >= min_count}
        self.variety = {w: variety(sides.left) for w, sides in neighbours(docs, max_order).items()}
        longer = [n for w, n in self.table.items() if 2 <= len(w) <= self.order]
        least = max(min(longer, default=2), 2)
        self.missing = math.fsum(n / (n + 1) for n in range(1, least)) / math.fsum(
            1 / (n + 1) for n in range(1, least)
        )
        units = [w for w in self.every if len(w) == 1]
        rare = [self.every[w] for w in units if w not in self.table]
        self.total = sum(self.amount(w) for w in units if w in self.table) + sum(rare)
        self.of_rare = sum(rare) / len(rare) if rare else 1
        self.followers: dict[Ngram, list[Ngram]] = {}
        for w in self.table:
            if len(w) > 1:
                self.followers.setdefault(w[:-1], []).append(w)
        self.probability = functools.cache(self._probability)

    def amount(self, w: Ngram) -> float:
        """Occurrences of the longest, left varieties of others."""
        return self.table[w] if len(w) == self.order else self.variety[w]

    def _probability(self, before: Ngram, unit: str) -> float:
        if not before:
            amount = self.amount((unit,)) if (unit,) in self.table else self.of_rare
            return amount / self.total
        lower = self.probability(before[1:], unit)
        w, order = (*before, unit), len(before) + 1
        if order > self.order:
            return lower
        if before not in self.table:
            own = (1 - discount(order, 1)) / self.missing
            return own + (1 - own) * lower
        known = self.followers.get(before, [])
        rest = self.table[before] - sum(self.table[v] for v in known)
        total = sum(self.amount(v) for v in known) + rest
        taken = math.fsum(discount(order, self.amount(v)) for v in known)
        of_missing = discount(order, self.missing)
        backoff = (taken + rest * of_missing / self.missing) / total
        if w in self.table:
            own = (self.amount(w) - discount(order, self.amount(w))) / total
        else:
            own = (self.missing - of_missing) / total
        return own + backoff * lower

    def evidence(self, run: Run) -> list[list[float]]:
        """The six numbers on the gap before each unit of a run; zeros before the first."""

        def log(i: int, before: int) -> float:
            return math.log10(self.probability(run[max(0, i - before) : i], run[i]))

        def bond(i: int) -> float:
            return log(i, 1) - log(i, 0) if 0 < i < len(run) else 0.0

        return [
            [
                bond(i),
                log(i, 2) - log(i, 0),
                log(i, 3) - log(i, 0),
                bond(i - 1),
                bond(i + 1),
                log(i + 1, 2) - log(i + 1, 1) if i + 1 < len(run) else 0.0,
            ]
            if i > 0
            else NO_EVIDENCE
            for i in range(len(run))
        ]


@dataclasses.dataclass(frozen=True)
class TagStatistics:
    """Of an n-gram, over its occurrences; `words` is None where two cuts of a run are as good."""

    words: float | None
    expected: float
    left: float
    right: float
    joined: float


class TaggedRun:
    """All cuts of one run."""

    def __init__(self, evidence: Sequence[Sequence[float]], weights: Weights) -> None:
        self.size = len(evidence)
        self.odds = [
            [math.fsum(w * x for w, x in zip(row, [*gap, 1.0], strict=True)) for row in weights]
            for gap in evidence
        ]
        # By the begin and the end of a word: what speaks for all its joins, and the chance that,
        # given its begin, it ends there.
        self.sums: dict[tuple[int, int], float] = {}
        self.chances: dict[tuple[int, int], float] = {}
        for begin in range(self.size):
            joins, chance = 0.0, 1.0
            for end in range(begin + 1, self.size):
                odds = self.odds[end][min(end - begin, 4) - 1]
                self.sums[begin, end] = joins
                self.chances[begin, end] = chance * sigmoid(-odds)
                joins += odds
                chance *= sigmoid(odds)
            self.sums[begin, self.size], self.chances[begin, self.size] = joins, chance
        self.begins = [1.0] + [0.0] * self.size  # by place: the chance that a word begins there
        for end in range(1, self.size + 1):
            self.begins[end] = math.fsum(
                self.begins[begin] * self.chances[begin, end] for begin in range(end)
            )

    def best(self) -> list[int] | None:
        """Where the words of the best cut begin; None if another is as good."""
        best: list[tuple[float, list[int], bool]] = [(0.0, [], True)]
        for end in range(1, self.size + 1):
            ways = sorted((best[begin][0] + self.sums[begin, end], begin) for begin in range(end))
            score, begin = ways[-1]
            is_only = len(ways) == 1 or score - ways[-2][0] > 1e-4
            best.append((score, [*best[begin][1], begin], is_only and best[begin][2]))
        _, begins, is_only = best[-1]
        return begins if is_only else None


def sigmoid(x: float) -> float:
    """1 / (1 + e^-x)."""
    return 1 / (1 + math.exp(-x)) if x > -700 else 0.0


def tag_statistics(model: UnitModel, weights: Weights) -> dict[Ngram, TagStatistics]:
    """Of all n-grams of the table."""
    longest = max(map(len, model.table), default=0)
    found: dict[Ngram, list[tuple[float | None, float, list[float]]]] = {w: [] for w in model.table}
    for run in model.runs:
        tagged = TaggedRun(model.evidence(run), weights)
        begins = tagged.best()
        for begin, end in _places(len(run), longest):
            w = run[begin:end]
            if w not in found:
                continue
            is_word = None
            if begins is not None:
                edges = {*begins, len(run)}
                is_word = float(edges & {*range(begin, end + 1)} == {begin, end})
            chance = tagged.begins[begin] * tagged.chances[begin, end]
            found[w].append((is_word, chance, tagged.begins[begin : end + 1]))
    return {w: _sum(rows) for w, rows in found.items()}


def _places(size: int, longest: int) -> Iterator[tuple[int, int]]:
    for begin in range(size):
        for end in range(begin + 1, min(begin + longest, size) + 1):
            yield begin, end


def _sum(rows: Sequence[tuple[float | None, float, list[float]]]) -> TagStatistics:
    means = [math.fsum(column) / len(rows) for column in zip(*(c for *_, c in rows), strict=True)]
    words = [word for word, _, _ in rows if word is not None]
    return TagStatistics(
        words=sum(words) if len(words) == len(rows) else None,
        expected=math.fsum(chance for _, chance, _ in rows),
        left=means[0],
        right=means[-1],
        joined=1 - max(means[1:-1], default=0.0),
    )
