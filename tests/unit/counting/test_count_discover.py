"""Ranking by the counts of a file is ranking by counting the texts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from command import TEXT, run
from engine import column, words

import newword
from newword.core import _core
from newword.errors import ConfigError
from newword.methods import METHODS

PART = TEXT / "fantasy"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("discover") / "x.nwc"
    newword.count_to_file(PART, path, order=7)
    return path


def content(lexicon: newword.Lexicon) -> list[object]:
    names = ("count", "cohesion", "left_entropy", "right_entropy", "accessor_variety", "score")
    return [lexicon.words, *(lexicon.column(name).tobytes() for name in names)]


@pytest.mark.parametrize("method", METHODS)
def test_the_lexicon_is_that_of_counting(made: Path, method: str) -> None:
    expected = newword.discover(PART, method=method, min_count=3)
    got = newword.discover(PART, counts=made, method=method, min_count=3)
    assert content(got) == content(expected)
    assert len(got) > 50
    assert (got.report.units, got.report.files) == (expected.report.units, expected.report.files)


def test_counts_alone_are_enough_for_a_method_that_needs_no_text(made: Path) -> None:
    got = newword.discover(None, counts=made, method="entropy")
    assert content(got) == content(newword.discover(PART, method="entropy"))
    assert got.contexts is None


def test_methods_that_need_text_say_so(made: Path) -> None:
    with pytest.raises(ConfigError, match=r"method model needs the text.*entropy"):
        newword.discover(None, counts=made)
    with pytest.raises(ConfigError, match="nothing to read"):
        newword.discover(None)


def test_a_file_of_shorter_ngrams_is_refused(tmp_path: Path) -> None:
    newword.count_to_file(PART, tmp_path / "x.nwc", order=2)
    with pytest.raises(ConfigError, match="1 to 2 units, got 6"):
        newword.discover(PART, counts=tmp_path / "x.nwc", method="entropy")


def test_lines_must_be_joined_as_they_were(made: Path) -> None:
    with pytest.raises(ConfigError, match="without lines joined"):
        newword.discover(PART, counts=made, join_lines=True)


@pytest.mark.parametrize(
    ("asked", "how"),
    [
        ({"join_lines": True}, "without lines joined"),
        ({"join_spaces": True}, "without spaces joined"),
        ({"units": "tokens"}, "with units characters"),
    ],
    ids=["lines", "spaces", "tokens"],
)
def test_what_counts_alone_cannot_give_is_refused(
    made: Path, asked: dict[str, Any], how: str
) -> None:
    with pytest.raises(ConfigError, match=f"{how}: leave the option out"):
        newword.discover(None, counts=made, method="entropy", **asked)


def adopt(file: Path, text: str, *, min_count: int = 1) -> tuple[_core.Session, _core.NgramTable]:
    session = _core.Session(threads=2)
    session.feed(text.encode())
    session.end_document()
    table = session.adopt_counts(
        str(file).encode(), max_order=2, min_count=min_count, keeps_text=True
    )
    return session, table


def test_units_of_text_and_file_are_united(tmp_path: Path) -> None:
    newword.count_to_file(newword.Documents(["C++机器c++机器C++机"]), tmp_path / "x.nwc", order=2)
    session, table = adopt(tmp_path / "x.nwc", "一机器c++学c++，机器")
    assert words(table, 1) == ["C++", "器", "机"]
    assert words(table, 2) == ["C++机", "器C++", "机器"]
    assert column(table, 2, "count") == [3, 2, 2]
    assert session.alphabet_size == 5
    assert [found.count for found in session.find(["机器", "学C++", "器机"])] == [2, 1, 0]
    assert table.find("机器") == (2, 2)


def test_a_small_text_meets_a_file_of_more_units_than_16_bits(tmp_path: Path) -> None:
    names = [f"a{n}" for n in range(70_000)]
    newword.count_to_file(newword.Documents(["词".join(names)]), tmp_path / "x.nwc", order=2)
    session, table = adopt(tmp_path / "x.nwc", "词典，龙词a69999")
    assert table.size(1) == 70_001
    assert [found.count for found in session.find(["词典", "词a69999", "龙词"])] == [1, 1, 1]


def test_the_command_takes_counts(tmp_path: Path, made: Path) -> None:
    alone = run("discover", "--counts", made, "--method", "entropy", "--progress", "none")
    both = run("discover", PART, "--method", "entropy", "--progress", "none", "--no-spread")
    assert alone.code == 0, alone.err
    assert alone.stdout == both.stdout
    refused = run("discover", "--counts", made)
    assert (refused.code, "needs the text" in refused.err) == (2, True)
    assert run("discover").code == 2
    jieba = run(
        "discover", "--counts", made, "--method", "entropy", "-o", tmp_path / "u.txt",
        "--format", "jieba", "--verify",
    )  # fmt: skip
    assert jieba.code in (2, 4)
    assert "Traceback" not in jieba.err
