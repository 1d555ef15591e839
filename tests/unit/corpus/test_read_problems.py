"""What is wrong with an input is told, and the rest is read; strictness; lines on problems."""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from reading import JI, XUE, FakeSession, Outcome, change_after_listing, codes, failing, read

from newword.corpus import Documents, InputProblem, read_corpus
from newword.errors import CorpusError


@pytest.fixture(autouse=True)
def directory(corpus: Path) -> None:
    """An empty one."""
    (corpus / "c").mkdir()


# ----------------------------------------------------------------------------------------- problems


def test_what_the_core_says_of_files_becomes_problems(corpus: Path) -> None:
    Path("c/bad").write_bytes(JI + b"\xff" + XUE + b"\xff")
    Path("c/binary").write_bytes(b"a\0b")
    Path("c/gbk").write_bytes(("机器学习的模型和数据是在这里" * 20).encode("gbk"))
    Path("c/noise").write_bytes(b"\xff\xfd" * 999)
    documents, report = read("c")
    assert documents == [JI + b"\xff" + XUE + b"\xff"]
    assert (report.files, report.documents) == (1, 1)
    assert report.problems == (
        InputProblem("c/bad", "invalid-bytes", 6, "2 places that are not UTF-8"),
        InputProblem("c/binary", "binary", None, "it has zero bytes, as no text has"),
        InputProblem(
            "c/gbk",
            "wrong-encoding",
            None,
            "its first 560 bytes are not utf-8; it looks like gb18030",
        ),
        InputProblem(
            "c/noise",
            "wrong-encoding",
            None,
            "its first 1998 bytes are not utf-8; no usual encoding of Chinese fits it",
        ),
    )


@pytest.mark.parametrize(
    ("outcome", "code", "detail"),
    [
        (Outcome(0, "unreadable", errno=errno.EACCES), "unreadable", "Permission denied"),
        (Outcome(0, "unreadable", errno=errno.EIO), "unreadable", "Input/output error"),
        (Outcome(0, "vanished", errno=errno.ENOENT), "vanished", "it was there"),
        (Outcome(0, "not-a-file"), "not-a-file", "it was a file"),
        (Outcome(0, "changed"), "changed", "somebody wrote to it"),
        (Outcome(0, "invalid-bytes", 0, 1), "invalid-bytes", "1 place that is not UTF-8"),
    ],
)
def test_every_outcome_has_words(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, outcome: Outcome, code: str, detail: str
) -> None:
    Path("c/a").write_bytes(JI)
    monkeypatch.setattr(FakeSession, "read_files", lambda *given: [outcome])
    (problem,) = read("c")[1].problems
    assert problem.code == code
    assert problem.detail.startswith(detail)


@pytest.mark.parametrize(
    ("code", "files"),
    [("invalid-bytes", 1), ("changed", 1), ("unreadable", 0), ("vanished", 0), ("binary", 0)],
)
def test_only_files_that_were_read_are_counted(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, code: str, files: int
) -> None:
    Path("c/a").write_bytes(JI)
    outcomes = [Outcome(0, code, errno=5), Outcome(0, code, errno=5)]  # two blocks of one file
    monkeypatch.setattr(FakeSession, "read_files", lambda *given: outcomes)
    assert read("c")[1].files == files


def test_a_file_that_vanishes_before_its_encoding_is_told_has_no_advice(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("c/a").write_bytes(JI)

    def read_files(*given: object) -> list[Outcome]:
        Path("c/a").unlink()
        return [Outcome(0, "wrong-encoding")]

    monkeypatch.setattr(FakeSession, "read_files", read_files)
    assert read("c")[1].problems[0].detail == "its beginning is not utf-8"


def test_a_file_that_breaks_before_its_encoding_is_told_has_no_advice(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("c/a").write_bytes(b"\xff\xfd" * 999)
    failing("read", errno.EIO, 1, monkeypatch)
    assert read("c")[1].problems[0].detail == "its beginning is not utf-8"


def test_bad_bytes_of_a_decoded_file_are_counted_from_its_start(corpus: Path) -> None:
    Path("c/a").write_bytes("机器".encode("gbk") * 1000 + b"\xff\xff")
    (problem,) = read("c", encoding="gbk")[1].problems
    assert problem == InputProblem("c/a", "invalid-bytes", 4000, "2 places that cannot be decoded")


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"a\0b", "binary"), (("机器学习的" * 50).encode(), "wrong-encoding")],
)
def test_a_decoded_file_may_be_refused(corpus: Path, data: bytes, code: str) -> None:
    Path("c/a").write_bytes(data)
    documents, report = read("c", encoding="gbk")
    assert (documents, codes(report)) == ([], [("c/a", code)])
    assert (report.files, report.documents, report.bytes_read) == (0, 0, 0)


def test_zero_bytes_of_a_file_that_is_named_are_read(corpus: Path) -> None:
    Path("c/a").write_bytes(b"a\0b")
    assert read("c/a", encoding="gbk")[0] == [b"a\0b"]


def replace_by_pipe() -> None:
    Path("c/a").unlink()
    os.mkfifo("c/a")


