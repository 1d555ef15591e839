"""The same lexicon from Apache Spark, where the text is too large for one machine.

Every document is a row of a data frame. The result is that of `newword.discover` of the same
documents in the same order, to the last byte, for any number of partitions and executors; tasks
that fail or run twice change nothing. docs/scale.md tells what it costs.

>>> from newword.spark import discover  # doctest: +SKIP
>>> lexicon = discover(spark.read.parquet("hdfs:///corpus"), order=["id"])  # doctest: +SKIP
"""

from __future__ import annotations

from newword.corpus import CorpusReport
from newword.counting.counts import CountedCorpus
from newword.counting.reading import Reading
from newword.discovery.options import Asked
from newword.discovery.pipeline import rank_counted
from newword.lexicon import Lexicon
from newword.platform.option import takes
from newword.spark.counting import count_parts, tell_parts
from newword.spark.dictionary import jieba_tokenizer, with_dictionary
from newword.spark.frames import arrow_limits, job_errors, pack_documents, session_of
from newword.spark.options import SparkOptions
from newword.spark.tasks import TaskSettings
from newword.spark.text import TextInParts

__all__ = ["discover", "jieba_tokenizer", "with_dictionary"]


@takes(SparkOptions)
def discover(options: SparkOptions) -> Lexicon:
    """Finds the words of the documents of a data frame and ranks them, best first.

    Returns:
        What `newword.discover` gives of the same documents in the same order, without contexts.

    Raises:
        ConfigError: An option has an invalid value.
        MissingPackageError: pyspark, pyarrow or pandas is not installed.
        DictionaryError: The dictionary cannot be read.

    Example:
        >>> lexicon = discover(frame, text="body", order="id")  # doctest: +SKIP
    """
    asked = Asked.of(options)
    max_order = asked.chosen.orders(asked.thresholds)
    spark = session_of(options.dataframe)
    settings = TaskSettings(
        join_lines=options.join_lines,
        join_spaces=options.join_spaces,
        units=Reading(units=options.units).units,  # checked
        memory=options.task_memory,
        temp_dir=options.task_temp_dir,
    )
    with job_errors(), arrow_limits(spark):
        packed = pack_documents(
            options.dataframe, options.text, options.keys(), options.partitions
        ).persist()
        try:
            sizes = tell_parts(packed, settings)
            counted = count_parts(
                packed,
                sizes,
                settings,
                max_order=max_order,
                min_count=options.min_count,
                windows_of_bucket=options.windows_of_bucket,
            )
            with TextInParts(packed, sizes, counted, settings) as whole_text:
                report = CorpusReport(
                    files=0, documents=sizes.documents, bytes_read=sizes.bytes, problems=()
                )
                corpus = CountedCorpus(
                    session=counted.session,
                    table=counted.table,
                    report=report,
                    units=sizes.units,
                    min_count=counted.min_count,
                )
                lexicon = rank_counted(corpus, asked, has_text=True, passes=whole_text)
                lexicon.contexts = None
                return lexicon
        finally:
            packed.unpersist()
