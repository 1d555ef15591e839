"""The result: ranked words with their statistics, to be chosen from, put in order and exported."""

from __future__ import annotations

import os
import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from newword.config import check_top
from newword.errors import ConfigError
from newword.export import ExportReport, write
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
from newword.table import Label, WordTable

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from newword.dictionary.background import BackgroundDictionary

__all__ = ["Lexicon"]

_SHOWN_CHARACTERS = 32


class Lexicon(WordTable):
    """Ranked words, best first; immutable.

    It is stored by column, so a million words take little memory: an ``Entry`` is made when you ask
    for it, and a slice is a lexicon over the same numbers. Any thread may use it. It can be pickled
    and copied. A pickled lexicon has no contexts, and says so when you ask for them.

    Attributes:
        report: What was read and done; slices keep that of the whole.
        contexts: Shows words in the original text, if that can still be read. Call it with words
            and a limit to get passages, from any number of threads; see `Contexts`.

    Example:
        >>> import newword
        >>> texts = newword.Documents(["机器学习，机器学习。"])
        >>> lexicon = newword.discover(texts, method="entropy")
        >>> lexicon[0].word, lexicon.words[:3], lexicon["机器学习"].count, "机器学习" in lexicon
        ('机器学习', ['机器学习'], 2, True)
    """

    __slots__ = ()

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
        report = write(self, path, format=format, verify=verify)
        for notice in report.notices():
            warnings.warn(notice, stacklevel=2)
        return report

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
