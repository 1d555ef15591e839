"""Reading files gives what feeding their bytes gives, in whatever shares they are read."""

from __future__ import annotations

import codecs
import contextlib
import os
import random
import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import oracle
import pytest
import strategies
from engine import Counting, Reading, everything, read_files, reading
from hypothesis import given, settings
from hypothesis import strategies as st

from newword.core._core import FileOutcome

MIB = 1 << 20
BLOCK = 4 * MIB  # a file above two of these is shared by the workers in blocks
COUNTING = Counting(3)
BYTE_ORDER_MARKS = {
    "utf-32": (b"\xff\xfe\0\0", b"\0\0\xfe\xff"),
    "utf-16": (b"\xff\xfe", b"\xfe\xff"),
}

PACKED = re.compile(
    rb"\x1f\x8b\x08|\xfd7zXZ\0|\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18"
    rb"|BZh.(1AY&SY|\x17\x72\x45\x38\x50\x90)|PAR1|WARC/[01]\.",
    re.DOTALL,
)


@contextlib.contextmanager
def files(contents: Sequence[bytes]) -> Iterator[list[bytes]]:
    """Files of these contents; their paths."""
    with tempfile.TemporaryDirectory() as directory:
        paths = [Path(directory, str(number)) for number in range(len(contents))]
        for path, content in zip(paths, contents, strict=True):
            path.write_bytes(content)
        yield [os.fsencode(path) for path in paths]


def problem(content: bytes, is_explicit: bool) -> tuple[str, int, int] | None:
    """Code, offset and total of what there is to report of a small file."""
    for code, marks in BYTE_ORDER_MARKS.items():
        if content.startswith(marks):
            return code, 0, 0
    if PACKED.match(content):
        return "packed", 0, 0
    if b"\0" in content and not is_explicit:
        return "binary", 0, 0
    if is_hardly_utf8(content):
        return "wrong-encoding", 0, 0
    try:
        content.decode()
    except UnicodeDecodeError as first:
        return "invalid-bytes", first.start, oracle.decode(content).count(oracle.BREAK)
    return None


