"""Count files: everything there is to count in a corpus, on disk, to be added to and scored later.

A count file (``.nwc``) holds all windows of a text, so that every statistic of every n-gram follows
from it without the text, and files of parts add up to the file of the whole, byte for byte.
docs/count-files.md describes the format.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from newword.config import MAX_ORDER, default_threads
from newword.core._core import CountFileFacts, CountFiles, Session
from newword.corpus import Corpus, CorpusReport
from newword.counting.counts import OnProgress, make_tick, read
from newword.counting.kept_text import KeptTextWriter
from newword.counting.reading import Reading
from newword.counting.replace_counts import hold_counts, replace_counts
from newword.counting.source_check import paths_of
from newword.errors import ConfigError, CountFileError, OutputError
from newword.platform.hold import Held
from newword.platform.message import message, reason_of
from newword.platform.outputs import AnyPath, refuse_clashes
from newword.platform.safe_text import path_text

__all__ = [
    "DEFAULT_ORDER",
    "OUTPUT",
    "AnyPath",
    "CountFileInfo",
    "WrittenCounts",
    "check_order",
    "count_to_file",
    "info_of",
    "read_facts",
    "read_info",
    "reading_errors",
    "verify_count_file",
    "write_counts",
    "write_session",
]

Tick = Callable[[int, int], None]

DEFAULT_ORDER = 6
OUTPUT = "<output>"
"""Stands for the output in the core's errors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountFileInfo:
    """What a count file says about itself.

    Attributes:
        path: The file.
        order: Length in units of the longest n-grams whose statistics follow from it.
        join_lines: Whether the text was read with lines joined.
        join_spaces: Whether it was read with spaces joined.
        tokens: Whether its units are what stands between spaces.
        units: N.
        runs: Maximal stretches of units.
        documents: Number of files, streams and texts that were counted.
        sources: Number of different inputs among them that were not empty.
        source_bytes: Their size in bytes; each input is included as often as it was counted.
        symbols: Number of different units.
        windows: Number of different windows of `order` + 1 units.
        blocks: Number of parts with a checksum of their own.
        bytes: Size of the file.
        shards: For a part of a corpus, the numbers of its shards; else empty.
        of_shards: For a part, how many shards there are; else 0.
    """

    path: str
    order: int
    join_lines: bool
    join_spaces: bool
    tokens: bool
    units: int
    runs: int
    documents: int
    sources: int
    source_bytes: int
    symbols: int
    windows: int
    blocks: int
    bytes: int
    shards: tuple[int, ...] = ()
    of_shards: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenCounts:
    """The result of counting a corpus into a count file.

    Attributes:
        info: The file as it is now.
        report: What was read; `report.counted` names inputs that the file already had.
    """

    info: CountFileInfo
    report: CorpusReport


def count_to_file(
    corpus: Corpus,
    path: AnyPath,
    *,
    order: int = DEFAULT_ORDER,
    keep_text: bool = False,
    reading: Reading | None = None,
    on_progress: OnProgress | None = None,
) -> WrittenCounts:
    """Counts a corpus into a count file.

    An existing file is replaced, whole or not at all.

    Args:
        corpus: Paths, an open file or texts, as `newword.corpus.read_corpus` tells them apart.
        path: Where the file is to be.
        order: Length in units of the longest n-gram whose statistics you will need, 1..16. One more
            unit makes the file about a fifth larger.
        keep_text: Keep the text beside the file, as `.nwt`, for methods that need it.
        reading: How to read the corpus.
        on_progress: Called with the progress about every 50 ms.

    Returns:
        What was read, and what the file says about itself.

    Raises:
        CorpusError: A path does not exist, or `strict` met a problem.
        OutputError: The file cannot be written; the old file is unchanged.

    Example:
        >>> import newword
        >>> done = newword.count_to_file("corpus/", "corpus.nwc")  # doctest: +SKIP
        >>> done.info.units  # doctest: +SKIP
    """
    check_order(order)
    refuse_clashes([path], paths_of(corpus))
    with hold_counts(path, keeps_text=keep_text) as held:
        session, report = read(
            corpus, reading or Reading(), on_progress=on_progress, known_sources=()
        )
        write_session(session, path, held, order, report.documents, keep_text, on_progress)
        return WrittenCounts(info=read_info(path), report=report)


