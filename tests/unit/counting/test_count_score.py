"""Scoring a count file is counting its texts."""

from __future__ import annotations

import io
from pathlib import Path

import oracle
import pytest
from command import TEXT, run
from engine import everything

import newword
from newword.counting.ngram_rows import write_ngrams
from newword.errors import ConfigError, CountFileError


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("score") / "x.nwc"
    newword.count_to_file(TEXT, path, order=5)
    return path


@pytest.mark.parametrize("order", [1, 3, 4, 5])
@pytest.mark.parametrize("min_count", [1, None])
def test_the_table_is_that_of_the_texts(made: Path, order: int, min_count: int | None) -> None:
    scored = newword.score_count_file(made, max_order=order, min_count=min_count)
    counted = newword.count_corpus(TEXT, max_order=order, min_count=min_count)
    assert everything(scored.table) == everything(counted.table)
    assert (scored.units, scored.min_count) == (counted.units, counted.min_count)
    assert scored.report.documents == counted.report.documents
    assert scored.report.bytes_read == counted.report.bytes_read


def test_memory_and_threads_change_nothing(made: Path) -> None:
    from newword.core import _core

    expected = everything(newword.score_count_file(made, min_count=2).table)
    for threads, buffer_bytes in ((1, 1000), (2, 20_000), (3, 1_000_000)):
        session = _core.Session(threads=threads)
        table = session.adopt_counts(
            str(made).encode(), max_order=5, min_count=2, buffer_bytes=buffer_bytes
        )
        assert everything(table) == expected


def test_more_than_the_file_holds_is_refused(made: Path) -> None:
    with pytest.raises(ConfigError, match="1 to 5 units, got 6"):
        newword.score_count_file(made, max_order=6)
    with pytest.raises(ConfigError, match="at least 1"):
        newword.score_count_file(made, min_count=0)


def test_what_needs_text_says_that_there_is_none(made: Path) -> None:
    session = newword.score_count_file(made).session
    for use in (
        lambda: session.find(["机器"]),
        lambda: session.count(max_order=2, min_count=2),
        lambda: session.expectation(),
    ):
        with pytest.raises(RuntimeError, match="no text"):
            use()
    with pytest.raises(RuntimeError, match="after counting"):
        session.feed("机器".encode())


def test_damage_is_found_before_a_number_is_used(tmp_path: Path, made: Path) -> None:
    data = made.read_bytes()
    blocks = oracle.decode_count_file(data).blocks
    for begin, end in blocks[:2]:
        damaged = bytearray(data)
        damaged[(begin + end) // 2] ^= 64
        (tmp_path / "x.nwc").write_bytes(damaged)
        with pytest.raises(CountFileError, match=f"at byte {begin}: the checksum"):
            newword.score_count_file(tmp_path / "x.nwc", min_count=50)


def test_parquet_holds_all_digits(made: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    counted = newword.score_count_file(made, max_order=3, min_count=5)
    out = io.BytesIO()
    write_ngrams(counted.table, out, format="parquet")
    rows = parquet.read_table(io.BytesIO(out.getvalue())).to_pydict()
    table = counted.table
    for order in (1, 2, 3):
        at = [n for n, its in enumerate(rows["order"]) if its == order]
        assert [rows["ngram"][n] for n in at] == table.words(order, range(table.size(order)))
        for name in ("count", "left_variety", "right_entropy"):
            assert [rows[name][n] for n in at] == table.column(order, name).tolist()
        cohesion = [None] * len(at) if order == 1 else table.column(order, "cohesion").tolist()
        assert [rows["cohesion"][n] for n in at] == cohesion


@pytest.mark.parametrize("suffix", ["tsv", "jsonl"])
def test_the_command_writes_what_count_writes(tmp_path: Path, made: Path, suffix: str) -> None:
    quiet = ("--progress", "none", "--order", "2", "--min-count", "9")
    assert run("score", made, "-o", tmp_path / f"a.{suffix}", *quiet).code == 0
    assert run("count", TEXT, "-o", tmp_path / f"b.{suffix}", *quiet).code == 0
    written = (tmp_path / f"a.{suffix}").read_bytes()
    assert written == (tmp_path / f"b.{suffix}").read_bytes()
    assert run("score", made, "--format", suffix, *quiet).stdout == written


def test_the_command_writes_parquet(tmp_path: Path, made: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    done = run("score", made, "-o", tmp_path / "a.parquet", "--min-count", "9", "--order", "2")
    assert done.code == 0
    counted = newword.score_count_file(made, max_order=2, min_count=9)
    rows = parquet.read_table(tmp_path / "a.parquet").num_rows
    assert rows == sum(counted.table.size(order) for order in (1, 2))
