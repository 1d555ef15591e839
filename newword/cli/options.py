"""Options that several commands share, and how they become arguments of the Python call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from newword.cli.messages import say
from newword.cli.screen.streams import standard_output, terminal_width
from newword.cli.word_files import given_lexicon, known_words
from newword.comparison.word_rows import ROW_FORMATS, encode_rows, find_row_format, save_rows
from newword.corpus import InputProblem
from newword.corpus.open.kinds import INPUT_FORMATS
from newword.counting.counts import Reading
from newword.export import check_target
from newword.lexicon.label import ALL_KINDS
from newword.methods import DEFAULT_METHOD, METHODS
from newword.platform.message import message
from newword.platform.pictures import check_plot
from newword.platform.plural import count_of
from newword.platform.safe_text import terminal

__all__ = [
    "check_table",
    "dictionary_options",
    "is_for_people",
    "kind_options",
    "make_reading",
    "method_option",
    "progress_option",
    "reading_options",
    "report_problems",
    "resource_options",
    "say_left_out",
    "table_options",
    "word_arguments",
    "word_options",
    "write_table",
]

Command = TypeVar("Command", bound=Callable[..., Any])


def _stack(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def reading_options(command: Command) -> Command:
    """PATH... and everything about reading it."""
    return _stack(
        click.option(
            "--encoding",
            default="auto",
            show_default=True,
            metavar="NAME",
            help="Encoding of the files: auto (byte order mark, else UTF-8), gb18030, big5 ..., or "
            "several to try in this order: utf-8,gb18030.",
        ),
        click.option(
            "--input-format",
            type=click.Choice(INPUT_FORMATS),
            default="auto",
            show_default=True,
            help="Input format. auto recognises compression, Parquet and WARC by "
            "content, and records by file name.",
        ),
        click.option(
            "--text-field",
            multiple=True,
            metavar="NAME",
            help="Field or column with the text. Repeat it if several make one document, and write "
            "a.b for a field inside another. [default: text, content, raw_content or body]",
        ),
        click.option(
            "--id-field", metavar="NAME", help="Field or column that holds a record's name."
        ),
        click.option(
            "--time-field",
            metavar="NAME",
            help="Field or column that holds a record's time: a year, a day, ISO 8601 "
            "or seconds since 1970.",
        ),
        click.option(
            "--time-from-path",
            metavar="REGEX",
            help="Where in a file's path its time is: groups such as (\\d{4})-(\\d\\d).",
        ),
        click.option(
            "--time-from-mtime",
            is_flag=True,
            help="Take the time of the last change of a file for documents that have no "
            "other time.",
        ),
        click.option(
            "--main-content",
            is_flag=True,
            help="Read the main article of web pages alone, without menus and the like.",
        ),
        click.option(
            "--max-bytes",
            default="64GiB",
            show_default=True,
            metavar="SIZE",
            help="Stop unpacking an input after this many bytes.",
        ),
        click.option(
            "--include",
            multiple=True,
            metavar="GLOB",
            help="In directories, read only files that match.",
        ),
        click.option(
            "--exclude",
            multiple=True,
            metavar="GLOB",
            help="Skip files and directories that match.",
        ),
        click.option(
            "--hidden", is_flag=True, help="Also read files whose names begin with a dot."
        ),
        click.option("--follow", is_flag=True, help="Follow symbolic links below directories."),
        click.option(
            "--join-lines",
            is_flag=True,
            help="For hard-wrapped text: ignore a line end between two Han characters.",
        ),
        click.option(
            "--join-spaces",
            is_flag=True,
            help="For text with a space after every character: ignore spaces between "
            "two characters of Chinese and the like.",
        ),
        click.option(
            "--strict", is_flag=True, help="Stop at the first file that cannot be read completely."
        ),
        resource_options,
        progress_option,
    )(command)


def resource_options(command: Command) -> Command:
    """--threads, --memory and --temp-dir."""
    return _stack(
        click.option(
            "--threads",
            type=click.IntRange(min=1),
            default=None,
            metavar="N",
            help="Number of worker threads. [default: number of CPUs]",
        ),
        click.option(
            "--memory",
            metavar="SIZE",
            help="Memory limit of the process, such as 512MiB or 2GiB; what does not "
            "fit is kept in temporary files. [default: half of the machine's or "
            "container's memory]",
        ),
        click.option(
            "--temp-dir",
            metavar="DIR",
            help="Directory for temporary files. [default: the system's]",
        ),
    )(command)


def progress_option(command: Command) -> Command:
    """--progress."""
    return click.option(
        "--progress",
        "progress_mode",
        type=click.Choice(["auto", "plain", "none"]),
        default="auto",
        show_default=True,
        help="How to show progress on standard error.",
    )(command)


def dictionary_options(command: Command) -> Command:
    """--dict."""
    return click.option(
        "--dict",
        "dictionary",
        multiple=True,
        metavar="jieba|FILE",
        help="Known words: jieba's own dictionary, or a file of words in any usual format. Can be "
        "repeated.",
    )(command)


def method_option(command: Command) -> Command:
    """--method."""
    return click.option(
        "--method",
        type=click.Choice(list(METHODS)),
        default=DEFAULT_METHOD,
        show_default=True,
        help="Ranking method.",
    )(command)


def kind_options(command: Command) -> Command:
    """Which kinds of words."""
    return _stack(
        click.option(
            "--kind",
            multiple=True,
            type=click.Choice(ALL_KINDS),
            metavar="KIND",
            help="List only words of this kind, such as person or place. Can be repeated.",
        ),
        click.option(
            "--no-kind",
            multiple=True,
            type=click.Choice(ALL_KINDS),
            metavar="KIND",
            help="Leave out words of this kind, such as anonymised or number. Can be repeated.",
        ),
        click.option(
            "--no-variants",
            is_flag=True,
            help="Leave out words that are other spellings of a word in the list.",
        ),
    )(command)


def word_options(command: Command) -> Command:
    """Which words: those of a file, or those that discover finds."""
    return _stack(
        click.option(
            "--words",
            metavar="FILE",
            help="Look at these words: one per line, or a saved lexicon. [default: the "
            "words that discover finds]",
        ),
        dictionary_options,
        click.option("--new-only", is_flag=True, help="List only words that are in no dictionary."),
        method_option,
        click.option(
            "--min-count", type=click.IntRange(min=1), metavar="N", help="As in discover."
        ),
        click.option(
            "--max-len",
            type=click.IntRange(2, 16),
            default=6,
            show_default=True,
            metavar="N",
            help="As in discover.",
        ),
    )(command)


def table_options(command: Command) -> Command:
    """Where a table of words goes, and its picture."""
    return _stack(
        click.option(
            "--top", type=click.IntRange(min=0), metavar="N", help="Maximum number of words."
        ),
        click.option("-o", "--output", metavar="FILE", help="[default: standard output]"),
        click.option(
            "--format",
            "format_",
            type=click.Choice(["auto", *ROW_FORMATS]),
            default="auto",
            show_default=True,
            help="auto goes by the suffix of FILE; on standard output it is tsv, on a terminal a "
            "table.",
        ),
        click.option("--plot", metavar="FILE", help="Draw a plot, .svg or .png."),
        click.option(
            "--font", metavar="FILE", help="Font file for the plot. [default: an installed font]"
        ),
    )(command)


def word_arguments(options: dict[str, Any]) -> dict[str, Any]:
    """What `compare` and `trend` are given of the options of both."""
    return {
        "words": given_lexicon(options),
        "method": options["method"],
        "dictionary": known_words(options),
        "new_only": options["new_only"],
        "min_count": options["min_count"],
        "max_len": options["max_len"],
        "top": options["top"],
        "reading": make_reading(options, [p for p in (options["output"], options["plot"]) if p]),
    }


def say_left_out(left_out: Sequence[str]) -> None:
    """Name words that cannot be counted."""
    if left_out:
        shown = " ".join(map(terminal, left_out[:5]))
        say(
            message(
                "left out {left_out} of a single unit: {shown}",
                left_out=count_of(len(left_out), "word"),
                shown=shown,
            )
        )


def check_table(options: dict[str, Any]) -> str:
    """See before hours of work that the results can be written; the format of the table."""
    format_ = find_row_format(options["format_"], options["output"])
    if options["output"] is not None:
        check_target(options["output"], format="txt")
    if options["plot"] is not None:
        check_plot(options["plot"])
        check_target(options["plot"], format="txt")
    return format_


def is_for_people(options: dict[str, Any]) -> bool:
    """Whether a table goes to a terminal, in the form that was not asked for."""
    return (
        options["output"] is None and options["format_"] == "auto" and terminal_width() is not None
    )


def write_table(
    columns: Sequence[str], rows: Sequence[Sequence[Any]], output: str | None, format_: str
) -> None:
    """Write a table of words to a file or to standard output."""
    if output is not None:
        save_rows(columns, rows, output, format_)
        return
    stdout = standard_output()
    for block in encode_rows(columns, rows, format_):
        stdout.write(block)
    stdout.flush()


def make_reading(options: dict[str, Any], exclude_paths: Sequence[str] = ()) -> Reading:
    """Takes the reading options out of a command's and makes a Reading of them."""
    return Reading(
        exclude_paths=(*exclude_paths, "/dev/stdout", "/dev/stderr"),
        encoding=options["encoding"],
        input_format=options["input_format"],
        text_field=options["text_field"] or None,
        id_field=options["id_field"],
        time_field=options["time_field"],
        time_from_path=options["time_from_path"],
        time_from_mtime=options["time_from_mtime"],
        main_content=options["main_content"],
        max_bytes=options["max_bytes"],
        include=options["include"],
        exclude=options["exclude"],
        hidden=options["hidden"],
        follow=options["follow"],
        join_lines=options["join_lines"],
        join_spaces=options["join_spaces"],
        strict=options["strict"],
        threads=options["threads"],
        memory=options["memory"],
        temp_dir=options["temp_dir"],
    )


def report_problems(problems: Sequence[InputProblem], notes: Sequence[str] = ()) -> int:
    """Names every input problem on standard error; returns the exit code that they mean.

    Notes, which mean none, stand behind them.
    """
    for problem in problems:
        say(str(problem))
    for note in notes:
        say(note)
    return 3 if problems else 0
