"""Cutting by a unigram model over a word list, learned from text: its best path."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from newword.core._core import WordCutter
from newword.segmentation.segmenter import Segmenter, simplified_text
from newword.segmentation.unit_lengths import unit_lengths

__all__ = ["UnigramCutter", "WeightedWords", "unigram_segmenter"]

_PASSES = 3
_SMOOTHING = 1e-4
_LEAST_UNIT = 1e-10
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


def unigram_segmenter(
    words: WeightedWords, sample: bytes, *, simplifies: bool = False, tokens: bool = False
) -> Segmenter:
    """A segmenter by word weights and a text to learn the probabilities from.

    Args:
        words: Weighted words. Those that are no string of units never occur.
        sample: The text to learn from, UTF-8.
        simplifies: The words are in simplified characters, and so is the text to be.
        tokens: Units are what stands between spaces.
    """
    sample = simplified_text(sample) if simplifies else sample
    cutter = UnigramCutter(words, sample, tokens=tokens)
    return Segmenter(cutter, words=len(words.words), simplifies=simplifies, tokens=tokens)


class UnigramCutter:
    """A unigram model; its probabilities by expectation maximisation over all cuts of a text.

    Single units are always words.

    Args:
        words: Weighted words.
        sample: The text to learn from, UTF-8.
        tokens: Units are what stands between spaces.

    Source: expectation maximisation of word probabilities: Deng et al. (2016).
    """

    def __init__(self, words: WeightedWords, sample: bytes, *, tokens: bool = False) -> None:
        self._tokens = tokens
        self._cutter = WordCutter(words.words, tokens=tokens)
        self._spelled = _BETWEEN.join(words.words)
        self._words = len(words.words)
        self._units = self._cutter.add_units(sample)
        units = len(self._cutter) - len(words.words)
        counts = np.zeros(len(self._cutter))
        self._cutter.count(sample, counts)
        weight = np.concatenate([words.weight, np.ones(units)])
        if words.doubtful is not None:
            is_frequent = counts[: len(words.words)] >= words.min_count
            weight[: len(words.words)][words.doubtful & is_frequent] = words.doubtful_weight
        prior = np.concatenate([words.prior, np.zeros(units)]) * (weight > 0)
        lengths = unit_lengths(words.words, tokens=tokens)
        is_single = np.concatenate([lengths == 1, np.ones(units)]) > 0
        self._logarithms = _log(self._learn(sample, counts, weight, prior, is_single))

    def __getstate__(self) -> dict[str, object]:
        """All but the core's cutter, which is made anew of its words."""
        return {name: value for name, value in vars(self).items() if name != "_cutter"}

    def __setstate__(self, state: dict[str, object]) -> None:
        vars(self).update(state)
        words = self._spelled.split(_BETWEEN) if self._words else []
        self._cutter = WordCutter(words, tokens=self._tokens)
        self._cutter.add_units(self._units)

    def cut(self, text: bytes) -> tuple[np.ndarray, np.ndarray]:
        """See `Cutter`."""
        return self._cutter.cut(text, self._logarithms)

    def write_cut(self, text: bytes, separator: bytes) -> bytes:
        """See `Cutter`."""
        return self._cutter.write_cut(text, self._logarithms, separator)

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


def _normalised(values: np.ndarray) -> np.ndarray:
    return np.asarray(values / max(float(values.sum()), 1e-300))


def _log(values: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(values))
