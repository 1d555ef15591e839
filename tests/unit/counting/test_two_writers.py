"""Two processes that write one count file: one is told, and nothing that was told done is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from command import command

import newword
from newword.counting import replace_counts
from newword.counting.count_file import read_facts
from newword.counting.kept_text import read_text
from newword.errors import CountFileError, OutputError
from newword.platform.hold import hold

TEXTS = {name: f"{name}机器学习的算法，机器学习很难。" * 30 for name in ("甲", "乙", "丙")}


def units_of(path: Path) -> int:
    return newword.verify_count_file(path).units


@pytest.fixture
def place(tmp_path: Path) -> Path:
    for name, text in TEXTS.items():
        (tmp_path / f"{name}.txt").write_text(text)
        newword.count_to_file(tmp_path / f"{name}.txt", tmp_path / f"{name}.nwc", order=3)
    return tmp_path


def together(place: Path, *commands: Sequence[str]) -> list[int]:
    """The exit codes of commands that begin at once; every failure says why."""
    runs = [
        subprocess.Popen(
            command(*line, "--progress", "none"), cwd=place, stderr=subprocess.PIPE, text=True
        )
        for line in commands
    ]
    codes = []
    for process in runs:
        _, told = process.communicate(timeout=120)
        codes.append(process.returncode)
        assert process.returncode == 0 or any(
            reason in told
            for reason in ("in use by process", "another process", "would be counted twice")
        ), told
    return codes


ADD_B = ("count", "乙.txt", "-o", "sum.nwc", "--add")
ADD_C = ("count", "丙.txt", "-o", "sum.nwc", "--add")
MERGE_B = ("merge", "sum.nwc", "乙.nwc", "-o", "sum.nwc")
MERGE_C = ("merge", "sum.nwc", "丙.nwc", "-o", "sum.nwc")


@pytest.mark.parametrize(
    ("first", "second", "gains"),
    [
        (ADD_B, ADD_C, ("乙", "丙")),
        (MERGE_B, MERGE_C, ("乙", "丙")),
        (ADD_B, MERGE_C, ("乙", "丙")),
        (MERGE_B, MERGE_B, ("乙", None)),
        (ADD_B, ADD_B, ("乙", None)),
    ],
    ids=["add-add", "merge-merge", "add-merge", "the same merge", "the same add"],
)
def test_what_was_told_done_is_there(
    place: Path, first: Sequence[str], second: Sequence[str], gains: tuple[str | None, str | None]
) -> None:
    units = {name: units_of(place / f"{name}.nwc") for name in TEXTS}
    (place / "sum.nwc").write_bytes((place / "甲.nwc").read_bytes())
    codes = together(place, first, second)
    assert 0 in codes
    done = {gain for gain, code in zip(gains, codes, strict=True) if code == 0} - {None}
    if first == second:
        done = {"乙"}
    assert units_of(place / "sum.nwc") == units["甲"] + sum(units[name] for name in done if name)


Work = Callable[[Path], object]


def add(name: str) -> Work:
    return lambda place: newword.add_to_count_file(place / f"{name}.txt", place / "sum.nwc")


def merge(name: str) -> Work:
    return lambda place: newword.merge_count_files(
        [place / "sum.nwc", place / f"{name}.nwc"], place / "sum.nwc"
    )


def forked(place: Path, work: Work) -> int:
    """Starts a process that does the work; its exit code says whether it was done."""
    child = os.fork()
    if child == 0:
        code = 2
        try:
            work(place)
            code = 0
        except (OutputError, CountFileError):
            code = 1
        finally:
            os._exit(code)
    return child


@pytest.mark.parametrize(
    ("first", "second"),
    [(add("乙"), add("丙")), (merge("乙"), merge("丙")), (add("乙"), merge("丙"))],
    ids=["add-add", "merge-merge", "add-merge"],
)
@pytest.mark.parametrize("keeps_text", [False, True])
@pytest.mark.parametrize("rounds", [3, pytest.param(100, marks=pytest.mark.exhaustive)])
def test_nothing_is_lost_in_many_rounds(
    place: Path, first: Work, second: Work, keeps_text: bool, rounds: int
) -> None:
    units = {name: units_of(place / f"{name}.nwc") for name in TEXTS}
    if keeps_text:
        for name in TEXTS:
            newword.count_to_file(
                place / f"{name}.txt", place / f"{name}.nwc", order=3, keep_text=True
            )
    ended: Counter[tuple[int, ...]] = Counter()
    for _ in range(rounds):
        for path in place.glob("甲.nw?"):
            shutil.copy(path, path.with_stem("sum"))
        children = [forked(place, first), forked(place, second)]
        codes = tuple(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children)
        assert set(codes) <= {0, 1}
        ended[codes] += 1
        done = [name for name, code in zip("乙丙", codes, strict=True) if code == 0]
        assert done
        assert units_of(place / "sum.nwc") == units["甲"] + sum(units[name] for name in done)
        if keeps_text:
            digest = read_facts(place / "sum.nwc").digest
            text = read_text(place / "sum.nwc", digest, newword.Reading())
            assert text.units == units_of(place / "sum.nwc")
    assert not list(place.glob(".newword-*"))
    print(dict(ended))


def test_two_that_make_the_file_do_not_lose_either(place: Path) -> None:
    units = {name: units_of(place / f"{name}.nwc") for name in TEXTS}
    for _ in range(3):
        (place / "sum.nwc").unlink(missing_ok=True)
        lines = [
            ("count", f"{name}.txt", "-o", "sum.nwc", "--add", "--order", "3") for name in "乙丙"
        ]
        codes = together(place, *lines)
        assert 0 in codes
        expected = sum(units[name] for name, code in zip("乙丙", codes, strict=True) if code == 0)
        assert units_of(place / "sum.nwc") == expected


def test_the_process_that_holds_a_file_is_named(place: Path) -> None:
    counts = place / "甲.nwc"
    with hold(counts), pytest.raises(OutputError, match=rf"in use by process {os.getpid()}"):
        newword.add_to_count_file(place / "乙.txt", counts)
    newword.add_to_count_file(place / "乙.txt", counts)


@pytest.mark.parametrize("is_there", [True, False])
def test_a_file_that_another_program_replaced_is_left(place: Path, is_there: bool) -> None:
    counts = place / ("甲.nwc" if is_there else "new.nwc")

    def replaced(stage: str, done: int, total: int | None) -> None:
        other = place / "other"
        other.write_bytes(b"somebody's")
        other.replace(counts)

    with pytest.raises(OutputError, match=r"another process (changed|made) it"):
        newword.count_to_file(place / "乙.txt", counts, order=3, on_progress=replaced)
    assert counts.read_bytes() == b"somebody's"
    assert not list(place.glob(".newword-*"))


@pytest.mark.parametrize("follow", [merge("丙"), add("丙")], ids=["merge", "add"])
def test_a_writer_that_another_followed_at_once_has_not_failed(
    place: Path, monkeypatch: pytest.MonkeyPatch, follow: Work
) -> None:
    """Between the counts and their text another writer reads both, and replaces both."""
    for name in TEXTS:
        newword.count_to_file(place / f"{name}.txt", place / f"{name}.nwc", order=3, keep_text=True)
    units = {name: units_of(place / f"{name}.nwc") for name in TEXTS}
    for path in place.glob("甲.nw?"):
        shutil.copy(path, path.with_stem("sum"))
    take_place = replace_counts._Text.take_place

    def take_place_late(self: Any, counts: Any, digest: bytes) -> None:
        monkeypatch.undo()
        follow(place)
        take_place(self, counts, digest)

    monkeypatch.setattr(replace_counts._Text, "take_place", take_place_late)
    merge("乙")(place)
    assert units_of(place / "sum.nwc") == sum(units.values())
    digest = read_facts(place / "sum.nwc").digest
    assert read_text(place / "sum.nwc", digest, newword.Reading()).units == sum(units.values())
    assert not list(place.glob(".newword-*"))
