"""Words over time: how often each occurs by day, week, month or year; what rises, what bursts."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timezone
from typing import TYPE_CHECKING, Any

import numpy as np

from newword.comparison.asked_words import discovered, read_for
from newword.comparison.bursts import heaviest_bursts
from newword.comparison.word_rows import Words, save_rows
from newword.config import check_top
from newword.corpus import Corpus, InputProblem
from newword.corpus.documents import NO_TIME
from newword.counting.counts import OnProgress
from newword.counting.reading import Reading
from newword.dictionary.background import BackgroundDictionary
from newword.errors import ConfigError
from newword.methods import DEFAULT_METHOD
from newword.platform.message import message

if TYPE_CHECKING:
    from newword.core._core import SliceCounts

__all__ = ["PERIODS", "Burst", "Trend", "TrendWord", "trend"]

PERIODS = ("day", "week", "month", "year")
MAX_SLICES = 10_000
_WEEK_DAYS = 7
_MONDAY = 3  # 1970 began on a Thursday


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """A period in which a word was unusually frequent.

    Attributes:
        weight: Log-likelihood of the counts in this period with twice the usual share of documents,
            minus that with the usual share.
        start: Number of the first slice.
        end: Number of the last slice.
    """

    weight: float
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendWord:
    """One word over time.

    Attributes:
        word: The word in its most frequent spelling, or as it was given.
        count: Occurrences in documents that have a time.
        documents: Those documents.
        slope: Increase in occurrences per million units from one slice to the next, by least
            squares with each slice weighted by its units.
        burst: The heaviest burst; None if there is none.
        first_seen: Earliest time of a document that contains it; None if it does not occur.
        last_seen: Latest time.
        counts: Occurrences in each slice.
    """

    word: str
    count: int
    documents: int
    slope: float
    burst: Burst | None
    first_seen: datetime | None
    last_seen: datetime | None
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """Words over time.

    Attributes:
        words: By weight of the burst, then by slope, largest first.
        period: day, week, month or year.
        slices: First day of each slice; no slice is left out.
        units: Number of units in each slice.
        documents: Number of documents in each slice.
        undated: Number of documents without a time, which belong to no slice.
        left_out: Given words of a single unit, which are not counted.
        problems: Input that was skipped.
        notes: Other remarks about the input.
    """

    words: tuple[TrendWord, ...]
    period: str
    slices: tuple[date, ...]
    units: tuple[int, ...]
    documents: tuple[int, ...]
    undated: int
    left_out: tuple[str, ...]
    problems: tuple[InputProblem, ...]
    notes: tuple[str, ...] = ()

    @property
    def labels(self) -> list[str]:
        """The names of the slices: `2024-05-01`, `2024-W18`, `2024-05` or `2024`."""
        return [_label(day, self.period) for day in self.slices]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the files, in order; the slices are the last."""
        return (
            *("word", "count", "documents", "slope", "burst", "burst_start", "burst_end"),
            *("first_seen", "last_seen", *self.labels),
        )

    def rows(self) -> list[tuple[Any, ...]]:
        """The values of ``columns`` for each word."""
        labels = self.labels
        return [
            (
                *(word.word, word.count, word.documents, word.slope),
                word.burst.weight if word.burst else 0.0,
                labels[word.burst.start] if word.burst else None,
                labels[word.burst.end] if word.burst else None,
                *(word.first_seen, word.last_seen, *word.counts),
            )
            for word in self.words
        ]

    def save(self, path: str | os.PathLike[str], *, format: str = "auto") -> None:  # noqa: A002
        """Write the words as tsv, csv or jsonl, by the suffix unless a format is given.

        Raises:
            ExportError: The format is unknown.
            OutputError: The file cannot be written.
        """
        save_rows(self.columns, self.rows(), path, format)


