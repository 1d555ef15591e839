"""Segmenters and search engines that read one word a line, some with a tag or a count behind it.

They differ in what a line holds, in how they write a text before they look for words in it, and in
which words they can never find. Sources are their own readers: HanLP (DynamicCustomDictionary),
pkuseg (Preprocesser), LTP (the hook of 4.2), THULAC (Postprocesser), ansj (DicLibrary), IK
(CharacterUtil), Lucene (ja.dict.UserDictionary, ko.dict.UserDictionary).
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from newword.export._consumer import Cut, encode_tried, plan_words, temporary_file, tried_words
from newword.export._format import Encoded, Format, line_refusal, named
from newword.export._spellings import Spellings
from newword.export._tags import jieba_dictionary, tags_of
from newword.platform.extras import load_extra
from newword.platform.message import message
from newword.platform.pattern import pattern

if TYPE_CHECKING:
    from newword.table import WordTable

__all__ = ["FORMATS", "LineFormat"]

_MAX_INT = (1 << 31) - 1
_BLANK = pattern(r"\s")


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFormat:
    """One such format.

    Attributes:
        name: Of the format.
        line: The line of a word, its count and its tag, without its end.
        untagged: The tag of an uncertain word; empty for a format without tags.
        tags: Tags of the consumer that jieba calls otherwise.
        forbidden: A character that no word of it may have, and why.
        fold: How the consumer writes the text before it looks for words.
        consumer: What words are tried out in.
        open_cutter: Loads a file into it.
        suffixes: File name endings that mean it.
    """

    name: str
    line: Callable[[str, int, str], str]
    untagged: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    forbidden: tuple[re.Pattern[str], str] = (_BLANK, message("it parts its line at blanks"))
    fold: Callable[[str], str] = str
    consumer: str = ""
    open_cutter: Callable[[bytes], AbstractContextManager[Cut]] | None = None
    suffixes: tuple[str, ...] = ()

    def encode(self, lexicon: WordTable, verify: bool) -> Encoded:
        """A ``Format.encode``."""
        found, report = plan_words(lexicon, self._refuse)
        counts: dict[str, int] = {}
        tags: dict[str, str] = {}
        for form, count, tag in zip(
            found.forms, found.counts, self._tags(lexicon, found), strict=True
        ):
            folded = self.fold(form)
            counts[folded] = counts.get(folded, 0) + count  # spellings that it cannot tell apart
            tags.setdefault(folded, tag)
        lines = (
            self.line(word, min(max(count, 1), _MAX_INT), tags[word])
            for word, count in counts.items()
        )
        content = "".join(f"{line}\n" for line in lines).encode()
        return encode_tried(
            replace(report, written=len(counts)),
            tried_words(found),
            content,
            consumer=self.consumer,
            open_cutter=self.open_cutter if verify else None,
            lexicon=lexicon,
            dictionary=jieba_dictionary() if verify else None,
        )

    def _tags(self, lexicon: WordTable, found: Spellings) -> list[str]:
        if not self.untagged:
            return [""] * len(found.forms)
        told = tags_of(lexicon, found)
        return [self.tags.get(tag, tag) if tag else self.untagged for tag in told]

    def _refuse(self, word: str) -> str | None:
        if not word:
            return message("it is empty")
        if reason := line_refusal(word):
            return reason
        pattern, why = self.forbidden
        match = pattern.search(self.fold(word))
        if match is None:
            return None
        return message("{why}, and it holds {match}", why=why, match=named(match[0]))


def _alone(word: str, *_: object) -> str:
    return word


def _half_width_lower(word: str) -> str:
    half = (chr(ord(c) - 0xFEE0) if "\uff01" <= c <= "\uff5e" else c for c in word)
    return "".join(half).lower()


@contextmanager
def _open_pkuseg(content: bytes) -> Iterator[Cut]:
    """Pkuseg forces the words of its dictionary before its model is asked, which is tried here.

    What the model would cut is taken by characters.
    """
    purpose = message("trying words out in pkuseg")
    package: Any = load_extra("spacy_pkuseg", extra="consumers", purpose=purpose)
    with temporary_file(content, ".txt") as path:
        dictionary = package.Preprocesser(str(path))

        def cut(text: str) -> list[str]:
            pieces, are_words, _ = dictionary.solve(text)
            told = zip(pieces, are_words, strict=True)
            return [one for piece, is_word in told for one in ([piece] if is_word else piece)]

        yield cut


@contextmanager
def _open_thulac(content: bytes) -> Iterator[Cut]:
    package: Any = load_extra(
        "thulac", extra="consumers", purpose=message("trying words out in THULAC")
    )
    with temporary_file(content, ".txt") as path:
        with contextlib.redirect_stdout(None):  # it says that it has loaded its model
            segmenter = package.thulac(user_dict=str(path), seg_only=True)
        yield lambda text: [piece for piece, _ in segmenter.cut(text)]


_IK_USELESS = pattern(
    "[^0-9a-z\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\uac00-\ud7af\u1100-\u11ff"
    "\u3130-\u318f\u3040-\u30ff\u31f0-\u31ff]"
)
_IK_REASON = message(
    "IK cuts the text at everything but Han, kana, hangul, letters a to z and digits"
)

_OF_ICTCLAS = {"nrt": "nrf", "nrfg": "nr", "g": "x", "zg": "x"}
"""What HanLP and ansj call otherwise than jieba."""

_OF_PKU = {
    "nrt": "nr", "nrfg": "nr", "ng": "n", "vg": "v", "vi": "v", "vq": "v", "ag": "a", "tg": "t",
    "dg": "d", "mq": "m", "mg": "m", "g": "n", "zg": "n", "x": "n",
}  # fmt: skip
"""What pkuseg's tags, those of the People's Daily, call otherwise."""

_LINES = (
    LineFormat(
        name="hanlp",
        line=lambda word, count, tag: f"{word} {tag} {count}",
        untagged="nz",
        tags=_OF_ICTCLAS,
    ),
    LineFormat(
        name="pkuseg",
        line=lambda word, _, tag: f"{word}\t{tag}",
        untagged="n",
        tags=_OF_PKU,
        consumer=message("pkuseg's dictionary, else cut by characters"),
        open_cutter=_open_pkuseg,
    ),
    LineFormat(name="ltp", line=_alone),
    LineFormat(name="thulac", line=_alone, consumer="THULAC", open_cutter=_open_thulac),
    LineFormat(
        name="ansj",
        line=lambda word, count, tag: f"{word}\t{tag}\t{count}",
        untagged="userDefine",
        tags=_OF_ICTCLAS,
        fold=str.lower,
    ),
    LineFormat(
        name="ik",
        line=_alone,
        suffixes=(".dic",),
        forbidden=(_IK_USELESS, _IK_REASON),
        fold=_half_width_lower,
    ),
    LineFormat(
        name="kuromoji",
        line=lambda word, *_: f"{word},{word},{word},カスタム名詞",
        forbidden=(
            pattern(r'[\s,"]|^#'),
            message("its line is CSV, # at its begin is a comment"),
        ),
    ),
    LineFormat(
        name="nori",
        line=_alone,
        forbidden=(
            pattern(r"[\s#]"),
            message("it parts its line at blanks, and # begins a comment"),
        ),
    ),
)

FORMATS = tuple(
    Format(
        name=line.name,
        suffixes=line.suffixes,
        encode=replace(line).encode,
        can_verify=line.open_cutter is not None,
    )
    for line in _LINES
)
