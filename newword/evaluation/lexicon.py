"""A ranked list of words against gold."""

from __future__ import annotations

import os
from collections.abc import Container, Sequence
from dataclasses import dataclass

from newword.errors import EvaluationError, LexiconFileError
from newword.evaluation.gold import Gold, is_unsegmented
from newword.lexicon.file import load_lexicon

__all__ = [
    "CUTOFFS",
    "LengthFigures",
    "LexiconFigures",
    "ListFigures",
    "evaluate_lexicon",
    "read_ranked_words",
]

CUTOFFS = (100, 200, 500, 1000, 2000, 5000)
_RANKED = 20_000
_TOP_BY_LENGTH = 2000
_CONSISTENT = 0.9
_MIN_COUNT = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class LengthFigures:
    """Words of one length.

    Attributes:
        words: Among the first 2000.
        precision: Share of gold words among those.
        boundary_precision: Share of consistently delimited strings among those.
        recall: Share of the gold words of this length that the whole list has.
    """

    words: int
    precision: float
    boundary_precision: float
    recall: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFigures:
    """Figures of one list.

    Attributes:
        words: In the list.
        gold_words: That there are.
        average_precision: Over the first 20,000.
        precision: By k: share of gold words among the first k.
        boundary_precision: By k: share of consistently delimited strings among the first k: in 90 %
            of their occurrences a word begins at their left edge and one ends at their right.
        recall: Share of the gold words that the list has.
        f1: Of the whole list.
        by_length: 2, 3, 4, and 5 for all longer words.
    """

    words: int
    gold_words: int
    average_precision: float
    precision: dict[int, float]
    boundary_precision: dict[int, float]
    recall: float
    f1: float
    by_length: dict[int, LengthFigures]


@dataclass(frozen=True, slots=True, kw_only=True)
class LexiconFigures:
    """The figures of a lexicon against gold.

    Attributes:
        all: For all words of two or more characters of scripts without spaces.
        new: Without the dictionary's words, in the list and in the gold; None without a dictionary.
        mixed: Number of words in the list with other characters; no other figure includes them.
    """

    all: ListFigures
    new: ListFigures | None
    mixed: int


def evaluate_lexicon(
    words: Sequence[str], gold: Gold, *, dictionary: Container[str] | None = None
) -> LexiconFigures:
    """Judges a ranked list, best first. Gold words are those that occur twice as words.

    Args:
        words: Repeated words count once, and single characters do not count.
        gold: The text from which the list was made, segmented by hand.
        dictionary: Known words.

    Example:
        >>> gold = Gold([["机器", "学习"], ["机器", "坏", "了"]])
        >>> evaluate_lexicon(["机器", "器坏"], gold).all.average_precision
        1.0
    """
    several = [word for word in dict.fromkeys(words) if len(word) > 1]
    ranked = [word for word in several if is_unsegmented(word)]
    wanted = gold.words(_MIN_COUNT)
    new = None
    if dictionary is not None:
        new = _figures(
            [word for word in ranked if word not in dictionary],
            {word for word in wanted if word not in dictionary},
            gold,
        )
    return LexiconFigures(
        all=_figures(ranked, wanted, gold), new=new, mixed=len(several) - len(ranked)
    )


def _figures(ranked: list[str], wanted: set[str], gold: Gold) -> ListFigures:
    top = ranked[: max(CUTOFFS)]
    is_word = [word in wanted for word in ranked]
    is_delimited = _are_delimited(top, gold)
    hits, area = 0, 0.0
    for rank, hit in enumerate(is_word[:_RANKED], 1):
        hits += hit
        area += hits / rank if hit else 0.0
    found = sum(is_word)
    return ListFigures(
        words=len(ranked),
        gold_words=len(wanted),
        average_precision=area / max(len(wanted), 1),
        precision={k: sum(is_word[:k]) / k for k in CUTOFFS},
        boundary_precision={k: sum(is_delimited[:k]) / k for k in CUTOFFS},
        recall=found / max(len(wanted), 1),
        f1=2 * found / max(len(ranked) + len(wanted), 1),
        by_length=_by_length(ranked, wanted, gold),
    )


def _by_length(ranked: list[str], wanted: set[str], gold: Gold) -> dict[int, LengthFigures]:
    figures = {}
    for length in (2, 3, 4, 5):
        of_length = [word for word in ranked if min(len(word), 5) == length]
        top = [word for word in ranked[:_TOP_BY_LENGTH] if min(len(word), 5) == length]
        right = sum(min(len(word), 5) == length for word in wanted)
        if top:
            figures[length] = LengthFigures(
                words=len(top),
                precision=sum(word in wanted for word in top) / len(top),
                boundary_precision=sum(_are_delimited(top, gold)) / len(top),
                recall=sum(word in wanted for word in of_length) / max(right, 1),
            )
    return figures


def _are_delimited(words: Sequence[str], gold: Gold) -> list[bool]:
    return [n > 0 and both >= _CONSISTENT * n for n, both in gold.edges(words)]


def read_ranked_words(path: str | os.PathLike[str]) -> list[str]:
    """The words of a lexicon file or of any other list of words, in its order.

    Args:
        path: A file that `newword.load_lexicon` reads.

    Raises:
        EvaluationError: The file cannot be read.
    """
    try:
        return load_lexicon(path).words
    except LexiconFileError as error:
        raise EvaluationError(str(error)) from error
