"""Documents and archives among plain text: one text, whatever kind of file it lies in."""

from __future__ import annotations

import calendar
import io
import os
import random
import re
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from office_files import WRITERS, tar_of, zip_of

import newword
from newword.corpus import CorpusReport, read_corpus
from newword.corpus.open.kinds import Layout
from newword.corpus.open.recognise import recognise

for package in (
    "docx", "ebooklib", "kreuzberg", "odf", "openpyxl", "pptx", "py7zr", "pysubs2", "reportlab",
    "resiliparse", "striprtf",
):  # fmt: skip
    pytest.importorskip(package)

PARAGRAPHS = [
    "玄溟宗的长老在青梧峰下等了三天三夜",
    "洛维坦说他不曾见过这样的雪",
    "青梧峰的雪到了五月也不化",
    "他把剑插在石缝里就走了一路上没有回过头直到山脚下才停下来看了一眼来时的路上面已经盖满了雪而他的脚印一个也看不见了只有那把剑还在风里响着",
    "玄溟宗从此再没有人提起洛维坦",
    "又过了许多年青梧峰上来了一个孩子",
]
HAN = re.compile(r"[\u4e00-\u9fff]+")


class Sink:
    """Keeps the documents."""

    def __init__(self) -> None:
        self.documents: list[bytes] = []
        self.bytes_read = 0
        self._open = b""

    def feed(self, block: bytes, /) -> None:
        self._open += block

    def end_document(self) -> None:
        self.documents.append(self._open)
        self._open = b""


def read(source: object, **layout: Any) -> tuple[list[bytes], CorpusReport]:
    sink = Sink()
    report = read_corpus(sink, source, layout=Layout(**layout))  # type: ignore[arg-type]
    return sink.documents, report


def runs(document: bytes) -> list[str]:
    return HAN.findall(document.decode())


@pytest.mark.parametrize("kind", WRITERS)
def test_a_file_of_each_kind_has_the_runs_of_its_text(tmp_path: Path, kind: str) -> None:
    (tmp_path / f"a.{kind}").write_bytes(WRITERS[kind](PARAGRAPHS))
    documents, report = read(tmp_path)
    assert report.problems == ()
    (document,) = documents
    assert sorted(runs(document)) == sorted(PARAGRAPHS)
    assert report.files == report.documents == 1


