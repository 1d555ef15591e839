"""`newword segment --background`: what helps to cut a text is read as well, and told."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import run

FANTASY = Path(__file__).resolve().parents[2] / "corpus_samples" / "text" / "fantasy"
SHORT = "玄溟宗的人守着魂灯，天已经黑了。\n"


def test_the_background_helps_and_is_told(tmp_path: Path) -> None:
    (tmp_path / "short.txt").write_text(SHORT, "utf-8")
    alone = run("segment", "short.txt", cwd=tmp_path)
    helped = run("segment", "short.txt", "--background", FANTASY, cwd=tmp_path)
    assert "玄溟" not in alone.out.split()
    assert {"玄溟", "已经"} <= set(helped.out.split())
    assert "background: 0.1 MB" in helped.err


def test_the_output_is_no_background(tmp_path: Path) -> None:
    (tmp_path / "short.txt").write_text(SHORT, "utf-8")
    (tmp_path / "other.txt").write_text(SHORT * 9, "utf-8")
    line = ["segment", "short.txt", "--background", "other.txt", "-o", "other.txt"]
    assert run(*line, cwd=tmp_path).code != 0
    assert (tmp_path / "other.txt").read_text("utf-8") == SHORT * 9


@pytest.mark.parametrize("more", [["--method", "lm"], ["--lexicon", "words.txt"]])
def test_it_goes_with_the_network_alone(more: list[str], tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text("玄溟宗\n", "utf-8")
    done = run("segment", "-", "--background", FANTASY, *more, stdin=SHORT.encode(), cwd=tmp_path)
    assert done.code != 0
    assert "--background helps a gap network" in done.err


def test_standard_input_is_read_once() -> None:
    done = run("segment", "-", "--background", "-", stdin=SHORT.encode())
    assert done.code != 0
    assert "no background" in done.err
