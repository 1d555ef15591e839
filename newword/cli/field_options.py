"""Options of the command line, made of the fields that say all about them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from newword.platform.option import MORE, Option, options_of

__all__ = ["CommandOption", "arguments_of", "field_options", "flag_of", "option", "stack"]

Command = TypeVar("Command", bound=Callable[..., Any])


class CommandOption(click.Option):
    """An option that knows where it is listed, and who may set it.

    Attributes:
        group: One of `newword.platform.option.GROUPS`.
        is_trusted: A configuration file may set it only if a person named the file.
    """

    def __init__(
        self, *args: Any, group: str = MORE, is_trusted: bool = False, **facts: Any
    ) -> None:
        super().__init__(*args, **facts)
        self.group, self.is_trusted = group, is_trusted


def option(*names: str, **facts: Any) -> Callable[[Command], Command]:
    """An option of one command, or of several that no Python call has."""
    return click.option(*names, cls=CommandOption, **facts)


def stack(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Several options as one decorator, in their order."""

    def decorate(command: Command) -> Command:
        for one in reversed(options):
            command = one(command)
        return command

    return decorate


def field_options(
    kind: type, *names: str, without: Sequence[str] = (), **changes: Any
) -> Callable[[Command], Command]:
    """The options among the fields of a dataclass.

    Args:
        kind: The dataclass.
        names: The fields that are wanted; all of its own and of its bases if none is named.
        without: Fields that are not.
        changes: What is other for a command, such as its ``help``.
    """
    return stack(
        *(
            _click_option(name, default, facts, changes)
            for name, default, facts in options_of(kind)
            if facts.help is not None and name not in without and (not names or name in names)
        )
    )


def flag_of(name: str, facts: Option) -> str:
    """What is typed for a field."""
    return "/".join(f"--{flag}" for flag in (facts.flag or name.replace("_", "-")).split("/"))


def _click_option(
    name: str, default: Any, facts: Option, changes: dict[str, Any]
) -> Callable[[Command], Command]:
    is_flag = isinstance(default, bool)
    flag = flag_of(name, facts)
    given: dict[str, Any] = {
        "help": facts.help,
        "group": facts.group,
        "is_trusted": facts.is_trusted,
        "multiple": facts.repeats,
    }
    if facts.metavar is not None:
        given["metavar"] = facts.metavar
    if is_flag and "/" not in flag:
        given["is_flag"] = True
    elif not facts.repeats:
        given |= {"default": default, "show_default": facts.shows_default or None}
    if facts.choices:
        given["type"] = click.Choice(facts.choices)
    elif facts.least is not None:
        given["type"] = click.IntRange(facts.least, facts.most)
    elif facts.kind is not None:
        given["type"] = facts.kind
    parameter = _parameter_of(name, default, facts)
    return option(flag, parameter, **{**given, **changes})


def _parameter_of(name: str, default: Any, facts: Option) -> str:
    """The name of a field among click's values: a flag that turns something off has its own."""
    return f"no_{name}" if _turns_off(default, facts) else name


def _turns_off(default: Any, facts: Option) -> bool:
    return default is True and facts.flag is not None and "/" not in facts.flag


def arguments_of(kind: type, options: dict[str, Any]) -> dict[str, Any]:
    """What a command was given for the fields of a dataclass that it has options for."""
    arguments = {}
    for name, default, facts in options_of(kind):
        parameter = _parameter_of(name, default, facts)
        if facts.help is None or parameter not in options:
            continue
        value = options[parameter]
        if _turns_off(default, facts):
            value = not value
        arguments[name] = default if facts.repeats and not value else value
    return arguments
