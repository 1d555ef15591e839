"""What the two sides of a sandbox send each other: a line of JSON, and as many bytes as it says.

JSON, as neither side should trust the other: no object of Python is ever built from what a child
sends that parses files of strangers.
"""

from __future__ import annotations

import json
from typing import Any, BinaryIO

__all__ = ["Packet", "receive", "send"]

_LONGEST_HEADER = 1 << 20

Packet = tuple[dict[str, Any], bytes]


def send(stream: BinaryIO, header: dict[str, Any], data: bytes = b"") -> None:
    """Send one message."""
    stream.write(json.dumps({**header, "size": len(data)}).encode() + b"\n")
    stream.write(data)
    stream.flush()


def receive(stream: BinaryIO) -> Packet | None:
    """The next message; None if the other side has ended, perhaps in the middle of one."""
    line = stream.readline(_LONGEST_HEADER)
    if not line.endswith(b"\n"):
        return None
    header = json.loads(line)
    size = int(header["size"])
    data = stream.read(size)
    return (header, data) if len(data) == size else None
