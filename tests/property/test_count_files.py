"""A count file holds exactly the windows of the text, and its bytes depend on nothing else."""

from __future__ import annotations

import math
import os
import random
import tempfile
from pathlib import Path

import oracle
import pytest
import strategies
from engine import Counting, Reading, everything, reading, readings
from hypothesis import given, settings
from hypothesis import strategies as st

from newword.core import _core

BUFFERS = (1, 200, 1 << 12, 64 << 20)


def write(
    corpus: Reading, order: int, *, buffer_bytes: int = 0, block_bytes: int = 0, documents: int = 0
) -> bytes:
    """The count file of a corpus."""
    with tempfile.TemporaryFile() as out:
        corpus.session().write_counts(
            out.fileno(),
            b"out",
            order=order,
            documents=documents,
            buffer_bytes=buffer_bytes,
            block_bytes=block_bytes,
        )
        out.seek(0)
        return out.read()


def check(data: bytes, directory: Path, *, threads: int = 1) -> _core.CountFileFacts:
    path = directory / "x.nwc"
    path.write_bytes(data)
    return _core.CountFiles(threads=threads).check(os.fsencode(path), everything=True)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("count-files")


@given(readings(), st.integers(1, 16), st.sampled_from(BUFFERS), st.sampled_from((0, 60, 400)))
def test_a_file_holds_the_windows_of_the_oracle(
    place: Path, corpus: Reading, order: int, buffer_bytes: int, block_bytes: int
) -> None:
    data = write(corpus, order, buffer_bytes=buffer_bytes, block_bytes=block_bytes)
    file = oracle.decode_count_file(data)
    assert file.windows == oracle.windows(corpus.whole, order, join_lines=corpus.join_lines)
    assert (file.order, file.join_lines) == (order, corpus.join_lines)
    assert file.units == oracle.count_units(corpus.whole, corpus.join_lines)
    assert file.runs == len(oracle.all_runs(corpus.whole, corpus.join_lines))
    facts = check(data, place, threads=corpus.threads)
    assert (facts.units, facts.windows) == (file.units, len(file.windows))
    assert (facts.blocks, facts.bytes) == (len(file.blocks), len(data))


@given(readings())
def test_the_symbol_table_holds_every_way_of_writing_a_unit(corpus: Reading) -> None:
    expected: dict[str, dict[str, int]] = {}
    for run in oracle.all_runs(corpus.whole, corpus.join_lines):
        for unit in run:
            forms = expected.setdefault(unit.symbol, {})
            forms[unit.surface] = forms.get(unit.surface, 0) + 1
    assert oracle.decode_count_file(write(corpus, 2)).symbols == expected


@settings(max_examples=25)
@given(readings(), st.integers(1, 9), st.sampled_from((0, 100)))
def test_no_byte_depends_on_threads_or_buffer(
    corpus: Reading, order: int, block_bytes: int
) -> None:
    expected = write(corpus._replace(threads=1), order, block_bytes=block_bytes)
    for threads in (1, 2, 5):
        for buffer_bytes in BUFFERS:
            again = write(
                corpus._replace(threads=threads),
                order,
                buffer_bytes=buffer_bytes,
                block_bytes=block_bytes,
            )
            assert again == expected


@pytest.mark.parametrize("share", [0.5, 0.98])
def test_large_buckets_of_a_text_that_mostly_repeats_are_sorted(place: Path, share: float) -> None:
    """Enough windows of one beginning that they are moved in place."""
    chance = random.Random(3)
    letters = chance.choices("丁七万哈", [1 - share, 1 - share, 1 - share, 3 * share], k=150_000)
    text = "".join(letters).replace("丁七", "丁。七")
    files = {
        write(reading(text, threads=threads), 5, buffer_bytes=buffer_bytes)
        for threads, buffer_bytes in ((1, 0), (2, 0), (2, 100_000), (1, 4_000_000))
    }
    assert len(files) == 1
    data = files.pop()
    check(data, place)
    assert oracle.decode_count_file(data).windows == oracle.windows([text], 5, join_lines=False)


