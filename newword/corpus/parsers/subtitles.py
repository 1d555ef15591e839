"""Subtitles, by pysubs2: what is spoken, each line of it a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from newword.corpus.parsers.parsed import Document
from newword.platform.extras import load_extra
from newword.platform.message import message

__all__ = ["parse", "spoken_text"]

_READING = re.compile(r"<rt>.*?</rt>", re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z][^<>\n]*>|<\d[\d:.]*>")


def parse(data: bytes, options: dict[str, Any]) -> Iterator[Document]:
    """A file in UTF-8, as one document; comments and drawings are left out."""
    del options
    yield Document(spoken_text(data.decode("utf-8", "replace")).encode("utf-8", "replace"))


def spoken_text(text: str) -> str:
    r"""The lines of all events; `\N` and `\n` end a line, `\h` is a blank, `{...}` is nothing."""
    package = load_extra("pysubs2", extra="documents", purpose=message("reading subtitles"))
    text = text.removeprefix("\ufeff").lstrip()
    events = package.SSAFile.from_string(text, format_=_format_of(text), keep_html_tags=True)
    lines = [
        _TAG.sub("", _READING.sub("", event.plaintext))
        for event in events
        if not event.is_comment and not event.is_drawing
    ]
    return "\n".join(lines)


def _format_of(text: str) -> str:
    """Of a text, whole or damaged, that begins or is called like subtitles."""
    if text.startswith("WEBVTT"):
        return "vtt"
    return "ass" if re.search(r"^(\[Events\]|Dialogue:)", text, re.MULTILINE) else "srt"
