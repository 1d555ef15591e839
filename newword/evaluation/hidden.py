"""A judge without gold: hides half of a dictionary and counts how much of it comes back."""

from __future__ import annotations

import hashlib
import math
import os
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress
from typing import TYPE_CHECKING

import numpy as np

from newword.config import Thresholds
from newword.counting.counts import OnProgress, count_corpus, make_tick, unit_weights
from newword.counting.reading import Reading
from newword.dictionary.background import BackgroundDictionary, load_dictionary
from newword.dictionary.entries import Entries
from newword.errors import ConfigError
from newword.methods import DEFAULT_METHOD, find_method
from newword.methods.base import RankingInput
from newword.platform.message import message

if TYPE_CHECKING:
    from newword.core._core import NgramTable
    from newword.corpus import Corpus, CorpusReport

__all__ = [
    "HiddenFigures",
    "HiddenRow",
    "judge_by_hidden_words",
    "split_dictionary",
    "wilson_interval",
]

_CUTOFFS = (100, 200, 500, 1000, 2000, 5000, 10000)
_Z = 1.96
_FEWEST = 100  # words that tell how much of the right ones a dictionary has


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenRow:
    """The first k words of the list that the visible half lacks.

    Attributes:
        k: How many.
        hidden: Of them in the hidden half.
        recall: Share of the hidden words of the corpus that are among them.
        precision: Estimate of the share of words among them; see `judge_by_hidden_words`.
        low: Where its 95 % interval begins.
        high: Where it ends.
        at_least: Share that is in the hidden half, so certainly words as the dictionary sees it.
    """

    k: int
    hidden: int
    recall: float
    precision: float
    low: float
    high: float
    at_least: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenFigures:
    """How many hidden words were found.

    Attributes:
        hidden_words: Words of several characters that were hidden.
        in_corpus: Those of them that occur `min_count` times.
        found: Those of `in_corpus` that are in the whole list.
        words: Words of the list that the visible half lacks.
        min_count: The minimum count in force.
        coverage: Largest share of hidden words among the first k words, for any k; precision is
            measured relative to it.
        rows: Figures for the first k words, by k.
        corpus: What was read.
    """

    hidden_words: int
    in_corpus: int
    found: int
    words: int
    min_count: int
    coverage: float
    rows: tuple[HiddenRow, ...]
    corpus: CorpusReport


def judge_by_hidden_words(
    corpus: Corpus,
    *,
    dictionary: str | os.PathLike[str] | BackgroundDictionary | Sequence[str],
    method: str = DEFAULT_METHOD,
    seed: int = 1,
    min_count: int | None = None,
    max_len: int = 6,
    min_score: float | None = None,
    reading: Reading | None = None,
    on_progress: OnProgress | None = None,
) -> HiddenFigures:
    """Discovers with half of a dictionary and looks for the other half.

    The seed and the word alone decide whether a word is hidden. Hidden words are known to be words;
    other strings in the list may be words that no dictionary has, or no words at all. The precision
    of the first k strings is estimated as their share of hidden words, divided by the largest such
    share for any k. Where the share is largest, every string is assumed to be a word, and those
    that are not hidden are taken as words that dictionaries lack.

    Args:
        corpus: As for `discover`.
        dictionary: As for `discover`; the larger, the better.
        method: As for `discover`.
        seed: Which half is hidden.
        min_count: As for `discover`; so are the next two.
        max_len: Length of the longest word, in units.
        min_score: Minimum score of the method.
        reading: How to read the corpus.
        on_progress: As for `discover`.

    Raises:
        ConfigError: The dictionary has no word to hide.
        CorpusError: A path does not exist, or `strict` met a problem.
        DictionaryError: The dictionary cannot be read.
    """
    thresholds = Thresholds(min_count=min_count, max_len=max_len, min_score=min_score)
    chosen = find_method(method)
    known = load_dictionary(dictionary)
    if not any(_is_hidden(word, seed) for word in known):  # before the work
        raise ConfigError(message("the dictionary has no word of several characters to hide"))
    counted = count_corpus(
        corpus,
        max_order=chosen.orders(thresholds),
        min_count=min_count,
        reading=reading,
        on_progress=on_progress,
    )

    visible, hidden = split_dictionary(known.for_text(unit_weights(counted.table)), seed)

    given = RankingInput(
        session=counted.session,
        table=counted.table,
        min_count=counted.min_count,
        dictionary=visible,
        tick=make_tick("rank", on_progress),
    )
    ranking = chosen.rank(given, thresholds)
    is_new = ~visible.known(ranking.words)
    is_hidden = hidden.known(ranking.words)[is_new]
    in_corpus = _count_in(hidden, counted.table, max_len)
    coverage, rows = _rows(is_hidden, in_corpus)
    return HiddenFigures(
        hidden_words=len(hidden),
        in_corpus=in_corpus,
        found=int(is_hidden.sum()),
        words=len(is_hidden),
        min_count=counted.min_count,
        coverage=coverage,
        rows=rows,
        corpus=counted.report,
    )


