"""RTF, by striprtf."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from newword.corpus.parsers.parsed import Document
from newword.platform.extras import load_extra

__all__ = ["parse"]


def parse(data: bytes, options: dict[str, Any]) -> Iterator[Document]:
    """The text of a document; of its pictures and fields nothing."""
    del options
    strip = load_extra(
        "striprtf.striprtf", extra="documents", purpose="reading RTF", package="striprtf"
    )
    text: str = strip.rtf_to_text(data.decode("latin-1"), errors="replace")
    paired = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    yield Document(paired.encode())
