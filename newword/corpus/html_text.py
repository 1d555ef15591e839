"""The text of a web page: what a reader would see of it, as far as its markup tells."""

from __future__ import annotations

import re
from html.parser import HTMLParser

__all__ = ["charset_of", "html_text"]

_UNSEEN = frozenset({"script", "style", "noscript", "template", "svg", "math", "object", "select"})
_INLINE = frozenset(
    {
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn"),
        *("em", "font", "i", "ins", "kbd", "mark", "q", "rb", "rp", "rt", "rtc", "ruby", "s"),
        *("samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var"),
        "wbr",
    }
)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_META_BYTES = 4096


def html_text(page: str) -> str:
    """The text of a page; a tag that begins or ends a block is a line end."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return "".join(reader.parts)


def charset_of(page: bytes) -> str | None:
    """The encoding that a page says it has, in the first 4 KiB of it."""
    found = _CHARSET.search(page, 0, _META_BYTES)
    return found[1].decode("ascii") if found else None


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen: str | None = None
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if self._unseen is None and tag in _UNSEEN:
            self._unseen, self._depth = tag, 1
        elif tag == self._unseen:
            self._depth += 1
        if tag not in _INLINE:
            self.parts.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag not in _INLINE:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._unseen:
            self._depth -= 1
            if self._depth == 0:
                self._unseen = None
        if tag not in _INLINE:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if self._unseen is None:
            self.parts.append(data)
