"""From a count file to the table that counting its texts would have given."""

from __future__ import annotations

import os

from newword._core import Session
from newword._safe_text import path_text
from newword.config import adaptive_min_count, default_threads
from newword.corpus import CorpusReport
from newword.count_file import AnyPath, make_tick, read_info, reading_errors
from newword.counts import CountedCorpus, OnProgress
from newword.errors import ConfigError

__all__ = ["score_count_file"]


def score_count_file(
    path: AnyPath,
    *,
    max_order: int | None = None,
    min_count: int | None = None,
    threads: int | None = None,
    on_progress: OnProgress | None = None,
) -> CountedCorpus:
    """Takes the n-grams of a count file, with the entropy, variety and cohesion of each.

    Args:
        path: The file.
        max_order: Units of the longest n-gram; None for the order of the file.
        min_count: Least occurrences of an n-gram to keep; None chooses by the size of the corpus.
        threads: None for one per processor. The result is the same for any number.
        on_progress: Told of the progress about every 50 ms.

    Returns:
        To the last bit what `count_corpus` of the texts would have given, but without the text: its
        `session` spells n-grams, and finds nothing.

    Raises:
        CountFileError: It is no count file, damaged, or of another release.
        ConfigError: The file was counted for shorter n-grams.

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
    if min_count is not None and min_count < 1:
        raise ConfigError(f"min_count must be at least 1, got {min_count}")
    chosen = adaptive_min_count(info.units) if min_count is None else min_count
    session = Session(threads=threads or default_threads(), join_lines=info.join_lines)
    with reading_errors():
        table = session.adopt_counts(
            os.fsencode(path),
            max_order=order,
            min_count=chosen,
            tick=make_tick("score", on_progress),
        )
    report = CorpusReport(
        files=0, documents=info.documents, bytes_read=info.source_bytes, problems=()
    )
    return CountedCorpus(
        session=session, table=table, report=report, units=info.units, min_count=chosen
    )
