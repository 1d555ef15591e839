"""Segmented text of any script, measured by the engine, with labels."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from newword.core._core import Session, WordCutter
from newword.language.words import WEIGHTS
from newword.model.features.evidence import Evidence
from newword.model.features.structure import Rows
from training.gaps import are_cut, label
from training.gold import GoldText

__all__ = ["ScriptSample"]

_MAX_ORDER = 7
_CONSISTENT = 0.9
_NO_UNIT = 2**32 - 1


class ScriptSample:
    """One text: the evidence for each candidate, and what people say it is.

    All arrays have one row for each candidate, by order, then as the table has them.

    Attributes:
        corpus: The name of the text that it is, or is a part of.
        min_count: Of its n-grams.
        evidence: Of its n-grams.
        gaps: What people cut.
        units: Length.
        is_word: People have it as a word twice.
        is_phrase: Cuts are at both edges of 90 % of its occurrences.
    """

    def __init__(self, gold: GoldText, *, min_count: int = 2) -> None:
        session = Session(threads=1)
        session.feed(gold.raw.encode())
        session.end_document()
        table = session.count(max_order=_MAX_ORDER, min_count=min_count)
        self.corpus = gold.name.split(" ", 1)[0]
        self.min_count = min_count
        self.evidence = Evidence(session, table, WEIGHTS)
        evidence, are_first = session.gap_evidence()
        self.gaps = label(gold.sentences, evidence, are_first)
        structure = self.evidence.structure
        self._orders = structure.orders
        self._rows = [np.flatnonzero(structure.is_candidate[order]) for order in self._orders]
        self.units = np.repeat(list(self._orders), [len(rows) for rows in self._rows])
        words, phrases = self._look(gold, are_first)
        self.is_word, self.is_phrase = self.rows_of(words) >= 2, self.rows_of(phrases)

    def choose(self, most: int) -> np.ndarray:
        """At most so many rows, by chance."""
        size = len(self.units)
        if size <= most:
            return np.arange(size)
        return np.sort(np.random.default_rng(size).choice(size, most, replace=False))

    def rows_of(self, by_order: list[np.ndarray]) -> np.ndarray:
        """The values of all rows out of those of all n-grams."""
        pairs = zip(self._orders, self._rows, strict=True)
        return np.concatenate([by_order[order][rows] for order, rows in pairs])

    def gather(self, features: Callable[[int, Rows], np.ndarray]) -> np.ndarray:
        """The features of all rows, float32."""
        pairs = zip(self._orders, self._rows, strict=True)
        return np.concatenate([features(order, rows).astype(np.float32) for order, rows in pairs])

    def _look(
        self, gold: GoldText, are_first: np.ndarray
    ) -> tuple[list[np.ndarray], list[np.ndarray]]:
        """Of all n-grams, how often they are words, and whether cuts are mostly at both edges."""
        structure = self.evidence.structure
        unit = self._units(gold)
        is_cut = np.append(are_cut(gold.sentences, are_first), True)
        is_end = np.append(are_first, True)
        cuts_before = np.concatenate([[0], np.cumsum(is_cut)])
        words: list[np.ndarray] = [np.empty(0), np.empty(0)]
        phrases: list[np.ndarray] = [np.empty(0), np.empty(0)]
        place, at = unit, np.arange(len(unit))
        for order in structure.orders:
            goes_on = ~is_end[at + order - 1]
            place, at = place[goes_on], at[goes_on]
            keys = structure.prefix(order).astype(np.int64) * structure.size(1)
            keys += structure.last[order]
            wanted = place * structure.size(1) + unit[at + order - 1]
            place, is_there = _find(keys, wanted)
            place, at = place[is_there], at[is_there]
            both = is_cut[at] & is_cut[at + order]
            whole = both & (cuts_before[at + order] - cuts_before[at + 1] == 0)
            size = structure.size(order)
            words.append(np.bincount(place, weights=whole, minlength=size))
            share = np.bincount(place, weights=both, minlength=size) / structure.count[order]
            phrases.append(share >= _CONSISTENT)
        return words, phrases

    def _units(self, gold: GoldText) -> np.ndarray:
        """Of each unit of the text, its place in the table; beyond its end what is not there."""
        table = self.evidence.structure.table
        shown = table.words(1, np.arange(table.size(1), dtype=np.uint32))
        cutter, text = WordCutter(shown), gold.raw.encode()
        cutter.add_units(text)
        units = cutter.units_of(text).astype(np.int64)
        return np.asarray(units[units != _NO_UNIT])


def _find(keys: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where each wanted key stands, and whether it is there at all."""
    order = np.argsort(keys, kind="stable")
    found = np.minimum(np.searchsorted(keys, wanted, sorter=order), max(len(keys) - 1, 0))
    place = order[found] if len(keys) else found
    return place, keys[place] == wanted if len(keys) else np.zeros(len(wanted), dtype=bool)
