"""`newword kwic`: a word in its contexts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from newword.cli.field_options import option
from newword.cli.messages import say
from newword.cli.options import json_option, make_reading, reading_options, report_problems
from newword.cli.screen.grouped_help import GroupedCommand
from newword.cli.screen.passages import Passage, columns_before, cut_left, pad
from newword.cli.screen.progress import progress
from newword.cli.screen.streams import put, put_styled, terminal_width
from newword.cli.screen.wide_help import columns
from newword.cli.word_argument import split_word
from newword.lexicon.kwic import SORTS, Concordance, kwic
from newword.platform.message import message
from newword.platform.option import START, WORDS
from newword.platform.plural import count_of
from newword.platform.safe_text import json_line, terminal

if TYPE_CHECKING:
    from rich.text import Text

__all__ = ["kwic_command"]


@click.command("kwic", cls=GroupedCommand)
@click.argument("arguments", nargs=-1, required=True, metavar="PATH... WORD")
@option(
    "--limit",
    type=click.IntRange(1, 1_000_000),
    default=20,
    show_default=True,
    metavar="N",
    group=START,
    help="Maximum number of lines, shared fairly by the documents.",
)
@option(
    "--around",
    type=click.IntRange(0, 1000),
    default=20,
    show_default=True,
    metavar="N",
    group=WORDS,
    help="Maximum characters of text on each side.",
)
@option(
    "--sort",
    type=click.Choice(SORTS),
    default="text",
    show_default=True,
    group=WORDS,
    help="Order lines as in the text, or by what stands left or right of the word.",
)
@option("--source", is_flag=True, group=START, help="Show which document each line comes from.")
@reading_options
@json_option(help="Print one JSON object per line.")
def kwic_command(arguments: tuple[str, ...], **options: Any) -> int:
    """Show WORD in context.

    \b
    newword kwic corpus/ 机器学习
    newword kwic corpus/ K线图 --limit 100 --json
    """
    paths, word = split_word("kwic", arguments)
    with progress(options["progress_mode"]) as tell:
        [found] = kwic(
            paths,
            word,
            limit=options["limit"],
            around=options["around"],
            sort=options["sort"],
            reading=make_reading(options),
            on_progress=tell,
        )
    width = terminal_width()
    if options["as_json"]:
        _put_json(found)
    elif width is not None:
        put_styled(_lines_of_width(found, width, has_sources=options["source"]))
    else:
        _put_aligned(found, options["around"], has_sources=options["source"])
    code = report_problems(found.problems, found.notes)
    say(_summary(found))
    return code


def _put_json(found: Concordance) -> None:
    for (text, begin, end), document in zip(found.lines, found.documents, strict=True):
        parts = {"left": text[:begin], "word": text[begin:end], "right": text[end:]}
        put(json_line(parts | document._asdict()))


def _put_aligned(found: Concordance, around: int, *, has_sources: bool) -> None:
    """Lines for a pipe: whole lines, with the source before a tab."""
    for (text, begin, end), document in zip(found.lines, found.documents, strict=True):
        left = terminal(text[:begin])
        blanks = " " * max(2 * around - columns(left), 0)
        word_and_right = f"{terminal(text[begin:end])}  {terminal(text[end:])}"
        source = f"{document}\t" if has_sources else ""
        put(f"{source}{blanks}{left}  {word_and_right}".rstrip())


def _lines_of_width(found: Concordance, width: int, *, has_sources: bool) -> Iterator[Text]:
    """Lines for a terminal, none wider than it; sources take a third of it at most."""
    from rich.text import Text

    sources = [str(document) if has_sources else "" for document in found.documents]
    size = min(max(map(columns, sources), default=0), width // 3)
    room = width - size - 2 * bool(size)
    passages = [Passage.of(*line) for line in found.lines]
    before = columns_before(passages, room)
    for passage, source in zip(passages, sources, strict=True):
        line = Text(pad(cut_left(source, size), size, to_right=False) + "  " * bool(size), "dim")
        line.append_text(passage.fit(room, before))
        line.rstrip()
        yield line


def _summary(found: Concordance) -> str:
    what = message(
        "{word} occurs {count}", word=terminal(found.word), count=count_of(found.count, "time")
    )
    if len(found.lines) == found.count:
        return what
    return message("{what}, {lines} shown", what=what, lines=f"{len(found.lines):,}")
