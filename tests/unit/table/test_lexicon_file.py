"""What was written is read back; what is damaged is refused with its line."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lexicons import make_lexicon

from newword import LexiconFileError, load_lexicon
from newword.dictionary.line_shapes import can_be_word
from newword.export import write
from newword.lexicon import COLUMNS, Lexicon

MORNING = np.datetime64("2024-05-02T08:30:05", "s")
ANY_WORDS = st.lists(st.text(st.characters(codec="utf-8"), min_size=1), unique=True, max_size=6)


def sample() -> Lexicon:
    return make_lexicon(
        ["机器学习", "云计算", "=1+1"],
        count=[30, 2**63, 1],
        cohesion=[0.5, math.nan, 1],
        accessor_variety=[7, -1, 0],
        score=[1.0, -2.5, 0],
        known=[1, 0, -1],
        documents=[3, -1, 0],
        dispersion=[0.25, math.nan, 1],
        first_seen=[np.datetime64("0987-01-01", "s"), np.datetime64("NaT", "s"), MORNING],
        last_seen=[np.datetime64("1987-01-01", "s"), np.datetime64("NaT", "s"), MORNING],
    )


@pytest.mark.parametrize("suffix", [".jsonl", ".tsv", ".csv", ".parquet"])
def test_a_saved_lexicon_is_read_back_with_every_column(tmp_path: Path, suffix: str) -> None:
    write(sample(), tmp_path / f"a{suffix}")
    back = load_lexicon(tmp_path / f"a{suffix}")
    assert back.words == sample().words
    for name in COLUMNS[1:]:
        expected = sample().column(name)
        if name in ("first_seen", "last_seen"):
            assert back.column(name).tolist() == expected.tolist()
            continue
        assert back.column(name).tolist() == pytest.approx(expected.tolist(), nan_ok=True)
    assert (back.report.method, back.contexts) == ("saved", None)


@given(ANY_WORDS)
@settings(deadline=None, max_examples=40)
@pytest.mark.parametrize("suffix", [".jsonl", ".tsv", ".csv", ".txt", ".parquet"])
def test_every_word_survives(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, words: list[str]
) -> None:
    if suffix == ".txt":  # other lines may be a word with a frequency, or several words
        words = [word for word in words if can_be_word(word)]
    path = tmp_path_factory.mktemp("a") / f"a{suffix}"
    report = write(make_lexicon(words), path)
    left = [word for word in words if word not in dict(report.refused)]
    assert load_lexicon(path).words == left or suffix == ".csv"
    if suffix == ".csv":
        assert [word.lstrip("'") for word in load_lexicon(path).words] == [
            word.lstrip("'") for word in left
        ]


def test_a_plain_list_and_foreign_columns_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("机器\r\n\n学习\n", "utf-8")
    assert load_lexicon(tmp_path / "a.txt").words == ["机器", "学习"]
    (tmp_path / "a.tsv").write_text("x\tword\tcount\n1\t机器\t\n2\t学习\t5\n", "utf-8")
    assert load_lexicon(tmp_path / "a.tsv").column("count").tolist() == [0, 5]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.jsonl", "{", "line 1"),
        ("a.jsonl", '{"word": "机"}\n[]', "line 2"),
        ("a.jsonl", '{"count": 3}', "line 1 has no word"),
        ("a.jsonl", '{"word": "机", "count": -1}', "count"),
        ("a.jsonl", '{"word": "机", "score": "x"}', "score is no number"),
        ("a.tsv", "", "no column word"),
        ("a.txt", "<p>机器 很好</p>", "its entries are no words"),
        ("a.jsonl", '{"word": "机", "documents": 1' + "0" * 30 + "}", "documents must be 0 to"),
        ("a.jsonl", '{"word": "机", "known": 7}', "known must be 0 to 1"),
        ("a.jsonl", '{"word": "机", "known": 1' + "0" * 4000 + "}", "known must be 0 to 1"),
        ("a.jsonl", '{"word": "机", "count": 1' + "0" * 4000 + "}", "count must be 0 to"),
        ("a.jsonl", '{"word": "机", "first_seen": 1' + "0" * 4000 + "}", "is no time"),
        ("a.jsonl", '{"word": "机", "score": 1e999}', "score is not finite"),
        ("a.jsonl", '{"word": "机", "score": 1' + "0" * 5000 + "}", "line 1 is no JSON"),
        ("a.tsv", "word\tcount\n机\t1" + "0" * 5000, "count is no number"),
        ("a.jsonl", '{"word": "机", "count": ' + "[" * 9999 + "]" * 9999 + "}", "line 1 is no"),
        ("a.tsv", "word\n机\n机", "again in line 3"),
        ("a.csv", "", "no column word"),
        ("a.csv", "word,score\n" + "a" * 200_000, "line 2 is no CSV"),
    ],
)
def test_damage_is_named_with_its_line(tmp_path: Path, name: str, text: str, message: str) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(LexiconFileError, match=message):
        load_lexicon(tmp_path / name)


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LexiconFileError, match="such file"):
        load_lexicon(tmp_path / "a.tsv")
    (tmp_path / "a.tsv").write_bytes("机器".encode("gbk"))
    with pytest.raises(LexiconFileError, match="UTF-8"):
        load_lexicon(tmp_path / "a.tsv")


def test_a_time_that_is_none_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("word,first_seen\n机器,2024-01-01\n学习,today\n", "utf-8")
    with pytest.raises(LexiconFileError, match="line 3: first_seen is no time: today; correct it"):
        load_lexicon(tmp_path / "a.csv")


def test_empty_lines_of_a_table_are_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("word,count\n\n机器,2\n\n\n学习,1\n", "utf-8")
    assert load_lexicon(tmp_path / "a.csv").words == ["机器", "学习"]
