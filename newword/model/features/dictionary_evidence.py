"""DFN and DX: what the user's dictionary says about strings that are not in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from newword.model.features.known_words import NAME_TAGS, KnownWords
from newword.model.features.spelling import codes_of_units, keys_of_ngrams
from newword.model.features.structure import Rows, Structure, Tick
from newword.ranking.features import log_odds

if TYPE_CHECKING:
    from newword.core.text_passes import TextPasses

__all__ = ["DICTIONARY", "DictionaryEvidence"]

DICTIONARY = (
    *(f"{unit}_{what}" for unit in ("first", "last") for what in ("begins", "ends", "alone")),
    "words_from_first",
    "words_to_last",
    "words_around",
    "words_from_here",
    "words_to_here",
    "family_of_prefix",
    "family_of_suffix",
    "is_two_words",
    "is_two_long_words",
    "begins_with_word",
    "ends_with_word",
    "cut_left",
    "cut_right",
    "cut_both",
    "cut_inner",
    "split_gain",
    "split_parts",
    "split_weakest",
    *(f"shape_{tag}" for tag in NAME_TAGS),
)
"""Of the first and last character: log-odds to begin, to end a dictionary word, to be one alone;
ln(1 + words): that begin with the first, end with the last character, that contain, begin with, end
with the string, that begin with it without its last, end with it without its first unit; flags: it
is two dictionary words, two of several characters, begins, ends with one of several; log-odds of
cuts at its left edge, right edge, both, inside, in the most probable cut by the dictionary's
frequencies; log-probability against that of its best split into dictionary words, parts by unit,
log-probability of the weakest part; likeness in shape with each kind of names."""

_UNKNOWN = 0.5


class DictionaryEvidence:
    """The features of `DICTIONARY` for the n-grams of one corpus.

    What the dictionary has is known at once; `columns` needs the text to be `cut` by it before.

    Attributes:
        is_known: By order (index 0 unused): which n-grams are in the dictionary.
    """

    def __init__(
        self,
        session: TextPasses,
        structure: Structure,
        known: KnownWords,
        *,
        tick: Tick | None = None,
    ) -> None:
        self._session, self._structure, self._known = session, structure, known
        self._tick = tick
        self._keys = keys_of_ngrams(structure, known.compared)
        frequency = [np.empty(0), *(known.frequency(keys) for keys in self._keys[1:])]
        self.is_known = [of_order > 0 for of_order in frequency]
        with np.errstate(divide="ignore"):
            self._log_probability = [np.log(of_order / known.total) for of_order in frequency]
        unknown = np.log(_UNKNOWN / known.total)
        self._log_probability[1] = np.maximum(self._log_probability[1], unknown)

    def cut(self) -> DictionaryEvidence:
        """Goes through the text, which a dictionary that judges nothing need not be waited for."""
        structure, known = self._structure, self._known
        self._cuts = self._session.segment(
            [np.exp(of_order) for of_order in self._log_probability[1:]], tick=self._tick
        ).edges
        self._column = known.columns_of(codes_of_units(structure, known.compared))
        self._characters = self._character_features()
        self._shapes: dict[tuple[str, int], Callable[[list[np.ndarray]], np.ndarray]] = {
            (tag, order): known.name_shape(tag, order)
            for tag in NAME_TAGS
            for order in structure.orders
        }
        return self

    def _character_features(self) -> np.ndarray:
        """Begins, ends, single, words from, words to: by unit."""
        begins, ends, all_, alone, inside = self._known.character_statistics()[self._column].T
        return np.stack(
            [
                np.log((begins + 0.5) / (all_ - begins + 0.5)),
                np.log((ends + 0.5) / (all_ - ends + 0.5)),
                np.log((alone + 0.5) / (inside + 0.5)),
                np.log1p(begins),
                np.log1p(ends),
            ]
        )

    def columns(self, order: int, rows: Rows) -> list[np.ndarray]:
        """The features of some n-grams."""
        first, last = self._structure.first[order][rows], self._structure.last[order][rows]
        cuts = self._cuts
        edges = (cuts.left, cuts.right, cuts.both, cuts.inner)
        units = [self._column[unit] for unit in self._structure.units(order, rows)]
        return [
            *(self._characters[k][first] for k in range(3)),
            *(self._characters[k][last] for k in range(3)),
            self._characters[3][first],
            self._characters[4][last],
            *self._part_columns(order, rows),
            *self._concatenation_columns(order, rows),
            *(log_odds(of_order[order][rows]) for of_order in edges),
            *self._split_columns(order, rows),
            *(self._shapes[tag, order](units) for tag in NAME_TAGS),
        ]

    def _part_columns(self, order: int, rows: Rows) -> list[np.ndarray]:
        around, begins, ends = self._known.parts(self._keys[order][rows], order)
        if order > 2:
            shorter = self._keys[order - 1]
            prefix = shorter[self._structure.prefix(order)[rows]]
            suffix = shorter[self._structure.suffix(order)[rows]]
            family = (
                self._known.parts(prefix, order - 1)[1],
                self._known.parts(suffix, order - 1)[2],
            )
        else:
            family = np.zeros(len(around)), np.zeros(len(around))
        return [np.log1p(column) for column in (around, begins, ends, *family)]

    def _concatenation_columns(self, order: int, rows: Rows) -> list[np.ndarray]:
        prefixes = self._structure.prefixes(order, rows)
        suffixes = self._structure.suffixes(order, rows)
        nothing = np.zeros(len(prefixes[1]), dtype=bool)
        starts = [self.is_known[k][prefixes[k]] for k in range(1, order)]
        ends = [self.is_known[order - k][suffixes[order - k]] for k in range(1, order)]
        both = [a & b for a, b in zip(starts, ends, strict=True)]
        return [
            np.logical_or.reduce(flags).astype(np.float64)
            for flags in (
                both,
                [nothing, *both[1:-1]],
                [nothing, *starts[1:]],
                [nothing, *ends[:-1]],
            )
        ]

    def _split_columns(self, order: int, rows: Rows) -> list[np.ndarray]:
        """Best split into two and more dictionary words or single units, by dynamic programming."""
        structure = self._structure
        suffixes = structure.suffixes(order, rows)
        size = len(suffixes[1])
        best = [np.zeros(size)] + [np.full(size, -np.inf) for _ in range(order)]
        parts = [np.zeros(size) for _ in range(order + 1)]
        weakest = [np.zeros(size) for _ in range(order + 1)]
        whole = np.arange(structure.size(order))[rows]
        for begin in range(order):
            length = order - begin
            rest = whole if begin == 0 else suffixes[length]
            within = structure.prefixes(length, rest) if length > 1 else []
            for end in range(begin + 1, order + 1):
                if begin == 0 and end == order:
                    continue
                place = rest if end == order else within[end - begin]
                own = self._log_probability[end - begin][place]
                score = best[begin] + own
                is_better = score > best[end]
                best[end] = np.where(is_better, score, best[end])
                parts[end] = np.where(is_better, parts[begin] + 1, parts[end])
                weakest[end] = np.where(is_better, np.minimum(weakest[begin], own), weakest[end])
        count = structure.count[order][rows]
        gain = np.log(count / max(structure.table.units, 1)) - best[order]
        return [gain, parts[order] / order, weakest[order]]
