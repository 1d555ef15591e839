"""The text of a web page: what a reader sees of it, as far as its markup tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from newword.corpus.parsers.parsed import Document
from newword.platform.extras import load_extra

__all__ = ["page_text", "parse"]

_UNSEEN = [
    *("math", "noscript", "object", "rp", "rt", "rtc", "script", "select", "style", "svg"),
    *("template", "[hidden]", "[style*='display:none']", "[style*='display: none']"),
    *("[style*='visibility:hidden']", "[style*='visibility: hidden']"),
]
# Browsers show a line end between two wide characters as nothing (CSS Text 3, 4.1.3); a page that
# is wrapped in its source is not wrapped for its reader.
_WIDE = "\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff"
_WRAPPED = re.compile(f"(?<=[{_WIDE}])[ \t]*\r?\n[ \t]*(?=[{_WIDE}])")
_KEEPS_LINES = re.compile(r"<(?:pre|textarea|listing|xmp)\b|white-space", re.IGNORECASE)


def parse(data: bytes, options: dict[str, Any]) -> Iterator[Document]:
    """A page in UTF-8, as one document."""
    text = page_text(data.decode("utf-8", "replace"), main_only=options["main_only"])
    yield Document(text.encode("utf-8", "replace"))


def page_text(page: str, *, main_only: bool = False) -> str:
    """What a reader sees of a page; a tag that begins or ends a block is a line end.

    Args:
        page: HTML, as broken as it comes.
        main_only: Leave out what surrounds the main article.
    """
    extract = load_extra(
        "resiliparse.extract.html2text", extra="web", purpose="reading HTML", package="resiliparse"
    )
    if not _KEEPS_LINES.search(page):
        page = _WRAPPED.sub("", page)
    text: str = extract.extract_plain_text(
        page,
        preserve_formatting=True,
        main_content=main_only,
        list_bullets=False,
        alt_texts=False,
        skip_elements=_UNSEEN,
    )
    return text