def test_more_symbols_than_16_bits_are_written(place: Path) -> None:
    names = [f"w{i}" for i in range(70_000)]
    data = write(reading("词".join(names), threads=2), 3)
    facts = check(data, place, threads=2)
    assert (facts.symbols, facts.units) == (70_001, 139_999)
    assert facts.windows == 140_000


def test_an_empty_text_makes_a_file(place: Path) -> None:
    file = oracle.decode_count_file(write(reading(""), 6))
    assert (file.windows, file.units, file.blocks) == ({}, 0, [])
    assert check(write(reading(""), 6), place).windows == 0


def merge(files: list[bytes], place: Path, *, block_bytes: int = 0) -> bytes:
    """The sum of count files."""
    paths = [place / f"{n}.nwc" for n in range(len(files))]
    for path, data in zip(paths, files, strict=True):
        path.write_bytes(data)
    with tempfile.TemporaryFile() as out:
        inputs = [os.fsencode(path) for path in paths]
        _core.CountFiles(threads=1).merge(inputs, out.fileno(), b"out", block_bytes=block_bytes)
        out.seek(0)
        return out.read()


@given(
    st.lists(strategies.repetitive_corpora() | strategies.corpora(3), min_size=1, max_size=5),
    st.integers(1, 8),
    st.booleans(),
    st.sampled_from((0, 150)),
)
def test_the_sum_of_files_is_the_file_of_all_texts(
    place: Path, parts: list[list[bytes]], order: int, join_lines: bool, block_bytes: int
) -> None:
    files = [
        write(reading(*part, join_lines=join_lines), order, documents=len(part)) for part in parts
    ]
    together = [text for part in parts for text in part]
    expected = write(
        reading(*together, join_lines=join_lines),
        order,
        documents=len(together),
        block_bytes=block_bytes,
    )
    assert merge(files, place, block_bytes=block_bytes) == expected


@settings(max_examples=25)
@given(st.lists(strategies.repetitive_corpora(), min_size=3, max_size=3), st.permutations(range(3)))
def test_sums_do_not_depend_on_order_or_grouping(
    place: Path, parts: list[list[bytes]], order: list[int]
) -> None:
    files = [write(reading(*part), 4) for part in parts]
    expected = merge(files, place)
    assert merge([files[n] for n in order], place) == expected
    assert merge([merge(files[:2], place), files[2]], place) == expected
    assert merge([files[0], merge(files[1:], place)], place) == expected


@given(
    readings(strategies.repetitive_corpora()) | readings(),
    st.integers(1, 6),
    st.integers(0, 3),
    strategies.min_counts(),
    st.sampled_from(BUFFERS),
    st.sampled_from((1, 2, 5)),
)
def test_the_table_of_a_file_is_to_the_last_bit_that_of_the_text(
    place: Path,
    corpus: Reading,
    max_order: int,
    more: int,
    min_count: int,
    buffer_bytes: int,
    threads: int,
) -> None:
    expected = Counting(max_order, min_count).table(corpus)
    path = place / "scored.nwc"
    path.write_bytes(write(corpus, max_order + more, block_bytes=100))
    table = _core.Session(threads=threads).adopt_counts(
        os.fsencode(path), max_order=max_order, min_count=min_count, buffer_bytes=buffer_bytes
    )
    assert everything(table) == everything(expected)


def test_large_counts_have_their_entropies(place: Path) -> None:
    """Counts beyond what tables of small ones hold, and beyond 32 bits."""
    path = place / "large.nwc"
    text = "机器，机学，" * 70_000 + "机器机"
    path.write_bytes(write(reading(text), 3))
    for doublings in (0, 18):
        for _ in range(doublings):
            path.write_bytes(merge([path.read_bytes()] * 2, place))
        session = _core.Session(threads=2)
        table = session.adopt_counts(os.fsencode(path), max_order=3, min_count=1)
        times = 2**doublings
        order, index = table.find("机器")
        right = {None: 70_000 * times, "机": times}  # each edge is a neighbour of its own
        total = sum(right.values())
        expected = math.log(total) - times * math.log(times) / total
        assert table.column(2, "count")[index] == total
        assert table.column(2, "right_variety")[index] == 70_000 * times + 1
        assert table.column(2, "right_entropy")[index] == pytest.approx(expected, rel=1e-12)
        assert (order, session.units) == (2, 280_003 * times)
