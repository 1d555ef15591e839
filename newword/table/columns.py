"""What is known of words: the columns of a table, one of its rows, and how it was made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np

from newword.corpus.report.problem import InputProblem

if TYPE_CHECKING:
    from newword.dictionary.word_file import WordFile

__all__ = ["COLUMNS", "DTYPES", "Entry", "Report"]

DTYPES: dict[str, type[np.generic] | str] = {
    "count": np.uint64,
    "cohesion": np.float64,
    "left_entropy": np.float64,
    "right_entropy": np.float64,
    "accessor_variety": np.int64,
    "score": np.float64,
    "known": np.int8,
    "documents": np.int64,
    "dispersion": np.float64,
    "first_seen": "datetime64[s]",
    "last_seen": "datetime64[s]",
}
COLUMNS = ("word", *DTYPES)
"""The columns of every export that has columns, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was read and done.

    Attributes:
        method: The ranking method.
        units: Units of the corpus, the N of every formula.
        bytes_read: Bytes of input.
        files: Files read.
        documents: Texts read; each document in a file counts.
        thresholds: The value of every threshold that was applied, by name.
        problems: What could not be read.
        elapsed_s: Wall time in seconds.
        candidates: N-grams that the method ranked or rejected.
        empty_reason: Why the lexicon is empty, if it is, and which threshold was nearest.
        unit: What was ranked: `word`, `term` or `both`.
        expected_precision: The share of words in the list, by the method's own probabilities; None
            where scores are no probabilities.
        learned_units: Number of units from which the passes of `model` and `formula` learned, a
            sample of a large corpus; None for other methods.
        word_files: The files of known words, or the list of words from which this was read: what
            each was taken for, and how many words it gave.
        notes: Remarks about the input when nothing is missing.
    """

    method: str
    units: int
    bytes_read: int
    files: int
    documents: int
    thresholds: Mapping[str, float]
    problems: tuple[InputProblem, ...]
    elapsed_s: float
    candidates: int
    empty_reason: str | None
    unit: str = "word"
    expected_precision: float | None = None
    learned_units: int | None = None
    word_files: tuple[WordFile, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One word and its statistics; None means not measured.

    Attributes:
        word: The word in its most frequent spelling.
        count: Number of occurrences in the corpus.
        cohesion: Smallest PMI over all two-part splits, nats.
        left_entropy: Branching entropy of the left side, nats.
        right_entropy: Branching entropy of the right side, nats.
        accessor_variety: Number of distinct neighbours on the side that has fewer.
        score: The score by the method; larger is better.
        known: Whether the background dictionary has it; None without a dictionary.
        documents: Number of documents that contain it.
        dispersion: How evenly it is spread over the text: 1 evenly, 0.63 as by chance, 1 / count
            all in one place. The average reduced frequency divided by the count.
        first_seen: Earliest time of a document that contains it, UTC.
        last_seen: Latest time of a document that contains it, UTC.
        unit: word or term; None in a list of one of these alone.
        kind: What it is, one of the kinds of `newword.label_words`; None in a lexicon without them.
        pos: Part of speech by jieba's tags; None also if it is uncertain.
        variant_of: The word of which it is another spelling; None also if there is none.
    """

    word: str
    count: int
    cohesion: float | None
    left_entropy: float | None
    right_entropy: float | None
    accessor_variety: int | None
    score: float
    known: bool | None
    documents: int | None = None
    dispersion: float | None = None
    first_seen: datetime | None = None
    last_seen: datetime | None = None
    unit: str | None = None
    kind: str | None = None
    pos: str | None = None
    variant_of: str | None = None
