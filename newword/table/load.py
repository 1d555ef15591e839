"""Reading a table of words from a file, or any other list of words as one."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from newword.dictionary.entries import read_entries
from newword.dictionary.kinds import UNSURE
from newword.dictionary.word_file import WordFile
from newword.errors import DictionaryError, LexiconFileError
from newword.platform.message import message, reason_of
from newword.platform.safe_text import excerpt, path_text
from newword.platform.times import parse_time
from newword.table import COLUMNS, LABEL_COLUMNS, Label, Report
from newword.table.label import ALL_KINDS, UNIT_COLUMN

if TYPE_CHECKING:
    from newword.corpus.report.problem import InputProblem

from newword.table.rows import HEAD_BYTES, find_own_form, parse_rows
from newword.table.word_table import WordTable

__all__ = ["load_table"]

Table = TypeVar("Table", bound=WordTable)

_MISSING: dict[str, Any] = {
    "count": 0,
    "cohesion": float("nan"),
    "left_entropy": float("nan"),
    "right_entropy": float("nan"),
    "accessor_variety": -1,
    "score": float("nan"),
    "known": -1,
    "documents": -1,
    "dispersion": float("nan"),
    "first_seen": None,
    "last_seen": None,
}
_INTEGERS = frozenset({"count", "accessor_variety", "known", "documents"})
_TIMES = frozenset({"first_seen", "last_seen"})
_UNITS = ("word", "term")
_BOOLEANS = {True: 1, False: 0}
_LIMITS = {"known": 1, "accessor_variety": (1 << 63) - 1, "documents": (1 << 63) - 1}


def load_table(path: str | os.PathLike[str], kind: type[Table]) -> Table:
    """The words of a file, with their columns, as a table of some kind.

    Args:
        path: As for `newword.load_lexicon`.
        kind: What is made of them.

    Raises:
        LexiconFileError: As for `newword.load_lexicon`.
    """
    shown = path_text(os.fsdecode(path))
    try:
        with Path(path).open("rb") as file:
            head = file.read(HEAD_BYTES)
    except (OSError, ValueError) as error:  # ValueError: a path with a NUL in it
        reason = reason_of(error) if isinstance(error, OSError) else str(error)
        raise LexiconFileError(
            message(
                "{shown}: {reason}; name a file that discover wrote", shown=shown, reason=reason
            )
        ) from error
    own = find_own_form(head, Path(path).suffix.lower())
    if own is None:
        return _load_words(Path(path), shown, kind)
    rows = parse_rows(Path(path), own, shown)
    words: list[str] = []
    columns: dict[str, Any] = {name: [] for name in COLUMNS[1:]}
    labels: list[Label | None] = []
    units: list[str] = []
    seen: dict[str, int] = {}
    for line, fields in rows:
        word = fields.get("word")
        if not isinstance(word, str) or not word:
            raise LexiconFileError(
                message(
                    "{shown}: line {line} has no word; correct it or take it out",
                    shown=shown,
                    line=line,
                )
            )
        if word in seen:
            twice = message(
                "{word} stands in line {seen} and again in line {line}",
                word=excerpt(word),
                seen=seen[word],
                line=line,
            )
            raise LexiconFileError(
                message("{shown}: {twice}; take one out", shown=shown, twice=twice)
            )
        seen[word] = line
        words.append(word)
        for name, column in columns.items():
            column.append(_value(name, fields.get(name), f"{shown}: line {line}"))
        if fields.get(UNIT_COLUMN) in _UNITS:
            units.append(fields[UNIT_COLUMN])
        has_label = all(name in fields for name in LABEL_COLUMNS)
        labels.append(_label(fields, f"{shown}: line {line}") if has_label else None)
    return kind(
        words=words,
        **columns,
        report=_report(Path(path), len(words)),
        labels=[one or Label(kind=UNSURE) for one in labels] if any(labels) else None,
        units=units if words and len(units) == len(words) else None,
    )


def _load_words(path: Path, shown: str, kind: type[Table]) -> Table:
    """The words of a file that newword did not write as a lexicon, each once."""
    try:
        entries = read_entries(path, folds=False)
    except DictionaryError as error:
        raise LexiconFileError(str(error)) from error
    counts: dict[str, int] = {}
    for word, count in zip(entries.words, entries.frequencies, strict=True):
        if word:
            counts[word] = counts.get(word, 0) + count
    file = WordFile.of(str(path), entries.form, list(counts))
    if not file.is_plausible:
        raise LexiconFileError(
            message(
                "{shown}: read as {kind}, but its entries are no words: {shown_sample}; "
                "name a list of words",
                shown=shown,
                kind=file.kind,
                shown_sample=file.shown_sample(),
            )
        )
    columns: dict[str, Any] = {name: [_MISSING[name]] * len(counts) for name in COLUMNS[2:]}
    report = _report(path, len(counts), file, tuple(entries.problems))
    return kind(words=list(counts), count=list(counts.values()), **columns, report=report)


def _value(name: str, given: Any, place: str) -> Any:
    if given is None or given == "":
        return _MISSING[name]
    if name == "known" and isinstance(given, bool):
        return _BOOLEANS[given]
    if name in _TIMES:
        if (seconds := parse_time(given)) is None:
            raise LexiconFileError(
                message(
                    "{place}: {name} is no time: {given}; correct it",
                    place=place,
                    name=name,
                    given=excerpt(str(given)),
                )
            )
        return np.datetime64(seconds, "s")
    try:
        value = int(given) if name in _INTEGERS else float(given)
    except (TypeError, ValueError, OverflowError) as error:
        said = message(
            "{place}: {name} is no number: {given}; correct it",
            place=place,
            name=name,
            given=excerpt(str(given)),
        )
        raise LexiconFileError(said) from error
    if isinstance(value, float) and math.isinf(value):
        raise LexiconFileError(
            message(
                "{place}: {name} is not finite: {given}; correct it",
                place=place,
                name=name,
                given=excerpt(str(given)),
            )
        )
    if name == "count" and not 0 <= value < 1 << 64:
        raise LexiconFileError(
            message("{place}: count must be 0 to 2^64 - 1; correct it", place=place)
        )
    if name in _LIMITS and not -1 <= value <= _LIMITS[name]:
        most = _LIMITS[name]
        raise LexiconFileError(
            message(
                "{place}: {name} must be 0 to {most}; correct it", place=place, name=name, most=most
            )
        )
    return value


def _label(fields: Mapping[str, Any], place: str) -> Label:
    """What kind, pos and variant_of say of a word; JSON and Parquet have null for what is empty."""
    kind, pos, variant_of = (str(fields[name] or "") for name in LABEL_COLUMNS)
    if kind not in ALL_KINDS:
        raise LexiconFileError(
            message(
                "{place}: kind is none of {known}: {kind}; correct it",
                place=place,
                known=", ".join(ALL_KINDS),
                kind=excerpt(kind),
            )
        )
    return Label(kind=kind, pos=pos, variant_of=variant_of)


def _report(
    path: Path, size: int, file: WordFile | None = None, problems: tuple[InputProblem, ...] = ()
) -> Report:
    return Report(
        method="saved",
        units=0,
        bytes_read=path.stat().st_size,
        files=1,
        documents=0,
        thresholds={},
        problems=problems,
        elapsed_s=0.0,
        candidates=size,
        empty_reason=None if size else message("the file has no word"),
        word_files=() if file is None else (file,),
    )
