"""From a count file to the table that counting its texts would have given."""

from __future__ import annotations

import os
from dataclasses import replace

from newword.config import adaptive_min_count, check_min_count
from newword.core._core import CountFileFacts, Session
from newword.corpus import Corpus, CorpusReport
from newword.corpus.documents import DocumentLog
from newword.counting.count_file import info_of, read_facts, reading_errors
from newword.counting.counts import CountedCorpus, OnProgress, make_tick, read
from newword.counting.joining import other_joining, read_as, unmet_request
from newword.counting.kept_text import KeptText, read_text
from newword.counting.reading import Reading
from newword.counting.source_check import refuse_other_sources
from newword.counting.text_source import TextSource
from newword.errors import ConfigError
from newword.platform.message import message
from newword.platform.outputs import AnyPath
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
        max_order: Length in units of the longest n-gram; None for the order of the file.
        min_count: Minimum number of occurrences of an n-gram; None chooses by the size of the
            corpus.
        corpus: The texts of the file, or some of them, for later calls that need text. They are
            compared by digest; `report.missing` is the number of inputs of the file that are not
            among them.
        kept_text: Without `corpus`: read the text that is kept beside the file.
        reading: How to read them, lines joined as they were for the file; threads and memory.
        threads: None for one per processor, or what `reading` says. The result is the same.
        on_progress: Called with the progress about every 50 ms.
        log: Receives all documents of `corpus`.

    Returns:
        The same as `count_corpus` of the texts, to the last bit. Without `corpus` the `session` has
        no text: it can spell n-grams, but not find them.

    Raises:
        CountFileError: It is not a count file, is damaged, or comes from another release; or
            `corpus` has inputs that are not in it.
        ConfigError: The file was counted for shorter n-grams.
        MemoryBudgetError: It does not fit the memory allowed; the message names the smallest
            sufficient size.

    Example:
        >>> import newword
        >>> counted = newword.score_count_file("corpus.nwc")  # doctest: +SKIP
        >>> counted.table.words(2, [0])  # doctest: +SKIP
    """
    facts = read_facts(path)
    info = info_of(path, facts)
    order = info.order if max_order is None else max_order
    if not 1 <= order <= info.order:
        name = path_text(os.fsdecode(path))
        raise ConfigError(
            message(
                "{name} holds n-grams of 1 to {order} units, got {order_2}; ask for "
                "less, or count with a larger --order",
                name=name,
                order=info.order,
                order_2=order,
            )
        )
    check_min_count(min_count)
    chosen = adaptive_min_count(info.units) if min_count is None else min_count
    reading = reading or Reading(threads=threads)
    source: TextSource | KeptText | None = None
    if corpus is not None:
        source = TextSource(corpus, reading)
        session, report = _read(corpus, path, reading, facts, on_progress, log, source)
    else:
        if how := unmet_request(reading, info):
            name = path_text(os.fsdecode(path))
            raise ConfigError(
                message(
                    "{name} was counted {how}: leave the option out, or count again with it",
                    name=name,
                    how=how,
                )
            )
        if kept_text:
            session = read_text(path, facts.digest, read_as(reading, info), on_progress=on_progress)
            source = KeptText(path, facts.digest)
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
            digest=facts.digest,
            tick=make_tick("score", on_progress),
        )
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
    path: AnyPath,
    reading: Reading,
    facts: CountFileFacts,
    on_progress: OnProgress | None,
    log: DocumentLog | None,
    source: TextSource,
) -> tuple[Session, CorpusReport]:
    """Reads texts of a count file, which must all be in it."""
    if how := other_joining(reading, facts):
        name = path_text(os.fsdecode(path))
        raise ConfigError(message("{name} was counted {how}; read so, too", name=name, how=how))
    session, report = read(
        corpus, reading, on_progress=on_progress, known_sources=(), log=log, source=source
    )
    missing = refuse_other_sources(path, facts, session, corpus, reading)
    return session, replace(report, missing=missing)
