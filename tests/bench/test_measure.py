"""What the benchmarks measure of a command, and how commands take turns."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from benchmarking import python

from benchmarks.measure import (
    Command,
    Limits,
    RunError,
    interleave,
    run_once,
)

pytestmark = pytest.mark.skipif(not hasattr(os, "wait4"), reason="needs wait4")


def test_cpu_time_of_a_command_is_that_of_the_command(tmp_path: Path) -> None:
    spin = "import time\nwhile time.process_time() < 0.3: pass"
    busy = run_once(python("busy", spin), log=tmp_path / "log", timeout_s=60)
    idle = run_once(
        python("idle", "import time; time.sleep(0.3)"), log=tmp_path / "log", timeout_s=60
    )
    assert 0.29 < busy.cpu_s < 1
    assert idle.cpu_s < 0.2
    assert idle.wall_s >= 0.3


def test_cpu_time_of_grandchildren_counts(tmp_path: Path) -> None:
    spin = "import time\nwhile time.process_time() < 0.3: pass"
    parent = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {spin!r}], check=True)"
    assert run_once(python("parent", parent), log=tmp_path / "log", timeout_s=60).cpu_s > 0.29


def test_peak_memory_is_the_commands_own_and_not_the_benchmarks(tmp_path: Path) -> None:
    ballast = bytearray(200_000_000)
    ballast[::4096] = b"x" * len(ballast[::4096])
    small = run_once(python("small", "pass"), log=tmp_path / "log", timeout_s=60)
    large = run_once(python("large", "b'x' * 80_000_000"), log=tmp_path / "log", timeout_s=60)
    assert small.rss_bytes < 60_000_000
    assert large.rss_bytes > 80_000_000


def test_streams_and_output_size_are_those_of_the_command(tmp_path: Path) -> None:
    source, target = tmp_path / "in", tmp_path / "out"
    source.write_text("abc", encoding="utf-8")
    code = "import sys; sys.stdout.write(sys.stdin.read() * 2)"
    command = python("double", code, stdin=source, stdout=target, output=target)
    assert run_once(command, log=tmp_path / "log", timeout_s=60).output_bytes == 6
    assert target.read_text(encoding="utf-8") == "abcabc"


def test_a_failing_command_is_reported_with_its_message(tmp_path: Path) -> None:
    command = python("bad", "import sys; sys.exit('no such luck')")
    with pytest.raises(RunError, match="exit code 1: no such luck"):
        run_once(command, log=tmp_path / "log", timeout_s=60)


def test_a_program_that_does_not_write_its_output_is_reported(tmp_path: Path) -> None:
    left_from_before = tmp_path / "out"
    left_from_before.touch()
    command = python("lazy", "pass", output=left_from_before)
    with pytest.raises(RunError, match="no output"):
        run_once(command, log=tmp_path / "log", timeout_s=60)


def test_a_missing_program_is_reported(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="could not be started"):
        run_once(Command(name="x", argv=("/no/such/program",)), log=tmp_path / "log", timeout_s=60)


def test_a_run_that_takes_too_long_is_stopped_with_its_children(tmp_path: Path) -> None:
    late = tmp_path / "late"
    child = f"import time, pathlib; time.sleep(1.5); pathlib.Path({str(late)!r}).touch()"
    parent = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {child!r}])"
    with pytest.raises(RunError, match="stopped after"):
        run_once(python("slow", parent), log=tmp_path / "log", timeout_s=0.5)
    run_once(python("wait", "import time; time.sleep(1.5)"), log=tmp_path / "log", timeout_s=60)
    assert not late.exists()


def test_commands_take_turns_and_a_failed_one_is_left_out(tmp_path: Path) -> None:
    order = tmp_path / "order"
    write = f"open({str(order)!r}, 'a').write"
    commands = [
        python("a", f"{write}('a')"),
        python("bad", f"{write}('!'); raise SystemExit(1)"),
        python("b", f"{write}('b')"),
    ]
    limits = Limits(rounds=3)
    series = interleave(commands, limits=limits, log=tmp_path / "log", say=lambda line: None)
    assert order.read_text(encoding="utf-8") == "a!babab"
    assert len(series["b"].samples) == 3
    assert series["bad"].failure is not None


def test_a_slow_command_gets_fewer_rounds(tmp_path: Path) -> None:
    commands = [python("slow", "import time; time.sleep(0.4)"), python("fast", "pass")]
    limits = Limits(rounds=3, slow_after_s=0.4, slow_rounds=1)
    series = interleave(commands, limits=limits, log=tmp_path / "log", say=lambda line: None)
    assert len(series["slow"].samples) == 1
