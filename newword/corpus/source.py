"""The digest of an input, by which a count file knows what was counted already."""

from __future__ import annotations

import hashlib

__all__ = ["PIECE_BYTES", "SourceDigest"]

PIECE_BYTES = 8 << 20
"""Pieces in which large inputs are hashed, so that threads can share the work."""

_DIGEST_BYTES = 16


class SourceDigest:
    """BLAKE2b-128 of bytes that come in parts, as ``b2sum -l 128`` gives it.

    That of an input of more than ``PIECE_BYTES`` is the digest of the digests of its pieces.

    Example:
        >>> digest = SourceDigest()
        >>> digest.update(b"abc")
        >>> digest.finish().hex(), digest.size
        ('cf4ab791c62b8d2b2109c90275287816', 3)
    """

    def __init__(self) -> None:
        self.size = 0
        self._pieces: list[bytes] = []
        self._piece = hashlib.blake2b(digest_size=_DIGEST_BYTES)

    def update(self, block: bytes) -> None:
        """Take the next part."""
        rest = memoryview(block)
        while rest:
            room = PIECE_BYTES - self.size % PIECE_BYTES
            if room == PIECE_BYTES and self.size:
                self._pieces.append(self._piece.digest())
                self._piece = hashlib.blake2b(digest_size=_DIGEST_BYTES)
            self._piece.update(rest[:room])
            self.size += len(rest[:room])
            rest = rest[room:]

    def finish(self) -> bytes:
        """The digest, 16 bytes."""
        pieces = [*self._pieces, self._piece.digest()]
        if len(pieces) == 1:
            return pieces[0]
        return hashlib.blake2b(b"".join(pieces), digest_size=_DIGEST_BYTES).digest()
