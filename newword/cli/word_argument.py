"""The arguments PATH... WORD, which are understood the other way round, too."""

from __future__ import annotations

import glob
from collections.abc import Sequence
from pathlib import Path

import click

from newword.cli.messages import say
from newword.cli.shell_line import shell_line
from newword.platform.message import message

__all__ = ["split_word"]

_PATTERN = frozenset("*?[")


def split_word(command: str, arguments: Sequence[str]) -> tuple[list[str], str]:
    """The paths and the word of `newword COMMAND PATH... WORD`.

    Where only the last argument can be read and the first cannot, the word was given first: that
    is understood, and the usual order is said.
    """
    if len(arguments) < 2:
        raise click.UsageError(
            message(
                "name the corpus first, then the word: newword {command} corpus/ 机器学习",
                command=command,
            )
        )
    *paths, word = arguments
    if _can_be_read(word) and not _can_be_read(arguments[0]):
        word, *paths = arguments
        usual = shell_line(["newword", command, *paths, word])
        say(message("the word goes last: {usual}", usual=usual))
    return paths, word


def _can_be_read(argument: str) -> bool:
    """Whether it names something to read, or a pattern of names that does."""
    if argument == "-":
        return True
    try:
        if Path(argument).exists():
            return True
        is_pattern = not _PATTERN.isdisjoint(argument)
        return is_pattern and any(glob.iglob(argument))  # noqa: PTH207 - from a root, too
    except (OSError, ValueError):
        return False
