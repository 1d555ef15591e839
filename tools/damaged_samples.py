"""Writes corpus_samples/damaged: small inputs that could break a reader, and a table of them.

    python tools/damaged_samples.py corpus_samples/damaged

Everything is made of a few words; the same release of newword writes the same bytes.
"""

from __future__ import annotations

import bz2
import contextlib
import gzip
import json
import lzma
import struct
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

import newword

WORD = "机器"
TEXT = "机器学习，机器翻译。学习机器，"
COUNT = "count {} --order 2 --min-count 1"


class Sample(NamedTuple):
    """One file: what reads it, how that ends, and what it could break."""

    name: str
    content: bytes
    command: str
    code: int
    breaks: str


def text_samples() -> Iterator[Sample]:
    """Plain text in UTF-8 and nearly so."""

    def one(name: str, content: bytes, code: int, breaks: str, command: str = COUNT) -> Sample:
        return Sample(f"text/{name}.txt", content, command, code, breaks)

    yield one("empty", b"", 0, "code that takes a first byte for granted")
    yield one("one-byte", b"a", 0, "reading three bytes ahead")
    yield one("mark-alone", b"\xef\xbb\xbf", 0, "a byte order mark with nothing behind it")
    yield one(
        "mark-inside", f"{WORD}\ufeff{WORD}".encode(), 0, "a mark that is an ignored character"
    )
    yield one("half-a-mark", b"\xef\xbb", 3, "a mark that is cut off")
    yield one("only-spaces", b" \t\r\n" * 50, 0, "a corpus without a unit")
    yield one("only-ignored", "\u200b\u200d\ufe0f\u00ad".encode() * 20, 0, "runs of nothing")
    yield one("no-line-end", TEXT.encode().rstrip(), 0, "the last line")
    yield one("carriage-returns", TEXT.replace("，", "\r").encode(), 0, "line ends of old systems")
    yield one(
        "line-separators",
        "机器\u2028学习\u2029机器\u0085".encode(),
        0,
        "line ends that are no bytes",
    )
    yield one("one-long-line", (TEXT * 400).encode(), 0, "buffers of a line")
    yield one("one-character", WORD[0].encode() * 3000, 0, "one n-gram with all the counts")
    yield one("marks-on-marks", ("e" + "\u0301" * 300).encode(), 0, "a unit that never ends")
    yield one("longest-unit", b"x" * 64 + b" " + b"y" * 65, 0, "the limit of a unit, and one more")
    yield one("connectors", b"a.b.c-d_e..f--g" * 20, 0, "what holds units together")
    yield one("pluses", b"C++ C# + ++ a+ +a #" * 20, 0, "marks that belong to a unit, or not")
    yield one(
        "numbers",
        "1,000 20!% 15:30 ％ １２３".encode() * 9,
        0,
        "numbers in front of marks",
        "segment {} --dict corpus_samples/words/game/words.txt",
    )
    yield one(
        "planes",
        "\U00020000\U0002a6df\U00030000\U0001f600".encode() * 9,
        0,
        "characters beyond 16 bits",
    )
    yield one(
        "private-use", "\ue000\U000f0000\U0010fffd机器".encode(), 0, "characters that mean nothing"
    )
    yield one(
        "noncharacters",
        "\ufdd0\uffff\U0010ffff机器".encode(),
        0,
        "code points that are no characters",
    )
    yield one("bidi", "机\u202e器\u2066学\u2069习".encode() * 9, 0, "terminals")
    yield one("escapes", "\x1b]0;title\x07机器\x1b[31m学习\x9b".encode() * 9, 0, "terminals")
    yield one("formulas", "=1+1 +cmd @sum -2 机器".encode() * 9, 0, "spreadsheets")
    yield one("markup", "<script>机器</script>&amp;".encode() * 9, 0, "pages")
    yield one(
        "nul-first", b"\0" + TEXT.encode(), 3, "telling text from binaries", "count {dir} --order 2"
    )
    for place in (1, 63, 64, 4095):
        body = bytearray(TEXT.encode() * 120)[:8000]
        body[place] = 0
        yield one(
            f"nul-at-{place}",
            bytes(body),
            3,
            "looking at the beginning only",
            "count {dir} --order 2",
        )
    for name, broken in {
        "cut-two": b"\xc2", "cut-three": b"\xe6\x9c", "cut-four": b"\xf0\x9f\x98",
        "overlong-two": b"\xc0\xaf", "overlong-three": b"\xe0\x80\xaf", "overlong-four": b"\xf0\x80\x80\xaf",
        "surrogate-low": b"\xed\xb0\x80", "surrogate-pair": b"\xed\xa0\x80\xed\xb0\x80",
        "above-unicode": b"\xf4\x90\x80\x80", "five-bytes": b"\xf8\x88\x80\x80\x80", "fe-ff": b"\xfe\xff",
        "continuation": b"\x80", "lead-before-lead": b"\xe6\xe6", "lead-before-ascii": b"\xe6a",
    }.items():  # fmt: skip
        content = TEXT.encode() * 40 + broken + TEXT.encode() * 40
        yield one(f"bad-{name}", content, 3, "decoding: one bad place, and nothing joins over it")
        yield one(
            f"bad-{name}-last", TEXT.encode() * 80 + broken, 3, "decoding at the end of the input"
        )


