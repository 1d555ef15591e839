"""Which documents a corpus has: their names and times, by the numbers that the core gives them."""

from __future__ import annotations

import os
import re
import tempfile
import weakref
from array import array
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from newword.errors import ConfigError
from newword.platform.message import message
from newword.platform.safe_text import path_text, terminal
from newword.platform.times import parse_time

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["NO_TIME", "DocumentLog", "DocumentName", "Mark", "Numbering", "path_time_pattern"]

NO_TIME = int(np.iinfo(np.int64).min)
"""Instead of the seconds of a document that has no time; numpy's "not a time"."""

_IN_MEMORY = 8 << 20


class Mark(NamedTuple):
    """Ends a document.

    Attributes:
        id: What its record says it is called; None for plain text, or if it does not say.
        time: In seconds since 1970, UTC; None if it does not say.
        record: Its line, row or number in the input, from 1; 0 for plain text.
    """

    id: str | None = None
    time: int | None = None
    record: int = 0


class DocumentName(NamedTuple):
    """Where a document comes from.

    Attributes:
        source: The file as a str that ``os.fsencode`` turns back into its exact bytes, or what
            stands for one, such as ``<stdin>`` or ``<document 3>``.
        record: Its line, row or number in the file, from 1; None for a file of one document.
        id: Its own name; None if it has none.
    """

    source: str
    record: int | None
    id: str | None

    def __str__(self) -> str:
        """As one escaped string: `news.jsonl:12`, and `news.jsonl:12 a17` with an id."""
        record = "" if self.record is None else f":{self.record}"
        own = "" if self.id is None else f" {terminal(self.id)}"
        return f"{path_text(self.source)}{record}{own}"


class Numbering(Protocol):
    """A session that numbers documents from 0, those without a unit left out."""

    @property
    def documents(self) -> int:
        """The number of documents so far."""

    def document_files(self) -> Sequence[int] | np.ndarray:
        """Which files of the last `read_files` became documents, in their order."""


class DocumentLog:
    """Names and times of the documents of a session.

    Takes about 30 bytes of memory a document; what the documents are called waits in a file when it
    is much.

    Attributes:
        wants_file_time: Whether the time of a file is of use.
    """

    def __init__(
        self,
        *,
        names: bool,
        times: bool = False,
        path_time: re.Pattern[str] | None = None,
        file_time: bool = False,
        temp_dir: str | os.PathLike[str] | None = None,
    ) -> None:
        """Begin without documents.

        Args:
            names: Keep where each document comes from.
            times: Keep when each document is from.
            path_time: Finds the time in the path of an input whose documents have none.
            file_time: Documents without another time have that of their file.
            temp_dir: For what does not fit; None for the system's.
        """
        self.wants_file_time = times and file_time
        self._keeps_names = names
        self._path_time = path_time
        self._times = array("q") if times else None
        self._sources: list[str] = []
        self._source_of = array("Q")
        self._record_of = array("Q")
        self._ends = array("Q")
        directory = None if temp_dir is None else os.fspath(temp_dir)
        ids = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY, dir=directory)  # noqa: SIM115
        weakref.finalize(self, ids.close)
        self._ids = ids

    def add(self, source: str, mark: Mark, changed: int | None = None) -> None:
        """The next document.

        Args:
            source: Where it is from.
            mark: What it says of itself.
            changed: When its file was last changed, in seconds since 1970; None if nothing says.
        """
        if self._times is not None:
            time = mark.time
            if time is None and self._path_time is not None:
                time = time_of_path(source, self._path_time)
            if time is None and self.wants_file_time:
                time = changed
            self._times.append(NO_TIME if time is None else time)
        if not self._keeps_names:
            return
        if not self._sources or self._sources[-1] != source:
            self._sources.append(source)
        self._source_of.append(len(self._sources) - 1)
        self._record_of.append(mark.record)
        if mark.id is not None:
            self._ids.write(b"=" + mark.id.encode("utf-8", "surrogatepass"))
        self._ends.append(self._ids.tell())

    def name_of(self, document: int) -> DocumentName:
        """Where a document comes from."""
        begin = self._ends[document - 1] if document else 0
        end = self._ends[document]
        self._ids.seek(begin)
        own = self._ids.read(end - begin)
        self._ids.seek(0, os.SEEK_END)
        return DocumentName(
            self._sources[self._source_of[document]],
            self._record_of[document] or None,
            own[1:].decode("utf-8", "surrogatepass") if own else None,
        )

    @property
    def times(self) -> np.ndarray | None:
        """Seconds since 1970 of each document, int64, ``NO_TIME`` for none; None if not kept."""
        return None if self._times is None else np.array(self._times, dtype=np.int64)


def path_time_pattern(pattern: str) -> re.Pattern[str]:
    """A pattern whose first group, or whose groups year, month and day, are the time of a path.

    Raises:
        ConfigError: It is no regular expression, or has no group.
    """
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        said = message(
            "malformed time_from_path {pattern}: {error}; correct it",
            pattern=terminal(pattern),
            error=error,
        )
        raise ConfigError(said) from error
    if not compiled.groups:
        raise ConfigError(
            message(
                "time_from_path {pattern} has no group; put the time into one, such as "
                "(\\d{{4}}-\\d{{2}}-\\d{{2}})",
                pattern=terminal(pattern),
            )
        )
    return compiled


def time_of_path(path: str, pattern: re.Pattern[str]) -> int | None:
    """The time in a path: the last match, its groups joined by `-`; None if there is none."""
    last = None
    for match in pattern.finditer(path):
        last = match
    if last is None:
        return None
    return parse_time("-".join(group for group in last.groups() if group))
