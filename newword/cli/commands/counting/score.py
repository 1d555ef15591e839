"""`newword score`: the n-grams of a count file with their statistics."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import BinaryIO

import click

from newword.cli.commands.counting.part_of_corpus import say_part
from newword.cli.field_options import field_options, option
from newword.cli.messages import say
from newword.cli.options import format_option, output_option, progress_option, resource_options
from newword.cli.screen.grouped_help import GroupedCommand
from newword.cli.screen.progress import progress
from newword.cli.screen.streams import standard_output
from newword.config import Thresholds
from newword.counting.ngram_rows import ROW_FORMATS, write_ngrams
from newword.counting.reading import Reading
from newword.counting.score import score_count_file
from newword.platform.extras import load_extra
from newword.platform.files import commit
from newword.platform.message import message
from newword.platform.option import WORDS
from newword.platform.plural import count_of
from newword.platform.safe_text import path_text

__all__ = ["score_command", "target"]


@click.command("score", cls=GroupedCommand)
@click.argument("file", metavar="FILE")
@output_option(help="Write the table to this file. [default: standard output]")
@format_option(
    ROW_FORMATS, help="auto goes by the suffix of the output, .jsonl or .parquet, else tsv."
)
@option(
    "--order",
    type=click.IntRange(1, 16),
    metavar="N",
    group=WORDS,
    help="Longest n-gram, in units. [default: that of the file]",
)
@field_options(Thresholds, "min_count")
@resource_options
@progress_option
def score_command(
    file: str,
    *,
    output: str | None,
    format_: str,
    order: int | None,
    min_count: int | None,
    threads: int | None,
    memory: str | None,
    temp_dir: str | None,
    progress_mode: str,
) -> None:
    """List the n-grams of a count file with all statistics.

    The table is the same as newword count writes from the texts.

    \b
    newword score corpus.nwc --min-count 10 > ngrams.tsv
    newword score corpus.nwc -o ngrams.parquet
    """
    format_ = _format(format_, output)
    if format_ == "parquet":  # before the work
        load_extra("pyarrow", extra="parquet", purpose=message("writing Parquet"))
    with progress(progress_mode) as tell:
        counted = score_count_file(
            file,
            max_order=order,
            min_count=min_count,
            reading=Reading(threads=threads, memory=memory, temp_dir=temp_dir),
            on_progress=tell,
        )
        with target(output) as out:
            write_ngrams(counted.table, out, format=format_)
    say_part(file)
    table = counted.table
    rows = sum(table.size(order) for order in range(1, table.max_order + 1))
    say(
        message(
            "{file}: {units}, {rows} of {min_count} and more occurrences",
            file=path_text(file),
            units=count_of(counted.units, "unit"),
            rows=count_of(rows, "n-gram"),
            min_count=counted.min_count,
        )
    )


def _format(name: str, output: str | None) -> str:
    if name != "auto":
        return name
    suffix = (output or "").rpartition(".")[2].lower()
    return suffix if suffix in ROW_FORMATS else "tsv"


def target(output: str | None) -> AbstractContextManager[BinaryIO]:
    """Where a table goes: a file that is replaced whole, or standard output."""
    if output is not None:
        return commit(output)  # type: ignore[return-value]
    return nullcontext(standard_output())
