"""The lines that dictionaries of words are made of, one function a shape.

Each takes a line without its end and gives the rows in it, or None if the line has another shape. A
row is a word, the digits of its frequency, and its tag; both may be empty.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from newword.dictionary.json_words import rows_of_record
from newword.platform.message import message
from newword.platform.pattern import pattern

__all__ = [
    "HAS_SCRIPT",
    "SHAPES",
    "Row",
    "Shape",
    "can_be_word",
    "can_be_words",
    "read_line",
    "separated",
]

Row: TypeAlias = tuple[str, str, str]

HAS_SCRIPT = pattern(
    "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3105-\u312f"
    "\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9f"
    "\U00020000-\U0003ffff]"
)
"""A character of a script that newword finds words of."""

_MOST_TOKENS = 7
"""Of a word of tokens: more are a sentence."""
# Vowels, tones and tshegs of Thai, Lao, Tibetan, Burmese and Khmer are no letters to Python.
_MARKS = (
    r"\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u0f0b\u0f0c\u0f35\u0f37\u0f39"
    r"\u0f3e\u0f3f\u0f71-\u0f84\u0f86\u0f87\u0f8d-\u0fbc\u102b-\u103e\u1056-\u109d\u17b4-\u17d3\u17dd"
)
_WORD = pattern(
    r"(?=.*[^\W\d_])[\w·‧•・.'’&+#%\-－\u3099\u309a\u200b-\u200d\u00ad\ufeff" + _MARKS + "]+"
)
_TAG = pattern("[a-z]+")
_SHORT_TAG = pattern("[a-z]{1,4}")  # longer ones are words of another language
_JIEBA = pattern(r"(.+?)(?:\s+([0-9]+))?(?:\s+([a-z]+))?")
_CEDICT = pattern(r"(\S+)\s+(\S+)\s+\[.*?\]\s*/.*/?")
_EDICT = pattern(r"(\S+)(?:\s+\[([^\]]*)\])?\s+/.+/")
_NOTE = pattern(r"\([^)]*\)")
_TAGGED = pattern(r"\[*(.+?)[/_]([A-Za-z][A-Za-z0-9-]{0,9})(?:\][A-Za-z]*)?")
_HANLP = pattern(r"(\S+)\s+([A-Za-z]\w*)\s+([0-9]+)(?:\s+[A-Za-z]\w*\s+[0-9]+)*")
_LIBIME = pattern(r"(\S+)\s+([a-zü]+(?:'[a-zü]+)*)\s+-?[0-9]+(?:\.[0-9]+)?(?:e-?[0-9]+)?")
_PINYIN_FIRST = pattern(r"'?[a-zü]+(?:'[a-zü]+)*\s+(\S+)(?:\s+([0-9]+))?")
_BULLET = pattern(r"(?:[-*•◦▪]\s+|[0-9]{1,6}[.)、:：]\s*)(\S.*)")
_LIST = pattern(r"\s*(?:[,，、;；|｜]|=>)\s*")
_QUOTED = pattern("\".*\"|'.*'|“.*”|‘.*’|「.*」")
_QUOTES = "\"'“”‘’「」『』[](){}【】 "
_INTEGER = pattern("-?[0-9]*")
_PARTS_OF_SPEECH = frozenset(
    (
        *("名詞", "動詞", "形容詞", "副詞", "助詞", "助動詞", "接続詞", "連体詞", "感動詞", "記号"),
        *(
            "補助記号",
            "代名詞",
            "形状詞",
            "接頭辞",
            "接尾辞",
            "接頭詞",
            "空白",
            "フィラー",
            "その他",
        ),
    )
)


class Shape(NamedTuple):
    """One shape of lines.

    Attributes:
        name: For people.
        read: The rows of a line, or None.
        comments: What a line that is none begins with; empty if there are no comments.
    """

    name: str
    read: Callable[[str], list[Row] | None]
    comments: str = ""


def can_be_word(text: str) -> bool:
    """Whether a string could stand in a text as one word: letters, with no blank or stop in it."""
    return _WORD.fullmatch(text) is not None


def can_be_words(text: str) -> bool:
    """The same of one word or several tokens with a space between them."""
    tokens = text.split(" ")
    return len(tokens) <= _MOST_TOKENS and all(map(can_be_word, tokens))


def read_line(line: str) -> list[Row]:
    """A line of a plain list, of jieba's format, or of columns between blanks or TABs."""
    if "\t" in line:
        return [_of_columns(list(map(str.strip, line.split("\t"))))]
    if _QUOTED.fullmatch(line) and can_be_word(line[1:-1]):
        return [(line[1:-1], "", "")]
    match = _JIEBA.fullmatch(line)
    word, number, tag = match.groups("") if match else (line, "", "")
    pieces = word.split()
    if len(pieces) > 1:
        if pieces[0] == "".join(pieces[1:]):
            return [(pieces[0], "", "")]  # nori: a word and its parts
        if HAS_SCRIPT.search(pieces[0]) and not HAS_SCRIPT.search(word, len(pieces[0])):
            return [_of_columns(line.split())]  # no text has such a word
    return [(word, number, tag)]


