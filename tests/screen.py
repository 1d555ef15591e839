"""What a person sees: a command in a pseudo-terminal, and the screen that it leaves."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import sys
import termios
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pyte
from command import environment

LINES = 50


class Screen(NamedTuple):
    """What a finished run left on a terminal.

    Attributes:
        code: The exit code.
        rows: All lines from the first, those that went over the upper edge too; without blanks at
            their ends, and without empty lines at the end.
        raw: The bytes that came.
    """

    code: int
    rows: list[str]
    raw: bytes

    @property
    def text(self) -> str:
        """The rows in one."""
        return "\n".join(self.rows)


def show(
    *arguments: str | os.PathLike[str],
    columns: int = 80,
    changes: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    line: Sequence[str] | None = None,
) -> Screen:
    """Runs newword in a pseudo-terminal of so many columns.

    Args:
        arguments: Those after `newword`.
        columns: Width of the terminal.
        changes: Environment variables to set.
        cwd: Where to run.
        line: A command to run instead.
    """
    command = list(line or [sys.executable, "-m", "newword", *map(os.fspath, arguments)])
    kept = {k: v for k, v in environment().items() if k not in ("COLUMNS", "LINES", "NO_COLOR")}
    settings = {**kept, "TERM": "xterm-256color", **(changes or {})}
    child, terminal = pty.fork()
    if child == 0:
        try:
            size = struct.pack("HHHH", LINES, columns, 0, 0)
            fcntl.ioctl(1, termios.TIOCSWINSZ, size)
            if cwd is not None:
                os.chdir(cwd)
            os.execvpe(command[0], command, settings)
        finally:
            os._exit(127)
    raw = _read_all(terminal)
    _, status = os.waitpid(child, 0)
    return Screen(os.waitstatus_to_exitcode(status), _rows(raw, columns), raw)


def _read_all(terminal: int) -> bytes:
    pieces = []
    try:
        while piece := os.read(terminal, 1 << 16):
            pieces.append(piece)
    except OSError:  # how Linux tells the end
        pass
    finally:
        os.close(terminal)
    return b"".join(pieces)


def _rows(raw: bytes, columns: int) -> list[str]:
    screen = pyte.HistoryScreen(columns, LINES, history=100_000, ratio=0.5)
    pyte.ByteStream(screen).feed(raw)
    above = ["".join(row[x].data for x in range(columns)).rstrip() for row in screen.history.top]
    rows = above + [row.rstrip() for row in screen.display]
    while rows and not rows[-1]:
        rows.pop()
    return rows
