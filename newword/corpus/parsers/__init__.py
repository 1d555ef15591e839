"""Parsers of files that are no plain text; they run in `newword.corpus.sandbox` only.

Each takes the bytes of a file and its options, and gives the parts of it. A library is imported by
the parser that needs it.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from types import MappingProxyType
from typing import Any, cast

from newword.corpus.parsers.parsed import Part

__all__ = ["PARSERS", "Parser", "find_parser"]

Parser = Callable[[bytes, dict[str, Any]], Iterable[Part]]

PARSERS = MappingProxyType(
    {
        "7z": "seven_zip",
        "aozora": "aozora",
        "epub": "epub",
        "html": "html",
        "mail": "mail",
        "markdown": "markdown",
        "office": "office",
        "pdf": "pdf",
        "rtf": "rtf",
        "subtitles": "subtitles",
    }
)
"""The tasks of a sandbox, and the modules that do them."""


def find_parser(task: str) -> Parser:
    """The parser of a task, loaded."""
    module = importlib.import_module(f"newword.corpus.parsers.{PARSERS[task]}")
    return cast("Parser", module.parse)
