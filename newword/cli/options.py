"""Options that several commands share, and how they become arguments of the Python call."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import click

from newword.cli.field_options import arguments_of, field_options, option, stack
from newword.cli.messages import say
from newword.cli.screen.streams import standard_output, terminal_width
from newword.comparison.word_rows import encode_rows, find_row_format, save_rows
from newword.corpus import InputProblem
from newword.counting.reading import Reading
from newword.export import check_target
from newword.platform.message import message, template
from newword.platform.option import MACHINE, START
from newword.platform.pictures import check_plot
from newword.platform.plural import count_of
from newword.platform.safe_text import terminal

__all__ = [
    "check_table",
    "format_option",
    "is_for_people",
    "json_option",
    "make_reading",
    "output_option",
    "progress_option",
    "quiet_option",
    "reading_options",
    "report_problems",
    "resource_options",
    "say_left_out",
    "write_table",
]

Command = TypeVar("Command", bound=Callable[..., Any])

_MACHINE = ("threads", "memory", "temp_dir")
_FORMAT_HELP = template(
    "auto goes by the suffix of FILE; on standard output it is tsv, on a terminal a table."
)
_OUTPUT_HELP = template("[default: standard output]")
_QUIET_HELP = template("Print no summary; problems are still reported.")


def reading_options(command: Command) -> Command:
    """PATH... and everything about reading it."""
    return stack(field_options(Reading), progress_option)(command)


def resource_options(command: Command) -> Command:
    """--threads, --memory and --temp-dir."""
    return field_options(Reading, *_MACHINE)(command)


def progress_option(command: Command) -> Command:
    """--progress."""
    return option(
        "--progress",
        "progress_mode",
        type=click.Choice(["auto", "plain", "none"]),
        default="auto",
        show_default=True,
        group=MACHINE,
        help="How to show progress on standard error.",
    )(command)


def output_option(
    *,
    help: str = _OUTPUT_HELP,  # noqa: A002 - click's word
    **facts: Any,
) -> Callable[[Command], Command]:
    """Where the result goes."""
    return option(
        "-o", "--output", metavar="FILE", group=START, is_trusted=True, help=help, **facts
    )


def format_option(
    formats: Iterable[str],
    *,
    help: str = _FORMAT_HELP,  # noqa: A002 - click's word
    flag: str = "--format",
) -> Callable[[Command], Command]:
    """The format of the result."""
    return option(
        flag,
        "format_",
        type=click.Choice(["auto", *formats]),
        default="auto",
        show_default=True,
        group=START,
        help=help,
    )


def json_option(*, help: str) -> Callable[[Command], Command]:  # noqa: A002 - click's word
    """--json."""
    return option("--json", "as_json", is_flag=True, group=START, help=help)


def quiet_option(
    *,
    help: str = _QUIET_HELP,  # noqa: A002 - click's word
) -> Callable[[Command], Command]:
    """--quiet."""
    return option("--quiet", is_flag=True, group=MACHINE, help=help)


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
    """The reading that the options of a command ask for."""
    return Reading(
        exclude_paths=(*exclude_paths, "/dev/stdout", "/dev/stderr"),
        **arguments_of(Reading, options),
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