def wilson_interval(hits: int, trials: int) -> tuple[float, float]:
    """The 95 % interval of a share. Source: Wilson (1927)."""
    share, z2 = hits / trials, _Z**2
    middle = (share + z2 / (2 * trials)) / (1 + z2 / trials)
    spread = math.sqrt(share * (1 - share) / trials + z2 / (4 * trials**2))
    reach = _Z * spread / (1 + z2 / trials)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def split_dictionary(
    dictionary: BackgroundDictionary, seed: int
) -> tuple[BackgroundDictionary, BackgroundDictionary]:
    """The half that is seen, and the one that is hidden."""
    words, frequencies, tags = dictionary.rows()
    is_hidden = [_is_hidden(word, seed) for word in words]

    def part(chosen: list[bool]) -> BackgroundDictionary:
        entries = Entries()
        entries.add(
            list(compress(words, chosen)),
            array("q", compress(frequencies, chosen)),
            list(compress(tags, chosen)),
        )
        return BackgroundDictionary(
            entries, origin=dictionary.origin, simplifies=dictionary.simplifies
        )

    return part([not hidden for hidden in is_hidden]), part(is_hidden)


def _is_hidden(word: str, seed: int) -> bool:
    if len(word) < 2:
        return False
    digest = hashlib.blake2b(f"{seed}:{word}".encode("utf-8", "replace"), digest_size=1).digest()
    return bool(digest[0] & 1)


def _count_in(words: BackgroundDictionary, table: NgramTable, max_len: int) -> int:
    """How many of the words are n-grams of the table."""
    found: set[str] = set()
    for order in range(2, min(max_len, table.max_order) + 1):
        shown = table.words(order, range(table.size(order)))
        found.update(compress(words.keys(shown), words.known(shown)))
    return len(found)


def _rows(is_hidden: np.ndarray, in_corpus: int) -> tuple[float, tuple[HiddenRow, ...]]:
    size = len(is_hidden)
    cutoffs = [k for k in _CUTOFFS if k < size] + ([size] if size else [])
    hits = {k: int(is_hidden[:k].sum()) for k in cutoffs}
    large = [k for k in cutoffs if k >= _FEWEST] or cutoffs
    coverage = max((hits[k] / k for k in large), default=0.0)
    rows = []
    for k in cutoffs:
        low, high = wilson_interval(hits[k], k)
        scale = coverage or 1.0
        rows.append(
            HiddenRow(
                k=k,
                hidden=hits[k],
                recall=hits[k] / max(in_corpus, 1),
                precision=min(hits[k] / k / scale, 1.0),
                low=min(low / scale, 1.0),
                high=min(high / scale, 1.0),
                at_least=hits[k] / k,
            )
        )
    return coverage, tuple(rows)
