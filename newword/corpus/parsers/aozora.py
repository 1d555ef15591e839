"""Japanese text as Aozora Bunko marks it up: readings and notes are not part of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from newword.corpus.parsers.parsed import Document

__all__ = ["parse", "plain_text"]

_MISSING = "〓"
"""Stands for a character that no character set has; a boundary."""
_EXPLAINED = re.compile(
    r"^-{20,}\r?\n【テキスト中に現れる記号について】[\s\S]{0,4000}?^-{20,}\r?\n", re.MULTILINE
)
_UNCODED = re.compile("※［＃[^］\n]{0,200}］")
_NOTE = re.compile("［＃[^］\n]{0,200}］")
_MARKED = re.compile("｜([^｜《》\n]{1,64})《[^｜《》\n]{1,64}》")
# Without a bar the base is the kanji before. What is no kana in the brackets is a title.
_KANJI = f"々〆〇ヶ{_MISSING}\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_READING = re.compile(f"(?<=[{_KANJI}])《[ぁ-ゖァ-ヺーゝゞヽヾ・　 ]{{1,64}}》")


def parse(data: bytes, options: dict[str, Any]) -> Iterator[Document]:
    """A file in UTF-8, as one document."""
    del options
    text = plain_text(data.decode("utf-8", "replace"))
    yield Document(text.encode("utf-8", "replace"))


def plain_text(text: str) -> str:
    """The text without readings, notes and the list of marks in front of it.

    Brackets that are not closed on their line, and 《》 around what is no reading, stay.
    """
    text = _EXPLAINED.sub("", text, count=1)
    text = _NOTE.sub("", _UNCODED.sub(_MISSING, text))
    return _READING.sub("", _MARKED.sub(r"\1", text))
