"""Every kind of input gives its documents; what is damaged is named, and read up to there."""

from __future__ import annotations

import bz2
import csv
import gzip
import importlib.util
import io
import json
import lzma
import random
import sys
import tracemalloc
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import newword
from newword import ConfigError, CorpusError, Reading
from newword.core._core import FileOutcome, Session
from newword.corpus import CorpusReport, read_corpus
from newword.corpus.open import compressed
from newword.corpus.open.compressed import Unpacker, find_compression
from newword.corpus.open.kinds import Layout
from newword.corpus.report.notes import Notes
from newword.platform import extras

JI, XUE, YUN = "机器".encode(), "学习".encode(), "云计算".encode()
TEXTS = [JI, XUE, YUN]
HAS_ARROW = importlib.util.find_spec("pyarrow") is not None
needs_arrow = pytest.mark.skipif(not HAS_ARROW, reason="pyarrow is not installed")


def has_zstd() -> bool:
    try:
        find = importlib.util.find_spec
        return bool(find("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd"))
    except ModuleNotFoundError:
        return False


def zstd(data: bytes) -> bytes:
    if not has_zstd():
        pytest.skip("no zstd module is installed")
    name = "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd"
    packed: bytes = importlib.import_module(name).compress(data)
    return packed


PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": zstd,
}
each_packer = pytest.mark.parametrize("name", PACKERS)


class Recorder:
    """Keeps the documents that are fed; files that the core reads by itself are given to it."""

    def __init__(self) -> None:
        self.documents: list[bytes] = []
        self.native: list[str] = []
        self.bytes_read = 0
        self._open = b""

    def feed(self, block: bytes, /) -> None:
        self._open += block

    def end_document(self) -> None:
        self.documents.append(self._open)
        self._open = b""

    def read_files(
        self, paths: Sequence[bytes], explicit: Sequence[bool], tick: Any, /
    ) -> list[FileOutcome]:
        core = Session(threads=1)
        outcomes = core.read_files(paths, explicit, tick)
        self.bytes_read += core.bytes_read
        left = {outcome.index for outcome in outcomes}
        self.native += [p.decode() for n, p in enumerate(paths) if n not in left]
        return outcomes


def read(source: Any, encoding: str = "auto", **layout: Any) -> tuple[list[bytes], CorpusReport]:
    session = Recorder()
    report = read_corpus(session, source, encoding=encoding, layout=Layout(**layout))
    return session.documents, report


def documents_of(source: Any, **layout: Any) -> list[bytes]:
    documents, report = read(source, **layout)
    assert report.problems == ()
    return documents


def codes(report: CorpusReport) -> list[str]:
    return [problem.code for problem in report.problems]


def jsonl(texts: Sequence[bytes], field: str = "text") -> bytes:
    return b"".join(
        json.dumps({"id": n, field: text.decode()}).encode() + b"\n" for n, text in enumerate(texts)
    )


def wet(texts: Sequence[bytes], kind: str = "conversion") -> bytes:
    return b"".join(
        b"WARC/1.0\r\nWARC-Type: %b\r\nContent-Type: text/plain\r\n" % kind.encode()
        + b"Content-Length: %d\r\n\r\n%b\r\n\r\n" % (len(text), text)
        for text in texts
    )


def parquet(path: Path, columns: dict[str, list[Any]]) -> Path:
    arrow = pytest.importorskip("pyarrow")
    importlib.import_module("pyarrow.parquet").write_table(arrow.table(columns), path)
    return path


# ------------------------------------------------------------------------------------ compression


@each_packer
def test_a_compressed_file_is_told_by_its_content_and_not_by_its_name(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / "novel.txt").write_bytes(PACKERS[name](JI * 1000))
    (tmp_path / "plain.gz").write_bytes(XUE)
    session = Recorder()
    report = read_corpus(session, tmp_path)
    assert session.documents == [JI * 1000]
    assert session.native == [str(tmp_path / "plain.gz")]
    assert (report.files, report.problems) == (2, ())


