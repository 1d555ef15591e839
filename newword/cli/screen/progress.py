"""Progress on standard error: bars on a terminal, a line every ten seconds elsewhere."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from newword.cli.messages import say
from newword.cli.screen.pace import Pace
from newword.cli.screen.streams import shown

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

__all__ = ["progress"]

_PLAIN_INTERVAL_S = 10.0

Tell = Callable[[str, int, "int | None"], None]


@contextmanager
def progress(mode: str) -> Iterator[Tell | None]:
    """Gives the function that stages report to, or None for `none`.

    `auto` is bars when standard error is a terminal and plain lines when it is not.
    """
    if mode == "none":
        yield None
    elif mode == "plain" or not _has_cursor():
        yield _PlainLines().tell
    else:
        bars = _Bars()
        with shown(bars):
            yield bars.tell


def _has_cursor() -> bool:
    """Whether standard error is a terminal on which lines can be erased."""
    return sys.stderr.isatty() and os.environ.get("TERM", "") not in ("dumb", "unknown")


class _PlainLines:
    """One line every ten seconds: nothing for a short run, a sign of life for a log."""

    def __init__(self) -> None:
        self._told = time.monotonic()
        self._stage = ""
        self._pace = Pace("")

    def tell(self, stage: str, done: int, total: int | None) -> None:
        now = time.monotonic()
        if stage != self._stage:
            self._stage, self._pace = stage, Pace(stage)
        self._pace.tell(now, done, total)
        if now - self._told < _PLAIN_INTERVAL_S or not self._pace.rate:
            return
        self._told = now
        say(self._pace.line)


class _Bars:
    """A bar for each stage; all are erased before other output, and redrawn afterwards."""

    def __init__(self) -> None:
        self._paces: dict[str, Pace] = {}
        self._tasks: dict[str, TaskID] = {}
        self._live: Progress | None = None
        self._is_over = False

    def tell(self, stage: str, done: int, total: int | None) -> None:
        if self._is_over:
            return
        pace = self._paces.setdefault(stage, Pace(stage))
        pace.tell(time.monotonic(), done, total)
        if self._live is None:
            self._live = _start_bars()
            self._tasks.clear()
        if stage not in self._tasks:
            self._tasks[stage] = self._live.add_task(pace.name, total=None, facts="")
        facts = "  ".join(fact for fact in (pace.amount, pace.rate, pace.left) if fact)
        self._live.update(
            self._tasks[stage],
            description=pace.name,
            completed=pace.done,
            total=pace.total,
            facts=facts,
        )

    def hide(self, *, for_good: bool) -> None:
        self._is_over = self._is_over or for_good
        if self._live is not None:
            live, self._live = self._live, None
            live.stop()


def _start_bars() -> Progress:
    # Imported here: rich takes longer to import than a small corpus to rank.
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    bars = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=None),
        TextColumn("{task.fields[facts]}", markup=False),
        console=Console(stderr=True),
        expand=True,
        transient=True,
        redirect_stdout=False,  # it would lead to standard error
    )
    bars.start()
    return bars
