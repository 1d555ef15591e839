"""What a corpus is, and how its files are read."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from reading import JI, XUE, FakeSession, codes, read

from newword.corpus import CorpusReport, Documents, read_corpus
from newword.corpus import read as module
from newword.errors import ConfigError, CorpusError


@pytest.fixture(autouse=True)
def directory(corpus: Path) -> None:
    """An empty one."""
    (corpus / "c").mkdir()


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
    notes = (f"files by encoding: {codec} 1, utf-8 1",)
    size = len(data) + 6
    assert report == CorpusReport(files=2, documents=2, bytes_read=size, problems=(), notes=notes)


def test_a_mark_of_utf_16_goes_before_an_explicit_utf_8(corpus: Path) -> None:
    Path("c/a").write_bytes("\ufeff机器".encode("utf-16-le"))
    documents, report = read("c", encoding="utf-8")
    assert (documents, codes(report)) == ([JI], [])


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
