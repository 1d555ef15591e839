"""`newword kinds`: words with kind, part of speech and variants."""

from __future__ import annotations

import io
from collections import Counter
from typing import Any

import click

from newword.cli.messages import say
from newword.cli.options import make_reading, reading_options, report_problems
from newword.cli.screen.grouped_help import GroupedCommand
from newword.cli.screen.progress import progress
from newword.cli.screen.streams import standard_output
from newword.cli.word_files import say_word_files
from newword.export import check_target, write
from newword.lexicon.file import load_lexicon
from newword.lexicon.kinds import ALL_KINDS, Label, label_words
from newword.lexicon.kwic import with_corpus
from newword.lexicon.lexicon import Lexicon
from newword.platform.files import commit
from newword.platform.message import known, message

__all__ = ["kinds_command"]


@click.command("kinds", cls=GroupedCommand)
@click.argument("lexicon", metavar="LEXICON")
@click.option("-o", "--output", metavar="FILE", help="[default: standard output]")
@click.option(
    "--corpus",
    multiple=True,
    metavar="PATH",
    help="The text, for better guesses and for misspellings. May be repeated.",
)
@click.option(
    "--dict",
    "dictionary",
    multiple=True,
    metavar="NAME|FILE",
    help="Tagged words to learn from. May be repeated.  [default: jieba]",
)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(ALL_KINDS),
    help="Only words of this kind. May be repeated.",
)
@click.option(
    "--no-kind",
    "left_out",
    multiple=True,
    type=click.Choice(ALL_KINDS),
    help="No words of this kind. May be repeated.",
)
@click.option("--no-variants", is_flag=True, help="No words that are variants of others.")
@reading_options
@click.option("--quiet", is_flag=True, help="No summary on standard error.")
def kinds_command(lexicon: str, **options: Any) -> int:
    """Guess the kind, part of speech and variants of the words of a saved LEXICON.

    The result is a TSV lexicon, which other commands read, with the columns kind, pos and
    variant_of.

    \b
    newword kinds words.jsonl --corpus corpus/ -o labelled.tsv
    newword kinds words.jsonl --kind person --kind place
    newword kinds words.jsonl --no-kind number --no-kind anonymised
    """
    check_target(options["output"], format="txt")
    words = load_lexicon(lexicon)
    with progress(options["progress_mode"]) as tell:
        if options["corpus"]:
            reading = make_reading(options)
            words = with_corpus(words, options["corpus"], reading=reading, on_progress=tell)
        labels = label_words(words, dictionary=list(options["dictionary"]) or "jieba")
    chosen = [_is_wanted(label, options) for label in labels]
    kept = [label for label, is_kept in zip(labels, chosen, strict=True) if is_kept]
    content = _table(words.where(chosen), kept)
    if options["output"] is None:
        stdout = standard_output()
        stdout.write(content)
        stdout.flush()
    else:
        with commit(options["output"]) as out:
            out.write(content)
    code = report_problems(words.report.problems)
    if not options["quiet"]:
        say_word_files(words.report.word_files)
        counts = Counter(label.kind for label in kept).most_common()
        listed = ", ".join(f"{kind} {times:,}" for kind, times in counts)
        say(known(listed) if listed else message("no words"))
    return code


def _is_wanted(label: Label, options: dict[str, Any]) -> bool:
    if options["no_variants"] and label.variant_of:
        return False
    if options["kinds"] and label.kind not in options["kinds"]:
        return False
    return label.kind not in options["left_out"]


def _table(words: Lexicon, labels: list[Label]) -> bytes:
    """The lexicon as TSV, with a column for each label."""
    plain = io.BytesIO()
    report = write(words, plain, format="tsv")
    left_out = {word for word, _ in report.refused}
    kept = [one for word, one in zip(words.words, labels, strict=True) if word not in left_out]
    header, *rows = plain.getvalue().decode().splitlines()
    lines = [f"{header}\tkind\tpos\tvariant_of\n"]
    for row, label in zip(rows, kept, strict=True):
        lines.append(f"{row}\t{label.kind}\t{label.pos}\t{label.variant_of}\n")
    return "".join(lines).encode()
