"""What a web page says about itself."""

from __future__ import annotations

import re

from newword.platform.pattern import pattern

__all__ = ["charset_of"]

_CHARSET = pattern(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_META_BYTES = 4096


def charset_of(page: bytes) -> str | None:
    """The encoding that a page says it has, in the first 4 KiB of it."""
    found = _CHARSET.search(page, 0, _META_BYTES)
    return found[1].decode("ascii") if found else None