def write_session(
    session: Session,
    path: AnyPath,
    held: Held | None,
    order: int,
    documents: int,
    keep_text: bool,
    on_progress: OnProgress | None,
    *,
    shard: tuple[bytes, int, int] | None = None,
) -> None:
    """Writes the count file of a session's text, and if asked the text beside it, or neither."""

    def write_text(text: KeptTextWriter) -> None:
        text.add_session(session)

    with (
        replace_counts(path, held, write_text if keep_text else None) as out,
        out.descriptor(OUTPUT) as descriptor,
    ):
        write_counts(
            session, descriptor, OUTPUT.encode(), order, documents, on_progress, shard=shard
        )


def write_counts(
    session: Session,
    descriptor: int,
    name: bytes,
    order: int,
    documents: int,
    on_progress: OnProgress | None,
    *,
    shard: tuple[bytes, int, int] | None = None,
) -> None:
    """Writes the count file of a session's text to an open descriptor that errors call `name`.

    `shard` is the mark of a `newword.counting.sharding.shards.Deal`, None for a whole corpus.
    """
    tick = make_tick("write", on_progress)
    session.write_counts(descriptor, name, order=order, documents=documents, shard=shard, tick=tick)


def check_order(order: int) -> int:
    """The order, if it is one that can be counted."""
    if not 1 <= order <= MAX_ORDER:
        raise ConfigError(
            message("order must be 1 to {max_order}, got {order}", max_order=MAX_ORDER, order=order)
        )
    return order


def read_info(path: AnyPath) -> CountFileInfo:
    """What a count file says of itself; checks its header and index, and none of its blocks.

    Raises:
        CountFileError: It is not a count file, is damaged, or comes from another release; the
            message has the place and the remedy.
    """
    return info_of(path, read_facts(path))


def read_facts(path: AnyPath) -> CountFileFacts:
    """The same as the core tells it, with all sources."""
    return _check(path, everything=False, threads=1, tick=None)


def verify_count_file(
    path: AnyPath, *, threads: int | None = None, on_progress: OnProgress | None = None
) -> CountFileInfo:
    """Reads all of a count file and checks it against itself: checksums, order, and sums.

    Args:
        path: The file.
        threads: None for one per processor.
        on_progress: Called with the number of checked bytes about every 50 ms.

    Returns:
        What it says about itself, now verified.

    Raises:
        CountFileError: It is not a count file, is damaged, or comes from another release; the
            message has the place and the remedy.
    """
    count = threads or default_threads()
    return info_of(
        path, _check(path, everything=True, threads=count, tick=make_tick("verify", on_progress))
    )


def _check(path: AnyPath, *, everything: bool, threads: int, tick: Tick | None) -> CountFileFacts:
    with reading_errors():
        return CountFiles(threads=threads).check(
            os.fsencode(path), everything=everything, tick=tick
        )


def info_of(path: AnyPath, facts: CountFileFacts) -> CountFileInfo:
    """What a count file says of itself, as users see it."""
    return CountFileInfo(
        path=os.fsdecode(path),
        order=facts.order,
        join_lines=facts.join_lines,
        join_spaces=facts.join_spaces,
        tokens=facts.tokens,
        units=facts.units,
        runs=facts.runs,
        documents=facts.documents,
        sources=len(facts.sources),
        source_bytes=sum(size * times for _, size, times in facts.sources),
        symbols=facts.symbols,
        windows=facts.windows,
        blocks=facts.blocks,
        bytes=facts.bytes,
        shards=facts.shards[2] if facts.shards else (),
        of_shards=facts.shards[1] if facts.shards else 0,
    )


@contextmanager
def reading_errors(but: bytes = b"") -> Iterator[None]:
    """Turns what the system says of a count file that is read, `but` one, into a CountFileError."""
    try:
        yield
    except OSError as error:
        if isinstance(error, OutputError) or error.filename in (None, OUTPUT, os.fsdecode(but)):
            raise
        name = path_text(error.filename)
        reason = reason_of(error)
        raise CountFileError(
            message("{name}: cannot read it: {reason}; check the path", name=name, reason=reason)
        ) from error
