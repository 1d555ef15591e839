"""What a dictionary knows of characters, parts of words and name shapes, as arrays."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from newword.model.features.gap_inputs import StringRows, word_levels
from newword.model.features.spelling import CharacterText, SortedKeys, look_up

if TYPE_CHECKING:
    from newword.core._core import GapStrings
    from newword.dictionary.background import BackgroundDictionary

__all__ = ["NAME_TAGS", "KnownWords"]

NAME_TAGS = ("nr", "nrt", "ns")
"""Tags of jieba's dictionary for names of people, transliterated names, places."""

_LENGTHS = range(2, 8)
_NO_NAMES = -3.0


class KnownWords:
    """A dictionary as arrays. Frequencies that are not given are 1.

    Attributes:
        total: Sum of the frequencies.
        compared: Gives words as the dictionary compares them.
    """

    def __init__(self, dictionary: BackgroundDictionary) -> None:
        words, frequencies, tags = dictionary.rows()
        self.compared = dictionary.keys
        self._text = CharacterText(words)
        keys = self._text.word_keys()
        order = np.argsort(keys, kind="stable")
        self._keys = SortedKeys(keys[order])
        self._frequency = np.maximum(np.array(frequencies), 1).astype(np.float64)
        self._frequency_by_key = self._frequency[order]
        self.total = max(float(self._frequency.sum()), 1.0)
        tag_of = np.array(tags or [""])
        self._is_name = {tag: tag_of == tag for tag in NAME_TAGS}
        occurs = np.bincount(self._text.codes) > 0
        self._characters = np.flatnonzero(occurs).astype(np.uint32)
        self._column = (np.cumsum(occurs) - 1)[self._text.codes]

    def strings(self, *, as_dictionary: bool) -> StringRows:
        """Its words, for a gap network; those of no dictionary of the language are sure words."""
        codes, sizes = self._text.codes, self._text.length
        surest = word_levels(np.ones(len(sizes)))
        return StringRows.of_codes(codes, sizes, None if as_dictionary else surest)

    @functools.cached_property
    def gap_strings(self) -> GapStrings:
        """Its words as those of a dictionary, in the core."""
        return self.strings(as_dictionary=True).joined()

    @functools.cached_property
    def _parts(self) -> dict[int, tuple[SortedKeys, np.ndarray]]:
        """What `parts` looks up, by length."""
        return {length: self._count_parts(length) for length in _LENGTHS}

    def frequency(self, keys: np.ndarray) -> np.ndarray:
        """Of the words with these keys; 0 for those that are not in the dictionary."""
        at, is_there = self._keys.find(keys)
        if len(self._keys) == 0:
            return np.zeros(len(keys))
        return np.where(is_there, self._frequency_by_key[at], 0.0)

    def parts(self, keys: np.ndarray, length: int) -> np.ndarray:
        """How many words of 2 and more characters contain, begin with, end with these.

        Returns:
            Rows for the three, a column for each key, which stands for `length` characters.
        """
        known, counts = self._parts[length]
        at, is_there = known.find(keys)
        if len(known) == 0:
            return np.zeros((3, len(keys)))
        return np.asarray(np.where(is_there, counts[:, at], 0.0))

    def columns_of(self, codes: np.ndarray) -> np.ndarray:
        """Places of code points among the dictionary's characters; one past the last if unknown."""
        at, is_there = look_up(codes, self._characters)
        return np.where(is_there, at, len(self._characters))

    def character_statistics(self) -> np.ndarray:
        """By character, with a last row for unknown ones.

        Returns:
            Columns: words of two and more characters that begin with it, that end with it, its
            occurrences in such words; frequency of the character as a word; of words that hold it.
        """
        size = len(self._characters) + 1
        length, begin = self._text.length, self._text.begin[:-1]
        long, single = length > 1, length == 1
        last = begin + length - 1
        in_long = np.repeat(long, length)

        def tally(columns: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
            return np.bincount(columns, weights=weights, minlength=size).astype(np.float64)

        return np.stack(
            [
                tally(self._column[begin[long]]),
                tally(self._column[last[long]]),
                tally(self._column[in_long]),
                tally(self._column[begin[single]], self._frequency[single]),
                tally(self._column[in_long], np.repeat(self._frequency, length)[in_long]),
            ],
            axis=1,
        )

    def name_shape(self, tag: str, length: int) -> Callable[[list[np.ndarray]], np.ndarray]:
        """A function from the characters of strings to the likeness with names of that tag.

        The characters come as one array of `columns_of` for each position; the result is the mean
        log-likelihood ratio of the positions against all words of this length, in nats.
        """
        of_length = self._text.length == length
        named = of_length & self._is_name[tag][: len(of_length)]
        if not named.any():
            return lambda columns: np.full(len(columns[0]), _NO_NAMES)
        size = len(self._characters) + 1
        begin = self._text.begin[:-1]
        ratios = []
        for i in range(length):
            names = np.bincount(self._column[begin[named] + i], minlength=size)
            words = np.bincount(self._column[begin[of_length] + i], minlength=size)
            share_of_names = (names + 0.2) / (named.sum() + 600)
            ratios.append(np.log(share_of_names * (of_length.sum() + 2500) / (words + 0.5)))
        return lambda columns: np.mean(
            [ratio[column] for ratio, column in zip(ratios, columns, strict=True)], axis=0
        )

    def _count_parts(self, length: int) -> tuple[SortedKeys, np.ndarray]:
        """Distinct parts of this many characters of longer words, and the rows of `parts`."""
        begin, size = self._text.begin[:-1], self._text.length
        holds = size >= length
        number = np.where(holds, size - length + 1, 0)
        first = np.repeat(begin, number)
        within = np.arange(len(first)) - np.repeat(np.cumsum(number) - number, number)
        with np.errstate(over="ignore"):
            keys = self._text.keys(first + within, length)
        distinct, at = np.unique(keys, return_inverse=True)
        is_first = within == 0
        is_last = within == np.repeat(number, number) - 1
        counts = np.stack(
            [
                np.bincount(at, weights=weights, minlength=len(distinct))
                for weights in (None, is_first, is_last)
            ]
        )
        return SortedKeys(distinct), counts.astype(np.float64)
