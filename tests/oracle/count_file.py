"""Count files by the letter of docs/count-files.md: what is in one, and what should be."""

from __future__ import annotations

import hashlib
import struct
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate

from .units import Document, all_runs

Window = tuple[str, ...]  # "" is a boundary


@dataclass
class CountFile:
    """A count file, taken apart."""

    order: int
    join_lines: bool
    units: int
    runs: int
    documents: int
    sources: list[tuple[bytes, int, int]]
    symbols: dict[str, dict[str, int]]
    shards: tuple[bytes, int, list[int]] | None = None
    windows: dict[Window, int] = field(default_factory=dict)
    blocks: list[tuple[int, int]] = field(default_factory=list)  # first and last byte behind it
    join_spaces: bool = False
    tokens: bool = False


def windows(docs: Iterable[Document], order: int, *, join_lines: bool) -> Counter[Window]:
    """The windows of a corpus."""
    counts: Counter[Window] = Counter()
    for run in all_runs(docs, join_lines):
        fenced = ["", *(unit.symbol for unit in run), ""]
        for start in range(len(fenced) - 1):
            counts[tuple(fenced[start : start + order + 1])] += 1
    return counts


def crc32c(data: bytes) -> int:
    """CRC-32C, bit by bit."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


class _Bytes:
    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, size: int) -> bytes:
        taken = self.data[self.at : self.at + size]
        assert len(taken) == size
        self.at += size
        return taken

    def number(self) -> int:
        value, shift = 0, 0
        while True:
            byte = self.take(1)[0]
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    @property
    def is_empty(self) -> bool:
        return self.at == len(self.data)


def decode_count_file(data: bytes) -> CountFile:
    """Takes a count file apart and asserts all that the format promises."""
    assert data[:8] == b"\x89NWC\r\n\x1a\n"
    version, flags, _, order, size, file_id, crc = struct.unpack("<IIQIQQI", data[8:48])
    assert (version, flags & ~15, crc) == (1, 0, crc32c(data[:44]))
    header = data[48 : 48 + size]
    hashed = hashlib.blake2b(data[:36] + bytes(12) + header, digest_size=16).digest()
    assert struct.pack("<Q", file_id) == hashed[:8]
    file = _decode_header(_Bytes(header), order, flags)
    index_at, index_size, blocks, entries, total, its_id, index_crc, footer_crc, end = (
        struct.unpack("<QQQQQQII8s", data[-64:])
    )
    assert (its_id, end, footer_crc) == (file_id, b"\n\x1a\n\rCWN\x89", crc32c(data[-64:-12]))
    assert index_at + index_size == len(data) - 64
    index = data[index_at : index_at + index_size]
    assert index_crc == crc32c(_place(file_id, b"I", blocks, len(index), 0) + index)
    codes = _codes(file)
    at, contents = 48 + size, _Bytes(index)
    found: list[tuple[Window, int]] = []
    for number in range(blocks):
        size, entries_here, crc = struct.unpack("<III", data[at : at + 12])
        payload = data[at + 12 : at + 12 + size]
        assert (size, entries_here) == (contents.number(), contents.number())
        assert crc == crc32c(_place(file_id, b"B", number, size, entries_here) + payload)
        before = len(found)
        found += _decode_block(payload, order, codes)
        assert len(found) - before == entries_here
        assert _read_window(contents, (), order, codes) == found[before][0]
        file.blocks.append((at, at + 12 + size))
        at += 12 + size
    assert at == index_at
    assert contents.is_empty
    assert (entries, total) == (len(found), sum(count for _, count in found))
    assert [window for window, _ in found] == sorted({window for window, _ in found})
    file.windows = dict(found)
    return file


def _place(file_id: int, kind: bytes, number: int, size: int, entries: int) -> bytes:
    return struct.pack("<QcQII", file_id, kind, number, size, entries)


def _decode_header(header: _Bytes, order: int, flags: int) -> CountFile:
    units, runs, documents = header.number(), header.number(), header.number()
    sources = [(header.take(16), header.number(), header.number()) for _ in range(header.number())]
    assert sources == sorted(sources)
    symbols: dict[str, dict[str, int]] = {}
    for _ in range(header.number()):
        folded = header.take(header.number())
        forms = {}
        for _ in range(header.number()):
            surface = header.take(header.number()) or folded
            forms[surface.decode()] = header.number()
        assert list(forms) == sorted(forms)
        symbols[folded.decode()] = forms
    shards = None
    if flags & 2:
        plan, of = header.take(16), header.number()
        steps = [header.number() for _ in range(header.number())]
        assert all(step > 0 for step in steps)
        shards = plan, of, list(accumulate(steps))
        assert shards[2][-1] <= of
    assert header.is_empty
    assert list(symbols) == sorted(symbols)
    joins_spaces = bool(flags & 4)
    return CountFile(
        order,
        bool(flags & 1),
        units,
        runs,
        documents,
        sources,
        symbols,
        shards,
        join_spaces=joins_spaces,
        tokens=bool(flags & 8),
    )


def _codes(file: CountFile) -> list[str]:
    """The symbols by rank; the boundary is first."""
    counts = {symbol: sum(forms.values()) for symbol, forms in file.symbols.items()}
    return ["", *sorted(counts, key=lambda symbol: (-counts[symbol], symbol))]


def _read_symbol(data: _Bytes, codes: list[str]) -> str:
    lead = data.take(1)[0]
    if lead < 192:
        return codes[lead]
    if lead < 248:
        return codes[192 + (lead - 192) * 256 + data.take(1)[0]]
    tail = 2 if len(codes) <= 192 + 56 * 256 + 8 * 65536 else 3
    return codes[192 + 56 * 256 + int.from_bytes(bytes([lead - 248]) + data.take(tail), "big")]


def _read_window(data: _Bytes, shared: Window, order: int, codes: list[str]) -> Window:
    window = list(shared)
    while len(window) < order + 1:
        window.append(_read_symbol(data, codes))
        if window[-1] == "" and len(window) > 1:
            break
    return tuple(window)


def _decode_block(payload: bytes, order: int, codes: list[str]) -> list[tuple[Window, int]]:
    data, found = _Bytes(payload), []
    in_tag = 256 // (order + 1)
    window: Window = ()
    while not data.is_empty:
        shared, count = divmod(data.take(1)[0], in_tag)
        count += 1
        if count == in_tag:
            count += data.number()
        window = _read_window(data, window[:shared], order, codes)
        found.append((window, count))
    return found
