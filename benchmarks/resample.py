"""Text of any size that behaves like real text: order-2 resampling of real characters.

The next character is drawn from those that follow the last two somewhere in the source text. Now
and then a chain jumps to a random place instead, which makes character pairs that the source never
had; so the number of distinct n-grams keeps growing with the size, as it does in real corpora.
Tens of thousands of chains advance together, which is what makes it fast in numpy.

Only the raw output of PCG64 and integer arithmetic are used: one seed gives the same bytes on every
machine and with every numpy release.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

CHAINS = 1 << 16
STEPS = 1 << 8
JUMPS_PER_65536 = 1024
"""A chain jumps on one step in 64: about once a sentence or two."""


@dataclass(frozen=True, slots=True)
class _Source:
    """The source text as a table of states, one per character pair occurrence, sorted by pair.

    Attributes:
        follower: UTF-16 unit that follows the pair, by state.
        group: `first << 32 | size` of the states whose pair is the last character of this pair and
            its follower: one of them, drawn at random, is the next state.
    """

    follower: npt.NDArray[np.uint16]
    group: npt.NDArray[np.uint64]


def _source(text: str) -> _Source:
    points = np.frombuffer(text.encode("utf-32-le"), dtype="<u4")
    points = points[points < 0x10000]
    if points.size < 3:
        raise ValueError("the source text of the generator needs at least three characters")
    first = points.astype(np.uint16)
    second = np.roll(first, -1)
    # Two stable 16-bit sorts are radix sorts, and stable means the same order everywhere.
    by_second = np.argsort(second, kind="stable")
    position = by_second[np.argsort(first[by_second], kind="stable")].astype(np.uint32)
    size = position.size
    pair = first[position].astype(np.uint32) << np.uint32(16) | second[position]
    is_start = np.empty(size, dtype=np.bool_)
    is_start[0] = True
    np.not_equal(pair[1:], pair[:-1], out=is_start[1:])
    starts = np.flatnonzero(is_start)
    sizes = np.diff(starts, append=size)
    packed = starts.astype(np.uint64) << np.uint64(32) | sizes.astype(np.uint64)
    by_state = packed[np.cumsum(is_start) - 1]
    state = np.empty(size, dtype=np.uint32)
    state[position] = np.arange(size, dtype=np.uint32)
    follower = first[(position + np.uint64(2)) % np.uint64(size)]
    group = by_state[state[(position + np.uint64(1)) % np.uint64(size)]]
    return _Source(follower=follower, group=group)


def resample(text: str, *, seed: int, chains: int = CHAINS) -> Iterator[bytes]:
    """Yields UTF-8 blocks of resampled text without end.

    Args:
        text: Real text, its line ends included. Characters beyond U+FFFF are left out.
        seed: Any non-negative number; equal seeds give equal bytes.
        chains: Chains that advance together. It changes the bytes, not their nature.

    Yields:
        About `3 * 256 * chains` bytes of Chinese text at a time, cut between characters.

    Raises:
        ValueError: `text` has fewer than three characters.
    """
    source = _source(text)
    size = np.uint64(source.follower.size)
    raw = np.random.PCG64(seed)
    low32, half = np.uint64(0xFFFFFFFF), np.uint64(32)
    state = (raw.random_raw(chains) >> half) * size >> half
    block = np.empty((STEPS, chains), dtype="<u2")
    while True:
        for row in block:
            row[:] = source.follower[state]
            bits = raw.random_raw(chains)
            group = source.group[state]
            state = (group >> half) + ((bits >> half) * (group & low32) >> half)
            jumps = np.flatnonzero((bits & np.uint64(0xFFFF)) < JUMPS_PER_65536)
            state[jumps] = (raw.random_raw(jumps.size) >> half) * size >> half
        yield block.T.tobytes().decode("utf-16-le").encode("utf-8")
