"""In which order words are shown, and which of them are chosen when only some are wanted.

`score` puts what is surest first, which are rare words as often as frequent ones. `importance`
weighs the two: the uses of a word that are expected to be right, less those that are expected to be
wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from newword.errors import ConfigError
from newword.lexicon.likelihood import log_likelihood
from newword.methods.base import rank_order, twelve_digits
from newword.platform.message import message
from newword.platform.safe_text import excerpt

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from newword.dictionary.background import BackgroundDictionary

__all__ = [
    "DEFAULT_ORDER",
    "ORDERS",
    "check_order",
    "importance",
    "keyness",
    "places_by",
    "recency",
    "wholes_first",
]

ORDERS = ("importance", "score", "count", "keyness", "recent")
"""The orders that exist."""

_FACTORS = {("model", "term"): 2.0, ("formula", "word"): 0.5}

_LIKELY = 0.5

DEFAULT_ORDER = "importance"
"""What a person sees first, and what `top` chooses by, unless another is asked for."""


def check_order(name: str | None) -> None:
    """Refuse an unknown order.

    Raises:
        ConfigError: There is no order of this name.
    """
    if name is not None and name not in ORDERS:
        raise ConfigError(
            message(
                "there is no order {name}; choose one of: {orders}",
                name=excerpt(name),
                orders=", ".join(ORDERS),
            )
        )


def importance(
    score: NDArray[np.float64], count: NDArray[Any], *, method: str, unit: str
) -> NDArray[np.float64]:
    """How much each word matters to a reader, larger is more.

    With a probability p it is (2p - 1) * count: of this many uses a share p is expected to be right
    and 1 - p wrong. Words that are rather wrong come after all others, by p alone, since it does
    not matter how often one is wrong. A score that grows like a logarithm is added to that of the
    count, times a factor that was measured; other scores are their own importance.

    Args:
        score: By the method.
        count: Occurrences.
        method: Its name; `saved` if it is not known, then scores are probabilities if all of them
            could be.
        unit: What it ranked.
    """
    score, count = np.asarray(score, np.float64), np.asarray(count, np.float64)
    if has_probabilities(score, method=method, unit=unit):
        surplus = 2 * score - 1
        return np.where(surplus > 0, surplus * count, surplus)
    factor = _FACTORS.get((method, unit))
    return score if factor is None else score + factor * np.log(np.maximum(count, 1))


def has_probabilities(score: NDArray[np.float64], *, method: str, unit: str) -> bool:
    """Whether scores are probabilities of being a word, or a term."""
    if method == "saved":
        return bool(len(score) and np.all((score >= 0) & (score <= 1)))
    return method == "model" and unit in ("word", "both")


def keyness(
    words: Sequence[str], count: NDArray[Any], dictionary: BackgroundDictionary
) -> NDArray[np.float64]:
    """How much more often a text has each word than the text that a dictionary was counted in.

    It is the log-likelihood of Rayson and Garside (2000), with the sign of the difference. Each
    text is as large as its words are together.

    Raises:
        ConfigError: The dictionary has no frequencies.
    """
    if dictionary.total == 0:
        raise ConfigError(
            message(
                "the order keyness compares with the frequencies of a dictionary, and this has "
                "none; take jieba's, or compare with another corpus"
            )
        )
    here = np.asarray(count)
    there = np.array([dictionary.frequency(word) for word in words], np.int64)
    return log_likelihood(here, there, max(int(here.sum()), 1), dictionary.total)


def wholes_first(
    places: NDArray[np.intp],
    words: Sequence[str],
    count: NDArray[Any],
    score: NDArray[np.float64],
) -> NDArray[np.intp]:
    """An order in which each likely word or term stands before its fragments, else the given one.

    A fragment is a part that the text has in this whole half of the time or more.

    Args:
        places: The order, as places of words.
        words: All words.
        count: Occurrences of each.
        score: Of each, a probability; what is below .5 is not moved.
    """
    place_of = {word: place for place, word in enumerate(words)}
    wholes_of: dict[int, list[int]] = {}
    for whole in places.tolist():  # in order, so that the better whole comes first
        if score[whole] >= _LIKELY:
            for part in _parts(words[whole]):
                fragment = place_of.get(part)
                if fragment is not None and 2 * int(count[whole]) >= int(count[fragment]):
                    wholes_of.setdefault(fragment, []).append(whole)
    moved: dict[int, None] = {}
    for first in places.tolist():
        waiting = [first]
        while waiting:
            ahead = [whole for whole in wholes_of.get(waiting[-1], ()) if whole not in moved]
            if ahead:
                waiting.append(ahead[0])
            else:
                moved[waiting.pop()] = None
    return np.array(list(moved), np.intp)


def _parts(whole: str) -> set[str]:
    size = len(whole)
    parts = {whole[b:e] for b in range(size) for e in range(b + 2, size + 1)}
    return parts - {whole}


def recency(first_seen: NDArray[Any]) -> NDArray[np.float64]:
    """When each word was first seen, the latest largest; words without a time come last.

    Raises:
        ConfigError: No word has a time.
    """
    is_known = ~np.isnat(first_seen)
    if len(first_seen) and not is_known.any():
        raise ConfigError(
            message(
                "the order recent needs the times of documents; say where they are (time_field or "
                "time_from_path)"
            )
        )
    seconds = first_seen.astype("datetime64[s]").astype(np.int64).astype(np.float64)
    return np.where(is_known, seconds, -np.inf)


def places_by(
    key: NDArray[Any], words: Sequence[str], score: NDArray[np.float64], count: NDArray[Any]
) -> NDArray[np.intp]:
    """The places of words in any order by a key, largest first; of equal ones as in a ranking."""
    lengths = np.array([len(word) for word in words], np.int64)
    ranks = rank_order(list(words), count, np.nan_to_num(score), lengths)
    return ranks[places_of_ranked(key[ranks])]


def places_of_ranked(key: NDArray[Any]) -> NDArray[np.intp]:
    """The places of words in the order of a ranking by a key, largest first."""
    return np.argsort(-twelve_digits(np.asarray(key, np.float64)), kind="stable")
