"""The digest of an input: that of its bytes, however they come; of pieces if it is large."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

import newword
from newword.corpus.source import PIECE_BYTES, SourceDigest


def blake(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()


def expected(data: bytes) -> bytes:
    """As docs/count-files.md defines it."""
    pieces = [blake(data[at : at + PIECE_BYTES]) for at in range(0, len(data), PIECE_BYTES)]
    return pieces[0] if len(pieces) == 1 else blake(b"".join(pieces)) if pieces else blake(b"")


@pytest.mark.parametrize(
    "size", [0, 1, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 2 * PIECE_BYTES, 20_000_000]
)
@pytest.mark.parametrize("block", [1 << 20, 5_000_011, 1 << 30])
def test_a_digest_is_that_of_the_bytes_however_they_come(size: int, block: int) -> None:
    data = (b"newword\n" * (size // 8 + 1))[:size]
    digest = SourceDigest()
    for at in range(0, size, block):
        digest.update(data[at : at + block])
    assert digest.finish() == expected(data)
    assert digest.size == size


def test_a_large_input_is_known_again(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"  # not UTF-8: read by Python, not by the core
    path.write_text(("机器学习" * 1000 + "\n") * 1100, encoding="utf-16")
    assert path.stat().st_size > PIECE_BYTES
    newword.count_to_file(path, tmp_path / "a.nwc", order=2)
    before = (tmp_path / "a.nwc").read_bytes()
    assert expected(path.read_bytes()) in before
    newword.add_to_count_file(path, tmp_path / "a.nwc")
    assert (tmp_path / "a.nwc").read_bytes() == before
