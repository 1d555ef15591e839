"""Files of every kind with the same text in them, made by the libraries that write such files."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Callable, Sequence
from email.message import EmailMessage

__all__ = ["WRITERS", "tar_of", "zip_of"]

Writer = Callable[[Sequence[str]], bytes]


def as_txt(paragraphs: Sequence[str]) -> bytes:
    return "\n".join(paragraphs).encode()


def as_docx(paragraphs: Sequence[str]) -> bytes:
    import docx

    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "页眉不读"
    for paragraph in paragraphs[:-2]:
        document.add_paragraph(paragraph)
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = paragraphs[-2:]
    return _saved(document.save)


def as_xlsx(paragraphs: Sequence[str]) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    for row, paragraph in enumerate(paragraphs, 1):
        book.active.cell(row, 1 + row % 3).value = paragraph
    return _saved(book.save)


def as_pptx(paragraphs: Sequence[str], *, on_slide: int = 2) -> bytes:
    import pptx

    slides = pptx.Presentation()
    for first in range(0, len(paragraphs), on_slide):
        slide = slides.slides.add_slide(slides.slide_layouts[1])
        slide.shapes.title.text = paragraphs[first]
        slide.placeholders[1].text = "\n".join(paragraphs[first + 1 : first + on_slide])
    return _saved(slides.save)


def as_odt(paragraphs: Sequence[str]) -> bytes:
    from odf.opendocument import OpenDocumentText
    from odf.text import P

    document = OpenDocumentText()
    for paragraph in paragraphs:
        document.text.addElement(P(text=paragraph))
    return _saved(document.write)


def as_ods(paragraphs: Sequence[str]) -> bytes:
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    document = OpenDocumentSpreadsheet()
    table = Table(name="1")
    for paragraph in paragraphs:
        cell, row = TableCell(valuetype="string"), TableRow()
        cell.addElement(P(text=paragraph))
        row.addElement(cell)
        table.addElement(row)
    document.spreadsheet.addElement(table)
    return _saved(document.write)


def as_pdf(paragraphs: Sequence[str], *, size: int = 24, leading: int = 110) -> bytes:
    """Pages with a header and a footer that has their number; a few lines on each."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle(
        "a", fontName="STSong-Light", fontSize=size, leading=leading, wordWrap="CJK"
    )

    def edges(canvas: object, document: object) -> None:
        canvas.setFont("STSong-Light", 9)  # type: ignore[attr-defined]
        canvas.drawString(80, 810, "内部资料请勿外传")  # type: ignore[attr-defined]
        canvas.drawString(280, 30, f"第 {document.page} 页")  # type: ignore[attr-defined]

    out = io.BytesIO()
    pages = SimpleDocTemplate(out)
    pages.build([Paragraph(p, style) for p in paragraphs], onFirstPage=edges, onLaterPages=edges)
    return out.getvalue()


def as_epub(paragraphs: Sequence[str]) -> bytes:
    from ebooklib import epub

    book = epub.EpubBook()
    book.set_title("Book")
    book.set_identifier("1")
    chapters = []
    for number, paragraph in enumerate(paragraphs):
        chapter = epub.EpubHtml(title=f"{number}", file_name=f"第{number}章.xhtml")
        chapter.content = f"<html><body><p>{paragraph}</p></body></html>"
        book.add_item(chapter)
        chapters.append(chapter)
    book.toc, book.spine = chapters, ["nav", *chapters]
    book.add_item(epub.EpubNcx())
    book.add_item(epub.EpubNav())
    out = io.BytesIO()
    epub.write_epub(out, book)
    return out.getvalue()


def as_rtf(paragraphs: Sequence[str]) -> bytes:
    """In GBK, as Word of a Chinese system writes it."""
    escaped = r"\par ".join("".join(rf"\'{b:02x}" for b in p.encode("gbk")) for p in paragraphs)
    fonts = r"{\fonttbl{\f0\fnil\fcharset134 SimSun;}}"
    return (r"{\rtf1\ansi\ansicpg1252\deff0" + fonts + r"\f0 " + escaped + "}").encode()


def as_html(paragraphs: Sequence[str]) -> bytes:
    body = "".join(f"<p>{p[:2]}<b>{p[2:4]}</b>{p[4:]}</p>\n" for p in paragraphs)
    return f"<html><head><style>p {{color: red}}</style></head><body>{body}</body>".encode()


def as_md(paragraphs: Sequence[str]) -> bytes:
    return "\n\n".join(f"- {p[:2]}**{p[2:4]}**{p[4:]}" for p in paragraphs).encode()


def as_srt(paragraphs: Sequence[str]) -> bytes:
    cues = [
        f"{number}\r\n00:00:{number:02},000 --> 00:00:{number:02},900\r\n<i>{paragraph}</i>\r\n"
        for number, paragraph in enumerate(paragraphs)
    ]
    return "\r\n".join(cues).encode()


def as_ass(paragraphs: Sequence[str]) -> bytes:
    pairs = zip(paragraphs[::2], paragraphs[1::2], strict=True)
    lines = [
        rf"Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,{{\an8}}{a[:2]}{{\i1}}{a[2:]}\N{b}"
        for a, b in pairs
    ]
    head = "[Script Info]\nScriptType: v4.00+\n\n[Events]\nFormat: Layer, Start, End, Style, Name, "
    return (head + "MarginL, MarginR, MarginV, Effect, Text\n" + "\n".join(lines)).encode()


def as_vtt(paragraphs: Sequence[str]) -> bytes:
    cues = [f"00:01.000 --> 00:02.000\n<v 甲>{p[:3]}<00:01.500>{p[3:]}</v>\n" for p in paragraphs]
    return ("WEBVTT\n\n" + "\n".join(cues)).encode()


def as_eml(paragraphs: Sequence[str], *, charset: str = "gb2312") -> bytes:
    message = EmailMessage()
    message["Subject"] = paragraphs[0]
    message["Date"] = "Wed, 01 May 2024 08:30:00 +0800"
    message.set_content("\n".join(paragraphs[1:]), charset=charset)
    return bytes(message)


def zip_of(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            member = zipfile.ZipInfo(name)
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, data)
    return out.getvalue()


def tar_of(files: dict[str, bytes], mode: str = "w:gz") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return out.getvalue()


def seven_zip_of(files: dict[str, bytes]) -> bytes:
    import py7zr

    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(data, name)
    return out.getvalue()


def _saved(save: Callable[[io.BytesIO], object]) -> bytes:
    out = io.BytesIO()
    save(out)
    return out.getvalue()


WRITERS: dict[str, Writer] = {
    "txt": as_txt,
    "docx": as_docx,
    "xlsx": as_xlsx,
    "pptx": as_pptx,
    "odt": as_odt,
    "ods": as_ods,
    "pdf": as_pdf,
    "epub": as_epub,
    "rtf": as_rtf,
    "html": as_html,
    "md": as_md,
    "srt": as_srt,
    "ass": as_ass,
    "vtt": as_vtt,
    "eml": as_eml,
    "zip": lambda paragraphs: zip_of({"a/text.txt": as_txt(paragraphs)}),
    "tar": lambda paragraphs: tar_of({"a/text.txt": as_txt(paragraphs)}, "w"),
    "tar.gz": lambda paragraphs: tar_of({"a/text.txt": as_txt(paragraphs)}),
    "7z": lambda paragraphs: seven_zip_of({"a/text.txt": as_txt(paragraphs)}),
}
