"""What is run: newword's commands, whom each is measured against, and the bounds it should keep.

This is the table to edit when a command changes or a case is added. In arguments, `{corpus}` is the
directory of text and `{out}` a file for results.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from benchmarks.peers.base import Peer
from benchmarks.peers.kenlm import KenLM
from benchmarks.peers.pypi import NLP_ZERO, SENTENCEPIECE, SMOOTHNLP, SOYNLP
from benchmarks.peers.word_discovery import WordDiscovery

Metric = Literal["cpu", "wall", "rss", "output"]


@dataclass(frozen=True, slots=True)
class Ours:
    """A command of newword: the report's name for it and the arguments after `newword`."""

    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class RatioTarget:
    """`metric` of the command `of`, divided by that of `to`, should be at most `at_most`."""

    of: str
    to: str
    metric: Metric
    at_most: float


@dataclass(frozen=True, slots=True)
class RateTarget:
    """The command `of` should read at least so many MB of text a second."""

    of: str
    at_least: float


Target = RatioTarget | RateTarget


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Commands that are run in turns and compared with the first of `ours`."""

    name: str
    ours: tuple[Ours, ...]
    peers: tuple[Peer, ...] = ()
    targets: tuple[Target, ...] = ()


COUNT = "count {corpus} --order %d --min-count %d --threads %d -o /dev/null --format none"
DISCOVER = "discover {corpus} --method %s --min-count 32 --threads 2 -o {out}"

CASES = (
    Case(
        name="count",
        ours=(
            Ours("newword count", COUNT % (4, 32, 2)),
            Ours("newword count, 1 thread", COUNT % (4, 32, 1)),
        ),
        peers=(KenLM(),),
        targets=(
            RatioTarget("newword count", KenLM.name, "cpu", 1 / 20),
            RatioTarget("newword count", KenLM.name, "wall", 1 / 35),
            RatioTarget("newword count", KenLM.name, "rss", 0.4),
            RateTarget("newword count", 200.0),
        ),
    ),
    Case(
        name="count-options",
        ours=(
            Ours("order 4, min-count 32", COUNT % (4, 32, 2)),
            Ours("order 8, min-count 32", COUNT % (8, 32, 2)),
            Ours("order 4, min-count 5", COUNT % (4, 5, 2)),
        ),
        targets=(
            RatioTarget("order 8, min-count 32", "order 4, min-count 32", "cpu", 1.4),
            RatioTarget("order 4, min-count 5", "order 4, min-count 32", "cpu", 2.0),
        ),
    ),
    Case(
        name="discover",
        ours=(Ours("newword discover, reference", DISCOVER % "reference"),),
        peers=(WordDiscovery(),),
        targets=(
            RatioTarget("newword discover, reference", WordDiscovery.name, "cpu", 1 / 60),
            RateTarget("newword discover, reference", 100.0),
        ),
    ),
    Case(
        name="word-lists",
        ours=(Ours("newword discover, entropy", DISCOVER % "entropy"),),
        peers=(SOYNLP, SMOOTHNLP, NLP_ZERO, SENTENCEPIECE),
    ),
)


def choose(names: str) -> list[Case]:
    """The cases of a comma-separated list, or all for `all`.

    Raises:
        ValueError: A name that no case has.
    """
    by_name = {case.name: case for case in CASES}
    chosen = list(by_name) if names == "all" else names.split(",")
    unknown = [name for name in chosen if name not in by_name]
    if unknown:
        raise ValueError(f"no case {', '.join(unknown)}; there are {', '.join(by_name)}")
    return [by_name[name] for name in chosen]
