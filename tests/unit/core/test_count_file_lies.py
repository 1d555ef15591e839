"""Count files of which every checksum is right and something else is not: named, with the place."""

from __future__ import annotations

import hashlib
import os
import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import oracle
import pytest

import newword
from newword.core import _core
from newword.errors import CountFileError


def number(value: int) -> bytes:
    """Seven bits a byte, the lowest first."""
    encoded = bytearray()
    while value >= 0x80:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*encoded, value])


def text(value: str | bytes) -> bytes:
    encoded = value.encode() if isinstance(value, str) else value
    return number(len(encoded)) + encoded


Forms = list[tuple[str | bytes, int]]


@dataclass
class Header:
    """The header of a count file of order 2, of 甲乙 and 乙."""

    order: int = 2
    flags: int = 0
    units: int = 3
    runs: int = 2
    sources: list[tuple[bytes, int, int]] = field(default_factory=list)
    symbols: list[tuple[str, Forms]] = field(
        default_factory=lambda: [("乙", [("", 2)]), ("甲", [("", 1)])]
    )
    tail: bytes = b""

    def encode(self) -> bytes:
        parts = [number(self.units), number(self.runs), number(1), number(len(self.sources))]
        for digest, size, times in self.sources:
            parts += [digest, number(size), number(times)]
        parts.append(number(len(self.symbols)))
        for folded, forms in self.symbols:
            parts += [text(folded), number(len(forms))]
            for surface, count in forms:
                parts += [text(surface), number(count)]
        return b"".join(parts) + self.tail


Block = tuple[bytes, int]  # entries, and how many they are


@dataclass
class Lie:
    """A count file by its parts; what is not said is worked out from the rest."""

    header: Header
    blocks: list[Block]
    keys: list[bytes]
    index: bytes | None = None
    offset: int = 0  # how far the footer is from where the index is
    entries: int = 0  # how many more the footer has than there are
    blocks_in_index: int | None = None
    windows: int = 5  # that the footer speaks of

    def encode(self) -> bytes:
        header = self.header.encode()
        start = b"\x89NWC\r\n\x1a\n" + struct.pack("<II", 1, self.header.flags)
        start += _rules() + struct.pack("<IQ", self.header.order, len(header))
        file_id = hashlib.blake2b(start + bytes(12) + header, digest_size=16).digest()[:8]
        start += file_id
        data = start + oracle.crc32c(start).to_bytes(4, "little") + header
        index = b""
        for place, (payload, entries) in enumerate(self.blocks):
            of_block = struct.pack("<II", len(payload), entries)
            crc = oracle.crc32c(file_id + b"B" + struct.pack("<Q", place) + of_block + payload)
            data += of_block + crc.to_bytes(4, "little") + payload
            index += number(len(payload)) + number(entries) + self.keys[place]
        if self.index is not None:
            index = self.index
        blocks = len(self.blocks) if self.blocks_in_index is None else self.blocks_in_index
        of_index = struct.pack("<cQII", b"I", blocks, len(index), 0)
        crc = oracle.crc32c(file_id + of_index + index)
        footer = struct.pack(
            "<QQQQQ", len(data) + self.offset, len(index), blocks,
            sum(entries for _, entries in self.blocks) + self.entries, self.windows,
        )  # fmt: skip
        footer += file_id + crc.to_bytes(4, "little")
        return (
            data
            + index
            + footer
            + oracle.crc32c(footer).to_bytes(4, "little")
            + b"\n\x1a\n\rCWN\x89"
        )


def _rules() -> bytes:
    """The rules for units, as every count file names them."""
    session = _core.Session(threads=1)
    session.end_document()
    read, write = os.pipe()
    session.write_counts(write, b"", order=1, documents=0)
    data = os.read(read, 1 << 16)
    os.close(read)
    os.close(write)
    return data[16:24]


def entry(*codes: int, shared: int = 0, count: int = 1) -> bytes:
    """Symbols by rank: 0 is a boundary, 1 the most frequent unit, 乙, 2 the other."""
    return bytes([shared * 85 + count - 1, *codes])


# The windows of 甲乙。乙 by their first symbol: 乙 is symbol 1 and code 1, 甲 symbol 2 and code 2.
BOUNDARIES = entry(0, 1, 0) + entry(2, 1, shared=1)
FIRST = entry(1, 0, count=2)
SECOND = entry(2, 1, 0)


def truth() -> Lie:
    return Lie(
        Header(),
        [(BOUNDARIES, 2), (FIRST, 1), (SECOND, 1)],
        [bytes([0, 1, 0]), bytes([1, 0]), bytes([2, 1, 0])],
    )


