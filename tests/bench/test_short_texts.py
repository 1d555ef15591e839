"""Short texts are cut better with a background, and the benchmark says how much."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks.background import main, middle

SAMPLES = Path(__file__).resolve().parents[2] / "corpus_samples" / "text" / "fantasy"


def test_a_part_from_the_middle_has_whole_sentences() -> None:
    sentences = [["一", "二"], ["三"], ["四五"], ["六"], ["七"]]
    assert middle(sentences, 3) == [["四五"], ["六"]]
    assert middle(sentences, 99) == sentences[2:]


def test_the_table_has_a_row_for_each_size(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = tmp_path / "gold.seg"
    gold.write_text("陆沉舟 已经 看见 了 玄溟宗 的 魂灯 。\n" * 4, "utf-8")
    assert main(["--background", str(SAMPLES), "--sizes", "10,40", str(gold)]) == 0
    rows = [line for line in capsys.readouterr().out.splitlines() if line[2].isdigit()]
    assert len(rows) == 2
    for row in rows:
        alone, told = (float(cell) for cell in re.findall(r"\d\.\d{3}", row)[:2])
        assert told > alone
