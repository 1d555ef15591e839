"""Plain progress lines: one in ten seconds, with a rate that means something."""

from __future__ import annotations

import io

import pytest

from newword.cli import progress as module


def test_lines_come_every_ten_seconds_of_stages_that_have_run_a_second(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = 100.0
    monkeypatch.setattr(module.time, "monotonic", lambda: now)
    with module.progress("plain") as tell:
        assert tell is not None
        for at, stage, done in (
            (101.0, "read", 1_000_000),
            (110.5, "read", 9_500_000),
            (111.0, "read", 10_000_000),
            (121.0, "count", 5_000_000),
            (121.5, "count", 6_000_000),
            (123.0, "count", 8_000_000),
        ):
            now = at
            tell(stage, done, 20_000_000)
        now = 140.0
        tell("rank", 9_000_000, None)
        now = 150.0
        tell("rank", 9_000_000, None)
    assert capsys.readouterr().err.splitlines() == [
        "newword: reading: 9.5 MB of 20.0 MB, 10 s left (1.0 MB/s)",
        "newword: counting: 8.0 M units of 20.0 M units, 3 s left (4.0 M units/s)",
        "newword: ranking: 9.0 M units (0.9 M units/s)",
    ]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_a_bar_a_stage_which_go_at_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown = Terminal()
    monkeypatch.setattr("sys.stderr", shown)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    with module.progress("auto") as tell:
        assert tell is not None
        tell("read", 5_000_000, 10_000_000)
        tell("read", 10_000_000, 10_000_000)
        tell("count", 2_000_000, None)
    lines = shown.getvalue()
    assert "reading" in lines
    assert "10.0 MB, " in lines
    assert "counting" in lines
    assert "2.0 M units, " in lines
    assert lines.endswith("\x1b[2K")  # nothing stays


def test_none_is_nothing() -> None:
    with module.progress("none") as tell:
        assert tell is None
