"""Counting a corpus: from what the user points at to a table of n-grams."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from newword.config import adaptive_min_count, check_min_count
from newword.core._core import Session
from newword.corpus import Corpus, CorpusReport, Progress, read_corpus
from newword.corpus.documents import DocumentLog
from newword.corpus.protocols import Sink
from newword.corpus.spaces import (
    CHARACTER_SPACED,
    UNSPACED,
    SpaceJoining,
    is_character_spaced,
    is_unspaced,
)
from newword.counting.copied_table import CopiedTable, LostText
from newword.counting.reading import Reading
from newword.counting.text_source import RepeatedText, TextSource, TextTee, in_order

if TYPE_CHECKING:
    from newword.core._core import NgramTable

__all__ = [
    "CountedCorpus",
    "OnProgress",
    "count_corpus",
    "feed",
    "make_tick",
    "read",
    "unit_weights",
]

OnProgress = Callable[[str, int, "int | None"], None]
"""Told the stage (read, count, rank, spread), the work done in it, and all of it if known."""


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
    if reading.has_tokens:
        is_unread = isinstance(counted, Session) and is_unspaced(
            counted.lone_characters, counted.bytes_read
        )
        return replace(report, notes=(*report.notes, UNSPACED)) if is_unread else report
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
