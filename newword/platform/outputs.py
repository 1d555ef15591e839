# ruff: noqa: PTH116, PTH118, PTH123, PTH207 - paths may be bytes, and what the system says counts
"""Refusing outputs that would destroy what is read, or each other."""

from __future__ import annotations

import errno
import glob
import os
import re
import stat
from collections.abc import Iterable, Iterator

from newword.errors import OutputError
from newword.platform.message import message
from newword.platform.pattern import pattern
from newword.platform.safe_text import path_text

__all__ = ["refuse_clashes"]

AnyPath = str | bytes | os.PathLike[str] | os.PathLike[bytes]
Identity = tuple[object, object]

_HEAD_BYTES = 4096
_TABLE = pattern(
    rb'(?:\xef\xbb\xbf)?(?:"?(?:word|order|ngram)"?[\t,]|\{"(?:word|order|ngram|text)":)'
)
_WORD_LINE = pattern(rb"[^\s,.;:!?]{1,120}(?:[ \t][^\s]{1,40}){0,3}\r?")
_SENTENCE_END = ("。", "，", "！", "？", "；", "：")


def refuse_clashes(outputs: Iterable[AnyPath], inputs: Iterable[AnyPath]) -> None:
    """See before any work that no output is an input, below whatever name, or another output.

    Only regular files can clash: pipes, terminals and ``/dev/null`` are what they are.

    Args:
        outputs: Paths that will be written.
        inputs: Paths that will be read: files, patterns, and directories, in which an output that
            is there must be a table or a word list, as an earlier run left it.

    Raises:
        OutputError: Two of them are one file.
    """
    seen: dict[Identity, AnyPath] = {}
    for output in outputs:
        identity = _identity(output)
        if identity is None:
            continue
        if identity in seen:
            raise _clash(
                output, message("two outputs would go to this file; name another one for each")
            )
        seen[identity] = output
    if not seen:
        return
    directories: list[AnyPath] = []
    for path in inputs:
        for file in _files(path):
            identity = _identity(file)
            if identity is not None and identity in seen:
                raise _clash(
                    file, message("it is read, and would be written as well; name another output")
                )
            if os.path.isdir(file):  # noqa: PTH112
                directories.append(os.path.realpath(file))
    for output in seen.values():
        if _is_text_below(output, directories):
            raise _clash(
                output,
                message(
                    "it lies in a directory that is read, and may be one of the texts; "
                    "name an output elsewhere, or remove the file"
                ),
            )


def _clash(path: AnyPath, what: str) -> OutputError:
    return OutputError(
        message("{path}: {what}", path=path_text(os.fspath(path)), what=what),
        errno.EINVAL,
        os.fspath(path),
    )


def _files(path: AnyPath) -> Iterator[AnyPath]:
    if not os.path.lexists(path) and re.search(rb"[*?\[]", os.fsencode(path)):
        yield from glob.iglob(os.fsencode(path), recursive=True)
    else:
        yield path


def _identity(path: AnyPath) -> Identity | None:
    """What is the same for all names of a file; None for what is no regular file."""
    try:
        status = os.stat(path)
    except FileNotFoundError:
        return "path", os.fsencode(os.path.realpath(path))
    except (OSError, ValueError):
        return None  # told when it is read or written
    return (status.st_dev, status.st_ino) if stat.S_ISREG(status.st_mode) else None


def _is_text_below(output: AnyPath, directories: Iterable[AnyPath]) -> bool:
    real = os.fsencode(os.path.realpath(output))
    if not any(real.startswith(os.path.join(os.fsencode(above), b"")) for above in directories):
        return False
    try:
        with open(real, "rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError:
        return False
    return bool(head) and not _is_result(head)


def _is_result(head: bytes) -> bool:
    """Whether a file begins as a table or a list of words does, or as no text at all."""
    if _TABLE.match(head) or b"\0" in head or (not head.isascii() and _is_binary(head)):
        return True
    lines = head.split(b"\n")
    whole = lines[:-1] if len(head) == _HEAD_BYTES and len(lines) > 1 else lines
    marks = [mark.encode() for mark in _SENTENCE_END]
    return all(
        not line or (_WORD_LINE.fullmatch(line) and not any(mark in line for mark in marks))
        for line in whole
    )


def _is_binary(head: bytes) -> bool:
    text = head.decode("utf-8", "replace")
    return text.count("\ufffd") * 20 > len(text)
