"""Which words a morphological analyser should be given, by what it makes of their places itself.

An analyser that cuts a word whole knows it, with its reading and part of speech: an entry of ours
would hide these. Where it sees a longer word of its own, ours is a piece of it; and where it makes
ours of affixes, numerals, particles or verbs, its grammar does what a dictionary should not. What
is left are words that it makes of nouns or does not know.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from newword.platform.message import message, template
from newword.table import Passage

__all__ = ["Analyse", "Morpheme", "kana_reading", "kind_of_places", "why_not"]


class Morpheme(NamedTuple):
    """A piece as an analyser cuts it.

    Attributes:
        surface: As the text has it.
        joins: Whether it is a noun that words are made of, or no word that the analyser knows.
        is_unknown: Whether it is in no dictionary.
    """

    surface: str
    joins: bool
    is_unknown: bool


Analyse = Callable[[str], Sequence[Morpheme]]

_REASONS = {
    "whole": template("{program} has it"),
    "crossed": template("{program} has other words where it stands"),
    "grammar": template("{program} makes it of affixes, numerals or words that are no nouns"),
}


def why_not(analyse: Analyse, consumer: str, form: str, passages: Sequence[Passage]) -> str | None:
    """Why an analyser should not be given a word; None if it should.

    Args:
        analyse: By its own dictionary.
        consumer: Its name.
        form: The word.
        passages: Where it stands; without any it is looked at alone.
    """
    kind = kind_of_places(analyse, form, passages)
    return message(_REASONS[kind], program=consumer) if kind in _REASONS else None


def kind_of_places(analyse: Analyse, form: str, passages: Sequence[Passage]) -> str:
    """What an analyser mostly makes of the places of a word.

    `whole`, `new`, `grammar`, or `crossed`, if a word of its own begins or ends inside.
    """
    places = passages or ((form, 0, len(form)),)
    kinds = Counter(_kind(analyse(text), text, begin, end) for text, begin, end in places)
    kind, _ = max(kinds.items(), key=lambda pair: (pair[1], pair[0]))
    return kind


def _kind(morphemes: Sequence[Morpheme], text: str, begin: int, end: int) -> str:
    """What an analyser makes of the place of a word."""
    at = 0
    inside = []
    for morpheme in morphemes:
        first = text.find(morpheme.surface, at)
        if first < 0:
            continue
        at = first + len(morpheme.surface)
        if first < end and at > begin:
            inside.append((first, at, morpheme))
    if not inside:
        return "new"
    if inside[0][0] < begin or inside[-1][1] > end:
        # An unknown stretch of kana is one word; one of Han may hold several.
        edges_are_unknown = inside[0][2].is_unknown and inside[-1][2].is_unknown
        is_kana = kana_reading(text[begin:end]) is not None
        return "new" if edges_are_unknown and not is_kana else "crossed"
    if text[begin].isdigit():
        return "grammar"
    if len(inside) == 1:
        return "new" if inside[0][2].is_unknown else "whole"
    return "new" if all(morpheme.joins for _, _, morpheme in inside) else "grammar"


def kana_reading(word: str) -> str | None:
    """A word in kana alone, as katakana; None for others, whose reading does not show."""
    katakana = "".join(chr(ord(c) + 0x60) if "\u3041" <= c <= "\u3096" else c for c in word)
    return katakana if all("\u30a1" <= c <= "\u30fa" or c == "ー" for c in katakana) else None
