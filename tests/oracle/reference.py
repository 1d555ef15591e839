"""The reference method: keep firm n-grams, cut by longest connection, count, backtrack."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence

from .ngrams import Ngram, candidates
from .units import Document, all_runs


def reference(
    docs: Iterable[Document],
    max_order: int = 4,
    *,
    min_count: int,
    min_pmi: Sequence[float] = (0, 2, 4, 6),
    join_lines: bool = False,
) -> dict[Ngram, int]:
    """The words of the reference method and how often its segmentation contains them.

    Args:
        min_count: Lower bound for the n-grams that are kept, and again for the pieces.
        min_pmi: Lower bound of the cohesion, in nats, of n-grams of 1, 2, ... max_order units.
    """
    docs = list(docs)
    kept = {
        ngram
        for ngram, measures in candidates(
            docs, max_order, min_count=min_count, join_lines=join_lines
        ).items()
        if measures.cohesion >= min_pmi[len(ngram) - 1]
    }
    pieces: Counter[Ngram] = Counter()
    for run in all_runs(docs, join_lines):
        pieces.update(longest_connection([unit.symbol for unit in run], kept, max_order))
    return {
        piece: pieces[piece]
        for piece in sorted(pieces, key="".join)
        if len(piece) >= 2 and pieces[piece] >= min_count and _survives(piece, kept, max_order)
    }


def longest_connection(symbols: Sequence[str], kept: set[Ngram], max_order: int) -> list[Ngram]:
    """A run cut wherever no kept n-gram stands on both sides of the cut."""
    joined: set[int] = set()  # places with a kept n-gram across
    for start in range(len(symbols)):
        for end in range(start + 2, min(start + max_order, len(symbols)) + 1):
            if tuple(symbols[start:end]) in kept:
                joined.update(range(start + 1, end))
    cuts = [place for place in range(len(symbols) + 1) if place not in joined]
    return [tuple(symbols[start:end]) for start, end in itertools.pairwise(cuts)]


def _survives(piece: Ngram, kept: set[Ngram], max_order: int) -> bool:
    """Whether a piece is no mere chain: it, or each of its longest windows, is a kept n-gram.

    A piece of two units always is one: nothing else could have joined it.
    """
    windows = [piece[start : start + max_order] for start in range(len(piece) - max_order + 1)]
    return all(window in kept for window in windows or [piece])
