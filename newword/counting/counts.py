"""Counting a corpus: from what the user points at to a table of n-grams."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from newword.config import adaptive_min_count, check_min_count, default_threads, parse_size
from newword.core._core import Session
from newword.corpus import Corpus, CorpusReport, Progress, read_corpus
from newword.corpus.documents import DocumentLog, path_time_pattern
from newword.corpus.open.kinds import DEFAULT_MAX_BYTES, Layout
from newword.corpus.protocols import Sink
from newword.corpus.spaces import CHARACTER_SPACED, SpaceJoining, is_character_spaced
from newword.counting.copied_table import CopiedTable, LostText
from newword.counting.text_source import RepeatedText, TextSource, TextTee, in_order
from newword.errors import ConfigError
from newword.platform.memory import MemoryLimit
from newword.platform.message import message

if TYPE_CHECKING:
    from newword.core._core import NgramTable

__all__ = [
    "CountedCorpus",
    "OnProgress",
    "Reading",
    "count_corpus",
    "feed",
    "make_tick",
    "read",
    "unit_weights",
]

OnProgress = Callable[[str, int, "int | None"], None]
"""Told the stage (read, count, rank, spread), the work done in it, and all of it if known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    r"""How a corpus is read.

    Attributes:
        encoding: `auto` (byte order mark, else UTF-8), a name that Python knows, or several of
            them with commas between, which are tried in this order.
        input_format: The format of the inputs: `auto` (by content, and by name for records), text,
            jsonl, csv, tsv, parquet, warc, html, markdown, subtitles or mail.
        text_field: Field or column of records that has the text, `a.b` for a field inside another,
            or several that make one document; None for the first of text, content, raw_content and
            body that exists.
        id_field: Field or column with the names of records. For WARC it is a header, by default the
            address.
        time_field: Field or column with the times of records. For WARC it is a header, by default
            the date. `newword.platform.times.parse_time` says which times are understood.
        time_from_path: A regular expression whose groups are the time in the path of an input, such
            as `(\d{4})/(\d{2})/(\d{2})`; for documents that have none of their own.
        time_from_mtime: Give documents without another time that of the last change of their file.
        main_content: Read only the main article of web pages, without menus and the like.
        max_bytes: Stop unpacking a compressed, Parquet or WARC input after this many bytes, or a
            size such as `"64GiB"`.
        include: Glob patterns of the files of directories to read; empty means all.
        exclude: Glob patterns of files and directories to leave out.
        hidden: Also read files and directories whose names begin with a dot.
        follow: Follow symbolic links below the named directories.
        exclude_paths: Files that a walk leaves out, such as the output.
        strict: Stop at the first input problem.
        join_lines: Ignore a line end between two Han characters (hard-wrapped text).
        join_spaces: Ignore spaces between two characters of unsegmented scripts (text with a space
            between all characters, the usual input for training language models).
        threads: Number of worker threads; None for the number of processors that the process may
            use.
        memory: The most that the process may take, as bytes or a size such as `512M`; None for
            half of the machine's (or the container's) memory.
        temp_dir: Directory for data that do not fit into memory, while the corpus is in use; None
            for the system's directory of temporary files.
    """

    encoding: str = "auto"
    input_format: str = "auto"
    text_field: str | Sequence[str] | None = None
    id_field: str | None = None
    time_field: str | None = None
    time_from_path: str | None = None
    time_from_mtime: bool = False
    main_content: bool = False
    max_bytes: int | str = DEFAULT_MAX_BYTES
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    hidden: bool = False
    follow: bool = False
    exclude_paths: tuple[Any, ...] = field(default=())
    strict: bool = False
    join_lines: bool = False
    join_spaces: bool = False
    threads: int | None = None
    memory: str | int | None = None
    temp_dir: str | os.PathLike[str] | None = None

    def __post_init__(self) -> None:
        if self.threads is not None and not 1 <= self.threads <= 1024:
            raise ConfigError(
                message("threads must be 1 to 1024, got {threads}", threads=self.threads)
            )
        _ = self.layout, self._path_time
        _ = self.limit

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
            memory=self.limit.bytes,
            outside=self.limit.outside(threads),
            temp_dir=self.limit.temp_dir,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedCorpus:
    """A corpus and its n-grams. A copy is the same object; a pickled one has only the table.

    Attributes:
        session: The text, for further passes.
        table: All n-grams with at least `min_count` occurrences.
        report: What was read, and what could not be.
        units: N.
        min_count: The count in force.
        source: Reads the original text again; None without a text.
    """

    session: Session
    table: NgramTable
    report: CorpusReport
    units: int
    min_count: int
    source: RepeatedText | None = None

    def __copy__(self) -> CountedCorpus:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> CountedCorpus:
        return self  # nothing of it can be changed

    def __reduce__(self) -> tuple[Any, ...]:
        table = CopiedTable.of(self.table)
        return _without_text, (table, self.report, self.units, self.min_count)


