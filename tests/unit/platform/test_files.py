"""What is written takes the place of the old file in one step; pipes are written straight."""

from __future__ import annotations

import errno
import io
import os
import re
import socket
import stat
import subprocess
import textwrap
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from committing import KINDS, NEW, OLD, choose_kind, names, run_python, write

from newword.errors import OutputError
from newword.platform.files import commit


@pytest.fixture
def umask() -> Iterator[Callable[[int], None]]:
    before = os.umask(0o022)

    def change(mask: int) -> None:
        os.umask(mask)

    yield change
    os.umask(before)


@pytest.fixture(params=KINDS)
def temporary_kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    choose_kind(request.param, monkeypatch)
    return str(request.param)


# ------------------------------------------------------------------------------------ the good case


def test_a_new_file_gets_the_content(tmp_path: Path, temporary_kind: str) -> None:
    write(tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == NEW


def test_an_old_file_is_replaced(tmp_path: Path, temporary_kind: str) -> None:
    (tmp_path / "out").write_bytes(OLD)
    write(tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == NEW


def test_nothing_else_is_left_in_the_directory(tmp_path: Path, temporary_kind: str) -> None:
    write(tmp_path / "out")
    write(tmp_path / "out")
    assert names(tmp_path) == ["out"]


def test_a_block_that_writes_nothing_makes_an_empty_file(tmp_path: Path) -> None:
    write(tmp_path / "out", b"")
    assert (tmp_path / "out").read_bytes() == b""


def test_nobody_sees_the_new_content_before_the_block_ends(
    tmp_path: Path, temporary_kind: str
) -> None:
    (tmp_path / "out").write_bytes(OLD)
    with commit(tmp_path / "out") as out:
        out.write(NEW)
        out.flush()
        assert (tmp_path / "out").read_bytes() == OLD


def test_a_reader_of_the_old_file_keeps_it(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(OLD)
    with (tmp_path / "out").open("rb") as reader:
        write(tmp_path / "out")
        assert reader.read() == OLD


@pytest.mark.parametrize("kind", [str, os.fsencode, Path])
def test_paths_of_every_kind_are_taken(tmp_path: Path, kind: Callable[[Path], Any]) -> None:
    write(kind(tmp_path / "输出"))
    assert names(tmp_path) == ["输出"]


def test_a_relative_path_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write("out")
    assert (tmp_path / "out").read_bytes() == NEW


def test_the_longest_file_name_is_taken(tmp_path: Path, temporary_kind: str) -> None:
    write(tmp_path / ("x" * 255))
    assert names(tmp_path) == ["x" * 255]


def test_the_directory_may_change_while_writing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, temporary_kind: str
) -> None:
    (tmp_path / "a").mkdir()
    monkeypatch.chdir(tmp_path / "a")
    with commit("out") as out:
        os.chdir(tmp_path)
        out.write(NEW)
    assert names(tmp_path / "a") == ["out"]


def test_text_goes_through_a_wrapper(tmp_path: Path) -> None:
    with commit(tmp_path / "out") as out, io.TextIOWrapper(out, "utf-8", newline="") as text:
        text.write("机器学习\n")
    assert (tmp_path / "out").read_text("utf-8") == "机器学习\n"


def test_the_writer_tells_how_much_it_was_given(tmp_path: Path) -> None:
    with commit(tmp_path / "out") as out:
        out.write(NEW)
        out.write(memoryview(b"abc"))
        assert out.tell() == len(NEW) + 3


def test_what_is_written_goes_on_in_blocks(tmp_path: Path) -> None:
    with commit(tmp_path / "out") as out:
        assert out.write(b"x" * ((1 << 18) - 1)) == (1 << 18) - 1
        assert os.fstat(out._descriptor).st_size == 0
        assert out.write(b"y") == 1
        assert os.fstat(out._descriptor).st_size == 1 << 18
    with pytest.raises(ValueError, match=r"^write to a closed file$"):
        out.write(b"z")


def test_the_writer_is_closed_afterwards(tmp_path: Path) -> None:
    with commit(tmp_path / "out") as out:
        assert out.writable()
    with pytest.raises(ValueError, match="closed"):
        out.write(b"late")


def test_no_descriptor_stays_open(tmp_path: Path, temporary_kind: str) -> None:
    before = names(Path("/proc/self/fd"))
    write(tmp_path / "out")
    assert names(Path("/proc/self/fd")) == before


# -------------------------------------------------------------------------------------------- modes


@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0, 0o666)])
def test_a_new_file_has_the_mode_of_the_umask(
    tmp_path: Path, umask: Callable[[int], None], mask: int, mode: int, temporary_kind: str
) -> None:
    umask(mask)
    write(tmp_path / "out")
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == mode


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755])
def test_a_replaced_file_keeps_its_mode(tmp_path: Path, mode: int, temporary_kind: str) -> None:
    (tmp_path / "out").write_bytes(OLD)
    (tmp_path / "out").chmod(mode)
    write(tmp_path / "out")
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == mode


def test_the_temporary_file_is_private(
    tmp_path: Path, umask: Callable[[int], None], temporary_kind: str
) -> None:
    umask(0)
    with commit(tmp_path / "out") as out:
        assert stat.S_IMODE(os.fstat(out._descriptor).st_mode) == 0o600


