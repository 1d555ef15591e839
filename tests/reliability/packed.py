"""Compressed text cut and changed everywhere, and bombs."""

from __future__ import annotations

import bz2
import contextlib
import gzip
import importlib
import io
import lzma
import os
import time
from collections.abc import Callable, Iterator
from functools import partial

import newword
from reliability import forked
from reliability.campaign import Campaign
from reliability.damage import cuts, flips, sample


def packers() -> dict[str, Callable[[bytes], bytes]]:
    """The formats that this Python has; each with a checksum of the text."""
    found: dict[str, Callable[[bytes], bytes]] = {
        "gzip": gzip.compress,
        "bzip2": bz2.compress,
        "xz": lzma.compress,
    }
    for name in ("compression.zstd", "backports.zstd"):
        with contextlib.suppress(ImportError):
            zstd = importlib.import_module(name)
            checked = {zstd.CompressionParameter.checksum_flag: 1}
            found["zstd"] = partial(zstd.compress, options=checked)
            break
    return found


def run(campaign: Campaign) -> None:
    """Every length and every bit; then streams that unpack to thousands of times their size."""
    for name, pack in packers().items():
        damage(campaign, name, pack)
        bomb(campaign, name, pack)


def damage(campaign: Campaign, name: str, pack: Callable[[bytes], bytes]) -> None:
    """What is read of damaged streams is told, or is all of the text."""
    text = sample(campaign.of(150, 400, 400)).encode()
    packed = pack(text)
    expected = units(packed)[0]
    every = campaign.of(5, 2, 1)

    def damaged() -> Iterator[tuple[str, bytes]]:
        yield from flips(packed, range(0, len(packed) * 8, every))
        yield from cuts(packed, range(len(packed)))

    for where, data in damaged():
        found, is_told = units(data)
        # Not told for a stream, so it is read as what it looks like.
        is_head = data[:10] != packed[:10]
        campaign.check(is_told or is_head or found == expected, f"{name}, {where}: nobody was told")
        campaign.add("damaged streams")


def units(data: bytes) -> tuple[int, bool]:
    """Units of an input, and whether it has a problem."""
    found = newword.count_corpus(
        io.BytesIO(data), max_order=1, min_count=1, reading=newword.Reading(threads=1)
    )
    return found.units, bool(found.report.problems)


def bomb(campaign: Campaign, name: str, pack: Callable[[bytes], bytes]) -> None:
    """Zeros and one character, far beyond memory: they take little, and stop where told."""
    size = campaign.of(200, 1_000, 10_000) << 20
    for kind, unit in (("zeros", b"\0"), ("one character", "机".encode())):
        part = pack(unit * ((64 << 20) // len(unit)))
        path = campaign.place / "bomb"
        with path.open("wb") as out:
            for _ in range(size >> 26):
                out.write(part)
        log = campaign.place / "log"
        line = ["count", str(path), "--order", "1", "--max-bytes", "1G", "--progress", "none"]
        begin = time.monotonic()
        child = forked.start([*line, "-o", "bomb.tsv", "--memory", "400M"], campaign.place, log)
        _, status, usage = os.wait4(child, 0)
        code = os.waitstatus_to_exitcode(status)
        where = f"{name}, {kind}"
        campaign.check(code in (0, 3, 4), f"{where}: exit {code}: {log.read_text('utf-8')}")
        campaign.check(usage.ru_maxrss < 400 << 10, f"{where}: {usage.ru_maxrss >> 10} MB")
        campaign.check(time.monotonic() - begin < 300, f"{where}: too slow")
        campaign.add("bombs")
        path.unlink()