def _without_text(table: Any, report: CorpusReport, units: int, min_count: int) -> CountedCorpus:
    """What a counted corpus is in another process."""
    lost: Any = LostText()
    return CountedCorpus(session=lost, table=table, report=report, units=units, min_count=min_count)


def read(
    corpus: Corpus,
    reading: Reading,
    *,
    on_progress: OnProgress | None = None,
    known_sources: Iterable[tuple[bytes, int]] | None = None,
    log: DocumentLog | None = None,
    source: TextSource | None = None,
) -> tuple[Session, CorpusReport]:
    """Reads a corpus into a session.

    Args:
        corpus: Paths, an open file or texts, as `newword.corpus.read_corpus` tells them apart.
        reading: How to read it.
        on_progress: Called with the progress about every 50 ms.
        known_sources: Digest and size of inputs to leave out; the session notes those that it
            reads. None notes nothing, which is faster.
        log: Receives all documents.
        source: Made of the same corpus; gives its text again afterwards.

    Raises:
        CorpusError: A path does not exist, or `strict` met a problem.
    """
    session = reading.session()
    corpus = in_order(corpus)

    if known_sources is not None:
        session.note_sources(known_sources)

    kept = None if source is None else source.kept
    report = feed(
        session if kept is None else TextTee(session, kept),
        corpus,
        reading,
        "read",
        on_progress,
        notes_sources=known_sources is not None,
        log=log,
    )
    if source is not None:
        source.was_read(report.bytes_read)
    return session, report


def feed(
    sink: Sink,
    corpus: Corpus,
    reading: Reading,
    stage: str,
    on_progress: OnProgress | None,
    **more: Any,
) -> CorpusReport:
    """Reads a corpus into anything that takes text, which is told as the progress of a stage.

    `more` are further arguments of `newword.corpus.read_corpus`.
    """

    def tell(progress: Progress) -> None:
        if on_progress is not None:
            on_progress(stage, progress.bytes_read, progress.total)

    counted = sink if isinstance(sink, Session) else SpaceJoining(sink, reading.join_spaces)
    report = read_corpus(
        counted,
        corpus,
        encoding=reading.encoding,
        layout=reading.layout,
        include=reading.include,
        exclude=reading.exclude,
        hidden=reading.hidden,
        follow=reading.follow,
        exclude_paths=reading.exclude_paths,
        strict=reading.strict,
        on_progress=tell,
        **more,
    )
    if is_character_spaced(counted.lone_characters, counted.bytes_read):
        return replace(report, notes=(*report.notes, CHARACTER_SPACED))
    return report


def count_corpus(
    corpus: Corpus,
    *,
    max_order: int,
    min_count: int | None = None,
    reading: Reading | None = None,
    on_progress: OnProgress | None = None,
    log: DocumentLog | None = None,
    keeps_source: bool = False,
) -> CountedCorpus:
    """Counts all n-grams of a corpus, with the entropy, variety and cohesion of each.

    Args:
        corpus: Paths, an open file or texts, as `newword.corpus.read_corpus` tells them apart.
        max_order: Length in units of the longest n-gram, 1..16.
        min_count: Minimum number of occurrences of an n-gram; None chooses by the size of the
            corpus.
        reading: How to read it.
        on_progress: Called with the progress about every 50 ms.
        log: Receives all documents.
        keeps_source: Allow the original text to be read once more.

    Raises:
        CorpusError: A path does not exist, or `strict` met a problem.
        MemoryBudgetError: It does not fit the memory allowed; the message names the smallest
            sufficient size.
        OSError: The directory of temporary files is full or fails.
    """
    check_min_count(min_count)
    reading = reading or Reading()
    source = TextSource(corpus, reading) if keeps_source else None
    session, report = read(corpus, reading, on_progress=on_progress, log=log, source=source)
    units = session.units
    chosen = adaptive_min_count(units) if min_count is None else min_count

    tick = make_tick("count", on_progress)
    table = session.count(max_order=max_order, min_count=chosen, tick=tick)
    return CountedCorpus(
        session=session,
        table=table,
        report=report,
        units=units,
        min_count=chosen,
        source=source,
    )


def make_tick(stage: str, on_progress: OnProgress | None) -> Callable[[int, int], None] | None:
    """What the core calls, of what a stage is to tell."""
    if on_progress is None:
        return None

    def tick(done: int, total: int) -> None:
        on_progress(stage, done, total)

    return tick


def unit_weights(table: NgramTable) -> list[tuple[str, float]]:
    """The single units of a table with their counts; tells in which script a text is written."""
    shown = table.words(1, range(table.size(1)))
    return list(zip(shown, table.column(1, "count").tolist(), strict=True))