def trend(
    corpus: Corpus,
    *,
    by: str = "month",
    words: Words | None = None,
    method: str = DEFAULT_METHOD,
    dictionary: str | os.PathLike[str] | BackgroundDictionary | Sequence[str] | None = None,
    new_only: bool = False,
    min_count: int | None = None,
    max_len: int = 6,
    top: int | None = None,
    reading: Reading | None = None,
    on_progress: OnProgress | None = None,
) -> Trend:
    """Counts words by time and finds those that rise.

    Args:
        corpus: As for `discover`.
        by: day, week (from Monday), month or year.
        words: The words to count; None for those that `discover` finds in `corpus`.
        method: As for `discover`, like the next four; used only without `words`.
        dictionary: Known words.
        new_only: Leave out the words of the dictionary.
        min_count: Least occurrences.
        max_len: Longest word in units.
        top: Maximum number of words.
        reading: How to read, and where the times of documents are: `time_field`, `time_from_path`;
            WARC has them.
        on_progress: As for `discover`.

    Raises:
        ConfigError: No document has a time, or an option has an invalid value.
        CorpusError: A path does not exist.
        MemoryBudgetError: There are too many words or slices for the memory allowed.

    Source: bursts: Kleinberg (2002), the two-state automaton for documents in batches.
    """
    if by not in PERIODS:
        raise ConfigError(
            message(
                "by must be one of {periods}, got {by}", periods=", ".join(PERIODS), by=repr(by)
            )
        )
    check_top(top)
    reading = reading or Reading()
    log = reading.log(names=False, times=True)
    if words is None:
        asked, session, problems, notes = discovered(
            corpus,
            reading,
            log=log,
            on_progress=on_progress,
            method=method,
            dictionary=dictionary,
            new_only=new_only,
            min_count=min_count,
            max_len=max_len,
        )
    else:
        asked, session, problems, notes = read_for(
            words, corpus, reading, log=log, on_progress=on_progress
        )
    is_single = [session.unit_count(word) == 1 for word in asked]
    left_out = tuple(word for word, single in zip(asked, is_single, strict=True) if single)
    asked = [word for word, single in zip(asked, is_single, strict=True) if not single]
    times = log.times
    assert times is not None  # noqa: S101 - asked for above
    numbers, slices = _slices(times, by)
    counts = session.slice_counts(asked, numbers, len(slices))
    seen = session.disperse(asked, counts.occurrences.sum(axis=1), times=times)
    found = _words(asked, counts, _moments(seen.first_time), _moments(seen.last_time))
    found.sort(key=lambda w: (-(w.burst.weight if w.burst else 0.0), -w.slope, w.word))
    return Trend(
        words=tuple(found[:top]),
        period=by,
        slices=slices,
        units=tuple(counts.units.tolist()),
        documents=tuple(counts.slice_documents.tolist()),
        undated=int((times == NO_TIME).sum()),
        left_out=left_out,
        problems=problems,
        notes=notes,
    )


def _slices(times: np.ndarray, by: str) -> tuple[np.ndarray, tuple[date, ...]]:
    """The slice of each document (too large a number for none), and the first day of each slice."""
    is_dated = times != NO_TIME
    if not is_dated.any():
        raise ConfigError(
            message(
                "no document has a time; say where it is with --time-field or --time-from-path "
                "(time_field, time_from_path of the reading)"
            )
        )
    days = times.view("datetime64[s]").astype("datetime64[D]")
    if by == "week":
        number = (days.astype(np.int64) + _MONDAY) // _WEEK_DAYS
    else:
        number = days.astype(f"datetime64[{by[0].upper()}]").astype(np.int64)
    first, last = int(number[is_dated].min()), int(number[is_dated].max())
    count = last - first + 1
    if count > MAX_SLICES:
        raise ConfigError(
            message(
                "{count} slices by {by} are more than {max_slices}; take longer ones, or "
                "look for a wrong time among the documents",
                count=f"{count:,}",
                by=by,
                max_slices=f"{MAX_SLICES:,}",
            )
        )
    slice_of = np.where(is_dated, number - first, np.iinfo(np.uint32).max).astype(np.uint32)
    return slice_of, tuple(_first_day(first + n, by) for n in range(count))


def _first_day(number: int, by: str) -> date:
    if by == "week":
        number, by = number * _WEEK_DAYS - _MONDAY, "day"
    day = np.array(number).astype(f"datetime64[{by[0].upper()}]").astype("datetime64[D]")
    found = day.item()
    assert isinstance(found, date)  # noqa: S101 - times are those of the calendar
    return found


def _label(day: date, period: str) -> str:
    if period == "week":
        year, week, _ = day.isocalendar()
        return f"{year:04}-W{week:02}"
    return day.isoformat()[: {"day": 10, "month": 7, "year": 4}[period]]


def _words(
    words: list[str],
    counts: SliceCounts,
    first: list[datetime | None],
    last: list[datetime | None],
) -> list[TrendWord]:
    slopes = _slopes(counts.occurrences, counts.units)
    bursts = heaviest_bursts(counts.documents, counts.slice_documents)
    return [
        TrendWord(
            word=word,
            count=int(counts.occurrences[n].sum()),
            documents=int(counts.documents[n].sum()),
            slope=float(slopes[n]),
            burst=None
            if bursts.weight[n] <= 0
            else Burst(
                weight=float(bursts.weight[n]),
                start=int(bursts.start[n]),
                end=int(bursts.end[n]),
            ),
            first_seen=first[n],
            last_seen=last[n],
            counts=tuple(counts.occurrences[n].tolist()),
        )
        for n, word in enumerate(words)
    ]


def _moments(seconds: np.ndarray | None) -> list[datetime | None]:
    assert seconds is not None  # noqa: S101 - times were given
    found = seconds.view("datetime64[s]").tolist()
    return [None if moment is None else moment.replace(tzinfo=timezone.utc) for moment in found]


def _slopes(counts: np.ndarray, units: np.ndarray) -> np.ndarray:
    """Weighted least squares of occurrences per million units over the number of the slice."""
    weight = units / max(units.sum(), 1)
    place = np.arange(len(units), dtype=np.float64)
    centred = place - (weight * place).sum()
    spread = (weight * centred**2).sum()
    if spread == 0:
        return np.zeros(len(counts))
    rate = np.divide(counts * 1e6, units, out=np.zeros(counts.shape), where=units > 0)
    return np.asarray((rate * (weight * centred)).sum(axis=1) / spread)
