"""Every command that takes a list of words says what it took the file for."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import run

TEXT = "机器翻译很好，学习机器翻译。下雨天学习青梧峰，青梧峰下雨天。" * 3
SHAPES = {
    "hanlp.txt": "青梧峰 nz 30\n机器翻译 n 5\n",
    "known.csv": "word,count\n青梧峰,30\n机器翻译,5\n",
    "known.u8": "# CC-CEDICT\n青梧峰 青梧峰 [qing1] /a peak/\n機器翻譯 机器翻译 [ji1] /MT/\n",
    "tags.txt": "青梧峰/nz\n机器翻译/n\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "text.txt").write_text(TEXT, "utf-8")
    for name, content in SHAPES.items():
        (tmp_path / name).write_text(content, "utf-8")
    (tmp_path / "gold.txt").write_text("青梧峰 机器翻译\n青梧峰 机器翻译\n", "utf-8")
    (tmp_path / "decisions.jsonl").write_text('{"word": "青梧峰", "decision": "reject"}\n', "utf-8")
    return tmp_path


@pytest.mark.parametrize("name", SHAPES)
def test_a_dictionary_of_any_kind_makes_its_words_known(folder: Path, name: str) -> None:
    options = ["--method", "entropy", "--min-cohesion", "0", "--min-entropy", "0"]
    done = run("discover", "text.txt", "--dict", name, *options, cwd=folder)
    known = {row.split("\t")[0]: row.split("\t")[7] for row in done.out.splitlines()[1:]}
    assert known["青梧峰"] == "1"
    assert known["机器翻译"] == "1"
    assert known["下雨"] == "0"
    assert f"newword: {name}: " in done.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["export", "hanlp.txt", "--to", "ik"],
        ["apply", "decisions.jsonl", "hanlp.txt"],
        ["review", "hanlp.txt", "-o", "page.html"],
        ["segment", "text.txt", "--lexicon", "hanlp.txt"],
        ["segment", "text.txt", "--dict", "hanlp.txt"],
        ["evaluate", "hanlp.txt", "--gold", "gold.txt"],
        ["evaluate", "known.csv", "--gold", "gold.txt", "--dict", "hanlp.txt"],
        ["compare", "text.txt", "--against", "gold.txt", "--words", "hanlp.txt"],
        ["compare", "text.txt", "--against", "gold.txt", "--dict", "hanlp.txt"],
        ["trend", "text.txt", "--time-from-path", "(t)", "--words", "hanlp.txt"],
        ["explain", "text.txt", "青梧峰", "--dict", "hanlp.txt"],
    ],
    ids=lambda arguments: " ".join(arguments[:3]),
)
def test_every_command_says_what_it_took_a_file_for(folder: Path, arguments: list[str]) -> None:
    done = run(*arguments, cwd=folder)
    if arguments[0] != "trend":  # the text has no time
        assert "hanlp.txt: HanLP, 2 words" in done.err
    assert "青梧峰 nz" not in done.out
    assert "Traceback" not in done.err


def test_a_word_list_gives_its_words_to_consumers(folder: Path) -> None:
    assert run("export", "hanlp.txt", "--to", "ik", cwd=folder).out == "青梧峰\n机器翻译\n"
    cut = run("segment", "text.txt", "--lexicon", "tags.txt", cwd=folder).out
    assert cut.startswith("机器翻译 很 好")


def test_a_dictionary_that_knows_nothing_here_is_told(folder: Path) -> None:
    (folder / "none.txt").write_text("孙悟空 3 n\n猪八戒 4 n\n", "utf-8")
    done = run("discover", "text.txt", "--dict", "none.txt", cwd=folder)
    assert done.code == 0
    assert (
        "none.txt: jieba's format, 2 words, none of which occurs in the text: 孙悟空 · 猪八戒"
        in done.err
    )
    (folder / "rare.txt").write_text(
        "很好\n", "utf-8"
    )  # too short and rare to be ranked, but there
    assert "none of which" not in run("discover", "text.txt", "--dict", "rare.txt", cwd=folder).err


def test_a_file_of_no_words_is_told_or_refused(folder: Path) -> None:
    (folder / "page.html").write_text("<p>机器 很好</p>\n<p>学习，好</p>\n", "utf-8")
    done = run("discover", "text.txt", "--dict", "page.html", cwd=folder)
    assert done.code == 3
    assert "page.html: no-words: read as word list, but its entries are no words: " in done.err
    done = run("export", "page.html", "--to", "ik", cwd=folder)
    assert (done.code, done.out) == (4, "")
    assert "its entries are no words" in done.err
