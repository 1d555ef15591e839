"""From a count file to the table that counting its texts would have given."""

from __future__ import annotations

import os

from newword.config import adaptive_min_count, check_min_count
from newword.core._core import Session
from newword.corpus import Corpus, CorpusReport
from newword.corpus.documents import DocumentLog
from newword.counting.count_file import AnyPath, CountFileInfo, read_info, reading_errors
from newword.counting.counts import CountedCorpus, OnProgress, Reading, make_tick, read
from newword.counting.joining import other_joining, read_as
from newword.counting.kept_text import KeptText, read_text, refuse_other_text
from newword.counting.text_source import TextSource
from newword.errors import ConfigError
from newword.platform.safe_text import path_text

__all__ = ["score_count_file"]


def score_count_file(
    path: AnyPath,
    *,
    max_order: int | None = None,
    min_count: int | None = None,
    corpus: Corpus | None = None,
    kept_text: bool = False,
    reading: Reading | None = None,
    threads: int | None = None,
    on_progress: OnProgress | None = None,
    log: DocumentLog | None = None,
) -> CountedCorpus:
    """Takes the n-grams of a count file, with the entropy, variety and cohesion of each.

    Args:
        path: The file.
        max_order: Units of the longest n-gram; None for the order of the file.
        min_count: Least occurrences of an n-gram to keep; None chooses by the size of the corpus.
        corpus: The texts of the file, or some of them, for what needs text afterwards.
        kept_text: Without `corpus`: read the text that is kept beside the file.
        reading: How to read them, lines joined as they were for the file; threads and memory.
        threads: None for one per processor, or what `reading` says. The result is the same.
        on_progress: Told of the progress about every 50 ms.
        log: Told of all documents of `corpus`.

    Returns:
        To the last bit what `count_corpus` of the texts would have given. Without `corpus` the
        `session` has no text: it spells n-grams, and finds nothing.

    Raises:
        CountFileError: It is no count file, damaged, or of another release.
        ConfigError: The file was counted for shorter n-grams.
        MemoryBudgetError: It does not fit the memory allowed; the message names the least.

    Example:
        >>> import newword
        >>> counted = newword.score_count_file("corpus.nwc")  # doctest: +SKIP
        >>> counted.table.words(2, [0])  # doctest: +SKIP
    """
    info = read_info(path)
    order = info.order if max_order is None else max_order
    if not 1 <= order <= info.order:
        name = path_text(os.fsdecode(path))
        raise ConfigError(
            f"{name} holds n-grams of 1 to {info.order} units, got {order}; "
            "ask for less, or count with a larger --order"
        )
    check_min_count(min_count)
    chosen = adaptive_min_count(info.units) if min_count is None else min_count
    reading = reading or Reading(threads=threads)
    source: TextSource | KeptText | None = None
    if corpus is not None:
        source = TextSource(corpus, reading)
        session, report = _read(corpus, reading, info, on_progress, log, source)
    else:
        if kept_text:
            session = read_text(path, reading, on_progress=on_progress)
            source = KeptText(path)
        else:
            session = read_as(reading, info).session()
        report = CorpusReport(
            files=0, documents=info.documents, bytes_read=info.source_bytes, problems=()
        )
    with reading_errors():
        table = session.adopt_counts(
            os.fsencode(path),
            max_order=order,
            min_count=chosen,
            keeps_text=corpus is not None or kept_text,
            tick=make_tick("score", on_progress),
        )
    if corpus is None and kept_text:
        refuse_other_text(path, session, info.units)
    return CountedCorpus(
        session=session,
        table=table,
        report=report,
        units=info.units,
        min_count=chosen,
        source=source,
    )


def _read(
    corpus: Corpus,
    reading: Reading,
    info: CountFileInfo,
    on_progress: OnProgress | None,
    log: DocumentLog | None,
    source: TextSource,
) -> tuple[Session, CorpusReport]:
    if how := other_joining(reading, info):
        raise ConfigError(f"{path_text(info.path)} was counted {how}; read so, too")
    return read(corpus, reading, on_progress=on_progress, log=log, source=source)
