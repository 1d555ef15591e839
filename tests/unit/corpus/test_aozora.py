"""Text in the markup of Aozora Bunko: readings and notes go, all else stays."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from newword.corpus.parsers.aozora import plain_text
from newword.counting.counts import count_corpus
from newword.counting.reading import Reading

RULE = "-" * 55 + "\n"
MARKS = "【テキスト中に現れる記号について】\n\n《》：ルビ\n（例）※［＃「」、1-84-77］\n"
HEAD = f"題\n\n{RULE}{MARKS}{RULE}"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("漢字《かんじ》を読む", "漢字を読む"),
        ("この｜お兄さん《おにいさん》は", "このお兄さんは"),
        ("｜Ｋ《ケイ》と佐々木《ささき》", "Ｋと佐々木"),
        ("本文［＃「本文」に傍点］です", "本文です"),
        ("※［＃「てへん＋劣」、第3水準1-84-77］《むし》る", "〓る"),
        (HEAD + "文《ぶん》", "題\n\n文"),
        # What only looks like it.
        ("我读《红楼梦》和《三国》", "我读《红楼梦》和《三国》"),
        ("書名《吾輩は猫である》", "書名《吾輩は猫である》"),
        ("仮名《かな", "仮名《かな"),
        ("仮名《か\nな》", "仮名《か\nな》"),
        ("注［＃閉じない\n次］", "注［＃閉じない\n次］"),
        ("｜漢字と｜仮名《かな》", "｜漢字と仮名"),
        ("《《かな》》", "《《かな》》"),
        ("漢字《》", "漢字《》"),
        (f"{'-' * 30}\n文\n{'-' * 30}\n", f"{'-' * 30}\n文\n{'-' * 30}\n"),
    ],
)
def test_readings_and_notes_alone_are_left_out(written: str, read: str) -> None:
    assert plain_text(written) == read


@pytest.mark.parametrize("piece", ["字《か", "｜字", "［＃", "※［＃", "《", HEAD[:70], "｜字《"])
def test_open_brackets_take_no_longer_than_other_text(piece: str) -> None:
    begin = time.process_time()
    plain_text(piece * (400_000 // len(piece)))
    assert time.process_time() - begin < 5


def words(path: Path, **options: str) -> set[str]:
    table = count_corpus(
        [path], max_order=2, min_count=1, reading=Reading(threads=1, **options)
    ).table
    return set(table.words(2, np.arange(table.size(2), dtype=np.uint32)))


def test_a_file_is_read_so_if_that_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_bytes("漢字《かんじ》文".encode("shift_jis"))
    asked = words(path, input_format="aozora", encoding="shift_jis")
    assert asked == {"漢字", "字文"}
    assert "かん" in words(path, encoding="shift_jis")


def test_titles_in_chinese_text_are_boundaries_as_ever(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_text("读《红楼》吧", encoding="utf-8")
    assert words(path) == {"红楼"} == words(path, input_format="aozora")
