"""Records of WARC: what their headers say, what breaks them, and how their pages are unwrapped."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Iterator

import pytest

from newword.corpus.documents import Mark
from newword.corpus.open.kinds import Layout
from newword.corpus.records.warc import warc_documents
from newword.corpus.report.notes import Notes
from newword.corpus.sandbox import Sandbox

pytest.importorskip("fastwarc")
pytest.importorskip("resiliparse")
brotli = pytest.importorskip("brotli")

PAGE = "<p>机器学习</p>".encode()
SANDBOX = Sandbox()


@pytest.fixture(scope="module", autouse=True)
def _sandbox() -> Iterator[None]:
    yield
    SANDBOX.close()


def record(body: bytes, *headers: str, kind: str = "conversion", size: int | None = None) -> bytes:
    """A record whose headers say so, and its size."""
    lines = ["WARC/1.0", f"WARC-Type: {kind}", *headers]
    lines.append(f"Content-Length: {len(body) if size is None else size}")
    return "\r\n".join([*lines, "", ""]).encode() + body + b"\r\n\r\n"


def response(body: bytes, *headers: str) -> bytes:
    """A record of what a server sent."""
    sent = "\r\n".join(["HTTP/1.1 200 OK", *headers, "", ""]).encode() + body
    return record(sent, "Content-Type: application/http; msgtype=response", kind="response")


def page(body: bytes, *headers: str, media: str = "text/html; charset=utf-8") -> bytes:
    return response(body, f"Content-Type: {media}", *headers)


def read(
    *records: bytes, blocks: Iterable[int] = (), layout: Layout | None = None
) -> tuple[list[str], list[Mark], list[tuple[str, str]]]:
    """Texts, marks and notes of a file of these records."""
    data, notes = b"".join(records), Notes()
    sizes = iter(blocks)

    def give(size: int) -> bytes:
        nonlocal data
        size = min(size, next(sizes, size))
        block, data = data[:size], data[size:]
        return block

    found = list(warc_documents(give, layout or Layout(), "auto", notes, SANDBOX))
    texts = [one.decode("utf-8", "surrogateescape") for one in found if isinstance(one, bytes)]
    marks = [one for one in found if isinstance(one, Mark)]
    return texts, marks, [(note.code, note.detail) for note in notes.all()]


def test_a_header_may_go_on_in_the_next_line() -> None:
    folded = "WARC-Target-URI: http://a/\r\n  b\r\n\tc"
    _, (mark,), notes = read(record(b"x", folded))
    assert mark.id == "http://a/ b c"
    assert notes == []


def test_a_header_of_any_case_is_known_and_empty_lines_between_records_are_nothing() -> None:
    one = record(b"x", "warc-target-uri: http://a/", "WARC-DATE: 2020-01-02T03:04:05Z")
    texts, marks, notes = read(b"\r\n\r\n", one, b"\r\n\r\n\r\n", one)
    assert texts == ["x", "x"]
    assert [mark.id for mark in marks] == ["http://a/"] * 2
    assert {mark.time for mark in marks} == {1_577_934_245}
    assert notes == []


def test_the_headers_that_are_asked_for_go_before_the_usual_ones() -> None:
    one = record(b"x", "WARC-Target-URI: a", "X-Name: b", "X-Day: 2021-01-01")
    _, (mark,), _ = read(one, layout=Layout(id_field="X-Name", time_field="x-day"))
    assert (mark.id, mark.time) == ("b", 1_609_459_200)


@pytest.mark.parametrize("size", [1, 2, 7])
def test_where_blocks_end_changes_nothing(size: int) -> None:
    records = [record("机器".encode()), page(PAGE), record(b"none", kind="request")]
    assert read(*records, blocks=[size] * 10_000) == read(*records)
    assert read(*records)[0] == ["机器", "机器学习"]


WITHOUT_SIZE = "1 record without a Content-Length in the header: record 2, at byte 64 unpacked"
WITHOUT_HEADER = "1 record whose header is not that of WARC: what follows record 1"
CUT = "1 record cut short: record 2, at byte 64 unpacked"


@pytest.mark.parametrize(
    ("broken", "note"),
    [
        (b"HTTP/1.1\r\n\r\n" + b"x" * 99, ("damaged-record", WITHOUT_HEADER)),
        (b"WARC/1.0\r\nA: b\r\n\r\n" + b"x" * 99, ("damaged-record", WITHOUT_SIZE)),
        (b"WARC/1.0\r\nContent-Length: -1\r\n\r\nx", ("damaged-record", WITHOUT_SIZE)),
        (b"WARC/1.0\r\nContent-Length: \xc2\xb2\r\n\r\nx", ("damaged-record", WITHOUT_SIZE)),
        (b"WARC/1.0\r\nContent-Length: %030d\r\n\r\nx" % 1, ("damaged-record", WITHOUT_SIZE)),
        (b"WARC/1.0\r\nA: " + b"b" * 3_000_000, ("damaged-record", WITHOUT_HEADER)),
        (b"\xff" * 3_000_000, ("damaged-record", WITHOUT_HEADER)),
    ],
)  # fmt: skip
def test_what_is_no_record_is_named_and_those_after_it_are_read(
    broken: bytes, note: tuple[str, str]
) -> None:
    texts, marks, notes = read(record(b"before"), broken, b"\r\n\r\n", record(b"after"))
    assert texts == ["before", "after"]
    assert notes == [note]
    assert marks[-1].record == (3 if note[1] == WITHOUT_SIZE else 2)


@pytest.mark.parametrize("kind", ["request", "conversion"])
def test_a_file_that_ends_in_a_record_is_named(kind: str) -> None:
    texts, _, notes = read(record(b"before"), record(b"x" * 9, size=99, kind=kind))
    assert texts == ["before", "x" * 9 + "\r\n\r\n"][: 1 + (kind == "conversion")]
    assert notes == [("truncated", CUT)]


def test_long_lines_of_headers_do_not_end_the_reading() -> None:
    long, longer = "X: " + "a" * 300_000, "X: " + "a" * 3_000_000
    texts, _, notes = read(
        record(b"one", long), page(PAGE, long), page(PAGE, longer), record(b"two")
    )
    assert texts == ["one", "机器学习", "two"]
    assert [(code, detail[:44]) for code, detail in notes] == [
        ("damaged-record", "1 record whose HTTP header is broken: record")
    ]


def test_lines_may_end_without_a_carriage_return() -> None:
    one = record("机器".encode()).replace(b"\r\n", b"\n")
    assert read(one, one)[0] == ["机器", "机器"]


def test_markers_without_end_take_bounded_time() -> None:
    texts, _, notes = read(b"WARC/1.0\r\n\xff\r\nWARC/1.0\r\n: \r\n" * 100_000)
    assert texts == []
    assert notes[0][0] == "damaged"
    assert notes[0][1].startswith("more than 1,000 of its headers are not those of WARC; it was")


def test_only_responses_of_text_are_documents() -> None:
    request = record(b"GET /", "Content-Type: application/http; msgtype=request", kind="response")
    picture = response(b"\x89PNG", "Content-Type: image/png")
    plain = page("机器".encode(), media="text/plain")
    resource = record("学习".encode(), "Content-Type: text/plain", kind="resource")
    texts, marks, notes = read(request, picture, plain, resource, record(b"", kind="metadata"))
    assert texts == ["机器", "学习"]
    assert [mark.record for mark in marks] == [3, 4]
    assert notes == []


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (PAGE, ()),
        (PAGE, ("Content-Encoding: identity",)),
        (gzip.compress(PAGE, mtime=0), ("Content-Encoding: gzip",)),
        (gzip.compress(PAGE, mtime=0), ("Content-Encoding: x-gzip",)),
        (
            gzip.compress(PAGE[:5], mtime=0) + gzip.compress(PAGE[5:], mtime=0),
            ("Content-Encoding: gzip",),
        ),
        (zlib.compress(PAGE)[2:-4], ("Content-Encoding: deflate",)),
        (brotli.compress(PAGE), ("Content-Encoding: br",)),
        (PAGE, ("Content-Encoding: br",)),
        (zlib.compress(PAGE), ("content-encoding: Deflate",)),
        (PAGE, ("Content-Encoding: gzip",)),
        (b"5;a=b\r\n" + PAGE[:5] + b"\r\n%x\r\n" % len(PAGE[5:]) + PAGE[5:] + b"\r\n0\r\n\r\n",
         ("Transfer-Encoding: chunked",)),
        (PAGE, ("Transfer-Encoding: chunked",)),
        (PAGE + b"\r\n", ("Transfer-Encoding: chunked",)),
        (b"0\r\n" + PAGE, ("Transfer-Encoding: chunked", "Content-Type: text/html")),
    ],
)  # fmt: skip
def test_a_page_is_unwrapped_or_was_stored_plain(body: bytes, headers: tuple[str, ...]) -> None:
    (text,), _, notes = read(page(body, *headers))
    assert "机器学习" in text
    assert notes == []


CUT_PAGE = ("<p>机器学习" * 2000).encode()


@pytest.mark.parametrize(
    ("body", "header"),
    [
        (gzip.compress(CUT_PAGE, mtime=0)[:-5], "Content-Encoding: gzip"),
        (
            gzip.compress(CUT_PAGE, mtime=0) + gzip.compress(PAGE, mtime=0)[:-9],
            "Content-Encoding: gzip",
        ),
        (zlib.compress(CUT_PAGE)[:-9], "Content-Encoding: deflate"),
        (b"%x\r\n" % len(CUT_PAGE) + CUT_PAGE[:-9], "Transfer-Encoding: chunked"),
        (b"%x\r\n" % len(CUT_PAGE) + CUT_PAGE + b"\r\n", "Transfer-Encoding: chunked"),
        (b"%x\r\n" % len(CUT_PAGE) + CUT_PAGE + b"\r\nf", "Transfer-Encoding: chunked"),
    ],
)
def test_a_body_that_ends_too_early_is_named_and_what_there_is_is_read(
    body: bytes, header: str
) -> None:
    texts, _, notes = read(page(body, header), record(b"after"))
    assert "机器学习" in texts[0]
    assert texts[1:] == ["after"]
    place = "record 1, at byte 0 unpacked"
    assert notes == [("truncated", f"1 record whose body ends too early: {place}")]


@pytest.mark.parametrize(
    ("body", "header"),
    [
        (gzip.compress(CUT_PAGE, mtime=0) + b"and more", "Content-Encoding: gzip"),
        (b"%x\r\n" % len(CUT_PAGE) + CUT_PAGE + b"\r\nxyz\r\n", "Transfer-Encoding: chunked"),
    ],
)
def test_a_body_that_is_broken_is_named_and_read_up_to_there(body: bytes, header: str) -> None:
    texts, _, notes = read(page(body, header), record(b"after"))
    assert "机器学习" in texts[0]
    assert texts[1:] == ["after"]
    assert [code for code, _ in notes] == ["damaged"]
    assert notes[0][1].startswith("1 record whose body cannot be unpacked to its end: record 1,")


def test_a_page_in_an_unknown_wrapping_is_counted() -> None:
    texts, _, notes = read(*[page(PAGE, "Content-Encoding: zip")] * 2)
    assert texts == []
    place = "the first: record 1, at byte 0 unpacked"
    assert notes == [("unreadable", f"2 records in an unknown content encoding; {place}")]


def test_records_that_memory_should_not_hold_are_left_out() -> None:
    large = page(gzip.compress(b"x" * (2 << 20)), "Content-Encoding: gzip")
    larger = page(zlib.compress(b"x" * (64 << 20)), "Content-Encoding: deflate")
    small = Layout(record_memory=8 << 20)
    records = [record(b"x" * ((1 << 20) + 1)), large, larger, record(b"after")]
    texts, _, notes = read(*records, layout=small)
    assert texts == ["after"]
    place = "the first: record 1, at byte 0 unpacked"
    assert notes == [("too-large", f"3 records longer than 1 MiB; {place}")]


@pytest.mark.parametrize(
    ("media", "codec"),
    [
        ("text/html; charset=gb2312", "gb18030"),
        ("text/html; charset=GBK", "gb18030"),
        ('text/html; charset="big5"', "big5"),
        ("text/html; charset=none-such", "utf-8"),
        ("text/html", "utf-8"),
    ],
)
def test_the_encoding_is_what_the_server_said(media: str, codec: str) -> None:
    (text,), _, notes = read(page("<p>機器學習</p>".encode(codec), media=media))
    assert text.strip() == "機器學習"
    assert notes == []


@pytest.mark.parametrize("name", ["hex", "base64", "rot13", "zlib", "undefined", "idna"])
def test_a_codec_that_is_no_encoding_of_text_is_not_used(name: str) -> None:
    (text,), _, notes = read(page(PAGE, media=f"text/html; charset={name}"))
    assert text.strip() == "机器学习"
    assert notes == []


def test_a_page_says_its_encoding_itself() -> None:
    body = '<meta charset="gbk"><p>机器学习</p>'.encode("gbk")
    (text,), _, _ = read(page(body, media="text/html"))
    assert text.strip() == "机器学习"


def test_places_that_do_not_decode_are_counted_and_break_the_text() -> None:
    texts, _, notes = read(page(b"<p>" + "机器".encode() + b"\xff" + "学习".encode() + b"</p>"))
    assert "机器学习" not in texts[0]
    assert notes == [
        (
            "invalid-bytes",
            "1 record with places that do not decode: record 1, at byte 0 unpacked",
        )
    ]


def test_a_page_in_another_encoding_than_it_says_is_refused() -> None:
    body = "<p>" + "机器学习" * 500 + "</p>"
    texts, _, ((code, detail),) = read(page(body.encode("gbk"), media="text/html; charset=utf-8"))
    assert texts == []
    assert detail == "1 record in another encoding: record 1, at byte 0 unpacked"
    assert code != "invalid-bytes"
