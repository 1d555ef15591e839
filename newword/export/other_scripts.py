"""Dictionaries of segmenters for Thai, Tibetan and the scripts that ICU cuts by a dictionary.

Sources: PyThaiNLP's `dict_trie`; botok's Trie (five columns, files of a dialect pack) and Config;
ICU's gendict (a word and perhaps a value a line) and udata (files of ICU_DATA come before the data
that are linked in).
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from newword.export._consumer import Cut
from newword.export._format import Format
from newword.export.plain_lines import LineFormat
from newword.platform.extras import load_extra
from newword.platform.message import message
from newword.platform.pattern import pattern

__all__ = ["FORMATS"]

_TSHEG = "\u0f0b"
_NO_THAI = pattern("^[^\u0e01-\u0e4e](?!.*[\u0e01-\u0e4e])|[\r\n]")
_NO_TIBETAN = pattern("^[^\u0f40-\u0fbc](?!.*[\u0f40-\u0fbc])|[\\s,#]")
_NO_DICTIONARY = pattern(
    "^[^\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u9fff\uac00-\ud7a3]|[\\s#]"
)


@contextmanager
def _open_newmm(content: bytes) -> Iterator[Cut]:
    """The words beside PyThaiNLP's own."""
    purpose = message("trying words out in PyThaiNLP")
    tokenize: Any = load_extra("pythainlp.tokenize", extra="consumers", purpose=purpose)
    corpus: Any = load_extra("pythainlp.corpus", extra="consumers", purpose=purpose)
    words = tokenize.Trie(corpus.thai_words() | set(content.decode().splitlines()))
    yield lambda text: tokenize.word_tokenize(text, custom_dict=words, engine="newmm")


@contextmanager
def _open_botok(content: bytes) -> Iterator[Cut]:
    """A dialect pack with these words alone, without the affixes that botok splits off."""
    purpose = message("trying words out in botok")
    botok: Any = load_extra("botok", extra="consumers", purpose=purpose)
    with tempfile.TemporaryDirectory(prefix="newword-") as directory:
        pack = Path(directory) / "pack" / "newword"
        for part in ("dictionary", "adjustments"):
            (pack / part / "words").mkdir(parents=True)
        (pack / "adjustments" / "words" / "newword.tsv").write_bytes(content)
        with contextlib.redirect_stdout(None):
            tokenizer = botok.WordTokenizer(botok.config.Config.from_path(pack))

        yield lambda text: [token.text for token in tokenizer.tokenize(text, split_affixes=False)]


def _without_tsheg(word: str) -> str:
    return word.rstrip(_TSHEG)


_LINES = (
    LineFormat(
        name="newmm",
        line=lambda word, *_: word,
        forbidden=(_NO_THAI, message("newmm cuts Thai alone")),
        consumer="PyThaiNLP",
        open_cutter=_open_newmm,
    ),
    LineFormat(
        name="botok",
        line=lambda word, count, _: f"{word}\t\t\t\t{count}",
        forbidden=(_NO_TIBETAN, message("botok cuts Tibetan alone, at blanks and commas")),
        fold=_without_tsheg,
        consumer="botok",
        open_cutter=_open_botok,
    ),
    LineFormat(
        name="icu",
        line=lambda word, *_: word,
        forbidden=(
            _NO_DICTIONARY,
            message("ICU has a dictionary for Thai, Lao, Burmese, Khmer, Han and kana alone"),
        ),
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
