"""Judges a lexicon or a cut by gold, or by hidden words of a dictionary."""

from __future__ import annotations

from newword.evaluation.gold import Gold, read_gold
from newword.evaluation.hidden import HiddenFigures, HiddenRow, judge_by_hidden_words
from newword.evaluation.lexicon import (
    LengthFigures,
    LexiconFigures,
    ListFigures,
    evaluate_lexicon,
    read_ranked_words,
)
from newword.evaluation.segmentation import SegmentationFigures, evaluate_segmentation

__all__ = [
    "Gold",
    "HiddenFigures",
    "HiddenRow",
    "LengthFigures",
    "LexiconFigures",
    "ListFigures",
    "SegmentationFigures",
    "evaluate_lexicon",
    "evaluate_segmentation",
    "judge_by_hidden_words",
    "read_gold",
    "read_ranked_words",
]
