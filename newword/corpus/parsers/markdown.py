"""Markdown, by markdown-it: the text of it as a reader sees it, code and all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from newword.corpus.parsers.parsed import Document
from newword.platform.extras import load_extra
from newword.platform.message import message

__all__ = ["markdown_text", "parse"]

_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\r?\n(?:[^\n]*\n){0,200}?---[ \t]*\r?(?:\n|$)")
_TAG = re.compile(r"<[^<>]*>")


def parse(data: bytes, options: dict[str, Any]) -> Iterator[Document]:
    """A file in UTF-8, as one document."""
    del options
    yield Document(markdown_text(data.decode("utf-8", "replace")).encode("utf-8", "replace"))


def markdown_text(text: str) -> str:
    """The text without its markup; each block ends a line."""
    package = load_extra(
        "markdown_it",
        extra="documents",
        purpose=message("reading Markdown"),
        package="markdown-it-py",
    )
    parser = package.MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parts = []
    for token in parser.parse(_FRONT_MATTER.sub("", text, count=1)):
        if token.type == "inline":
            parts += [_inline(child) for child in token.children]
            parts.append("\n")
        elif token.type in ("fence", "code_block"):
            parts.append(token.content)
        elif token.type == "html_block":
            parts.append(_TAG.sub("", token.content))
    return "".join(parts)


def _inline(token: Any) -> str:
    if token.type in ("text", "code_inline", "text_special"):
        return str(token.content)
    if token.type in ("softbreak", "hardbreak"):
        return "\n"
    if token.type == "image":
        return "".join(_inline(child) for child in token.children or ())
    return ""  # emphasis, links, tags: marks only