def said_of(lie: Lie, path: Path, threads: int = 1) -> str:
    path.write_bytes(lie.encode())
    with pytest.raises(CountFileError) as caught:
        newword.verify_count_file(path, threads=threads)
    return str(caught.value)


def test_the_truth_is_believed(tmp_path: Path) -> None:
    path = tmp_path / "x.nwc"
    path.write_bytes(truth().encode())
    file = oracle.decode_count_file(path.read_bytes())
    assert file.windows == oracle.windows(["甲乙。乙"], 2, join_lines=False)
    for threads in (1, 2, 3):
        facts = newword.verify_count_file(path, threads=threads)
        assert (facts.units, facts.windows) == (3, 4)


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (Header(order=17), "an order of 17"),
        (Header(order=0), "an order of 0"),
        (Header(flags=16), "a feature that this release lacks"),
        (Header(units=4), "the units do not add up"),
        (Header(tail=b"\0"), "the header is longer than it says"),
        (Header(symbols=[("甲", [("", 3)] * 1000)]), "forms of a unit are out of order"),
        (Header(symbols=[("甲", [])]), "a unit is never written"),
        (Header(symbols=[("甲", [("乙", 3)])]), "a unit is no unit"),
        (Header(symbols=[("甲", [("", 0)])]), "a unit is no unit"),
        (Header(symbols=[("甲", [(b"\xff", 3)])]), "a unit is no unit"),
        (Header(symbols=[("甲", [("", 1)]), ("乙", [("", 2)])]), "the units are out of order"),
        (Header(sources=[(bytes(16), 5, 0)]), "a source was never counted"),
        (Header(sources=[(bytes(16), 5, 1)] * 2), "the sources are out of order"),
        (Header(sources=[(b"b" * 16, 5, 1), (b"a" * 16, 6, 1)]), "the sources are out of order"),
        (Header(flags=2), "the header is shorter than it says"),
        (Header(flags=2, tail=bytes(16) + number(0)), "a number of shards that cannot be"),
        (Header(flags=2, tail=bytes(16) + number(1 << 32)), "a number of shards that cannot be"),
        (Header(flags=2, tail=bytes(16) + number(3) + number(0)), "a shard without a number"),
        (Header(flags=2, tail=bytes(16) + bytes([3, 2, 1, 0])), "a shard that cannot be"),
        (Header(flags=2, tail=bytes(16) + bytes([3, 2, 2, 2])), "a shard that cannot be"),
        (Header(flags=2, tail=bytes(16) + bytes([3, 4, 1])), "the header is shorter than it says"),
    ],
)
def test_a_header_that_lies_is_refused(header: Header, said: str, tmp_path: Path) -> None:
    lie = truth()
    lie.header = header
    assert said in said_of(lie, tmp_path / "x.nwc")


def _index(lie: Lie, sizes: tuple[int, int, int], entries: tuple[int, int, int]) -> bytes:
    parts = zip(sizes, entries, lie.keys, strict=True)
    return b"".join(number(size) + number(of) + key for size, of, key in parts)


def _swap(lie: Lie) -> None:
    """The blocks of the last two symbols change places, in the index, too."""
    lie.blocks[1:] = lie.blocks[:0:-1]
    lie.keys[1:] = lie.keys[:0:-1]


SIZES, ENTRIES = (len(BOUNDARIES), len(FIRST), len(SECOND)), (2, 1, 1)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda lie: setattr(lie, "offset", 1), "the index is not where the footer says"),
        (lambda lie: setattr(lie, "offset", -1), "the index is not where the footer says"),
        (lambda lie: setattr(lie, "offset", 1 << 40), "the index is not where the footer says"),
        (lambda lie: setattr(lie, "entries", 1), "the index does not fit the blocks"),
        (lambda lie: setattr(lie, "blocks_in_index", 100), "the index makes no sense"),
        (lambda lie: setattr(lie, "blocks_in_index", 2), "the index makes no sense"),
        (
            lambda lie: setattr(lie, "index", _index(lie, (0, *SIZES[1:]), ENTRIES)),
            "makes no sense",
        ),
        (lambda lie: setattr(lie, "index", _index(lie, SIZES, (0, 1, 1))), "makes no sense"),
        (lambda lie: setattr(lie, "index", _index(lie, SIZES, (99, 1, 1))), "makes no sense"),
        (
            lambda lie: setattr(lie, "index", _index(lie, (SIZES[0] + 1, *SIZES[1:]), ENTRIES)),
            "the index does not fit the blocks",
        ),
        (lambda lie: lie.keys.__setitem__(1, bytes([1, 9])), "the index makes no sense"),
        (
            lambda lie: lie.keys.__setitem__(1, bytes([1, 1, 0])),
            "block 1 is not where the index says",
        ),
        (
            lambda lie: lie.blocks.__setitem__(1, (FIRST, 2)),
            "block 1 has other entries than it says",
        ),
        (lambda lie: lie.blocks.__setitem__(0, (BOUNDARIES, 1)), "block 0 has other entries than"),
        (_swap, "entries out of order in block 2"),
    ],
)
def test_an_index_or_a_footer_that_lies_is_refused(
    change: Callable[[Lie], None], said: str, tmp_path: Path
) -> None:
    lie = truth()
    change(lie)
    assert said in said_of(lie, tmp_path / "x.nwc")


