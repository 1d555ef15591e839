"""Words in their order with their columns of numbers; what is done with them is a lexicon's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timezone
from itertools import repeat
from typing import TYPE_CHECKING, Any, overload

import numpy as np

from newword.errors import ConfigError
from newword.platform.extras import load_extra
from newword.platform.message import message
from newword.platform.safe_text import excerpt
from newword.table.columns import COLUMNS, DTYPES, Entry, Report
from newword.table.contexts import Contexts, LostContexts
from newword.table.label import LABEL_COLUMNS, UNIT_COLUMN, Label

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray
    from typing_extensions import Self

__all__ = ["WordTable"]

_ROWS_AT_ONCE = 8192


class WordTable(Sequence[Entry]):
    """Words with their columns, immutable; see `newword.Lexicon`, which is one.

    It is what exports and segmenters need of a lexicon.

    Attributes:
        report: What was read and done; slices keep that of the whole.
        contexts: Gives words in the corpus as it is written, if its text can still be read.
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
            for (name, dtype), values in zip(DTYPES.items(), (*given, *evidence), strict=True)
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
    def __getitem__(self, index: slice) -> Self: ...
    def __getitem__(self, index: int | str | slice) -> Entry | Self:
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
        values = (self._columns[name][index] for name in DTYPES)
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

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self  # nothing of it can be changed

    def __reduce__(self) -> tuple[Any, ...]:
        lost = None if self.contexts is None else LostContexts()
        units = None if self._units is None else self._units.tolist()
        given = (self._words, self._columns, self.report, lost, self._labels, units)
        return _restored, (type(self), *given)

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

    def _index(self) -> dict[str, int]:
        if self._places is None:
            self._places = dict(zip(self._words, range(len(self)), strict=True))
        return self._places

    def _take(self, places: slice | NDArray[np.intp], words: Sequence[str]) -> Self:
        columns: dict[str, ArrayLike] = {
            name: column[places] for name, column in self._columns.items()
        }
        labels = self._labels
        if labels is not None and isinstance(places, slice):
            labels = labels[places]
        elif labels is not None and not isinstance(places, slice):
            labels = tuple(labels[at] for at in places.tolist())
        return type(self)(
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
    kind: type[WordTable],
    words: Sequence[str],
    columns: Mapping[str, ArrayLike],
    report: Report,
    contexts: Contexts | None,
    labels: Sequence[Label] | None = None,
    units: Sequence[str] | None = None,
) -> WordTable:
    """A table that was pickled."""
    return kind(
        words=words, **columns, report=report, contexts=contexts, labels=labels, units=units
    )


def _unmeasured(name: str, size: int) -> NDArray[Any]:
    """A column without any known value."""
    nothing = {"f": np.nan, "M": np.datetime64("NaT", "s")}.get(np.dtype(DTYPES[name]).kind, -1)
    return np.full(size, nothing, DTYPES[name])


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
