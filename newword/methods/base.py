"""What every ranking method is: one function from counted n-grams to ranked words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import numpy as np

from newword.methods.numbers import begins_with_measure, find_number_frames
from newword.platform.message import message

if TYPE_CHECKING:
    from newword.config import Thresholds
    from newword.core._core import NgramTable
    from newword.core.text_passes import TextPasses
    from newword.counting.reading import Reading
    from newword.dictionary.background import BackgroundDictionary
    from newword.ranking.candidates import Candidates

__all__ = [
    "Method",
    "Ranking",
    "RankingInput",
    "Tick",
    "bounds_in_force",
    "rank_candidates",
    "rank_order",
    "require_memory",
    "twelve_digits",
]

_MOSTLY = 0.5
"""A measure and a noun with more of their occurrences behind a number are part of an expression."""

Tick = Callable[[int, int], None]
"""Called about every 50 ms with the work done and the work there is, in the method's own units."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Words with their statistics, best first, as parallel columns.

    A statistic that was not measured is NaN (-1 for the variety).

    Attributes:
        words: As they are shown.
        count: Occurrences, uint64.
        cohesion: Nats.
        left_entropy: Nats.
        right_entropy: Nats.
        accessor_variety: Distinct neighbours, smaller side, int64.
        score: The method's own, larger is better.
        candidates: N-grams that were looked at.
        thresholds: The lower bounds that were in force, by name.
        learned_units: Units of the text that the parameters of the passes were learned from; None
            without such passes.
        names: Documents of those words that are names with a middle dot, which no run holds.
        terms: Of a list of words and terms, those that are no words.
        notes: What is worth knowing about the scores.
    """

    words: list[str]
    count: np.ndarray
    cohesion: np.ndarray
    left_entropy: np.ndarray
    right_entropy: np.ndarray
    accessor_variety: np.ndarray
    score: np.ndarray
    candidates: int
    thresholds: dict[str, float]
    learned_units: int | None = None
    names: Mapping[str, int] = field(default_factory=dict)
    terms: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingInput:
    """A counted corpus, and what helps to rank its words.

    Attributes:
        session: The corpus, for methods that read the text again.
        table: Its n-grams of `Method.orders` units and fewer, `min_count` and more occurrences.
        min_count: The count in force.
        dictionary: Words that are known already, for methods that learn from them.
        tick: Told of the progress of passes over the text.
    """

    session: TextPasses
    table: NgramTable
    min_count: int
    dictionary: BackgroundDictionary | None = None
    tick: Tick | None = None


class Method(Protocol):
    """A way to rank. Stateless: everything it needs comes as arguments."""

    name: str
    needs_text: bool
    """Whether `rank` reads the text again, and not the table alone."""
    bytes_per_ngram: int
    """About what `rank` holds beside the table, for each n-gram of it."""

    def orders(self, thresholds: Thresholds) -> int:
        """Units of the longest n-gram that has to be counted."""

    def rank(self, given: RankingInput, thresholds: Thresholds) -> Ranking:
        """Ranks the words of a counted corpus.

        Args:
            given: The corpus.
            thresholds: What the user asked for; None in it means the method's own choice.
        """

    def score_parts(self, given: RankingInput, order: int, index: int) -> dict[str, float]:
        """The parts of one n-gram's score by name, `score` last; for `explain`."""


def require_memory(method: Method, table: NgramTable, reading: Reading) -> None:
    """Refuses a ranking that would exceed the memory that the user allows.

    Without a wish of theirs the ranking may take what it needs: the default limit is a habit.

    Raises:
        MemoryBudgetError: The message names the least that would do.
    """
    if reading.memory is None:
        return
    ngrams = sum(table.size(order) for order in range(1, table.max_order + 1))
    purpose = message(
        "ranking {ngrams} n-grams by method {name}", ngrams=f"{ngrams:,}", name=method.name
    )
    reading.limit.require(ngrams * method.bytes_per_ngram, purpose)


def bounds_in_force(
    thresholds: Thresholds, *, min_count: int, min_score: float | None
) -> dict[str, float]:
    """The lower bounds of a run by name: those the user set, and what was chosen for the rest."""
    bounds = {
        "min_count": min_count,
        "max_len": thresholds.max_len,
        "min_cohesion": thresholds.min_cohesion,
        "min_entropy": thresholds.min_entropy,
        "min_score": min_score,
    }
    return {name: float(bound) for name, bound in bounds.items() if bound is not None}


def rank_candidates(
    given: RankingInput,
    everything: Candidates,
    score: np.ndarray,
    keep: np.ndarray,
    thresholds: dict[str, float],
    *,
    numbers: bool = False,
    reads_text: bool = False,
    learned_units: int | None = None,
    notes: tuple[str, ...] = (),
) -> Ranking:
    """The ranking of the candidates to `keep` (a mask) by their scores.

    Number expressions are left out (`newword.methods.numbers`) unless `numbers`. What stands before
    the others is looked up in the text if the method reads it, else among the n-grams.
    """
    candidates, score = everything.take(keep), score[keep]
    words = candidates.words(given.table)
    if not numbers:
        rows = np.flatnonzero(~_are_number_expressions(given, words, candidates.count, reads_text))
        candidates, score, words = candidates.take(rows), score[rows], [words[row] for row in rows]
    best = rank_order(words, candidates.count, score, candidates.order)
    candidates = candidates.take(best)
    return Ranking(
        words=[words[i] for i in best],
        count=candidates.count,
        cohesion=candidates.cohesion,
        left_entropy=candidates.left_entropy,
        right_entropy=candidates.right_entropy,
        accessor_variety=candidates.accessor_variety.astype(np.int64),
        score=score[best],
        candidates=len(everything),
        thresholds=thresholds,
        learned_units=learned_units,
        notes=notes,
    )


def _are_number_expressions(
    given: RankingInput, words: list[str], counts: np.ndarray, reads_text: bool
) -> np.ndarray:
    """Which words are number expressions, or measures with what is counted behind numbers."""
    frames = find_number_frames(given.table)
    found = frames.are_expressions(words)
    rows = np.array([row for row, word in enumerate(words) if begins_with_measure(word)], dtype=int)
    measured = [words[row] for row in rows]
    if reads_text and measured:
        looked_up = given.session.find(measured)
        share = np.array([one.after_number / max(1, one.count) for one in looked_up])
    else:
        share = frames.shares_after_numbers(measured, counts[rows])
    found[rows] |= share >= _MOSTLY
    return found


def rank_order(
    words: list[str], count: np.ndarray, score: np.ndarray, units: np.ndarray
) -> np.ndarray:
    """The total order of every ranking, as indices, best first.

    Score (12 significant digits) descending, count descending, units ascending, code points.
    """
    by_word = np.empty(len(words), dtype=np.int64)
    by_word[sorted(range(len(words)), key=words.__getitem__)] = np.arange(len(words))
    return np.lexsort((by_word, units, -count.astype(np.int64), -twelve_digits(score)))


def twelve_digits(values: np.ndarray) -> np.ndarray:
    """Values rounded to 12 significant digits: below that, machines may differ."""
    with np.errstate(divide="ignore"):
        exponent = np.floor(np.log10(np.abs(values)))
    exponent = np.where(np.isfinite(exponent), exponent, 0)
    scale = 10.0 ** (11 - np.maximum(exponent, -290))  # below, the scale would be no number
    return np.asarray(np.round(values * scale) / scale)
