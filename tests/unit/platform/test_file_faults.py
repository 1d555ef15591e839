"""A path holds the old content or the new, whole, whatever fails on the way."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import stat
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from committing import KINDS, NEW, OLD, choose_kind, names, run_python, write

from newword.errors import OutputError
from newword.platform.files import commit


@pytest.fixture(params=KINDS)
def temporary_kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    choose_kind(request.param, monkeypatch)
    return str(request.param)


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, SystemExit, MemoryError])
def test_an_exception_in_the_block_leaves_the_old_file(
    tmp_path: Path, error: type[BaseException], temporary_kind: str
) -> None:
    (tmp_path / "out").write_bytes(OLD)

    def write_and_fail() -> None:
        with commit(tmp_path / "out") as out:
            out.write(NEW)
            raise error

    with pytest.raises(error):
        write_and_fail()
    assert (tmp_path / "out").read_bytes() == OLD
    assert names(tmp_path) == ["out"]


class Fault:
    """Fails the n-th of all calls to the watched functions; once, or from there on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, number: int, sticky: bool) -> None:
        self.calls = 0
        self.number = number
        self.sticky = sticky
        self.failed: list[str] = []
        self.code = errno.ENOSPC
        for name in ("write", "fsync", "replace", "link", "open", "fchmod", "fstat"):
            monkeypatch.setattr(os, name, self.watch(name, getattr(os, name)))

    def watch(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            self.calls += 1
            if self.calls == self.number or (self.sticky and self.calls > self.number):
                self.failed.append(name)
                raise OSError(self.code, os.strerror(self.code))
            return real(*args, **options)

        return call


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EFBIG])
@pytest.mark.parametrize("sticky", [False, True])
@pytest.mark.parametrize("old", [OLD, None])
def test_after_any_fault_the_file_is_old_or_new_and_whole(
    tmp_path: Path, temporary_kind: str, code: int, sticky: bool, old: bytes | None
) -> None:
    path = tmp_path / "out"
    failed: set[str] = set()
    for number in range(1, 100):
        path.unlink(missing_ok=True)
        if old is not None:
            path.write_bytes(old)
        with pytest.MonkeyPatch.context() as monkeypatch:
            fault = Fault(monkeypatch, number, sticky)
            fault.code = code
            caught = None
            try:
                write(path)
            except OutputError as error:
                caught = error
        failed.update(fault.failed)
        is_done = caught is None or "the new content is in place" in str(caught)
        if caught is not None:
            assert (caught.errno, caught.filename) == (code, str(path))
        assert (path.read_bytes() if path.exists() else None) == (NEW if is_done else old)
        assert names(tmp_path) == (["out"] if path.exists() else [])
        if not fault.failed:
            break
    assert not fault.failed
    assert {"write", "fsync", "open"} <= failed


def test_short_writes_are_continued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: real(fd, bytes(data[:1000])))
    write(tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == NEW


def test_a_device_that_takes_nothing_is_an_error_and_no_hang(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "write", lambda fd, data: 0)
    with pytest.raises(OutputError, match="takes no more"):
        write(tmp_path / "out")


def test_a_failed_write_is_not_committed_when_the_block_swallows_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "out").write_bytes(OLD)
    real, calls = os.write, []

    def fail_first(descriptor: int, data: bytes) -> int:
        calls.append(descriptor)
        if len(calls) == 1:
            raise OSError(errno.ENOSPC, "full")
        return real(descriptor, data)

    monkeypatch.setattr(os, "write", fail_first)

    def write_on() -> None:
        with commit(tmp_path / "out") as out:
            for _ in range(3):
                with contextlib.suppress(OutputError):
                    out.write(NEW)

    with pytest.raises(OutputError, match="cannot write"):
        write_on()
    assert (tmp_path / "out").read_bytes() == OLD


def test_a_fault_while_cleaning_up_does_not_hide_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object) -> None:
        raise OSError(errno.EIO, "second fault")

    monkeypatch.setattr(os, "unlink", fail)
    with pytest.raises(RuntimeError, match="first"), commit(tmp_path / "out"):
        raise RuntimeError("first")


def test_a_directory_that_cannot_be_synced_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fsync

    def refuse(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "not for directories")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", refuse)
    write(tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == NEW


def test_without_proc_a_named_temporary_file_serves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os.path, "exists", lambda path: False)
    write(tmp_path / "out")
    assert names(tmp_path) == ["out"]


def test_a_file_that_appears_meanwhile_is_replaced(tmp_path: Path, temporary_kind: str) -> None:
    with commit(tmp_path / "out") as out:
        out.write(NEW)
        (tmp_path / "out").write_bytes(OLD)
    assert (tmp_path / "out").read_bytes() == NEW


def test_two_writers_of_one_path_leave_the_content_of_one(tmp_path: Path) -> None:
    contents = [bytes([65 + i]) * 500_000 for i in range(4)]
    threads = [
        threading.Thread(target=write, args=(tmp_path / "out", content)) for content in contents * 4
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (tmp_path / "out").read_bytes() in contents
    assert names(tmp_path) == ["out"]


def test_a_killed_process_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(OLD)
    done = run_python(
        f"""
        import os, signal
        from newword.platform.files import commit
        with commit({str(tmp_path / "out")!r}) as out:
            if os.fstat(out._descriptor).st_nlink:
                raise SystemExit(77)  # no unnamed files on this file system
            out.write(b"x" * 1_000_000)
            os.kill(os.getpid(), signal.SIGKILL)
        """
    )
    if done.returncode == 77:
        pytest.skip("this file system has no unnamed files")
    assert done.returncode == -signal.SIGKILL
    assert (tmp_path / "out").read_bytes() == OLD
    assert names(tmp_path) == ["out"]


# ------------------------------------------------------------------------------- what was left over


def test_files_that_killed_processes_left_are_removed_after_a_day(tmp_path: Path) -> None:
    old, young = tmp_path / f".newword-{'0a' * 8}.tmp", tmp_path / f".newword-{'1b' * 8}.tmp"
    others = [tmp_path / ".newword-x.tmp", tmp_path / f"newword-{'0a' * 8}.tmp"]
    for path in (old, young, *others):
        path.write_bytes(OLD)
    day_ago = time.time() - 24 * 3600
    os.utime(old, (day_ago - 10, day_ago - 10))
    os.utime(young, (day_ago + 60, day_ago + 60))
    for path in others:
        os.utime(path, (0, 0))
    write(tmp_path / "out")
    assert names(tmp_path) == sorted(["out", young.name, *(path.name for path in others)])
