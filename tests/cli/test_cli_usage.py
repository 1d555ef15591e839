"""Help, versions and wrong usage."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from command import HEADER, TEXT, run

from newword import __version__

COMMANDS = ("discover", "count", "explain", "doctor")


def test_help_of_the_program_names_every_command() -> None:
    done = run("--help")
    assert done.code == 0
    assert done.stderr == b""
    listed = re.findall(r"^  (\w+) {2,}\S", done.out, re.MULTILINE)
    assert set(COMMANDS) <= set(listed)


@pytest.mark.parametrize("option", ["--help", "-h"])
@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_a_command_goes_to_standard_output(command: str, option: str) -> None:
    done = run(command, option)
    assert done.code == 0
    assert done.stderr == b""
    assert done.out.startswith(f"Usage: newword {command} ")


def test_help_names_the_exit_codes() -> None:
    out = run("--help").out
    assert all(f" {code} " in out.split("Exit codes:")[1] for code in (0, 2, 3, 4, 130))


def test_the_version_is_that_of_the_package() -> None:
    done = run("--version")
    assert (done.code, done.out, done.stderr) == (0, f"newword {__version__}\n", b"")


def test_without_a_command_it_tells_how_to_use_it() -> None:
    done = run()
    assert done.code == 2
    assert "Usage: newword [OPTIONS] COMMAND" in done.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["nosuch"],
        ["discover"],
        ["discover", TEXT, "--nosuch"],
        ["discover", TEXT, "--method", "nosuch"],
        ["discover", TEXT, "--format", "nosuch"],
        ["discover", TEXT, "--min-count", "0"],
        ["discover", TEXT, "--min-count", "many"],
        ["discover", TEXT, "--max-len", "1"],
        ["discover", TEXT, "--max-len", "17"],
        ["discover", TEXT, "--top", "-1"],
        ["discover", TEXT, "--threads", "0"],
        ["discover", TEXT, "--threads", "2000"],
        ["discover", TEXT, "--min-score", "nan"],
        ["discover", TEXT, "--min-cohesion", "inf"],
        ["discover", TEXT, "--encoding", "nosuch"],
        ["discover", TEXT, "--include", "[z-a]"],
        ["discover", TEXT, "--new-only"],
        ["count", TEXT, "--order", "0"],
        ["count", TEXT, "--order", "17"],
        ["count", TEXT, "--format", "csv"],
        ["explain"],
        ["explain", TEXT],
        ["explain", TEXT, ""],
        ["explain", TEXT, "机器", "--contexts", "-1"],
        ["doctor", "too", "many"],
    ],
    ids=lambda arguments: " ".join(a if isinstance(a, str) else "TEXT" for a in arguments),
)
def test_wrong_usage_gives_2_and_says_why_on_standard_error_only(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.code == 2
    assert done.stdout == b""
    assert done.stderr
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["discover", "nosuch"], "no such file or directory"),
        (["discover", "nosuch*.txt"], "no file matches"),
        (["discover", TEXT, "--dict", "nosuch.txt"], "nosuch.txt"),
        (["discover", TEXT, "-o", "words.unknown"], "its suffix means no format"),
        (["discover", TEXT, "--format", "tsv", "--verify"], "leave verify out"),
        (["discover", TEXT, "--strict", TEXT.parent / "hostile"], "strict"),
        (["count", "nosuch"], "no such file or directory"),
        (["explain", "nosuch", "机器"], "no such file or directory"),
    ],
    ids=lambda value: " ".join(map(str, value)).replace(str(TEXT.parent), "") if value else "",
)
def test_what_cannot_be_done_gives_4_and_one_line_on_standard_error(
    arguments: list[str], hint: str, tmp_path: Path
) -> None:
    done = run(*arguments, cwd=tmp_path)
    assert done.code == 4
    assert done.stdout == b""
    assert hint in done.err
    first, *advice = done.err.splitlines()
    assert first.startswith("newword: ")
    assert len(advice) <= 1
    assert all(line.startswith("newword: try: newword ") for line in advice)
    assert list(tmp_path.iterdir()) == []


def test_an_impossible_format_is_refused_before_the_corpus_is_read(tmp_path: Path) -> None:
    done = run("discover", "-", "-o", tmp_path / "words.unknown", stdin=b"\xff\xff" * 100)
    assert done.code == 4
    assert "<stdin>" not in done.err


def test_a_plain_run_gives_0_and_a_header(tmp_path: Path) -> None:
    done = run("discover", "-", stdin="机器学习，机器学习。".encode())
    assert done.code == 0
    assert done.out.splitlines()[0] == HEADER
