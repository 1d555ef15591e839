"""`newword adapt`: a user dictionary that makes a segmenter cut a kind of text better."""

from __future__ import annotations

from typing import Any

import click

from newword.cli.field_options import option
from newword.cli.messages import say
from newword.cli.options import make_reading, output_option, reading_options, report_problems
from newword.cli.screen.grouped_help import GroupedCommand
from newword.cli.screen.progress import progress
from newword.config import parse_size
from newword.discovery.adapt import AdaptReport, adapt_jieba
from newword.discovery.adapt_analysers import AnalyserReport, adapt_mecab, adapt_sudachi
from newword.discovery.adapt_sample import SAMPLE_BYTES
from newword.export import check_target
from newword.platform.message import message
from newword.platform.plural import count_of

__all__ = ["adapt_command"]


_ANALYSERS = {
    "mecab": (message("MeCab"), adapt_mecab),
    "sudachi": (message("Sudachi"), adapt_sudachi),
}


@click.command("adapt", cls=GroupedCommand)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@option(
    "--to",
    type=click.Choice(("jieba", *_ANALYSERS)),
    default="jieba",
    show_default=True,
    help="Make the dictionary for this program: mecab is MeCab with IPADIC.",
)
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
    """Make a user dictionary that makes a segmenter cut text of this kind better.

    For jieba it adds new words, raises words that jieba has but fails to use, and hides words that
    newword mostly cuts in two (frequency 0). For MeCab and Sudachi, which cut Japanese, it adds new
    words and lowers the cost of words that they have.

    \b
    newword adapt corpus/ -o userdict.txt
    newword adapt corpus/ --to mecab -o user.csv
    """
    check_target(options["output"], format="txt")
    to = options["to"]
    adapt = _ANALYSERS[to][1] if to in _ANALYSERS else adapt_jieba
    with progress(options["progress_mode"]) as tell:
        report = adapt(
            paths,
            options["output"],
            sample_bytes=parse_size(options["sample"], name="sample"),
            reading=make_reading(options, [options["output"]]),
            on_progress=tell,
        )
    code = report_problems(report.corpus.problems, (*report.corpus.notes, *report.notes))
    if isinstance(report, AnalyserReport):
        lines = _of_analyser(report, _ANALYSERS[to][0])
    else:
        lines = _of_jieba(report)
    for line in lines:
        say(line)
    return code


def _of_jieba(report: AdaptReport) -> list[str]:
    hidden = len(report.hidden)
    before, after = report.agreement_before, report.agreement_after
    return [
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
    ]


def _of_analyser(report: AnalyserReport, program: str) -> list[str]:
    raised = len(report.raised)
    return [
        message(
            "{added} added, {raised} of {program}'s raised",
            added=count_of(len(report.entries) - raised, "word"),
            raised=f"{raised:,}",
            program=program,
        ),
        message(
            "{program} agrees with newword in {before} of the words before, {after} after",
            program=program,
            before=f"{report.agreement_before:.1%}",
            after=f"{report.agreement_after:.1%}",
        ),
    ]