def encoded_samples() -> Iterator[Sample]:
    """Text in other encodings, whole and damaged."""
    for codec in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"):
        mark = "\ufeff".encode(codec)
        whole = mark + TEXT.encode(codec)
        yield Sample(f"encodings/{codec}.txt", whole, COUNT, 0, "a file with many zero bytes")
        yield Sample(f"encodings/{codec}-mark-alone.txt", mark, COUNT, 0, "no character at all")
        yield Sample(f"encodings/{codec}-odd.txt", whole[:-1], COUNT, 3, "the last code unit")
        yield Sample(
            f"encodings/{codec}-without-mark.txt",
            TEXT.encode(codec) * 9,
            COUNT + " --encoding " + codec,
            0,
            "an encoding that is only told",
        )
    for codec in ("gb18030", "big5", "gbk", "big5hkscs"):
        text = TEXT if codec.startswith("gb") else "機器學習，機器翻譯。"
        whole = text.encode(codec) * 30
        option = f"{COUNT} --encoding {codec}"
        yield Sample(f"encodings/{codec}.txt", whole, option, 0, "an encoding that is only told")
        yield Sample(
            f"encodings/{codec}-odd.txt", whole[:-1], option, 3, "half a character at the end"
        )
        yield Sample(
            f"encodings/{codec}-bad.txt",
            whole + b"\xff" + whole,
            option,
            3,
            "a byte that no character has",
        )
    yield Sample(
        "encodings/gb18030-four.txt",
        "\U00020000机".encode("gb18030") * 9,
        COUNT + " --encoding gb18030",
        0,
        "characters of four bytes",
    )
    yield Sample(
        "encodings/iso2022-open.txt",
        b"\x1b$B" + b"5!" * 9,
        COUNT + " --encoding iso2022_jp",
        0,
        "an encoding with states, left open",
    )


def packed_samples() -> Iterator[Sample]:
    """Compressed streams: whole, cut, changed, with something behind."""
    body = (TEXT * 40).encode()
    packers: dict[str, Callable[[bytes], bytes]] = {
        "gz": partial(gzip.compress, mtime=0),
        "bz2": bz2.compress,
        "xz": lzma.compress,
    }
    for suffix, pack in packers.items():
        whole = pack(body)

        def one(name: str, content: bytes, code: int, breaks: str, suffix: str = suffix) -> Sample:
            return Sample(f"packed/{name}.{suffix}", content, COUNT, code, breaks)

        middle = len(whole) // 2
        flipped = whole[:middle] + bytes([whole[middle] ^ 16]) + whole[middle + 1 :]
        yield one("whole", whole, 0, "nothing")
        yield one("two-members", whole + pack(TEXT.encode()), 0, "all behind the first member")
        yield one("empty-member", pack(b"") + whole, 0, "a member of nothing")
        yield one("nothing", pack(b""), 0, "a stream of nothing")
        yield one("cut", whole[:middle], 3, "the text before the damage")
        yield one("cut-in-the-head", whole[:12], 3, "a stream that hardly begins")
        yield one("cut-in-the-tail", whole[:-1], 3, "the checksum at the end")
        yield one("flipped", flipped, 3, "errors of three kinds")
        yield one(
            "junk-behind", whole + b"junk that is no member", 3, "what stands behind a stream"
        )
        yield one(
            "bomb", pack(b"\xe6\x9c\xba" * 2_000_000), 0, "memory: thousands of times its size"
        )
        yield one("packed-twice", pack(pack(body)), 3, "archives in archives")


