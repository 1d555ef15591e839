"""Runs commands in turns, A B A B ..., so that a busy minute of the machine hits all alike."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import signal
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

LAUNCH = Path(__file__).with_name("launch.py")
STDERR_TAIL = 300
READ_BYTES = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A program to measure.

    Attributes:
        name: As the report calls it, unique within a case.
        argv: Program and arguments.
        stdin: File to read as standard input, or None for nothing.
        stdout: File for standard output, or None to throw it away.
        output: File whose size after the run is reported, or None.
    """

    name: str
    argv: tuple[str, ...]
    stdin: Path | None = None
    stdout: Path | None = None
    output: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One run of a command, its own child processes included.

    `rss_bytes` is the peak of the largest single process, `cpu_s` the sum over all of them,
    `output_digest` tells different outputs apart.
    """

    user_s: float
    system_s: float
    wall_s: float
    rss_bytes: int
    output_bytes: int | None = None
    output_digest: str | None = None

    @property
    def cpu_s(self) -> float:
        """User and system time together."""
        return self.user_s + self.system_s


@dataclass(slots=True)
class Series:
    """The runs of one command, by round; `failure` says why there are no more."""

    samples: list[Sample] = field(default_factory=list)
    failure: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How often to run and for how long.

    Attributes:
        rounds: Turns, at least 1.
        slow_after_s: A command that took longer than this ...
        slow_rounds: ... is run only this often.
        timeout_s: A run that takes longer is stopped, and its command is not measured.
    """

    rounds: int = 5
    slow_after_s: float = 120.0
    slow_rounds: int = 2
    timeout_s: float = 3600.0


class RunError(Exception):
    """A measured command failed or took too long."""


def run_once(command: Command, *, log: Path, timeout_s: float) -> Sample:
    """Runs a command by `launch.py` and returns what it took.

    Args:
        command: What to run.
        log: File for its standard error, overwritten.
        timeout_s: Seconds until it and its children are killed.

    Raises:
        RunError: It could not be started, did not exit with 0, or took too long.
    """
    if command.output is not None:
        command.output.unlink(missing_ok=True)
    streams = [str(command.stdin or os.devnull), str(command.stdout or os.devnull), str(log)]
    launcher = subprocess.Popen(
        [sys.executable, "-I", "-S", str(LAUNCH), *streams, *command.argv],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        out, err = launcher.communicate(timeout=timeout_s)
    except BaseException as error:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(launcher.pid, signal.SIGKILL)
        launcher.communicate()
        if isinstance(error, subprocess.TimeoutExpired):
            raise RunError(f"stopped after {timeout_s:g} s") from error
        raise
    if launcher.returncode != 0:
        raise RunError(f"could not be started: {_tail(err)}")
    measured = json.loads(out)
    exit_code = measured.pop("exit_code")
    if exit_code != 0:
        raise RunError(f"exit code {exit_code}: {_tail(log.read_bytes())}")
    if command.output is None:
        return Sample(**measured)
    if not command.output.exists():
        raise RunError("it wrote no output")
    size, digest = _fingerprint(command.output)
    return Sample(**measured, output_bytes=size, output_digest=digest)


def _fingerprint(path: Path) -> tuple[int, str]:
    size, digest = 0, hashlib.blake2b(digest_size=16)
    with path.open("rb", buffering=0) as file:
        while block := file.read(READ_BYTES):
            size += len(block)
            digest.update(block)
    return size, digest.hexdigest()


def _tail(stderr: bytes) -> str:
    text = stderr.decode("utf-8", errors="replace").strip()
    return " ".join(text[-STDERR_TAIL:].split()) or "it wrote no message"


def interleave(
    commands: Sequence[Command], *, limits: Limits, log: Path, say: Callable[[str], None]
) -> dict[str, Series]:
    """Runs every command once a round.

    Returns:
        The series of each command by name. A command that failed is left out of later rounds.
    """
    series = {command.name: Series() for command in commands}
    for number in range(limits.rounds):
        for command in commands:
            runs = series[command.name]
            if runs.failure is not None or _is_done(runs, number, limits):
                continue
            try:
                sample = run_once(command, log=log, timeout_s=limits.timeout_s)
            except RunError as error:
                runs.failure = str(error)
                say(f"{command.name}: {error}")
                continue
            runs.samples.append(sample)
            times = f"{sample.cpu_s:.2f} CPU s, {sample.wall_s:.2f} s"
            say(f"round {number + 1}: {command.name}: {times}")
    return series


def _is_done(runs: Series, number: int, limits: Limits) -> bool:
    is_slow = any(sample.wall_s > limits.slow_after_s for sample in runs.samples)
    return is_slow and number >= limits.slow_rounds


Metric = Callable[[Sample], float]


def median(runs: Series, metric: Metric) -> float:
    """The median of a metric over the rounds of a command that was measured at least once."""
    return statistics.median(metric(sample) for sample in runs.samples)


def paired_ratio(of: Series, to: Series, metric: Metric) -> float:
    """The median over rounds of `of / to`, each pair from one round.

    Both commands were measured at least once; rounds that only one of them ran do not count.
    """
    pairs = zip(of.samples, to.samples, strict=False)
    return statistics.median(metric(a) / max(metric(b), 1e-9) for a, b in pairs)
