"""Decoding as tests of it do, and what they decode."""

from __future__ import annotations

import codecs
import io
from pathlib import Path

import pytest

from newword.corpus.open import decode as module
from newword.corpus.open.decode import (
    Decoded,
    decode,
)

BOMS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}


SAMPLES = Path(__file__).parents[1] / "corpus_samples" / "text"
SIMPLIFIED = (SAMPLES / "medical" / "01.txt").read_text("utf-8")
TRADITIONAL = "".join(path.read_text("utf-8") for path in (SAMPLES / "traditional").glob("0*.txt"))


def run(data: bytes, encoding: str = "auto", **options: bool) -> tuple[bytes, Decoded]:
    """What an input becomes, and what is told of it."""
    blocks: list[bytes] = []
    decoded = decode(io.BytesIO(data).read, blocks.append, encoding=encoding, **options)
    return b"".join(blocks), decoded


def cut(monkeypatch: pytest.MonkeyPatch, first: int, rest: int) -> None:
    """Let blocks end after so many bytes."""
    monkeypatch.setattr(module, "SAMPLE_BYTES", first)
    monkeypatch.setattr(module, "_BLOCK_BYTES", rest)


def double_bytes() -> list[bytes]:
    return [bytes((high, low)) for high in range(0x80, 0x100) for low in range(0x100)]
