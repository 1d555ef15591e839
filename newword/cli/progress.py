"""Progress on standard error: bars on a terminal, a line every ten seconds elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from newword.cli.messages import say, translate

__all__ = ["progress"]

_PLAIN_INTERVAL_S = 10.0
_FIRST_RATE_S = 1.0
_STAGES = {
    "read": "reading", "count": "counting", "rank": "ranking", "spread": "finding documents",
    "segment": "cutting", "write": "writing", "verify": "verifying", "merge": "merging",
    "score": "scoring",
}  # fmt: skip
_IN_BYTES = {"read", "segment", "verify", "merge"}

Tell = Callable[[str, int, "int | None"], None]


@contextmanager
def progress(mode: str) -> Iterator[Tell | None]:
    """Gives the function that stages report to, or None for `none`.

    `auto` is bars when standard error is a terminal and plain lines when it is not.
    """
    if mode == "none":
        yield None
    elif mode == "plain" or not sys.stderr.isatty():
        yield _PlainLines().tell
    else:
        with _bars() as tell:
            yield tell


class _PlainLines:
    """One line every ten seconds: nothing for a short run, a sign of life for a log."""

    def __init__(self) -> None:
        self._begun = self._told = time.monotonic()
        self._stage = ""

    def tell(self, stage: str, done: int, total: int | None) -> None:
        now = time.monotonic()
        if stage != self._stage:
            self._stage, self._begun = stage, now
        if now - self._told < _PLAIN_INTERVAL_S:
            return
        if now - self._begun < _FIRST_RATE_S:  # a rate of an instant is none
            return
        self._told = now
        rate = done / (now - self._begun)
        how = f"{_amount(stage, done)} ({_amount(stage, int(rate))}/s)"
        if total:
            left = (total - done) / max(rate, 1e-9)
            how = (
                f"{_amount(stage, done)} of {_amount(stage, total)}, {left:.0f} s left "
                f"({_amount(stage, int(rate))}/s)"
            )
        say(f"{translate(_STAGES.get(stage, stage))}: {translate(how)}")


def _amount(stage: str, value: int) -> str:
    if stage in _IN_BYTES:
        return f"{value / 1e6:.1f} MB"
    return translate(f"{value / 1e6:.1f} M units")


@contextmanager
def _bars() -> Iterator[Tell]:
    # Imported here: rich takes longer to import than a small corpus to rank.
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

    with Progress(
        TextColumn("{task.description:>9}"),
        BarColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(compact=True),
        console=Console(stderr=True),
        transient=True,
    ) as bars:
        tasks: dict[str, TaskID] = {}
        begun: dict[str, float] = {}

        def tell(stage: str, done: int, total: int | None) -> None:
            if stage not in tasks:
                name = translate(_STAGES.get(stage, stage))
                tasks[stage] = bars.add_task(name, total=None, rate="")
                begun[stage] = time.monotonic()
            rate = done / max(time.monotonic() - begun[stage], 1e-9)
            bars.update(
                tasks[stage],
                completed=done,
                total=total or None,
                rate=f"{_amount(stage, done)}, {_amount(stage, int(rate))}/s",
            )

        yield tell
