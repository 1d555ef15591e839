"""Commands that are imported when they are used, so that the others cost no time."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping

import click

from newword.cli.guard import guard

__all__ = ["LazyCommands"]


class LazyCommands(Mapping[str, click.Command]):
    """The commands of a group by name, in their order.

    Attributes:
        prepare: Called once with each command that was imported.

    Args:
        homes: For each command the module that has it, as ``<name>_command``.
    """

    def __init__(self, homes: Mapping[str, str]) -> None:
        self._homes = homes
        self._loaded: dict[str, click.Command] = {}
        self.prepare: Callable[[click.Command], None] = lambda _: None

    def __getitem__(self, name: str) -> click.Command:
        if name not in self._loaded:
            command = getattr(importlib.import_module(self._homes[name]), f"{name}_command")
            guard(command)
            self.prepare(command)
            self._loaded[name] = command
        return self._loaded[name]

    def __contains__(self, name: object) -> bool:
        return name in self._homes  # Mapping's own would import it

    def __iter__(self) -> Iterator[str]:
        return iter(self._homes)

    def __len__(self) -> int:
        return len(self._homes)