def replace_by_directory() -> None:
    Path("c/a").unlink()
    Path("c/a").mkdir()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda: Path("c/a").unlink(), "vanished"),
        (replace_by_pipe, "not-a-file"),
        (replace_by_directory, "not-a-file"),
    ],
)
def test_a_file_that_changes_kind_after_listing_is_a_problem_and_never_blocks(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[], object], code: str
) -> None:
    Path("c/a").write_bytes(JI)
    change_after_listing(monkeypatch, change)
    documents, report = read("c", encoding="gbk")
    assert (documents, codes(report)) == ([], [("c/a", code)])


def test_a_file_that_cannot_be_opened_is_a_problem_and_the_rest_is_read(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("c/a").write_bytes("机器".encode("gbk"))
    Path("c/b").write_bytes("学习".encode("gbk"))
    failing("open", errno.EACCES, 1, monkeypatch)
    documents, report = read("c", encoding="gbk")
    assert (documents, codes(report)) == ([XUE], [("c/a", "unreadable")])


def test_a_read_error_in_the_middle_tells_where_and_ends_the_document(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("c/a").write_bytes(b"a" * (3 << 20))
    Path("c/b").write_bytes("学习".encode("gbk"))
    failing("read", errno.EIO, 4, monkeypatch)
    documents, report = read("c", encoding="gbk")
    assert documents == [b"a" * (2 << 20), XUE]
    assert report.problems == (InputProblem("c/a", "unreadable", 2 << 20, "Input/output error"),)


def test_a_file_that_grows_while_it_is_read_is_a_problem(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("c/a").write_bytes("机器".encode("gbk"))
    real = os.read

    def grow(descriptor: int, size: int) -> bytes:
        with Path("c/a").open("ab") as file:
            file.write(b"a")
        monkeypatch.setattr(os, "read", real)
        return real(descriptor, size)

    monkeypatch.setattr(os, "read", grow)
    documents, report = read("c", encoding="gbk")
    assert (documents, codes(report)) == ([JI + b"a"], [("c/a", "changed")])


def test_an_error_of_the_session_is_not_a_problem_of_the_input(corpus: Path) -> None:
    class Broken(FakeSession):
        def feed(self, block: bytes, /) -> None:
            raise OSError(errno.ENOSPC, "no room to spill")

    with pytest.raises(OSError, match="no room to spill"):
        read_corpus(Broken(), io.BytesIO(JI))


def test_no_descriptor_stays_open_after_problems(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        Path(f"c/{number}").write_bytes(b"\xff\xfd" * 999)
    before = len(list(Path("/proc/self/fd").iterdir()))
    read("c", encoding="gbk")
    read("c")
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_problems_of_the_walk_are_reported(corpus: Path) -> None:
    Path("c/a").write_bytes(JI)
    os.mkfifo("c/pipe")
    documents, report = read("c")
    assert (documents, codes(report)) == ([JI], [("c/pipe", "not-a-file")])


# ------------------------------------------------------------------------------------------- strict


@pytest.mark.parametrize("encoding", ["auto", "gbk"])
def test_strict_raises_at_the_first_problem_and_names_it(corpus: Path, encoding: str) -> None:
    Path("c/a").write_bytes(b"\xff\xfd" * 999)
    with pytest.raises(CorpusError, match=r"c/a: wrong-encoding: .* strict"):
        read("c", strict=True, encoding=encoding)


def test_strict_stops_at_a_problem_of_the_walk_before_it_reads(corpus: Path) -> None:
    Path("c/a").write_bytes(JI)
    os.mkfifo("c/pipe")
    session = FakeSession()
    with pytest.raises(CorpusError, match="c/pipe: not-a-file"):
        read_corpus(session, "c", strict=True)
    assert session.calls == []


def test_strict_minds_lone_surrogates() -> None:
    with pytest.raises(CorpusError, match="<document 1>: invalid-bytes"):
        read(Documents(["\ud800"]), strict=True)


def test_strict_changes_nothing_without_problems(corpus: Path) -> None:
    Path("c/a").write_bytes(JI)
    assert read("c", strict=True) == read("c")


# ------------------------------------------------------------------------------------ problem lines


@pytest.mark.parametrize(
    ("problem", "line"),
    [
        (
            InputProblem("c/a\x1b\n", "invalid-bytes", 7, "2 places"),
            r"c/a\x1b\x0a: invalid-bytes at byte 7: 2 places "
            "(the text around them was read; look there if they are many)",
        ),
        (
            InputProblem("c/a\udcff", "unreadable", None, "Permission denied"),
            r"c/a\xff: unreadable: Permission denied (check its permissions and the device)",
        ),
    ],
)
def test_a_problem_is_one_escaped_line_with_a_remedy(problem: InputProblem, line: str) -> None:
    assert str(problem) == line


@pytest.mark.parametrize(
    "code",
    [
        "invalid-bytes",
        "wrong-encoding",
        "binary",
        "unreadable",
        "vanished",
        "not-a-file",
        "changed",
        "symlink-loop",
        "truncated",
    ],
)
def test_every_code_has_its_own_remedy(code: str) -> None:
    assert str(InputProblem("a", code, None, "x")) != str(
        InputProblem("a", "other", None, "x")
    ).replace("other", code)
