"""Writes a lexicon for its consumers: one module per format, one entry point."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING, BinaryIO

from newword.errors import ExportError, OutputError
from newword.export import input_methods, morphological, other_scripts, plain_lines, tokenizers
from newword.export._consumer import ConsumerReport
from newword.export._format import ExportReport, Format
from newword.export.jieba import dictionary as jieba
from newword.export.jieba import ports as jieba_ports
from newword.export.jieba.dictionary import JiebaReport
from newword.export.tables import csv, jsonl, parquet, tsv, txt
from newword.platform.files import commit, is_descriptor
from newword.platform.message import message
from newword.platform.safe_text import excerpt, path_text

if TYPE_CHECKING:
    from newword.table import WordTable

__all__ = [
    "FORMATS",
    "ConsumerReport",
    "ExportReport",
    "Format",
    "JiebaReport",
    "check_target",
    "write",
]

FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        one.name: one
        for one in (
            *(module.FORMAT for module in (tsv, csv, jsonl, parquet, txt, jieba)),
            *jieba_ports.FORMATS,
            *plain_lines.FORMATS,
            *morphological.FORMATS,
            *other_scripts.FORMATS,
            *input_methods.FORMATS,
            *tokenizers.FORMATS,
        )
    }
)
"""Every format by name."""


def write(
    lexicon: WordTable,
    target: str | os.PathLike[str] | BinaryIO,
    *,
    format: str = "auto",  # noqa: A002 - what every user would guess
    verify: bool = False,
) -> ExportReport:
    """Write a lexicon.

    Args:
        lexicon: What to write.
        target: A path, which gets the whole content or keeps what it has; or an open binary file.
        format: One of ``FORMATS``; ``auto`` goes by the suffix of the path.
        verify: Fail rather than write what the consumer itself has not been tried with.

    Returns:
        What was written and what was left out; a ``JiebaReport`` for jieba and its ports, a
        ``ConsumerReport`` for other consumers.

    Raises:
        ExportError: The format is unknown, or ``verify`` is asked and cannot be done.
        OutputError: The file cannot be written.
    """
    chosen = _find_format(target, format, verify=verify)
    report, blocks = chosen.encode(lexicon, verify)
    if isinstance(target, (str, os.PathLike)):
        with commit(target) as out:
            for block in blocks:
                out.write(block)
    else:
        for block in blocks:
            target.write(block)
    return report


def check_target(
    target: str | os.PathLike[str] | None,
    *,
    format: str = "auto",  # noqa: A002 - as write has it
    verify: bool = False,
) -> str:
    """Refuse now what ``write`` would have to refuse after the work.

    Args:
        target: The path to be written; None for a stream.
        format: As for ``write``.
        verify: As for ``write``.

    Returns:
        The name of the format.

    Raises:
        ExportError: As ``write`` does.
        OutputError: The path is a directory, or its directory does not exist.
    """
    chosen = _find_format(target, format, verify=verify)
    if target is None:
        return chosen.name
    path = Path(target)
    if path.is_dir():
        raise OutputError(
            message(
                "{target} is a directory; name a file in it", target=path_text(os.fsdecode(target))
            )
        )
    if not path.parent.is_dir():
        raise OutputError(
            message(
                "there is no directory {parent}; create it first",
                parent=path_text(str(path.parent)),
            )
        )
    return chosen.name


def _find_format(
    target: str | os.PathLike[str] | BinaryIO | None, name: str, *, verify: bool
) -> Format:
    chosen = _by_suffix(target) if name == "auto" else FORMATS.get(name)
    if chosen is None:
        known = ", ".join(FORMATS)
        raise ExportError(
            message(
                "there is no format {name}; choose one of: {known}", name=excerpt(name), known=known
            )
        )
    if verify and not chosen.can_verify:
        raise ExportError(
            message("{name} has no consumer to try it with; leave verify out", name=chosen.name)
        )
    return chosen


def _by_suffix(target: str | os.PathLike[str] | BinaryIO | None) -> Format:
    known = ", ".join(f"{suffix} ({f.name})" for f in FORMATS.values() for suffix in f.suffixes)
    if not isinstance(target, (str, os.PathLike)):
        raise ExportError(
            message(
                "an open file has no suffix; name the format: {formats}", formats=", ".join(FORMATS)
            )
        )
    name = os.fsdecode(target)
    if is_descriptor(name):  # as on the standard output itself
        return FORMATS["tsv"]
    suffix = PurePath(name).suffix.lower()
    for chosen in FORMATS.values():
        if suffix in chosen.suffixes:
            return chosen
    raise ExportError(
        message(
            "{name}: its suffix means no format; name the format or use one of {known}",
            name=path_text(name),
            known=known,
        )
    )
