"""What another text, of the same language or field, tells a gap network about strings."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from newword.corpus import Corpus, CorpusReport, InputProblem
from newword.counting.counts import CountedCorpus, OnProgress, count_corpus
from newword.counting.kept_text import has_kept_text
from newword.counting.reading import Reading
from newword.counting.score import score_count_file
from newword.errors import ConfigError
from newword.model.features.evidence import Evidence
from newword.model.features.gap_inputs import StringRows, word_levels
from newword.model.scoring import first_stage
from newword.model.weights import load_weights
from newword.platform.message import message
from newword.platform.safe_text import path_text

if TYPE_CHECKING:
    from newword.core._core import NgramTable

__all__ = ["ORDER", "BackgroundText", "likely_strings", "read_background"]

ORDER = 6
"""Units of the longest strings that a network is told of."""

_LEAST_PROBABILITY = 0.003
"""Less likely strings are left out: there are many of them, and they say what missing ones do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackgroundText:
    """What was learned from a text that is not the one to be cut.

    Attributes:
        strings: Those that may be words, and how likely each is to be one.
        report: What was read, and what could not be.
    """

    strings: StringRows
    report: CorpusReport


def read_background(
    corpus: Corpus, reading: Reading, on_progress: OnProgress | None = None
) -> BackgroundText:
    """Counts a text and judges its strings by the first stage of the model.

    Args:
        corpus: As for `discover`, or the path of a count file whose text is kept beside it.
        reading: How to read the text.
        on_progress: As for `discover`.

    Raises:
        ConfigError: The text holds nothing to learn from.
        CorpusError: A path does not exist, or `strict` met a problem.
        MemoryBudgetError: The passes do not fit.
    """
    counted = _count(corpus, reading, on_progress)
    if counted.units == 0:
        raise _nothing_in(counted.report.problems)
    evidence = Evidence(counted.session, counted.table, None)
    strings = likely_strings(counted.table, first_stage(load_weights(), evidence))
    return BackgroundText(strings=strings, report=counted.report)


def _count(corpus: Corpus, reading: Reading, on_progress: OnProgress | None) -> CountedCorpus:
    path = _only_path(corpus)
    if path is not None and has_kept_text(path):
        return score_count_file(
            path, max_order=ORDER, kept_text=True, reading=reading, on_progress=on_progress
        )
    return count_corpus(corpus, max_order=ORDER, reading=reading, on_progress=on_progress)


def _nothing_in(problems: Sequence[InputProblem]) -> ConfigError:
    """Why there is no text, by the first problem of reading it."""
    if not problems:
        return ConfigError(
            message("the background holds no text; name files or a directory of text")
        )
    first = problems[0]
    if first.code == "own-file":
        return ConfigError(
            message(
                "{path} has no text beside it to learn from; count with --keep-text, or name the "
                "texts",
                path=path_text(first.path),
            )
        )
    return ConfigError(message("the background holds no text: {problem}", problem=str(first)))


def _only_path(corpus: Corpus) -> str | os.PathLike[str] | None:
    """The path that a corpus is, alone or in a list."""
    given: object = corpus
    if isinstance(corpus, (list, tuple)) and len(corpus) == 1:
        given = corpus[0]
    return given if isinstance(given, (str, os.PathLike)) else None


def likely_strings(table: NgramTable, likely: Sequence[np.ndarray]) -> StringRows:
    """The n-grams of a table that may be words.

    Args:
        table: Of two and more units.
        likely: By order, of every n-gram to be a word (indices 0 and 1 unused).
    """
    found = StringRows.none()
    for order, probability in enumerate(likely[2:], start=2):
        rows = np.flatnonzero(probability >= _LEAST_PROBABILITY)
        words = table.words(order, rows.astype(np.uint32))
        found += StringRows.of(words, word_levels(probability[rows]))
    return found
