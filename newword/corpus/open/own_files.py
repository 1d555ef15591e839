"""Files that newword writes for itself and that are not text, recognised by their first bytes."""

from __future__ import annotations

import os
import re
from typing import NamedTuple

from newword.platform.message import message
from newword.platform.pattern import pattern

__all__ = ["TEXT_MARK", "OwnFile", "find_own_file", "is_temporary_name"]


TEXT_MARK = b"\x1f\x8b\x08\x04\0\0\0\0\0\xff\x04\0NW\0\0"
"""How a kept text begins: a member of gzip with an extra field that is newword's own."""


class OwnFile(NamedTuple):
    """A kind of file of newword's own.

    Attributes:
        what: What it is, in words.
        remedy: What it can be given to.
    """

    what: str
    remedy: str


_COUNTS = OwnFile(
    message("a count file"), message("give it with --counts (counts=), or name the texts")
)
_KEPT_TEXT = OwnFile(
    message("the kept text of a count file"), message("give the count file with --counts (counts=)")
)
_MANIFEST = OwnFile(message("the manifest of a run"), message("name the texts"))
_DECISIONS = OwnFile(
    message("a file of decisions"), message("give it with --decisions (decisions=)")
)
_MODEL = OwnFile(
    message("a language model"), message("give it with --model (model=), or name the texts")
)
_REVIEW = OwnFile(message("a review page"), message("open it in a browser, or name the texts"))
_TEMPORARY = OwnFile(
    message("a temporary file of newword"), message("remove it when no newword is running")
)

_MARKS = (
    (pattern(re.escape(b"\x89NWC")), _COUNTS),
    (pattern(re.escape(TEXT_MARK[:4]) + rb".{6}\x04\0NW", re.DOTALL), _KEPT_TEXT),
    (pattern(rb'\{\s*"newword":\s*\{\s*"version"'), _MANIFEST),
    (pattern(rb'\{"word": ?"(?:[^"\\\n]|\\.)*", ?"decision": ?"'), _DECISIONS),
    (pattern(rb"\\data\\\r?\nngram 1="), _MODEL),
    (
        pattern(rb'<!DOCTYPE html>\n[^\n]*\n<head>\n<meta name="generator" content="newword">'),
        _REVIEW,
    ),
)
_TEMPORARY_NAME = pattern(rb"\.newword-.*\.(?:tmp|nwt)", re.DOTALL)


def find_own_file(head: bytes, name: str | bytes = b"") -> OwnFile | None:
    """Which kind of newword's own files this is, None for others.

    Args:
        head: The first ``RECOGNISING_BYTES`` of it.
        name: Its path; temporary files are told by that alone.
    """
    if is_temporary_name(os.fsencode(name).rpartition(b"/")[2]):
        return _TEMPORARY
    return next((kind for mark, kind in _MARKS if mark.match(head)), None)


def is_temporary_name(name: bytes) -> bool:
    """Whether a file of this name is newword's own while it is written."""
    return _TEMPORARY_NAME.fullmatch(name) is not None
