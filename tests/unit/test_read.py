"""Whatever the corpus is, all of it that can be read is fed, and the rest is named."""

from __future__ import annotations

import codecs
import errno
import io
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from newword.corpus import CorpusReport, Documents, InputProblem, Progress, read_corpus, walk
from newword.corpus import read as module
from newword.errors import ConfigError, CorpusError


@dataclass(frozen=True)
class Outcome:
    index: int
    code: str
    offset: int = 0
    total: int = 0
    errno: int = 0


class FakeSession:
    """Keeps the documents; reads files as the core does, as far as these tests go."""

    def __init__(self) -> None:
        self.documents: list[bytes] = []
        self.bytes_read = 0
        self.calls: list[list[bytes]] = []
        self.open = b""

    def feed(self, block: bytes, /) -> None:
        self.open += block
        self.bytes_read += len(block)

    def end_document(self) -> None:
        self.documents.append(self.open)
        self.open = b""

    def read_files(
        self,
        paths: Sequence[bytes],
        explicit: Sequence[bool],
        tick: Callable[[int, int], None] | None,
        /,
    ) -> list[Outcome]:
        self.calls.append(list(paths))
        outcomes = []
        before = self.bytes_read
        total = sum(Path(os.fsdecode(path)).stat().st_size for path in paths)
        for index, path in enumerate(paths):
            try:
                data = Path(os.fsdecode(path)).read_bytes()
            except OSError as error:
                code = "vanished" if error.errno == errno.ENOENT else "unreadable"
                outcomes.append(Outcome(index, code, errno=error.errno or 0))
                continue
            bad = data.decode("utf-8", "replace").count("\ufffd")
            if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
                outcomes.append(Outcome(index, "utf-32"))
            elif data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                outcomes.append(Outcome(index, "utf-16"))
            elif b"\0" in data and not explicit[index]:
                outcomes.append(Outcome(index, "binary"))
            elif bad * 2 > len(data.decode("utf-8", "replace")):
                outcomes.append(Outcome(index, "wrong-encoding"))
            else:
                if bad:
                    offset = len(data[: data.index(b"\xff")])
                    outcomes.append(Outcome(index, "invalid-bytes", offset, bad))
                self.feed(data.removeprefix(codecs.BOM_UTF8))
                self.end_document()
            if tick is not None:
                tick(self.bytes_read - before, total)
        return outcomes


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory to build in, which is also the current one."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "c").mkdir()
    return tmp_path


def read(source: Any, **options: Any) -> tuple[list[bytes], CorpusReport]:
    session = FakeSession()
    report = read_corpus(session, source, **options)
    assert session.open == b""  # every document was ended
    return session.documents, report


def codes(report: CorpusReport) -> list[tuple[str, str]]:
    return [(problem.path, problem.code) for problem in report.problems]


JI, XUE = "机器".encode(), "学习".encode()


# ------------------------------------------------------------------------------------ what is what


@pytest.mark.parametrize(
    "source", ["c", b"c", Path("c"), ["c"], ("c",), [Path("c/a"), b"c/b"], "c/*"]
)
def test_paths_of_every_kind_are_read(corpus: Path, source: Any) -> None:
    Path("c/a").write_bytes(JI)
    Path("c/b").write_bytes(XUE)
    assert read(source) == (
        [JI, XUE],
        CorpusReport(files=2, documents=2, bytes_read=12, problems=()),
    )


def generate() -> Iterator[str]:
    yield "机器"
    yield ""
    yield "学习"


@pytest.mark.parametrize(
    "source",
    [
        generate(),
        Documents(["机器", "", "学习"]),
        Documents(generate()),
        iter(["机器", "", "学习"]),
        {"机器": 1, "": 2, "学习": 3},
    ],
    ids=["generator", "Documents", "Documents of a generator", "iterator", "dict"],
)
def test_texts_of_every_kind_are_one_document_each(source: Any) -> None:
    assert read(source) == (
        [JI, b"", XUE],
        CorpusReport(files=0, documents=3, bytes_read=12, problems=()),
    )


@pytest.mark.parametrize(
    "file", [io.BytesIO(JI), io.StringIO("机器"), io.BytesIO(codecs.BOM_UTF8 + JI)]
)
def test_an_open_file_is_one_document(file: Any) -> None:
    documents, report = read(file)
    assert (documents, report.files, report.documents) == ([JI], 1, 1)


def test_an_open_file_is_read_from_where_it_stands() -> None:
    file = io.BytesIO(b"skipped" + JI)
    file.seek(7)
    assert read(file)[0] == [JI]


def test_a_list_of_texts_is_an_error_about_a_path() -> None:
    with pytest.raises(CorpusError, match="no such file"):
        read(["机器学习"])


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ([1], r"item 1 is of type int; texts go into Documents\(...\)"),
        (["c", None], "item 2 is of type NoneType"),
        (1, "it is of type int; give a path"),
        (None, "it is of type NoneType; give a path"),
        (iter(["a", Path("c")]), "document 2 is of type P.*Path; give str, or paths as a list"),
        (iter([b"a"]), "document 1 is of type bytes"),
        (Documents([1]), "document 1 is of type int"),  # type: ignore[list-item]
    ],
)
def test_what_is_no_corpus_is_an_error_with_a_remedy(
    corpus: Path, source: Any, message: str
) -> None:
    with pytest.raises(CorpusError, match=message):
        read(source)


