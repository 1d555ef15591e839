"""`newword.toml`: options that a project always uses, so that they need not be typed.

Options at the top of the file are for all commands that have them; a table such as ``[discover]``
is for that command and goes before them. What is typed goes before both. A project may keep them
under ``[tool.newword]`` of its ``pyproject.toml`` instead.

A file that was only found in the current directory may have come with somebody else's texts, so it
cannot name what writes files or runs programs; one that is named with ``--config`` can.
"""

from __future__ import annotations

import difflib
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import click

from newword.cli.field_options import CommandOption
from newword.errors import ConfigError
from newword.platform.extras import load_extra
from newword.platform.message import message, reason_of
from newword.platform.safe_text import excerpt, path_text

__all__ = ["FILE_NAME", "Config", "find_config", "read_config", "trusted_options"]

FILE_NAME = "newword.toml"
_PROJECT_FILE, _PROJECT_TABLE = "pyproject.toml", b"tool.newword"
_MAX_BYTES = 1 << 20
_MAX_VALUES = 1000
_SHOWN = 60


class Config(NamedTuple):
    """The options of a file.

    Attributes:
        shown: The file, for messages.
        defaults: Of each command, its parameters as click takes them.
        named: Of each command, its options as they stand in the file, with their values.
    """

    shown: str
    defaults: dict[str, dict[str, Any]]
    named: dict[str, dict[str, Any]]

    def summary(self, command: str) -> str | None:
        """The options of the file for a command, in one line; None if there are none."""
        options = self.named.get(command, {})
        if not options:
            return None
        listed = ", ".join(f"{name} = {_plain(value)}" for name, value in sorted(options.items()))
        return message("options from {shown}: {listed}", shown=self.shown, listed=listed)


def find_config(commands: Mapping[str, click.Command]) -> Config | None:
    """The options of the file in the current directory, if there is one.

    Raises:
        ConfigError: As for `read_config`; or it names what only a file that is named may.
    """
    path = Path(FILE_NAME)
    if not path.is_file():
        path = Path(_PROJECT_FILE)
        if not _has_own_table(path):
            return None
    config = read_config(path, commands)
    for command, options in config.named.items():
        writes_or_runs = trusted_options(commands[command]) if options else frozenset()
        for name in options:
            if name in writes_or_runs:
                raise ConfigError(
                    message(
                        "{shown}: option {name} of {command} writes files or runs "
                        "programs, which a file that was only found here may not ask "
                        "for; type it, or name the file: newword --config {shown} "
                        "{command} ...",
                        shown=config.shown,
                        name=name,
                        command=command,
                    )
                )
    return config


def read_config(path: Path, commands: Mapping[str, click.Command]) -> Config:
    """The options of a file.

    Raises:
        ConfigError: The file cannot be read, names an unknown command or option, or gives an option
            a value of a kind that no option takes.
    """
    shown = path_text(str(path))
    content = _content(path, shown)
    names = {name: _parameters(command) for name, command in commands.items()}
    named: dict[str, dict[str, Any]] = {name: {} for name in commands}
    for key, value in content.items():
        if isinstance(value, dict):
            if key not in commands:
                raise _unknown(shown, message("table [{name}]", name=excerpt(key)), key, commands)
            continue
        having = [name for name, parameters in names.items() if key in parameters]
        if not having:
            every = {option for parameters in names.values() for option in parameters}
            raise _unknown(shown, message("option {name}", name=excerpt(key)), key, every)
        for name in having:
            named[name][key] = _checked(
                value, names[name][key], message("{file}: {name}", file=shown, name=excerpt(key))
            )
    for name, table in content.items():
        if isinstance(table, dict):
            for key, value in table.items():
                if key not in names[name]:
                    what = message("option {name} of [{command}]", name=excerpt(key), command=name)
                    raise _unknown(shown, what, key, names[name])
                place = message(
                    "{file}: {name} of [{command}]", file=shown, name=excerpt(key), command=name
                )
                named[name][key] = _checked(value, names[name][key], place)
    defaults = {
        name: {str(names[name][key].name): value for key, value in options.items()}
        for name, options in named.items()
        if options
    }
    return Config(shown, defaults, {name: options for name, options in named.items() if options})