@pytest.mark.parametrize("threads", [3, 5])
def test_blocks_out_of_order_are_found_by_workers_that_have_one_each(
    threads: int, tmp_path: Path
) -> None:
    lie = truth()
    _swap(lie)
    assert "blocks out of order" in said_of(lie, tmp_path / "x.nwc", threads)


def test_windows_that_fit_no_text_are_refused(tmp_path: Path) -> None:
    """As many of every symbol as the header says, but not in places where a text has them."""
    lie = truth()
    lie.blocks[2] = (entry(2, 2, 0), 1)
    lie.keys[2] = bytes([2, 2, 0])
    assert "the windows do not fit the symbol table" in said_of(lie, tmp_path / "x.nwc")


# ------------------------------------------------- what only those notice who use the windows


def two_runs(windows: dict[tuple[int, ...], int]) -> Lie:
    """A count file of order 2 that says of itself it were that of 甲乙。甲乙."""
    header = Header(units=4, symbols=[("乙", [("", 2)]), ("甲", [("", 2)])])
    lie = Lie(header, [], [], windows=6)
    for first in (0, 1, 2):
        mine = sorted(window for window in windows if window[0] == first)
        if mine:
            payload = entry(*mine[0], count=windows[mine[0]])
            for window in mine[1:]:
                payload += entry(*window[1:], shared=1, count=windows[window])
            lie.blocks.append((payload, len(mine)))
            lie.keys.append(bytes(mine[0]))
    return lie


PAIRS = {(0, 2, 1): 2, (1, 0): 2, (2, 1, 0): 2}
"""The windows of 甲乙。甲乙, in symbols: 1 is 乙, 2 is 甲."""


def use_scores(path: Path, min_count: int) -> list[str]:
    table = newword.score_count_file(path, min_count=min_count, threads=1).table
    return table.words(2, range(table.size(2)))


def use_model(path: Path, _: int) -> list[str]:
    newword.train_language_model(None, path.with_suffix(".arpa"), counts=path, order=3)
    return path.with_suffix(".arpa").read_text("utf-8").split()


def use_sum(path: Path, _: int) -> list[str]:
    newword.merge_count_files([path, path], path.with_name("sum.nwc"))
    return ["甲乙"]


@pytest.mark.parametrize("use", [use_scores, use_model, use_sum])
def test_the_truth_is_used(use: Callable[[Path, int], list[str]], tmp_path: Path) -> None:
    path = tmp_path / "x.nwc"
    path.write_bytes(two_runs(PAIRS).encode())
    newword.verify_count_file(path)
    found = use(path, 2)
    assert "甲乙" in found or found.count("甲") > 2


@pytest.mark.parametrize(
    ("use", "min_count", "windows", "said"),
    [
        (use_scores, 1, {**PAIRS, (1, 0): 3}, "the windows do not fit the symbol table"),
        (use_scores, 1, {(0, 2, 0): 2, (1, 0): 2, (2, 1, 0): 2}, "windows contradict each other"),
        (
            use_scores,
            2,
            {(0, 2, 1): 2, (1, 0): 1, (1, 1, 0): 1, (2, 0): 1, (2, 1, 0): 1},
            "windows contradict each other",
        ),
        (use_model, 0, {(0, 2, 1): 2, (1, 1, 0): 2, (2, 0): 2}, "windows contradict each other"),
        (use_model, 0, {(0, 1, 0): 2, (1, 0): 2}, "windows contradict each other"),
        (use_sum, 0, {**PAIRS, (1, 0): 3}, "windows do not fit its header"),
    ],
)
def test_windows_of_no_text_are_refused_where_they_are_used(
    use: Callable[[Path, int], list[str]],
    min_count: int,
    windows: dict[tuple[int, ...], int],
    said: str,
    tmp_path: Path,
) -> None:
    path = tmp_path / "x.nwc"
    path.write_bytes(two_runs(windows).encode())
    with pytest.raises(CountFileError, match=said):
        use(path, min_count)
    assert not path.with_suffix(".arpa").exists()
    assert not path.with_name("sum.nwc").exists()
