"""Word processor documents, tables and slides of today's formats, by kreuzberg."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from newword.corpus.parsers.containers import open_container
from newword.corpus.parsers.parsed import Document, RefusedError
from newword.platform.extras import load_extra
from newword.platform.message import message
from newword.platform.times import parse_time

__all__ = ["extract", "parse", "time_of"]

_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
_MEDIA = {
    "docx": f"{_OOXML}wordprocessingml.document",
    "xlsx": f"{_OOXML}spreadsheetml.sheet",
    "pptx": f"{_OOXML}presentationml.presentation",
    "odt": f"{_ODF}text",
    "ods": f"{_ODF}spreadsheet",
    "odp": f"{_ODF}presentation",
}
_WORD = re.compile(r"word/(?:document\d*|footnotes|endnotes)\.xml")
_READING = re.compile(rb"<w:rt>.*?</w:rt>", re.DOTALL)


def parse(data: bytes, options: dict[str, Any]) -> Iterator[Document]:
    """A document by its media type, without the readings of its ruby."""
    kind = options["kind"]
    container = open_container(data, is_checked=lambda name: name.endswith((".xml", ".rels")))
    if kind == "docx":
        data = _without_readings(container, data)
    result = extract(data, _MEDIA[kind])
    if not result.content.strip():
        raise RefusedError("without-text", message("no text was found in it"))
    yield Document(result.content.encode("utf-8", "replace"), time_of(result.metadata))


def extract(data: bytes, media: str) -> Any:
    """What kreuzberg finds in a file: plain text, by page where it has pages.

    Raises:
        RefusedError: It finds nothing.
    """
    kreuzberg = load_extra(
        "kreuzberg", extra="documents", purpose=message("reading office documents")
    )
    config = kreuzberg.ExtractionConfig(
        use_cache=False,
        enable_quality_processing=False,
        pages=kreuzberg.PageConfig(extract_pages=True),
    )
    try:
        return kreuzberg.extract_bytes_sync(data, media, config=config)
    except kreuzberg.KreuzbergError as error:
        said = _once(str(error).removeprefix("ParsingError: "))
        if "password" in said:
            raise RefusedError("encrypted", message("it needs a password")) from error
        raise RefusedError(
            "damaged-document", message("its parser says: {said}", said=said[:200])
        ) from error


def _once(said: str) -> str:
    """The message, with its cause unless both say the same."""
    half = (len(said) - 2) // 2
    return said[:half] if said == f"{said[:half]}: {said[:half]}" else said


def time_of(metadata: dict[str, Any]) -> int | None:
    """The creation time that a document states."""
    made = parse_time(metadata.get("created_at"))
    return parse_time(metadata.get("modified_at")) if made is None else made


def _without_readings(container: zipfile.ZipFile, data: bytes) -> bytes:
    """A Word document without the ruby text above its characters."""
    texts = {name: container.read(name) for name in container.namelist() if _WORD.fullmatch(name)}
    if not any(b"<w:rt>" in text for text in texts.values()):
        return data
    bare = io.BytesIO()
    with zipfile.ZipFile(bare, "w") as out:
        for name in container.namelist():
            text = texts.get(name)
            out.writestr(name, container.read(name) if text is None else _READING.sub(b"", text))
    return bare.getvalue()
