"""Finds what is typical of a corpus: its words against those of another one."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np

from newword.comparison.asked_words import discovered
from newword.comparison.word_rows import Words, given_words, save_rows
from newword.config import check_top
from newword.corpus import Corpus, InputProblem
from newword.counting.count_file import read_info, reading_errors
from newword.counting.counts import OnProgress, make_tick, read
from newword.counting.joining import read_as
from newword.counting.reading import Reading
from newword.errors import ConfigError, CorpusError
from newword.lexicon.likelihood import log_likelihood
from newword.methods import DEFAULT_METHOD
from newword.platform.message import message
from newword.platform.outputs import AnyPath
from newword.platform.safe_text import excerpt, path_text

if TYPE_CHECKING:
    from newword.core._core import Session
    from newword.dictionary.background import BackgroundDictionary

__all__ = ["COLUMNS", "Comparison", "KeyWord", "compare", "log_likelihood", "log_ratio"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyWord:
    """A word in two corpora.

    Attributes:
        word: The most frequent spelling in the first corpus, or the word as it was given.
        count: Occurrences in the first corpus.
        other_count: Occurrences in the other corpus.
        per_million: Occurrences per million units of the first corpus.
        other_per_million: Occurrences per million units of the other corpus.
        log_likelihood: G2 with the sign of the difference: positive if the word is more frequent in
            the first corpus. Chance gives one word more than 15.13 (or less than -15.13) in less
            than 1 of 10,000 cases.
        log_ratio: Binary logarithm of the ratio of the two frequencies: 1 is twice as frequent, 3
            eight times. A count of 0 is taken as 0.5.
        documents: Documents of the first corpus that contain it; None if that is a count file.
        dispersion: Dispersion in the first corpus, as in `Entry.dispersion`; None if the word does
            not occur.
    """

    word: str
    count: int
    other_count: int
    per_million: float
    other_per_million: float
    log_likelihood: float
    log_ratio: float
    documents: int | None
    dispersion: float | None


COLUMNS = tuple(field.name for field in fields(KeyWord))
"""The columns of the files, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Words of a corpus against another one.

    Attributes:
        words: By log-likelihood, the most typical of the first corpus first.
        units: Number of units of the first corpus.
        other_units: Number of units of the other corpus.
        left_out: Given words of a single unit, which are not counted.
        problems: Input that was skipped, of both.
        notes: Other remarks about the input.
    """

    words: tuple[KeyWord, ...]
    units: int
    other_units: int
    left_out: tuple[str, ...]
    problems: tuple[InputProblem, ...]
    notes: tuple[str, ...] = ()

    def rows(self) -> list[tuple[Any, ...]]:
        """The values of ``COLUMNS`` for each word."""
        return [astuple(word) for word in self.words]

    def save(self, path: str | os.PathLike[str], *, format: str = "auto") -> None:  # noqa: A002
        """Write the words as tsv, csv or jsonl, by the suffix unless a format is given.

        Raises:
            ExportError: The format is unknown.
            OutputError: The file cannot be written.
        """
        save_rows(COLUMNS, self.rows(), path, format)


def compare(
    corpus: Corpus,
    against: Corpus,
    *,
    words: Words | None = None,
    method: str = DEFAULT_METHOD,
    dictionary: str | os.PathLike[str] | BackgroundDictionary | Sequence[str] | None = None,
    new_only: bool = False,
    min_count: int | None = None,
    max_len: int = 6,
    min_log_likelihood: float | None = None,
    top: int | None = None,
    reading: Reading | None = None,
    on_progress: OnProgress | None = None,
) -> Comparison:
    """Finds what is typical of a corpus (keyness): which words it has more often than another.

    Args:
        corpus: As for `discover`; with `words` also the path of a count file, `*.nwc`.
        against: Another corpus, or the path of a count file, `*.nwc`.
        words: The words to compare; None for those that `discover` finds in `corpus`.
        method: As for `discover`, like the next four; used only without `words`.
        dictionary: Known words.
        new_only: Leave out the words of the dictionary.
        min_count: Least occurrences in `corpus`.
        max_len: Longest word in units.
        min_log_likelihood: Leave out words below this value, and so those typical of the other
            corpus.
        top: Maximum number of words.
        reading: How to read both.
        on_progress: As for `discover`.

    Raises:
        ConfigError: A word is longer than the n-grams of the count file, or an option has an
            invalid value.
        CorpusError: A path does not exist, or the other corpus has no text.
        CountFileError: The count file is damaged.

    Source: log-likelihood: Rayson and Garside (2000); log ratio: Hardie (2014).
    """
    check_top(top)
    if min_log_likelihood is not None and not math.isfinite(min_log_likelihood):
        raise ConfigError(
            message(
                "min_log_likelihood must be a finite number, got {min_log_likelihood}",
                min_log_likelihood=min_log_likelihood,
            )
        )
    reading = reading or Reading()
    if words is None:
        found = discovered(
            corpus,
            reading,
            on_progress=on_progress,
            method=method,
            dictionary=dictionary,
            new_only=new_only,
            min_count=min_count,
            max_len=max_len,
        )
        asked = found.words
        here = _Side.of_text(found.session, asked, found.problems, found.notes)
        del found  # and its text, before there is another
    else:
        asked = given_words(words)
        here = _Side.read(corpus, asked, reading, on_progress)
    there = _Side.read(against, asked, reading, on_progress)
    if there.units == 0:
        raise CorpusError(
            message(
                "the corpus to compare with holds no text; name another with --against (against)"
            )
        )
    return _compare(asked, here, there, min_log_likelihood, top)


def _compare(
    words: list[str], here: _Side, there: _Side, least: float | None, top: int | None
) -> Comparison:
    keyness = log_likelihood(here.count, there.count, here.units, there.units)
    ratio = log_ratio(here.count, there.count, here.units, there.units)
    is_single = (here.word_units == 1) | (there.word_units == 1)
    order = sorted(range(len(words)), key=lambda n: (-keyness[n], -ratio[n], words[n]))
    rows = [
        KeyWord(
            word=words[n],
            count=int(here.count[n]),
            other_count=int(there.count[n]),
            per_million=float(here.count[n]) * 1e6 / max(here.units, 1),
            other_per_million=float(there.count[n]) * 1e6 / max(there.units, 1),
            log_likelihood=float(keyness[n]),
            log_ratio=float(ratio[n]),
            documents=None if here.documents is None else int(here.documents[n]),
            dispersion=float(here.evenness[n])
            if here.evenness is not None and here.count[n]
            else None,
        )
        for n in order
        if not is_single[n] and (least is None or keyness[n] >= least)
    ]
    return Comparison(
        words=tuple(rows[:top]),
        units=here.units,
        other_units=there.units,
        left_out=tuple(word for word, single in zip(words, is_single, strict=True) if single),
        problems=(*here.problems, *there.problems),
        notes=tuple(dict.fromkeys((*here.notes, *there.notes))),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """What one of the corpora says about the words: arrays by word."""

    count: np.ndarray
    documents: np.ndarray | None
    evenness: np.ndarray | None
    word_units: np.ndarray
    units: int
    problems: tuple[InputProblem, ...]
    notes: tuple[str, ...] = ()

    @classmethod
    def of_text(
        cls,
        session: Session,
        words: list[str],
        problems: tuple[InputProblem, ...],
        notes: tuple[str, ...],
    ) -> _Side:
        found = session.disperse(words, np.zeros(len(words)))
        return cls(
            count=found.count,
            documents=found.documents,
            evenness=found.evenness,
            word_units=np.array([session.unit_count(word) for word in words], dtype=np.int64),
            units=session.units,
            problems=problems,
            notes=notes,
        )

    @classmethod
    def read(
        cls, corpus: Corpus, words: list[str], reading: Reading, on_progress: OnProgress | None
    ) -> _Side:
        path = _count_file(corpus)
        if path is not None:
            return cls._look_up(path, words, reading, on_progress)
        session, report = read(corpus, reading, on_progress=on_progress)
        return cls.of_text(session, words, report.problems, report.notes)

    @classmethod
    def _look_up(
        cls, path: AnyPath, words: list[str], reading: Reading, on_progress: OnProgress | None
    ) -> _Side:
        info = read_info(path)
        session = read_as(reading, info).session()
        with reading_errors():
            tick = make_tick("score", on_progress)
            count, units = session.look_up(os.fsencode(path), words, tick=tick)
        if np.any(units > info.order):
            word = words[int(np.argmax(units))]
            raise ConfigError(
                message(
                    "{path} holds n-grams of 1 to {order} units, and {word} has {max}; "
                    "leave longer words out (max_len), or count with a larger --order",
                    path=path_text(os.fsdecode(path)),
                    order=info.order,
                    word=excerpt(word),
                    max=units.max(),
                )
            )
        return cls(
            count=count,
            documents=None,
            evenness=None,
            word_units=units,
            units=info.units,
            problems=(),
        )


def _count_file(corpus: Corpus) -> AnyPath | None:
    """The path if a corpus is the path of a count file."""
    if isinstance(corpus, (list, tuple)) and len(corpus) == 1:
        corpus = corpus[0]
    if isinstance(corpus, (str, bytes, os.PathLike)):
        return corpus if os.fsdecode(corpus).lower().endswith(".nwc") else None
    return None


def log_ratio(count: np.ndarray, other: np.ndarray, units: int, other_units: int) -> np.ndarray:
    """Binary logarithm of the ratio of frequencies in two corpora; arguments as above.

    Source: Hardie (2014), "Log Ratio: an informal introduction", where a count of 0 is 0.5.
    """
    a, b = (np.where(c == 0, 0.5, c.astype(np.float64)) for c in (count, other))
    both_zero = (count == 0) & (other == 0)
    ratio = np.log2(a / max(units, 1)) - np.log2(b / max(other_units, 1))
    return np.where(both_zero, 0.0, ratio)
