"""The ports of jieba: the same dictionary and the same search, each with its own reading of a file.

Frequencies are those of the jieba format: the ports bring jieba's dictionary along. Sources:
cppjieba (DictTrie.hpp, PreFilter.hpp), jieba-rs (lib.rs), jieba-analysis (WordDictionary,
CharacterUtil).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from newword.export._consumer import ConsumerReport, Cut, encode_tried, tried_words
from newword.export._format import Encoded, Format, line_refusal, named
from newword.export._tags import jieba_dictionary
from newword.export.jieba.dictionary import plan
from newword.platform.extras import load_extra
from newword.platform.message import message
from newword.platform.pattern import pattern

if TYPE_CHECKING:
    from newword.table import WordTable

__all__ = ["FORMATS"]

_SPACE = pattern(r"\s")
_CPP_SEPARATORS = pattern("[ \t\n，。]")
_RS_UNMATCHED = pattern(
    "[^\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002a6df\U0002a700-\U0002ebef"
    "\U0002f800-\U0002fa1fa-zA-Z0-9+#&._%-]"
)
_JAVA_UNMATCHED = pattern(r"[^\u4e00-\u9fa5a-z0-9+#&._-]")


def _refuse_cpp(word: str) -> str | None:
    if match := _CPP_SEPARATORS.search(word):
        return message("cppjieba cuts the text at every {match}", match=named(match[0]))
    if match := _SPACE.search(word):
        return message(
            "the columns of its line are parted by blanks, and it holds U+{match}",
            match=f"{ord(match[0]):04X}",
        )
    return line_refusal(word) if word else message("it is empty")


def _refuse_rs(word: str) -> str | None:
    if match := _RS_UNMATCHED.search(word):
        return message("jieba-rs cuts the text at every {match}", match=named(match[0]))
    return None if word else message("it is empty")


def _refuse_java(word: str) -> str | None:
    if match := _JAVA_UNMATCHED.search(_java_form(word)):
        return message("jieba-analysis cuts the text at every {match}", match=named(match[0]))
    return None if word else message("it is empty")


def _java_form(word: str) -> str:
    """What its text becomes before the dictionary is looked at: half width, lower case."""
    half = (chr(ord(c) - 0xFEE0) if "\uff01" <= c <= "\uff5e" else c for c in word)
    return "".join(half).lower()


def _encode_cpp(lexicon: WordTable, verify: bool) -> Encoded:
    del verify
    planned = plan(lexicon, _refuse_cpp, verify=False)
    return planned.report, [planned.lines]


def _encode_rs(lexicon: WordTable, verify: bool) -> Encoded:
    planned = plan(lexicon, _refuse_rs, verify=False)
    content, of_jieba = planned.lines, planned.report
    if not verify:
        return of_jieba, [content]
    report = ConsumerReport(
        written=of_jieba.written,
        refused=of_jieba.refused,
        unseen=of_jieba.unseen,
        notes=of_jieba.notes,
    )
    tried = tried_words(planned.found)
    return encode_tried(
        report,
        tried,
        content,
        consumer="jieba-rs",
        open_cutter=_open_rjieba,
        lexicon=lexicon,
        dictionary=jieba_dictionary(),
    )


def _encode_java(lexicon: WordTable, verify: bool) -> Encoded:
    del verify
    planned = plan(lexicon, _refuse_java, verify=False)
    best: dict[str, int] = {}
    for word, frequency in zip(planned.found.forms, planned.frequencies, strict=True):
        form = _java_form(word)
        best[form] = max(best.get(form, 0), frequency)
    lines = [f"{word} {frequency}\n" for word, frequency in best.items()]
    return replace(planned.report, written=len(lines)), ["".join(lines).encode()]


@contextmanager
def _open_rjieba(content: bytes) -> Iterator[Cut]:
    module = load_extra(
        "rjieba", extra="consumers", purpose=message("trying words out in jieba-rs")
    )
    jieba = module.Jieba()
    for line in content.decode().splitlines():
        word, frequency, tag = line.split(" ")
        jieba.add_word(word, int(frequency), tag)
    yield lambda text: jieba.cut(text, hmm=False)


FORMATS = (
    Format(name="jieba-rs", suffixes=(), encode=_encode_rs, can_verify=True),
    Format(name="cppjieba", suffixes=(), encode=_encode_cpp),
    Format(name="jieba-analysis", suffixes=(), encode=_encode_java),
)
