"""What every peer offers the benchmark."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from benchmarks.corpora import Corpus
from benchmarks.measure import Command

MESSAGE_TAIL = 400


class NotMeasuredError(Exception):
    """A peer cannot take part; the text says why and, where possible, what would help."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a peer may put things.

    Attributes:
        work: Kept between runs where the user said so: builds, environments, prepared text.
        scratch: For the outputs of measured runs.
    """

    work: Path
    scratch: Path


class Peer(Protocol):
    """A program that does some part of what newword does."""

    @property
    def name(self) -> str:
        """As the report calls it."""

    @property
    def max_bytes(self) -> int:
        """The largest corpus it is worth trying on: beyond, it would need hours or all memory."""

    def install(self, place: Place) -> str:
        """Builds or installs it, unless that is done, and returns its version.

        Raises:
            NotMeasuredError: It cannot be had here.
        """

    def command(self, corpus: Corpus, place: Place) -> Command:
        """The command to measure, after preparing its input. Called after `install`."""


def run_step(argv: Sequence[str], *, what: str) -> str:
    """Runs one step of an installation and returns what it printed.

    Raises:
        NotMeasuredError: The program is missing or failed.
    """
    try:
        done = subprocess.run(
            argv,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise NotMeasuredError(f"{what}: {error}") from error
    if done.returncode != 0:
        tail = " ".join(done.stdout[-MESSAGE_TAIL:].split())
        raise NotMeasuredError(f"{what} failed: {tail}")
    return done.stdout
