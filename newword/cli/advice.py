"""Suggests what to type instead: a line to paste after a mistake that can be recognised."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from newword.cli.shell_line import shell_line
from newword.errors import ExportError

__all__ = ["advise", "advise_empty"]

_DASHES = "—–−－‐"
_QUOTES = "'\"‘’“”"
_NEAR = 0.6


@dataclass(frozen=True, slots=True)
class _Typed:
    """A command line that failed.

    Attributes:
        words: What was typed after `newword`.
        command: The command, if there is one.
        names: The names of all commands.
    """

    words: list[str]
    command: click.Command | None
    names: list[str]

    def instead(self, place: int, *new: str) -> str:
        """The line with one place replaced by other words."""
        return shell_line(["newword", *self.words[:place], *new, *self.words[place + 1 :]])

    def values(self) -> Iterator[tuple[int, click.Option | None]]:
        """The places of arguments and of options' values, those with their options."""
        options = {
            name: param
            for param in (self.command.params if self.command else [])
            if isinstance(param, click.Option)
            for name in param.opts
        }
        pending: click.Option | None = None
        for place, word in enumerate(self.words[1:], 1):
            if pending is not None:
                yield place, pending
                pending = None
            elif word in options:
                pending = None if options[word].is_flag else options[word]
            elif word == "-" or not word.startswith("-"):
                yield place, None


def advise(error: Exception, words: Sequence[str], group: click.Group) -> str | None:
    """A command line to paste instead of the one that failed with an error; None without an idea.

    Args:
        error: Why it failed.
        words: What was typed after `newword`.
        group: All commands.
    """
    name = next((word for word in words if word in group.commands), None)
    typed = _Typed(list(words), group.commands[name] if name else None, list(group.commands))
    for rule in _RULES:
        line = rule(error, typed)
        if line is not None:
            return line
    return None


def advise_empty(
    words: Sequence[str],
    *,
    candidates: int,
    new_only: bool,
    is_unspaced: bool = False,
    is_character_spaced: bool = False,
) -> str:
    """A command line to paste instead of one whose lexicon is empty.

    Args:
        words: What was typed after `newword`.
        candidates: Strings that were frequent enough.
        new_only: Whether known words were left out.
        is_unspaced: Whether units are tokens of a text without spaces.
        is_character_spaced: Whether spaces stand between all characters of the text.
    """
    kept = [word for word in words if not (new_only and word == "--new-only")]
    if is_unspaced:
        kept = _with(words, "--units", "characters")
    elif is_character_spaced:
        kept = [*words, "--join-spaces"]
    elif candidates == 0:
        kept = _with(words, "--min-count", "1")
    elif not new_only:
        kept = _with(words, "--min-score", "0")
    return shell_line(["newword", *kept])


def _with(words: Sequence[str], option: str, value: str) -> list[str]:
    """The words with an option set to this value, in its place or else at the end."""
    kept = list(words)
    for place, word in enumerate(words):
        if word == option:
            kept[place : place + 2] = [option, value]
            return kept
        if word.startswith(f"{option}="):
            kept[place] = f"{option}={value}"
            return kept
    return [*kept, option, value]


def _long_dash(error: Exception, typed: _Typed) -> str | None:
    """A word processor turned two dashes into one."""
    del error
    for place, word in enumerate(typed.words):
        bare = word.lstrip(_DASHES)
        if word != bare and bare.isascii() and bare[:1].isalpha():
            return typed.instead(place, ("-" if len(bare) == 1 else "--") + bare)
    return None


def _option(error: Exception, typed: _Typed) -> str | None:
    name = getattr(error, "option_name", None)
    if name is None or typed.command is None:
        return None
    known = [opt for param in typed.command.params for opt in param.opts if opt.startswith("-")]
    near = difflib.get_close_matches(name, known, n=1, cutoff=_NEAR)
    for place, word in enumerate(typed.words):
        if near and word.partition("=")[0] == name:
            return typed.instead(place, near[0] + word[len(name) :])
    return None


