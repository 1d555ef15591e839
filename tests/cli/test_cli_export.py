"""`newword export` and `newword kwic`, as a user runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import TEXT, run, write_tree

WORDS = (
    '{"word": "陆沉舟", "count": 80, "score": 0.9}\n{"word": "C#语言", "count": 3, "score": 0.2}\n'
)


@pytest.fixture
def words(tmp_path: Path) -> Path:
    return write_tree(tmp_path, {"w.jsonl": WORDS}) / "w.jsonl"


def test_a_saved_lexicon_is_written_and_what_is_left_out_is_named(words: Path) -> None:
    done = run("export", words, "--to", "nori")
    assert (done.code, done.out) == (0, "陆沉舟\n")
    assert "left out 1 word: C#语言" in done.err
    assert "1 word written" in done.err


def test_words_are_selected_and_the_file_is_whole(words: Path, tmp_path: Path) -> None:
    done = run("export", words, "--to", "hanlp", "--min-score", "0.5", "-o", tmp_path / "o.txt")
    assert (done.code, (tmp_path / "o.txt").read_text("utf-8")) == (0, "陆沉舟 nz 80\n")
    assert run("export", words, "--to", "txt", "--top", "1", "--quiet").stderr == b""


def test_known_words_are_left_out_if_asked_for(tmp_path: Path) -> None:
    rows = [{"word": "机器", "known": True}, {"word": "陆沉舟", "known": False}]
    lines = "".join(json.dumps({**row, "count": 9}) + "\n" for row in rows)
    write_tree(tmp_path, {"w.jsonl": lines})
    assert run("export", tmp_path / "w.jsonl", "--to", "txt").out == "机器\n陆沉舟\n"
    assert run("export", tmp_path / "w.jsonl", "--to", "txt", "--new-only").out == "陆沉舟\n"


def test_the_text_gives_contexts_and_its_problems_count(words: Path, tmp_path: Path) -> None:
    pytest.importorskip("jieba")
    (tmp_path / "bad.txt").write_bytes("机器".encode("gbk") * 99)
    arguments = ("export", words, "--to", "jieba", "--verify", "--corpus", TEXT / "fantasy")
    done = run(*arguments)
    assert done.code == 0
    assert "tried in jieba" in done.err
    assert run(*arguments, "--corpus", tmp_path / "bad.txt").code == 3


@pytest.mark.parametrize(
    "arguments", [["--to", "nothing"], ["--verify", "--to", "nori"], ["-o", "a.doc"], []]
)
def test_what_cannot_be_written_is_refused(words: Path, arguments: list[str]) -> None:
    done = run("export", words, *arguments)
    assert done.code in (2, 4)
    assert "Traceback" not in done.err


def test_a_damaged_lexicon_is_refused_with_its_line(words: Path) -> None:
    words.write_text("{", "utf-8")
    done = run("export", words, "--to", "ik")
    assert done.code == 4
    assert "line 1" in done.err


def test_kwic_shows_each_occurrence_in_one_line(tmp_path: Path) -> None:
    write_tree(tmp_path, {"a.txt": "甲乙丙丁。乙丙\n丙乙丙"})
    done = run("kwic", tmp_path / "a.txt", "乙丙", "--around", "1")
    assert done.out.splitlines() == ["甲  乙丙  丁", "。  乙丙", "丙  乙丙"]
    assert "乙丙 occurs 3 times" in done.err


def test_kwic_as_json_gives_the_three_parts_and_the_document(tmp_path: Path) -> None:
    write_tree(tmp_path, {"a.txt": "一乙丙二\n" * 50})
    done = run("kwic", tmp_path / "a.txt", "乙丙", "--limit", "7", "--json")
    rows = [json.loads(line) for line in done.out.splitlines()]
    document = {"source": str(tmp_path / "a.txt"), "record": None, "id": None}
    assert rows == [{"left": "一", "word": "乙丙", "right": "二", **document}] * 7
    assert "occurs 50 times, 7 shown" in done.err


@pytest.mark.parametrize("word", ["", "乙"])
def test_kwic_refuses_what_it_cannot_look_for(tmp_path: Path, word: str) -> None:
    write_tree(tmp_path, {"a.txt": "甲乙丙丁"})
    assert run("kwic", tmp_path / "a.txt", word).code == 2
