"""`newword trend`: words over time."""

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
from newword.cli.screen.word_tables import trend_table
from newword.cli.word_files import asked_files, asked_problems, say_word_files
from newword.cli.word_options import table_options, word_arguments, word_options
from newword.comparison.plots import plot_trend
from newword.comparison.trend import PERIODS, trend
from newword.platform.message import known, message
from newword.platform.option import START
from newword.platform.plural import count_of

__all__ = ["trend_command"]


@click.command("trend", cls=GroupedCommand)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@option(
    "--by",
    type=click.Choice(PERIODS),
    default="month",
    show_default=True,
    group=START,
    help="How long a slice of time is; weeks begin on Monday.",
)
@word_options
@table_options
@reading_options
def trend_command(paths: tuple[str, ...], **options: Any) -> int:
    """Count words by time and find those that rise or burst.

    The time of a document is in a field of its record, or in the path of its file.

    \b
    newword trend posts.jsonl --time-field date --by week --top 100
    newword trend news/ --time-from-path '(\\d{4})/(\\d{2})' --dict jieba --new-only -o rising.tsv
    newword trend posts.jsonl --time-field date --words terms.txt --plot terms.svg
    """
    format_ = check_table(options)
    asked = word_arguments(options)
    with progress(options["progress_mode"]) as tell:
        found = trend(
            paths,
            by=options["by"],
            **asked,
            on_progress=tell,
        )
    if is_for_people(options):
        trend_table(found, top=options["top"]).show()
    else:
        write_table(found.columns, found.rows(), options["output"], format_)
    if options["plot"] is not None:
        plot_trend(found, options["plot"], font=options["font"])
    code = report_problems((*asked_problems(asked), *found.problems), found.notes)
    say_word_files(asked_files(asked))
    say_left_out(found.left_out)
    if found.undated:
        say(
            message(
                "without a time, so in no slice: {undated}",
                undated=count_of(found.undated, "document"),
            )
        )
    labels = found.labels
    say(
        message(
            "{words} in {documents}, by {period} from {first} to {last}",
            words=count_of(len(found.words), "word"),
            documents=count_of(sum(found.documents), "document"),
            period=known(found.period),
            first=labels[0],
            last=labels[-1],
        )
    )
    return code