def is_hardly_utf8(content: bytes) -> bool:
    """Over 0.1 % bad, and sound characters do not outnumber the bad. A cut end does not count."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    decoder.decode(content)
    cut, _ = decoder.getstate()
    codes = oracle.decode(content[: len(content) - len(cut)])
    bad = codes.count(oracle.BREAK)
    sound = sum(code is not oracle.BREAK and code >= 0x80 for code in codes)
    return bad * 1000 > len(content) and bad * 4 > sound


def small_files() -> st.SearchStrategy[list[bytes]]:
    document = strategies.documents()
    marks = st.sampled_from((codecs.BOM_UTF8, *sum(BYTE_ORDER_MARKS.values(), ())))
    odd = (
        st.tuples(marks, document).map(b"".join)
        | st.tuples(document, st.just(b"\0"), document).map(b"".join)
        | st.text("机器学习", max_size=20).map(lambda text: text.encode("gb18030"))
        | st.binary(max_size=20)
        | st.builds(bytes.__add__, st.from_regex(PACKED), st.binary(max_size=20))
    )
    return st.lists(document | odd, max_size=12)


@given(small_files(), st.integers(0, 2**12), strategies.thread_counts(), st.booleans())
def test_small_files_are_read_as_they_are_fed_and_their_problems_told(
    contents: list[bytes], bits: int, threads: int, join_lines: bool
) -> None:
    explicit = [bool(bits >> number & 1) for number in range(len(contents))]
    problems = [*map(problem, contents, explicit)]
    with files(contents) as paths:
        session, outcomes = read_files(
            paths, explicit=explicit, threads=threads, join_lines=join_lines
        )
    assert outcomes == [
        FileOutcome(index, *found, 0) for index, found in enumerate(problems) if found
    ]
    fed = [
        content
        for content, found in zip(contents, problems, strict=True)
        if not found or found[0] == "invalid-bytes"
    ]
    assert everything(session.count(**COUNTING._asdict())) == everything(
        COUNTING.table(reading(*fed, join_lines=join_lines))
    )


@pytest.mark.parametrize("threads", [1, 2, 3, 8])
def test_more_small_files_than_a_batch_holds_are_read_in_their_order(threads: int) -> None:
    # Batches are 256 files or 2 MiB. Each file has its own word, and no file joins the next.
    contents = [f"第{number}章".encode() for number in range(1_000)]
    contents[300] = "机器".encode() * 500_000
    with files(contents) as paths:
        session, outcomes = read_files(paths, threads=threads)
    assert outcomes == []
    assert everything(session.count(**COUNTING._asdict())) == everything(
        COUNTING.table(reading(*contents))
    )


def test_a_document_left_open_ends_before_the_files_and_the_files_end_before_the_next() -> None:
    corpus = Reading((), threads=2).session()
    corpus.feed("机a".encode())
    with files(["器".encode(), "学".encode()]) as paths:
        assert corpus.read_files(paths, [True, True], None) == []
    corpus.feed("习".encode())
    corpus.end_document()
    assert everything(corpus.count(**COUNTING._asdict())) == everything(
        COUNTING.table(reading("机a", "器", "学", "习"))
    )


# ------------------------------------------------------------------------------------- large files


@pytest.mark.exhaustive
@settings(max_examples=40)
@given(
    seams=st.tuples(*[strategies.documents()] * 2),
    back=st.integers(0, 40),
    filler=st.sampled_from(
        (" ", "，", "，", "a", "a", "机", "ไ", "한", "\U00020000", "\r", "\u200b")
    ),
    threads=strategies.thread_counts((1, 2, 3)),
    join_lines=st.booleans(),
)
def test_a_large_file_is_read_as_it_is_fed_whatever_stands_at_the_borders_of_blocks(
    seams: tuple[bytes, bytes], back: int, filler: str, threads: int, join_lines: bool
) -> None:
    content = bytearray()
    for number, seam in enumerate(seams, start=1):
        fill = filler.encode()
        room = number * BLOCK - back - len(content)
        content += fill * (room // len(fill)) + b" " * (room % len(fill)) + seam
    content += filler.encode() * 64
    check_large(bytes(content), threads, join_lines)


def check_large(content: bytes, threads: int, join_lines: bool = False) -> None:
    """Reads a large file in blocks and compares with a single feed."""
    assert len(content) > 2 * BLOCK
    with files([content]) as paths:
        session, outcomes = read_files(paths, threads=threads, join_lines=join_lines)
    assert [one for one in outcomes if one.code != "invalid-bytes"] == []
    for one in outcomes:
        bad = content.decode(errors="replace").count("\ufffd") - content.count("\ufffd".encode())
        assert one == FileOutcome(0, "invalid-bytes", _first_bad(content), bad, 0)
    if not outcomes:
        content.decode()
    asked = COUNTING._replace(max_order=2)._asdict()
    fed = reading(content, join_lines=join_lines).session()
    assert everything(session.count(**asked)) == everything(fed.count(**asked))


def _first_bad(content: bytes) -> int:
    try:
        content.decode()
    except UnicodeDecodeError as error:
        return error.start
    raise AssertionError("there is no bad byte")


def varied(alphabet: str, size: int, between: Sequence[str] = ("",)) -> bytes:
    """About `size` bytes of words over an alphabet."""
    chance = random.Random(size)
    parts = [
        "".join(chance.choices(alphabet, k=chance.randint(1, 7))) + chance.choice(between)
        for _ in range(2_000)
    ]
    piece = "".join(parts).encode()
    return piece * (size // len(piece) + 1)


HAN = "的一是不了在人有我他这为之大来以个中上们到说国和地也子时道出而要于就下得可你年生"
# fmt: off
LARGE = {
    "han-without-line-ends": varied(HAN, 21 * MIB),
    "han-in-lines": varied(HAN, 13 * MIB, ("，", "\n", "。\r\n")),
    "latin-without-a-space": varied("abcXYZ019", 13 * MIB),
    "latin-words": varied("abcXYZ019", 9 * MIB, (" ", "-", ".", "++", ".\r\n")),
    "kana": varied("ひらがなカタカナーﾞ", 13 * MIB, ("", "、")),
    "thai": varied("ไทยกขค", 13 * MIB),
    "hangul": varied("한글ㅎ가나다힣", 13 * MIB, ("", "", "", " ")),
    "astral-han": varied("\U00020000\U00020001\U0002a6df", 13 * MIB),
    "yi-and-khmer": varied("ꀀꀁខកꦄ", 13 * MIB),
    "hard-wrapped": varied(HAN, 13 * MIB, ("", "\n", "\r\n", "\r", "\n\n", "\u200b\n")),
    "mixed": varied(HAN + "aB3ＣＤ\U00020000é\u0301\u200b+.-", 13 * MIB, ("", "\n", "，")),
}
# fmt: on


@pytest.mark.parametrize("join_lines", [False, True])
@pytest.mark.parametrize("kind", LARGE)
def test_a_large_file_of_any_kind_is_read_as_it_is_fed(kind: str, join_lines: bool) -> None:
    check_large(LARGE[kind], 3, join_lines)


@pytest.mark.parametrize("extra", [1, 2, 3, 4, BLOCK - 1, BLOCK, BLOCK + 1])
def test_a_large_file_of_any_size_is_read_to_its_last_byte(extra: int) -> None:
    check_large((LARGE["han-in-lines"] * 2)[: 2 * BLOCK + extra], 2)


def test_bad_bytes_around_the_borders_are_counted_once_and_the_first_is_told() -> None:
    content = bytearray(LARGE["han-in-lines"])
    for border in (BLOCK, 2 * BLOCK, 3 * BLOCK):
        content[border - 7 : border + 7 : 2] = b"\xff" * 7
    check_large(bytes(content), 3)


def test_large_and_small_files_keep_their_order() -> None:
    small = ["机".encode(), "器".encode() * 3, b""]
    large = LARGE["han-in-lines"]
    contents = [*small, large, *small, LARGE["hard-wrapped"], *small]
    with files(contents) as paths:
        session, outcomes = read_files(paths, threads=3)
    assert outcomes == []
    asked = COUNTING._replace(max_order=2, min_count=2)._asdict()
    assert everything(session.count(**asked)) == everything(
        reading(*contents).session().count(**asked)
    )
