"""Cutting text into words: a unigram model over a word list, learned from text; its best path."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from newword.core._core import WordCutter
from newword.dictionary.script import simplified_forms

__all__ = ["Piece", "Segmenter", "WeightedWords"]

_PASSES = 3
_SMOOTHING = 1e-4
_LEAST_UNIT = 1e-10
_KINDS = ("word", "other", "space")
_SPACE = _KINDS.index("space")
_BETWEEN = "\0"  # no word that can occur has it


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightedWords:
    """What a segmenter is made of, as parallel columns.

    Attributes:
        words: Distinct; single characters may be among them.
        weight: How far each is believed to be a word, 0..1; 0 never is.
        prior: Its share of all words before any text is seen, 0..1.
        doubtful: Words that a lexicon should list if they occurred `min_count` times and were
            words, and does not: those that do occur so often in the sample get `doubtful_weight`.
        min_count: See there.
        doubtful_weight: See there.
    """

    words: Sequence[str]
    weight: np.ndarray
    prior: np.ndarray
    doubtful: np.ndarray | None = None
    min_count: float = 2.0
    doubtful_weight: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a text.

    Attributes:
        text: As it stands there.
        begin: Where, in code points.
        kind: `word` (a number is one, too), `other` (punctuation and the like) or `space`.
    """

    text: str
    begin: int
    kind: str


class Segmenter:
    """Cuts text into words. Immutable; any thread may use it, and it can be pickled and copied.

    Made by `newword.learn_segmenter`, or from word weights and a text to learn the probabilities
    from: those of a unigram model, by expectation maximisation over all cuts of the text. Single
    units are always words. What `cut` gives joins to the text again.

    Args:
        words: Weighted words. Those that are no string of units never occur.
        sample: The text to learn from, UTF-8.
        simplifies: The words are in simplified characters, and text is looked up as if it were,
            too; what is cut stays as it is written.

    Source: expectation maximisation of word probabilities: Deng et al. (2016).
    """

    def __init__(self, words: WeightedWords, sample: bytes, *, simplifies: bool = False) -> None:
        self._simplifies = simplifies
        sample = self._compared(sample)
        self._cutter = WordCutter(words.words)
        self._spelled = _BETWEEN.join(words.words)
        self._units = self._cutter.add_units(sample)
        units = len(self._cutter) - len(words.words)
        counts = np.zeros(len(self._cutter))
        self._cutter.count(sample, counts)
        weight = np.concatenate([words.weight, np.ones(units)])
        if words.doubtful is not None:
            is_frequent = counts[: len(words.words)] >= words.min_count
            weight[: len(words.words)][words.doubtful & is_frequent] = words.doubtful_weight
        prior = np.concatenate([words.prior, np.zeros(units)]) * (weight > 0)
        is_single = np.concatenate([[len(word) == 1 for word in words.words], np.ones(units)]) > 0
        self.words = len(words.words)
        self._logarithms = _log(self._learn(sample, counts, weight, prior, is_single))

    def __getstate__(self) -> dict[str, object]:
        """All but the cutter, which is made anew of its words."""
        return {name: value for name, value in vars(self).items() if name != "_cutter"}

    def __setstate__(self, state: dict[str, object]) -> None:
        vars(self).update(state)
        self._cutter = WordCutter(self._spelled.split(_BETWEEN) if self.words else [])
        self._cutter.add_units(self._units)

    def cut(self, text: str) -> list[str]:
        """The pieces of a text: words, punctuation, white space; together they are the text.

        Example:
            >>> segmenter.cut("今天天气很好。")  # doctest: +SKIP
            ['今天', '天气', '很', '好', '。']
        """
        return [piece.text for piece in self.pieces(text)]

    def pieces(self, text: str) -> list[Piece]:
        """The pieces of a text with their places and kinds."""
        encoded = self._compared(text.encode("utf-8", "surrogatepass"))
        ends, kinds = self._cutter.cut(encoded, self._logarithms)
        places = np.concatenate([[0], np.cumsum(_is_first_byte(encoded))])[ends].tolist()
        begins = [0, *places[:-1]][: len(places)]
        return [
            Piece(text=text[begin:end], begin=begin, kind=_KINDS[kind])
            for begin, end, kind in zip(begins, places, kinds.tolist(), strict=True)
        ]

    def write_cut(self, text: bytes, separator: bytes) -> bytes:
        """A text, UTF-8, with a separator between any two pieces neither of which is white space.

        Args:
            text: A document, or a part of one that ends at a line end or at another mark.
            separator: Any bytes.
        """
        if not self._simplifies:
            return self._cutter.write_cut(text, self._logarithms, separator)
        compared = self._compared(text)
        ends, kinds = self._cutter.cut(compared, self._logarithms)
        parts = np.flatnonzero((kinds[:-1] != _SPACE) & (kinds[1:] != _SPACE))
        characters = np.concatenate([[0], np.cumsum(_is_first_byte(compared))])[ends[parts]]
        places = np.append(np.flatnonzero(_is_first_byte(text)), len(text))[characters].tolist()
        bounds = zip([0, *places], [*places, len(text)], strict=True)
        return separator.join(text[begin:end] for begin, end in bounds)

    def _compared(self, text: bytes) -> bytes:
        """The text as the words are written, with as many characters."""
        if not self._simplifies:
            return text
        simplified = text.decode("utf-8", "surrogateescape").translate(simplified_forms())
        return simplified.encode("utf-8", "surrogateescape")

    def _learn(
        self,
        sample: bytes,
        counts: np.ndarray,
        weight: np.ndarray,
        prior: np.ndarray,
        is_single: np.ndarray,
    ) -> np.ndarray:
        """Word probabilities; every unit has one, so every text has a cut."""
        units = float(counts[is_single].sum())
        probability = _normalised(_normalised(counts * weight) + prior)
        for _ in range(_PASSES):
            probability[is_single] = np.maximum(probability[is_single], _LEAST_UNIT)
            expected = np.zeros(len(weight))
            self._cutter.expect(sample, _log(probability), expected)
            probability = _normalised((expected + _SMOOTHING) * weight + prior * units)
        probability[is_single] = np.maximum(probability[is_single], _LEAST_UNIT)
        return probability


def _is_first_byte(text: bytes) -> np.ndarray:
    """Which bytes of UTF-8 begin a character."""
    return np.asarray((np.frombuffer(text, dtype=np.uint8) & 0xC0) != 0x80)


def _normalised(values: np.ndarray) -> np.ndarray:
    return np.asarray(values / max(float(values.sum()), 1e-300))


def _log(values: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(values))
