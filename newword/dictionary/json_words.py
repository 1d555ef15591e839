"""The words in JSON: lists of words, objects with a field for the word, words with numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from newword.platform.pattern import pattern

__all__ = ["NUMBER_FIELDS", "WORD_FIELDS", "rows_of_document", "rows_of_record"]

Row = tuple[str, str, str]

WORD_FIELDS = (
    "word", "content", "pattern", "term", "token", "surface", "headword", "keyword", "text",
    "simplified", "name", "词", "词语", "词汇", "单词", "詞", "詞語", "名称", "単語", "見出し",
)  # fmt: skip
"""Names of the field or column that has the word, the likeliest first."""

NUMBER_FIELDS = ("count", "freq", "frequency", "词频", "频率", "次数", "頻度")
_TAG_FIELDS = ("tag", "pos", "词性", "品詞")
_LIST_FIELDS = ("words", "entries", "added_tokens", "patterns", "terms", "tokens", "data", "items")
_TOKEN_FIELDS = ("TEXT", "ORTH", "LOWER", "text", "orth", "lower")
_TAG = pattern("[a-z]+")
_MOST_LEVELS = 3


def rows_of_record(record: Any) -> list[Row] | None:
    """The row of one record; None if no word is in it."""
    if isinstance(record, str):
        return [(record, "", "")]
    if isinstance(record, list):
        head = record[:1]
        if not head or not isinstance(head[0], str):
            return None
        number = next((_digits(value) for value in record[1:] if _digits(value)), "")
        return [(head[0], number, "")]
    if not isinstance(record, dict):
        return None
    word = _word_of(record)
    if word is None:
        return None
    number = next((_digits(record[name]) for name in NUMBER_FIELDS if name in record), "")
    tag = next((record[name] for name in _TAG_FIELDS if name in record), "")
    return [(word, number, tag if isinstance(tag, str) and _TAG.fullmatch(tag) else "")]


def rows_of_document(document: Any) -> list[Row] | None:
    """The rows of a whole JSON document; None if it holds no words."""
    rows = list(_rows(document, 0))
    return rows or ([] if document in ([], {}) else None)


def _rows(value: Any, level: int) -> Iterator[Row]:
    if level > _MOST_LEVELS:
        return
    if isinstance(value, list):
        for item in value:
            yield from rows_of_record(item) or ()
        return
    if not isinstance(value, dict):
        return
    inner = [value[name] for name in _LIST_FIELDS if isinstance(value.get(name), (list, dict))]
    vocabulary = value.get("vocab", (value.get("model") or {}) if level == 0 else None)
    if isinstance(vocabulary, dict) and isinstance(vocabulary.get("vocab"), (list, dict)):
        vocabulary = vocabulary["vocab"]
    if isinstance(vocabulary, (list, dict)) and vocabulary:
        inner.append(vocabulary)
    if inner:
        for part in inner:
            yield from _rows(part, level + 1)
    elif (own := rows_of_record(value)) and any(name in value for name in WORD_FIELDS):
        yield from own
    else:
        for word, number in value.items():
            yield word, _digits(number), ""


def _word_of(record: dict[str, Any]) -> str | None:
    for name in WORD_FIELDS:
        value = record.get(name)
        if isinstance(value, str):
            return value
        if isinstance(value, list) and name == "pattern":
            return _pattern(value)
    strings = [value for value in record.values() if isinstance(value, str)]
    return next((value for value in strings if not value.isascii()), None)


def _pattern(tokens: list[Any]) -> str | None:
    """The string that a pattern of spaCy's tokens stands for; None if it stands for others too."""
    parts = []
    for token in tokens:
        names = [name for name in _TOKEN_FIELDS if isinstance(token, dict) and name in token]
        if not names or not isinstance(token[names[0]], str):
            return None
        parts.append(token[names[0]])
    return "".join(parts) or None


def _digits(value: Any) -> str:
    """A whole number that is not negative, as its digits."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return ""
    if isinstance(value, float):
        return str(int(value)) if 0 <= value < 1e15 and value == int(value) else ""
    return str(value) if 0 <= value < 10**20 else ""