@pytest.mark.parametrize("is_link", [False, True])
def test_a_file_that_was_put_where_the_temporary_one_goes_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_link: bool
) -> None:
    choose_kind("named", monkeypatch)
    monkeypatch.setattr("secrets.token_hex", lambda size: "0" * 2 * size)
    planted, victim = tmp_path / f".newword-{'0' * 16}.tmp", tmp_path / "victim"
    victim.write_bytes(OLD)
    if is_link:
        planted.symlink_to(victim)
    else:
        planted.write_bytes(OLD)
    with pytest.raises(OutputError, match=r"cannot create .*: File exists"):
        write(tmp_path / "out")
    assert (planted.read_bytes(), victim.read_bytes()) == (OLD, OLD)
    assert planted.is_symlink() == is_link
    assert not (tmp_path / "out").exists()


def test_no_program_that_is_started_inherits_a_descriptor(
    tmp_path: Path, temporary_kind: str
) -> None:
    with commit(tmp_path / "out") as out, out.descriptor("the output") as descriptor:
        assert not os.get_inheritable(descriptor)


def test_an_unnamed_temporary_file_cannot_be_left_behind_by_a_kill(tmp_path: Path) -> None:
    with commit(tmp_path / "out") as out:
        if os.fstat(out._descriptor).st_nlink:
            pytest.skip("this file system has no unnamed files")
        assert names(tmp_path) == []


def test_a_write_protected_file_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "out").write_bytes(OLD)
    monkeypatch.setattr(os, "access", lambda path, mode: False)  # root may always
    with pytest.raises(OutputError, match="write-protected") as caught:
        write(tmp_path / "out")
    assert caught.value.errno == errno.EACCES


# ------------------------------------------------------------------------------------ special paths


@pytest.mark.parametrize("place", ["inside", "outside", "dangling"])
def test_a_symbolic_link_is_followed_and_stays(tmp_path: Path, place: str) -> None:
    (tmp_path / "links").mkdir()
    (tmp_path / "real").mkdir()
    target = tmp_path / ("links/target" if place == "inside" else "real/target")
    if place != "dangling":
        target.write_bytes(OLD)
    (tmp_path / "links" / "out").symlink_to(target)
    write(tmp_path / "links" / "out")
    assert (tmp_path / "links" / "out").is_symlink()
    assert target.read_bytes() == NEW


def test_a_link_loop_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").symlink_to(tmp_path / "out")
    with pytest.raises(OutputError, match="remove the loop"):
        write(tmp_path / "out")


def test_a_directory_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="is a directory; name a file") as caught:
        write(tmp_path)
    assert caught.value.errno == errno.EISDIR


@pytest.mark.parametrize("path", ["", "missing/", "a\0b", "a\ud800b"])
def test_a_path_that_names_no_file_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(OutputError, match="names no file"):
        write(path)


def test_a_missing_directory_is_named_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="create its directory first") as caught:
        write(tmp_path / "missing" / "out")
    assert (caught.value.errno, caught.value.filename) == (
        errno.ENOENT,
        str(tmp_path / "missing" / "out"),
    )


def test_the_path_in_a_message_is_escaped(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"\\x1b\[2J"):
        write(tmp_path / "\x1b[2J" / "out")


def test_a_pipe_is_written_straight(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    received: list[bytes] = []
    reader = threading.Thread(target=lambda: received.append((tmp_path / "pipe").read_bytes()))
    reader.start()
    write(tmp_path / "pipe")
    reader.join(10)
    assert received == [NEW]


def test_a_full_device_is_an_error_with_errno_and_path() -> None:
    with pytest.raises(OutputError, match=r"/dev/full: .*; free some space") as caught:
        write("/dev/full")
    assert (caught.value.errno, caught.value.filename) == (errno.ENOSPC, "/dev/full")


def test_a_socket_is_refused(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(tmp_path / "socket"))
        with pytest.raises(OutputError, match="cannot open"):
            write(tmp_path / "socket")


def test_a_disk_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    disk = os.stat_result((stat.S_IFBLK | 0o660, 0, 0, 1, 0, 0, 0, 0, 0, 0))
    monkeypatch.setattr(os, "stat", lambda path: disk)
    with pytest.raises(OutputError, match="it is a disk"):
        write("/dev/sda")


WRITE_TO_STDOUT = """
    from newword.platform.files import commit
    with commit({!r}) as out:
        out.write(b"words")
"""


@pytest.mark.parametrize("path", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
def test_standard_output_is_written_straight(path: str) -> None:
    assert run_python(WRITE_TO_STDOUT.format(path), capture_output=True).stdout == b"words"


def test_standard_error_is_written_straight() -> None:
    done = run_python(WRITE_TO_STDOUT.format("/dev/stderr"), stderr=subprocess.PIPE)
    assert done.stderr == b"words"


def test_standard_output_that_appends_to_a_file_still_appends(tmp_path: Path) -> None:
    (tmp_path / "log").write_bytes(b"before ")
    with (tmp_path / "log").open("ab") as log:
        run_python(WRITE_TO_STDOUT.format("/dev/stdout"), stdout=log)
    assert (tmp_path / "log").read_bytes() == b"before words"


def test_a_closed_standard_output_is_an_error() -> None:
    done = run_python(
        "import os; os.close(1)\n" + textwrap.dedent(WRITE_TO_STDOUT).format("/dev/stdout"),
        stderr=subprocess.PIPE,
    )
    # Where what Python has opened meanwhile has its number, writing fails instead.
    assert re.search(rb"OutputError: cannot (open|write) /dev/stdout: Bad file", done.stderr)


@pytest.mark.parametrize("number", ["999999999", "99999999999999999999"])
def test_a_descriptor_that_is_not_open_is_an_error(number: str) -> None:
    with pytest.raises(OutputError, match="cannot"):
        write(f"/dev/fd/{number}")


def test_a_broken_pipe_keeps_its_errno() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with pytest.raises(OutputError) as caught:
        write(f"/dev/fd/{writing}")
    os.close(writing)
    assert caught.value.errno == errno.EPIPE
