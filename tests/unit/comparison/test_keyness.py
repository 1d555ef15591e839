"""Keyness is that of the published formulas, with the counts of texts or of count files."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lexicons import make_lexicon

import newword
from newword import ConfigError, Documents
from newword.comparison.keyness import log_likelihood, log_ratio
from newword.comparison.word_rows import find_row_format
from newword.errors import CorpusError
from newword.export import write

HERE = ["春江潮水连海平，海上明月共潮生。", "春江花月夜，江流宛转。"]
THERE = ["明月几时有，把酒问青天。", "春江水暖，明月松间照。", "江流天地外。"]


def g2_by_hand(a: int, b: int, c: int, d: int) -> float:
    """The table of Rayson and Garside, cell by cell."""
    e1, e2 = c * (a + b) / (c + d), d * (a + b) / (c + d)
    total = (a * math.log(a / e1) if a else 0) + (b * math.log(b / e2) if b else 0)
    return math.copysign(2 * total, a / c - b / d) if total > 0 else 0.0


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(1, 10**9), st.integers(1, 10**9))
def test_log_likelihood_is_that_of_the_table(a: int, b: int, c: int, d: int) -> None:
    found = log_likelihood(np.array([a]), np.array([b]), c, d)[0]
    assert found == pytest.approx(g2_by_hand(a, b, c, d), rel=1e-6, abs=1e-3)


def test_log_ratio_counts_doublings() -> None:
    found = log_ratio(np.array([8, 1, 0, 4, 0]), np.array([1, 8, 4, 0, 0]), 100, 100)
    assert found.tolist() == pytest.approx([3, -3, -3, 3, 0])


@pytest.fixture(params=["text", "count file"])
def other(request: pytest.FixtureRequest, tmp_path: Path) -> object:
    if request.param == "text":
        return Documents(THERE)
    newword.count_to_file(Documents(THERE), tmp_path / "there.nwc", order=3)
    return tmp_path / "there.nwc"


def test_given_words_are_counted_in_both(other: object) -> None:
    words = ["春江", "明月", "江流", "无此", "月", "青天", "天地外", "明月"]
    found = newword.compare(Documents(HERE), other, words=words)  # type: ignore[arg-type]
    counts = {word.word: (word.count, word.other_count, word.documents) for word in found.words}
    assert counts == {
        "春江": (2, 1, 2), "明月": (1, 2, 1), "江流": (1, 1, 1), "无此": (0, 0, 0),
        "青天": (0, 1, 0), "天地外": (0, 1, 0),
    }  # fmt: skip
    assert found.left_out == ("月",)
    assert (found.units, found.other_units) == (23, 24)
    assert found.words[0].word == "春江"
    assert found.words[0].per_million == pytest.approx(2e6 / 23)
    keyness = [word.log_likelihood for word in found.words]
    assert keyness == sorted(keyness, reverse=True)
    assert keyness[0] == pytest.approx(g2_by_hand(2, 1, 23, 24))
    bounded = newword.compare(
        Documents(HERE),
        other,
        words=words,
        min_log_likelihood=0.01,
        top=1,  # type: ignore[arg-type]
    )
    assert [word.word for word in bounded.words] == ["春江"]


def test_the_words_of_discover_are_the_default() -> None:
    found = newword.compare(Documents(HERE), Documents(THERE), method="entropy", min_count=2)
    lexicon = newword.discover(Documents(HERE), method="entropy", min_count=2)
    assert {word.word for word in found.words} == set(lexicon.words)


def test_two_count_files_need_no_text(tmp_path: Path) -> None:
    for name, texts in {"a": HERE, "b": THERE}.items():
        newword.count_to_file(Documents(texts), tmp_path / f"{name}.nwc", order=4)
    found = newword.compare(tmp_path / "a.nwc", tmp_path / "b.nwc", words=["春江", "明月"])
    assert [(w.word, w.count, w.other_count, w.documents) for w in found.words] == [
        ("春江", 2, 1, None), ("明月", 1, 2, None),
    ]  # fmt: skip


def test_every_ngram_of_a_count_file_is_looked_up_with_its_count(tmp_path: Path) -> None:
    """Many blocks, so that the right ones have to be found."""
    rng = np.random.default_rng(7)
    text = "".join(map(chr, 0x4E00 + rng.zipf(1.3, 300_000) % 3000)) + "，结束"
    newword.count_to_file(Documents([text]), tmp_path / "a.nwc", order=5)
    assert newword.verify_count_file(tmp_path / "a.nwc").blocks > 3
    counted = newword.count_corpus(Documents([text]), max_order=5, min_count=2)
    expected = {
        word: int(count)
        for order in range(2, 6)
        for word, count in zip(
            counted.table.words(order, range(counted.table.size(order))),
            counted.table.column(order, "count"),
            strict=True,
        )
    }
    words = [*expected, "无此词", "结束", "结束结束"]
    counts, units = counted.session.look_up(bytes(tmp_path / "a.nwc"), words)
    assert dict(zip(words, counts.tolist(), strict=True)) == {
        **expected, "无此词": 0, "结束": 1, "结束结束": 0,
    }  # fmt: skip
    assert units.max() == 5


@pytest.mark.parametrize(
    ("words", "message"),
    [([], "is empty"), (["春江", " "], "no word"), (["a\tb"], "no word"), (["春江潮水"], "has 4")],
)
def test_what_cannot_be_looked_up_is_refused(
    tmp_path: Path, words: list[str], message: str
) -> None:
    newword.count_to_file(Documents(HERE), tmp_path / "a.nwc", order=3)
    with pytest.raises(ConfigError, match=message):
        newword.compare(Documents(HERE), tmp_path / "a.nwc", words=words)


@pytest.mark.parametrize("suffix", ["tsv", "csv", "jsonl"])
def test_tables_are_written_whole(tmp_path: Path, suffix: str) -> None:
    found = newword.compare(Documents(HERE), Documents(THERE), words=["春江", "=明月", "天地外"])
    path = tmp_path / f"a.{suffix}"
    found.save(path)
    lines = path.read_text("utf-8").splitlines()
    assert len(lines) == 3 + (suffix != "jsonl")
    if suffix == "jsonl":
        rows = {row["word"]: row for row in map(json.loads, lines)}
        assert (rows["天地外"]["count"], rows["天地外"]["dispersion"]) == (0, None)
        assert rows["春江"]["documents"] == 2
    else:
        assert lines[0].split({"tsv": "\t", "csv": ","}[suffix])[:3] == [
            "word", "count", "other_count",
        ]  # fmt: skip
        assert any(line.startswith("'=明月" if suffix == "csv" else "=明月") for line in lines)


def test_an_empty_corpus_is_nothing_to_compare_with() -> None:
    text, nothing = newword.Documents(["机器学习，机器学习。"]), newword.Documents(["，，"])
    with pytest.raises(CorpusError, match="holds no text"):
        newword.compare(text, nothing, words=["机器学习"])
    assert newword.compare(nothing, text).words == ()


def test_words_are_given_as_a_lexicon_or_as_its_file(tmp_path: Path) -> None:
    lexicon = make_lexicon(["春江", "明月"])
    write(lexicon, tmp_path / "words.jsonl")
    expected = newword.compare(Documents(HERE), Documents(THERE), words=["春江", "明月"]).words
    for words in (lexicon, tmp_path / "words.jsonl", str(tmp_path / "words.jsonl")):
        assert newword.compare(Documents(HERE), Documents(THERE), words=words).words == expected


def test_a_count_file_may_stand_alone_in_a_list(tmp_path: Path) -> None:
    newword.count_to_file(Documents(THERE), tmp_path / "there.nwc", order=3)
    words = ["春江", "明月"]
    expected = newword.compare(Documents(HERE), Documents(THERE), words=words)
    for other in ([tmp_path / "there.nwc"], (str(tmp_path / "THERE.NWC".lower()),)):
        found = newword.compare(Documents(HERE), other, words=words)
        assert found.words == expected.words


@pytest.mark.parametrize(
    ("name", "path", "found"),
    [
        ("auto", None, "tsv"),
        ("auto", "a", "tsv"),
        ("auto", "a.txt", "tsv"),
        ("auto", "a.CSV", "csv"),
        ("auto", "a.ndjson", "jsonl"),
        ("csv", "a.jsonl", "csv"),
        ("jsonl", None, "jsonl"),
    ],
)
def test_the_format_asked_for_goes_before_that_of_the_suffix(
    name: str, path: str | None, found: str
) -> None:
    assert find_row_format(name, path) == found


@pytest.mark.parametrize(("name", "path"), [("auto", "a.xlsx"), ("xlsx", None), ("", "a.csv")])
def test_a_format_that_there_is_not_is_refused_with_those_there_are(
    name: str, path: str | None
) -> None:
    with pytest.raises(newword.ExportError, match=r"unknown format .*; choose one of tsv,"):
        find_row_format(name, path)