def test_pdf_is_read_where_it_never_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its library is unpacked anew, beside what others may have left, and nothing of it stays."""
    temporary, place = tmp_path / "tmp", tmp_path / "texts"
    (temporary / "kreuzberg-pdfium").mkdir(parents=True)
    planted = temporary / "kreuzberg-pdfium" / "libpdfium.so"
    planted.write_bytes(b"no library")
    place.mkdir()
    (place / "a.docx").write_bytes(WRITERS["docx"](PARAGRAPHS))
    (place / "b.pdf").write_bytes(WRITERS["pdf"](PARAGRAPHS))
    monkeypatch.setenv("TMPDIR", str(temporary))
    documents, report = read(place)
    assert report.problems == ()
    assert len(documents) == 2
    assert [path.name for path in temporary.iterdir()] == ["kreuzberg-pdfium"]
    assert [path.name for path in planted.parent.iterdir()] == ["libpdfium.so"]


def test_one_folder_with_a_file_of_each_kind_has_the_words_of_the_text(tmp_path: Path) -> None:
    mixed, plain = tmp_path / "mixed", tmp_path / "plain"
    for place, kinds in ((mixed, list(WRITERS)), (plain, ["txt"] * len(WRITERS))):
        place.mkdir()
        for number, kind in enumerate(kinds):
            (place / f"{number}.{kind}").write_bytes(WRITERS[kind](PARAGRAPHS))
    found, expected = (newword.count_corpus(place, max_order=6) for place in (mixed, plain))
    assert found.report.problems == ()
    for order in range(1, 7):
        counts = [
            dict(
                zip(
                    table.words(order, range(table.size(order))),
                    table.column(order, "count").tolist(),
                    strict=True,
                )
            )
            for table in (found.table, expected.table)
        ]
        common = {word for word, n in counts[1].items() if n >= len(WRITERS)}
        assert {word: counts[0][word] for word in common} == {w: counts[1][w] for w in common}
        assert len(common) > 20


# ----------------------------------------------------------------------------- what cannot be read


def problems(report: CorpusReport, folder: Path) -> dict[str, str]:
    prefix = f"{folder}/"
    return {one.path.removeprefix(prefix): one.code for one in report.problems}


def test_what_cannot_be_read_is_named_and_all_else_is_read(tmp_path: Path) -> None:
    whole = {kind: write(PARAGRAPHS) for kind, write in WRITERS.items()}
    for kind in ("docx", "pdf", "zip", "epub", "7z", "odt"):
        (tmp_path / f"cut.{kind}").write_bytes(whole[kind][: len(whole[kind]) * 2 // 3])
    files = {
        "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
        "a.rar": b"Rar!\x1a\x07\x01\0",
        "book.azw": bytes(60) + b"BOOKMOBI" + bytes(100),
        "scan.pdf": scan(),
        "empty.docx": WRITERS["docx"]([" ", " "]),
        "sealed.zip": sealed_zip(),
        "sealed.7z": sealed_7z(header=False),
        "sealed-names.7z": sealed_7z(header=True),
        "bomb.zip": bomb(),
        "overlap.zip": overlapping(),
        "nest.zip": zip_of(
            {"in.zip": whole["zip"], "in.7z": whole["7z"], "text.txt": "玄".encode()}
        ),
        "nest.tar": tar_of({"in.tar": whole["tar"]}, "w"),
        "entities.docx": with_entities(whole["docx"]),
        "gbk.html": ("<p>" + PARAGRAPHS[0] * 9).encode("gbk"),
        "whole.txt": b"".join(p.encode() + b"\n" for p in PARAGRAPHS),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    documents, report = read(tmp_path)
    assert problems(report, tmp_path) == {
        "a.rar": "unsupported",
        "bomb.zip": "zip-bomb",
        "book.azw": "unsupported",
        "cut.7z": "unparsable",
        **{f"cut.{kind}": "damaged-document" for kind in ("docx", "epub", "odt", "pdf", "zip")},
        "empty.docx": "without-text",
        "entities.docx": "unparsable",
        "gbk.html": "wrong-encoding",
        "nest.tar!/in.tar": "nested",
        "nest.zip!/in.7z": "nested",
        "nest.zip!/in.zip": "nested",
        "old.doc": "unsupported",
        "overlap.zip": "zip-bomb",
        "scan.pdf": "without-text",
        "sealed-names.7z": "encrypted",
        "sealed.7z": "encrypted",
        "sealed.zip!/a.txt": "encrypted",
    }
    assert [d.decode() for d in documents if runs(d)] == [
        "玄", "开", files["whole.txt"].decode()
    ]  # fmt: skip


@pytest.mark.parametrize("kind", [kind for kind in WRITERS if kind not in ("txt", "md")])
def test_damaged_files_never_end_the_reading(tmp_path: Path, kind: str) -> None:
    data = WRITERS[kind](PARAGRAPHS)
    chance = random.Random(kind)
    for number in range(12):
        broken = bytearray(data[: chance.randrange(len(data)) if number % 3 == 0 else None])
        for _ in range(1 + number):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        (tmp_path / f"{number}.{kind}").write_bytes(bytes(broken))
    (tmp_path / "z.txt").write_bytes("玄溟宗".encode())
    documents, _ = read(tmp_path)
    assert documents[-1] == "玄溟宗".encode()


@pytest.mark.parametrize(
    ("module", "kind", "line"),
    [
        ("resiliparse", "html", 'reading HTML needs the package resiliparse; run: pip install "ne'),
        ("kreuzberg", "docx", "reading office documents needs the package kreuzberg; run: pip in"),
        ("kreuzberg", "pdf", "reading office documents needs the package kreuzberg; run: pip ins"),
        ("striprtf", "rtf", 'reading RTF needs the package striprtf; run: pip install "newword['),
        ("pysubs2", "srt", 'reading subtitles needs the package pysubs2; run: pip install "newwo'),
        ("py7zr", "7z", 'reading 7z archives needs the package py7zr; run: pip install "newword['),
        ("resiliparse", "epub", 'reading HTML needs the package resiliparse; run: pip install "ne'),
    ],
)
def test_without_the_package_one_line_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, kind: str, line: str
) -> None:
    hidden, corpus = tmp_path / "hidden", tmp_path / "corpus"
    hidden.mkdir()
    corpus.mkdir()
    (hidden / f"{module}.py").write_text("raise ImportError")
    monkeypatch.syspath_prepend(hidden)
    (corpus / f"a.{kind}").write_bytes(WRITERS[kind](PARAGRAPHS))
    (corpus / "b.txt").write_bytes("玄溟宗".encode())
    documents, report = read(corpus)
    assert documents[-1] == "玄溟宗".encode()
    (problem,) = report.problems
    assert problem.code == "needs-package"
    assert problem.detail.startswith(line)


# ------------------------------------------------------------------------ members, names and times


def test_members_have_names_and_times(tmp_path: Path) -> None:
    whole = {kind: write(PARAGRAPHS) for kind, write in WRITERS.items()}
    files = {
        "a/b.docx": whole["docx"],
        "页.html": whole["html"],
        ".hidden": b"x",
        "__MACOSX/c": b"x",
    }
    (tmp_path / "a.zip").write_bytes(zip_of(files))
    (tmp_path / "a.tar.gz").write_bytes(tar_of(files))
    (tmp_path / "gbk.zip").write_bytes(zip_of({"xx.txt": b"a"}).replace(b"xx", "页".encode("gbk")))
    (tmp_path / "mail.eml").write_bytes(mail_with({"信.docx": whole["docx"], "p.png": b"\x89PNG"}))
    os.utime(tmp_path / "mail.eml", (0, 0))
    reading = newword.Reading(time_from_mtime=True)
    session, log = reading.session(), reading.log(names=True, times=True)
    read_corpus(session, tmp_path, log=log)
    names = [str(log.name_of(n)).removeprefix(f"{tmp_path}/") for n in range(session.documents)]
    assert names == [
        "a.tar.gz!/a/b.docx", "a.tar.gz!/页.html", "a.zip!/a/b.docx", "a.zip!/页.html",
        "gbk.zip!/页.txt", "mail.eml", "mail.eml!/信.docx",
    ]  # fmt: skip
    times = dict(zip(names, log.times.tolist(), strict=True))  # type: ignore[union-attr]
    assert times["mail.eml"] == 1_714_523_400
    assert times["mail.eml!/信.docx"] == times["a.zip!/a/b.docx"] == 1_387_840_500  # its own
    assert times["a.tar.gz!/页.html"] == 0
    assert times["a.zip!/页.html"] == calendar.timegm((1980, 1, 1, 0, 0, 0))


def test_names_lie_and_content_tells(tmp_path: Path) -> None:
    (tmp_path / "table.xls").write_bytes(WRITERS["html"](PARAGRAPHS))
    (tmp_path / "letter.doc").write_bytes(WRITERS["rtf"](PARAGRAPHS))
    (tmp_path / "note.docx").write_bytes("\n".join(PARAGRAPHS).encode())
    (tmp_path / "page").write_bytes(b"\xef\xbb\xbf\n <!DOCTYPE HTML>" + WRITERS["html"](PARAGRAPHS))
    (tmp_path / "said").write_bytes(WRITERS["srt"](PARAGRAPHS).decode().encode("utf-16"))
    documents, report = read(tmp_path)
    assert report.problems == ()
    assert [sorted(runs(d)) for d in documents] == [sorted(PARAGRAPHS)] * 5


def test_the_core_and_python_tell_the_same_files(tmp_path: Path) -> None:
    """What the core reads as text must be what Python takes for text."""
    heads = [
        b"%PDF-1.4 x", b"PK\3\4x", b"{\\rtf1 x}", b"<!doctype HTML>x", b" \n<HTML lang=zh>x",
        b"<?xml version='1.0'?>\n<!DOCTYPE html>", b"WEBVTT\n\nx", b"[script info]\nx",
        b"12\r\n00:00:01,000 --> 00:00:02,000\r\nx", b"12\n00:00:01 x", b"<p>x", b"x <html>",
        b"\xef\xbb\xbf<html>", bytes(257) + b"ustar", bytes(60) + b"BOOKMOBI", b"",
    ]  # fmt: skip
    for number, head in enumerate(heads):
        (tmp_path / f"{number}").write_bytes(head)
    session = newword.Reading().session()
    paths = [os.fsencode(tmp_path / f"{number}") for number in range(len(heads))]
    outcomes = session.read_files(paths, [True] * len(paths), None)
    packed = {outcome.index for outcome in outcomes if outcome.code == "packed"}
    recognised = {number for number, head in enumerate(heads) if recognise(head)}
    assert recognised <= packed
    assert packed == recognised


def test_readings_above_characters_are_left_out(tmp_path: Path) -> None:
    document = docx_with(
        "<w:p><w:r><w:t>漢</w:t></w:r><w:ruby><w:rt><w:r><w:t>じ</w:t></w:r></w:rt><w:rubyBase>"
        "<w:r><w:t>字</w:t></w:r></w:rubyBase></w:ruby><w:r><w:t>表</w:t></w:r></w:p>"
    )
    page = b"<ruby>\xe6\xbc\xa2<rt>\xe3\x81\x98</rt></ruby>"
    (tmp_path / "a.docx").write_bytes(document)
    (tmp_path / "b.vtt").write_bytes(b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + page)
    (tmp_path / "c.html").write_bytes(page)
    documents, _ = read(tmp_path)
    assert [runs(d) for d in documents] == [["漢字表"], ["漢"], ["漢"]]


# ------------------------------------------------------------------------------- files of the tests


def scan() -> bytes:
    from reportlab.pdfgen import canvas

    out = io.BytesIO()
    page = canvas.Canvas(out)
    page.rect(10, 10, 100, 100, fill=1)
    page.showPage()
    page.save()
    return out.getvalue()


def sealed_zip() -> bytes:
    """Of its two members the first is marked as encrypted."""
    data = bytearray(zip_of({"a.txt": b"secret", "b.txt": "开".encode()}))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(mark) + flags] |= 1
    return bytes(data)


def sealed_7z(*, header: bool) -> bytes:
    import py7zr

    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w", password="x", header_encryption=header) as archive:
        archive.writestr("玄溟宗", "a.txt")
    return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", bytes(1 << 20))
    data = bytearray(out.getvalue())
    at = data.find(b"PK\x01\x02") + 24
    data[at : at + 4] = (3 << 30).to_bytes(4, "little")  # so large it says it is
    return bytes(data)


def overlapping() -> bytes:
    """Two members that say they are the same stretch of the file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", b"x" * 4000)
        archive.filelist.append(archive.filelist[0])
    return out.getvalue()


def with_entities(document: bytes) -> bytes:
    return edited(document, lambda xml: xml.replace(b"?>", b'?><!DOCTYPE w [<!ENTITY e "x">]>', 1))


def docx_with(paragraph: str) -> bytes:
    plain = WRITERS["docx"](["", ""])
    return edited(plain, lambda xml: xml.replace(b"<w:body>", b"<w:body>" + paragraph.encode(), 1))


def edited(document: bytes, edit: Callable[[bytes], bytes]) -> bytes:
    """A document of Word with another main part."""
    with zipfile.ZipFile(io.BytesIO(document)) as parts:
        files = {name: parts.read(name) for name in parts.namelist()}
    return zip_of({**files, "word/document.xml": edit(files["word/document.xml"])})


def mail_with(attachments: dict[str, bytes]) -> bytes:
    message = EmailMessage()
    message["Subject"] = "玄溟宗"
    message["Date"] = "Wed, 01 May 2024 08:30:00 +0800"
    message.set_content("青梧峰")
    for name, data in attachments.items():
        kind = ("image", "png") if name.endswith("png") else ("application", "octet-stream")
        message.add_attachment(data, maintype=kind[0], subtype=kind[1], filename=name)
    return bytes(message)
