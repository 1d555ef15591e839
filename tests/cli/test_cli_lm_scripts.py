"""The method lm says where its weights for Chinese do not fit."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import run

TEXTS = {
    "chinese": ("机器学习很好，我们学习机器学习。", False),
    "names": ("机器学习很好，我们学习机器学习，谢谢ไทย和かな。", False),
    "thai": ("ภาษาไทยเป็นภาษาของคนไทย คนไทยเรียนภาษาไทย", False),
    "mixed": ("機械学習はかなで書く。ภาษาไทย", True),
    "japanese": ("日本語の文章は漢字と仮名で書かれています。", True),
}


@pytest.mark.parametrize("command", ["discover", "segment"])
@pytest.mark.parametrize("text", TEXTS)
def test_another_script_than_chinese_is_noticed(tmp_path: Path, command: str, text: str) -> None:
    path = tmp_path / "text.txt"
    written, is_noticed = TEXTS[text]
    path.write_text(f"{written}\n" * 9, encoding="utf-8")
    done = run(command, path, "--method", "lm")
    assert done.code == 0
    assert (b"weights for Chinese" in done.stderr) == is_noticed
    assert b"weights for Chinese" not in run(command, path).stderr
