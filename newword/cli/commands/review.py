"""`newword review` and `newword apply`: a page for deciding on words, and its decisions."""

from __future__ import annotations

import os
from typing import Any

import click

from newword.cli.field_options import field_options, option
from newword.cli.messages import language, say
from newword.cli.options import (
    format_option,
    is_for_people,
    make_reading,
    output_option,
    reading_options,
    report_problems,
)
from newword.cli.screen.grouped_help import GroupedCommand
from newword.cli.screen.progress import progress
from newword.cli.screen.streams import standard_output
from newword.cli.screen.word_tables import lexicon_table
from newword.cli.word_files import say_word_files
from newword.discovery.options import WordOptions
from newword.export import FORMATS, ExportReport, check_target, write
from newword.lexicon.decisions import apply_decisions, load_decisions
from newword.lexicon.file import load_lexicon
from newword.lexicon.kwic import with_corpus
from newword.platform.message import message
from newword.platform.option import START, WORDS
from newword.platform.plural import count_of
from newword.review import LANGUAGES, write_review

__all__ = ["apply_command", "review_command"]


@click.command("review", cls=GroupedCommand)
@click.argument("lexicon", metavar="LEXICON")
@output_option(help="Write the page to this file, such as review.html.", required=True)
@option(
    "--corpus",
    multiple=True,
    metavar="PATH",
    group=START,
    help="Text to take contexts from. Can be repeated.",
)
@option(
    "--contexts",
    type=click.IntRange(0, 50),
    default=3,
    show_default=True,
    metavar="N",
    group=WORDS,
    help="Maximum contexts per word.",
)
@field_options(WordOptions, "decisions", help="Decisions made earlier. Can be repeated.")
@field_options(WordOptions, "top", help="Maximum number of words.")
@option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default=None,
    help="Initial language of the page. [default: by locale]",
)
@option("--title", metavar="TEXT", help="Heading of the page.")
@reading_options
def review_command(lexicon: str, **options: Any) -> int:
    """Make a web page for reviewing the words of a saved LEXICON.

    The page needs no network. It saves a file of decisions for `newword apply` and
    `newword discover --decisions`.

    \b
    newword review words.jsonl --corpus corpus/ -o review.html
    """
    check_target(options["output"], format="txt")
    words = load_lexicon(lexicon)
    decisions = load_decisions(options["decisions"]) if options["decisions"] else None
    if options["top"] is not None:
        words = words.pick(options["top"])
    if options["corpus"]:
        with progress(options["progress_mode"]) as tell:
            reading = make_reading(options)
            words = with_corpus(words, options["corpus"], reading=reading, on_progress=tell)
    write_review(
        words,
        options["output"],
        contexts=options["contexts"],
        language=options["lang"] or language(os.environ)[:2],
        title=options["title"],
        decisions=decisions,
    )
    say_word_files(words.report.word_files)
    say(message("{words} to review", words=count_of(len(words), "word")))
    return report_problems(words.report.problems, words.report.notes)


@click.command("apply", cls=GroupedCommand)
@click.argument("decisions", metavar="DECISIONS")
@click.argument("lexicon", metavar="LEXICON")
@output_option()
@format_option(FORMATS, help="auto goes by the suffix of FILE; on standard output it is tsv.")
@option("--accepted-only", is_flag=True, help="Leave out words without a decision.")
def apply_command(decisions: str, lexicon: str, **options: Any) -> int:
    """Apply review decisions to a LEXICON: drop rejected words, correct corrected ones.

    \b
    newword apply decisions.jsonl words.jsonl -o userdict.txt --format jieba
    """
    output, format_ = options["output"], options["format_"]
    for_people = is_for_people(options)
    if output is None and format_ == "auto":
        format_ = "tsv"
    check_target(output, format=format_)
    words, made = load_lexicon(lexicon), load_decisions(decisions)
    left = apply_decisions(words, made, accepted_only=options["accepted_only"])
    if for_people:
        lexicon_table(left, top=None).show()
        report = ExportReport(written=len(left))
    elif output is None:
        stdout = standard_output()
        report = write(left, stdout, format=format_)
        stdout.flush()
    else:
        report = write(left, output, format=format_)
    for line in report.notices():
        say(line)
    code = report_problems(words.report.problems)
    say_word_files(words.report.word_files)
    say(
        message(
            "{decisions}, {written} of {words} written",
            decisions=count_of(len(made), "decision"),
            written=f"{report.written:,}",
            words=count_of(len(words), "word"),
        )
    )
    return code
