"""A lexicon with the kinds of its words, and without the words of unwanted kinds."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from newword.dictionary.background import BackgroundDictionary
from newword.discovery.options import Asked
from newword.lexicon import Lexicon
from newword.lexicon.kinds import with_labels
from newword.lexicon.order import DEFAULT_ORDER, has_probabilities
from newword.platform.message import message

__all__ = ["choose", "expected_precision", "label_and_choose"]


def label_and_choose(lexicon: Lexicon, asked: Asked, tagged: BackgroundDictionary) -> Lexicon:
    """The words with their labels, those that are wanted by them.

    Args:
        lexicon: All words, in order by score, if any may be left out.
        asked: What is wanted.
        tagged: The dictionary to learn kinds from.
    """
    lexicon = with_labels(lexicon, dictionary=tagged)
    if asked.choice.takes_all or not len(lexicon):
        return lexicon
    chosen = lexicon.where([asked.choice.takes(label) for label in lexicon.labels or ()])
    return choose(chosen, asked)


def choose(chosen: Lexicon, asked: Asked) -> Lexicon:
    """The words that are asked for of those that were not left out, in the order asked for."""
    known = asked.known_words
    if asked.top is not None:
        chosen = chosen.pick(asked.top, by=asked.sort or DEFAULT_ORDER, dictionary=known)
    if asked.sort is not None:
        chosen = chosen.sort(asked.sort, dictionary=known)
    chosen.report = replace(
        chosen.report,
        expected_precision=None
        if chosen.report.expected_precision is None
        else expected_precision(chosen.column("score"), asked),
        empty_reason=None if len(chosen) else _why_empty(chosen, asked),
        elapsed_s=time.perf_counter() - asked.started,
    )
    return chosen


def expected_precision(score: np.ndarray, asked: Asked, notes: Sequence[str] = ()) -> float | None:
    """The mean probability of being a word, where scores are that and no note doubts them."""
    is_word = asked.unit == "word" and not notes and len(score) > 0
    is_probability = has_probabilities(score, method=asked.method, unit=asked.unit)
    return float(score.mean()) if is_word and is_probability else None


def _why_empty(chosen: Lexicon, asked: Asked) -> str:
    if asked.top == 0:
        return message("top is 0")
    if chosen.report.empty_reason is not None:
        return chosen.report.empty_reason
    return message("no word is of the kinds that were asked for; ask for other kinds, or for all")
