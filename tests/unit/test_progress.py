"""Plain progress lines: one in ten seconds, with a rate that means something."""

from __future__ import annotations

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
    assert capsys.readouterr().err.splitlines() == [
        "newword: reading: 9.5 MB of 20.0 MB, 10 s left (1.0 MB/s)",
        "newword: counting: 8.0 M units of 20.0 M units, 3 s left (4.0 M units/s)",
    ]
