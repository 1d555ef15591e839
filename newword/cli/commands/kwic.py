"""`newword kwic`: a word in its contexts."""

from __future__ import annotations

import json
from typing import Any

import click

from newword.cli.messages import say
from newword.cli.options import make_reading, reading_options, report_problems
from newword.cli.progress import progress
from newword.cli.streams import put
from newword.cli.wide_help import columns
from newword.lexicon.kwic import Concordance, kwic
from newword.platform.plural import count_of
from newword.platform.safe_text import terminal

__all__ = ["kwic_command"]


@click.command("kwic")
@click.argument("word")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--limit",
    type=click.IntRange(1, 1_000_000),
    default=20,
    show_default=True,
    metavar="N",
    help="Lines at most, spread evenly over the corpus.",
)
@click.option(
    "--around",
    type=click.IntRange(0, 1000),
    default=20,
    show_default=True,
    metavar="N",
    help="Units of text on each side at most.",
)
@click.option("--source", is_flag=True, help="Say of each line which document it is from.")
@reading_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def kwic_command(word: str, paths: tuple[str, ...], **options: Any) -> int:
    """Show WORD in context.

    \b
    newword kwic 机器学习 corpus/
    newword kwic K线图 corpus/ --limit 100 --json
    """
    with progress(options["progress_mode"]) as tell:
        [found] = kwic(
            paths,
            word,
            limit=options["limit"],
            around=options["around"],
            reading=make_reading(options),
            on_progress=tell,
        )
    for (text, begin, end), document in zip(found.lines, found.documents, strict=True):
        if options["as_json"]:
            parts = {"left": text[:begin], "word": text[begin:end], "right": text[end:]}
            parts |= document._asdict()
            put(json.dumps(parts, ensure_ascii=False))
        else:
            left = terminal(text[:begin])
            blanks = " " * max(2 * options["around"] - columns(left), 0)
            word_and_right = f"{terminal(text[begin:end])}  {terminal(text[end:])}"
            source = f"{document}\t" if options["source"] else ""
            put(f"{source}{blanks}{left}  {word_and_right}".rstrip())
    code = report_problems(found.problems, found.notes)
    say(_summary(found))
    return code


def _summary(found: Concordance) -> str:
    what = f"{terminal(found.word)} occurs {count_of(found.count, 'time')}"
    return f"{what}, {len(found.lines):,} shown" if len(found.lines) < found.count else what
