"""Files as a data frame of documents, in the order in which one machine reads them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from newword.corpus import InputProblem
from newword.corpus.records.fields import BETWEEN_FIELDS
from newword.errors import ConfigError, CorpusError
from newword.platform.message import message
from newword.platform.plural import count_of
from newword.platform.safe_text import terminal

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

__all__ = ["FORMATS", "ORDER", "TEXT", "read_files"]

FORMATS = ("auto", "text", "jsonl", "parquet")
TEXT = "text"
ORDER = ("path", "block", "row")
"""The columns of what `read_files` gives."""

_TEXT_FIELDS = ("text", "content", "raw_content", "body")
_SUFFIXES = {".parquet": "parquet", ".jsonl": "jsonl", ".ndjson": "jsonl"}
_CODECS = (".gz", ".bz2", ".zst")


def read_files(
    spark: SparkSession,
    paths: Sequence[str],
    *,
    input_format: str = "auto",
    text_field: str | Sequence[str] | None = None,
) -> tuple[DataFrame, tuple[InputProblem, ...]]:
    """Reads files of one format, from wherever Spark does.

    Args:
        spark: The session.
        paths: Files, directories (with all that is below them) and patterns, or URLs such as
            `hdfs:` and `s3a:`. A text file is a document, of UTF-8; a record or a row is one in the
            other formats. Compressed files are told by their suffixes.
        input_format: `text`, `jsonl` or `parquet`; `auto` goes by the suffix of the first path.
        text_field: Field or column with the text, or several that make one document; None for the
            first of text, content, raw_content and body that there is.

    Returns:
        A data frame with the columns `text` and those of `ORDER`, and what is missing from it.

    Raises:
        CorpusError: A path does not exist.
        ConfigError: There is no such format or column.
    """
    from pyspark.errors import AnalysisException

    if input_format not in FORMATS:
        there = ", ".join(FORMATS)
        raise ConfigError(
            message(
                "on Spark input is read as {there}, not as {input_format}",
                there=there,
                input_format=input_format,
            )
        )
    chosen = _format_of(paths[0]) if input_format == "auto" else input_format
    try:
        if chosen == "text":
            return _read_text(spark, paths), ()
        if chosen == "jsonl":
            return _read_records(spark, paths, text_field)
        return _read_parquet(spark, paths, text_field), ()
    except AnalysisException as error:
        if error.getCondition() != "PATH_NOT_FOUND":
            raise
        first = str(error).splitlines()[0]
        raise CorpusError(
            message("Spark: {first}; check the path", first=terminal(first))
        ) from error


def _format_of(path: str) -> str:
    name = path.rstrip("/").lower()
    for suffix in _CODECS:
        name = name.removesuffix(suffix)
    return next((kind for suffix, kind in _SUFFIXES.items() if name.endswith(suffix)), "text")


def _path() -> Column:
    """The path as it is, so that it sorts as its bytes do: Spark has it as a URL."""
    from pyspark.sql import functions as f

    return f.url_decode(f.replace(f.col("_metadata.file_path"), f.lit("+"), f.lit("%2B")))


def _read_text(spark: SparkSession, paths: Sequence[str]) -> DataFrame:
    from pyspark.sql import functions as f

    frame = spark.read.option("recursiveFileLookup", "true").text(list(paths), wholetext=True)
    zero = f.lit(0)
    return frame.select(
        f.col("value").alias("text"), _path().alias("path"), zero.alias("block"), zero.alias("row")
    )


def _read_records(
    spark: SparkSession, paths: Sequence[str], text_field: str | Sequence[str] | None
) -> tuple[DataFrame, tuple[InputProblem, ...]]:
    from pyspark.sql import functions as f
    from pyspark.sql.types import StringType, StructField, StructType

    fields = _fields(text_field)
    schema = StructType([StructField(name, StringType()) for name in fields])
    reader = spark.read.schema(schema).option("recursiveFileLookup", "true")
    rows = reader.json(list(paths)).select(
        _text_of(fields, several=text_field is not None).alias("text"),
        _path().alias("path"),
        f.col("_metadata.file_block_start").alias("block"),
        f.monotonically_increasing_id().alias("row"),
    )
    lost = rows.where("text is null").groupBy("path").count().orderBy("path").limit(100).collect()
    problems = tuple(
        InputProblem(
            path=row["path"],
            code="bad-record",
            offset=None,
            detail=message(
                "{row} without text in {fields}, or no JSON",
                row=count_of(row["count"], "record"),
                fields=", ".join(fields),
            ),
        )
        for row in lost
    )
    return rows, problems


def _fields(text_field: str | Sequence[str] | None) -> tuple[str, ...]:
    if text_field is None:
        return _TEXT_FIELDS
    return (text_field,) if isinstance(text_field, str) else tuple(text_field)


def _text_of(fields: Sequence[str], *, several: bool) -> Column:
    """The first of the fields that exists, or all of them with boundaries between."""
    from pyspark.sql import functions as f

    columns = [f.col(f"`{name}`") for name in fields]
    first = f.coalesce(*columns)
    if not several or len(columns) == 1:
        return first
    return f.when(first.isNotNull(), f.concat_ws(BETWEEN_FIELDS, *columns))


def _read_parquet(
    spark: SparkSession, paths: Sequence[str], text_field: str | Sequence[str] | None
) -> DataFrame:
    from pyspark.sql import functions as f

    frame = spark.read.option("recursiveFileLookup", "true").parquet(*paths)
    wanted = _fields(text_field)
    found = [name for name in wanted if name in frame.columns]
    if not found:
        there, asked = terminal(", ".join(frame.columns)), terminal(", ".join(wanted))
        raise ConfigError(
            message(
                "no column {asked}; there are {there}: name one with --text-field",
                asked=asked,
                there=there,
            )
        )
    several = text_field is not None
    return frame.select(
        _text_of(found if several else found[:1], several=several).alias("text"),
        _path().alias("path"),
        f.lit(0).alias("block"),
        f.col("_metadata.row_index").alias("row"),
    )
