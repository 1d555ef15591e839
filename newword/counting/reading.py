"""How a corpus is read: the options about it, and what they are for the stages below."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass

from newword.config import default_threads, parse_size
from newword.core._core import Session
from newword.corpus.documents import DocumentLog, path_time_pattern
from newword.corpus.open.kinds import DEFAULT_MAX_SIZE, INPUT_FORMATS, Layout
from newword.errors import ConfigError
from newword.platform.memory import MemoryLimit
from newword.platform.message import message
from newword.platform.option import MACHINE, option
from newword.platform.outputs import AnyPath
from newword.platform.safe_text import excerpt

__all__ = ["UNITS", "Reading"]

UNITS = ("characters", "tokens")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a corpus is read."""

    encoding: str = option(
        "auto",
        metavar="NAME",
        shows_default=True,
        help="Encoding of the files: auto (byte order mark, else UTF-8), gb18030, big5 ..., or "
        "several to try in this order: utf-8,gb18030.",
        doc="encoding of the files: `auto` (default) goes by the byte order mark, else UTF-8; or "
        "a name such as `gb18030`, `big5`, `utf-16-le`; or several, `utf-8,gb18030`, that are "
        "[tried](inputs.md#the-rules) in this order. Nothing is guessed",
    )
    input_format: str = option(
        "auto",
        choices=INPUT_FORMATS,
        shows_default=True,
        help="Input format. auto recognises compression, Parquet and WARC by "
        "content, and records by file name.",
        doc="`auto` (default) or what all inputs are: `text`, `jsonl`, `csv`, `tsv`, `parquet`, "
        "`warc`, `html`, `markdown`, `subtitles`, `mail`, `aozora`; see [inputs](inputs.md)",
    )
    text_field: str | Sequence[str] | None = option(
        None,
        metavar="NAME",
        repeats=True,
        help="Field or column with the text. Repeat it if several make one document, and write "
        "a.b for a field inside another. [default: text, content, raw_content or body]",
        doc="field or column of records with the text, `a.b` for a field inside another, or "
        "several that make one document; else the first of `text`, `content`, `raw_content` and "
        "`body` that exists",
    )
    id_field: str | None = option(
        None,
        metavar="NAME",
        works_on_spark=False,
        help="Field or column that holds a record's name.",
        doc="field or column with the names of records; for WARC it is a header, by default the "
        "address. See [names and times](inputs.md#names-and-times)",
    )
    time_field: str | None = option(
        None,
        metavar="NAME",
        works_on_spark=False,
        help="Field or column that holds a record's time: a year, a day, ISO 8601 "
        "or seconds since 1970.",
        doc="field or column with the times of records: years, days, ISO 8601, or seconds since "
        "1970; for WARC it is a header, by default the date",
    )
    time_from_path: str | None = option(
        None,
        metavar="REGEX",
        works_on_spark=False,
        help="Where in a file's path its time is: groups such as (\\d{4})-(\\d\\d).",
        doc="where in the path of a file its time is: a regular expression with groups, for "
        "documents that have no time of their own",
    )
    time_from_mtime: bool = option(
        False,
        works_on_spark=False,
        help="Take the time of the last change of a file for documents that have no other time.",
        doc="give documents without another time that of the last change of their file",
    )
    main_content: bool = option(
        False,
        works_on_spark=False,
        help="Read the main article of web pages alone, without menus and the like.",
        doc="read only the main article of [web pages](inputs.md#documents-and-archives)",
    )
    max_bytes: int | str = option(
        DEFAULT_MAX_SIZE,
        metavar="SIZE",
        shows_default=True,
        help="Stop unpacking an input after this many bytes.",
        doc="stop unpacking a compressed, Parquet or WARC input after this much, such as `2GiB`; "
        "default 64 GiB",
    )
    include: Sequence[str] = option(
        (),
        metavar="GLOB",
        repeats=True,
        works_on_spark=False,
        help="In directories, read only files that match.",
        doc="in directories, read only files that match; may be repeated. A pattern with `/` is "
        "for the path below the named directory, one without for the name",
    )
    exclude: Sequence[str] = option(
        (),
        metavar="GLOB",
        repeats=True,
        works_on_spark=False,
        help="Skip files and directories that match.",
        doc="leave out files and directories that match; may be repeated",
    )
    hidden: bool = option(
        False,
        works_on_spark=False,
        help="Also read files whose names begin with a dot.",
        doc="also read files whose names begin with a dot",
    )
    follow: bool = option(
        False,
        works_on_spark=False,
        help="Follow symbolic links below directories.",
        doc="follow symbolic links below directories; loops end, each file is read once",
    )
    join_lines: bool = option(
        False,
        help="For hard-wrapped text: ignore a line end between two Han characters.",
        doc="hard-wrapped text: ignore a line end between two Han characters",
    )
    join_spaces: bool = option(
        False,
        help="For text with a space after every character: ignore spaces between "
        "two characters of Chinese and the like.",
        doc="character-spaced text: ignore spaces between two characters of unsegmented scripts",
    )
    units: str = option(
        "characters",
        choices=UNITS,
        shows_default=True,
        help="What words are made of. tokens are what stands between spaces: Vietnamese syllables, "
        "or the words of a text that is cut already.",
        doc="what words are made of: `characters` (default), or `tokens`, which are what stands "
        "between spaces: the syllables of Vietnamese, the words of a text that is "
        "[cut already](units.md#tokens)",
    )
    strict: bool = option(
        False,
        works_on_spark=False,
        help="Stop at the first file that cannot be read completely.",
        doc="fail at the first input that cannot be read whole; else problems are in the report",
    )
    threads: int | None = option(
        None,
        metavar="N",
        group=MACHINE,
        least=1,
        help="Number of worker threads. [default: number of CPUs]",
        doc="number of worker threads, by default the number of CPUs; the result is the same for "
        "any number",
    )
    memory: int | str | None = option(
        None,
        metavar="SIZE",
        group=MACHINE,
        help="Memory limit of the process, such as 512MiB or 2GiB; what does not "
        "fit is kept in temporary files. [default: half of the machine's or "
        "container's memory]",
        doc="how much [memory](memory.md) the process may take, such as `512MiB`; by default half "
        "of the machine's or container's",
    )
    temp_dir: str | os.PathLike[str] | None = option(
        None,
        metavar="DIR",
        group=MACHINE,
        is_trusted=True,
        help="Directory for temporary files. [default: the system's]",
        doc="where what does not fit into [memory](memory.md) goes, into files without names; "
        "by default the system's directory",
    )
    exclude_paths: Sequence[AnyPath] = option(
        (), doc="files that a walk leaves out, such as the output"
    )

    def __post_init__(self) -> None:
        for name in ("include", "exclude", "exclude_paths"):
            object.__setattr__(self, name, tuple(getattr(self, name)))
        if self.threads is not None and not 1 <= self.threads <= 1024:
            raise ConfigError(
                message("threads must be 1 to 1024, got {threads}", threads=self.threads)
            )
        if self.units not in UNITS:
            raise ConfigError(
                message(
                    "units must be one of {units}, got {given}",
                    units=", ".join(UNITS),
                    given=excerpt(str(self.units)),
                )
            )
        if self.has_tokens and (self.join_lines or self.join_spaces):
            raise ConfigError(
                message(
                    "join_lines and join_spaces are for characters: with units tokens, every "
                    "space separates and every line end is a boundary"
                )
            )
        _ = self.layout, self._path_time
        _ = self.limit

    @property
    def has_tokens(self) -> bool:
        """Whether words are made of what stands between spaces."""
        return self.units == "tokens"

    @property
    def layout(self) -> Layout:
        """How inputs are read that are not plain text."""
        return Layout(
            input_format=self.input_format,
            text_field=self.text_field,
            id_field=self.id_field,
            time_field=self.time_field,
            max_bytes=parse_size(self.max_bytes, name="max_bytes"),
            record_memory=self.limit.for_record(),
            main_content=self.main_content,
        )

    @property
    def limit(self) -> MemoryLimit:
        """The memory that the process may take."""
        return MemoryLimit.of(self.memory, self.temp_dir)

    @property
    def has_times(self) -> bool:
        """Whether it was said where the times of documents are."""
        asked = (self.time_field, self.time_from_path, self.time_from_mtime or None)
        return any(one is not None for one in asked)

    @property
    def _path_time(self) -> re.Pattern[str] | None:
        return None if self.time_from_path is None else path_time_pattern(self.time_from_path)

    def log(self, *, names: bool, times: bool) -> DocumentLog:
        """An empty log of documents, to be given to `read`.

        Args:
            names: Keep where each document comes from.
            times: Keep when each document is from.
        """
        directory = self.limit.temp_dir
        return DocumentLog(
            names=names,
            times=times,
            path_time=self._path_time,
            file_time=self.time_from_mtime,
            temp_dir=directory,
        )

    def session(self) -> Session:
        """An empty session within the limit.

        Raises:
            MemoryBudgetError: The limit is below what any work takes; the message names the
                smallest sufficient size.
        """
        threads = self.threads or default_threads()
        return Session(
            threads=threads,
            join_lines=self.join_lines,
            join_spaces=self.join_spaces,
            tokens=self.has_tokens,
            memory=self.limit.bytes,
            outside=self.limit.outside(threads),
            temp_dir=self.limit.temp_dir,
        )
