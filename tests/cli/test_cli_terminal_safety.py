"""No byte of a corpus, a file name or a dictionary can act on the terminal."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest
from command import Done, run, write_tree

if sys.platform == "win32":
    pytest.skip("such file names cannot exist there", allow_module_level=True)

# Colours, a window title, C1 (as a character and as a lone byte), direction overrides, a line end.
EVIL = "\x1b[31m\x1b]0;owned\x07\x9b31m\x90\u202e\u2066\u200f\u2028\x7f\x08"
EVIL_NAME = f"a{EVIL}\n\udc9b.txt"
UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f]")
WORD = "机器学习"
ALL = ("--method", "entropy", "--min-cohesion", "0", "--min-entropy", "0")
TEXT = f"{WORD}，看{WORD}吧。".join(EVIL[n] + "说" for n in range(len(EVIL))) * 3


def assert_safe(done: Done) -> None:
    for stream in (done.stdout, done.stderr):
        text = stream.decode()  # and no byte that is no character
        assert UNSAFE.findall(text) == []
        assert "owned" not in text or "\\x1b]0;owned" in text


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_tree(tmp_path / "corpus", {EVIL_NAME: TEXT, "b" + EVIL_NAME: b"\xff" * 99})


@pytest.mark.parametrize("format_", ["tsv", "csv", "jsonl", "txt", "jieba"])
def test_a_lexicon_of_a_hostile_corpus_is_safe_to_show(format_: str, corpus: Path) -> None:
    done = run("discover", corpus, "--format", format_, *ALL)
    assert done.code == 3
    assert WORD in done.out
    assert "\\x1b[31m" in done.err  # the name of the bad file, escaped
    assert_safe(done)


@pytest.mark.parametrize("options", [[], ["--json"]], ids=["tsv", "jsonl"])
def test_counts_of_a_hostile_corpus_are_safe_to_show(options: list[str], corpus: Path) -> None:
    done = run("count", corpus, *options)
    assert WORD in done.out
    assert_safe(done)


@pytest.mark.parametrize("options", [[], ["--json"]], ids=["text", "json"])
def test_an_explanation_from_a_hostile_corpus_is_safe_to_show(
    options: list[str], corpus: Path
) -> None:
    done = run("explain", corpus, WORD, *options)
    assert done.code == 3
    assert_safe(done)


def test_a_hostile_word_to_explain_is_shown_escaped(corpus: Path) -> None:
    done = run("explain", corpus, f"机{EVIL}器")
    assert "\\x1b[31m" in done.out
    assert_safe(done)


@pytest.mark.parametrize(
    "arguments",
    [
        ["discover", EVIL_NAME],
        ["discover", EVIL + "*"],
        ["discover", ".", "-o", EVIL + "/words.tsv"],
        ["discover", ".", "-o", "words" + EVIL],
        ["discover", ".", "--dict", EVIL_NAME],
        ["discover", ".", "--encoding", EVIL],
        ["discover", ".", "--include", "[z-a]" + EVIL],
        ["discover", ".", "--method", EVIL],
        ["discover", ".", "--" + EVIL],
        ["count", EVIL_NAME],
        [EVIL],
    ],
    ids=lambda arguments: re.sub("[^a-z -]", "", " ".join(arguments)),
)
def test_a_hostile_argument_is_refused_with_a_safe_message(
    arguments: list[str], tmp_path: Path
) -> None:
    done = run(*map(os.fsencode, arguments), cwd=tmp_path)
    assert done.code in (2, 4)
    assert_safe(done)


def test_one_hostile_name_makes_one_line(corpus: Path) -> None:
    assert len(run("discover", corpus).problems) == 1


def test_a_dictionary_with_hostile_lines_is_safe_to_use(corpus: Path, tmp_path: Path) -> None:
    words = tmp_path / EVIL_NAME
    words.write_text(f"{WORD}\n{EVIL}\n", "utf-8")
    done = run("discover", corpus, "--dict", words, *ALL)
    assert done.code == 3
    assert_safe(done)


@pytest.mark.parametrize("command", ["discover", "segment", "explain"])
def test_what_is_left_out_of_a_dictionary_is_named(command: str, tmp_path: Path) -> None:
    """Found by the damaged samples: lines went without a word."""
    (tmp_path / "text.txt").write_text("机器学习，机器翻译", "utf-8")
    (tmp_path / "words.txt").write_bytes("机器\n学\x01习\n".encode())
    word = ["机器"] if command == "explain" else []
    done = run(command, tmp_path / "text.txt", *word, "--dict", tmp_path / "words.txt")
    assert done.code == 3
    assert [line for line in done.err.splitlines() if "words.txt" in line and "line 2" in line]
