"""A cut of a text against gold."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass

from newword.errors import EvaluationError
from newword.evaluation.gold import Gold, read_lines
from newword.platform.message import message
from newword.platform.plural import count_of
from newword.platform.safe_text import excerpt, path_text

__all__ = ["SegmentationFigures", "evaluate_segmentation", "read_cut"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentationFigures:
    """How many words of a cut are words of the gold, at the same place.

    Attributes:
        words: Number of words of the cut.
        gold_words: Number of words of the gold.
        precision: Share of the cut's words that are right.
        recall: Share of the gold's words that are found.
        f1: Harmonic mean of both.
    """

    words: int
    gold_words: int
    precision: float
    recall: float
    f1: float


def evaluate_segmentation(sentences: Sequence[Sequence[str]], gold: Gold) -> SegmentationFigures:
    """Judges a cut: word precision, recall and F1, punctuation included, as at SIGHAN's bake-offs.

    Where the two differ in it, `_` is what stands between the tokens of a word, and is nothing.

    Args:
        sentences: The sentences of the gold, cut into words.
        gold: The text as segmented by hand.

    Raises:
        EvaluationError: The texts are not the same.
    """
    if len(sentences) != len(gold.sentences):
        counts = message(
            "{sentences}, the gold has {sentences_2}",
            sentences=count_of(len(sentences), "sentence"),
            sentences_2=len(gold.sentences),
        )
        raise EvaluationError(
            message("the cut text has {counts}; cut the same text", counts=counts)
        )
    words = right = wanted = 0
    for number, (found, expected) in enumerate(zip(sentences, gold.sentences, strict=True), 1):
        if "".join(found) != "".join(expected):
            found, expected = _without_joints(found), _without_joints(expected)
        if "".join(found) != "".join(expected):
            shown = excerpt("".join(found)[:20])
            raise EvaluationError(
                message(
                    "sentence {number} is not that of the gold: {shown}", number=number, shown=shown
                )
            )
        spans = _spans(found) & _spans(expected)
        words, right, wanted = words + len(found), right + len(spans), wanted + len(expected)
    return SegmentationFigures(
        words=words,
        gold_words=wanted,
        precision=right / max(words, 1),
        recall=right / max(wanted, 1),
        f1=2 * right / max(words + wanted, 1),
    )


def read_cut(path: str | os.PathLike[str]) -> list[list[str]]:
    """A cut text: white space between words, one sentence a line; empty lines are left out.

    Raises:
        EvaluationError: The file cannot be read.
    """
    sentences = [line.split() for line in read_lines(path) if line.strip()]
    if not sentences:
        raise EvaluationError(message("{path}: it holds no word", path=path_text(str(path))))
    return sentences


def _without_joints(words: Sequence[str]) -> list[str]:
    """The words without what stands between their tokens."""
    return [spelled for word in words if (spelled := word.replace("_", ""))]


def _spans(words: Sequence[str]) -> set[tuple[int, int]]:
    spans, place = set(), 0
    for word in words:
        spans.add((place, place + len(word)))
        place += len(word)
    return spans
