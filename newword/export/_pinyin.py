"""Pinyin of words by pypinyin, with its uncertainties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from newword.platform.extras import load_extra
from newword.platform.message import message
from newword.platform.safe_text import excerpt

__all__ = ["Reading", "read_words"]

_USUAL = 0.2  # share of the phrases with a character in which a reading must be to count


class Reading(NamedTuple):
    """How a word is read.

    Attributes:
        syllables: One a character, without tones, ü as v.
        doubtful: Its characters that have several usual readings, each with these, where pypinyin's
            phrases do not know the word. A reading is usual if a fifth of the phrases with the
            character have it, or if there are no such phrases.
    """

    syllables: tuple[str, ...]
    doubtful: tuple[tuple[str, tuple[str, ...]], ...]


def read_words(words: Sequence[str]) -> list[Reading | str]:
    """The reading of each word, or why it has none.

    Raises:
        MissingPackageError: pypinyin is not installed.
    """
    pypinyin = load_extra("pypinyin", extra="pinyin", purpose=message("writing pinyin"))
    constants = load_extra("pypinyin.constants", extra="pinyin", purpose=message("writing pinyin"))
    phrases: Mapping[str, Sequence[Sequence[str]]] = constants.PHRASES_DICT
    usual = _usual_readings(set("".join(words)), phrases, pypinyin)
    return [_read(word, pypinyin, phrases, usual) for word in words]


def _usual_readings(
    characters: set[str], phrases: Mapping[str, Sequence[Sequence[str]]], pypinyin: Any
) -> dict[str, tuple[str, ...]]:
    """The usual readings of each character that has a reading, commonest first."""
    convert = load_extra(
        "pypinyin.contrib.tone_convert", extra="pinyin", purpose=message("writing pinyin")
    )
    plain: dict[str, str] = {}
    counts: dict[str, Counter[str]] = {character: Counter() for character in characters}
    for phrase, syllables in phrases.items():
        if characters.isdisjoint(phrase) or len(phrase) != len(syllables):
            continue
        for character, [syllable, *_] in zip(phrase, syllables, strict=True):
            if character in counts:
                if syllable not in plain:
                    plain[syllable] = convert.to_normal(syllable)
                counts[character][plain[syllable]] += 1
    usual = {}
    for character in characters:
        options: dict[str, Any] = {"style": pypinyin.Style.NORMAL, "errors": "ignore"}
        known = pypinyin.pinyin(character, heteronym=True, **options)
        total = sum(counts[character].values())
        if known:
            readings = dict.fromkeys(known[0])
            usual[character] = tuple(
                reading
                for reading in readings
                if counts[character][reading] >= _USUAL * total or len(readings) == 1
            )
    return usual


def _read(
    word: str, pypinyin: Any, phrases: Any, usual: Mapping[str, tuple[str, ...]]
) -> Reading | str:
    for character in word:
        if character not in usual:
            return message("{character} has no pinyin", character=excerpt(character))
    found = pypinyin.pinyin(word, style=pypinyin.Style.NORMAL, errors="ignore")
    syllables = tuple(syllable for [syllable] in found)
    if len(syllables) != len(word) or not all(s.isascii() and s.isalpha() for s in syllables):
        return message("its pinyin is not one syllable a character")
    doubtful = () if word in phrases else tuple((c, usual[c]) for c in word if len(usual[c]) > 1)
    return Reading(syllables, doubtful)
