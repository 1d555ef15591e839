"""The result: ranked words with their statistics, and what was done to find them."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from itertools import repeat
from typing import TYPE_CHECKING, Any, overload

import numpy as np

from newword.config import check_top
from newword.corpus.report.problem import InputProblem
from newword.errors import ConfigError
from newword.lexicon.contexts import Contexts, LostContexts
from newword.lexicon.label import LABEL_COLUMNS, UNIT_COLUMN, Label
from newword.lexicon.notebook import html_table
from newword.lexicon.order import (
    DEFAULT_ORDER,
    check_order,
    importance,
    keyness,
    places_by,
    recency,
    wholes_first,
)
from newword.lexicon.picture import draw_lexicon
from newword.platform.extras import load_extra
from newword.platform.message import message
from newword.platform.plural import count_of
from newword.platform.safe_text import excerpt, terminal

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from newword.dictionary.background import BackgroundDictionary
    from newword.dictionary.word_file import WordFile
    from newword.export import ExportReport

__all__ = ["COLUMNS", "Entry", "Lexicon", "Report"]

_DTYPES: dict[str, type[np.generic] | str] = {
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
COLUMNS = ("word", *_DTYPES)
"""The columns of every export that has columns, in order."""

_ROWS_AT_ONCE = 8192
_SHOWN_ROWS = 20
_SHOWN_CHARACTERS = 32


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


class Lexicon(Sequence[Entry]):
    """Ranked words, best first; immutable.

    It is stored by column, so a million words take little memory: an ``Entry`` is made when you ask
    for it, and a slice is a lexicon over the same numbers. Any thread may use it. It can be pickled
    and copied. A pickled lexicon has no contexts, and says so when you ask for them.

    Attributes:
        report: What was read and done; slices keep that of the whole.
        contexts: Shows words in the original text, if that can still be read. Call it with words
            and a limit to get passages, from any number of threads; see `Contexts`.

    Example:
        >>> lexicon = discover("corpus/", top=1000)
        >>> lexicon[0].word, lexicon.words[:3], lexicon["机器学习"], "机器学习" in lexicon
    """

    __slots__ = ("_columns", "_labels", "_places", "_units", "_words", "contexts", "report")

    report: Report
    contexts: Contexts | None

    def __init__(
        self,
        *,
        words: Sequence[str],
        count: ArrayLike,
        cohesion: ArrayLike,
        left_entropy: ArrayLike,
        right_entropy: ArrayLike,
        accessor_variety: ArrayLike,
        score: ArrayLike,
        known: ArrayLike | None,
        report: Report,
        documents: ArrayLike | None = None,
        dispersion: ArrayLike | None = None,
        first_seen: ArrayLike | None = None,
        last_seen: ArrayLike | None = None,
        contexts: Contexts | None = None,
        labels: Sequence[Label] | None = None,
        units: Sequence[str] | NDArray[Any] | None = None,
    ) -> None:
        """Take over columns of one length, best word first, no word twice.

        Args:
            words: As most often written.
            count: uint64.
            cohesion: Nats; NaN where it was not measured.
            left_entropy: Nats; NaN where it was not measured.
            right_entropy: Nats; NaN where it was not measured.
            accessor_variety: -1 where it was not measured.
            score: Larger is better.
            known: Bool, or 1, 0, and -1 where it is not known; None without a dictionary.
            report: What was read and done.
            documents: Documents that hold it, -1 where they were not counted; None for all that.
            dispersion: 0 to 1; NaN where it was not measured; None for all that.
            first_seen: datetime64, NaT where it is not known; None for all that.
            last_seen: Likewise.
            contexts: Gives occurrences of words in the corpus.
            labels: Kind, part of speech and variants; None if they were not asked for.
            units: For each whether it is a word or a term; None if it has one of these alone.
        """
        given = (count, cohesion, left_entropy, right_entropy, accessor_variety, score, known)
        evidence = (documents, dispersion, first_seen, last_seen)
        self._words = tuple(words)
        self._columns = {
            name: _frozen(_unmeasured(name, len(words)) if values is None else values, dtype)
            for (name, dtype), values in zip(_DTYPES.items(), (*given, *evidence), strict=True)
        }
        if any(column.shape != (len(words),) for column in self._columns.values()):
            raise ValueError(message("the columns of a lexicon must have one length"))
        self._labels = None if labels is None else tuple(labels)
        if self._labels is not None and len(self._labels) != len(words):
            raise ValueError(message("a lexicon must have as many labels as words"))
        self._units = None if units is None else _frozen(units, np.str_)
        if self._units is not None and len(self._units) != len(words):
            raise ValueError(message("a lexicon must have as many units as words"))
        self._places: dict[str, int] | None = None
        self.report = report
        self.contexts = contexts

    def __len__(self) -> int:
        return len(self._words)

    @overload
    def __getitem__(self, index: int) -> Entry: ...
    @overload
    def __getitem__(self, index: str) -> Entry: ...
    @overload
    def __getitem__(self, index: slice) -> Lexicon: ...
    def __getitem__(self, index: int | str | slice) -> Entry | Lexicon:
        """The entry of a word or at a place, or the lexicon of a slice of places.

        Raises:
            KeyError: The word is not there; `get` gives None instead.
            IndexError: There is no such place.
        """
        if isinstance(index, str):
            if index not in self._index():
                raise KeyError(message("{index} is not in the lexicon", index=excerpt(index)))
            index = self._index()[index]
        if isinstance(index, slice):
            return self._take(index, self._words[index])
        values = (self._columns[name][index] for name in _DTYPES)
        label = None if self._labels is None else self._labels[index]
        unit = None if self._units is None else str(self._units[index])
        return self._entry(self._words[index], values, label, unit)

    def __iter__(self) -> Iterator[Entry]:
        for start in range(0, len(self), _ROWS_AT_ONCE):
            part = slice(start, start + _ROWS_AT_ONCE)
            columns = (column[part].tolist() for column in self._columns.values())
            labels = self._labels[part] if self._labels is not None else repeat(None)
            units = self._units[part].tolist() if self._units is not None else repeat(None)
            yield from map(
                self._entry, self._words[part], zip(*columns, strict=True), labels, units
            )

    def __contains__(self, word: object) -> bool:
        """Whether a word, or an entry of this lexicon, is there."""
        if isinstance(word, Entry):
            return self.get(word.word) == word
        return word in self._index()

    def __copy__(self) -> Lexicon:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Lexicon:
        return self  # nothing of it can be changed

    def __reduce__(self) -> tuple[Any, ...]:
        lost = None if self.contexts is None else LostContexts()
        units = None if self._units is None else self._units.tolist()
        return _restored, (self._words, self._columns, self.report, lost, self._labels, units)

    def __repr__(self) -> str:
        if not self._words:
            reason = self.report.empty_reason
            return "<Lexicon: 0 words>" if reason is None else f"<Lexicon: 0 words ({reason})>"
        best = " ".join(terminal(word[:_SHOWN_CHARACTERS]) for word in self._words[:5])
        return f"<Lexicon: {count_of(len(self), 'word')}: {best}{' …' if len(self) > 5 else ''}>"

    def _repr_html_(self) -> str:
        """The most important words as a table, for notebooks."""
        return html_table(self)

    @property
    def words(self) -> list[str]:
        """The words alone, best first."""
        return list(self._words)

    @property
    def labels(self) -> tuple[Label, ...] | None:
        """The label of each word; None without any (see `discover(kinds=True)`, `with_labels`)."""
        return self._labels

    @property
    def units(self) -> tuple[str, ...] | None:
        """Whether each entry is a word or a term; None in a list of one of these alone."""
        return None if self._units is None else tuple(self._units.tolist())

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of its columns.

        These are ``COLUMNS``, plus unit in a list of words and terms, plus kind, pos and variant_of
        with labels.
        """
        unit = () if self._units is None else (UNIT_COLUMN,)
        return (*COLUMNS, *unit, *(() if self._labels is None else LABEL_COLUMNS))

    @property
    def new(self) -> Lexicon:
        """The words that the background dictionary lacks.

        Raises:
            ConfigError: The lexicon was made without a dictionary.
        """
        is_new = self._columns["known"] == 0
        if len(self) and not np.any(self._columns["known"] >= 0):
            raise ConfigError(
                message(
                    "which words are new is not known without a dictionary; "
                    'give one, for example discover(..., dictionary="jieba")'
                )
            )
        return self.where(is_new)

    def where(self, condition: ArrayLike) -> Lexicon:
        """The words for which a condition holds.

        Args:
            condition: One bool for each word, such as ``lexicon.column("count") >= 5``.
        """
        places = np.flatnonzero(np.asarray(condition, dtype=bool))
        return self._take(places, [self._words[place] for place in places.tolist()])

    def labelled(self, labels: Sequence[Label] | None) -> Lexicon:
        """The same words with these labels, one for each; None takes them away."""
        return Lexicon(
            words=self._words,
            **self._columns,
            report=self.report,
            contexts=self.contexts,
            labels=labels,
            units=self._units,
        )

    def scored(self, score: ArrayLike) -> Lexicon:
        """The same words with other scores, in the same order."""
        columns: dict[str, Any] = {**self._columns, "score": score}
        return Lexicon(
            words=self._words,
            **columns,
            report=self.report,
            contexts=self.contexts,
            labels=self._labels,
            units=self._units,
        )

    @property
    def importance(self) -> NDArray[np.float64]:
        """How much each word matters to a reader, in the order of the words; larger is more.

        If scores are probabilities p, it is (2p - 1) * count: the occurrences that are expected to
        be words, less those that are not. Below p = .5 it is 2p - 1. For terms it is score + 2 ln
        count, for the method formula score + .5 ln count, and for others the score.
        """
        score, count = self._columns["score"], self._columns["count"]
        return importance(score, count, method=self.report.method, unit=self.report.unit)

    def sort(
        self,
        by: str = DEFAULT_ORDER,
        *,
        dictionary: BackgroundDictionary | None = None,
    ) -> Lexicon:
        """The same words in another order; what is equal there stays in the order by score.

        In a list of words and terms, likely entries come before their fragments if the order is by
        importance or score.

        Args:
            by: ``importance``, how certain and how frequent a word is; ``score``; ``count``;
                ``keyness``, how much more frequent it is here than in the text on which the
                dictionary was counted; ``recent``, words that were first seen most recently.
            dictionary: For keyness: one with frequencies, such as ``load_dictionary("jieba")``.

        Raises:
            ConfigError: There is no such order, or the data that it needs are missing.
        """
        check_order(by)
        words, score, count = self._words, self._columns["score"], self._columns["count"]
        if by == "keyness":
            if dictionary is None:
                raise ConfigError(message("the order keyness needs a dictionary with frequencies"))
            key = keyness(words, count, dictionary)
        elif by == "recent":
            key = recency(self._columns["first_seen"])
        else:
            key = self.importance if by == "importance" else self._columns[by].astype(np.float64)
        places = places_by(key, words, score, count)
        if self._units is not None and by in ("importance", "score"):
            places = wholes_first(places, words, count, score)
        return self._take(places, [words[place] for place in places.tolist()])

    def pick(
        self,
        n: int,
        *,
        by: str = DEFAULT_ORDER,
        dictionary: BackgroundDictionary | None = None,
    ) -> Lexicon:
        """The ``n`` words that an order puts first, in the order that they have here.

        Args:
            n: How many; all if there are fewer.
            by: As for `sort`.
            dictionary: As for `sort`.
        """
        check_top(n)
        if n >= len(self):
            return self
        chosen = frozenset(self.sort(by, dictionary=dictionary).words[:n])
        return self.where([word in chosen for word in self._words])

    def top(self, n: int) -> Lexicon:
        """The first ``n`` words, or all if there are fewer; `pick` chooses by importance."""
        if n < 0:
            raise ConfigError(message("top must be at least 0, got {n}", n=n))
        return self[:n]

    def groups(self, by: str = "length") -> dict[str, Lexicon]:
        """The words in groups, each a lexicon in this order.

        Args:
            by: ``length`` in characters; ``first`` or ``last``, words that begin or end with the
                same character; ``known``, ``kind``, or another column of few different values.

        Returns:
            The groups by name, the largest first.
        """
        if by == "length":
            names = [str(len(word)) for word in self._words]
        elif by in ("first", "last"):
            names = [word[0 if by == "first" else -1] for word in self._words]
        elif by in self.columns[1:]:
            names = [str(value) for value in self.column(by).tolist()]
        else:
            known = ", ".join(("length", "first", "last", *self.columns[1:]))
            raise ConfigError(
                message(
                    "there is no grouping {by}; choose one of: {known}", by=excerpt(by), known=known
                )
            )
        places: dict[str, list[int]] = {}
        for place, name in enumerate(names):
            places.setdefault(name, []).append(place)
        largest = sorted(places.items(), key=lambda item: (-len(item[1]), item[0]))
        return {
            name: self._take(np.array(rows), [self._words[row] for row in rows])
            for name, rows in largest
        }

    def plot(
        self,
        path: str | os.PathLike[str] | None = None,
        *,
        labels: int = 25,
        font: str | os.PathLike[str] | None = None,
    ) -> Any:
        """Draw a dot for each word, its count against its score, the most important ones by name.

        Args:
            path: The picture, .svg or .png; None to return the figure alone, which a notebook
                shows.
            labels: How many words are named.
            font: A font file; None for an installed one that has all characters.

        Returns:
            A ``matplotlib.figure.Figure``.

        Raises:
            ConfigError: There is no word, no font has the characters, or the suffix is neither.
            MissingPackageError: matplotlib is not installed.
            OutputError: The file cannot be written.
        """
        return draw_lexicon(self, path, labels=labels, font=font)

    def get(self, word: str) -> Entry | None:
        """The entry of a word, spelled as in the lexicon; None if it is not there."""
        place = self._index().get(word)
        return None if place is None else self[place]

    def column(self, name: str) -> NDArray[Any]:
        """One column of numbers, read-only, best word first.

        Args:
            name: Any of `columns` but word. NaN, and -1 in the integer columns, mean not measured.

        Returns:
            float64; uint64 for count, int64 for accessor_variety and documents, int8 (1, 0, -1) for
            known, datetime64[s] (NaT: not known) for first_seen and last_seen, strings (empty: not
            known) for unit, kind, pos and variant_of.

        Raises:
            ConfigError: The column is one of units or labels, which the lexicon does not have.
        """
        if name == UNIT_COLUMN:
            if self._units is None:
                raise ConfigError(
                    message("this lexicon has words or terms alone, and no column unit")
                )
            return self._units
        if name in LABEL_COLUMNS:
            if self._labels is None:
                raise ConfigError(
                    message(
                        "kinds are not known in this lexicon; newword.with_labels(lexicon) adds "
                        "them"
                    )
                )
            return _frozen([getattr(label, name) for label in self._labels], np.str_)
        return self._columns[name]

    def export(
        self,
        path: str | os.PathLike[str],
        *,
        format: str = "auto",  # noqa: A002 - what every user would guess
        verify: bool = False,
    ) -> ExportReport:
        """Write the lexicon for one of its consumers; the file appears whole or not at all.

        Words that the format or its consumer cannot hold are left out. The result lists them, and a
        warning gives their number.

        Args:
            path: The file to write.
            format: A name of ``newword.export.FORMATS``, such as tsv, jsonl, jieba, ik or rime;
                ``auto`` goes by the suffix, .dict being jieba.
            verify: Fail rather than write a file that was not tried in the consumer itself.

        Raises:
            ExportError: The format is unknown, or ``verify`` is not possible.
            OutputError: The file cannot be written; the old file is unchanged.
        """
        from newword.export import write

        report = write(self, path, format=format, verify=verify)
        for notice in report.notices():
            warnings.warn(notice, stacklevel=2)
        return report

    def to_arrow(self) -> Any:
        """A ``pyarrow.Table`` of all columns, null where something was not measured.

        Raises:
            MissingPackageError: pyarrow is not installed.
        """
        arrow = load_extra("pyarrow", extra="parquet", purpose=message("making an Arrow table"))
        words = [word.encode("utf-8", "replace").decode() for word in self._words]
        columns: dict[str, Any] = {"word": arrow.array(words, arrow.string())}
        for name, values in self._columns.items():
            kind = values.dtype.kind
            missing = (
                np.isnat(values)
                if kind == "M"
                else np.isnan(values)
                if kind == "f"
                else values == -1
            )
            if name == "known":
                values = values == 1
            columns[name] = arrow.array(values, mask=missing if missing.any() else None)
        for name in self.columns[len(COLUMNS) :]:
            told = [value or None for value in self.column(name).tolist()]
            columns[name] = arrow.array(told, arrow.string())
        return arrow.table(columns)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The columns as an Arrow stream, for everything that speaks that interface."""
        return self.to_arrow().__arrow_c_stream__(requested_schema)

    def to_pandas(self) -> Any:
        """A ``pandas.DataFrame`` of all columns; what was not measured is missing.

        Raises:
            MissingPackageError: pandas or pyarrow is not installed.
        """
        load_extra("pandas", extra="pandas", purpose=message("making a data frame"))
        return self.to_arrow().to_pandas()

    def to_polars(self) -> Any:
        """A ``polars.DataFrame`` of all columns, null where something was not measured.

        Raises:
            MissingPackageError: polars or pyarrow is not installed.
        """
        polars = load_extra("polars", extra="polars", purpose=message("making a data frame"))
        return polars.from_arrow(self.to_arrow())

    def _index(self) -> dict[str, int]:
        if self._places is None:
            self._places = dict(zip(self._words, range(len(self)), strict=True))
        return self._places

    def _take(self, places: slice | NDArray[np.intp], words: Sequence[str]) -> Lexicon:
        columns: dict[str, ArrayLike] = {
            name: column[places] for name, column in self._columns.items()
        }
        labels = self._labels
        if labels is not None and isinstance(places, slice):
            labels = labels[places]
        elif labels is not None and not isinstance(places, slice):
            labels = tuple(labels[at] for at in places.tolist())
        return Lexicon(
            words=words,
            **columns,
            report=self.report,
            contexts=self.contexts,
            labels=labels,
            units=None if self._units is None else self._units[places],
        )

    @staticmethod
    def _entry(word: str, values: Any, label: Label | None, unit: str | None) -> Entry:
        count, cohesion, left, right, variety, score, known, documents, dispersion, *seen = values
        first, last = (_moment(value) for value in seen)
        return Entry(
            word=word,
            count=int(count),
            cohesion=_measured(cohesion),
            left_entropy=_measured(left),
            right_entropy=_measured(right),
            accessor_variety=int(variety) if variety >= 0 else None,
            score=float(score),
            known=bool(known) if known >= 0 else None,
            documents=int(documents) if documents >= 0 else None,
            dispersion=_measured(dispersion),
            first_seen=first,
            last_seen=last,
            unit=unit,
            kind=None if label is None else label.kind,
            pos=None if label is None else label.pos or None,
            variant_of=None if label is None else label.variant_of or None,
        )


def _restored(
    words: Sequence[str],
    columns: Mapping[str, ArrayLike],
    report: Report,
    contexts: Contexts | None,
    labels: Sequence[Label] | None = None,
    units: Sequence[str] | None = None,
) -> Lexicon:
    """A lexicon that was pickled."""
    return Lexicon(
        words=words, **columns, report=report, contexts=contexts, labels=labels, units=units
    )


def _unmeasured(name: str, size: int) -> NDArray[Any]:
    """A column without any known value."""
    nothing = {"f": np.nan, "M": np.datetime64("NaT", "s")}.get(np.dtype(_DTYPES[name]).kind, -1)
    return np.full(size, nothing, _DTYPES[name])


def _moment(value: Any) -> datetime | None:
    """A value of a column of times, which is a datetime of Python or of numpy."""
    moment = value.item() if isinstance(value, np.datetime64) else value
    return None if moment is None else moment.replace(tzinfo=timezone.utc)


def _frozen(values: ArrayLike, dtype: type[np.generic] | str) -> NDArray[Any]:
    """The values as a read-only array; a copy unless they are one already."""
    array = np.asarray(values, dtype)
    if array.flags.writeable:
        array = array.copy()
        array.flags.writeable = False
    return array


def _measured(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
