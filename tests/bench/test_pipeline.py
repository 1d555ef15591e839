"""The published pipeline as the benchmarks run it."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.peers.scripts import word_discovery_pipeline as pipeline

Counts = tuple[list[dict[str, int]], int]
Reader = Callable[..., Counts]


@pytest.fixture
def counts_of(tmp_path: Path) -> Reader:
    def read(*records: tuple[str, int], min_count: int) -> Counts:
        symbols = ["<unk>", "<s>", "</s>", "山", "水", "风", "月"]
        (tmp_path / "vocabulary").write_bytes("\0".join(symbols).encode() + b"\0")
        table = b"".join(
            struct.pack("=4IQ", *(symbols.index(s) for s in gram.split()), count)
            for gram, count in records
        )
        (tmp_path / "table").write_bytes(table)
        return pipeline.read_counts(tmp_path / "table", tmp_path / "vocabulary", min_count)

    return read


def test_the_pipeline_adds_4grams_into_their_prefixes_without_marks(counts_of: Reader) -> None:
    counts, total = counts_of(("山 水 风 月", 5), ("<s> <s> 山 水", 2), min_count=1)
    assert counts == [{"山": 7}, {"山水": 7}, {"山水风": 5}, {"山水风月": 5}]
    assert total == 7


def test_the_pipeline_drops_rare_4grams_before_it_adds(counts_of: Reader) -> None:
    counts, total = counts_of(("山 水 风 月", 5), ("山 水 月 风", 4), min_count=5)
    assert counts[1] == {"山水": 5}
    assert total == 5


def test_the_pipeline_cuts_only_where_no_kept_ngram_spans() -> None:
    trie = pipeline.build_trie({"山水", "水风"})
    assert list(pipeline.pieces("月山水风月", trie)) == ["月", "山水风", "月"]


def test_backtracking_wants_every_window_kept() -> None:
    kept = {"山水风月", "水风月山", "山水风"}
    assert pipeline.is_sound("山水风月山", kept)
    assert not pipeline.is_sound("山水风月水", kept)
    assert not pipeline.is_sound("水风月", kept)
    assert pipeline.is_sound("月水", kept)
