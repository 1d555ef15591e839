"""A lexicon is an immutable sequence of entries, kept by column."""

from __future__ import annotations

import math
import time
from datetime import datetime, timezone
from pathlib import Path

import numpy as np
import pytest
from lexicons import REPORT, make_lexicon

import newword
from newword import ConfigError, Entry
from newword.lexicon import COLUMNS

WORDS = ["机器学习", "云计算", "K线图"]


def test_words_are_in_the_order_given() -> None:
    lexicon = make_lexicon(WORDS)
    assert lexicon.words == WORDS
    assert [entry.word for entry in lexicon] == WORDS
    assert len(lexicon) == 3


def test_an_entry_has_all_statistics_as_plain_python() -> None:
    day = np.datetime64("2024-05-01", "s")
    entry = make_lexicon(
        WORDS,
        known=[True, False, False],
        documents=[2, 1, 1],
        dispersion=[0.5, 1.0, 1.0],
        first_seen=[day] * 3,
        last_seen=[day + np.timedelta64(60, "s")] * 3,
    )[0]
    assert entry == Entry(
        word="机器学习",
        count=30,
        cohesion=2.5,
        left_entropy=1.25,
        right_entropy=1.5,
        accessor_variety=7,
        score=1.0,
        known=True,
        documents=2,
        dispersion=0.5,
        first_seen=datetime(2024, 5, 1, tzinfo=timezone.utc),
        last_seen=datetime(2024, 5, 1, 0, 1, tzinfo=timezone.utc),
    )
    assert {type(getattr(entry, name)) for name in COLUMNS} == {str, int, float, bool, datetime}


def test_what_was_not_measured_is_none() -> None:
    nan = [math.nan]
    lexicon = make_lexicon(
        ["机器"], cohesion=nan, left_entropy=nan, right_entropy=nan, accessor_variety=[-1]
    )
    for entry in (lexicon[0], next(iter(lexicon))):
        assert entry.cohesion is entry.left_entropy is entry.right_entropy is None
        assert entry.accessor_variety is entry.known is None
        assert entry.documents is entry.dispersion is None
        assert entry.first_seen is entry.last_seen is None


def test_access_and_iteration_give_the_same_entries() -> None:
    lexicon = make_lexicon([f"词{i}" for i in range(20_000)])
    assert [lexicon[i] for i in (0, 8191, 8192, -1)] == [
        list(lexicon)[i] for i in (0, 8191, 8192, -1)
    ]


def test_a_count_of_64_bits_stays_exact() -> None:
    assert make_lexicon(["机器"], count=np.array([2**64 - 1], np.uint64))[0].count == 2**64 - 1


def test_a_slice_is_a_lexicon_with_the_same_report() -> None:
    part = make_lexicon(WORDS)[1:]
    assert part.words == WORDS[1:]
    assert part[0].count == 20
    assert part.report is REPORT


def test_top_is_the_beginning_and_may_exceed_the_end() -> None:
    assert make_lexicon(WORDS).top(2).words == WORDS[:2]
    assert make_lexicon(WORDS).top(9).words == WORDS
    with pytest.raises(ConfigError):
        make_lexicon(WORDS).top(-1)


def test_an_index_out_of_range_is_an_index_error() -> None:
    with pytest.raises(IndexError):
        make_lexicon(WORDS)[3]


def test_words_are_found_by_their_spelling() -> None:
    lexicon = make_lexicon(WORDS)
    assert "云计算" in lexicon
    assert "云" not in lexicon
    found = lexicon.get("K线图")
    assert found is not None
    assert found.count == 10
    assert lexicon.get("k线图") is None


def test_new_words_are_those_the_dictionary_lacks() -> None:
    lexicon = make_lexicon(WORDS, known=[1, 0, -1])
    assert lexicon.new.words == ["云计算"]
    assert lexicon.new[0].known is False


def test_without_a_dictionary_nobody_knows_what_is_new() -> None:
    with pytest.raises(ConfigError, match="dictionary"):
        _ = make_lexicon(WORDS).new
    assert make_lexicon([]).new.words == []


