"""What a failed write says, and which errors of other code are told as failed writes."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from pathlib import Path

import pytest
from committing import NEW, OLD, names, write

from newword.errors import OutputError
from newword.platform.files import commit

REMEDIES = {
    errno.ENOSPC: "; free some space or write elsewhere",
    errno.EDQUOT: "; free some of your quota or write elsewhere",
    errno.EFBIG: "; raise the file size limit or write elsewhere",
    errno.EIO: "; check the device or write elsewhere",
    errno.EACCES: "; write where you may create files",
    errno.EPERM: "; write where you may create files",
    errno.EROFS: "; write where you may create files",
    errno.ENOENT: "; create its directory first",
    errno.ENOTDIR: "; name a file below a directory",
    errno.ELOOP: "; remove the loop of symbolic links",
    errno.ENAMETOOLONG: "; choose a shorter name",
    errno.EMFILE: "",
}


@pytest.mark.parametrize("code", REMEDIES, ids=errno.errorcode.get)
@pytest.mark.parametrize(
    ("function", "action", "consequence"),
    [
        ("open", "cannot create", "; what was there before is unchanged"),
        ("fchmod", "cannot create", "; what was there before is unchanged"),
        ("write", "cannot write", "; what was there before is unchanged"),
        ("fsync", "cannot finish", "; what was there before is unchanged"),
        ("stat", "cannot write", ""),
    ],
)
def test_a_message_says_what_failed_why_what_to_do_and_what_became_of_the_file(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    code: int,
    function: str,
    action: str,
    consequence: str,
) -> None:
    if (function, code) in (("fchmod", errno.EACCES), ("fchmod", errno.EPERM)):
        pytest.skip("a file system without modes is no fault")
    if (function, code) == ("stat", errno.ENOENT):
        pytest.skip("a new file")
    path = tmp_path / "out\x1b"

    def fail(*args: object, **options: object) -> None:
        raise OSError(code, "the reason")

    def write_with_fault() -> None:
        with monkeypatch.context() as patch:
            patch.setattr(os, function, fail)
            write(path)

    with pytest.raises(OutputError) as caught:
        write_with_fault()
    shown = str(path).replace("\x1b", "\\x1b")
    expected = f"{action} {shown}: the reason{REMEDIES[code]}{consequence}"
    assert str(caught.value) == expected
    assert (caught.value.errno, caught.value.filename) == (code, str(path))


def test_a_fault_after_the_last_step_says_that_the_content_is_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.fsync

    def refuse(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EIO, "the reason")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OutputError) as caught:
        write(tmp_path / "out")
    assert str(caught.value) == (
        f"cannot sync the directory of {tmp_path / 'out'}: the reason; check the device or write "
        "elsewhere; the new content is in place"
    )
    assert (tmp_path / "out").read_bytes() == NEW


def test_an_error_without_a_reason_is_shown_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **options: object) -> None:
        raise OSError("odd")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OutputError, match=": odd; what was there before") as caught:
        write(tmp_path / "out")
    assert caught.value.errno is None


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("", "cannot write to an empty path: it names no file; add a file name"),
        ("a/", "cannot write a/: it names no file; add a file name"),
        ("a\0b", r"cannot write a\x00b: it names no file; add a file name"),
    ],
    ids=["empty", "directory", "NUL"],
)
def test_a_path_without_a_file_name_is_refused_with_the_reason(path: str, message: str) -> None:
    with pytest.raises(OutputError) as caught:
        write(path)
    assert str(caught.value) == message
    assert (caught.value.errno, caught.value.filename) == (errno.EINVAL, path)


def test_what_cannot_be_replaced_is_refused_with_the_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(OutputError) as caught:
        write(tmp_path)
    expected = f"cannot write {tmp_path}: it is a directory; name a file in it"
    assert (str(caught.value), caught.value.errno) == (expected, errno.EISDIR)
    (tmp_path / "out").write_bytes(OLD)
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)
    with pytest.raises(OutputError) as caught:
        write(tmp_path / "out")
    assert str(caught.value).startswith(f"cannot replace {tmp_path / 'out'}: it is write-protected")
    assert (caught.value.errno, caught.value.filename) == (errno.EACCES, str(tmp_path / "out"))


# -------------------------------------------------------------------------- code that writes itself


def test_a_descriptor_is_given_to_code_that_writes_in_order(tmp_path: Path) -> None:
    with commit(tmp_path / "out") as out:
        out.write(b"first ")
        with out.descriptor("the output") as descriptor:
            os.write(descriptor, b"second ")
        out.write(b"third")
    assert (tmp_path / "out").read_bytes() == b"first second third"


@pytest.mark.parametrize(
    ("error", "is_ours"),
    [
        (OSError(errno.ENOSPC, "full", "the output"), True),
        (OSError(errno.ENOSPC, "full", "another"), False),
        (OutputError("of another output", errno.EIO, "the output"), False),
        (ValueError("no fault of the system"), False),
    ],
)
def test_only_errors_of_this_output_are_told_as_its_own(
    tmp_path: Path, error: Exception, is_ours: bool
) -> None:
    (tmp_path / "out").write_bytes(OLD)

    def write_and_fail() -> None:
        with commit(tmp_path / "out") as out, out.descriptor("the output"):
            raise error

    with pytest.raises(type(error)) as caught:
        write_and_fail()
    if is_ours:
        assert isinstance(caught.value, OutputError)
        assert str(caught.value) == (
            f"cannot write {tmp_path / 'out'}: full; free some space or write elsewhere; "
            "what was there before is unchanged"
        )
        assert caught.value.__cause__ is error
    else:
        assert caught.value is error
    assert (tmp_path / "out").read_bytes() == OLD
    assert names(tmp_path) == ["out"]


def test_an_error_of_the_descriptor_that_is_swallowed_still_fails_the_commit(
    tmp_path: Path,
) -> None:
    def swallow() -> None:
        with commit(tmp_path / "out") as out:
            with contextlib.suppress(OutputError), out.descriptor("the output"):
                raise OSError(errno.ENOSPC, "full", "the output")
            with contextlib.suppress(OutputError):
                out.write(b"more")

    with pytest.raises(OutputError, match="full"):
        swallow()
    assert names(tmp_path) == []
