"""Tokenizers of language models and spaCy: pieces and tokens that must stay whole.

- ``sentencepiece``: a seed file, ``piece TAB frequency``, for the trainer's option
  ``seed_sentencepieces_file``: the pieces that a unigram model begins with.
- ``hf``: a JSON list of added tokens for ``tokenizers``.
- ``spacy``: patterns for an EntityRuler or SpanRuler, one JSON object a line.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from newword.export._consumer import Cut, encode_tried, plan_words, tried_words
from newword.export._format import Encoded, Format, line_refusal
from newword.platform.extras import load_extra
from newword.platform.message import message
from newword.platform.pattern import pattern
from newword.platform.safe_text import excerpt

if TYPE_CHECKING:
    from newword.table import WordTable

__all__ = ["FORMATS"]

_MOST_CHARACTERS = 16  # the trainer's default of max_sentencepiece_length
_SPACE = pattern("[\\s\u2581]")


def _encode_sentencepiece(lexicon: WordTable, verify: bool) -> Encoded:
    del verify
    found, report = plan_words(lexicon, _refuse_piece)
    counts: dict[str, int] = {}
    for form, count in zip(found.forms, found.counts, strict=True):
        piece = _piece_form(form)
        counts[piece] = counts.get(piece, 0) + max(count, 1)
    content = "".join(f"{piece}\t{count}\n" for piece, count in counts.items()).encode()
    return replace(report, written=len(counts)), [content]


def _piece_form(word: str) -> str:
    """A word as the trainer's own normaliser (nmt_nfkc) writes it before it looks for pieces."""
    normal = unicodedata.normalize("NFKC", word)
    return "".join(c for c in normal if unicodedata.category(c) != "Cf")


def _refuse_piece(word: str) -> str | None:
    piece = _piece_form(word)
    match = _SPACE.search(piece)
    if match or not piece:
        held = excerpt(match[0]) if match else "nothing"
        return message("no piece may hold a blank, and it holds {held}", held=held)
    if len(piece) > _MOST_CHARACTERS:
        return message(
            "it is longer than {most_characters} characters, the longest piece",
            most_characters=_MOST_CHARACTERS,
        )
    return line_refusal(word)


def _encode_hf(lexicon: WordTable, verify: bool) -> Encoded:
    found, report = plan_words(lexicon, _refuse_token)
    options = {"single_word": False, "lstrip": False, "rstrip": False}
    tokens = [{"content": w, **options, "normalized": True, "special": False} for w in found.forms]
    lines = ",\n".join(json.dumps(token, ensure_ascii=False) for token in tokens)
    content = f"[\n{lines}\n]\n".encode() if tokens else b"[]\n"
    return encode_tried(
        report,
        tried_words(found),
        content,
        consumer=message("tokenizers, else cut by characters"),
        open_cutter=_open_hf if verify else None,
        lexicon=lexicon,
    )


def _encode_spacy(lexicon: WordTable, verify: bool) -> Encoded:
    found, report = plan_words(lexicon, _refuse_token)
    content = "".join(
        json.dumps({"label": "TERM", "pattern": word}, ensure_ascii=False) + "\n"
        for word in found.forms
    ).encode()
    return encode_tried(
        report,
        tried_words(found),
        content,
        consumer=message("spaCy, cut by characters"),
        open_cutter=_open_spacy if verify else None,
        lexicon=lexicon,
    )


def _refuse_token(word: str) -> str | None:
    return line_refusal(word) if word.strip() else message("it is blank")


@contextmanager
def _open_hf(content: bytes) -> Iterator[Cut]:
    package: Any = load_extra("tokenizers", extra="consumers", purpose=message("trying tokens out"))
    tokenizer = package.Tokenizer(package.models.WordLevel({"?": 0}, unk_token="?"))  # noqa: S106
    every = package.Regex(r"[\s\S]")
    tokenizer.pre_tokenizer = package.pre_tokenizers.Split(every, behavior="isolated")
    tokenizer.add_tokens([package.AddedToken(**token) for token in json.loads(content or b"[]")])

    def cut(text: str) -> list[str]:
        return [text[begin:end] for begin, end in tokenizer.encode(text).offsets]

    yield cut


@contextmanager
def _open_spacy(content: bytes) -> Iterator[Cut]:
    spacy: Any = load_extra(
        "spacy", extra="consumers", purpose=message("trying words out in spaCy")
    )
    language = spacy.blank("zh")
    if patterns := [json.loads(line) for line in content.splitlines()]:
        language.add_pipe("entity_ruler").add_patterns(patterns)

    def cut(text: str) -> list[str]:
        document = language(text)
        with document.retokenize() as merging:
            for entity in document.ents:
                merging.merge(entity)
        return [token.text for token in document]

    yield cut


FORMATS = (
    Format(name="sentencepiece", suffixes=(), encode=_encode_sentencepiece),
    Format(name="hf", suffixes=(), encode=_encode_hf, can_verify=True),
    Format(name="spacy", suffixes=(), encode=_encode_spacy, can_verify=True),
)
