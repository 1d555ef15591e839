"""Standard output, and what shows progress on the same terminal and gives way to it."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import IO, Any, BinaryIO, Protocol, cast

import click

__all__ = ["Display", "give_way", "put", "shown", "standard_output"]


class Display(Protocol):
    """Something that stands at the end of a terminal for a while, such as bars."""

    def hide(self, *, for_good: bool) -> None:
        """Leaves no trace; comes back with the next news unless it is for good."""


_DISPLAY: ContextVar[Display | None] = ContextVar("display", default=None)


@contextmanager
def shown(display: Display) -> Iterator[None]:
    """Makes everything that is printed meanwhile erase the display before."""
    token = _DISPLAY.set(display)
    try:
        yield
    finally:
        _DISPLAY.reset(token)
        display.hide(for_good=True)


def give_way(*, for_good: bool = False) -> None:
    """Erases what shows progress, before something is printed."""
    display = _DISPLAY.get()
    if display is not None:
        display.hide(for_good=for_good)


def put(line: str, *, err: bool = False) -> None:
    """Prints a line. After one on standard output nothing shows progress any more."""
    give_way(for_good=not err)
    click.echo(line, err=err)


def standard_output() -> BinaryIO:
    """Standard output for bytes: the first of them end what shows progress."""
    return cast("BinaryIO", _StandardOutput(sys.stdout.buffer))


class _StandardOutput(io.RawIOBase):
    """Does not know what it writes to: a pipe may end on the same terminal."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._stream.fileno()

    def write(self, data: Any) -> int:
        give_way(for_good=True)
        return self._stream.write(data)

    def flush(self) -> None:
        self._stream.flush()