def separated(line: str, separator: str) -> list[str]:
    """The cells of a line; none if it is no line of CSV."""
    if '"' not in line:
        return [cell.strip() for cell in line.split(separator)]
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=separator), [])]
    except csv.Error:
        return []


def _of_columns(cells: list[str]) -> Row:
    word, *others = cells
    number = next((cell for cell in others if cell.isascii() and cell.isdecimal()), "")
    tag = next((cell for cell in others if _SHORT_TAG.fullmatch(cell)), "")
    return word, number, tag


def _cedict(line: str) -> list[Row] | None:
    match = _CEDICT.fullmatch(line)
    return None if match is None else [(word, "", "") for word in dict.fromkeys(match.groups())]


def _edict(line: str) -> list[Row] | None:
    match = _EDICT.fullmatch(line)
    if match is None:
        return None
    forms = (_NOTE.sub("", form) for form in match[1].split(";"))
    return [(form, "", "") for form in forms if form]


def _morphemes(line: str) -> list[str] | None:
    """The cells of a line of MeCab's or Sudachi's dictionaries."""
    cells = separated(line, ",") if line.count(",") >= 4 else []
    is_one = len(cells) > 4 and cells[0] and all(map(_INTEGER.fullmatch, cells[1:4]))
    return cells if is_one else None


def _sudachi(line: str) -> list[Row] | None:
    cells = _morphemes(line)
    if cells is None or len(cells) < 15 or cells[5] not in _PARTS_OF_SPEECH:
        return None
    return [(cells[4] or cells[0], "", "")]


def _mecab(line: str) -> list[Row] | None:
    cells = _morphemes(line)
    return None if cells is None else [(cells[0], "", "")]


def _kuromoji(line: str) -> list[Row] | None:
    cells = separated(line, ",") if line.count(",") >= 3 else []
    if len(cells) != 4 or cells[1].replace(" ", "") != cells[0].replace(" ", ""):
        return None
    return [(cells[0], "", "")]


def _tagged(line: str) -> list[Row] | None:
    rows: list[Row] = []
    for piece in line.split():
        match = _TAGGED.fullmatch(piece)
        if match is None:
            return None
        tag = match[2].lower()
        rows.append((match[1], "", tag if _TAG.fullmatch(tag) else ""))
    return rows


def _hanlp(line: str) -> list[Row] | None:
    match = _HANLP.fullmatch(line)
    if match is None:
        return None
    tag = match[2].lower()
    return [(match[1], match[3], tag if _TAG.fullmatch(tag) else "")]


def _libime(line: str) -> list[Row] | None:
    match = _LIBIME.fullmatch(line)
    if match is None or not ("'" in match[2] or "." in line or "-" in line):
        return None
    return [(match[1], "", "")]


def _pinyin_first(line: str) -> list[Row] | None:
    match = _PINYIN_FIRST.fullmatch(line)
    if match is None or not HAS_SCRIPT.search(match[1]):
        return None
    return [(match[1], match[2] or "", "")]


def _bullet(line: str) -> list[Row] | None:
    match = _BULLET.fullmatch(line)
    return read_line(match[1].strip(_QUOTES)) if match else None


def _list(line: str) -> list[Row] | None:
    if len(items := _LIST.split(line)) < 2:
        return None
    words = [word for word in (item.strip(_QUOTES) for item in items) if word]
    if not words or not all(map(can_be_word, words)):
        return None
    foreign = sum(not HAS_SCRIPT.search(word) for word in words)
    return None if 2 * foreign > len(words) else [(word, "", "") for word in words]


def _blanks(line: str) -> list[Row] | None:
    words = line.split()
    if len(words) < 2 or words[0] == "".join(words[1:]) or not all(map(HAS_SCRIPT.search, words)):
        return None
    return [(word, "", "") for word in words] if all(map(can_be_word, words)) else None


def _json_line(line: str) -> list[Row] | None:
    if line[:1] not in "{[":
        return None
    try:
        return rows_of_record(json.loads(line))
    except (ValueError, RecursionError):
        return None


SHAPES = (
    Shape("JSON Lines", _json_line),
    Shape("CC-CEDICT", _cedict, comments="#"),
    Shape("EDICT", _edict),
    Shape("Sudachi CSV", _sudachi),
    Shape("MeCab CSV", _mecab),
    Shape("kuromoji CSV", _kuromoji, comments="#"),
    Shape(message("words with tags"), _tagged),
    Shape("libime", _libime),
    Shape("HanLP", _hanlp),
    Shape(message("pinyin and words"), _pinyin_first),
    Shape(message("list with bullets"), _bullet),
    Shape(message("list of words"), _list),
    Shape(message("words between blanks"), _blanks),
)
"""The shapes that are told by their look, the surest first."""