def record_samples() -> Iterator[Sample]:
    """JSON Lines, CSV and TSV, WARC."""
    good = json.dumps({"text": TEXT}, ensure_ascii=False)
    option = COUNT + " --text-field text"
    for name, line, code, breaks in (
        ("whole", good, 0, "nothing"),
        ("cut", good[:-3], 3, "a record without end"),
        ("array", f"[{good}]", 3, "a record that is no object"),
        ("number", "17", 3, "a record that is no object"),
        ("no-field", '{"body": "机器"}', 3, "a record without the field"),
        ("not-text", '{"text": 3}', 3, "a field that is no text"),
        ("null", '{"text": null}', 3, "a field that is nothing"),
        ("deep", "[" * 3000 + "]" * 3000, 3, "recursion"),
        ("deep-object", '{"text":' * 2000 + "1" + "}" * 2000, 3, "recursion"),
        ("surrogate", '{"text": "\\ud800机器"}', 3, "half a pair"),
        ("duplicate", '{"text": "机器", "text": "学习"}', 0, "which of two"),
        ("huge-number", '{"text": "机器", "n": 1' + "0" * 5000 + "}", 3, "numbers of any size"),
        ("nan", '{"text": "机器", "n": NaN}', 0, "numbers that are none"),
        ("blank-lines", f"\n\n{good}\n\n", 0, "lines that are no records"),
        ("nul", '{"text": "机\\u0000器"}', 0, "a zero byte out of an escape"),
    ):
        yield Sample(
            f"records/{name}.jsonl", (good + "\n" + line + "\n").encode(), option, code, breaks
        )
    for name, content, code, breaks in (
        ("whole", f"id,text\n1,{WORD}\n", 0, "nothing"),
        ("quotes", f'id,text\n1,"{WORD}""学习\n{WORD}"\n', 0, "a line end in a field"),
        ("open-quote", f'id,text\n1,"{WORD}\n2,b\n', 3, "a quote that never ends"),
        ("short-row", f"id,text\n1\n2,{WORD}\n", 3, "a row that lacks the field"),
        ("long-row", f"id,text\n1,{WORD},x,y\n", 0, "a row with more fields"),
        ("no-field", f"id,body\n1,{WORD}\n", 3, "a file without the field"),
        ("head-alone", "id,text\n", 0, "a file of no records"),
        ("twice", f"text,text\n{WORD},b\n", 3, "which of two"),
        ("nul", f"id,text\n1,{WORD}\0学习\n", 0, "a zero byte in a field"),
    ):
        yield Sample(f"records/{name}.csv", content.encode(), option, code, breaks)
    head = "WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nContent-Length: {}\r\n\r\n"
    for name, length, code, breaks in (
        ("whole", len(TEXT.encode()), 0, "nothing"),
        ("too-long", 10**9, 3, "a length beyond the file"),
        ("negative", -5, 3, "a length below nothing"),
        ("no-number", "many", 3, "a length that is none"),
        ("huge", 10**30, 3, "a length beyond 64 bits"),
    ):
        body = (head.format(length) + TEXT + "\r\n\r\n").encode()
        yield Sample(f"records/{name}.warc", body, COUNT, code, breaks)


