"""Progress lines and bars: rates after a second, estimates that are some, nothing that stays."""

from __future__ import annotations

import io

import pytest

from newword.cli.messages import say
from newword.cli.screen import progress as module
from newword.cli.screen.pace import Pace
from newword.cli.screen.streams import put


def told(stage: str, *news: tuple[float, int, int | None]) -> Pace:
    pace = Pace(stage)
    for now, done, total in news:
        pace.tell(now, done, total)
    return pace


def test_lines_come_every_ten_seconds_of_stages_that_have_run_a_second(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = 100.0
    monkeypatch.setattr(module.time, "monotonic", lambda: now)
    with module.progress("plain") as tell:
        assert tell is not None
        for at, stage, done in (
            (100.0, "read", 0),
            (110.5, "read", 10_500_000),
            (111.0, "read", 11_000_000),
            (121.0, "count", 5_000_000),
            (121.5, "count", 6_000_000),
            (123.0, "count", 9_000_000),
        ):
            now = at
            tell(stage, done, 20_000_000)
        now = 139.0
        tell("rank", 0, None)
        now = 149.0
        tell("rank", 9_000_000, None)
    assert capsys.readouterr().err.splitlines() == [
        "newword: reading: 10.5 / 20.0 MB, 1.0 MB/s, 10 s left",
        "newword: counting: 9.0 / 20.0 M steps, 2.0 M steps/s, 6 s left",
        "newword: ranking: 9.0 M steps, 0.9 M steps/s",
    ]


@pytest.mark.parametrize("elapsed", [0.0, 1e-9, 0.05, 0.999])
def test_there_is_no_rate_and_no_estimate_before_a_second_has_passed(elapsed: float) -> None:
    pace = told("read", (5.0, 0, 1_000_000), (5.0 + elapsed, 999_999, 1_000_000))
    assert (pace.amount, pace.rate, pace.left) == ("1.0 / 1.0 MB", "", "")


def test_a_stage_that_does_not_move_has_no_estimate() -> None:
    pace = told("read", (0.0, 0, 9_000_000), (100.0, 0, 9_000_000))
    assert (pace.amount, pace.rate, pace.left) == ("0.0 / 9.0 MB", "", "")


def test_what_would_take_months_has_no_estimate() -> None:
    assert told("read", (0.0, 0, 10**15), (2.0, 10, 10**15)).left == ""


def test_a_total_that_was_passed_is_none() -> None:
    pace = told("count", (0.0, 0, 7_300_000), (2.0, 12_900_000, 7_300_000))
    assert (pace.amount, pace.left, pace.total) == ("12.9 M steps", "", None)


def test_a_stage_that_begins_again_is_in_its_next_pass_and_has_no_estimate() -> None:
    pace = told(
        "rank", (0.0, 0, 5_000_000), (4.0, 5_000_000, 5_000_000), (4.5, 1_000_000, 9_000_000)
    )
    assert (pace.name, pace.amount, pace.rate) == ("ranking, pass 2", "1.0 / 9.0 M steps", "")
    pace.tell(6.5, 5_000_000, 9_000_000)
    assert (pace.rate, pace.left) == ("2.0 M steps/s", "")


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(1, "1 s"), (119, "119 s"), (121, "2 min"), (7300, "2 h"), (200_000, "2 d")],
)
def test_an_estimate_has_the_digits_that_it_means(seconds: int, shown: str) -> None:
    done = 1_000_000
    pace = told("read", (0.0, 0, done * (seconds + 1)), (1.0, done, done * (seconds + 1)))
    assert pace.left == f"{shown} left"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def on_terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    shown = Terminal()
    monkeypatch.setattr("sys.stderr", shown)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    return shown


def test_a_terminal_gets_a_bar_a_stage_which_go_at_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal = on_terminal(monkeypatch)
    with module.progress("auto") as tell:
        assert tell is not None
        tell("read", 5_000_000, 10_000_000)
        tell("read", 10_000_000, 10_000_000)
        tell("count", 2_000_000, None)
    lines = terminal.getvalue()
    assert "reading" in lines
    assert "10.0 / 10.0 MB" in lines
    assert "counting" in lines
    assert "2.0 M steps" in lines
    assert lines.endswith("\x1b[2K")  # nothing stays


def test_bars_go_for_a_message_and_come_back_with_news(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal = on_terminal(monkeypatch)
    with module.progress("auto") as tell:
        assert tell is not None
        tell("read", 5_000_000, 10_000_000)
        say("by the way")
        before, after = terminal.getvalue().split("newword: by the way\n")
        assert before.endswith("\x1b[2K")
        assert after == ""
        tell("read", 6_000_000, 10_000_000)
    assert "6.0 / 10.0 MB" in terminal.getvalue()


def test_bars_go_for_good_once_there_is_output(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal = on_terminal(monkeypatch)
    with module.progress("auto") as tell:
        assert tell is not None
        tell("read", 5_000_000, 10_000_000)
        put("a row")
        erased = terminal.getvalue()
        assert erased.endswith("\x1b[2K")
        tell("read", 6_000_000, 10_000_000)
    assert terminal.getvalue() == erased


def test_a_terminal_without_a_cursor_gets_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = on_terminal(monkeypatch)
    monkeypatch.setenv("TERM", "dumb")
    with module.progress("auto") as tell:
        assert tell is not None
        tell("read", 5_000_000, 10_000_000)
    assert terminal.getvalue() == ""


def test_none_is_nothing() -> None:
    with module.progress("none") as tell:
        assert tell is None
