"""`newword kinds`: words with kind, part of speech and variants."""

from __future__ import annotations

from collections import Counter
from typing import Any

import click

from newword.cli.field_options import field_options, option
from newword.cli.messages import say
from newword.cli.options import (
    format_option,
    is_for_people,
    make_reading,
    output_option,
    quiet_option,
    reading_options,
    report_problems,
)
from newword.cli.screen.grouped_help import GroupedCommand
from newword.cli.screen.progress import progress
from newword.cli.screen.streams import standard_output
from newword.cli.screen.word_tables import lexicon_table
from newword.cli.word_files import say_word_files
from newword.cli.word_options import kind_options
from newword.discovery.options import WordOptions
from newword.export import FORMATS, check_target, write
from newword.lexicon.file import load_lexicon
from newword.lexicon.kinds import with_labels
from newword.lexicon.kwic import with_corpus
from newword.lexicon.lexicon import Lexicon
from newword.platform.message import known, message
from newword.platform.option import START
from newword.table.label import KindChoice

__all__ = ["kinds_command"]


@click.command("kinds", cls=GroupedCommand)
@click.argument("lexicon", metavar="LEXICON")
@output_option(help="Write the words to this file. [default: standard output]")
@format_option(FORMATS)
@option(
    "--corpus",
    multiple=True,
    metavar="PATH",
    group=START,
    help="The text, for better guesses and for misspellings. Can be repeated.",
)
@field_options(
    WordOptions,
    "dictionary",
    metavar="NAME|FILE",
    help="Tagged words to learn from. Can be repeated. [default: jieba]",
)
@kind_options
@reading_options
@quiet_option()
def kinds_command(lexicon: str, **options: Any) -> int:
    """Guess the kind, part of speech and variants of the words of a saved LEXICON.

    The result is a lexicon, which other commands read, with the columns kind, pos and variant_of.
    A lexicon that has them keeps them unless a text or a dictionary is given.

    \b
    newword kinds words.jsonl --corpus corpus/ -o labelled.tsv
    newword kinds words.jsonl --kind person --kind place
    newword kinds words.jsonl --no-kind number --no-kind anonymised
    """
    for_people = is_for_people(options)
    output, format_ = options["output"], options["format_"]
    if output is None and format_ == "auto":
        format_ = "tsv"
    format_ = check_target(output, format=format_)
    choice = KindChoice.of(options["kind"], options["no_kind"], no_variants=options["no_variants"])
    words = load_lexicon(lexicon)
    with progress(options["progress_mode"]) as tell:
        if options["corpus"]:
            reading = make_reading(options)
            words = with_corpus(words, options["corpus"], reading=reading, on_progress=tell)
        if words.labels is None or options["corpus"] or options["dictionary"]:
            words = with_labels(words, dictionary=list(options["dictionary"]) or "jieba")
    labels = words.labels or ()
    kept = words.where([choice.takes(label) for label in labels])
    notices: list[str] = []
    if for_people:
        lexicon_table(kept, top=None).show()
    else:
        notices = _write(kept, output, format_)
    code = report_problems(words.report.problems)
    if not options["quiet"]:
        for notice in notices:
            say(notice)
        say_word_files(words.report.word_files)
        counts = Counter(label.kind for label in kept.labels or ()).most_common()
        listed = ", ".join(f"{kind} {times:,}" for kind, times in counts)
        say(known(listed) if listed else message("no words"))
    return code


def _write(words: Lexicon, output: str | None, format_: str) -> list[str]:
    """Writes the words; returns the lines that a person should see."""
    if output is not None:
        return write(words, output, format=format_).notices()
    stdout = standard_output()
    report = write(words, stdout, format=format_)
    stdout.flush()
    return report.notices()
