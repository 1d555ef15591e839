"""Units that are what stands between spaces, on the command line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from command import run

SAMPLE = Path(__file__).parents[2] / "corpus_samples" / "tokens" / "vietnamese.txt"
TEXT = "Nông  dân trồng cà phê . nông dân bán cà\u00a0phê !\nCà phê và nông dân , nông dân .\n"


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "text.txt"
    path.write_text(TEXT * 2, encoding="utf-8")
    return path


def test_words_are_tokens_with_a_space_between_them() -> None:
    found = run("discover", SAMPLE, "--units", "tokens", "--format", "txt")
    words = found.stdout.decode().splitlines()
    assert {"nông dân", "thu hoạch", "chất lượng"} <= {word.lower() for word in words}
    assert all(" " in word for word in words)
    assert b"not calibrated for tokens" in found.stderr


def test_the_two_forms_of_a_letter_are_one(tmp_path: Path, text: Path) -> None:
    import unicodedata

    apart = tmp_path / "apart.txt"
    apart.write_text(unicodedata.normalize("NFD", TEXT * 2), encoding="utf-8")
    whole, decomposed = (
        run("discover", path, "--units", "tokens", "--min-score", "0") for path in (text, apart)
    )
    assert whole.stdout == decomposed.stdout
    assert "nông dân".encode() in whole.stdout.lower()


def test_a_cut_text_has_underscores_inside_words(tmp_path: Path, text: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("nông dân\ncà phê\n", encoding="utf-8")
    cut = run("segment", text, "--lexicon", words, "--units", "tokens").stdout.decode()
    assert cut.splitlines()[0] == "Nông_dân trồng cà_phê . nông_dân bán cà_phê !"
    assert cut.splitlines()[1] == "Cà_phê và nông_dân , nông_dân ."
    gold = tmp_path / "gold.txt"
    gold.write_text(cut, encoding="utf-8")
    judged = run("evaluate", text, "--segmented", "--gold", gold).stdout
    assert b"1.000" not in judged
    judged = run("evaluate", gold, "--segmented", "--gold", gold).stdout
    assert b"1.000" in judged


def test_words_are_explained_and_shown_with_any_spaces(text: Path) -> None:
    explained = run("explain", "nông   dân", text, "--units", "tokens").stdout.decode()
    assert "weakest at nông (8) + dân (8)" in explained
    shown = run("kwic", "NÔNG dân", text, "--units", "tokens").stdout.decode()
    assert "Nông  dân" in shown


def test_counts_of_tokens_and_of_characters_do_not_mix(tmp_path: Path, text: Path) -> None:
    tokens, characters, merged = (str(tmp_path / f"{name}.nwc") for name in "abc")
    said = run("count", text, "-o", tokens, "--units", "tokens", "--keep-text").stderr
    assert b"tokens of 1 document" in said
    text.write_text(TEXT, encoding="utf-8")
    run("count", text, "-o", characters)
    refused = run("merge", tokens, characters, "-o", merged)
    assert b"without --units tokens" in refused.stderr
    scored = run("score", tokens, "--order", "2").stdout.decode()
    assert "cà phê\t6" in scored.lower()
    asked = ("--units", "tokens", "--min-score", "0", "--format", "txt")
    ranked = run("discover", "--counts", tokens, *asked[2:]).stdout.decode()
    assert "cà phê" in ranked.lower().splitlines()


def test_a_text_without_spaces_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "chinese.txt"
    path.write_text("今天天气很好，我们一起去公园里散步然后回家。\n" * 9, encoding="utf-8")
    for command in ("discover", "segment"):
        assert b"one token" in run(command, path, "--units", "tokens").stderr
        assert b"one token" not in run(command, path).stderr
    path.write_text("今天 天气 很好 ， 我们 去 公园 。\n" * 9, encoding="utf-8")
    assert b"one token" not in run("discover", path, "--units", "tokens").stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--join-lines"], b"for characters"),
        (["--join-spaces"], b"for characters"),
        (["--method", "lm"], b"cuts characters"),
    ],
)
def test_what_is_for_characters_is_refused(text: Path, options: list[str], said: bytes) -> None:
    assert said in run("discover", text, "--units", "tokens", *options).stderr


def test_formats_that_hold_no_spaces_say_which_words_they_leave_out(
    tmp_path: Path, text: Path
) -> None:
    words = tmp_path / "words.tsv"
    run("discover", text, "--units", "tokens", "--min-score", "0", "-o", words)
    for name in ("mecab", "hanlp", "cppjieba"):
        out = os.fspath(tmp_path / f"out.{name}")
        assert b"left out" in run("export", words, "--to", name, "-o", out).stderr
    out = tmp_path / "out.jsonl"
    assert b"left out" not in run("export", words, "--to", "spacy", "-o", out).stderr
    assert "dân" in out.read_text(encoding="utf-8")
