"""Segmenters and search engines that read one word a line, some with a tag or a count behind it.

They differ in what a line holds, in how they write a text before they look for words in it, and in
which words they can never find. Sources are their own readers: HanLP (DynamicCustomDictionary),
pkuseg (Preprocesser), LTP (the hook of 4.2), THULAC (Postprocesser), ansj (DicLibrary), IK
(CharacterUtil), Lucene (ja.dict.UserDictionary, ko.dict.UserDictionary).
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from newword.export._consumer import Cut, encode_tried, plan_words, temporary_file, tried_words
from newword.export._format import Encoded, Format, line_refusal, named
from newword.platform.extras import load_extra

if TYPE_CHECKING:
    from newword.lexicon import Lexicon

__all__ = ["FORMATS", "LineFormat"]

_MAX_INT = (1 << 31) - 1
_BLANK = re.compile(r"\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFormat:
    """One such format.

    Attributes:
        name: Of the format.
        line: The line of a word and its count, without its end.
        forbidden: A character that no word of it may have, and why.
        fold: How the consumer writes the text before it looks for words.
        consumer: What words are tried out in.
        open_cutter: Loads a file into it.
    """

    name: str
    line: Callable[[str, int], str]
    forbidden: tuple[re.Pattern[str], str] = (_BLANK, "it parts its line at blanks")
    fold: Callable[[str], str] = str
    consumer: str = ""
    open_cutter: Callable[[bytes], AbstractContextManager[Cut]] | None = None

    def encode(self, lexicon: Lexicon, verify: bool) -> Encoded:
        """A ``Format.encode``."""
        found, report = plan_words(lexicon, self._refuse)
        counts: dict[str, int] = {}
        for form, count in zip(found.forms, found.counts, strict=True):
            folded = self.fold(form)
            counts[folded] = counts.get(folded, 0) + count  # spellings that it cannot tell apart
        lines = (self.line(word, min(max(count, 1), _MAX_INT)) for word, count in counts.items())
        content = "".join(f"{line}\n" for line in lines).encode()
        return encode_tried(
            replace(report, written=len(counts)),
            tried_words(found),
            content,
            consumer=self.consumer,
            open_cutter=self.open_cutter if verify else None,
        )

    def _refuse(self, word: str) -> str | None:
        if not word:
            return "it is empty"
        if reason := line_refusal(word):
            return reason
        pattern, why = self.forbidden
        match = pattern.search(self.fold(word))
        if match is None:
            return None
        return f"{why}, and it holds {named(match[0])}"


def _alone(word: str, _: int) -> str:
    return word


def _half_width_lower(word: str) -> str:
    half = (chr(ord(c) - 0xFEE0) if "\uff01" <= c <= "\uff5e" else c for c in word)
    return "".join(half).lower()


@contextmanager
def _open_pkuseg(content: bytes) -> Iterator[Cut]:
    """Pkuseg forces the words of its dictionary before its model is asked, which is tried here."""
    purpose = "trying words out in pkuseg"
    package: Any = load_extra("spacy_pkuseg", extra="consumers", purpose=purpose)
    with temporary_file(content, ".txt") as path:
        dictionary = package.Preprocesser(str(path))
        yield lambda text: dictionary.solve(text)[0]


@contextmanager
def _open_thulac(content: bytes) -> Iterator[Cut]:
    package: Any = load_extra("thulac", extra="consumers", purpose="trying words out in THULAC")
    with temporary_file(content, ".txt") as path:
        with contextlib.redirect_stdout(None):  # it says that it has loaded its model
            segmenter = package.thulac(user_dict=str(path), seg_only=True)
        yield lambda text: [piece for piece, _ in segmenter.cut(text)]


_IK_USELESS = re.compile(
    "[^0-9a-z\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\uac00-\ud7af\u1100-\u11ff"
    "\u3130-\u318f\u3040-\u30ff\u31f0-\u31ff]"
)
_IK_REASON = "IK cuts the text at everything but Han, kana, hangul, letters a to z and digits"

_LINES = (
    LineFormat(name="hanlp", line=lambda word, count: f"{word} nz {count}"),
    LineFormat(
        name="pkuseg",
        line=lambda word, _: f"{word}\tn",
        consumer="pkuseg's dictionary",
        open_cutter=_open_pkuseg,
    ),
    LineFormat(name="ltp", line=_alone),
    LineFormat(name="thulac", line=_alone, consumer="THULAC", open_cutter=_open_thulac),
    LineFormat(
        name="ansj", line=lambda word, count: f"{word}\tuserDefine\t{count}", fold=str.lower
    ),
    LineFormat(name="ik", line=_alone, forbidden=(_IK_USELESS, _IK_REASON), fold=_half_width_lower),
    LineFormat(
        name="kuromoji",
        line=lambda word, _: f"{word},{word},{word},カスタム名詞",
        forbidden=(re.compile(r'[\s,"]|^#'), "its line is CSV, # at its begin is a comment"),
    ),
    LineFormat(
        name="nori",
        line=_alone,
        forbidden=(re.compile(r"[\s#]"), "it parts its line at blanks, and # begins a comment"),
    ),
)

FORMATS = tuple(
    Format(
        name=line.name,
        suffixes=(),
        encode=replace(line).encode,
        can_verify=line.open_cutter is not None,
    )
    for line in _LINES
)
