"""An adaptation makes MeCab and Sudachi cut a Japanese text better, and never worse."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from lexicons import contexts_in, make_lexicon

import newword
from newword import ConfigError, Documents, MissingPackageError
from newword.cli.main import cli
from newword.discovery.adapt_sample import Sample
from newword.export._agreement import Agreement, Judge
from newword.export.adapt_analysers import ANALYSERS, analyser_entries

needs_mecab = pytest.mark.skipif(
    not all(map(importlib.util.find_spec, ("fugashi", "ipadic"))), reason="MeCab is not installed"
)
needs_sudachi = pytest.mark.skipif(
    not all(map(importlib.util.find_spec, ("sudachipy", "sudachidict_core"))),
    reason="Sudachi is not installed",
)
LINES = [
    "日本テレビの番組を見た",
    "テレビを見てから霊感商法を調べた",
    "霊感商法の被害が多いと日本テレビが報じた",
    "日本テレビは昨日もテレビに出ていた",
]


def found(name: str, words: list[str]) -> Any:
    lexicon = make_lexicon(words, contexts=contexts_in(LINES * 9))
    return analyser_entries(ANALYSERS[name], lexicon)


@pytest.fixture
def any_file_is_good(monkeypatch: pytest.MonkeyPatch) -> None:
    """So few lines agree by chance."""
    monkeypatch.setattr(Judge, "compare", lambda *_: Agreement(0.5, 0.5))


@needs_mecab
@pytest.mark.usefixtures("any_file_is_good")
def test_a_word_of_mecab_keeps_its_reading_and_gets_a_lower_cost() -> None:
    entries = found("mecab", ["テレビ", "霊感商法", "が多"])
    rows = {line.split(",")[0]: line.split(",") for line in entries.lines.decode().splitlines()}
    assert rows["テレビ"][4:] == ["名詞", "一般", "*", "*", "*", "*", "テレビ", "テレビ", "テレビ"]
    assert rows["テレビ"][1:3] == ["1285", "1285"]
    assert int(rows["テレビ"][3]) == entries.costs["テレビ"] == 3433 - 5000
    assert entries.raised == ("テレビ",)
    assert rows["霊感商法"][4:6] == ["名詞", "固有名詞"]


@needs_mecab
@pytest.mark.usefixtures("any_file_is_good")
def test_particles_and_verbs_are_left_to_the_grammar_of_mecab() -> None:
    assert list(found("mecab", ["見てから", "テレビ"]).costs) == ["テレビ"]


@pytest.mark.exhaustive
@needs_sudachi
@pytest.mark.usefixtures("any_file_is_good")
def test_a_word_of_sudachi_keeps_its_reading_and_part_of_speech() -> None:
    entries = found("sudachi", ["テレビ", "霊感商法"])
    rows = {line.split(",")[4]: line.split(",") for line in entries.lines.decode().splitlines()}
    assert rows["テレビ"][5:8] == ["名詞", "普通名詞", "一般"]
    assert all(len(row) == 18 for row in rows.values())
    assert "テレビ" in entries.raised


@needs_mecab
def test_words_that_make_mecab_agree_less_are_left_out_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def compare(_: Judge, content: bytes, open_cutter: object) -> Agreement:
        return Agreement(0.8, 0.7 if content else 0.8)

    monkeypatch.setattr(Judge, "compare", compare)
    entries = found("mecab", ["テレビ", "霊感商法"])
    assert entries.lines == b""
    assert entries.costs == {}
    assert entries.notes == (
        "2 of the words were left out: with them MeCab with IPADIC cut this text worse",
    )


@pytest.mark.exhaustive
@needs_mecab
def test_a_corpus_is_adapted_to_the_same_bytes_each_time(tmp_path: Path) -> None:
    text = Documents(["\n".join(LINES * 40)])
    reports = [
        newword.adapt_mecab(
            text, tmp_path / f"{threads}.csv", reading=newword.Reading(threads=threads)
        )
        for threads in (1, 3)
    ]
    assert (tmp_path / "1.csv").read_bytes() == (tmp_path / "3.csv").read_bytes()
    assert reports[0].entries == reports[1].entries
    assert reports[0].entries
    assert reports[0].agreement_after >= reports[0].agreement_before


@needs_mecab
def test_chinese_and_thai_are_not_given_to_mecab(tmp_path: Path) -> None:
    for text in ("陆沉舟在青梧峰上练剑\n" * 9, "ภาษาไทยเป็นภาษาของคนไทย\n" * 9):
        with pytest.raises(ConfigError, match="hardly any kana"):
            newword.adapt_mecab(Documents([text]), tmp_path / "a.csv")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.exhaustive
@needs_mecab
def test_the_command_says_what_it_did(tmp_path: Path) -> None:
    corpus, target = tmp_path / "ja.txt", tmp_path / "user.csv"
    corpus.write_text("\n".join(LINES * 40), "utf-8")
    told = CliRunner().invoke(cli, ["adapt", str(corpus), "--to", "mecab", "-o", str(target)])
    assert told.exit_code == 0, told.output
    assert "of MeCab's raised" in told.output
    assert "MeCab agrees with newword in" in told.output
    assert target.stat().st_size


def test_a_program_that_is_missing_is_named_before_anything_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for package in ("fugashi", "sudachipy"):
        monkeypatch.setitem(sys.modules, package, None)
    for adapt in (newword.adapt_mecab, newword.adapt_sudachi):
        with pytest.raises(MissingPackageError, match=r"newword\[consumers\]"):
            adapt(tmp_path / "nowhere", tmp_path / "a.csv")


@pytest.mark.parametrize(
    ("text", "language"),
    [("昨日は調べた", "japanese"), ("他说了很多の", "chinese"), ("คนไทย", "clusters"), ("ab", "")],
)
def test_the_language_of_a_sample_is_told_by_its_characters(text: str, language: str) -> None:
    sample = Sample(texts=[text], corpus=None, reading=newword.Reading())  # type: ignore[arg-type]
    assert sample.language == language


def test_jieba_gets_a_note_about_text_that_is_not_chinese(tmp_path: Path) -> None:
    pytest.importorskip("jieba", reason="jieba is what is adapted")
    text = Documents(["\n".join(LINES * 40)])
    report = newword.adapt_jieba(text, tmp_path / "a.txt")
    assert any("not Chinese" in note for note in report.notes)