def test_a_file_that_gives_neither_bytes_nor_text_is_an_error() -> None:
    class Odd:
        def read(self, size: int, /) -> Any:
            return 7

    with pytest.raises(CorpusError, match=r"what its read\(\) gives is of type int"):
        read(Odd())


@pytest.mark.parametrize("source", [[], (), Documents([]), "c", ["c"], iter(())])
def test_nothing_is_a_corpus_too(corpus: Path, source: Any) -> None:
    assert read(source) == ([], CorpusReport(files=0, documents=0, bytes_read=0, problems=()))


def test_a_missing_path_is_an_error(corpus: Path) -> None:
    with pytest.raises(CorpusError, match=r"missing: no such file or directory; check"):
        read("missing")


def test_nothing_is_read_when_a_path_is_missing(corpus: Path) -> None:
    Path("c/a").write_bytes(JI)
    session = FakeSession()
    with pytest.raises(CorpusError):
        read_corpus(session, ["c", "missing"])
    assert session.calls == []


def test_an_unknown_encoding_is_an_error_before_anything_is_read(corpus: Path) -> None:
    session = FakeSession()
    with pytest.raises(ConfigError, match="unknown encoding"):
        read_corpus(session, "c", encoding="nonsense")
    assert session.calls == []


# -------------------------------------------------------------------------------------------- files


def test_plain_files_go_to_the_core_in_one_call(corpus: Path) -> None:
    for number in range(100):
        Path(f"c/{number:03}").write_bytes(JI)
    session = FakeSession()
    read_corpus(session, "c")
    assert session.calls == [[f"c/{number:03}".encode() for number in range(100)]]


def test_very_many_files_go_to_the_core_in_batches(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_BATCH_FILES", 3)
    for number in range(7):
        Path(f"c/{number}").write_bytes(b"\xff\xfd" * 50 if number == 4 else JI)
    session = FakeSession()
    report = read_corpus(session, "c")
    assert [len(call) for call in session.calls] == [3, 3, 1]
    assert (report.files, codes(report)) == (6, [("c/4", "wrong-encoding")])


def test_the_rules_of_the_walk_are_handed_on(corpus: Path) -> None:
    for name in ("a.txt", "b.md", ".c.txt", "d.txt", "out.txt"):
        Path("c", name).write_bytes(name.encode())
    Path("c/z.txt").symlink_to("a.txt")
    documents, report = read(
        "c",
        include=["*.txt"],
        exclude=["d*"],
        hidden=True,
        follow=True,
        exclude_paths=["c/out.txt"],
    )
    assert documents == [b".c.txt", b"a.txt"]
    assert report.skipped == {"pattern": 2, "duplicate": 2}


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_files_with_a_byte_order_mark_are_decoded(corpus: Path, codec: str) -> None:
    data = "\ufeff机器".encode(codec)
    Path("c/a").write_bytes(data)
    Path("c/b").write_bytes(XUE)
    documents, report = read("c")
    assert sorted(documents) == sorted([JI, XUE])
    assert report == CorpusReport(files=2, documents=2, bytes_read=len(data) + 6, problems=())


def test_a_mark_of_utf_16_contradicts_an_explicit_utf_8(corpus: Path) -> None:
    Path("c/a").write_bytes("\ufeff机器".encode("utf-16-le"))
    documents, report = read("c", encoding="utf-8")
    assert (documents, codes(report)) == ([], [("c/a", "wrong-encoding")])


def test_an_explicit_encoding_is_for_every_file(corpus: Path) -> None:
    Path("c/a").write_bytes("机器".encode("gbk"))
    Path("c/b").write_bytes("学习".encode("gbk"))
    session = FakeSession()
    report = read_corpus(session, "c", encoding="gbk")
    assert session.calls == []
    assert session.documents == [JI, XUE]
    assert report == CorpusReport(files=2, documents=2, bytes_read=8, problems=())


def test_an_explicit_encoding_is_for_binary_streams_too() -> None:
    assert read(io.BytesIO("机器".encode("gbk")), encoding="gbk")[0] == [JI]


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


def change_after_listing(monkeypatch: pytest.MonkeyPatch, change: Callable[[], object]) -> None:
    real = walk.find_files

    def find_files(*given: Any, **options: Any) -> Any:
        listing = real(*given, **options)
        change()
        return listing

    monkeypatch.setattr(module, "find_files", find_files)


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


def failing(name: str, code: int, nth: int, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = 0
    real = getattr(os, name)

    def call(*given: Any, **options: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == nth:
            raise OSError(code, os.strerror(code))
        return real(*given, **options)

    monkeypatch.setattr(os, name, call)


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
