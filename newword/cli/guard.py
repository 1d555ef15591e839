"""Checks the files of a command before it runs: an output must not be anything else to it.

As in other programs, ``-`` as an output is the standard output and no file of that name.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Iterator
from typing import Any

import click

from newword.platform.outputs import refuse_clashes

__all__ = ["guard"]

_OUTPUTS = ("output", "manifest", "plot")
_STANDARD_OUTPUT = "/dev/stdout"
_FILES = ("FILE", "PATH", "LEXICON", "DECISIONS", "MODEL")
_IN_PLACE = ("merge",)  # reads its inputs whole before it replaces one of them


def guard(command: click.Command) -> click.Command:
    """Make a command refuse clashing files before it does anything."""
    callback = command.callback
    if callback is None:
        return command

    @functools.wraps(callback)
    def guarded(*arguments: Any, **options: Any) -> Any:
        options |= {name: _STANDARD_OUTPUT for name in _OUTPUTS if options.get(name) == "-"}
        if command.name in _IN_PLACE:
            return callback(*arguments, **options)
        outputs = [options[name] for name in _OUTPUTS if options.get(name) is not None]
        if options.get("output") is None and os.path.exists(_STANDARD_OUTPUT):  # noqa: PTH110
            outputs.append(_STANDARD_OUTPUT)  # perhaps a file by redirection
        refuse_clashes(outputs, list(_inputs(command, options)))
        return callback(*arguments, **options)

    command.callback = guarded
    return command


def _inputs(command: click.Command, options: dict[str, Any]) -> Iterator[str]:
    """The values of all parameters that name files to read."""
    for parameter in command.params:
        metavar = parameter.metavar or ""
        if parameter.name in _OUTPUTS or not any(part in metavar for part in _FILES):
            continue
        value = options.get(parameter.name or "")
        for path in value if isinstance(value, tuple) else (value,):
            if isinstance(path, str) and path != "-":
                yield path
