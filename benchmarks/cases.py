"""What is run: newword's commands, whom each is measured against, and the bounds it should keep.

This is the table to edit when a command changes or a case is added. In arguments, `{corpus}` is the
directory of text and `{out}` a file for results. The figures of the targets are what the engine was
designed to reach, not what it was seen to reach.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from benchmarks.peers.base import Peer
from benchmarks.peers.kenlm import KenLM, KenLMTraining
from benchmarks.peers.pypi import NLP_ZERO, SENTENCEPIECE, SMOOTHNLP, SOYNLP
from benchmarks.peers.word_discovery import WordDiscovery

Metric = Literal["cpu", "wall", "rss", "output"]
LADDER = ("10mb", "120mb", "1gb", "4gb")
MIB = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Ours:
    """A command of newword.

    Attributes:
        name: The report's name for it.
        arguments: What follows `newword`.
        needs: What the command's `--help` must mention for it to be run, or nothing.
    """

    name: str
    arguments: str
    needs: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A bound that a figure should keep.

    Attributes:
        name: What is promised, as the report says it.
        on: The corpora that it is judged on; any other directory that the user gives counts too.
        of: The row that it is about.
        tried: For one that is known to be missed: the measured reason, and what was tried.
    """

    name: str
    of: str
    on: tuple[str, ...] = ("120mb",)
    tried: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RatioTarget(Target):
    """`metric` of the row `of`, divided by that of `to`, should be at most `at_most`."""

    to: str
    metric: Metric
    at_most: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundTarget(Target):
    """`metric` of the row `of` should be at most `at_most`, in its own unit."""

    metric: Metric
    at_most: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RateTarget(Target):
    """The row `of` should read at least so many MB of text a second."""

    at_least: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SameOutputTarget(Target):
    """Every run of `of` should write the bytes that `to` writes."""

    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthTarget(Target):
    """The exponent of `metric` in the size of the text should be at most `at_most`."""

    metric: Metric
    at_most: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Commands that are run in turns and compared with the first of `ours`.

    Attributes:
        on: The corpora to run it on when the user names none.
        peers_on: Of these, the corpora to run the peers on.
    """

    name: str
    ours: tuple[Ours, ...]
    peers: tuple[Peer, ...] = ()
    targets: tuple[Target, ...] = ()
    on: tuple[str, ...] = ("120mb",)
    peers_on: tuple[str, ...] = ("10mb", "120mb", "1gb")


COUNT = "count {corpus} --order %d --min-count %d --threads %d -o /dev/null --format none"
COUNT_TABLE = "count {corpus} --order 4 --min-count 32 --threads 2 -o {out}.tsv"
COUNT_FILE = "count {corpus} --order 4 --threads 2 -o {out}.nwc"
LANGUAGE_MODEL = "lm {corpus} --order 4 --threads 2 -o {out}.arpa"
DISCOVER = "discover {corpus} --method %s --min-count 32 --threads 2 -o {out}.tsv"
NEWWORD_COUNT = "newword count"
NEWWORD_LM = "newword lm"
NEWWORD_DISCOVER = "newword discover, reference"
UNLIMITED = "no --memory"


def _memory(amount: str) -> Ours:
    arguments = f"{COUNT_TABLE} --memory {amount}"
    return Ours(name=f"--memory {amount}", arguments=arguments, needs="--memory")


def _memory_targets(amount: str, mebibytes: int) -> tuple[Target, ...]:
    of, on = f"--memory {amount}", ("4gb",)
    return (
        BoundTarget(
            name=f"{of}: peak memory within the cap and 64 MiB",
            of=of,
            on=on,
            metric="rss",
            at_most=(mebibytes + 64) * MIB,
        ),
        SameOutputTarget(name=f"{of}: the bytes of an unlimited run", of=of, to=UNLIMITED, on=on),
        RatioTarget(
            name=f"{of}: time of an unlimited run",
            of=of,
            to=UNLIMITED,
            on=on,
            metric="wall",
            at_most=2.0,
        ),
    )


_VS_KENLM = "counts, both entropies and PMI against count_ngrams -o 4"

CASES = (
    Case(
        name="count",
        ours=(
            Ours(name=NEWWORD_COUNT, arguments=COUNT % (4, 32, 2)),
            Ours(name="newword count, 1 thread", arguments=COUNT % (4, 32, 1)),
        ),
        peers=(KenLM(),),
        targets=(
            RatioTarget(
                name=f"{_VS_KENLM}: CPU",
                of=NEWWORD_COUNT,
                to=KenLM.name,
                metric="cpu",
                at_most=1 / 20,
            ),
            RatioTarget(
                name=f"{_VS_KENLM}: wall time",
                of=NEWWORD_COUNT,
                to=KenLM.name,
                metric="wall",
                at_most=1 / 35,
            ),
            RatioTarget(
                name=f"{_VS_KENLM}: memory",
                of=NEWWORD_COUNT,
                to=KenLM.name,
                metric="rss",
                at_most=0.4,
            ),
            RateTarget(
                name="throughput of counting, 600 MB in 50,000 files",
                of=NEWWORD_COUNT,
                on=("small-files",),
                at_least=200.0,
            ),
            GrowthTarget(
                name="growth of counting", of=NEWWORD_COUNT, on=LADDER, metric="cpu", at_most=1.1
            ),
        ),
        on=(*LADDER, "small-files", "one-line"),
    ),
    Case(
        name="count-options",
        ours=(
            Ours(name="order 4, min-count 32", arguments=COUNT % (4, 32, 2)),
            Ours(name="order 8, min-count 32", arguments=COUNT % (8, 32, 2)),
            Ours(name="order 4, min-count 5", arguments=COUNT % (4, 5, 2)),
        ),
        targets=(
            RatioTarget(
                name="order 8 against order 4: CPU",
                of="order 8, min-count 32",
                to="order 4, min-count 32",
                metric="cpu",
                at_most=1.4,
            ),
            RatioTarget(
                name="min-count 5 against 32: CPU",
                of="order 4, min-count 5",
                to="order 4, min-count 32",
                metric="cpu",
                at_most=2.0,
            ),
        ),
    ),
    Case(
        name="count-file",
        ours=(Ours(name="newword count -o FILE.nwc", arguments=COUNT_FILE, needs=".nwc"),),
        peers=(KenLM(keeps_counts=True),),
        targets=(
            RatioTarget(
                name="full sorted dump against count_ngrams: CPU",
                of="newword count -o FILE.nwc",
                to=KenLM.name,
                metric="cpu",
                at_most=1 / 12,
            ),
            RatioTarget(
                name="full sorted dump against count_ngrams: bytes",
                of="newword count -o FILE.nwc",
                to=KenLM.name,
                metric="output",
                at_most=1 / 6,
            ),
        ),
    ),
    Case(
        name="language-model",
        ours=(Ours(name=NEWWORD_LM, arguments=LANGUAGE_MODEL, needs="lmplz"),),
        peers=(KenLMTraining(),),
        targets=(
            RatioTarget(
                name="training of order 4 against lmplz: CPU",
                of=NEWWORD_LM,
                to=KenLMTraining.name,
                metric="cpu",
                at_most=1 / 5,
            ),
            RatioTarget(
                name="training of order 4 against lmplz: memory",
                of=NEWWORD_LM,
                to=KenLMTraining.name,
                metric="rss",
                at_most=1.0,
            ),
        ),
        peers_on=("10mb", "120mb"),
    ),
    Case(
        name="discover",
        ours=(Ours(name=NEWWORD_DISCOVER, arguments=DISCOVER % "reference"),),
        peers=(WordDiscovery(),),
        targets=(
            RatioTarget(
                name="whole discover against the published pipeline: CPU",
                of=NEWWORD_DISCOVER,
                to=WordDiscovery.name,
                metric="cpu",
                at_most=1 / 60,
            ),
            RateTarget(
                name="throughput of whole discover, 600 MB in 50,000 files",
                of=NEWWORD_DISCOVER,
                on=("small-files",),
                at_least=100.0,
            ),
            GrowthTarget(
                name="growth of whole discover",
                of=NEWWORD_DISCOVER,
                on=LADDER,
                metric="cpu",
                at_most=1.1,
            ),
        ),
        on=(*LADDER, "small-files", "one-line"),
        peers_on=("10mb", "120mb"),
    ),
    Case(
        name="methods",
        ours=tuple(
            Ours(name=f"newword discover, {method}", arguments=DISCOVER % method)
            for method in ("model", "formula", "entropy")
        ),
        on=("10mb", "120mb"),
    ),
    Case(
        name="memory",
        ours=(
            Ours(name=UNLIMITED, arguments=COUNT_TABLE),
            *(_memory(amount) for amount in ("2G", "512M", "256M")),
        ),
        targets=(
            *_memory_targets("2G", 2048),
            *_memory_targets("512M", 512),
            *_memory_targets("256M", 256),
        ),
        on=("4gb",),
    ),
    Case(
        name="word-lists",
        ours=(Ours(name="newword discover, entropy", arguments=DISCOVER % "entropy"),),
        peers=(SOYNLP, SMOOTHNLP, NLP_ZERO, SENTENCEPIECE),
        on=("10mb",),
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
