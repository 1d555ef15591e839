"""Counts, neighbours and the measures of a candidate."""

from __future__ import annotations

import dataclasses
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from .decoding import BREAK, Break
from .units import Document, all_runs, count_units

Ngram: TypeAlias = "tuple[str, ...]"
Neighbour: TypeAlias = "str | Break"


def _occurrences(
    docs: Iterable[Document], max_order: int, join_lines: bool
) -> Iterator[tuple[Neighbour, Ngram, Neighbour]]:
    """(left neighbour, n-gram, right neighbour) of every place of 1..max_order units."""
    for run in all_runs(docs, join_lines):
        fenced: list[Neighbour] = [BREAK, *(unit.symbol for unit in run), BREAK]
        for start in range(1, len(run) + 1):
            for order in range(1, min(max_order, len(run) + 1 - start) + 1):
                end = start + order
                yield fenced[start - 1], tuple(map(str, fenced[start:end])), fenced[end]


def count_ngrams(
    docs: Iterable[Document], max_order: int, *, min_count: int = 1, join_lines: bool = False
) -> dict[Ngram, int]:
    """Occurrences of each n-gram of 1..max_order units, those below min_count left out."""
    counts = Counter(ngram for _, ngram, _ in _occurrences(docs, max_order, join_lines))
    return {
        ngram: counts[ngram] for ngram in sorted(counts, key="".join) if counts[ngram] >= min_count
    }


class Neighbours(NamedTuple):
    """What stands beside an n-gram, with its number of times; BREAK is one of the keys."""

    left: Counter[Neighbour]
    right: Counter[Neighbour]


def neighbours(
    docs: Iterable[Document], max_order: int, *, join_lines: bool = False
) -> dict[Ngram, Neighbours]:
    """The neighbours of each n-gram of 1..max_order units."""
    sides: dict[Ngram, Neighbours] = {}
    for left, ngram, right in _occurrences(docs, max_order, join_lines):
        side = sides.setdefault(ngram, Neighbours(Counter(), Counter()))
        side.left[left] += 1
        side.right[right] += 1
    return {ngram: sides[ngram] for ngram in sorted(sides, key="".join)}


def entropy(side: Mapping[Neighbour, int]) -> float:
    """Branching entropy of one side in nats; every BREAK is a neighbour unlike any other."""
    total = sum(side.values())
    distinct = [count for neighbour, count in side.items() if neighbour is not BREAK]
    distinct += [1] * side.get(BREAK, 0)
    return math.fsum(count / total * math.log(Fraction(total, count)) for count in distinct)


def variety(side: Mapping[Neighbour, int]) -> int:
    """Distinct neighbouring units, and one for each BREAK."""
    return len(set(side) - {BREAK}) + side.get(BREAK, 0)


def cohesion(ngram: Ngram, counts: Mapping[Ngram, int], units: int) -> float:
    """The smallest PMI over the two-part splits of an n-gram of 2 or more units, in nats."""
    ratios = (
        Fraction(counts[ngram] * units, counts[ngram[:cut]] * counts[ngram[cut:]])
        for cut in range(1, len(ngram))
    )
    return math.log(min(ratios))


@dataclasses.dataclass(frozen=True)
class Candidate:
    """The measures of a candidate; entropies and cohesion in nats."""

    count: int
    cohesion: float
    left_entropy: float
    right_entropy: float
    left_variety: int
    right_variety: int

    @property
    def accessor_variety(self) -> int:
        return min(self.left_variety, self.right_variety)


def candidates(
    docs: Iterable[Document], max_order: int, *, min_count: int = 1, join_lines: bool = False
) -> dict[Ngram, Candidate]:
    """Every n-gram of 2..max_order units that occurs min_count times, with its measures.

    Two alnum units are never adjacent, so each of these has a unit of an unsegmented script.
    """
    docs = list(docs)
    counts = count_ngrams(docs, max_order, join_lines=join_lines)
    sides = neighbours(docs, max_order, join_lines=join_lines)
    units = count_units(docs, join_lines)
    return {
        ngram: Candidate(
            count,
            cohesion(ngram, counts, units),
            entropy(sides[ngram].left),
            entropy(sides[ngram].right),
            variety(sides[ngram].left),
            variety(sides[ngram].right),
        )
        for ngram, count in counts.items()
        if len(ngram) >= 2 and count >= min_count
    }