def _no_command(error: Exception, typed: _Typed) -> str | None:
    """The command has a typo, or is missing before a path."""
    if not isinstance(error, click.UsageError) or typed.command is not None or not typed.words:
        return None
    place = next((n for n, word in enumerate(typed.words) if not word.startswith("-")), None)
    if place is None:
        return None
    word = typed.words[place]
    near = difflib.get_close_matches(word.lower(), typed.names, n=1, cutoff=_NEAR)
    if near:
        return typed.instead(place, near[0])
    return typed.instead(place, "discover", word) if os.path.exists(word) else None  # noqa: PTH110


def _missing(error: Exception, typed: _Typed) -> str | None:
    """An argument is missing: the example of the command shows it."""
    if not isinstance(error, click.MissingParameter) or typed.command is None:
        return None
    lines = [line.strip() for line in (typed.command.help or "").splitlines()]
    wanted = error.param.opts if isinstance(error.param, click.Option) else []
    examples = [line for line in lines if line.startswith("newword ")]
    having = [line for line in examples if any(opt in line.split() for opt in wanted)]
    return next(iter(having or examples), None)


def _choice(error: Exception, typed: _Typed) -> str | None:
    """A value with a typo, of an option with fixed values."""
    if not isinstance(error, click.BadParameter) or not isinstance(error.param, click.Option):
        return None
    choice = error.param.type
    if not isinstance(choice, click.Choice):
        return None
    for place, option in typed.values():
        if option is error.param:
            value = typed.words[place].lower()
            near = [one for one in choice.choices if str(one).startswith(value)]
            near += difflib.get_close_matches(value, choice.choices, n=1, cutoff=_NEAR)
            return typed.instead(place, str(near[0])) if near else None
    return None


def _path(error: Exception, typed: _Typed) -> str | None:
    """A file or directory that does not exist, beside one of nearly the same name."""
    if isinstance(error, click.UsageError):
        return None
    for place, option in typed.values():
        word = typed.words[place]
        if option is not None and not _is_input(option):
            continue
        if word == "-" or os.path.exists(word):  # noqa: PTH110 - of any text
            continue
        bare = word.strip(_QUOTES)
        if bare != word:
            return typed.instead(place, bare)
        if option is not None and option.name == "dictionary" and word.lower() == "jieba":
            return typed.instead(place, "jieba")
        near = _near_path(word)
        if near is not None:
            return typed.instead(place, near)
    return None


def _is_input(option: click.Option) -> bool:
    shown = option.metavar or ""
    return option.name not in _OUTPUTS and ("FILE" in shown or "PATH" in shown)


_OUTPUTS = {"output", "manifest", "plot"}


def _near_path(word: str) -> str | None:
    try:
        path = Path(word)
        names = [one.name for one in path.parent.iterdir() if not one.name.startswith(".")]
    except (OSError, ValueError):
        return None
    near = difflib.get_close_matches(path.name, names, n=1, cutoff=_NEAR)
    return str(path.parent / near[0]) if near else None


def _output(error: Exception, typed: _Typed) -> str | None:
    """An output in a missing directory, that is a directory, or with an unknown suffix."""
    if isinstance(error, click.UsageError):
        return None
    for place, option in typed.values():
        if option is None or option.name not in _OUTPUTS:
            continue
        path = Path(typed.words[place])
        if path.is_dir():
            return typed.instead(place, str(path / "words.tsv"))
        if not path.parent.is_dir():
            made = shell_line(["mkdir", "-p", str(path.parent)])
            return f"{made} && {shell_line(['newword', *typed.words])}"
        if isinstance(error, ExportError):  # nothing else of it is wrong: its suffix says nothing
            return typed.instead(place, str(path.with_suffix(".tsv")))
    return None


_RULES: tuple[Callable[[Exception, _Typed], str | None], ...] = (
    _long_dash,
    _option,
    _no_command,
    _missing,
    _choice,
    _output,
    _path,
)
