"""One input as it comes, whatever it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

__all__ = ["Read", "Source", "push_back"]

Read = Callable[[int], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One input as it comes.

    Attributes:
        read: Reads at most this many bytes, none at the end.
        name: Its path, or a substitute for one.
        file: Opens it for reading anywhere in it; None for a stream.
        accepts_nul: Whether it was named itself: plain text with NUL characters is read then.
        depth: In how many other inputs it lies: archives, e-mails.
        time: When it was last changed, in seconds since 1970; None if nothing says.
    """

    read: Read
    name: str
    file: Callable[[], BinaryIO] | None = None
    accepts_nul: bool = True
    depth: int = 0
    time: int | None = None


def push_back(head: bytes, read: Read) -> Read:
    """A ``read`` that gives these bytes first."""
    held = [head] if head else []

    def read_on(size: int) -> bytes:
        if not held:
            return read(size)
        block = held.pop()
        if len(block) > size:
            held.append(block[size:])
        return block[:size]

    return read_on
