"""Morphological analysers: user dictionaries of Sudachi and MeCab, as CSV to be compiled.

Sudachi finds a word only by its normalised form (NFKC, lower case), so that stands in the first
column. Its cost -32768 asks the compiler for an estimate. MeCab's ids are those of a proper noun in
IPADIC; its cost is the highest with which the word is cut whole where it stands, and a neutral one
where that cannot be tried. The reading is that of kana; of other words MeCab has none (`*`), and
Sudachi gives back the word itself, as it does for words that it does not know. Sources: Sudachi's
docs/user_dict.md and DictionaryBuilder; MeCab's mecab-dict-index; IPADIC's left-id.def.
"""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newword.errors import ExportError, MissingPackageError
from newword.export._agreement import Judge
from newword.export._consumer import (
    ConsumerReport,
    Cut,
    Tried,
    encode_tried,
    plan_words,
    temporary_file,
    tried_words,
    whole_shares,
)
from newword.export._format import Encoded, Format, line_refusal
from newword.export._morphemes import Analyse, Morpheme, kana_reading, why_not
from newword.platform.extras import load_extra
from newword.platform.message import message
from newword.platform.pattern import pattern
from newword.platform.safe_text import excerpt

if TYPE_CHECKING:
    from newword.table import WordTable

__all__ = [
    "FORMATS",
    "SUDACHI_ID",
    "analyse_mecab",
    "analyse_sudachi",
    "load_mecab",
    "load_sudachi",
    "mecab_line",
    "open_mecab",
    "open_sudachi",
    "refuse",
    "sudachi_form",
    "sudachi_line",
]

_SUDACHI_ESTIMATE = -32768  # the compiler finds a cost
SUDACHI_ID = 4786  # proper noun, general
_SUDACHI_POS = "名詞,固有名詞,一般,*,*,*"
_SUDACHI_MOST_BYTES = 255  # of UTF-8, of a headword; its length is one byte of the dictionary
_IPADIC_ID = 1288  # proper noun, general
_IPADIC_POS = "名詞,固有名詞,一般,*,*,*"
_COSTS = (8000, 5000, 2000, -1000, -4000)
"""From an entry that loses against most others to one that wins against most."""

_WHOLE_ENOUGH = 0.9
_IPADIC_NOUNS = ("一般", "固有名詞", "サ変接続", "形容動詞語幹")
_KANA = pattern("[\u3041-\u30ff]")
_UNWRITABLE = pattern('[,"\\s]')


def sudachi_form(word: str) -> str:
    """The normal form by which Sudachi looks a word up."""
    return unicodedata.normalize("NFKC", word.lower()).lower()


def sudachi_line(word: str, cost: int = _SUDACHI_ESTIMATE) -> str:
    """The entry of a word that Sudachi lacks."""
    form, id_ = sudachi_form(word), SUDACHI_ID
    reading = kana_reading(word) or word
    return f"{form},{id_},{id_},{cost},{word},{_SUDACHI_POS},{reading},{form},*,A,*,*,*"


def mecab_line(word: str, cost: int) -> str:
    """The entry of a word that IPADIC lacks."""
    reading = kana_reading(word) or "*"
    return f"{word},{_IPADIC_ID},{_IPADIC_ID},{cost},{_IPADIC_POS},{word},{reading},{reading}"


def refuse(word: str, form: str) -> str | None:
    """Why no file can hold a word; None if one can."""
    if reason := line_refusal(word):
        return reason
    if not word:
        return message("it is empty")
    if match := _UNWRITABLE.search(word) or _UNWRITABLE.search(form):
        return message("its line is CSV, and it holds {value}", value=excerpt(match[0]))
    if len(form.encode()) > _SUDACHI_MOST_BYTES:
        return message(
            "it is longer than {sudachi_most_bytes} bytes", sudachi_most_bytes=_SUDACHI_MOST_BYTES
        )
    return None


def _wanted(
    lexicon: WordTable, form_of: Callable[[str], str], consumer: str, analyse: Analyse | None
) -> tuple[list[Tried], ConsumerReport]:
    """The words that are worth an entry; all writable words if the program is not installed."""
    found, report = plan_words(lexicon, lambda word: refuse(word, form_of(word)))
    words: dict[str, Tried] = {}
    left_out = list(report.refused)
    for tried in tried_words(found):
        if form_of(tried.form) in words:
            continue
        if analyse is not None and (reason := why_not(analyse, consumer, *tried)) is not None:
            left_out.append((tried.form, reason))
            continue
        words[form_of(tried.form)] = tried
    report = replace(report, written=len(words), refused=tuple(left_out))
    texts = [text for _, passages in tried_words(found) for text, _, _ in passages]
    if texts and not any(map(_KANA.search, texts)):
        note = message(
            "{program} cuts Japanese, and the text of these words has no kana", program=consumer
        )
        report = replace(report, notes=(*report.notes, note))
    return list(words.values()), report


def _encode_sudachi(lexicon: WordTable, verify: bool) -> Encoded:
    consumer = "SudachiPy"
    with _asked(analyse_sudachi, lexicon, verify=verify) as analyse:
        words, report = _wanted(lexicon, sudachi_form, consumer, analyse)
    content = "".join(f"{sudachi_line(word)}\n" for word, _ in words).encode()
    opener = open_sudachi if verify else None
    return encode_tried(
        report, words, content, consumer=consumer, open_cutter=opener, lexicon=lexicon
    )


