"""An interruption after any instruction of what writes files leaves the old content or the new."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from committing import KINDS, choose_kind, names

import newword
from newword.counting.count_file import read_facts
from newword.counting.kept_text import find_text
from newword.counting.replace_counts import hold_counts, replace_counts
from newword.platform.files import commit, commit_together

OLD, NEW = b"old\n", b"new\n" * 10
ROOT = Path(newword.__file__).parent
WATCHED = frozenset(
    ROOT / name
    for name in (
        "platform/files.py",
        "platform/hold.py",
        "platform/writing/replacement.py",
        "platform/writing/writer.py",
        "counting/replace_counts.py",
    )
)

# An iterator over a directory that was interrupted before it was bound to a name.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


class Interrupted(BaseException):
    """Raised as a signal handler raises: between two instructions."""


def interrupted_at(number: int, action: Callable[[], None]) -> bool:
    """Runs an action and interrupts it before its n-th instruction; False if it has fewer."""
    left = number

    def watch(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal left
        if event == "call":
            if Path(frame.f_code.co_filename) not in WATCHED:
                return None
            frame.f_trace_opcodes, frame.f_trace_lines = True, False
        elif event == "opcode":
            left -= 1
            if left == 0:
                sys.settrace(None)
                raise Interrupted
        return watch

    outer = sys.gettrace()
    sys.settrace(watch)
    try:
        action()
    except Interrupted:
        return True
    finally:
        sys.settrace(outer)
    return False


def at_every_instruction(action: Callable[[], None], check: Callable[[bool], None]) -> int:
    """Interrupts an action at each of its instructions, and checks what is there after each."""
    number = 1
    while interrupted_at(number, action):
        gc.collect(0)
        check(False)
        number += 1
    check(True)
    return number - 1


@pytest.fixture(params=KINDS, autouse=True)
def temporary_kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    choose_kind(request.param, monkeypatch)
    monkeypatch.setattr("os.fsync", lambda _: None)  # where the disk is slow
    return str(request.param)


@pytest.mark.parametrize("old", [OLD, None], ids=["old", "none"])
def test_a_file_is_old_or_new(tmp_path: Path, old: bytes | None) -> None:
    path = tmp_path / "out"

    def write() -> None:
        path.unlink(missing_ok=True)
        if old is not None:
            path.write_bytes(old)
        with commit(path) as out:
            out.write(NEW)

    def check(is_done: bool) -> None:
        found = path.read_bytes() if path.exists() else None
        assert found == NEW or (not is_done and found == old)
        assert names(tmp_path) == ["out"] * (found is not None)

    assert at_every_instruction(write, check) > 100


def test_files_written_together_are_each_old_or_new(tmp_path: Path) -> None:
    paths = [tmp_path / "a", tmp_path / "b"]

    def write() -> None:
        for path in paths:
            path.write_bytes(OLD)
        with commit_together() as opened:
            for path in paths:
                opened(str(path)).write(NEW)

    def check(is_done: bool) -> None:
        found = [path.read_bytes() for path in paths]
        assert found in ([NEW, NEW], *([] if is_done else [[OLD, OLD], [NEW, OLD]]))
        assert names(tmp_path) == ["a", "b"]

    assert at_every_instruction(write, check) > 200


@pytest.mark.exhaustive
@pytest.mark.parametrize("keeps_text", [False, True], ids=["counts", "text"])
def test_counts_and_their_text_are_both_old_or_both_new(tmp_path: Path, keeps_text: bool) -> None:
    counts, text = tmp_path / "out.nwc", tmp_path / "out.nwt"
    newword.count_to_file(newword.Documents(["深度学习，深度学习"]), counts)
    new = counts.read_bytes()
    newword.count_to_file(newword.Documents(["机器学习"]), counts, keep_text=True)
    old = {path: path.read_bytes() for path in (counts, text)}

    def write() -> None:
        for path, content in old.items():
            path.write_bytes(content)
        with (
            hold_counts(counts, keeps_text=keeps_text) as held,
            replace_counts(counts, held, (lambda kept: None) if keeps_text else None) as out,
        ):
            out.write(new)

    def check(is_done: bool) -> None:
        is_new = counts.read_bytes() == new
        assert is_new or (not is_done and counts.read_bytes() == old[counts])
        found = find_text(counts, read_facts(counts).digest)
        assert found == (text if keeps_text or not is_new else None)
        assert names(tmp_path) == ["out.nwc"] + ["out.nwt"] * (found is not None)

    assert at_every_instruction(write, check) > 500
