"""Streams, texts, and how far reading is."""

from __future__ import annotations

import errno
import io
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from reading import JI, XUE, FakeSession, change_after_listing, codes, failing, read

from newword.corpus import CorpusReport, Documents, InputProblem, Progress, read_corpus
from newword.corpus import read as module


@pytest.fixture(autouse=True)
def directory(corpus: Path) -> None:
    """An empty one."""
    (corpus / "c").mkdir()


# ------------------------------------------------------------------------------------------ streams


class Stdin:
    def __init__(self, data: bytes) -> None:
        self.buffer = io.BytesIO(data)


def test_a_dash_is_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Stdin(JI))
    assert read("-") == ([JI], CorpusReport(files=1, documents=1, bytes_read=6, problems=()))


def test_a_replaced_standard_input_may_be_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("机器"))
    assert read("-")[0] == [JI]


def test_a_closed_standard_input_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert codes(read("-")[1]) == [("<stdin>", "unreadable")]


def test_standard_input_may_stand_beside_files(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("c/a").write_bytes(JI)
    monkeypatch.setattr(sys, "stdin", Stdin(XUE))
    assert read(["-", "c"])[0] == [JI, XUE]


def test_a_named_pipe_is_read_as_a_stream(corpus: Path) -> None:
    os.mkfifo("pipe")
    writer = threading.Thread(target=lambda: Path("pipe").write_bytes(JI))
    writer.start()
    documents, report = read("pipe")
    writer.join()
    assert (documents, report.problems) == ([JI], ())


def test_a_device_may_be_named(corpus: Path) -> None:
    assert read("/dev/null") == (
        [b""],
        CorpusReport(files=1, documents=1, bytes_read=0, problems=()),
    )


def test_a_stream_that_cannot_be_opened_is_a_problem(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo("pipe")
    failing("open", errno.EACCES, 1, monkeypatch)
    assert codes(read("pipe")[1]) == [("pipe", "unreadable")]


def test_a_stream_reports_bad_bytes_with_count_and_offset() -> None:
    (problem,) = read(io.BytesIO(JI * 1000 + b"\xff" + JI + b"\xff"))[1].problems
    assert (problem.path, problem.code, problem.offset) == ("<file>", "invalid-bytes", 6000)


def test_a_stream_of_another_encoding_is_refused_with_advice() -> None:
    documents, report = read(io.BytesIO(("机器学习的模型是在这里" * 20).encode("gbk")))
    assert documents == []
    assert "looks like gb18030" in report.problems[0].detail


def test_a_long_text_file_is_fed_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_BLOCK", 3)
    assert read(io.StringIO("机器学习的模型"))[0] == ["机器学习的模型".encode()]


class Odd:
    """A file that does something else after its first block."""

    name = b"odd\xff"

    def __init__(self, *blocks: Any) -> None:
        self.blocks = list(blocks)

    def read(self, size: int, /) -> Any:
        block = self.blocks.pop(0) if self.blocks else b""
        if isinstance(block, Exception):
            raise block
        return block


UNDECODABLE = UnicodeDecodeError("gbk", b"\xff", 0, 1, "invalid")


@pytest.mark.parametrize(
    ("file", "code", "documents"),
    [
        (Odd(OSError(errno.EIO, "broken")), "unreadable", []),
        (Odd(UNDECODABLE), "wrong-encoding", []),
        (Odd(None), "unreadable", []),
        (Odd("机器", OSError(errno.EIO, "broken")), "unreadable", [JI]),
        (Odd("机器", UNDECODABLE), "wrong-encoding", [JI]),
        (Odd(JI, OSError(errno.EIO, "broken")), "unreadable", [b""]),
        (Odd(JI, None), "unreadable", [b""]),
    ],
)
def test_what_goes_wrong_with_an_open_file_is_a_problem(
    file: Odd, code: str, documents: list[bytes]
) -> None:
    fed, report = read(file)
    assert (fed, codes(report)) == (documents, [("odd\udcff", code)])


def test_an_open_file_is_named_by_its_path(corpus: Path) -> None:
    Path("c/a").write_bytes(JI * 100 + b"\xff")
    with Path("c/a").open("rb") as file:
        assert codes(read(file)[1]) == [("c/a", "invalid-bytes")]


def test_an_open_descriptor_has_no_name(corpus: Path) -> None:
    reading, writing = os.pipe()
    os.write(writing, JI * 100 + b"\xff")
    os.close(writing)
    with os.fdopen(reading, "rb") as file:
        assert codes(read(file)[1]) == [("<file>", "invalid-bytes")]


# -------------------------------------------------------------------------------------------- texts


def test_lone_surrogates_break_and_are_reported_by_document() -> None:
    documents, report = read(Documents(["机器", "学\ud800习\udfff"]))
    assert documents == [JI, "学".encode() + b"\xff" + "习".encode() + b"\xff"]
    assert report.problems == (
        InputProblem("<document 2>", "invalid-bytes", None, "2 lone surrogates"),
    )


def test_a_long_text_is_fed_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_BLOCK", 3)
    blocks: list[bytes] = []
    monkeypatch.setattr(FakeSession, "feed", lambda self, block: blocks.append(block))
    read(Documents(["机器学习的模型"]))
    assert [block.decode() for block in blocks] == ["机器学", "习的模", "型"]


def test_texts_are_taken_one_at_a_time() -> None:
    session = FakeSession()

    def texts() -> Iterator[str]:
        for number in range(3):
            assert len(session.documents) == number
            yield "机器"

    read_corpus(session, texts())


def test_an_error_in_the_generator_goes_through() -> None:
    def texts() -> Iterator[str]:
        yield "机器"
        raise KeyError("theirs")

    with pytest.raises(KeyError, match="theirs"):
        read(texts())


# ----------------------------------------------------------------------------------------- progress


def progress_of(source: Any, **options: Any) -> list[Progress]:
    told: list[Progress] = []
    read(source, on_progress=told.append, **options)
    return told


def test_progress_of_plain_files_is_what_the_core_tells(corpus: Path) -> None:
    Path("c/a").write_bytes(JI)
    Path("c/b").write_bytes(XUE * 2)
    assert progress_of("c") == [Progress(6, 18), Progress(18, 18), Progress(18, 18)]


def test_a_total_that_the_core_does_not_know_yet_is_not_told(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("c/a").write_bytes(JI)
    monkeypatch.setattr(
        FakeSession, "read_files", lambda self, paths, explicit, tick: tick(0, 0) or []
    )
    assert progress_of("c")[0] == Progress(0, None)


def test_progress_goes_on_over_batches(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_BATCH_FILES", 1)
    Path("c/a").write_bytes(JI)
    Path("c/b").write_bytes(XUE * 2)
    assert progress_of("c") == [Progress(6, 18), Progress(18, 18), Progress(18, 18)]


def test_progress_of_decoded_files_has_a_total(corpus: Path) -> None:
    Path("c/a").write_bytes(b"a" * (2 << 20))
    Path("c/b").write_bytes(b"a" * 7)
    told = progress_of("c", encoding="gbk")
    assert {progress.total for progress in told} == {(2 << 20) + 7}
    assert told[-1].bytes_read == (2 << 20) + 7


def test_progress_of_a_file_that_vanished_has_a_total(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("c/a").write_bytes(JI)
    change_after_listing(monkeypatch, Path("c/a").unlink)
    assert progress_of("c", encoding="gbk") == [Progress(0, 0)]


def test_progress_of_streams_is_told_about_every_mebibyte_without_a_total() -> None:
    told = progress_of(io.BytesIO(b"a" * (5 << 20)), encoding="gbk")
    assert [progress.bytes_read >> 20 for progress in told] == [1, 2, 3, 4, 5, 5]
    assert {progress.total for progress in told} == {None}


def test_files_beside_a_stream_have_no_total(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("c/a").write_bytes(JI)
    monkeypatch.setattr(sys, "stdin", Stdin(XUE))
    assert progress_of(["c", "-"]) == [Progress(6, None), Progress(12, None)]


def test_progress_of_texts_has_no_total() -> None:
    assert progress_of(Documents(["机器", "学习"])) == [Progress(12, None)]


@pytest.mark.parametrize("encoding", ["auto", "gbk"])
def test_progress_goes_neither_back_nor_past_its_end(corpus: Path, encoding: str) -> None:
    Path("c/a").write_bytes(b"\xff\xfd" * (1 << 18))
    Path("c/b").write_bytes("\ufeff机器".encode("utf-16-le") * 100_000)
    Path("c/d").write_bytes("机器".encode("gbk"))
    told = progress_of("c", encoding=encoding)
    assert [progress.bytes_read for progress in told] == sorted(p.bytes_read for p in told)
    assert all(progress.bytes_read <= (progress.total or 0) for progress in told)
