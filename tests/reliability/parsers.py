"""Readers in Python under mutated input: they read it, or say in their own words why not."""

from __future__ import annotations

import random
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import newword
from newword.cli.config_file import read_config
from newword.cli.main import cli
from newword.errors import NewwordError
from reliability.campaign import ROOT, Campaign

DAMAGED = ROOT / "corpus_samples" / "damaged"
TOKENS = (
    b"\0", b"\n", b"\r", b"\t", b",", b'"', b"'", b"{", b"}", b"[", b"]", b":", b"\\", b"\\u",
    b"\\ud800", b"=", b"<", b">", b"&", b"&#", b"<p>", b"</", b"<!--", b"<script>",
    b"WARC/1.0\r\n", b"Content-Length: ", b"9" * 30, b"-1", b"1e999", b"NaN", b"null", b"\xff",
    b"\xed\xa0\x80", b"\xef\xbb\xbf", "机器".encode(), b"\x1b[", b"charset=gbk", b"<meta charset=",
    b"\x1f\x8b\x08", b"BZh9", b"\xfd7zXZ\0", b"(\xb5/\xfd", b"PAR1",
)  # fmt: skip


def count(**options: Any) -> Callable[[Path], object]:
    """Reading a corpus of this kind."""
    return lambda path: newword.count_corpus(
        path, max_order=1, reading=newword.Reading(threads=1, **options)
    )


READERS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "text": ("text/*.txt", count()),
    "gb18030": ("encodings/gb18030*.txt", count(encoding="gb18030")),
    "big5hkscs": ("encodings/big5*.txt", count(encoding="big5hkscs")),
    "utf-16": ("encodings/utf-16*.txt", count()),
    "iso2022_jp": ("encodings/*.txt", count(encoding="iso2022_jp")),
    "jsonl": ("records/*.jsonl", count(input_format="jsonl")),
    "csv": ("records/*.csv", count(input_format="csv")),
    "tsv": ("records/*.csv", count(input_format="tsv")),
    "warc": ("records/*.warc", count(input_format="warc")),
    "packed": ("packed/*", count(max_bytes="1M")),
    "dictionary": ("words/*.txt", newword.load_dictionary),
    "lexicon": ("words/*.jsonl", newword.load_lexicon),
    "lexicon as TSV": ("words/*.txt", lambda path: newword.load_lexicon(path.with_suffix(".tsv"))),
    "decisions": ("words/*.jsonl", newword.load_decisions),
    "gold": ("words/*.txt", newword.read_gold),
    "options": ("words/*.toml", lambda path: read_config(path, cli.commands)),
    "model": ("models/*", newword.LanguageModel.load),
}


def run(campaign: Campaign) -> None:
    """So many mutations for each reader."""
    for name, (pattern, read) in READERS.items():
        seeds = [path.read_bytes()[:3000] for path in sorted(DAMAGED.glob(pattern))]
        chance = campaign.chance(name)
        for _ in range(campaign.of(60, 1_500, 100_000)):
            attempt(campaign, name, read, mutated(chance, seeds))


def mutated(chance: random.Random, seeds: list[bytes]) -> bytes:
    """A seed with some changes."""
    data = bytearray(chance.choice(seeds))
    for _ in range(chance.randrange(1, 6)):
        at = chance.randrange(len(data) + 1)
        kind = chance.randrange(5)
        if kind == 0 and data:
            data[min(at, len(data) - 1)] ^= 1 << chance.randrange(8)
        elif kind == 1:
            data[at:at] = chance.choice(TOKENS)
        elif kind == 2:
            del data[at : at + chance.randrange(1, 20)]
        elif kind == 3:
            other = chance.choice(seeds)
            data[at:] = other[chance.randrange(len(other) + 1) :]
        else:
            data[at:at] = data[at : at + chance.randrange(1, 200)]
    return bytes(data[:6000])


def attempt(campaign: Campaign, name: str, read: Callable[[Path], object], data: bytes) -> None:
    """One reading: an error must be one of ours, and come soon."""
    path = campaign.place / "input"
    path.write_bytes(data)
    path.with_suffix(".tsv").write_bytes(data)
    begin = time.monotonic()
    try:
        read(path)
    except NewwordError as error:
        text = str(error)
        campaign.check("\x1b" not in text and "\0" not in text, f"{name}: unescaped: {text!r}")
    except Exception:
        where = traceback.format_exc(limit=-3)
        campaign.check(False, f"{name}: {where} for {data[:300]!r}")
    campaign.check(time.monotonic() - begin < 10, f"{name}: more than 10 s for {data[:300]!r}")
    campaign.add("mutated inputs")
