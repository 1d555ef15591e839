"""From the text of a document to its runs of units.

Character properties come from fontTools; install unicodedata2 beside it to have one Unicode version
on every Python.
"""

from __future__ import annotations

import functools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

from fontTools import unicodedata

from .decoding import BREAK, decode

Document: TypeAlias = "bytes | str"

# fmt: off
_UNSEGMENTED = {
    "Hani", "Hira", "Kana", "Bopo", "Hang", "Thai", "Laoo", "Khmr", "Mymr", "Yiii",
    "Tale", "Talu", "Lana", "Tavt", "Nshu", "Tang", "Java", "Bali",
}
# fmt: on
_IGNORED = re.compile(
    "[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]"
)
_WIDE = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff0e\uff3f\uff0d\uff0b\uff03]")
# One letter a code point, as given by `_kind`.
_ONE_LINE_END_IN_HAN = re.compile("(?<=h)(?:rn|r|n)(?=h)")
_UNIT = re.compile("(?P<script>[hs])|(?P<alnum>a[am]*(?:(?:c|p+)a[am]*)*p*)")
_LONGEST_ALNUM = 64
_JOINED_SPACES = " \u00a0\u3000"


class Unit(NamedTuple):
    """What a word is made of: one character of an unsegmented script, or one Latin or digit word.

    Attributes:
        surface: As written, ignored characters deleted and width folded.
        symbol: The surface in simple lower case; equal symbols are the same unit.
    """

    surface: str
    symbol: str


def runs(document: Document, join_lines: bool = False) -> list[list[Unit]]:
    """The maximal sequences of units with no BREAK between them, none of them empty."""
    codes = list(map(ord, document)) if isinstance(document, str) else decode(document)
    chars: list[tuple[str, str]] = []  # (character, kind)
    for code in codes:
        if code is BREAK:
            chars.append(("", "b"))
        elif not _IGNORED.fullmatch(chr(code)):
            char = chr(code - 0xFEE0) if _WIDE.fullmatch(chr(code)) else chr(code)
            chars.append((char, _kind(char)))
    if join_lines:
        for match in reversed([*_ONE_LINE_END_IN_HAN.finditer(_kinds(chars))]):
            del chars[match.start() : match.end()]

    found: list[list[Unit]] = []
    end_of_last = -1
    for match in _UNIT.finditer(_kinds(chars)):
        if match["alnum"] and len(match["alnum"]) > _LONGEST_ALNUM:
            continue
        if match.start() != end_of_last:
            found.append([])
        surface = "".join(char for char, _ in chars[match.start() : match.end()])
        found[-1].append(Unit(surface, "".join(map(_lower, surface))))
        end_of_last = match.end()
    return found


def without_spaces(text: str, join_lines: bool = False) -> str:
    """A text without the spaces that are nothing where spaces are joined.

    Those beside a line end are nothing, too, where that is.
    """
    kinds = ""
    places = []  # of the characters that are not ignored
    for place, char in enumerate(text):
        if not _IGNORED.fullmatch(char):
            kinds += "w" if char in _JOINED_SPACES else _kind(_narrow(char))
            places.append(place)
    joined = "(?<=[hs])w+(?=[hs])"
    if join_lines:
        joined = f"{joined}|(?<=h)w*(?:rn|r|n)w*(?=h)"
    dropped = {
        places[k]
        for match in re.finditer(joined, kinds)
        for k in range(*match.span())
        if kinds[k] == "w"
    }
    return "".join(char for place, char in enumerate(text) if place not in dropped)


def _narrow(char: str) -> str:
    return chr(ord(char) - 0xFEE0) if _WIDE.fullmatch(char) else char


def _kinds(chars: Sequence[tuple[str, str]]) -> str:
    return "".join(kind for _, kind in chars)


@functools.cache
def _kind(char: str) -> str:
    """h Han, s other script unit, a alnum, m mark, c connector, p plus, n LF, r CR, b any break."""
    special = {".": "c", "_": "c", "-": "c", "+": "p", "#": "p", "\n": "n", "\r": "r"}
    if char in special:
        return special[char]
    category = unicodedata.category(char)
    script = unicodedata.script(char)
    if "\u0300" <= char <= "\u036f":
        return "m"
    if "0" <= char <= "9" or (script == "Latn" and category[0] == "L"):
        return "a"
    if script in _UNSEGMENTED and category[0] in "LMN":
        return "h" if script == "Hani" else "s"
    shared = bool(unicodedata.script_extension(char) & _UNSEGMENTED)
    return "s" if shared and char >= "\u2e80" and category[0] in "LM" else "b"


@functools.cache
def _lower(char: str) -> str:
    """Simple lower case; letters younger than this Python find theirs by name."""
    lower = char.lower()
    if lower == char and unicodedata.category(char) == "Lu":
        return str(unicodedata.lookup(unicodedata.name(char).replace(" CAPITAL ", " SMALL ")))
    return lower if len(lower) == 1 else char


def all_runs(docs: Iterable[Document], join_lines: bool = False) -> list[list[Unit]]:
    """The runs of every document, in order."""
    return [run for document in docs for run in runs(document, join_lines)]


def count_units(docs: Iterable[Document], join_lines: bool = False) -> int:
    """N: the units of the corpus."""
    return sum(map(len, all_runs(docs, join_lines)))


def shown_forms(docs: Iterable[Document], join_lines: bool = False) -> dict[str, str]:
    """Each symbol's most frequent surface; of equally frequent ones the smallest."""
    surfaces: dict[str, Counter[str]] = defaultdict(Counter)
    for run in all_runs(docs, join_lines):
        for unit in run:
            surfaces[unit.symbol][unit.surface] += 1
    return {
        symbol: min(counter, key=lambda surface: (-counter[surface], surface))
        for symbol, counter in sorted(surfaces.items())
    }