def test_nobody_can_change_the_numbers() -> None:
    counts = np.array([3, 2, 1], np.uint64)
    lexicon = make_lexicon(WORDS, count=counts)
    counts[0] = 99
    assert lexicon[0].count == 3
    with pytest.raises(ValueError, match="read-only"):
        lexicon.column("count")[0] = 99


def test_columns_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="one length"):
        make_lexicon(WORDS, count=[1, 2])


def test_a_million_words_are_cheap() -> None:
    words = [f"词{i}" for i in range(1_000_000)]
    started = time.process_time()
    lexicon = make_lexicon(words)
    assert lexicon[999_999].word == "词999999"
    assert lexicon.top(500_000)[0].word == "词0"
    assert time.process_time() - started < 2


def test_the_repr_is_short_and_says_why_it_is_empty() -> None:
    assert repr(make_lexicon(WORDS)) == "<Lexicon: 3 words: 机器学习 云计算 K线图>"
    assert repr(make_lexicon(list("一二三四五六"))).endswith("一 二 三 四 五 …>")
    assert "\x1b" not in repr(make_lexicon(["机\x1b器"]))
    assert repr(make_lexicon([])) == "<Lexicon: 0 words>"


def test_the_notebook_table_is_escaped_and_bounded() -> None:
    table = make_lexicon(["<script>"] + [f"词{i}" for i in range(100)])._repr_html_()
    assert "<script" not in table
    assert "&lt;script&gt;" in table
    assert table.count("<tr>") == 21


def test_the_notebook_table_has_times_as_people_write_them() -> None:
    day = np.array(["2024-03-01"], dtype="datetime64[s]")
    assert "<td>2024-03-01" in make_lexicon(["机器"], first_seen=day)._repr_html_()


def test_export_goes_by_the_suffix_and_warns_of_what_is_left_out(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="left out 1 word"):
        report = make_lexicon(["机器", "a\nb"]).export(tmp_path / "words.txt")
    assert report.refused == (("a\nb", "it holds U+000A, which a line cannot"),)
    assert (tmp_path / "words.txt").read_bytes() == "机器\n".encode()


def test_the_notebook_table_shows_what_matters_and_what_is_known() -> None:
    table = make_lexicon(["机器", "学习"], count=[2, 900], documents=[1, 7])._repr_html_()
    assert "<th>documents</th>" in table
    assert "<th>known</th>" not in table  # empty throughout
    assert "<th>context</th>" not in table
    assert "<td>1</td><td><bdi>机器</bdi></td>" in table


def test_the_notebook_table_marks_the_word_in_its_context() -> None:
    lexicon = newword.discover(
        newword.Documents(["<我>学机器，机器学。机器好，爱机器。" * 9]), min_score=0
    )
    assert f"<b>{lexicon.sort().words[0]}</b>" in lexicon._repr_html_()


def test_groups_are_lexicons_the_largest_first() -> None:
    lexicon = make_lexicon(["机器", "机会", "机器人", "学习"], known=[1, 0, 0, 1])
    assert {name: part.words for name, part in lexicon.groups().items()} == {
        "2": ["机器", "机会", "学习"],
        "3": ["机器人"],
    }
    assert lexicon.groups("first")["机"].words == ["机器", "机会", "机器人"]
    assert lexicon.groups("last")["人"].words == ["机器人"]
    assert lexicon.groups("known")["0"].words == ["机会", "机器人"]
    assert make_lexicon([]).groups() == {}
    with pytest.raises(ConfigError, match="choose one of: length, first"):
        lexicon.groups("luck")


def test_a_lexicon_can_be_drawn(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="plots need matplotlib")
    lexicon = make_lexicon(["alpha", "beta"], known=[1, 0])
    figure = lexicon.plot(tmp_path / "a.svg", labels=1)
    assert [text.get_text() for text in figure.axes[0].texts] == ["alpha"]
    first = (tmp_path / "a.svg").read_bytes()
    lexicon.plot(tmp_path / "a.svg", labels=1)
    assert (tmp_path / "a.svg").read_bytes() == first
    with pytest.raises(ConfigError, match="no word to plot"):
        make_lexicon([]).plot()
    with pytest.raises(ConfigError, match=r"a\.pdf: a plot is"):
        lexicon.plot(tmp_path / "a.pdf")
