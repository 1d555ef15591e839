"""Options about words that several commands share, and how they become arguments of the call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from newword.cli.field_options import field_options, option, stack
from newword.cli.options import format_option, make_reading, output_option
from newword.cli.word_files import given_lexicon, known_words
from newword.comparison.word_rows import ROW_FORMATS
from newword.config import Thresholds
from newword.discovery.options import KindOptions, WordOptions
from newword.platform.option import START

__all__ = [
    "bound_options",
    "dictionary_options",
    "kind_options",
    "method_option",
    "table_options",
    "word_arguments",
    "word_options",
]

Command = TypeVar("Command", bound=Callable[..., Any])


def dictionary_options(command: Command) -> Command:
    """--dict."""
    return field_options(WordOptions, "dictionary")(command)


def method_option(command: Command) -> Command:
    """--method."""
    return field_options(WordOptions, "method")(command)


def bound_options(*names: str) -> Callable[[Command], Command]:
    """Bounds of words, for commands whose words are those of discover."""
    return field_options(Thresholds, *names, help="As in discover.")


def kind_options(command: Command) -> Command:
    """Which kinds of words."""
    return field_options(KindOptions, without=["kinds"])(command)


def word_options(command: Command) -> Command:
    """Which words: those of a file, or those that discover finds."""
    return stack(
        option(
            "--words",
            metavar="FILE",
            group=START,
            help="Look at these words: one per line, or a saved lexicon. [default: the "
            "words that discover finds]",
        ),
        dictionary_options,
        field_options(WordOptions, "new_only"),
        method_option,
        bound_options("min_count", "max_len"),
    )(command)


def table_options(command: Command) -> Command:
    """Where a table of words goes, and its picture."""
    return stack(
        field_options(WordOptions, "top", help="Maximum number of words."),
        output_option(),
        format_option(ROW_FORMATS),
        option("--plot", metavar="FILE", is_trusted=True, help="Draw a plot, .svg or .png."),
        option(
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
