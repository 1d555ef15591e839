"""What `_` is in a cut text: a character like others, or what stands between tokens."""

from __future__ import annotations

from pathlib import Path

import pytest

from newword.evaluation import evaluate_segmentation, read_gold

CASES = {
    "a token of its own in the gold": ("関数 formula _ 1 を", "関数 formula_1 を", (2, 3)),
    "the same in both": ("关键词 a_b 是", "关键词 a_b 是", (3, 3)),
    "between the tokens of words": ("Hợp_tác_xã mua cà_phê", "Hợp_tác xã mua cà_phê", (2, 4)),
    "in the cut alone": ("hợp tác", "hợp_tác", (0, 1)),
}


@pytest.mark.parametrize("name", CASES)
def test_a_joint_counts_only_where_both_have_it(name: str, tmp_path: Path) -> None:
    gold, cut, (right, words) = CASES[name]
    (tmp_path / "gold.seg").write_text(gold + "\n", "utf-8")
    found = evaluate_segmentation([cut.split(" ")], read_gold(tmp_path / "gold.seg"))
    assert found.words == words
    assert found.precision == pytest.approx(right / words)
