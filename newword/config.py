"""Options of a run, frozen: what the user asked for and what was chosen for them."""

from __future__ import annotations

import math
import os
import re
from dataclasses import dataclass

from newword.errors import ConfigError
from newword.platform.message import message
from newword.platform.option import WORDS, option
from newword.platform.pattern import pattern

__all__ = [
    "MAX_COUNT",
    "MAX_ORDER",
    "Thresholds",
    "adaptive_min_count",
    "check_min_count",
    "check_top",
    "default_threads",
    "parse_size",
]

MAX_ORDER = 16
"""Longest n-gram that the engine counts, in units."""

MAX_COUNT = (1 << 63) - 1
"""No number of words or occurrences is larger."""

# (units of the corpus below which it holds, min_count): on gold-segmented corpora a quarter to two
# fifths of all words occur exactly twice, while in large ones rare n-grams are mostly noise.
_MIN_COUNT_BY_SIZE = ((4_000_000, 2), (12_000_000, 3), (40_000_000, 5))
_MIN_COUNT_OF_LARGE = 8


_SIZE = pattern(r"(\d{1,15}(?:\.\d{1,6})?)\s*(?:([kmgt])(i?)b?|b)?", re.IGNORECASE | re.ASCII)
_POWERS = {"k": 1, "m": 2, "g": 3, "t": 4}


@dataclass(frozen=True, kw_only=True)
class Thresholds:
    """Lower bounds that a candidate must reach; None leaves the choice to the method."""

    min_count: int | None = option(
        None,
        metavar="N",
        group=WORDS,
        least=1,
        help="Minimum number of occurrences. [default: 2 to 8, by corpus size]",
        doc="minimum number of occurrences; else by the size of the corpus: 2 below 4 million "
        "units, 3 below 12, 5 below 40, 8 above",
    )
    max_len: int = option(
        6,
        metavar="N",
        group=WORDS,
        least=2,
        most=MAX_ORDER,
        shows_default=True,
        help="Maximum word length in characters.",
        doc="longest word in [units](units.md), 2 to 16; default 6. `model` and `formula` go to 7, "
        "terms to 16; `reference` has a rule of its own",
    )
    min_cohesion: float | None = option(
        None,
        metavar="NATS",
        group=WORDS,
        kind=float,
        help="Minimum cohesion at the weakest joint.",
        doc="minimum cohesion of the weakest joint",
    )
    min_entropy: float | None = option(
        None,
        metavar="NATS",
        group=WORDS,
        kind=float,
        help="Minimum branching entropy on the poorer side.",
        doc="minimum branching entropy of the poorer side",
    )
    min_score: float | None = option(
        None,
        metavar="X",
        group=WORDS,
        kind=float,
        help="Minimum score of the method.",
        doc="minimum score; with `model` a probability",
    )
    names: bool = option(
        True,
        flag="names/no-names",
        group=WORDS,
        help="Join names with a middle dot, such as 迈克·乔登.",
        doc="join [names with a middle dot](units.md), as 迈克·乔登, beside their parts",
    )
    numbers: bool = option(
        False,
        group=WORDS,
        help="Keep number expressions: 28日, 2-3居, 第四十八条.",
        doc="keep [number expressions](methods.md): 28日, 2-3居, 第四十八条",
    )

    def __post_init__(self) -> None:
        check_min_count(self.min_count)
        if not 2 <= self.max_len <= MAX_ORDER:
            raise ConfigError(
                message(
                    "max_len must be 2 to {max_order} units, got {max_len}",
                    max_order=MAX_ORDER,
                    max_len=self.max_len,
                )
            )
        for name in ("min_cohesion", "min_entropy", "min_score"):
            value = getattr(self, name)
            if value is not None and not math.isfinite(value):
                raise ConfigError(
                    message("{name} must be a finite number, got {value}", name=name, value=value)
                )


def check_min_count(min_count: int | None) -> None:
    """Refuse a least count that is none.

    Raises:
        ConfigError: It is below 1, or no count can reach it.
    """
    if min_count is not None and min_count < 1:
        raise ConfigError(
            message("min_count must be at least 1, got {min_count}", min_count=min_count)
        )
    if min_count is not None and min_count > MAX_COUNT:
        raise ConfigError(
            message(
                "min_count must be at most {max_count}, got {min_count}",
                max_count=MAX_COUNT,
                min_count=min_count,
            )
        )


def check_top(top: int | None) -> None:
    """Refuse a number of words that is none.

    Raises:
        ConfigError: It is negative, or beyond all numbers of words.
    """
    if top is not None and top < 0:
        raise ConfigError(message("top must not be negative, got {top}", top=top))
    if top is not None and top > MAX_COUNT:
        raise ConfigError(
            message("top must be at most {max_count}, got {top}", max_count=MAX_COUNT, top=top)
        )


def adaptive_min_count(units: int) -> int:
    """The smallest count that is useful in a corpus of this many units."""
    for limit, min_count in _MIN_COUNT_BY_SIZE:
        if units < limit:
            return min_count
    return _MIN_COUNT_OF_LARGE


def default_threads() -> int:
    """Processors this process may use, at least 1."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


def parse_size(text: str | int, *, name: str) -> int:
    """Bytes of a size such as ``500MB`` (powers of 1000), ``2GiB`` (of 1024) or ``1048576``.

    Args:
        text: The size; an int is taken as it is.
        name: Of the option, for the message.

    Raises:
        ConfigError: It is no size.

    Example:
        >>> parse_size("1.5KiB", name="memory")
        1536
    """
    if isinstance(text, int):
        return text
    found = _SIZE.fullmatch(text.strip())
    if found is None:
        raise ConfigError(
            message(
                "{name} must be a size such as 500MB or 2GiB, got {text}",
                name=name,
                text=repr(text),
            )
        )
    number, power, binary = found.groups()
    factor = (1024 if binary else 1000) ** _POWERS[power.lower()] if power else 1
    return int(float(number) * factor)
