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

from . import scripts
from .decoding import BREAK, decode

Document: TypeAlias = "bytes | str"

_N = "[ae][aem]*"
_MORE = f"(?:(?:c|p+){_N})*p*"
_WORD = re.compile(f"(?:A{_N}{_MORE}|eqp*(?:{_N}{_MORE})?|{_N}{_MORE})(?:A{_N}{_MORE})*")
_LONGEST = 64
_JOINED_SPACES = " \u00a0\u3000"
_SCHEMES = {"http", "https", "ftp", "ftps", "file", "ed2k", "magnet"}
# fmt: off
_DOMAINS = {"com", "cn", "org", "gov", "edu", "info", "biz", "tw", "hk", "jp", "kr", "th"}
_FILES = {
    "txt", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "pdf", "csv", "jpg", "jpeg", "png", "gif",
    "bmp",
    "zip", "rar", "7z", "gz", "tar", "exe", "apk", "dll", "iso", "mp3", "mp4", "avi", "mkv", "wmv",
    "htm", "html", "php", "jsp", "asp", "aspx", "json", "xml", "ini", "log", "bat", "torrent",
    "epub", "rmvb",
}
# fmt: on


class Char(NamedTuple):
    """A character of a text: as it is written, folded, and its kind."""

    raw: str
    folded: str
    kind: str


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
    chars = _without_ignored(_chars(document))
    if join_lines:
        one_line_end = f"(?<=[{scripts.UNSPACED}])(?:rn|r|n)(?=[{scripts.UNSPACED}])"
        for match in reversed([*re.finditer(one_line_end, _kinds(chars))]):
            del chars[match.start() : match.end()]
    found: list[list[Unit]] = [[]]
    kinds = _kinds(chars)
    at = 0
    while at < len(chars):
        unit, at = _next_unit(chars, kinds, at)
        if unit is None:
            found.append([])
        else:
            found[-1].append(unit)
    return [run for run in found if run]


def token_runs(document: Document) -> list[list[Unit]]:
    """The runs where what stands between spaces is one unit, a token.

    Spaces are nothing. All that ends a run of characters ends one of tokens too, and so does a
    token that is too long.
    """
    chars = _without_ignored(_chars(document))
    kinds = _kinds(chars)
    found: list[list[Unit]] = [[]]
    token = ""
    at = 0
    while at < len(chars):
        spelled, end = _next_spelled(chars, kinds, at)
        if spelled is not None:
            token += spelled
        else:
            _add_token(found, token)
            token = ""
            if chars[at].raw not in {*_JOINED_SPACES} or end > at + 1:
                found.append([])
        at = end
    _add_token(found, token)
    return [run for run in found if run]


def _add_token(found: list[list[Unit]], token: str) -> None:
    if len(token) > _LONGEST:
        found.append([])
    elif token:
        found[-1].append(_unit(token))


def without_spaces(text: str, join_lines: bool = False) -> str:
    """A text without the spaces that are nothing where spaces are joined.

    Those beside a line end are nothing, too, where that is.
    """
    kinds = ""
    places = []  # of the characters that are not ignored
    for place, char in enumerate(text):
        if not scripts.IGNORED.fullmatch(char):
            kinds += "_" if char in _JOINED_SPACES else scripts.kind(scripts.fold(char))
            places.append(place)
    joined = f"(?<=[{scripts.ALL}])_+(?=[{scripts.ALL}])"
    if join_lines:
        joined = f"{joined}|(?<=[{scripts.UNSPACED}])_*(?:rn|r|n)_*(?=[{scripts.UNSPACED}])"
    dropped = {
        places[k]
        for match in re.finditer(joined, kinds)
        for k in range(*match.span())
        if kinds[k] == "_"
    }
    return "".join(char for place, char in enumerate(text) if place not in dropped)


def _chars(document: Document) -> list[Char]:
    codes = list(map(ord, document)) if isinstance(document, str) else decode(document)
    chars = []
    for code in codes:
        raw = "" if code is BREAK else chr(code)
        folded = scripts.fold(raw) if raw else ""
        chars.append(Char(raw, folded, scripts.kind(folded) if folded else "b"))
    return chars


def _without_ignored(chars: Sequence[Char]) -> list[Char]:
    """The characters that count; U+200B stays, as a boundary, between scripts that use it so."""
    kept: list[Char] = []
    for char in chars:
        is_space = char.raw == "\u200b"
        if char.raw and scripts.IGNORED.fullmatch(char.raw) and not is_space:
            continue
        if kept and kept[-1].raw == "\u200b":
            if is_space:
                continue
            before = kept[-2].folded if len(kept) > 1 else ""
            if not all(map(scripts.marks_words_with_zero_width_space, (before, char.folded))):
                kept.pop()
        kept.append(char._replace(kind="b") if is_space else char)
    if kept and kept[-1].raw == "\u200b":
        kept.pop()
    return kept


def _next_unit(chars: Sequence[Char], kinds: str, at: int) -> tuple[Unit | None, int]:
    """The unit that begins at a place, None for a boundary, and where the text goes on."""
    spelled, end = _next_spelled(chars, kinds, at)
    return None if spelled is None else _unit(spelled), end


def _unit(spelled: str) -> Unit:
    surface = scripts.normal(spelled)
    return Unit(surface, "".join(map(_lower, surface)))


def _next_spelled(chars: Sequence[Char], kinds: str, at: int) -> tuple[str | None, int]:
    """The same, not yet in normalization form."""
    script, word = scripts.SCRIPT_UNIT.match(kinds, at), _WORD.match(kinds, at)
    if script is not None and script.end() > at:
        end = script.end()
        text = "".join(char.folded for char in chars[at:end])
        if len(text) - kinds[at:end].count("j") > _LONGEST:
            return None, end
        return re.sub("[་༌]", "", text) + "་" if kinds[at] == "S" else text, end
    if word is None:
        return None, at + 1
    end = word.end()
    text = "".join(char.folded for char in chars[at:end])
    if kinds[end - 1] not in "pq":
        following = "".join(char.folded or "\0" for char in chars[end : end + 3])
        is_address = (_is_host(text) and following[:1] in {"/", ":", "?", "#"}) or (
            _small(text) in _SCHEMES and following == "://"
        )
        if is_address:
            return None, _end_of_address(chars, end + 1)
    is_piece = "@" in text or len(text) > _LONGEST or _is_host(text) or _ending(text) in _FILES
    return None if is_piece else text, end


def _ending(word: str) -> str:
    return _small(word).rpartition(".")[2] if "." in word else ""


def _is_host(word: str) -> bool:
    return "." in word and (_small(word).startswith("www.") or _ending(word) in _DOMAINS)


def _small(word: str) -> str:
    return re.sub("[A-Z]+", lambda match: match[0].lower(), word)


def _end_of_address(chars: Sequence[Char], at: int) -> int:
    while at < len(chars) and (chars[at].kind in "ae" or chars[at].raw in set("-._~:/?#@%&=+$*")):
        at += 1
    return at


def _kinds(chars: Sequence[Char]) -> str:
    return "".join(char.kind for char in chars)


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
