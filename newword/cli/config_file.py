"""`newword.toml`: options that a project gives every time, so that nobody has to type them.

Options at the top of the file are for all commands that have them; a table such as ``[discover]``
is for that command and goes before them. What is typed goes before both.
"""

from __future__ import annotations

import difflib
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from newword.errors import ConfigError
from newword.platform.extras import load_extra
from newword.platform.safe_text import excerpt, path_text

__all__ = ["FILE_NAME", "read_config"]

FILE_NAME = "newword.toml"


def read_config(path: Path, commands: Mapping[str, click.Command]) -> dict[str, dict[str, Any]]:
    """The defaults of each command's parameters, by command, as click takes them.

    Raises:
        ConfigError: The file cannot be read, or names a command or an option that there is not.
    """
    shown = path_text(str(path))
    try:
        content = _parser().loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        reason = error.strerror or str(error)
        raise ConfigError(f"{shown}: {reason}; name a file that is there") from error
    except ValueError as error:  # of TOML, and of UTF-8
        raise ConfigError(f"{shown}: it is no TOML: {excerpt(str(error), limit=99)}") from error
    names = {name: _parameters(command) for name, command in commands.items()}
    defaults: dict[str, dict[str, Any]] = {name: {} for name in commands}
    for key, value in content.items():
        if isinstance(value, dict):
            if key not in commands:
                raise _unknown(shown, f"table [{excerpt(key)}]", key, commands)
            continue
        having = [name for name, parameters in names.items() if key in parameters]
        if not having:
            every = {option for parameters in names.values() for option in parameters}
            raise _unknown(shown, f"option {excerpt(key)}", key, every)
        for name in having:
            defaults[name][names[name][key]] = value
    for name, table in content.items():
        if isinstance(table, dict):
            for key, value in table.items():
                if key not in names[name]:
                    what = f"option {excerpt(key)} of [{name}]"
                    raise _unknown(shown, what, key, names[name])
                defaults[name][names[name][key]] = value
    return {name: values for name, values in defaults.items() if values}


def _parser() -> Any:
    name = "tomllib" if sys.version_info >= (3, 11) else "tomli"
    return load_extra(name, extra="all", purpose=f"reading {FILE_NAME}")


def _parameters(command: click.Command) -> dict[str, str]:
    """The options of a command without dashes, each with the name of its parameter."""
    return {
        option.lstrip("-"): parameter.name
        for parameter in command.params
        if isinstance(parameter, click.Option) and parameter.name
        for option in parameter.opts
        if option.startswith("--")
    }


def _unknown(shown: str, what: str, key: str, known: Any) -> ConfigError:
    near = difflib.get_close_matches(key, list(known), n=1)
    advice = f"did you mean {near[0]}?" if near else "`newword COMMAND --help` lists the options"
    return ConfigError(f"{shown}: there is no {what}; {advice}")
