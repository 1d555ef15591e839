"""`newword count -o FILE.nwc` and `newword verify`: making count files and checking them."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import click

from newword._safe_text import path_text
from newword.cli.options import report_problems
from newword.cli.progress import progress
from newword.count_file import DEFAULT_ORDER, CountFileInfo, count_to_file, verify_count_file
from newword.counts import Reading
from newword.errors import ConfigError

__all__ = ["verify_command", "write_count_file"]


def write_count_file(paths: tuple[str, ...], reading: Reading, options: dict[str, Any]) -> int:
    """Does the work of `newword count` for a count file."""
    output = options["output"]
    if output is None:
        raise ConfigError("a count file needs a name: add -o FILE.nwc")
    if options["min_count"] is not None:
        raise ConfigError("a count file holds every n-gram: leave --min-count to what reads it")
    with progress(options["progress_mode"]) as tell:
        done = count_to_file(
            paths,
            output,
            order=options["order"] or DEFAULT_ORDER,
            reading=reading,
            on_progress=tell,
        )
    code = report_problems(done.report.problems)
    click.echo(
        f"newword: {done.report.files} files, {done.report.bytes_read / 1e6:.1f} MB read",
        err=True,
    )
    click.echo(f"newword: {describe(done.info)}", err=True)
    return code


def describe(info: CountFileInfo) -> str:
    """A count file in one line."""
    return (
        f"{path_text(info.path)}: order {info.order}, {info.units:,} units of {info.documents:,} "
        f"documents, {info.windows:,} windows, {info.bytes / 1e6:.1f} MB"
    )


@click.command("verify")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--threads",
    type=click.IntRange(min=1),
    metavar="N",
    help="Worker threads. [default: one a processor]",
)
@click.option(
    "--progress",
    "progress_mode",
    type=click.Choice(["auto", "plain", "none"]),
    default="auto",
    show_default=True,
    help="Progress on standard error.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a file.")
def verify_command(
    files: tuple[str, ...], *, threads: int | None, progress_mode: str, as_json: bool
) -> None:
    """Check count files: every checksum, the order of all windows, every sum.

    Stops at the first file that is not whole, with exit code 4.

    \b
    newword verify corpus.nwc
    """
    for file in files:
        with progress(progress_mode) as tell:
            info = verify_count_file(file, threads=threads, on_progress=tell)
        click.echo(json.dumps(asdict(info)) if as_json else f"{describe(info)}, sound")