def count_file_samples() -> Iterator[Sample]:
    """Count files: cut, changed, of another kind."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "a.nwc"
        newword.count_to_file(newword.Documents([TEXT]), path, order=2)
        whole = path.read_bytes()
    size = len(whole)

    def one(
        name: str, content: bytes, breaks: str, command: str = "verify {}", code: int = 4
    ) -> Sample:
        return Sample(f"counts/{name}.nwc", content, command, code, breaks)

    def changed(place: int, value: bytes) -> bytes:
        return whole[:place] + value + whole[place + len(value) :]

    yield one("whole", whole, "nothing", code=0)
    yield one("empty", b"", "a file of nothing")
    for end in (1, 8, 47, 48, 60, size // 2, size - 64, size - 63, size - 8, size - 1):
        yield one(f"cut-at-{end:04}", whole[:end], "a file that ends early")
    for bit in (0, 8, 12, 16, 24, 28, 36, 44, 49, 60, size // 2, size - 64, size - 20, size - 1):
        yield one(f"flipped-{bit:04}", changed(bit, bytes([whole[bit] ^ 1])), "one bit")
    yield one("longer", whole + b"\0", "something behind the end")
    yield one("twice", whole + whole, "two files in one")
    yield one("line-ends", whole.replace(b"\r\n", b"\n"), "a transfer as text")
    yield one("header-of-2-64", changed(28, b"\xff" * 8), "lengths before checksums")
    yield one("order-0", changed(24, struct.pack("<I", 0)), "an order of none")
    yield one("order-2-32", changed(24, b"\xff" * 4), "an order beyond all")
    yield one("newer", changed(8, struct.pack("<I", 2)), "a later format")
    yield one("text", TEXT.encode(), "what is no count file")
    yield one("packed", gzip.compress(whole, mtime=0), "what is no count file any more")
    yield one("scored", whole[:-9], "another reader of it", "score {}")
    yield one(
        "ranked",
        changed(60, b"\xff"),
        "another reader of it",
        "discover --counts {} --method entropy",
    )
    yield one(
        "merged", changed(49, b"\xff"), "another reader of it", "merge {} {} -o {tmp}/sum.nwc"
    )
    yield one(
        "trained",
        changed(size // 2, b"\xff\xff"),
        "another reader of it",
        "lm --counts {} --order 2 -o {tmp}/m.arpa",
    )


def model_samples() -> Iterator[Sample]:
    """Language models as ARPA text."""
    good = (
        "\\data\\\nngram 1=4\nngram 2=2\n\n\\1-grams:\n-1\t<unk>\n-99\t<s>\t-0.3\n-1\t</s>\n-0.5\t机\t-0.2\n\n"
        "\\2-grams:\n-0.1\t<s> 机\n-0.2\t机 </s>\n\n\\end\\\n"
    )
    for name, old, new, code, breaks in (
        ("whole", "", "", 0, "nothing"),
        ("no-data", "\\data\\", "", 4, "a file without a head"),
        ("no-end", "\\end\\\n", "", 4, "a file that was cut"),
        ("too-many", "ngram 2=2", "ngram 2=1", 4, "the head"),
        ("too-few", "ngram 2=2", "ngram 2=3", 4, "the head"),
        ("beyond-memory", "ngram 1=4", "ngram 1=2000000000", 4, "memory before text"),
        ("beyond-64-bits", "ngram 1=4", "ngram 1=99999999999999999999999", 4, "numbers"),
        ("order-99", "ngram 2=2", "ngram 99=2", 4, "orders"),
        ("positive", "-0.5\t机", "0.5\t机", 4, "a probability above 1"),
        ("nan", "-0.5\t机", "nan\t机", 4, "numbers that are none"),
        ("impossible", "-0.5\t机", "-inf\t机", 0, "sums of logarithms"),
        ("tiny", "-0.5\t机", "-1e999\t机", 0, "numbers beyond a double"),
        ("long-digits", "-0.5\t机", "-0." + "5" * 3000 + "\t机", 0, "numbers of many digits"),
        ("unknown-token", "<s> 机", "<s> 器", 4, "a token of no unigram"),
        ("twice", "-0.2\t机 </s>", "-0.1\t<s> 机", 4, "an n-gram that is there already"),
        ("no-token", "-0.1\t<s> 机", "-0.1\t<s>", 4, "fields"),
        ("crlf", "\n", "\r\n", 0, "line ends"),
    ):  # fmt: skip
        content = good.replace(old, new) if old else good
        yield Sample(
            f"models/{name}.arpa",
            content.encode(),
            "lm --eval {} corpus_samples/text/game",
            code,
            breaks,
        )
    packed = gzip.compress(good.encode(), mtime=0)
    yield Sample(
        "models/cut.arpa.gz",
        packed[:-7],
        "lm --eval {} corpus_samples/text/game",
        4,
        "a packed model that was cut",
    )


def word_samples() -> Iterator[Sample]:
    """Dictionaries, lexicons, decisions, gold, options."""
    use = "discover corpus_samples/text/game --method entropy --top 1 --dict {}"
    for name, content, code, breaks in (
        ("whole", "机器 3 n\n学习\n".encode(), 0, "nothing"),
        ("empty", b"", 0, "a dictionary of no words"),
        ("long-line", b"x" * 70_000 + "\n机器\n".encode(), 3, "lines of any length"),
        ("controls", "机\x1b[31m器\n学习\n".encode(), 3, "terminals"),
        ("nul", "机\0器\n学习\n".encode(), 3, "zero bytes"),
        ("bad-bytes", "机\n".encode() + b"\xff\xfe\n" + "机器\n".encode(), 3, "decoding"),
        ("utf-16", "机器\n".encode("utf-16"), 0, "decoding"),
        ("huge-frequency", ("机器 " + "9" * 400 + " n\n学习\n").encode(), 3, "numbers"),
        ("negative", "机器 -5 n\n学习\n".encode(), 0, "numbers"),
        ("tabs", "机器\t\t\t\n\t学习\n学习\n".encode(), 0, "columns"),
        ("twice", "机器 1\n机器 2\n".encode(), 0, "which of two"),
        ("spaces", "   \n　\n机器\n".encode(), 0, "lines of nothing"),
        ("wide", "ＡＢＣ\nabc\nABC\n".encode(), 0, "spellings that are one"),
    ):
        yield Sample(f"words/{name}.txt", content, use, code, breaks)
    row = json.dumps({"word": WORD, "count": 3, "score": 0.5}, ensure_ascii=False)
    for name, line, code, breaks in (
        ("whole", row, 0, "nothing"),
        ("cut", row[:-4], 4, "a record without end"),
        ("no-word", '{"count": 3}', 4, "a record without its word"),
        ("number", row.replace("3", '"many"'), 4, "a number that is none"),
        ("infinite", row.replace("0.5", "1e999"), 4, "a number beyond a double"),
        ("word-of-nothing", row.replace(WORD, ""), 4, "a word of nothing"),
        ("deep", "[" * 3000, 4, "recursion"),
        ("huge", row.replace("3", "9" * 40), 4, "a count beyond 64 bits"),
        ("surrogate", '{"word": "\\ud800"}', 0, "half a pair"),
        ("escape", '{"word": "\\u001b[31m机器"}', 0, "terminals"),
    ):
        yield Sample(
            f"words/{name}.jsonl", (line + "\n").encode(), "export {} --to txt", code, breaks
        )
    for name, options, breaks in (
        ("cut", "[discover", "a table without end"),
        ("wrong-type", '[discover]\ntop = "many"', "a number that is none"),
        ("unknown", "[discover]\nnothing = 1", "an option that there is not"),
        ("bad-bytes", "[discover]\nformat = '\udcff'", "decoding"),
    ):
        data = options.encode("utf-8", "surrogateescape")
        yield Sample(
            f"words/{name}.toml",
            data,
            "--config {} discover corpus_samples/text/game --quiet",
            2,
            breaks,
        )


def samples() -> list[Sample]:
    """All of them, by name."""
    every = (
        text_samples, encoded_samples, packed_samples, record_samples, count_file_samples, model_samples,
        word_samples,
    )  # fmt: skip
    return sorted((sample for make in every for sample in make()), key=lambda one: one.name)


def table(all_samples: list[Sample]) -> str:
    """The README of the folder."""
    lines = [
        "# Damaged and hostile inputs",
        "",
        "Made by `python tools/damaged_samples.py corpus_samples/damaged`. `make reliability ROWS=hostile` runs each line's",
        "command, in which `{}` is the file, `{dir}` its directory alone with it and `{tmp}` an empty one, and holds it",
        "to the exit code. Words and places in them are those of the other samples.",
        "",
        "| file | command | exit | could break |",
        "|---|---|---|---|",
    ]
    lines += [f"| `{s.name}` | `{s.command}` | {s.code} | {s.breaks} |" for s in all_samples]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Writes the folder anew."""
    folder = Path(sys.argv[1])
    with contextlib.suppress(FileNotFoundError):
        for path in folder.rglob("*"):
            if path.is_file():
                path.unlink()
    all_samples = samples()
    for sample in all_samples:
        path = folder / sample.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(sample.content)
    (folder / "README.md").write_text(table(all_samples), "utf-8")


if __name__ == "__main__":
    main()
