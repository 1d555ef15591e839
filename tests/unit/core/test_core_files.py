"""What the core reports of files that are not plain UTF-8 text, and that it never blocks on one."""

from __future__ import annotations

import codecs
import errno
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from engine import read_files

from newword.core._core import FileOutcome, Session

TEXT = "机器学习，机器翻译。" * 20
SMALL, LARGE = 100, 9 << 20  # large files are judged by their beginning


@pytest.fixture(autouse=True)
def _never_blocks() -> Iterator[None]:
    """No reading may wait for what never comes."""
    if not hasattr(signal, "alarm"):
        yield
        return
    signal.alarm(60)
    yield
    signal.alarm(0)


def outcomes(*paths: Path, explicit: bool = True) -> list[FileOutcome]:
    return read_files([os.fsencode(path) for path in paths], explicit=explicit, threads=2)[1]


def units(*paths: Path, explicit: bool = True) -> int:
    return read_files([os.fsencode(path) for path in paths], explicit=explicit, threads=2)[0].units


def written(path: Path, content: bytes, size: int = SMALL) -> Path:
    """A file that begins with this content and is filled up with text."""
    fill = TEXT.encode()
    path.write_bytes(content + fill * ((size - len(content)) // len(fill) + 1))
    return path


@pytest.fixture(params=[SMALL, LARGE], ids=["small", "large"])
def size(request: pytest.FixtureRequest) -> int:
    found: int = request.param
    return found


def test_plain_text_has_nothing_to_report(tmp_path: Path, size: int) -> None:
    assert outcomes(written(tmp_path / "text", b"", size)) == []


def test_no_files_are_no_text() -> None:
    session = Session(threads=2)
    assert session.read_files([], [], None) == []
    assert session.units == 0


def test_an_empty_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    assert outcomes(tmp_path / "empty") == []


@pytest.mark.parametrize("explicit", [True, False])
@pytest.mark.parametrize(
    ("mark", "code"),
    [
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
    ],
)
def test_a_mark_of_another_utf_is_told_and_the_file_not_read(
    tmp_path: Path, mark: bytes, code: str, explicit: bool, size: int
) -> None:
    path = written(tmp_path / "text", mark, size)
    assert outcomes(path, explicit=explicit) == [FileOutcome(0, code, 0, 0, 0)]
    assert units(path, explicit=explicit) == 0


@pytest.mark.parametrize("content", [b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\0", b"\xff\xfe\0\0"])
def test_a_file_of_nothing_but_a_mark_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "text").write_bytes(content)
    code = "utf-32" if len(content) == 4 else "utf-16"
    assert outcomes(tmp_path / "text") == [FileOutcome(0, code, 0, 0, 0)]


def test_a_mark_of_utf8_is_no_text(tmp_path: Path, size: int) -> None:
    with_mark = written(tmp_path / "with", codecs.BOM_UTF8 + "机".encode(), size)
    assert outcomes(with_mark) == []
    assert units(with_mark) > 0


@pytest.mark.parametrize("place", [0, 1, 65_535, 65_536, 65_537, (1 << 20) - 1])
def test_a_walked_file_with_a_nul_is_binary(tmp_path: Path, place: int, size: int) -> None:
    path = written(tmp_path / "data", b" " * place + b"\0", max(size, place + 1))
    assert outcomes(path, explicit=False) == [FileOutcome(0, "binary", 0, 0, 0)]
    assert units(path, explicit=False) == 0


def test_a_small_walked_file_that_ends_in_a_nul_is_binary(tmp_path: Path) -> None:
    path = tmp_path / "data"
    path.write_bytes(TEXT.encode() * 9_000 + b"\0")
    assert outcomes(path, explicit=False) == [FileOutcome(0, "binary", 0, 0, 0)]


@pytest.mark.parametrize("place", [0, 1, 65_536])
def test_a_named_file_with_a_nul_is_read_and_the_nul_breaks(tmp_path: Path, place: int) -> None:
    path = tmp_path / "data"
    path.write_bytes(b" " * place + "机\0器".encode())
    session, told = read_files([os.fsencode(path)])
    assert told == []
    assert session.count(max_order=2, min_count=1).size(2) == 0


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-16-le", "shift_jis"])
def test_text_in_another_encoding_is_told_and_not_read(
    tmp_path: Path, encoding: str, size: int
) -> None:
    text = "機器學習的文字" if encoding != "shift_jis" else "機械学習の文字"
    content = text.encode(encoding)
    path = tmp_path / "text"
    path.write_bytes(content * (size // len(content) + 1))
    expected = [FileOutcome(0, "wrong-encoding", 0, 0, 0)]
    assert outcomes(path) == expected
    assert units(path) == 0


def test_one_bad_byte_in_text_is_told_with_its_place(tmp_path: Path, size: int) -> None:
    path = written(tmp_path / "text", "机器".encode() + b"\xff", size)
    assert outcomes(path) == [FileOutcome(0, "invalid-bytes", 6, 1, 0)]
    assert units(path) > 0


def test_a_cut_last_character_is_one_bad_byte_sequence(tmp_path: Path, size: int) -> None:
    path = written(tmp_path / "text", b"", size)
    whole = path.read_bytes()
    path.write_bytes(whole + "机".encode()[:2])
    assert outcomes(path) == [FileOutcome(0, "invalid-bytes", len(whole), 1, 0)]


def test_a_missing_file_has_vanished(tmp_path: Path) -> None:
    assert outcomes(tmp_path / "gone") == [FileOutcome(0, "vanished", 0, 0, errno.ENOENT)]


def test_a_directory_is_no_file(tmp_path: Path) -> None:
    assert outcomes(tmp_path) == [FileOutcome(0, "not-a-file", 0, 0, 0)]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs FIFOs")
def test_a_fifo_is_no_file_and_nobody_waits_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert outcomes(tmp_path / "pipe") == [FileOutcome(0, "not-a-file", 0, 0, 0)]


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="needs UNIX sockets")
def test_a_socket_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # names of sockets are short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket")
        assert outcomes(Path("socket")) == [FileOutcome(0, "not-a-file", 0, 0, 0)]


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="needs devices")
def test_a_device_is_no_file() -> None:
    assert outcomes(Path("/dev/zero")) == [FileOutcome(0, "not-a-file", 0, 0, 0)]


@pytest.mark.skipif(sys.platform == "win32", reason="needs symbolic links")
def test_a_loop_of_links_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    assert outcomes(tmp_path / "loop") == [FileOutcome(0, "unreadable", 0, 0, errno.ELOOP)]


def test_a_path_through_a_file_is_unreadable(tmp_path: Path) -> None:
    written(tmp_path / "text", b"")
    told = outcomes(tmp_path / "text" / "more")
    assert [(one.code, one.errno) for one in told] == [("unreadable", errno.ENOTDIR)]


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs POSIX users")
def test_a_file_without_permission_is_unreadable(tmp_path: Path, size: int) -> None:
    path = written(tmp_path / "secret", b"", size)
    path.chmod(0)
    for folder in (tmp_path, *tmp_path.parents[:3]):
        if folder.stat().st_uid == os.geteuid():
            folder.chmod(0o755)
    script = (
        "import os, sys; from newword.core import _core\n"
        "if os.geteuid() == 0: os.setgid(65534); os.setuid(65534)\n"
        "print(*_core.Session(threads=2).read_files([os.fsencode(sys.argv[1])], [True], None)[0])"
    )
    found = subprocess.run(
        [sys.executable, "-c", script, path],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.split() == ["0", "unreadable", "0", "0", str(errno.EACCES)]


def test_a_file_of_unknown_size_is_told_as_changed() -> None:
    source = Path("/proc/self/status")
    if not source.exists():
        pytest.skip("needs /proc, whose files tell no size")
    assert outcomes(source) == [FileOutcome(0, "changed", 0, 0, 0)]


@pytest.mark.parametrize("how", ["grows", "shrinks", "is emptied", "is touched"])
def test_a_file_that_changes_while_it_is_read_is_told(tmp_path: Path, how: str, size: int) -> None:
    # A file slow to read goes before; the change comes with the first word of progress.
    path = tmp_path / "text"
    changed = threading.Event()

    def change(done: int, total: int) -> None:
        if changed.is_set():
            return
        changed.set()
        before = path.stat()
        if how == "grows":
            with path.open("ab") as file:
                file.write("机器".encode())
        elif how == "is touched":
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns + 1_000_000_000))
        else:
            os.truncate(path, 0 if how == "is emptied" else before.st_size - 30)

    for words in (200_000, 1_000_000, 5_000_000):
        slow = tmp_path / "slow"
        slow.write_text(" ".join(f"w{number:x}" for number in range(words)))
        written(path, b"", size)
        session = Session(threads=1)
        told = session.read_files([os.fsencode(slow), os.fsencode(path)], [True] * 2, change)
        if changed.is_set():
            break
    assert FileOutcome(1, "changed", 0, 0, 0) in told
    assert session.count(max_order=1, min_count=1).units == session.units


def test_problems_of_many_files_are_told_in_the_order_of_the_files(tmp_path: Path) -> None:
    paths = []
    for number in range(700):
        path = tmp_path / f"{number:03}"
        if number % 7:
            path.write_bytes("机器".encode() + (b"\xff" * 3 if number % 5 else b""))
        paths.append(path)
    told = outcomes(*paths)
    expected = dict.fromkeys(range(0, 700, 7), "vanished") | {
        number: "wrong-encoding" for number in range(700) if number % 7 and number % 5
    }
    assert [(one.index, one.code) for one in told] == sorted(expected.items())


def test_names_may_be_any_bytes(tmp_path: Path) -> None:
    names = [b"\xff\xfe", b"a\nb", b"-rf", "机器".encode(), b"\x1b[31m", b"x" * 255, b" "]
    paths = [os.fsencode(tmp_path) + b"/" + name for name in names]
    try:
        for path in paths:
            Path(os.fsdecode(path)).write_bytes("机器".encode())
    except OSError:
        pytest.skip("this file system wants names in UTF-8")
    session, told = read_files(paths)
    assert told == []
    assert session.units == 2 * len(names)


def test_a_file_named_twice_is_read_twice(tmp_path: Path) -> None:
    path = tmp_path / "text"
    path.write_text("机器", encoding="utf-8")
    assert units(path, path) == 4


def test_no_descriptor_stays_open(tmp_path: Path) -> None:
    descriptors = Path("/proc/self/fd")
    if not descriptors.exists():
        pytest.skip("needs /proc")
    paths = [written(tmp_path / str(number), b"") for number in range(300)]
    paths.append(written(tmp_path / "large", b"", LARGE))
    before = len(list(descriptors.iterdir()))
    outcomes(*paths, tmp_path, tmp_path / "gone")
    assert len(list(descriptors.iterdir())) == before


@pytest.mark.parametrize(
    ("head", "is_packed"),
    [
        (b"\x1f\x8b\x08\0", True),
        (b"BZh91AY&SY", True),
        (b"BZh9\x17\x72\x45\x38\x50\x90", True),
        (b"BZh91AY&S", False),
        (b"\xfd7zXZ\0", True),
        (b"\x28\xb5\x2f\xfd", True),
        (b"\x50\x2a\x4d\x18", True),
        (b"\x60\x2a\x4d\x18", False),
        (b"PAR1", True),
        (b"WARC/1.0\r\n", True),
        (b"WARC is", False),
    ],
)
def test_what_is_compressed_or_structured_is_handed_back(
    tmp_path: Path, head: bytes, is_packed: bool, size: int
) -> None:
    path = written(tmp_path / "text", head, size)
    codes = [outcome.code for outcome in outcomes(path)]
    assert ("packed" in codes) == is_packed
    if is_packed:
        session = Session(threads=2)
        session.read_files([os.fsencode(path)], [True])
        assert (codes, session.units, session.bytes_read) == (["packed"], 0, 0)
