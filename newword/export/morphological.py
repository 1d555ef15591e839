"""Morphological analysers: user dictionaries of Sudachi and MeCab, as CSV to be compiled.

Sudachi finds a word only by its normalised form (NFKC, lower case), so that stands in the first
column. Its cost -32768 asks the compiler for an estimate. MeCab's ids are those of a proper noun in
IPADIC; its cost falls with the length of the word, so that longer words win. Sources: Sudachi's
docs/user_dict.md and DictionaryBuilder; MeCab's mecab-dict-index; IPADIC's left-id.def.
"""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newword.errors import ExportError
from newword.export._consumer import Cut, encode_tried, plan_words, temporary_file, tried_words
from newword.export._format import Encoded, Format, line_refusal
from newword.platform.extras import load_extra
from newword.platform.safe_text import excerpt

if TYPE_CHECKING:
    from newword.lexicon import Lexicon

__all__ = ["FORMATS"]

_SUDACHI_ID = 4786  # proper noun, general
_SUDACHI_POS = "名詞,固有名詞,一般,*,*,*"
_SUDACHI_MOST_BYTES = 255  # of UTF-8, of a headword; its length is one byte of the dictionary
_IPADIC_ID = 1288  # proper noun, general
_IPADIC_POS = "名詞,固有名詞,一般,*,*,*"
_LEAST_COST, _COST_A_CHARACTER = -32000, 2500
_UNWRITABLE = re.compile('[,"\\s]')


def _sudachi_form(word: str) -> str:
    return unicodedata.normalize("NFKC", word.lower()).lower()


def _sudachi_line(word: str) -> str:
    form, id_ = _sudachi_form(word), _SUDACHI_ID
    return f"{form},{id_},{id_},-32768,{word},{_SUDACHI_POS},キゴウ,{form},*,A,*,*,*"


def _mecab_line(word: str) -> str:
    cost = max(_LEAST_COST, int(-_COST_A_CHARACTER * len(word) ** 1.5))
    return f"{word},{_IPADIC_ID},{_IPADIC_ID},{cost},{_IPADIC_POS},{word},*,*"


def _encode(
    lexicon: Lexicon,
    line: Callable[[str], str],
    form: Callable[[str], str],
    consumer: str,
    open_cutter: Any,
) -> Encoded:
    def refuse(word: str) -> str | None:
        if reason := line_refusal(word):
            return reason
        match = _UNWRITABLE.search(word) or _UNWRITABLE.search(form(word))
        if match or not word:
            return f"its line is CSV, and it holds {excerpt(match[0]) if match else 'nothing'}"
        if len(form(word).encode()) > _SUDACHI_MOST_BYTES:
            return f"it is longer than {_SUDACHI_MOST_BYTES} bytes"
        return None

    found, report = plan_words(lexicon, refuse)
    words: dict[str, str] = {}
    for word in found.forms:
        words.setdefault(form(word), word)
    content = "".join(f"{line(word)}\n" for word in words.values()).encode()
    return encode_tried(
        replace(report, written=len(words)),
        tried_words(found),
        content,
        consumer=consumer,
        open_cutter=open_cutter,
    )


def _encode_sudachi(lexicon: Lexicon, verify: bool) -> Encoded:
    opener = _open_sudachi if verify else None
    return _encode(lexicon, _sudachi_line, _sudachi_form, "SudachiPy", opener)


def _encode_mecab(lexicon: Lexicon, verify: bool) -> Encoded:
    opener = _open_mecab if verify else None
    return _encode(lexicon, _mecab_line, str, "MeCab with IPADIC", opener)


@contextmanager
def _open_sudachi(content: bytes) -> Iterator[Cut]:
    purpose = "trying words out in Sudachi"
    sudachi: Any = load_extra("sudachipy", extra="consumers", purpose=purpose)
    core: Any = load_extra("sudachidict_core", extra="consumers", purpose=purpose)
    system = Path(core.__file__).parent / "resources" / "system.dic"
    with temporary_file(content, ".csv") as path:
        compiled = path.with_suffix(".dic")
        sudachi.sudachipy.build_user_dic(system=system, lex=[path], output=compiled, description="")
        config = sudachi.Config(system=str(system), user=[str(compiled)])
        dictionary = sudachi.Dictionary(config=config)
        tokenizer = getattr(dictionary, "tokenizer", dictionary.create)()  # by its newer name
        yield lambda text: [morpheme.surface() for morpheme in tokenizer.tokenize(text)]


@contextmanager
def _open_mecab(content: bytes) -> Iterator[Cut]:
    purpose = "trying words out in MeCab"
    fugashi: Any = load_extra("fugashi", extra="consumers", purpose=purpose)
    ipadic: Any = load_extra("ipadic", extra="consumers", purpose=purpose)
    with temporary_file(content, ".csv") as path:
        compiled = path.with_suffix(".dic")
        options = f"-d {ipadic.DICDIR} -u {compiled} -f utf-8 -t utf-8 {path}"
        # Another process: the compiler writes to the standard output of this one.
        script = "import fugashi, sys; fugashi.build_dictionary(sys.argv[1])"
        line = [sys.executable, "-c", script, f"mecab-dict-index {options}"]
        subprocess.run(line, capture_output=True, check=False)  # noqa: S603 - no shell
        if not compiled.exists():
            raise ExportError("MeCab did not compile the dictionary; leave verify out")
        tagger = fugashi.GenericTagger(f"{ipadic.MECAB_ARGS} -u {compiled}")
        yield lambda text: [node.surface for node in tagger(text)]


FORMATS = (
    Format(name="sudachi", suffixes=(), encode=_encode_sudachi, can_verify=True),
    Format(name="mecab", suffixes=(), encode=_encode_mecab, can_verify=True),
)
