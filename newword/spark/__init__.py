"""The same lexicon from Apache Spark, where the text is too large for one machine.

Every document is a row of a data frame. The result is that of `newword.discover` of the same
documents in the same order, to the last byte, for any number of partitions and executors; tasks
that fail or run twice change nothing. docs/scale.md tells what it costs.

>>> from newword.spark import discover  # doctest: +SKIP
>>> lexicon = discover(spark.read.parquet("hdfs:///corpus"), order=["id"])  # doctest: +SKIP
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from newword.corpus import CorpusReport
from newword.counting.counts import CountedCorpus
from newword.dictionary.background import BackgroundDictionary
from newword.discovery.options import Asked
from newword.discovery.pipeline import rank_counted
from newword.lexicon import Lexicon
from newword.lexicon.decisions import Decisions
from newword.methods import DEFAULT_METHOD
from newword.spark.counting import count_parts, tell_parts
from newword.spark.dictionary import jieba_tokenizer, with_dictionary
from newword.spark.frames import arrow_limits, job_errors, pack_documents, session_of
from newword.spark.tasks import TaskSettings
from newword.spark.text import TextInParts

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

    from newword.core._core import Session

__all__ = ["discover", "jieba_tokenizer", "with_dictionary"]

DEFAULT_TASK_MEMORY = "1GiB"


def discover(
    dataframe: DataFrame,
    *,
    text: str = "text",
    order: str | Column | Sequence[str | Column] | None = None,
    method: str = DEFAULT_METHOD,
    unit: str = "word",
    dictionary: str | os.PathLike[str] | BackgroundDictionary | Sequence[str] | None = None,
    new_only: bool = False,
    decisions: Decisions | str | os.PathLike[str] | Sequence[str] | None = None,
    top: int | None = None,
    sort: str | None = None,
    min_count: int | None = None,
    max_len: int = 6,
    min_cohesion: float | None = None,
    min_entropy: float | None = None,
    min_score: float | None = None,
    numbers: bool = False,
    names: bool = True,
    spread: bool = True,
    kinds: bool = False,
    kind: str | Sequence[str] = (),
    no_kind: str | Sequence[str] = (),
    no_variants: bool = False,
    join_lines: bool = False,
    join_spaces: bool = False,
    partitions: int | None = None,
    task_memory: str | int = DEFAULT_TASK_MEMORY,
    task_temp_dir: str | None = None,
    windows_of_bucket: int | None = None,
) -> Lexicon:
    """Finds the words of the documents of a data frame and ranks them, best first.

    Args:
        dataframe: A row is a document; of a classic session, not of Spark Connect. newword and the
            extra `spark` must be installed where the executors run.
        text: Its column of text: strings, or UTF-8 as binary. Null is no document.
        order: Column or columns that put the documents in order, as an id or a path; those that
            these do not tell apart are ordered by their text. The dispersion of words and what
            passes learn from a sample depend on the order; given it, on nothing else. None is the
            order of partitions and of the rows in them, and saves a shuffle of the text.
        method: As for `newword.discover`. `lm` makes its language model on the driver, and sends it
            to every worker.
        unit: As for `newword.discover`.
        dictionary: As for `newword.discover`; read by the driver.
        new_only: As for `newword.discover`.
        decisions: As for `newword.discover`.
        top: As for `newword.discover`.
        sort: As for `newword.discover`, but recent.
        min_count: As for `newword.discover`; None chooses by the size of the whole.
        max_len: As for `newword.discover`, at most 15.
        min_cohesion: As for `newword.discover`.
        min_entropy: As for `newword.discover`.
        min_score: As for `newword.discover`.
        numbers: As for `newword.discover`.
        names: As for `newword.discover`.
        spread: As for `newword.discover`.
        kinds: As for `newword.discover`, without the text: by shape alone.
        kind: As for `newword.discover`.
        no_kind: As for `newword.discover`.
        no_variants: As for `newword.discover`.
        join_lines: As for `newword.discover`.
        join_spaces: As for `newword.discover`.
        partitions: Of the ordered text; None for `spark.sql.shuffle.partitions`.
        task_memory: The most that the core takes in a task, such as `"512MiB"`; what is larger
            lies in a temporary file.
        task_temp_dir: Directory of the workers for such files; None for their own.
        windows_of_bucket: Occurrences that are counted together at most; None for 8 million, or
            less for a small text. The result is the same.

    Returns:
        What `newword.discover` gives of the same documents in the same order, without contexts.

    Raises:
        ConfigError: An option has a value that cannot work.
        MissingPackageError: pyspark, pyarrow or pandas is not installed.
        DictionaryError: The dictionary cannot be read.

    Example:
        >>> lexicon = discover(frame, text="body", order="id", dictionary="jieba")
    """
    asked = Asked.of(
        method=method,
        unit=unit,
        dictionary=dictionary,
        new_only=new_only,
        decisions=decisions,
        top=top,
        sort=sort,
        min_count=min_count,
        max_len=max_len,
        min_cohesion=min_cohesion,
        min_entropy=min_entropy,
        min_score=min_score,
        numbers=numbers,
        names=names,
        spread=spread,
        kinds=kinds,
        kind=kind,
        no_kind=no_kind,
        no_variants=no_variants,
    )
    max_order = asked.chosen.orders(asked.thresholds)
    spark = session_of(dataframe)
    settings = TaskSettings(
        join_lines=join_lines,
        join_spaces=join_spaces,
        memory=task_memory,
        temp_dir=task_temp_dir,
    )
    keys = None if order is None else [order] if _is_one(order) else list(order)
    with job_errors(), arrow_limits(spark):
        packed = pack_documents(dataframe, text, keys, partitions).persist()
        try:
            sizes = tell_parts(packed, settings)
            counted = count_parts(
                packed,
                sizes,
                settings,
                max_order=max_order,
                min_count=min_count,
                windows_of_bucket=windows_of_bucket,
            )
            with TextInParts(packed, sizes, counted, settings) as whole_text:
                report = CorpusReport(
                    files=0, documents=sizes.documents, bytes_read=sizes.bytes, problems=()
                )
                corpus = CountedCorpus(
                    session=cast("Session", whole_text),  # what methods need of one
                    table=counted.table,
                    report=report,
                    units=sizes.units,
                    min_count=counted.min_count,
                )
                lexicon = rank_counted(corpus, asked, has_text=True)
                lexicon.contexts = None
                return lexicon
        finally:
            packed.unpersist()


def _is_one(order: object) -> bool:
    from pyspark.sql import Column

    return isinstance(order, (str, Column))
