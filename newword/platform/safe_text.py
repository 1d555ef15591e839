"""All escaping of text that comes from a corpus, a dictionary or a file name.

Such text may hold escape sequences that reprogram a terminal, formulas that a spreadsheet runs,
markup, or direction controls that show it as something else. It reaches people only through here.
Escapes are for reading: a backslash stays as it is, so the escaped text need not be reversible.
"""

from __future__ import annotations

import html as _html
import json
import os
import re
import unicodedata
from typing import Any

from newword.platform.message import Message
from newword.platform.pattern import pattern

__all__ = ["excerpt", "html", "json_line", "path_text", "spreadsheet_cell", "terminal"]

# C0, DEL and C1; direction marks, embeddings, overrides, isolates and the deprecated format
# characters beside them; line and paragraph separator; lone surrogates.
_UNSAFE = pattern("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ud800-\udfff]")
_FORMULA_STARTS = frozenset("=+-@\u2212")
_CELL_CONTROLS = frozenset("\t\r\n\0")
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def terminal(text: str) -> str:
    r"""Text for one place on a terminal line: no control does anything, no line can be forged.

    Args:
        text: Anything, lone surrogates included.

    Returns:
        The text with each control character, newline and tab too, as an escape such as ``\x1b``; a
        message stays one.

    Example:
        >>> print(terminal("a\x1b[31mb\n"))
        a\x1b[31mb\x0a
    """
    if isinstance(text, Message):
        return text.with_values(terminal)
    return _UNSAFE.sub(_escape, text)


def json_line(value: Any) -> str:
    r"""JSON for one line of a terminal: the same value, with no control character in it.

    Example:
        >>> print(json_line({"word": "a\x9b31m"}))
        {"word": "a\u009b31m"}
    """
    written = json.dumps(value, ensure_ascii=False)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", written)


def excerpt(text: str, *, limit: int = 32) -> str:
    """The beginning of a text for an error message, escaped and cut after ``limit`` characters.

    Args:
        text: Anything; a corpus may be private, so messages show no more of it than they must.
        limit: Characters of ``text`` to show, at least 1.
    """
    return terminal(text) if len(text) <= limit else terminal(text[:limit]) + "…"


def path_text(path: str | bytes) -> str:
    r"""A path for one place on a terminal line.

    Args:
        path: As given by a user or the file system; bytes that do not decode become ``\xff``.
    """
    text = path if isinstance(path, str) else os.fsdecode(path)
    return terminal(re.sub("[\udc80-\udcff]", lambda m: f"\\x{ord(m[0]) - 0xDC00:02x}", text))


def spreadsheet_cell(text: str) -> str:
    """A text cell that no spreadsheet takes for a formula.

    A cell that begins with ``= + - @``, or with their full-width and small forms, also behind
    space or invisible characters, or with TAB, CR, LF or NUL gets a leading apostrophe. Quoting of
    the CSV itself is the writer's. Numbers do not pass through here.

    Example:
        >>> spreadsheet_cell("=1+1")
        "'=1+1"
    """
    if text and text[0] in _CELL_CONTROLS:
        return "'" + text
    for character in text:
        if character.isspace() or character in _INVISIBLE:
            continue
        folded = unicodedata.normalize("NFKC", character)
        return "'" + text if folded[0] in _FORMULA_STARTS else text
    return text


def html(text: str) -> str:
    """Text for an element or a quoted attribute of an HTML page.

    Controls are shown as on a terminal; &, angle brackets and both quotes become references.
    """
    return _html.escape(terminal(text), quote=True)