def _content(path: Path, shown: str) -> dict[str, Any]:
    """The options for newword in a TOML file."""
    try:
        with path.open("rb") as file:
            raw = file.read(_MAX_BYTES + 1)
        if len(raw) > _MAX_BYTES:
            raise ConfigError(
                message("{shown}: it is larger than 1 MiB; options take a few lines", shown=shown)
            )
        content: Any = _parser().loads(raw.decode("utf-8"))
    except OSError as error:
        reason = reason_of(error)
        raise ConfigError(
            message("{shown}: {reason}; name a file that is there", shown=shown, reason=reason)
        ) from error
    except RecursionError as error:
        raise ConfigError(
            message("{shown}: values lie too deep in each other; options are flat", shown=shown)
        ) from error
    except ConfigError:
        raise
    except ValueError as error:  # of TOML, and of UTF-8
        raise ConfigError(
            message(
                "{shown}: it is no TOML: {error}", shown=shown, error=excerpt(str(error), limit=99)
            )
        ) from error
    if path.name != _PROJECT_FILE:
        return dict(content)
    own = (
        content.get("tool", {}).get("newword", {}) if isinstance(content.get("tool"), dict) else {}
    )
    return dict(own) if isinstance(own, dict) else {}


def _has_own_table(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return _PROJECT_TABLE in file.read(_MAX_BYTES)
    except OSError:
        return False


def _checked(value: Any, option: click.Option, place: str) -> Any:
    """A value that the option can have; click sees to the rest, as for one that is typed."""
    values = value if isinstance(value, list) else [value]
    if isinstance(value, list) and not option.multiple:
        raise ConfigError(message("{place} takes one value, not a list", place=place))
    if len(values) > _MAX_VALUES:
        raise ConfigError(
            message(
                "{place} takes at most {max_values} values, got {values}",
                place=place,
                max_values=f"{_MAX_VALUES:,}",
                values=f"{len(values):,}",
            )
        )
    for one in values:
        if isinstance(one, (list, dict)):
            raise ConfigError(
                message("{place} takes plain values, not tables or lists", place=place)
            )
        if isinstance(one, bool) != option.is_flag:
            kind = (
                message("true or false")
                if option.is_flag
                else message("a value other than true and false")
            )
            raise ConfigError(
                message(
                    "{place} takes {kind}, not {given}",
                    place=place,
                    kind=kind,
                    given=excerpt(str(one), limit=_SHOWN),
                )
            )
    # As if it were typed, so that both are checked alike.
    typed = [one if option.is_flag else str(one) for one in values]
    return typed if option.multiple else typed[0]


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return excerpt(" ".join(map(str, value)) if isinstance(value, list) else str(value))


def _parser() -> Any:
    name = "tomllib" if sys.version_info >= (3, 11) else "tomli"
    return load_extra(name, extra="all", purpose=message("reading {name}", name=FILE_NAME))


def _parameters(command: click.Command) -> dict[str, click.Option]:
    """The options of a command by their names without dashes."""
    return {
        option.lstrip("-"): parameter
        for parameter in command.params
        if isinstance(parameter, click.Option) and parameter.name
        for option in parameter.opts
        if option.startswith("--")
    }


def trusted_options(command: click.Command) -> frozenset[str]:
    """What a file may not say unless it was named: where files go, and which programs run."""
    return frozenset(
        name
        for name, option in _parameters(command).items()
        if isinstance(option, CommandOption) and option.is_trusted
    )


def _unknown(shown: str, what: str, key: str, known: Any) -> ConfigError:
    near = difflib.get_close_matches(key[:_SHOWN], list(known), n=1)
    advice = (
        message("did you mean {near}?", near=near[0])
        if near
        else message("`newword COMMAND --help` lists the options")
    )
    return ConfigError(
        message("{shown}: there is no {what}; {advice}", shown=shown, what=what, advice=advice)
    )
