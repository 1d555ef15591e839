"""Standard output, and the display of progress on the same terminal, which makes room for it."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import IO, TYPE_CHECKING, Any, BinaryIO, Protocol, cast

import click

if TYPE_CHECKING:
    from rich.text import Text

__all__ = [
    "Display",
    "give_way",
    "put",
    "put_styled",
    "shown",
    "standard_output",
    "terminal_width",
]


class Display(Protocol):
    """Something that is shown at the end of a terminal for a while, such as bars."""

    def hide(self, *, for_good: bool) -> None:
        """Erases the display; it comes back with the next report unless this is final."""


_USUAL_WIDTH = 80

_DISPLAY: ContextVar[Display | None] = ContextVar("display", default=None)


@contextmanager
def shown(display: Display) -> Iterator[None]:
    """Erases the display before anything that is printed meanwhile."""
    token = _DISPLAY.set(display)
    try:
        yield
    finally:
        _DISPLAY.reset(token)
        display.hide(for_good=True)


def give_way(*, for_good: bool = False) -> None:
    """Erases the display of progress before something is printed."""
    display = _DISPLAY.get()
    if display is not None:
        display.hide(for_good=for_good)


def put(line: str, *, err: bool = False) -> None:
    """Prints a line. After a line on standard output, no progress is shown any more."""
    give_way(for_good=not err)
    click.echo(line, err=err)


def terminal_width() -> int | None:
    """The width of the terminal on standard output; None if it is not a terminal."""
    if not sys.stdout.isatty():
        return None
    asked = os.environ.get("COLUMNS", "")
    if asked.isascii() and asked.isdecimal() and int(asked) > 0:
        return int(asked)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or _USUAL_WIDTH
    except (OSError, ValueError):
        return _USUAL_WIDTH


def put_styled(lines: Iterable[Text]) -> None:
    """Prints lines on the terminal, in colour unless NO_COLOR is set."""
    from rich.console import Console  # here: it costs every other command 50 ms

    give_way(for_good=True)
    is_plain = bool(os.environ.get("NO_COLOR"))
    console = Console(color_system=None if is_plain else "auto", highlight=False, soft_wrap=True)
    for line in lines:
        console.print(line)


def standard_output() -> BinaryIO:
    """Standard output for bytes: the first bytes end the display of progress."""
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