def _encode_mecab(lexicon: WordTable, verify: bool) -> Encoded:
    consumer = message("MeCab with IPADIC")
    with _asked(analyse_mecab, lexicon, verify=verify) as analyse:
        words, report = _wanted(lexicon, str, consumer, analyse)
    content = _mecab_lines(words, [_COSTS[0]] * len(words))
    if analyse is not None and words:
        fitted = _mecab_lines(words, _fit_costs(words))
        if not lexicon.contexts or not Judge(lexicon).compare(fitted, open_mecab).is_worse:
            content = fitted
    opener = open_mecab if verify else None
    return encode_tried(
        report, words, content, consumer=consumer, open_cutter=opener, lexicon=lexicon
    )


def _mecab_lines(words: Sequence[Tried], costs: Sequence[int]) -> bytes:
    pairs = zip(words, costs, strict=True)
    return "".join(f"{mecab_line(word, cost)}\n" for (word, _), cost in pairs).encode()


def _fit_costs(words: Sequence[Tried]) -> list[int]:
    """The highest cost at which each word is whole where it stands; of those never whole the first.

    All are loaded at once, as they will be used.
    """
    levels = [0] * len(words)
    for level in range(len(_COSTS)):
        with open_mecab(_mecab_lines(words, [_COSTS[one] for one in levels])) as cut:
            shares = whole_shares(cut, words)
        short = [n for n, share in enumerate(shares) if share < _WHOLE_ENOUGH]
        if not short:
            break
        for n in short:
            levels[n] = level + 1 if level + 1 < len(_COSTS) else 0
    return [_COSTS[one] for one in levels]


@contextmanager
def _asked(
    open_: Callable[[], AbstractContextManager[Analyse]], lexicon: WordTable, *, verify: bool
) -> Iterator[Analyse | None]:
    """The analyser; None without a text to ask it about, and if it is not installed."""
    if not verify and not lexicon.contexts:
        yield None
        return
    try:
        with open_() as analyse:
            yield analyse
    except MissingPackageError:
        if verify:
            raise
        yield None


@contextmanager
def analyse_sudachi() -> Iterator[Analyse]:
    """Sudachi's morphemes of a text, by its own dictionary."""
    with load_sudachi(b"") as tokenizer:

        def analyse(text: str) -> list[Morpheme]:
            found = []
            for one in tokenizer.tokenize(text):
                kind = one.part_of_speech()
                is_noun = kind[0] == "名詞" and kind[1] != "数詞"
                found.append(Morpheme(one.surface(), is_noun or one.is_oov(), one.is_oov()))
            return found

        yield analyse


@contextmanager
def analyse_mecab() -> Iterator[Analyse]:
    """MeCab's morphemes of a text, by its own dictionary."""
    with load_mecab(b"") as tagger:

        def analyse(text: str) -> list[Morpheme]:
            found = []
            for node in tagger(text):
                kind = node.feature[:2]
                is_noun = kind[0] == "名詞" and kind[1] in _IPADIC_NOUNS
                found.append(Morpheme(node.surface, is_noun or node.is_unk, node.is_unk))
            return found

        yield analyse


@contextmanager
def open_sudachi(content: bytes) -> Iterator[Cut]:
    """Sudachi's cut with a user dictionary."""
    with load_sudachi(content) as tokenizer:
        yield lambda text: [morpheme.surface() for morpheme in tokenizer.tokenize(text)]


@contextmanager
def open_mecab(content: bytes) -> Iterator[Cut]:
    """MeCab's cut with a user dictionary."""
    with load_mecab(content) as tagger:
        yield lambda text: [node.surface for node in tagger(text)]


@contextmanager
def load_sudachi(content: bytes) -> Iterator[Any]:
    """A tokenizer with a user dictionary, or without one where that is empty."""
    purpose = message("trying words out in Sudachi")
    sudachi: Any = load_extra("sudachipy", extra="consumers", purpose=purpose)
    core: Any = load_extra("sudachidict_core", extra="consumers", purpose=purpose)
    system = Path(core.__file__).parent / "resources" / "system.dic"
    with temporary_file(content, ".csv") as path:
        compiled = path.with_suffix(".dic")
        users = [str(compiled)] if content else []
        if content:
            build = sudachi.sudachipy.build_user_dic
            build(system=system, lex=[path], output=compiled, description="")
        config = sudachi.Config(system=str(system), user=users)
        dictionary = sudachi.Dictionary(config=config)
        yield getattr(dictionary, "tokenizer", dictionary.create)()  # by its newer name


@contextmanager
def load_mecab(content: bytes, options: str = "") -> Iterator[Any]:
    """A tagger with a user dictionary, or without one where that is empty."""
    purpose = message("trying words out in MeCab")
    fugashi: Any = load_extra("fugashi", extra="consumers", purpose=purpose)
    ipadic: Any = load_extra("ipadic", extra="consumers", purpose=purpose)
    if not content:
        yield fugashi.GenericTagger(f"{ipadic.MECAB_ARGS} {options}".rstrip())
        return
    with temporary_file(content, ".csv") as path:
        compiled = path.with_suffix(".dic")
        arguments = f"-d {ipadic.DICDIR} -u {compiled} -f utf-8 -t utf-8 {path}"
        # Another process: the compiler writes to the standard output of this one.
        script = "import fugashi, sys; fugashi.build_dictionary(sys.argv[1])"
        line = [sys.executable, "-c", script, f"mecab-dict-index {arguments}"]
        subprocess.run(line, capture_output=True, check=False)  # noqa: S603 - no shell
        if not compiled.exists():
            raise ExportError(message("MeCab did not compile the dictionary; leave verify out"))
        yield fugashi.GenericTagger(f"{ipadic.MECAB_ARGS} -u {compiled} {options}".rstrip())


FORMATS = (
    Format(name="sudachi", suffixes=(), encode=_encode_sudachi, can_verify=True),
    Format(name="mecab", suffixes=(), encode=_encode_mecab, can_verify=True),
)
