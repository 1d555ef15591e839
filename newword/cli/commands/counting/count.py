"""`newword count`: every frequent n-gram with its statistics."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import click

from newword.cli.commands.counting.count_files import refuse_without_count_file, write_count_file
from newword.cli.commands.counting.score import target
from newword.cli.field_options import field_options, option
from newword.cli.messages import say
from newword.cli.options import (
    format_option,
    json_option,
    make_reading,
    output_option,
    reading_options,
    report_problems,
)
from newword.cli.screen.grouped_help import GroupedCommand
from newword.cli.screen.progress import progress
from newword.config import Thresholds
from newword.counting.counts import CountedCorpus, count_corpus
from newword.counting.ngram_rows import ROW_FORMATS, write_ngrams
from newword.platform.message import message
from newword.platform.option import START, WORDS
from newword.platform.plural import count_of

__all__ = ["count_command"]

_DEFAULT_ORDER = 4


@click.command("count", cls=GroupedCommand)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@output_option(help="Write the counts to this file. [default: standard output]")
@format_option(
    [*ROW_FORMATS, "nwc", "none"],
    help="auto goes by the suffix of FILE: .nwc (a count file), .parquet or .jsonl, else tsv. none "
    "writes nothing, for timing.",
)
@json_option(help="Same as --format jsonl.")
@option(
    "--order",
    type=click.IntRange(1, 16),
    metavar="N",
    group=WORDS,
    help="Longest n-gram, in units. [default: 4; 6 for a count file]",
)
@field_options(Thresholds, "min_count")
@option(
    "--add",
    is_flag=True,
    group=START,
    is_trusted=True,
    help="Add to an existing count file; inputs that it already has are skipped.",
)
@option(
    "--keep-text",
    is_flag=True,
    is_trusted=True,
    help="Keep the text beside a count file, as .nwt (gzip), for methods that need it.",
)
@option("--again", is_flag=True, is_trusted=True, help="With --add: count such inputs again.")
@option(
    "--shard",
    metavar="I/N",
    help="For a count file: count the I-th of N parts of the corpus, 1/N to N/N, unless FILE has "
    "it already; newword merge adds them up.",
)
@reading_options
def count_command(paths: tuple[str, ...], **options: Any) -> int:
    """Count n-grams exactly, with all statistics.

    Each row is one n-gram: order, n-gram, count, distinct neighbours and branching entropy (nats)
    of both sides, cohesion (nats). Rows are sorted by order, then by code points.

    \b
    newword count corpus/ --order 2 --min-count 10 > bigrams.tsv
    newword count corpus/ -o corpus.nwc
    newword count today/ -o corpus.nwc --add
    newword count corpus/ -o shard-2.nwc --shard 2/7
    """
    reading = make_reading(options)
    format_ = _format(options)
    if options["output"]:
        reading = replace(reading, exclude_paths=(*reading.exclude_paths, options["output"]))
    if format_ == "nwc":
        return write_count_file(paths, reading, options)
    refuse_without_count_file(options)
    with progress(options["progress_mode"]) as tell:
        counted = count_corpus(
            paths,
            max_order=options["order"] or _DEFAULT_ORDER,
            min_count=options["min_count"],
            reading=reading,
            on_progress=tell,
        )
        if format_ != "none":
            with target(options["output"]) as out:
                write_ngrams(counted.table, out, format=format_)
    code = report_problems(counted.report.problems, counted.report.notes)
    say(
        message(
            "{files}, {bytes_read} MB, {units}, {counted} of {min_count} and more occurrences",
            files=count_of(counted.report.files, "file"),
            bytes_read=f"{counted.report.bytes_read / 1e6:.1f}",
            units=count_of(counted.units, "unit"),
            counted=count_of(_rows(counted), "n-gram"),
            min_count=counted.min_count,
        )
    )
    return code


def _format(options: dict[str, Any]) -> str:
    """What to write, derived from the options."""
    output = options["output"]
    if options["as_json"]:
        return "jsonl"
    if options["format_"] != "auto":
        return str(options["format_"])
    suffix = (output or "").rpartition(".")[2].lower()
    return suffix if suffix in ("nwc", *ROW_FORMATS) else "tsv"


def _rows(counted: CountedCorpus) -> int:
    return sum(counted.table.size(order) for order in range(1, counted.table.max_order + 1))
