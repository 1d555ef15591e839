"""`newword review`, `newword apply` and `newword discover --decisions`, as a user runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import TEXT, run, write_tree

WORDS = (
    '{"word": "陆沉舟", "count": 80, "score": 0.9}\n{"word": "的时候", "count": 3, "score": 0.2}\n'
)
REJECTED = '{"word": "的时候", "decision": "reject"}\n'


@pytest.fixture
def words(tmp_path: Path) -> Path:
    return write_tree(tmp_path, {"w.jsonl": WORDS, "d.jsonl": REJECTED}) / "w.jsonl"


def test_the_page_has_words_contexts_and_earlier_decisions(words: Path, tmp_path: Path) -> None:
    page = tmp_path / "r.html"
    done = run(
        "review", words, "-o", page, "--corpus", TEXT / "fantasy", "--decisions",
        tmp_path / "d.jsonl", changes={"LANG": "zh_CN.UTF-8", "LC_ALL": "", "NEWWORD_LANG": ""},
    )  # fmt: skip
    assert (done.code, done.err) == (0, "newword: 待审 2 个词\n")
    block = page.read_text("utf-8").split('id="data">')[1].split("</script>")[0]
    data = json.loads(block)
    assert data["words"] == ["陆沉舟", "的时候"]
    assert len(data["contexts"][0]) == 3
    assert (data["language"], data["state"]) == ("zh", "undecided")


@pytest.mark.parametrize(
    "arguments", [[], ["-o", "nowhere/r.html"], ["-o", "r.html", "--decisions", "missing"]]
)
def test_a_page_that_cannot_be_made_is_refused(words: Path, arguments: list[str]) -> None:
    done = run("review", words, *arguments, cwd=words.parent)
    assert done.code in (2, 4)
    assert "Traceback" not in done.err
    assert not (words.parent / "r.html").exists()


def test_the_best_words_alone_can_be_reviewed(words: Path, tmp_path: Path) -> None:
    page = tmp_path / "r.html"
    done = run("review", words, "-o", page, "--top", "1", "--lang", "en")
    assert (done.code, done.err) == (0, "newword: 1 word to review\n")
    block = page.read_text("utf-8").split('id="data">')[1].split("</script>")[0]
    assert json.loads(block)["words"] == ["陆沉舟"]


def test_a_decided_lexicon_goes_to_a_file_and_what_is_left_out_is_named(tmp_path: Path) -> None:
    lines = WORDS + '{"word": "C#语言", "count": 3, "score": 0.1}\n'
    write_tree(tmp_path, {"w.jsonl": lines, "d.jsonl": REJECTED})
    arguments = ("apply", "d.jsonl", "w.jsonl", "-o", "words.txt", "--format", "nori")
    done = run(*arguments, cwd=tmp_path)
    assert (done.code, done.out) == (0, "")
    assert (tmp_path / "words.txt").read_text("utf-8") == "陆沉舟\n"
    assert "left out 1 word: C#语言" in done.err
    assert "1 decision, 1 of 3 words written" in done.err


def test_decisions_are_applied_and_never_asked_again(words: Path, tmp_path: Path) -> None:
    done = run("apply", tmp_path / "d.jsonl", words, "--format", "txt")
    assert (done.code, done.out) == (0, "陆沉舟\n")
    assert "1 decision, 1 of 2 words written" in done.err
    assert run("apply", tmp_path / "d.jsonl", words, "--accepted-only").out.count("\n") == 1
    every = run("discover", TEXT / "fantasy", "--format", "txt", "--top", "3").out.split()
    rejected = write_tree(tmp_path, {"e": json.dumps({"word": every[0], "decision": "reject"})})
    options = ("--format", "txt", "--top", "2", "--decisions", rejected / "e")
    left = run("discover", TEXT / "fantasy", *options)
    assert left.out.split() == every[1:]
