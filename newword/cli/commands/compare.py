"""`newword compare`: what is typical of a corpus against another one."""

from __future__ import annotations

from typing import Any

import click

from newword.cli.field_options import option
from newword.cli.messages import say
from newword.cli.options import (
    check_table,
    is_for_people,
    reading_options,
    report_problems,
    say_left_out,
    write_table,
)
from newword.cli.screen.grouped_help import GroupedCommand
from newword.cli.screen.progress import progress
from newword.cli.screen.word_tables import comparison_table
from newword.cli.word_files import asked_files, asked_problems, say_word_files
from newword.cli.word_options import table_options, word_arguments, word_options
from newword.comparison.keyness import COLUMNS, compare
from newword.comparison.plots import plot_comparison
from newword.platform.message import message
from newword.platform.option import START, WORDS
from newword.platform.plural import count_of

__all__ = ["compare_command"]


@click.command("compare", cls=GroupedCommand)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@option(
    "--against",
    multiple=True,
    required=True,
    metavar="PATH",
    group=START,
    help="Corpus to compare with (can be repeated), or a count file (.nwc).",
)
@word_options
@option(
    "--min-log-likelihood",
    type=float,
    metavar="G2",
    group=WORDS,
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
    asked = word_arguments(options)
    with progress(options["progress_mode"]) as tell:
        found = compare(
            paths,
            options["against"],
            min_log_likelihood=options["min_log_likelihood"],
            **asked,
            on_progress=tell,
        )
    if is_for_people(options):
        comparison_table(found, top=options["top"]).show()
    else:
        write_table(COLUMNS, found.rows(), options["output"], format_)
    if options["plot"] is not None:
        plot_comparison(found, options["plot"], font=options["font"])
    code = report_problems((*asked_problems(asked), *found.problems), found.notes)
    say_word_files(asked_files(asked))
    say_left_out(found.left_out)
    say(
        message(
            "{words}; {units} against {other}",
            words=count_of(len(found.words), "word"),
            units=count_of(found.units, "unit"),
            other=f"{found.other_units:,}",
        )
    )
    return code
