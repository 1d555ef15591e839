"""The benchmarks that anyone can run on text segmented by hand."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from benchmarks import hidden_words, jieba_gain

pytest.importorskip("jieba")

WORDS = [
    "机器",
    "学习",
    "我们",
    "今天",
    "城市",
    "研究",
    "发展",
    "经济",
    "问题",
    "世界",
    "老师",
    "学校",
    "医院",
    "音乐",
    "电影",
]
COINED = ["灵枢", "鲲游", "云脉"]


@pytest.fixture(scope="module")
def gold(tmp_path_factory: pytest.TempPathFactory) -> Path:
    chance = random.Random(1)
    lines = [" ".join(chance.choices(WORDS + COINED, k=8)) for _ in range(400)]
    path = tmp_path_factory.mktemp("gold") / "made.seg"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_the_estimate_stands_beside_the_truth(
    gold: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert hidden_words.main([str(gold)]) == 0
    head, *rows, mean = capsys.readouterr().out.splitlines()
    assert head.split() == ["corpus", "first", "estimate", "true"]
    for row in rows:
        name, first, estimate, _, true = row.split()
        assert name == "made"
        assert int(first) > 0
        assert 0 <= float(estimate) <= 1
        assert 0 < float(true) <= 1
    assert mean.startswith("off by 0.")


def test_jieba_gains_what_it_does_not_know(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert jieba_gain.main([str(gold)]) == 0
    _, row = capsys.readouterr().out.splitlines()
    name, words, _, _, off_before, off_after = row.split()
    assert name == "made"
    assert 0 < int(words) <= 20
    assert float(off_before) < float(off_after)
