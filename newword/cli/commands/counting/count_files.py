"""Making count files, adding to them and checking them."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from newword.cli.field_options import field_options, option
from newword.cli.messages import say, show
from newword.cli.options import json_option, output_option, progress_option, report_problems
from newword.cli.screen.grouped_help import GroupedCommand
from newword.cli.screen.progress import progress
from newword.cli.screen.streams import put
from newword.corpus import CorpusReport
from newword.counting.count_file import (
    DEFAULT_ORDER,
    CountFileInfo,
    count_to_file,
    read_facts,
    verify_count_file,
)
from newword.counting.kept_text import find_text
from newword.counting.merge import add_to_count_file, merge_count_files
from newword.counting.reading import Reading
from newword.counting.sharding.shard import count_shard
from newword.counting.sharding.shards import describe_numbers
from newword.errors import ConfigError
from newword.platform.message import message
from newword.platform.plural import count_of
from newword.platform.safe_text import path_text

__all__ = [
    "merge_command",
    "refuse_without_count_file",
    "verify_command",
    "write_count_file",
]


def write_count_file(paths: tuple[str, ...], reading: Reading, options: dict[str, Any]) -> int:
    """Does the work of `newword count` for a count file."""
    output = options["output"]
    if output is None:
        raise ConfigError(message("a count file needs a name: add -o FILE.nwc"))
    if options["min_count"] is not None:
        raise ConfigError(
            message("a count file holds every n-gram: leave --min-count to what reads it")
        )
    if options["shard"] is not None:
        return _write_shard(paths, reading, options)
    with progress(options["progress_mode"]) as tell:
        if options["add"] and Path(output).exists():
            facts = read_facts(output)
            order = facts.order
            if options["order"] not in (None, order):
                raise ConfigError(
                    message(
                        "{output} is of order {order}: leave --order out",
                        output=path_text(output),
                        order=order,
                    )
                )
            if options["keep_text"] and find_text(output, facts.digest) is None:
                raise ConfigError(
                    message(
                        "{output} was counted without its text: leave --keep-text out, "
                        "or count everything again",
                        output=path_text(output),
                    )
                )
            done = add_to_count_file(
                paths, output, again=options["again"], reading=reading, on_progress=tell
            )
        else:
            order = options["order"] or DEFAULT_ORDER
            done = count_to_file(
                paths,
                output,
                order=order,
                keep_text=options["keep_text"],
                reading=reading,
                on_progress=tell,
            )
    code = report_problems(done.report.problems, done.report.notes)
    if done.report.counted:
        known = len(done.report.counted)
        say(
            message(
                "counted before, so left out: {known}, the first {counted}; --again "
                "counts them once more",
                known=count_of(known, "file"),
                counted=path_text(done.report.counted[0]),
            )
        )
    _say_read(done.report)
    say(describe(done.info))
    return code


def _write_shard(paths: tuple[str, ...], reading: Reading, options: dict[str, Any]) -> int:
    for name in ("add", "again"):
        if options[name]:
            raise ConfigError(
                message("--{name} is not for shards: merge them, then add to the sum", name=name)
            )
    with progress(options["progress_mode"]) as tell:
        done = count_shard(
            paths,
            options["output"],
            options["shard"],
            order=options["order"] or DEFAULT_ORDER,
            keep_text=options["keep_text"],
            reading=reading,
            on_progress=tell,
        )
    code = report_problems(done.report.problems, done.report.notes)
    if done.why:
        say(message("{why}; it was counted again", why=done.why))
    line = describe(done.info)
    if done.is_found:
        say(message("{line}, found whole and not counted again", line=line))
    else:
        _say_read(done.report)
        say(line)
    return code


def _say_read(report: CorpusReport) -> None:
    say(
        message(
            "{files}, {bytes_read} MB read",
            files=count_of(report.files, "file"),
            bytes_read=f"{report.bytes_read / 1e6:.1f}",
        )
    )


@click.command("merge", cls=GroupedCommand)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@output_option(help="Write the sum to this file.", required=True)
@option(
    "--again",
    is_flag=True,
    is_trusted=True,
    help="Count an input as often as the files contain it.",
)
@option("--partial", is_flag=True, help="Merge the shards that exist even if some are missing.")
@progress_option
def merge_command(
    files: tuple[str, ...], *, output: str, again: bool, partial: bool, progress_mode: str
) -> None:
    """Add count files; the result is the same as counting all texts at once.

    All files must have the same order. Files with an input in common are refused, because it would
    be counted twice. So are the shards of a corpus, unless each of them is there exactly once.

    \b
    newword merge january.nwc february.nwc -o year.nwc
    newword merge shard-*.nwc -o corpus.nwc
    """
    with progress(progress_mode) as tell:
        info = merge_count_files(files, output, again=again, partial=partial, on_progress=tell)
    say(describe(info))


def refuse_without_count_file(options: dict[str, Any]) -> None:
    """Refuses options of count files where none is written."""
    for name in ("add", "again", "keep_text", "shard"):
        if options[name]:
            flag = name.replace("_", "-")
            raise ConfigError(message("--{flag} is for count files: add -o FILE.nwc", flag=flag))


def describe(info: CountFileInfo) -> str:
    """A count file in one line."""
    line = message(
        "{path}: order {order}, {units} of {documents}, {windows}, {size} MB",
        path=path_text(info.path),
        order=info.order,
        units=count_of(info.units, "token" if info.tokens else "unit"),
        documents=count_of(info.documents, "document"),
        windows=count_of(info.windows, "window"),
        size=f"{info.bytes / 1e6:.1f}",
    )
    if not info.shards:
        return line
    return message(
        "{line}, shard {shards} of {of_shards}",
        line=line,
        shards=describe_numbers(info.shards),
        of_shards=info.of_shards,
    )


@click.command("verify", cls=GroupedCommand)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@field_options(Reading, "threads")
@progress_option
@json_option(help="Print one JSON object per file.")
def verify_command(
    files: tuple[str, ...], *, threads: int | None, progress_mode: str, as_json: bool
) -> None:
    """Check count files: every checksum, the order of all windows, every sum.

    It stops at the first damaged file, with exit code 4.

    \b
    newword verify corpus.nwc
    """
    for file in files:
        with progress(progress_mode) as tell:
            info = verify_count_file(file, threads=threads, on_progress=tell)
        if as_json:
            put(json.dumps(asdict(info)))
        else:
            line = describe(info)
            show(message("{line}, sound", line=line))
