"""`newword export`: a saved lexicon for one of its consumers."""

from __future__ import annotations

from typing import Any

import click

from newword.cli.field_options import field_options, option
from newword.cli.messages import say
from newword.cli.options import (
    format_option,
    make_reading,
    output_option,
    quiet_option,
    reading_options,
    report_problems,
)
from newword.cli.screen.grouped_help import GroupedCommand
from newword.cli.screen.progress import progress
from newword.cli.screen.streams import standard_output
from newword.cli.word_files import say_word_files
from newword.config import Thresholds
from newword.discovery.options import WordOptions
from newword.export import FORMATS, check_target, write
from newword.lexicon import Lexicon
from newword.lexicon.file import load_lexicon
from newword.lexicon.kwic import with_corpus
from newword.lexicon.order import ORDERS
from newword.platform.message import message
from newword.platform.option import START
from newword.platform.plural import count_of

__all__ = ["export_command"]


@click.command("export", cls=GroupedCommand)
@click.argument("lexicon", metavar="LEXICON")
@format_option(FORMATS, flag="--to", help="Target program. auto goes by the suffix of FILE.")
@output_option()
@option(
    "--verify",
    is_flag=True,
    is_trusted=True,
    help="Load the file into the target program and cut text with it.",
)
@option(
    "--corpus",
    multiple=True,
    metavar="PATH",
    group=START,
    help="Text for frequencies and for trials in context. Can be repeated.",
)
@field_options(WordOptions, "new_only", help="Export only words that no dictionary had.")
@field_options(WordOptions, "top")
@field_options(
    WordOptions,
    "sort",
    type=click.Choice([order for order in ORDERS if order != "keyness"]),
    help="Choose and order words by this. [default: choose by importance, keep the order]",
)
@field_options(Thresholds, "min_score", help="Minimum score.")
@reading_options
@quiet_option(help="Print no summary.")
def export_command(lexicon: str, **options: Any) -> int:
    """Write a saved LEXICON in the format of another program.

    \b
    newword export words.jsonl --to ik -o custom.dic
    newword export words.jsonl --to jieba --corpus corpus/ -o userdict.txt
    newword export words.jsonl --to sudachi --verify -o user.csv
    """
    output, format_ = options["output"], options["format_"]
    check_target(output, format=format_, verify=options["verify"])
    words = _select(load_lexicon(lexicon), options)
    with progress(options["progress_mode"]) as tell:
        if options["corpus"]:
            reading = make_reading(options)
            words = with_corpus(words, options["corpus"], reading=reading, on_progress=tell)
        if output is None:
            stdout = standard_output()
            report = write(words, stdout, format=format_, verify=options["verify"])
            stdout.flush()
        else:
            report = write(words, output, format=format_, verify=options["verify"])
    code = report_problems(words.report.problems, words.report.notes)
    if not options["quiet"]:
        say_word_files(words.report.word_files)
        trial = report.trial()
        for line in (*([trial] if trial else []), *report.notices()):
            say(line)
        say(message("{words} written", words=count_of(report.written, "word")))
    return code


def _select(lexicon: Lexicon, options: dict[str, Any]) -> Lexicon:
    if options["new_only"]:
        lexicon = lexicon.new
    if options["min_score"] is not None:
        lexicon = lexicon.where(lexicon.column("score") >= options["min_score"])
    sort, top = options["sort"], options["top"]
    if sort is not None:
        lexicon = lexicon.sort(sort)
        return lexicon if top is None else lexicon.top(top)
    return lexicon if top is None else lexicon.pick(top)