@each_packer
def test_all_members_are_read_as_one_document(tmp_path: Path, name: str) -> None:
    (tmp_path / "a").write_bytes(PACKERS[name](JI) + PACKERS[name](b"") + PACKERS[name](XUE))
    assert documents_of(tmp_path) == [JI + XUE]


@pytest.mark.parametrize("name", ["gzip", "xz"])
def test_padding_of_zeros_between_and_after_members_is_nothing(tmp_path: Path, name: str) -> None:
    zeros = bytes(512)
    (tmp_path / "a").write_bytes(PACKERS[name](JI) + zeros + PACKERS[name](XUE) + zeros)
    assert documents_of(tmp_path) == [JI + XUE]


@each_packer
def test_a_file_that_ends_too_early_is_read_up_to_there(tmp_path: Path, name: str) -> None:
    text = "".join(random.Random(1).choices("的一是不了在人有我他这个们中来上大为和国", k=90_000))
    packed = PACKERS[name](text.encode())
    (tmp_path / "a").write_bytes(packed[: len(packed) * 3 // 4])
    documents, report = read(tmp_path)
    got = documents[0].rstrip(b"\xff").decode()
    assert text.startswith(got)
    assert name == "bzip2" or len(got) > 30_000  # a bzip2 block is whole or nothing
    assert report.problems[0].code == "truncated"
    assert report.problems[0].offset == len(packed) * 3 // 4


@each_packer
def test_what_follows_the_last_member_is_named_with_its_place(tmp_path: Path, name: str) -> None:
    packed = PACKERS[name](JI)
    (tmp_path / "a").write_bytes(packed + b"something else")
    documents, report = read(tmp_path)
    assert documents == [JI]
    assert [(p.code, p.offset) for p in report.problems] == [("damaged", len(packed))]


@each_packer
@settings(max_examples=30, deadline=None)
@given(place=st.integers(0, 10**9), value=st.integers(1, 255))
def test_a_flipped_byte_never_raises_and_never_reads_wrong_silently(
    name: str, place: int, value: int
) -> None:
    text = "".join(random.Random(2).choices("机器学习云计算的人工智能", k=5000)).encode()
    packed = bytearray(PACKERS[name](text))
    packed[place % len(packed)] ^= value
    notes = Notes()
    if find_compression(bytes(packed[:16])) != name:
        return
    unpacker = Unpacker(io.BytesIO(packed).read, name, max_bytes=1 << 20, notes=notes)
    got = unpacker.read(1 << 20)
    assert unpacker.read(1) == b""
    # zstd without a checksum cannot tell all damage; the header of gzip has fields without meaning.
    assert got == text or notes.all() or name == "zstd"


def test_a_lack_of_memory_is_no_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    def decompress(member: object, data: bytes, max_length: int) -> bytes:
        raise MemoryError("no room to unpack")

    monkeypatch.setattr(compressed._GzipMember, "decompress", decompress)
    read_packed = io.BytesIO(gzip.compress(JI)).read
    unpacker = Unpacker(read_packed, "gzip", max_bytes=1 << 20, notes=Notes())
    with pytest.raises(MemoryError, match="no room to unpack"):
        unpacker.read(9)


@each_packer
def test_a_bomb_is_cut_at_the_limit_in_little_memory(tmp_path: Path, name: str) -> None:
    packed = PACKERS[name](b"ha " * (4 << 20))
    assert len(packed) < 1 << 16
    (tmp_path / "bomb").write_bytes(packed)
    notes = Notes()
    unpacker = Unpacker(io.BytesIO(packed).read, name, max_bytes=9 << 20, notes=notes)
    tracemalloc.start()
    size = sum(len(block) for block in iter(lambda: unpacker.read(1 << 20), b""))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert size == 9 << 20
    assert [note.code for note in notes.all()] == ["too-large"]
    assert peak < 16 << 20
    _, report = read(tmp_path, max_bytes=1 << 20)
    assert "--max-bytes" in str(report.problems[0])


def test_broken_archives_and_what_is_compressed_twice_are_refused_with_the_reason(
    tmp_path: Path,
) -> None:
    (tmp_path / "twice").write_bytes(gzip.compress(gzip.compress(JI)))
    (tmp_path / "zip").write_bytes(gzip.compress(b"PK\x03\x04" + JI))
    (tmp_path / "tar").write_bytes(gzip.compress(bytes(257) + b"ustar" + JI))
    documents, report = read(tmp_path)
    assert documents == []
    assert [(Path(p.path).name, p.code) for p in report.problems] == [
        ("tar", "damaged-document"),
        ("twice", "binary"),
        ("zip", "damaged-document"),
    ]


def test_the_encoding_is_that_of_the_content(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(gzip.compress("机器学习".encode("gb18030")))
    assert read(tmp_path, encoding="gb18030")[0] == ["机器学习".encode()]
    documents, report = read(tmp_path)
    assert (documents, codes(report)) == ([], ["wrong-encoding"])
    (tmp_path / "a").write_bytes(gzip.compress("机器学习".encode("utf-16")))
    assert documents_of(tmp_path) == ["机器学习".encode()]


def test_a_missing_package_is_named_with_its_command_and_all_else_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_bytes(b"\x28\xb5\x2f\xfd" + bytes(20))
    (tmp_path / "b").write_bytes(gzip.compress(JI))
    monkeypatch.setattr(extras.importlib, "import_module", lambda name: __import__("no_" + name))
    documents, report = read(tmp_path)
    assert documents == [JI]
    assert [(p.code, 'pip install "newword[zstd]"' in p.detail) for p in report.problems] == [
        ("needs-package", True)
    ]


# ---------------------------------------------------------------------------------------- records


@pytest.mark.parametrize("field", ["text", "content", "raw_content", "body"])
def test_each_json_line_is_a_document_of_its_own(tmp_path: Path, field: str) -> None:
    (tmp_path / "a.jsonl").write_bytes(jsonl(TEXTS, field))
    assert documents_of(tmp_path) == TEXTS


def test_a_named_field_goes_before_the_usual_ones(tmp_path: Path) -> None:
    (tmp_path / "a.ndjson").write_text('{"text": "a", "正文": "机器"}\n\n', "utf-8")
    assert documents_of(tmp_path, text_field="正文") == [JI]


def test_records_that_cannot_be_used_are_counted_and_the_first_is_named(tmp_path: Path) -> None:
    lines = ["not json", '{"text": "机器"}', "[1]", '{"text": 3}', '{"id": 1}', "{" * 100_000]
    (tmp_path / "a.jsonl").write_text("\n".join(lines), "utf-8")
    documents, report = read(tmp_path)
    assert documents == [JI]
    assert [(p.code, p.detail) for p in report.problems] == [
        ("bad-record", "2 records that cannot be parsed as JSON; the first: line 1"),
        ("bad-record", "1 record with no JSON object: line 3"),
        (
            "no-text",
            "2 records without a text in text or content or raw_content or body; "
            "the first: line 4; it has text",
        ),
    ]


def test_bad_bytes_and_lone_surrogates_in_a_record_break_the_run(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(
        b'{"text": "' + JI + b"\xff" + XUE + b'"}\n{"text": "\\ud800a"}\n' + jsonl([YUN]) * 9
    )
    documents, report = read(tmp_path)
    assert documents == [JI + b"\xff" + XUE, b"\xffa", *[YUN] * 9]
    assert codes(report) == ["invalid-bytes", "invalid-bytes"]


def test_a_line_that_memory_should_not_hold_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newword.corpus.records.lines.MAX_RECORD_BYTES", 1 << 20)
    (tmp_path / "a.jsonl").write_bytes(jsonl([JI, b"a" * (3 << 20), XUE]))
    documents, report = read(tmp_path)
    assert (documents, codes(report)) == ([JI, XUE], ["too-large"])


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=30), min_size=1, max_size=8))
@settings(deadline=None, max_examples=40)
def test_csv_gives_back_what_was_written(texts: list[str]) -> None:
    out = io.StringIO(newline="")
    rows = csv.writer(out)
    rows.writerow(["id", "content"])
    rows.writerows([n, text] for n, text in enumerate(texts))
    if "\0" in out.getvalue() and sys.version_info < (3, 11):
        return
    got, _ = read(io.BytesIO(out.getvalue().encode()), input_format="csv")
    assert [text.decode() for text in got] == texts


def test_a_table_has_a_header_or_a_number_of_the_column(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_bytes(b"id\ttext\n1\t" + JI + b'"\n2\t' + XUE + b"\n")
    assert documents_of(tmp_path) == [JI + b'"', XUE]
    assert documents_of(tmp_path, text_field="1") == [b"id", b"1", b"2"]
    documents, report = read(tmp_path, text_field="nothing")
    assert (documents, codes(report)) == ([], ["no-text"])


def test_a_row_that_is_too_short_is_named_and_a_broken_table_too(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"id,text\n1\n2," + JI + b"\n")
    documents, report = read(tmp_path)
    assert (documents, codes(report)) == ([JI], ["bad-record"])
    (tmp_path / "a.csv").write_bytes(b'id,text\n1,"' + b"x\n" * 99)
    limit = csv.field_size_limit()
    read(tmp_path)
    assert csv.field_size_limit() == limit


def test_a_table_that_ends_in_quotes_is_damaged(tmp_path: Path) -> None:
    """Found by the damaged samples: the rest was taken for one field, and nobody was told."""
    (tmp_path / "a.csv").write_bytes(b'id,text\n1,"' + JI + b'"\n2,"' + XUE + b"\n3,x\n")
    documents, report = read(tmp_path)
    assert (documents[0], codes(report)) == (JI, ["damaged"])
    assert "quotation mark is not closed" in str(report.problems[0])
    (tmp_path / "a.csv").write_bytes(b'id,text\n1,"' + JI + b'"\n2,"' + XUE + b'"')
    assert codes(read(tmp_path)[1]) == []


@needs_arrow
def test_each_row_of_parquet_is_a_document_of_its_own(tmp_path: Path) -> None:
    texts = [text.decode() for text in TEXTS]
    parquet(tmp_path / "a.bin", {"id": [1, 2, 3], "content": texts})
    assert documents_of(tmp_path) == TEXTS
    documents, report = read(tmp_path, text_field="id")
    assert (documents, codes(report)) == ([], ["no-text"])
    documents, report = read(tmp_path, text_field="body")
    assert (documents, codes(report)) == ([], ["no-text"])
    assert report.problems[0].detail == "it has no column body; it has id, content"


@needs_arrow
def test_parquet_with_gaps_damage_or_too_much_says_so(tmp_path: Path) -> None:
    path = parquet(tmp_path / "a", {"text": ["机器", None, "学习"]})
    documents, report = read(tmp_path)
    assert (documents, codes(report)) == ([JI, XUE], ["no-text"])
    documents, report = read(tmp_path, max_bytes=6)
    assert (documents, codes(report)) == ([JI], ["too-large", "no-text"])
    path.write_bytes(path.read_bytes()[:-20])
    documents, report = read(tmp_path)
    assert (documents, codes(report)) == ([], ["damaged"])


@needs_arrow
def test_parquet_in_a_stream_is_refused(tmp_path: Path) -> None:
    data = parquet(tmp_path / "a", {"text": ["机器"]}).read_bytes()
    documents, report = read(io.BytesIO(data))
    assert (documents, codes(report)) == ([], ["unreadable"])


def test_plain_text_that_begins_like_parquet_is_not_lost_silently(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"PAR1" + JI)
    _, report = read(tmp_path)
    assert len(report.problems) == 1
    assert documents_of(tmp_path, input_format="text") == [b"PAR1" + JI]


# ------------------------------------------------------------------------------------------- WARC


def http(body: bytes, *headers: str) -> bytes:
    head = "\r\n".join(["HTTP/1.1 200 OK", *headers]).encode()
    return head + b"\r\n\r\n" + body


def response(payload: bytes) -> bytes:
    head = "WARC/1.1\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response"
    return f"{head}\r\nContent-Length: {len(payload)}\r\n\r\n".encode() + payload + b"\r\n\r\n"


def test_each_record_of_wet_is_a_document_and_other_records_are_none(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(wet([b"software: x"], "warcinfo") + wet(TEXTS))
    (tmp_path / "b.gz").write_bytes(b"".join(gzip.compress(wet([text])) for text in TEXTS))
    assert documents_of(tmp_path) == TEXTS * 2


def test_pages_give_their_text_in_the_encoding_that_they_name(tmp_path: Path) -> None:
    html = "Content-Type: text/html"
    page = "<html><script>var a</script><p>机<b>器</b>学习<p>云&lt;计算</html>"
    gbk = page.replace("<html>", '<html><meta charset="gbk">').encode("gbk")
    chunks = b"3\r\n" + JI[:3] + b"\r\n3;x\r\n" + JI[3:] + b"\r\n0\r\n\r\n"
    (tmp_path / "a").write_bytes(
        response(http(page.encode(), html))
        + response(http(gbk, html))
        + response(http(gzip.compress(page.encode()), html, "Content-Encoding: gzip"))
        + response(http(chunks, "Content-Type: text/plain", "Transfer-Encoding: chunked"))
        + response(http(b"\x89PNG", "Content-Type: image/png"))
    )
    documents = documents_of(tmp_path)
    assert [d.split() for d in documents] == [["机器学习".encode(), "云<计算".encode()]] * 3 + [
        [JI]
    ]


@pytest.mark.parametrize(
    ("tail", "code"),
    [
        (wet([XUE])[:-8], "truncated"),
        (b"rubbish\r\n", "damaged-record"),
        (b"WARC/1.0\r\n\r\n", "damaged-record"),
    ],
)
def test_a_warc_that_breaks_off_is_read_up_to_there(tmp_path: Path, tail: bytes, code: str) -> None:
    (tmp_path / "a").write_bytes(wet([JI]) + tail)
    documents, report = read(tmp_path)
    assert documents[0] == JI
    assert code in codes(report)


# ------------------------------------------------------------------------------------ all together


def test_all_kinds_in_one_directory_and_the_plain_ones_go_to_the_core(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_bytes(JI)
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(jsonl(TEXTS)))
    (tmp_path / "b.CSV").write_bytes(b"text\n" + XUE + b"\n")
    (tmp_path / "c.xz").write_bytes(lzma.compress(YUN))
    session = Recorder()
    report = read_corpus(session, tmp_path)
    assert sorted(session.documents) == sorted([*TEXTS, XUE, YUN])
    assert len(session.native) == 3
    assert (report.files, report.documents, report.problems) == (6, 8, ())
    sizes = sum(path.stat().st_size for path in tmp_path.iterdir())
    assert report.bytes_read == sizes


def test_standard_input_and_open_files_are_told_alike() -> None:
    assert documents_of(io.BytesIO(gzip.compress(JI))) == [JI]
    assert documents_of(io.BytesIO(bz2.compress(jsonl(TEXTS))), input_format="jsonl") == TEXTS
    assert documents_of(io.BytesIO(wet(TEXTS))) == TEXTS


def test_no_word_crosses_from_one_record_into_the_next(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(jsonl([JI, XUE] * 5))
    words = newword.count_corpus(tmp_path, max_order=4, min_count=1).table
    assert words.size(4) == words.size(3) == 0
    assert words.words(2, range(words.size(2))) == ["学习", "机器"]


def test_strict_makes_damage_a_failure(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(gzip.compress(JI)[:-4])
    with pytest.raises(CorpusError, match="truncated"):
        newword.count_corpus(tmp_path, max_order=2, reading=Reading(strict=True))


@pytest.mark.parametrize(
    "wrong", [{"input_format": "xml"}, {"text_field": ""}, {"max_bytes": 0}, {"max_bytes": "many"}]
)
def test_options_that_cannot_work_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ConfigError):
        Reading(**wrong)
