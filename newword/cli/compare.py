"""`newword compare`: what is typical of a corpus against another one."""

from __future__ import annotations

from typing import Any

import click

from newword._safe_text import terminal
from newword.cli.messages import say
from newword.cli.options import (
    check_table,
    make_reading,
    reading_options,
    report_problems,
    table_options,
    word_options,
    write_table,
)
from newword.cli.progress import progress
from newword.comparison.keyness import COLUMNS, Comparison, compare
from newword.comparison.plots import plot_comparison

__all__ = ["compare_command"]


@click.command("compare")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--against",
    multiple=True,
    required=True,
    metavar="PATH",
    help="The other corpus, which may be repeated, or a count file (.nwc).",
)
@word_options
@click.option(
    "--min-log-likelihood",
    type=float,
    metavar="G2",
    help="Leave out words below this; above 15.13 chance is below 1 in 10,000.",
)
@table_options
@reading_options
def compare_command(paths: tuple[str, ...], **options: Any) -> int:
    """Find the words that a corpus has more often than another one (keyness).

    \b
    newword compare this-year/ --against last-year/ --top 100
    newword compare forum/ --against news.nwc --dict jieba --new-only -o key.tsv --plot key.svg
    newword compare forum/ --against news/ --words terms.txt
    """
    format_ = check_table(options)
    with progress(options["progress_mode"]) as tell:
        found = compare(
            paths,
            options["against"],
            words=options["words"],
            method=options["method"],
            dictionary=list(options["dictionary"]) or None,
            new_only=options["new_only"],
            min_count=options["min_count"],
            max_len=options["max_len"],
            min_log_likelihood=options["min_log_likelihood"],
            top=options["top"],
            reading=make_reading(options, [p for p in (options["output"], options["plot"]) if p]),
            on_progress=tell,
        )
    write_table(COLUMNS, found.rows(), options["output"], format_)
    if options["plot"] is not None:
        plot_comparison(found, options["plot"], font=options["font"])
    code = report_problems(found.problems)
    for line in _summary(found):
        say(line)
    return code


def _summary(found: Comparison) -> list[str]:
    lines = []
    if found.left_out:
        shown = " ".join(map(terminal, found.left_out[:5]))
        lines.append(f"{len(found.left_out):,} words of a single unit were left out: {shown}")
    return [
        *lines,
        f"{len(found.words):,} words; {found.units:,} units against {found.other_units:,}",
    ]
