"""The weight of each word of a lexicon and of a dictionary when text is cut."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from newword.dictionary.script import simplify
from newword.errors import DictionaryError, LexiconFileError
from newword.platform.message import message, reason_of
from newword.platform.safe_text import path_text
from newword.segmentation.unigram import WeightedWords
from newword.segmentation.unit_lengths import unit_lengths
from newword.table import WordTable
from newword.table.load import load_table
from newword.table.rows import HEAD_BYTES, csv_rows, find_own_form

if TYPE_CHECKING:
    from newword.corpus.report.problem import InputProblem
    from newword.dictionary.background import BackgroundDictionary
    from newword.dictionary.word_file import WordFile

__all__ = ["ScoredWords", "read_scored_words", "scored_words", "weigh_words"]

# Sharper than the probabilities themselves: a cut has to choose, and a long string that is rarely a
# word must not swallow its parts. Leaving one of four corpora out, see docs/segment.md.
_SHORT_POWER, _POWER_PER_UNIT = 4.0, 8.0
_NEW_POWER, _KNOWN_POWER = 4.0, 8.0
_LEAST_NEW = 0.4
_LEAST_KNOWN = 0.05
_DOUBTFUL = 0.15**8
_UNMEASURED = 0.3
_RARE = 0.4
_LEAST_COVERAGE = 0.5
_SHIFT = 2.0  # of the log-odds of a word that a dictionary of the language has, or lacks
_PRIOR = 0.003


class ScoredWords:
    """The words of a lexicon with their probabilities.

    Args:
        words: Distinct.
        scores: Of the method that made the lexicon; taken as probabilities if all lie in 0..1, else
            every word has probability 1. None for a plain list.
        min_count: What the lexicon's words at least occur, if it is known.

    Attributes:
        problems: Lines of their file that were left out.
        files: Their file, if that is none of newword's tables, and what it was taken for.
    """

    def __init__(
        self, words: Sequence[str], scores: np.ndarray | None, *, min_count: float = 2.0
    ) -> None:
        self.words = list(words)
        self.is_probability = (
            scores is not None and len(scores) > 0 and scores.min() >= 0 and scores.max() <= 1
        )
        ones = np.ones(len(self.words))
        self.probability = ones if scores is None or not self.is_probability else scores
        self.min_count = min_count
        self.problems: tuple[InputProblem, ...] = ()
        self.files: tuple[WordFile, ...] = ()

    def with_rare(self, words: Sequence[str]) -> ScoredWords:
        """Adds other words, which occur too rarely to be judged, each with probability .4."""
        listed = set(self.words)
        rare = [word for word in words if word not in listed]
        return ScoredWords(
            [*self.words, *rare],
            np.concatenate([self.probability, np.full(len(rare), _RARE)]),
            min_count=self.min_count,
        )

    def informed_by(self, dictionary: BackgroundDictionary) -> ScoredWords | None:
        """The same words, likelier if a dictionary has them and less likely if it does not.

        None if it lacks most of them: then it is a list, not a dictionary of the language.
        """
        is_known = dictionary.known(self.words)
        if float(self.probability[is_known].sum()) < _LEAST_COVERAGE * self.probability.sum():
            return None
        odds = self.probability / np.maximum(1 - self.probability, 1e-9)
        odds = odds * np.exp(np.where(is_known, _SHIFT, -_SHIFT))
        return ScoredWords(self.words, odds / (1 + odds), min_count=self.min_count)


def scored_words(lexicon: WordTable) -> ScoredWords:
    """The words of a lexicon that was found in this process."""
    return ScoredWords(
        lexicon.words,
        lexicon.column("score"),
        min_count=float(lexicon.report.thresholds.get("min_count", 2)),
    )


def read_scored_words(path: str | os.PathLike[str]) -> ScoredWords:
    """The words of a lexicon file.

    Args:
        path: A TSV, CSV, JSONL or Parquet file that newword wrote, or any file that
            `load_dictionary` reads; only its words are used.

    Raises:
        DictionaryError: The file cannot be read, or a line of it is damaged.
    """
    path = Path(path)
    try:
        with path.open("rb") as raw:
            form = find_own_form(raw.read(HEAD_BYTES), path.suffix.lower())
        with path.open(encoding="utf-8-sig", newline="") as file:
            first = "" if form in (None, "parquet") else file.readline()
            columns = first.rstrip("\r\n").split("\t")
            if form == "tsv" and "score" in columns:
                rows = _tsv_rows(file, path, columns.index("word"), columns.index("score"))
            elif form == "jsonl" and '"score"' in first:
                rows = _json_rows(chain([first], file), path)
            elif form == "csv" and "score" in first.rstrip("\r\n").split(","):
                rows = _csv_rows(chain([first], file), path)
            else:
                return _words_of(path)
            scores = dict(rows)
    except (OSError, UnicodeDecodeError) as error:
        reason = reason_of(error) if isinstance(error, OSError) else message("it is not UTF-8")
        raise DictionaryError(
            message("{path}: {reason}", path=path_text(str(path)), reason=reason)
        ) from error
    except csv.Error as error:
        raise DictionaryError(
            message("{path}: {error}; write it again", path=path_text(str(path)), error=error)
        ) from error
    return ScoredWords(list(scores), np.array(list(scores.values())))


def _words_of(path: Path) -> ScoredWords:
    """The words of any other list, which are all believed alike; of Parquet with their scores."""
    try:
        lexicon = load_table(path, WordTable)
    except LexiconFileError as error:
        raise DictionaryError(str(error)) from error
    scores = lexicon.column("score")
    found = ScoredWords(lexicon.words, scores if np.isfinite(scores).all() else None)
    found.problems, found.files = lexicon.report.problems, lexicon.report.word_files
    return found


def _tsv_rows(
    lines: Iterator[str], path: Path, word_column: int, score_column: int
) -> Iterator[tuple[str, float]]:
    for number, line in enumerate(lines, 2):
        cells = line.rstrip("\r\n").split("\t")
        try:
            yield cells[word_column], float(cells[score_column])
        except (IndexError, ValueError):
            raise _damaged(path, number, message("it has no word and score")) from None


def _json_rows(lines: Iterable[str], path: Path) -> Iterator[tuple[str, float]]:
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            yield str(row["word"]), float(row["score"])
        except (KeyError, TypeError, ValueError, RecursionError):
            raise _damaged(path, number, message('it has no "word" and "score"')) from None


def _csv_rows(lines: Iterable[str], path: Path) -> Iterator[tuple[str, float]]:
    for number, fields in csv_rows(lines):
        try:
            yield fields["word"], float(fields["score"])
        except (KeyError, ValueError):
            raise _damaged(path, number, message("it has no word and score")) from None


def _damaged(path: Path, number: int, what: str) -> DictionaryError:
    return DictionaryError(
        message(
            "{path}, line {number}: {what}; export it again",
            path=path_text(str(path)),
            number=number,
            what=what,
        )
    )


def weigh_words(
    lexicon: ScoredWords | None,
    dictionary: BackgroundDictionary | None,
    *,
    tokens: bool = False,
) -> WeightedWords:
    """The weights of all words of a lexicon and of a dictionary, by what the lexicon says of them.

    They are written as the dictionary compares words: in simplified characters, if it does so.
    """
    found = ScoredWords([], None) if lexicon is None else lexicon
    units = unit_lengths(found.words, tokens=tokens).astype(np.float64)
    if dictionary is None:
        power = _SHORT_POWER + _POWER_PER_UNIT * np.maximum(units - 2, 0)
        weight = found.probability**power
        return WeightedWords(words=found.words, weight=weight, prior=np.zeros(len(weight)))
    return _with_dictionary(found, dictionary, tokens)


def _simplified(found: ScoredWords) -> ScoredWords:
    """The words in simplified characters; of several that become one, the surest."""
    best: dict[str, float] = {}
    for word, probability in zip(simplify(found.words), found.probability, strict=True):
        best[word] = max(float(probability), best.get(word, 0.0))
    return ScoredWords(list(best), np.array(list(best.values())), min_count=found.min_count)


def _with_dictionary(
    found: ScoredWords, dictionary: BackgroundDictionary, tokens: bool
) -> WeightedWords:
    if dictionary.simplifies:
        found = _simplified(found)
    is_known = dictionary.known(found.words)
    known = list(dictionary)
    place = {word: i for i, word in enumerate(known)}
    # A lexicon of new words alone says nothing of the dictionary's words.
    judges = bool(is_known.any())
    judged = np.full(len(known), _UNMEASURED if judges else 1.0)
    is_doubtful = np.full(len(known), judges)
    keys = dictionary.keys(found.words)
    for row in np.flatnonzero(is_known).tolist():
        at = place[keys[row]]
        judged[at] = max(found.probability[row], _LEAST_KNOWN) ** _KNOWN_POWER
        is_doubtful[at] = False
    is_single = unit_lengths(known, tokens=tokens) == 1
    judged[is_single] = 1.0
    is_doubtful &= ~is_single
    new = np.flatnonzero(~is_known & (found.probability >= _LEAST_NEW))
    frequency = np.maximum(dictionary.frequencies(), 1).astype(np.float64)
    return WeightedWords(
        words=[*known, *(found.words[row] for row in new)],
        weight=np.concatenate([judged, found.probability[new] ** _NEW_POWER]),
        prior=np.concatenate([_PRIOR * frequency / frequency.sum(), np.zeros(len(new))]),
        doubtful=np.concatenate([is_doubtful, np.zeros(len(new), dtype=bool)]),
        min_count=found.min_count,
        doubtful_weight=_DOUBTFUL,
    )
