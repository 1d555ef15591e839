"""`newword count`: every frequent n-gram with its statistics."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import Any, BinaryIO

import click
import numpy as np

from newword._files import commit
from newword.cli.count_files import refuse_without_count_file, write_count_file
from newword.cli.options import make_reading, reading_options, report_problems
from newword.cli.progress import progress
from newword.counts import CountedCorpus, Reading, count_corpus

__all__ = ["count_command"]

_COLUMNS = ("count", "left_variety", "right_variety", "left_entropy", "right_entropy", "cohesion")
_AT_ONCE = 1 << 16
_DEFAULT_ORDER = 4


@click.command("count")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "-o", "--output", metavar="FILE", help="Where the counts go. [default: standard output]"
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["auto", "tsv", "jsonl", "nwc", "none"]),
    default="auto",
    show_default=True,
    help="auto is nwc, a count file, for a FILE that ends in .nwc, else tsv. none writes nothing, "
    "for timing.",
)
@click.option("--json", "as_json", is_flag=True, help="Same as --format jsonl.")
@click.option(
    "--order",
    type=click.IntRange(1, 16),
    metavar="N",
    help="Longest n-gram, in units. [default: 4; of a count file 6]",
)
@click.option(
    "--min-count",
    type=click.IntRange(min=1),
    metavar="N",
    help="Least occurrences. [default: 2 to 8 by size of the corpus]",
)
@click.option(
    "--add", is_flag=True, help="Add to a count file that is there, but for inputs it has already."
)
@click.option("--again", is_flag=True, help="With --add: count those once more.")
@reading_options
def count_command(paths: tuple[str, ...], **options: Any) -> int:
    """Count n-grams exactly, with all statistics.

    One row an n-gram: order, n-gram, count, distinct neighbours and branching entropy (nats) of
    both sides, cohesion (nats). By order, then by code points.

    \b
    newword count corpus/ --order 2 --min-count 10 > bigrams.tsv
    newword count corpus/ -o corpus.nwc
    newword count today/ -o corpus.nwc --add
    """
    reading = make_reading(options)
    format_ = _format(options)
    if options["output"]:
        reading = Reading(**{**_fields(reading), "exclude_paths": (options["output"],)})
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
            with _target(options["output"]) as out:
                for block in _encode(counted, format_):
                    out.write(block)
    code = report_problems(counted.report.problems)
    click.echo(
        f"newword: {counted.report.files} files, {counted.report.bytes_read / 1e6:.1f} MB, "
        f"{counted.units:,} units, {_rows(counted):,} n-grams of {counted.min_count} and more "
        "occurrences",
        err=True,
    )
    return code


def _format(options: dict[str, Any]) -> str:
    """What to write, made out from the options."""
    output = options["output"]
    if options["as_json"]:
        return "jsonl"
    if options["format_"] != "auto":
        return str(options["format_"])
    return "nwc" if output is not None and output.lower().endswith(".nwc") else "tsv"


def _fields(reading: Reading) -> dict[str, Any]:
    return {name: getattr(reading, name) for name in reading.__slots__}


def _target(output: str | None) -> AbstractContextManager[BinaryIO]:
    if output is not None:
        return commit(output)  # type: ignore[return-value]
    return nullcontext(sys.stdout.buffer)


def _rows(counted: CountedCorpus) -> int:
    return sum(counted.table.size(order) for order in range(1, counted.table.max_order + 1))


def _encode(counted: CountedCorpus, format_: str) -> Iterator[bytes]:
    """The table in blocks of whole lines."""
    if format_ == "tsv":
        yield ("\t".join(("order", "ngram", *_COLUMNS)) + "\n").encode()
    table = counted.table
    for order in range(1, table.max_order + 1):
        columns = [table.column(order, name) for name in _COLUMNS]
        for begin in range(0, table.size(order), _AT_ONCE):
            end = min(begin + _AT_ONCE, table.size(order))
            words = table.words(order, np.arange(begin, end, dtype=np.uint32))
            rows = zip(words, *(column[begin:end].tolist() for column in columns), strict=True)
            line = _tsv_line if format_ == "tsv" else _json_line
            yield "".join([line(order, row) for row in rows]).encode()


def _tsv_line(order: int, row: tuple[Any, ...]) -> str:
    word, count, left, right, left_entropy, right_entropy, cohesion = row
    shown = "" if order == 1 else f"{cohesion:.6g}"
    entropies = f"{left_entropy:.6g}\t{right_entropy:.6g}"
    return f"{order}\t{word}\t{count}\t{left}\t{right}\t{entropies}\t{shown}\n"


def _json_line(order: int, row: tuple[Any, ...]) -> str:
    word, *values = row
    entry: dict[str, Any] = {"order": order, "ngram": word}
    for name, value in zip(_COLUMNS, values, strict=True):
        entry[name] = float(f"{value:.6g}") if isinstance(value, float) else value
    if order == 1:
        entry["cohesion"] = None
    return json.dumps(entry, ensure_ascii=False) + "\n"
