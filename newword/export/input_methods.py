"""Dictionaries of input methods: Rime's ``.dict.yaml`` and the text that libime (Fcitx 5) compiles.

Pinyin is pypinyin's. A word with a character that has several readings, and which pypinyin's
phrases do not know, gets the commonest; it is marked by a comment in Rime's file and named in the
report, so that a person can look at it. Sources: librime (dict_settings, entry_collector), libime
(pinyindictionary, libime_pinyindict).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from newword.export._consumer import ConsumerReport
from newword.export._format import Encoded, Format, line_refusals, some_words
from newword.export._pinyin import Reading, read_words
from newword.platform.message import message
from newword.platform.plural import count_of

if TYPE_CHECKING:
    from newword.table import WordTable

__all__ = ["FORMATS"]

_RIME_HEADER = """# Rime dictionary, written by newword
---
name: newword
version: "1"
sort: by_weight
use_preset_vocabulary: false
...
"""


class _Row(NamedTuple):
    word: str
    times: int
    reading: Reading


def _encode_rime(lexicon: WordTable, verify: bool) -> Encoded:
    del verify
    rows, report = _read(lexicon)
    lines = []
    for word, times, reading in rows:
        if reading.doubtful:
            lines.append(f"# {word}: {_choices(reading)}\n")
        lines.append(f"{word}\t{' '.join(reading.syllables)}\t{max(times, 1)}\n")
    return report, [(_RIME_HEADER + "".join(lines)).encode()]


def _encode_libime(lexicon: WordTable, verify: bool) -> Encoded:
    del verify
    rows, report = _read(lexicon)
    units = lexicon.report.units or sum(row.times for row in rows) or 1
    lines = []
    for word, times, reading in rows:
        cost = math.log10(min(max(times, 1) / units, 1.0))
        lines.append(f"{word} {chr(39).join(reading.syllables)} {cost:.6g}\n")
    return report, ["".join(lines).encode()]


def _read(lexicon: WordTable) -> tuple[list[_Row], ConsumerReport]:
    refused = line_refusals(lexicon.words)
    readings = read_words(lexicon.words)
    rows = []
    counts = lexicon.column("count").tolist()
    for word, count, reading in zip(lexicon.words, counts, readings, strict=True):
        if word in refused:
            continue
        if isinstance(reading, str):
            refused[word] = reading
        else:
            rows.append(_Row(word, count, reading))
    doubtful = [row.word for row in rows if row.reading.doubtful]
    return rows, ConsumerReport(
        written=len(rows), refused=tuple(refused.items()), notes=_doubts(doubtful)
    )


def _choices(reading: Reading) -> str:
    return ", ".join(f"{character} {'/'.join(known)}" for character, known in reading.doubtful)


def _doubts(words: Sequence[str]) -> tuple[str, ...]:
    if not words:
        return ()
    return (
        message(
            "the pinyin of {words} is a guess, to be looked at: {words_2}",
            words=count_of(len(words), "word"),
            words_2=some_words(words),
        ),
    )


FORMATS = (
    Format(name="rime", suffixes=(), encode=_encode_rime),
    Format(name="libime", suffixes=(), encode=_encode_libime),
)
