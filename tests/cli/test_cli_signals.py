"""Ctrl-C and SIGTERM end a run at once, with the exit code that says so, and leave no litter."""

from __future__ import annotations

import errno
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import pytest
from command import command, environment

from newword.cli.main import _run

if sys.platform == "win32":
    pytest.skip("Unix signals", allow_module_level=True)

OLD = b"what was there before\n"
SIGNALS = pytest.mark.parametrize(
    ("signal_", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["INT", "TERM"]
)


@contextmanager
def started(*arguments: str | Path, cwd: Path) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        command(*arguments),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=cwd,
        env=environment(),
    )
    with process:  # closes the pipes and waits
        try:
            yield process
        finally:
            process.kill()


def stop(process: subprocess.Popen[bytes], signal_: signal.Signals) -> tuple[int, float, str]:
    """Sends a signal; returns the exit code, the seconds it took, and standard error.

    On a machine that has other work, the seconds are those of its share of a processor.
    """
    assert process.stderr is not None
    begun = time.monotonic()
    process.send_signal(signal_)
    code = process.wait(60)
    seconds = time.monotonic() - begun
    return code, seconds * share_of_a_processor(), process.stderr.read().decode()


def share_of_a_processor() -> float:
    """Which part of the time the system gives to a process that is always ready to run."""
    begun, used = time.monotonic(), time.process_time()
    while time.monotonic() - begun < 0.5:
        pass
    return min((time.process_time() - used) / (time.monotonic() - begun), 1.0)


@SIGNALS
@pytest.mark.parametrize("name", ["discover", "count", "explain"])
def test_a_run_that_waits_for_input_stops_at_once(
    name: str, signal_: signal.Signals, code: int, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "pipe")
    words = ["机器"] if name == "explain" else []
    with (
        started(name, "pipe", *words, cwd=tmp_path) as process,
        (tmp_path / "pipe").open("wb") as out,  # opens when newword has opened its end
    ):
        out.write("机器学习，".encode() * 1000)
        out.flush()
        time.sleep(0.1)
        got, seconds, err = stop(process, signal_)
    assert got == code
    assert seconds < 2
    assert err.strip() in ("newword: interrupted", "newword: terminated")


@SIGNALS
def test_a_run_in_the_middle_of_counting_stops_at_once_and_leaves_the_old_file(
    signal_: signal.Signals, code: int, tmp_path: Path
) -> None:
    (tmp_path / "words.tsv").write_bytes(OLD)
    with started(
        "discover", "-", "--method", "entropy", "--max-len", "16", "-o", "words.tsv", cwd=tmp_path
    ) as process:
        assert process.stdin is not None
        process.stdin.write(long_text())  # returns when all but a pipe's worth was taken
        process.stdin.close()
        time.sleep(0.5)
        got, seconds, err = stop(process, signal_)
    assert got == code
    assert seconds < 2
    assert "Traceback" not in err
    assert (tmp_path / "words.tsv").read_bytes() == OLD
    assert [path.name for path in tmp_path.iterdir()] == ["words.tsv"]


def long_text() -> bytes:
    """Text that takes seconds to count, made in a fraction of one: 24 MB without long repeats."""
    han = [chr(0x4E00 + n) for n in range(3000)]
    rng = random.Random(1)
    pieces = ["".join(rng.choices(han, k=40)) for _ in range(2000)]
    return "，".join("".join(rng.choices(pieces, k=4)) for _ in range(50_000)).encode()


@SIGNALS
def test_a_fault_of_the_clean_up_does_not_hide_the_signal(
    monkeypatch: pytest.MonkeyPatch, signal_: signal.Signals, code: int
) -> None:
    """As when the standard library closes the descriptor of a temporary file twice."""

    def stop_and_fail(*arguments: object) -> None:
        try:
            os.kill(os.getpid(), signal_)
            time.sleep(9)
        except BaseException as stop:
            raise OSError(errno.EBADF, "Bad file descriptor") from stop

    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(click.Group, "invoke", stop_and_fail)
    try:
        assert _run(["doctor"]) == code
    finally:
        signal.signal(signal.SIGTERM, before)
