"""`discover TEXT --counts FILE`: the text must be that of the counts, or a part of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import run

import newword
from newword.errors import CountFileError

TEXT = "机器学习的算法，机器学习很难。\n" * 20


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    place = tmp_path / "corpus"
    place.mkdir()
    for name in "abc":
        (place / f"{name}.txt").write_text(TEXT + name)
    newword.count_to_file(place, tmp_path / "x.nwc")
    return place


def test_the_same_text_gives_what_counting_it_gives(corpus: Path, tmp_path: Path) -> None:
    got = newword.discover(corpus, counts=tmp_path / "x.nwc", min_count=2)
    expected = newword.discover(corpus, min_count=2)
    assert [(e.word, e.count, e.score) for e in got] == [
        (e.word, e.count, e.score) for e in expected
    ]


@pytest.mark.parametrize("change", ["new", "changed", "twice"])
def test_a_text_that_is_not_in_the_counts_is_refused_by_name(
    corpus: Path, tmp_path: Path, change: str
) -> None:
    name = "b.txt" if change == "changed" else "d.txt"
    (corpus / name).write_text(TEXT + ("b" if change == "twice" else "新的一篇"))
    told = "b.txt" if change == "twice" else name  # of two equal ones, the first
    with pytest.raises(CountFileError, match=rf"x\.nwc: 1 of the \d inputs given .*{told}.*--add"):
        newword.discover(corpus, counts=tmp_path / "x.nwc", min_count=2)


def test_a_part_of_the_text_is_enough(corpus: Path, tmp_path: Path) -> None:
    lexicon = newword.discover(
        corpus / "a.txt", counts=tmp_path / "x.nwc", min_count=2, min_score=0
    )
    assert len(lexicon) > 0


def test_the_command_names_the_file(corpus: Path, tmp_path: Path) -> None:
    (corpus / "new.txt").write_text("别的文字")
    done = run("discover", corpus, "--counts", tmp_path / "x.nwc")
    assert done.code == 4
    assert "new.txt" in done.err
