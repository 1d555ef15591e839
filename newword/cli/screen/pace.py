"""How far a stage is, how fast it goes and when it ends, claiming nothing that was not measured."""

from __future__ import annotations

from typing import NamedTuple

from newword.cli.messages import translate
from newword.platform.message import message, template

__all__ = ["Pace"]

_FIRST_RATE_S = 1.0
_TIMES = (
    (86_400, template("{number} d")),
    (3600, template("{number} h")),
    (60, template("{number} min")),
    (1, template("{number} s")),
)
_LONGEST_ESTIMATE_S = 30 * 86_400.0


class _Stage(NamedTuple):
    """What a stage is called, whether it counts bytes, and whether it ends when they are done.

    A stage of several passes reports each pass from its beginning, so its end is unknown.
    """

    name: str
    in_bytes: bool = False
    is_one_pass: bool = False


_STAGES = {
    "read": _Stage(message("reading"), in_bytes=True, is_one_pass=True),
    "segment": _Stage(message("cutting"), in_bytes=True, is_one_pass=True),
    "verify": _Stage(message("verifying"), in_bytes=True, is_one_pass=True),
    "merge": _Stage(message("merging"), in_bytes=True, is_one_pass=True),
    "count": _Stage(message("counting"), is_one_pass=True),
    "spread": _Stage(message("finding documents"), is_one_pass=True),
    "write": _Stage(message("writing"), is_one_pass=True),
    "score": _Stage(message("scoring")),
    "rank": _Stage(message("ranking")),
    "estimate": _Stage(message("estimating")),
}


class Pace:
    """What is known about one stage, from its reports and their times."""

    def __init__(self, stage: str) -> None:
        self._stage = _STAGES.get(stage, _Stage(stage))
        self._first: tuple[float, int] | None = None  # of this pass: when, and how much was done
        self._last = (0.0, 0)
        self._total: int | None = None
        self._pass = 1

    def tell(self, now: float, done: int, total: int | None) -> None:
        """Takes a report of progress: how much of a total is done; None or 0 if it is unknown."""
        total = total if total and total >= done else None
        if self._first is not None and done < self._last[1]:
            self._pass += 1
            self._first = None
        if self._first is None:
            self._first = now, done
        self._last, self._total = (now, done), total

    @property
    def name(self) -> str:
        """The stage; from its second pass on with the number of the pass."""
        name = self._stage.name
        if self._pass > 1:
            name = message("{name}, pass {number}", name=name, number=self._pass)
        return translate(name)

    @property
    def done(self) -> int:
        """Bytes or steps of this pass."""
        return self._last[1]

    @property
    def total(self) -> int | None:
        """The total, if it is known."""
        return self._total

    @property
    def amount(self) -> str:
        """How much is done, of how much."""
        whole = "" if self._total is None else f" / {self._of_unit(self._total)}"
        return f"{self._of_unit(self.done)}{whole} {self._unit}"

    @property
    def rate(self) -> str:
        """The rate per second; empty before a second has passed."""
        rate = self._rate()
        if rate is None:
            return ""
        return f"{self._of_unit(rate)} {self._unit}/s"

    @property
    def left(self) -> str:
        """The remaining time; empty if it cannot be estimated."""
        rate = self._rate()
        if rate is None or self._total is None or not self._stage.is_one_pass:
            return ""
        seconds = (self._total - self.done) / rate
        if seconds > _LONGEST_ESTIMATE_S:
            return ""
        return translate(message("{duration} left", duration=_duration(seconds)))

    @property
    def line(self) -> str:
        """All of it."""
        facts = ", ".join(fact for fact in (self.amount, self.rate, self.left) if fact)
        return f"{self.name}: {facts}"

    @property
    def _unit(self) -> str:
        return "MB" if self._stage.in_bytes else translate(message("M steps"))

    @staticmethod
    def _of_unit(amount: float) -> str:
        return f"{amount / 1e6:,.1f}"

    def _rate(self) -> float | None:
        """Bytes or steps per second since the first report of this pass."""
        if self._first is None:
            return None
        (begun, before), (now, done) = self._first, self._last
        if now - begun < _FIRST_RATE_S or done <= before:
            return None
        return (done - before) / (now - begun)


def _duration(seconds: float) -> str:
    """A time with as many digits as an estimate has."""
    size, form = next((one for one in _TIMES[:-1] if seconds >= 2 * one[0]), _TIMES[-1])
    return message(form, number=f"{seconds / size:.0f}")
