"""`newword adapt`: a user dictionary that makes jieba cut a kind of text as newword does."""

from __future__ import annotations

from typing import Any

import click

from newword.cli.field_options import option
from newword.cli.messages import say
from newword.cli.options import make_reading, output_option, reading_options, report_problems
from newword.cli.screen.grouped_help import GroupedCommand
from newword.cli.screen.progress import progress
from newword.config import parse_size
from newword.discovery.adapt import SAMPLE_BYTES, adapt_jieba
from newword.export import check_target
from newword.platform.message import message
from newword.platform.plural import count_of

__all__ = ["adapt_command"]


@click.command("adapt", cls=GroupedCommand)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@output_option(help="Write the user dictionary to this file.", required=True)
@option(
    "--sample",
    default=f"{SAMPLE_BYTES >> 20}MiB",
    show_default=True,
    metavar="SIZE",
    help="Look at this much text, spread evenly over a larger corpus.",
)
@reading_options
def adapt_command(paths: tuple[str, ...], **options: Any) -> int:
    """Make a user dictionary that makes jieba cut text of this kind as newword does.

    It adds new words, raises words that jieba has but fails to use, and hides words that newword
    mostly cuts in two (frequency 0).

    \b
    newword adapt corpus/ -o userdict.txt
    """
    check_target(options["output"], format="txt")
    with progress(options["progress_mode"]) as tell:
        report = adapt_jieba(
            paths,
            options["output"],
            sample_bytes=parse_size(options["sample"], name="sample"),
            reading=make_reading(options, [options["output"]]),
            on_progress=tell,
        )
    code = report_problems(report.corpus.problems, report.corpus.notes)
    hidden = len(report.hidden)
    before, after = report.agreement_before, report.agreement_after
    for line in (
        message(
            "{entries} added or raised, {hidden} of jieba's hidden",
            entries=count_of(len(report.entries) - hidden, "word"),
            hidden=f"{hidden:,}",
        ),
        message(
            "jieba agrees with newword in {before} of the words before, {after} after; "
            "with HMM=False {before_2} before, {after_2} after",
            before=f"{before[0]:.1%}",
            after=f"{after[0]:.1%}",
            before_2=f"{before[1]:.1%}",
            after_2=f"{after[1]:.1%}",
        ),
    ):
        say(line)
    return code
