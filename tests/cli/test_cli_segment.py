"""`segment` cuts files and streams into words, with a lexicon or with the words of the text."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
from command import TEXT, limit_file_size, run

import newword

FANTASY = TEXT / "fantasy"
unix_only = pytest.mark.skipif(sys.platform == "win32", reason="limits and descriptors are Unix's")


@pytest.fixture(scope="module")
def lexicon(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("lexicon") / "words.tsv"
    run("discover", FANTASY, "-o", path)
    return path


def test_a_lexicon_file_cuts_as_the_lexicon_did(lexicon: Path) -> None:
    cut: list[bytes] = []
    newword.segment_corpus(FANTASY, cut.append, lexicon=newword.discover(FANTASY))
    assert run("segment", FANTASY, "--lexicon", lexicon).stdout == b"".join(cut)


def test_a_text_alone_is_cut_by_a_network(lexicon: Path) -> None:
    cut: list[bytes] = []
    newword.segment_corpus(FANTASY, cut.append)
    done = run("segment", FANTASY)
    assert done.stdout == b"".join(cut) != run("segment", FANTASY, "--lexicon", lexicon).stdout
    assert " 陆沉舟 " in done.out


def test_a_stream_is_cut_as_its_file(lexicon: Path, tmp_path: Path) -> None:
    text = b"".join(path.read_bytes() for path in sorted(FANTASY.iterdir()))
    file = tmp_path / "text.txt"
    file.write_bytes(text)
    from_file = run("segment", file).stdout
    assert run("segment", "-", stdin=text).stdout == from_file
    assert run("segment", "-", "--lexicon", lexicon, stdin=text).code == 0
    assert run("segment", file, "-o", tmp_path / "cut.txt").stdout == b""
    assert (tmp_path / "cut.txt").read_bytes() == from_file


def test_what_is_cut_is_the_text(lexicon: Path) -> None:
    path = sorted(FANTASY.iterdir())[0]
    done = run("segment", path, "--lexicon", lexicon, "--dict", "jieba", "--separator", "|")
    assert done.out.replace("|", "") == path.read_text("utf-8")
    assert "|陆沉舟|" in done.out


def test_jsonl_holds_the_same_words(lexicon: Path) -> None:
    plain = run("segment", FANTASY, "--lexicon", lexicon).out.split()
    rows = run("segment", FANTASY, "--lexicon", lexicon, "--json").out.splitlines()
    assert [piece[0] for row in rows for piece in json.loads(row)["pieces"]] == plain


def test_bad_bytes_are_told_and_become_replacement_characters(lexicon: Path) -> None:
    done = run("segment", "-", "--lexicon", lexicon, stdin="陆沉舟".encode() + b"\xe6\n")
    assert (done.code, done.out) == (3, "陆沉舟 \ufffd\n")
    assert "invalid-bytes" in done.err


@unix_only
def test_a_closed_standard_input_is_a_problem(lexicon: Path) -> None:
    for options in ([], ["--lexicon", lexicon]):
        done = run("segment", "-", *options, before=lambda: os.close(0))
        assert (done.code, done.out) == (3, "")
        assert "<stdin>: unreadable: it is closed" in done.err


@unix_only
def test_where_standard_input_cannot_be_kept_is_said(tmp_path: Path) -> None:
    text = "陆沉舟看了电影。\n".encode() * 5000
    arguments = ("segment", "-", "--method", "formula", "--temp-dir", tmp_path)
    for limit_bytes in (1 << 15, len(text) - 1):  # while it is read, and of the last of it
        done = run(*arguments, stdin=text, before=limit_file_size(limit_bytes))
        assert (done.code, done.out) == (4, "")
        assert f"cannot use a temporary file in {tmp_path}: File too large; raise" in done.err
    assert list(tmp_path.iterdir()) == []


@unix_only
def test_a_file_of_the_work_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    arguments = ("segment", "--method", "lm", FANTASY, "--temp-dir", tmp_path)
    done = run(*arguments, before=limit_file_size(1 << 14))
    assert (done.code, done.out) == (4, "")
    assert "File too large" in done.err
    assert str(tmp_path) in done.err
    assert "standard output" not in done.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-", "missing.txt", "--method", "lm"], "cannot be cut together with files"),
        (["/dev/null", "--method", "formula"], "can be read only once"),
        (["-", "--lexicon", "missing.tsv"], "missing.tsv: No such file"),
        (["-", "--join-lines"], "every line end stays"),
        (["-", "--lexicon", "{bad}"], "line 2: it has no word and score"),
    ],
    ids=str,
)
def test_what_cannot_work_is_said(arguments: list[str], message: str, tmp_path: Path) -> None:
    bad = tmp_path / "bad.tsv"
    bad.write_text("word\tscore\n机器\tmuch\n", "utf-8")
    done = run("segment", *(a.format(bad=bad) for a in arguments))
    assert done.code in (2, 4)
    assert message in done.err
    assert done.out == ""
