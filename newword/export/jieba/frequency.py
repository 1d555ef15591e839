"""Frequencies for jieba's dictionary from a word's own statistics, where jieba cannot be asked.

jieba takes a word of two parts as soon as its frequency exceeds f(x) f(y) / total, which is how
often the parts would meet by chance. A corpus estimates that without jieba: count / exp(cohesion),
brought to the size of jieba's dictionary. Three times that, for jieba's frequencies are not the
corpus', and 300 more, for the words around the two also compete.

Measured with benchmarks/jieba_cut.py (four segmented corpora, 2,528 words outside jieba's
dictionary; mean of the corpora, hidden Markov model on and off; the sentences changed are those
that hold none of the words, of 34,413):

    frequency                         occurrences whole   sentences changed
    no entry                            .3900   .0000          0     0
    1                                   .7057   .6688        151   151
    the count                           .7969   .7818        152   152
    1000                                .9028   .9024        238   244
    left to jieba                       .9440   .9440        151   151
    count scaled to jieba's total       .9559   .9559        221   223
    sqrt(1000 x count scaled)           .9535   .9535        218   220
    300 + 3 x count scaled / e^cohesion .9549   .9549        199   201
    tried out in jieba                  .9672   .9672        291   301

The last formula depends on the parts of the word alone, so it does not fade as a corpus grows and
the same count becomes a smaller part of it: with thirty times the units the two before it fall to
.846 and .889. (151 sentences change at any frequency: they hold the likes of 12月份, see jieba.py.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newword.export.jieba.calibrate import MAX_FREQUENCY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from newword.table import WordTable

__all__ = ["JIEBA_TOTAL", "estimate_frequencies"]

JIEBA_TOTAL = 60_101_967
"""Sum of the frequencies of jieba 0.42.1's dictionary."""

_LEAST = 300
_FACTOR = 3


def estimate_frequencies(lexicon: WordTable) -> list[int]:
    """One frequency a word, 300 to 100,000, in the order of the lexicon.

    A word whose cohesion was not measured gets sqrt(1000 x count scaled). Where the size of the
    corpus is not known the count is taken as scaled already.
    """
    count = lexicon.column("count").astype(np.float64)
    cohesion: NDArray[np.float64] = lexicon.column("cohesion")
    units = lexicon.report.units
    scaled = count * (JIEBA_TOTAL / units if units else 1)
    by_chance = _LEAST + _FACTOR * scaled * np.exp(-np.nan_to_num(cohesion))
    frequencies = np.where(np.isnan(cohesion), np.sqrt(1000 * scaled), by_chance)
    return [int(f) for f in np.clip(frequencies, _LEAST, MAX_FREQUENCY).tolist()]
