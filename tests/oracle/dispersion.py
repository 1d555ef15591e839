"""In how many documents a word stands, and how evenly it is spread over the text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from .ngrams import Ngram
from .units import Document, runs

__all__ = ["document_count", "evenness", "slice_counts"]


def document_count(docs: Iterable[Document], word: Ngram, join_lines: bool = False) -> int:
    """Documents that hold the word."""
    return sum(bool(_places([doc], word, join_lines)[0]) for doc in docs)


def evenness(docs: Iterable[Document], word: Ngram, join_lines: bool = False) -> Fraction:
    """Average reduced frequency divided by the count (Savický and Hlaváčová 2002).

    Units are one place each, and so are the boundaries behind runs. The places make a circle on
    which neighbouring occurrences are some distance apart; none counts for more than the even one.
    """
    found, size = _places(list(docs), word, join_lines)
    if not found:
        return Fraction(0)
    distances = [
        (place - before) % size or size
        for before, place in zip([found[-1], *found[:-1]], found, strict=True)
    ]
    even = Fraction(size, len(found))
    reduced = sum((min(Fraction(distance), even) for distance in distances), Fraction(0)) / even
    return reduced / len(found)


def slice_counts(
    docs: Sequence[Document], word: Ngram, slices: Sequence[int], join_lines: bool = False
) -> list[int]:
    """Occurrences in the documents of each slice 0, 1, ...; `slices` has the slice of each."""
    return [
        sum(
            len(_places([doc], word, join_lines)[0])
            for doc, own in zip(docs, slices, strict=True)
            if own == number
        )
        for number in range(max(slices, default=-1) + 1)
    ]


def _places(docs: Sequence[Document], word: Ngram, join_lines: bool) -> tuple[list[int], int]:
    """Where the word begins, and how many places there are."""
    found = []
    size = 0
    for doc in docs:
        for run in runs(doc, join_lines):
            symbols = tuple(unit.symbol for unit in run)
            found += [
                size + begin
                for begin in range(len(symbols) - len(word) + 1)
                if symbols[begin : begin + len(word)] == word
            ]
            size += len(symbols) + 1
    return found, size
