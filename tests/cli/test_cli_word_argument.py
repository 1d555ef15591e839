"""`kwic` and `explain` take PATH... WORD, understand WORD PATH..., and say which is usual."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import run

HINT = "newword: the word goes last: newword {command} {paths} 学习\n"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text("机器学习，深度学习。\n" * 3, "utf-8")
    (tmp_path / "b.txt").write_text("学习\n", "utf-8")
    return tmp_path


@pytest.mark.parametrize("command", ["kwic", "explain"])
@pytest.mark.parametrize(
    "paths", [("a.txt",), ("a.txt", "b.txt"), (".",), ("*.txt",), ("[ab].txt",)]
)
def test_both_orders_give_the_same_and_one_gives_a_hint(
    command: str, paths: tuple[str, ...], place: Path
) -> None:
    usual = run(command, *paths, "学习", cwd=place)
    other = run(command, "学习", *paths, cwd=place)
    assert (usual.code, other.code) == (0, 0)
    assert other.stdout == usual.stdout != b""
    assert "goes last" not in usual.err
    shown = " ".join(f"'{path}'" if set(path) & set("*[") else path for path in paths)
    assert HINT.format(command=command, paths=shown) in other.err


@pytest.mark.parametrize("command", ["kwic", "explain"])
def test_standard_input_is_understood_in_both_orders(command: str, place: Path) -> None:
    text = (place / "a.txt").read_bytes()
    usual = run(command, "-", "学习", stdin=text)
    assert run(command, "学习", "-", stdin=text).stdout == usual.stdout != b""


@pytest.mark.parametrize("command", ["kwic", "explain"])
def test_a_word_that_is_a_file_too_is_the_last_argument(command: str, place: Path) -> None:
    (place / "学习").write_text("学习\n" * 5, "utf-8")
    done = run(command, "a.txt", "学习", cwd=place)
    assert done.code == 0
    assert "goes last" not in done.err


@pytest.mark.parametrize("command", ["kwic", "explain"])
def test_what_cannot_be_read_is_named(command: str, place: Path) -> None:
    done = run(command, "no-such-corpus", "学习", cwd=place)
    assert done.code in (3, 4)
    assert "no-such-corpus" in done.err
    assert "newword explain corpus/" in run("explain", "学习").err
    assert "newword kwic corpus/" in run("kwic", "学习").err


def test_a_dic_file_is_a_word_a_line(place: Path) -> None:
    done = run("discover", "a.txt", "-o", "words.dic", "--min-score", "0", cwd=place)
    assert done.code == 0, done.err
    assert "学习" in (place / "words.dic").read_text("utf-8").splitlines()
    same = run("discover", "a.txt", "-o", "words.txt", "--format", "ik", "--min-score", "0",
               cwd=place)  # fmt: skip
    assert (place / "words.dic").read_bytes() == (place / "words.txt").read_bytes()
    assert same.code == 0
