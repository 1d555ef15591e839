"""Corpora and their parts, measured by the engine, with labels."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence

import numpy as np

from newword.core._core import Session
from newword.language.words import WEIGHTS
from newword.model.features.dictionary_evidence import DictionaryEvidence
from newword.model.features.evidence import Evidence, Resegmented
from training.gaps import label
from training.gold import GoldText, is_han

__all__ = ["MIN_COUNTS", "SHARES", "Sample", "parts_of"]

SHARES = (0.5, 0.25, 0.1)
MIN_COUNTS = (3, 5, 8)
"""Of the samples that tell what a higher bound does to the probabilities."""

_MAX_LEN = 6
_CONSISTENT = 0.9


def parts_of(gold: GoldText, *, seed: int) -> list[GoldText]:
    """The text and contiguous parts of it: small corpora are what most users have."""
    rng = np.random.default_rng([seed, sum(gold.name.encode())])
    return [gold] + [gold.part(share, float(rng.uniform(0, 1 - share))) for share in SHARES]


class Sample:
    """One text: the evidence for each candidate, and what people say it is.

    All arrays have one row for each candidate of Han characters, by order, then by code points.

    Attributes:
        corpus: The name of the text that it is, or is a part of.
        min_count: Of its n-grams.
        session: The raw text.
        sentences: What people cut it into.
        evidence: Of its n-grams; to be cut by the weights that fit the texts it is trained with.
        gaps: What people cut.
        units: Length.
        count: Occurrences.
        words: Themselves.
        is_word: It is a gold word that occurs twice.
        is_phrase: Cuts are at both edges of 90 % of its occurrences.
        is_known: It is in the dictionary.
        gold: All gold words that occur twice, found or not.
    """

    def __init__(self, gold: GoldText, known: Container[str], *, min_count: int = 2) -> None:
        session = Session(threads=1)
        session.feed(gold.raw.encode())
        session.end_document()
        table = session.count(max_order=_MAX_LEN, min_count=min_count)
        self.name = gold.name
        self.corpus = gold.name.split(" ", 1)[0]
        self.min_count = min_count
        self.session = session
        self.sentences = gold.sentences
        self.evidence = Evidence(session, table, WEIGHTS)
        self.gaps = label(gold.sentences, *session.gap_evidence())
        self.gold = gold.words()
        shares = gold.boundary_shares()
        self.words: list[str] = []
        rows = []
        for order in self.evidence.structure.orders:
            shown = table.words(order, np.arange(table.size(order), dtype=np.uint32))
            han = [i for i, word in enumerate(shown) if is_han(word)]
            rows.append(np.array(han, dtype=np.int64))
            self.words += [shown[i] for i in han]
        self._rows = rows
        orders = self.evidence.structure.orders
        self.units = np.repeat(list(orders), [len(r) for r in rows])
        self.count = np.concatenate(
            [self.evidence.structure.count[o][r] for o, r in zip(orders, rows, strict=True)]
        )
        self.is_word = np.array([w in self.gold for w in self.words])
        self.is_phrase = np.array([shares[w] for w in self.words]) >= _CONSISTENT
        self.is_known = np.array([w in known for w in self.words])

    def base(self) -> np.ndarray:
        """Base features of all rows, float32."""
        return self._gather(self.evidence.base)

    def third(self, stage: Resegmented, words: DictionaryEvidence) -> np.ndarray:
        """Features of the second stage with a dictionary of all rows, float32."""

        def columns(order: int, rows: slice) -> np.ndarray:
            return np.stack(words.columns(order, rows), axis=1)

        return np.concatenate([self.second(stage), self._gather(columns)], axis=1)

    def second(self, stage: Resegmented) -> np.ndarray:
        """Features of the second stage of all rows, float32."""
        return self._gather(stage.features)

    def rows_of(self, by_order: Sequence[np.ndarray]) -> np.ndarray:
        """The values of all rows out of those of all n-grams."""
        return np.concatenate(
            [by_order[order][rows] for order, rows in enumerate(self._rows, start=2)]
        )

    def _gather(self, features: Callable[[int, slice], np.ndarray]) -> np.ndarray:
        parts = []
        for order, rows in zip(self.evidence.structure.orders, self._rows, strict=True):
            everything = slice(0, self.evidence.structure.size(order))
            parts.append(features(order, everything)[rows].astype(np.float32))
        return np.concatenate(parts)

    def choose(self, cap: int, *, seed: int) -> np.ndarray:
        """At most so many rows, by chance."""
        rng = np.random.default_rng([seed, sum(self.name.encode())])
        if len(self.words) <= cap:
            return np.arange(len(self.words))
        return np.sort(rng.choice(len(self.words), cap, replace=False))
