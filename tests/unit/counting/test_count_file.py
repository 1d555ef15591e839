"""Count files as a user has them: made, checked, refused when they are not whole."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import sys
from collections.abc import Callable
from pathlib import Path

import oracle
import pytest

import newword
from newword.core import _core
from newword.corpus.source import PIECE_BYTES, SourceDigest
from newword.errors import ConfigError, CorpusError, CountFileError, OutputError

GB18030 = newword.Reading(encoding="gb18030")
TEXT = "机器学习，机器学习！C++ 机器 c++ 学习机"


@pytest.fixture
def made(tmp_path: Path) -> Path:
    (tmp_path / "text.txt").write_text(TEXT, "utf-8")
    newword.count_to_file(tmp_path / "text.txt", tmp_path / "x.nwc", order=3)
    return tmp_path / "x.nwc"


def test_a_corpus_becomes_a_file_that_verifies(tmp_path: Path, made: Path) -> None:
    info = newword.verify_count_file(made)
    file = oracle.decode_count_file(made.read_bytes())
    assert file.windows == oracle.windows([TEXT], 3, join_lines=False)
    assert (info.order, info.units, info.documents, info.sources) == (3, file.units, 1, 1)
    assert info.source_bytes == len(TEXT.encode())
    assert info.bytes == made.stat().st_size


def test_sources_are_the_digests_of_the_inputs(tmp_path: Path) -> None:
    contents = {"a": "机器" * 30, "b": "学习", "c": "", "d": "学习", "e": "，"}
    for name, text in contents.items():
        (tmp_path / name).write_text(text, "utf-8")
    newword.count_to_file(tmp_path, tmp_path.parent / "y.nwc")
    file = oracle.decode_count_file((tmp_path.parent / "y.nwc").read_bytes())
    expected = {
        (hashlib.blake2b(text.encode(), digest_size=16).digest(), len(text.encode()), times)
        for text, times in (("机器" * 30, 1), ("学习", 2), ("，", 1))
    }
    assert set(file.sources) == expected
    assert file.documents == 5


@pytest.mark.parametrize("size", [0, 1, PIECE_BYTES, PIECE_BYTES + 1, 2 * PIECE_BYTES + 5])
def test_core_and_python_agree_on_digests(tmp_path: Path, size: int) -> None:
    content = (b"".join(b"%d," % n for n in range(2000)) * (size // 5000 + 1))[:size]
    (tmp_path / "x").write_bytes(content)
    digest = SourceDigest()
    for start in range(0, size, 700_001):
        digest.update(content[start : start + 700_001])
    for threads in (1, 2):
        session = _core.Session(threads=threads)
        session.note_sources([(digest.finish(), size)] if size else [])
        outcomes = session.read_files([os.fsencode(tmp_path / "x")], [True], None)
        assert [outcome.code for outcome in outcomes] == (["counted"] if size else [])
        assert session.units == 0
    if size <= PIECE_BYTES:
        assert digest.finish() == hashlib.blake2b(content, digest_size=16).digest()


def test_large_files_are_known_by_their_digest(tmp_path: Path) -> None:
    content = ("机器学习，" * 700_000).encode()
    assert len(content) > PIECE_BYTES
    (tmp_path / "x").write_bytes(content)
    digest = SourceDigest()
    digest.update(content)
    session = _core.Session(threads=2)
    session.note_sources([(digest.finish(), len(content))])
    outcomes = session.read_files([os.fsencode(tmp_path / "x")], [True], None)
    assert [outcome.code for outcome in outcomes] == ["counted"]
    assert session.units == 0


def test_texts_and_streams_are_sources_too(tmp_path: Path) -> None:
    path = tmp_path / "x.nwc"
    newword.count_to_file(newword.Documents(["机器", "学习"]), path)
    [(digest, size, times)] = oracle.decode_count_file(path.read_bytes()).sources
    both = "机器".encode() + b"\xff" + "学习".encode() + b"\xff"
    assert (digest, size, times) == (hashlib.blake2b(both, digest_size=16).digest(), len(both), 1)
    newword.count_to_file(io.BytesIO("机器".encode("gb18030")), path, reading=GB18030)
    [(digest, size, _)] = oracle.decode_count_file(path.read_bytes()).sources
    assert (digest, size) == (
        hashlib.blake2b("机器".encode("gb18030"), digest_size=16).digest(),
        4,
    )


@pytest.mark.skipif(sys.platform != "linux", reason="needs a file that cannot be read")
def test_what_cannot_be_read_is_no_source(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("机器".encode("gb18030"))
    files = ["/proc/self/mem", tmp_path / "a.txt"]
    done = newword.count_to_file(files, tmp_path / "x.nwc", reading=GB18030)
    assert [(one.path, one.code) for one in done.report.problems] == [
        ("/proc/self/mem", "unreadable")
    ]
    assert (done.info.units, done.info.sources) == (2, 1)


def test_the_order_must_be_one_that_can_be_counted(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="1 to 16"):
        newword.count_to_file(newword.Documents(["机"]), tmp_path / "x.nwc", order=17)


def test_a_failed_count_leaves_the_old_file(tmp_path: Path, made: Path) -> None:
    before = made.read_bytes()
    with pytest.raises(CorpusError):
        newword.count_to_file(tmp_path / "nothing", made)
    assert made.read_bytes() == before


def test_a_full_disk_is_an_output_error() -> None:
    with pytest.raises(OutputError) as caught:
        newword.count_to_file(newword.Documents(["机器学习"]), "/dev/full")
    assert caught.value.errno == errno.ENOSPC
    assert "/dev/full" in str(caught.value)


# ------------------------------------------------------------------------------- what is refused


def refused(path: Path) -> str:
    """What is said of a file that must not be read."""
    with pytest.raises(CountFileError) as caught:
        newword.verify_count_file(path, threads=1)
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    assert "; " in message, "no remedy"
    return message


@pytest.mark.parametrize(
    "content",
    [b"", b"\x89", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n" + bytes(100), "机器\t3\n".encode() * 50],
)
def test_foreign_files_are_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x").write_bytes(content)
    assert "at byte" in refused(tmp_path / "x")


def test_files_that_lost_their_line_ends_on_the_way_are_told_so(made: Path) -> None:
    made.write_bytes(made.read_bytes().replace(b"\r\n", b"\n"))
    assert "binary mode" in refused(made)


def test_a_newer_format_is_refused_with_what_to_do(made: Path) -> None:
    data = bytearray(made.read_bytes())
    data[8] = 2
    made.write_bytes(data)
    assert "format 2" in refused(made)
    assert "newer newword" in refused(made)


def test_other_rules_for_units_are_refused(made: Path) -> None:
    data = bytearray(made.read_bytes())
    data[16] ^= 1
    data[44:48] = oracle.crc32c(bytes(data[:44])).to_bytes(4, "little")
    made.write_bytes(data)
    assert "other rules" in refused(made)


def test_every_truncation_is_refused(made: Path) -> None:
    data = made.read_bytes()
    for size in range(len(data)):
        made.write_bytes(data[:size])
        with pytest.raises(CountFileError):
            newword.verify_count_file(made, threads=1)


def test_something_at_the_end_is_refused(made: Path) -> None:
    made.write_bytes(made.read_bytes() + b"\0")
    assert "something was added" in refused(made)


def test_every_flipped_bit_is_refused(made: Path) -> None:
    data = made.read_bytes()
    for bit in range(8 * len(data)):
        flipped = bytearray(data)
        flipped[bit // 8] ^= 1 << bit % 8
        made.write_bytes(flipped)
        with pytest.raises(CountFileError):
            newword.verify_count_file(made, threads=1)


def in_blocks(path: Path, texts: list[str], size: int = 1) -> list[tuple[int, int]]:
    """Makes a file of small blocks; returns where they are."""
    session = _core.Session(threads=1)
    for text in texts:
        session.feed(text.encode())
        session.end_document()
    with path.open("wb") as out:
        session.write_counts(
            out.fileno(), os.fsencode(path), order=3, documents=len(texts), block_bytes=size
        )
    return oracle.decode_count_file(path.read_bytes()).blocks


def test_a_bad_block_is_named_with_its_place(tmp_path: Path) -> None:
    blocks = in_blocks(tmp_path / "x.nwc", [TEXT, TEXT * 2])
    assert len(blocks) > 3
    data = bytearray((tmp_path / "x.nwc").read_bytes())
    data[blocks[2][0] + 15] ^= 4
    (tmp_path / "x.nwc").write_bytes(data)
    assert f"at byte {blocks[2][0]}: the checksum of block 2" in refused(tmp_path / "x.nwc")


def test_swapped_blocks_are_refused(tmp_path: Path) -> None:
    """Blocks of equal size and entries, so that nothing but their place gives them away."""
    path = tmp_path / "x.nwc"
    blocks = in_blocks(path, ["".join(f"{a}{b}，" for a in "丁七万丈" for b in "三上下丌")])
    data = path.read_bytes()
    swaps = 0
    for one in blocks:
        for other in blocks:
            if one < other and one[1] - one[0] == other[1] - other[0]:
                swapped = bytearray(data)
                swapped[slice(*one)], swapped[slice(*other)] = (
                    data[slice(*other)],
                    data[slice(*one)],
                )
                path.write_bytes(swapped)
                refused(path)
                swaps += 1
    assert swaps > 10


def test_a_block_of_another_file_is_refused(tmp_path: Path) -> None:
    blocks = in_blocks(tmp_path / "x.nwc", ["机器学习"])
    others = in_blocks(tmp_path / "y.nwc", ["机器学习", ""])
    assert blocks == others
    data = bytearray((tmp_path / "x.nwc").read_bytes())
    data[slice(*blocks[0])] = (tmp_path / "y.nwc").read_bytes()[slice(*others[0])]
    (tmp_path / "x.nwc").write_bytes(data)
    refused(tmp_path / "x.nwc")


def reseal(data: bytearray, blocks: list[tuple[int, int]]) -> None:
    """Makes the checksums of all blocks right again."""
    for number, (begin, end) in enumerate(blocks):
        place = data[36:44] + b"B" + number.to_bytes(8, "little") + data[begin : begin + 8]
        crc = oracle.crc32c(bytes(place + data[begin + 12 : end]))
        data[begin + 8 : begin + 12] = crc.to_bytes(4, "little")


@pytest.mark.parametrize(
    "change",
    [
        lambda payload: bytes([payload[0] + 1]) + payload[1:],
        lambda payload: bytes([255]) + payload[1:],
        lambda payload: payload[:-1] + b"\xff",
        lambda payload: bytes(len(payload)),
    ],
)
def test_lies_with_right_checksums_are_found(made: Path, change: Callable[[bytes], bytes]) -> None:
    data = bytearray(made.read_bytes())
    blocks = oracle.decode_count_file(bytes(data)).blocks
    begin, end = blocks[0]
    data[begin + 12 : end] = change(bytes(data[begin + 12 : end]))
    reseal(data, blocks)
    made.write_bytes(data)
    refused(made)
    # Fuzz: a sum of such a file ended as a bug of newword.
    with pytest.raises(newword.CountFileError, match="damaged"):
        newword.merge_count_files([made], made.with_name("sum.nwc"))


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    assert "No such file" in refused(tmp_path / "none.nwc")
    assert "regular file" in refused(tmp_path)
