"""Tokenizers of language models and spaCy: pieces and tokens that must stay whole.

- ``sentencepiece``: a seed file, ``piece TAB frequency``, for the trainer's option
  ``seed_sentencepieces_file``: the pieces that a unigram model begins with.
- ``hf``: a JSON list of added tokens for ``tokenizers``.
- ``spacy``: patterns for an EntityRuler or SpanRuler, one JSON object a line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from newword.export._consumer import ConsumerReport, Cut, encode_tried
from newword.export._format import Encoded, Format, line_refusals
from newword.platform.extras import load_extra
from newword.platform.safe_text import excerpt

if TYPE_CHECKING:
    from newword.lexicon import Lexicon

__all__ = ["FORMATS"]

_MOST_CHARACTERS = 16  # the trainer's default of max_sentencepiece_length
_SPACE = re.compile("[\\s\u2581]")


def _encode_sentencepiece(lexicon: Lexicon, verify: bool) -> Encoded:
    del verify
    refused = line_refusals(lexicon.words)
    lines = []
    for word, count in zip(lexicon.words, lexicon.column("count").tolist(), strict=True):
        if word in refused:
            continue
        match = _SPACE.search(word)
        if match or not word:
            held = excerpt(match[0]) if match else "nothing"
            refused[word] = f"no piece may hold a blank, and it holds {held}"
        elif len(word) > _MOST_CHARACTERS:
            refused[word] = f"it is longer than {_MOST_CHARACTERS} characters, the longest piece"
        else:
            lines.append(f"{word}\t{max(count, 1)}\n")
    report = ConsumerReport(written=len(lines), refused=tuple(refused.items()))
    return report, ["".join(lines).encode()]


def _encode_hf(lexicon: Lexicon, verify: bool) -> Encoded:
    words, report = _writable(lexicon)
    options = {"single_word": False, "lstrip": False, "rstrip": False}
    tokens = [{"content": w, **options, "normalized": True, "special": False} for w in words]
    lines = ",\n".join(json.dumps(token, ensure_ascii=False) for token in tokens)
    content = f"[\n{lines}\n]\n".encode() if tokens else b"[]\n"
    return encode_tried(
        lexicon,
        report,
        words,
        content,
        consumer="tokenizers",
        open_cutter=_open_hf if verify else None,
    )


def _encode_spacy(lexicon: Lexicon, verify: bool) -> Encoded:
    words, report = _writable(lexicon)
    content = "".join(
        json.dumps({"label": "TERM", "pattern": word}, ensure_ascii=False) + "\n" for word in words
    ).encode()
    return encode_tried(
        lexicon,
        report,
        words,
        content,
        consumer="spaCy, cut by characters",
        open_cutter=_open_spacy if verify else None,
    )


def _writable(lexicon: Lexicon) -> tuple[list[str], ConsumerReport]:
    refused = line_refusals(lexicon.words)
    refused.update((word, "it is blank") for word in lexicon.words if not word.strip())
    words = [word for word in lexicon.words if word not in refused]
    return words, ConsumerReport(written=len(words), refused=tuple(refused.items()))


@contextmanager
def _open_hf(content: bytes) -> Iterator[Cut]:
    package: Any = load_extra("tokenizers", extra="consumers", purpose="trying tokens out")
    tokenizer = package.Tokenizer(package.models.WordLevel({"?": 0}, unk_token="?"))  # noqa: S106
    tokenizer.add_tokens([package.AddedToken(**token) for token in json.loads(content)])

    def cut(text: str) -> list[str]:
        return [text[begin:end] for begin, end in tokenizer.encode(text).offsets]

    yield cut


@contextmanager
def _open_spacy(content: bytes) -> Iterator[Cut]:
    spacy: Any = load_extra("spacy", extra="consumers", purpose="trying words out in spaCy")
    language = spacy.blank("zh")
    ruler = language.add_pipe("entity_ruler")
    ruler.add_patterns([json.loads(line) for line in content.splitlines()])

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
