"""The text that is kept beside a count file serves as the corpus does."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path
from typing import Any

import pytest
from command import TEXT, run

import newword
from newword.core._core import Session
from newword.counting.count_file import read_facts
from newword.counting.kept_text import KeptTextWriter, staged_text, text_path
from newword.counting.kept_text import read_text as read_text_of
from newword.counting.reading import Reading
from newword.errors import CountFileError
from newword.methods import METHODS

PART = TEXT / "fantasy"
MIXED = (
    "iPhone手机壳，IPHONE手机壳。iPhone手机壳\r\n"
    "5G手机 5g手机\n\n机\u200b器学习，C++和A股\x0c𠮷野家の牛丼"
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("kept") / "x.nwc"
    newword.count_to_file(PART, path, order=7, keep_text=True)
    return path


def read_text(counts: Path, reading: Reading, **more: Any) -> Session:
    return read_text_of(counts, read_facts(counts).digest, reading, **more)


def rows(lexicon: newword.Lexicon) -> list[object]:
    return [
        (word.word, word.count, word.score, word.documents, word.dispersion) for word in lexicon
    ]


@pytest.mark.parametrize("method", METHODS)
def test_the_lexicon_is_that_of_the_corpus(made: Path, method: str) -> None:
    expected = newword.discover(PART, method=method, min_count=3)
    got = newword.discover(None, counts=made, method=method, min_count=3)
    assert rows(got) == rows(expected)
    assert len(got) > 50
    assert got.contexts is not None


@pytest.mark.parametrize("join_lines", [False, True])
def test_runs_documents_and_spellings_come_back(tmp_path: Path, join_lines: bool) -> None:
    (tmp_path / "in").mkdir()
    for name in ("a.txt", "b.txt"):
        (tmp_path / "in" / name).write_text(MIXED * 3 + name)
    (tmp_path / "in" / "c.txt").write_text("，，，")
    made = tmp_path / "x.nwc"
    newword.count_to_file(
        tmp_path / "in", made, keep_text=True, reading=Reading(join_lines=join_lines)
    )
    text = gzip.decompress(text_path(made).read_bytes()).decode()
    assert text.count("\x0c") == 2
    assert "机器学习" in text
    assert "IPHONE" not in text
    if join_lines:
        assert "iPhone手机壳5G手机" not in text
    again = tmp_path / "again.nwc"
    session = read_text(made, Reading())
    with (tmp_path / "again.nwt").open("wb") as out:
        text_again = KeptTextWriter(out)
        text_again.add_session(session)
        text_again.finish(bytes(16))
    assert gzip.decompress(text_path(again).read_bytes()).decode() == text


def test_texts_grow_with_their_counts(tmp_path: Path) -> None:
    parts = sorted(PART.iterdir())
    first, second, both = (tmp_path / name for name in ("a.nwc", "b.nwc", "all.nwc"))
    newword.count_to_file(parts[:1], first, order=7, keep_text=True)
    newword.count_to_file(parts[1:], second, order=7, keep_text=True)
    newword.merge_count_files([first, second], both)
    expected = rows(newword.discover(PART, min_count=2))
    assert rows(newword.discover(None, counts=both, min_count=2)) == expected
    newword.add_to_count_file(parts, first)
    assert rows(newword.discover(None, counts=first, min_count=2)) == expected


def test_a_sum_of_files_without_texts_has_none(tmp_path: Path, made: Path) -> None:
    other = tmp_path / "other.nwc"
    newword.count_to_file(TEXT / "medical", other, order=7)
    newword.merge_count_files([made, other], tmp_path / "sum.nwc")
    assert not text_path(tmp_path / "sum.nwc").exists()


def test_a_text_of_other_counts_is_refused(tmp_path: Path, made: Path) -> None:
    """Even where it has as many units: here the same ones in another order."""
    for name, text in (("x", "机器学习的算法"), ("y", "学习机器的算法")):
        newword.count_to_file(newword.Documents([text]), tmp_path / f"{name}.nwc", keep_text=True)
    shutil.copy(tmp_path / "y.nwt", tmp_path / "x.nwt")
    for work in (
        lambda: newword.discover(None, counts=tmp_path / "x.nwc", min_count=1),
        lambda: newword.add_to_count_file(newword.Documents(["新的"]), tmp_path / "x.nwc"),
        lambda: newword.merge_count_files([tmp_path / "x.nwc"], tmp_path / "z.nwc"),
    ):
        with pytest.raises(
            CountFileError, match=r"x\.nwt: .*other counts|x\.nwt: this kept text would"
        ):
            work()
    assert not (tmp_path / "z.nwc").exists()


def test_a_text_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    made = tmp_path / "x.nwc"
    newword.count_to_file(newword.Documents([MIXED]), made, keep_text=True)
    text_path(made).unlink()
    text_path(made).mkdir()
    with pytest.raises(CountFileError, match=r"x\.nwt: cannot read it: Is a directory"):
        read_text(made, Reading())


def test_what_fails_beside_a_text_is_not_blamed_on_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = tmp_path / "x.nwc"
    newword.count_to_file(newword.Documents([MIXED]), made, keep_text=True)

    def told(stage: str, done: int, total: int | None) -> None:
        raise OSError(28, "No space left on device", "elsewhere")

    with pytest.raises(OSError, match="elsewhere"):
        read_text(made, Reading(), on_progress=told)


def test_a_damaged_text_is_refused_at_every_place(tmp_path: Path) -> None:
    made = tmp_path / "x.nwc"
    newword.count_to_file(newword.Documents([MIXED * 5]), made, keep_text=True)
    whole = text_path(made).read_bytes()
    for end in range(1, len(whole)):
        text_path(made).write_bytes(whole[:end])
        with pytest.raises(CountFileError, match=r"x\.nwt"):
            newword.discover(None, counts=made, min_count=2)
    for place in range(len(whole)):
        for bit in range(8):
            damaged = bytearray(whole)
            damaged[place] ^= 1 << bit
            text_path(made).write_bytes(damaged)
            with pytest.raises(CountFileError, match=r"x\.nwt"):
                read_text(made, Reading())


def test_the_command_line_keeps_a_text(tmp_path: Path) -> None:
    made, table = tmp_path / "x.nwc", tmp_path / "words.tsv"
    assert run("count", PART, "-o", made, "--keep-text").code == 0
    assert run("discover", "--counts", made, "-o", table).code == 0
    expected = tmp_path / "expected.tsv"
    assert run("discover", PART, "-o", expected).code == 0
    assert table.read_bytes() == expected.read_bytes()
    assert run("count", TEXT / "medical", "-o", made, "--add", "--keep-text").code == 0
    text_path(made).unlink()
    done = run("count", PART, "-o", made, "--add", "--keep-text")
    assert done.code != 0
    assert "counted without its text" in done.err
    refused = run("count", PART, "--keep-text")
    assert refused.code == 2
    assert "--keep-text is for count files" in refused.err


def test_counting_without_the_text_takes_the_old_one_away(tmp_path: Path) -> None:
    made = tmp_path / "x.nwc"
    newword.count_to_file(newword.Documents([MIXED]), made, keep_text=True)
    newword.count_to_file(newword.Documents(["别的文字"]), made)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x.nwc"]


def test_a_kept_text_of_no_counts_is_not_taken_for_that_of_new_ones(tmp_path: Path) -> None:
    made = tmp_path / "x.nwc"
    newword.count_to_file(newword.Documents([MIXED]), made, keep_text=True)
    made.unlink()
    with pytest.raises(CountFileError, match=r"x\.nwt: this kept text .*--keep-text.*remove it"):
        newword.count_to_file(newword.Documents(["别的文字"]), made)
    assert not made.exists()


@pytest.mark.parametrize(
    ("counts", "text"),
    [
        ("q.2023", "q.2023.nwt"),
        ("q.2024", "q.2024.nwt"),
        ("z.nwt", "z.nwt.nwt"),
        ("a.nwc", "a.nwt"),
    ],
)
def test_every_count_file_has_a_text_of_its_own(tmp_path: Path, counts: str, text: str) -> None:
    newword.count_to_file(newword.Documents([MIXED]), tmp_path / counts, keep_text=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([counts, text])
    assert len(newword.discover(None, counts=tmp_path / counts, min_count=1, min_score=0)) > 0


def test_two_names_that_would_share_a_text_do_not(tmp_path: Path) -> None:
    newword.count_to_file(newword.Documents([MIXED]), tmp_path / "x.nwc", keep_text=True)
    before = (tmp_path / "x.nwt").read_bytes()
    with pytest.raises(CountFileError, match=r"x\.nwt: is the text of other counts; name another"):
        newword.count_to_file(newword.Documents(["别的"]), tmp_path / "x", keep_text=True)
    newword.count_to_file(newword.Documents(["别的"]), tmp_path / "x")
    assert len(newword.discover(None, counts=tmp_path / "x", method="entropy", min_count=1)) == 0
    assert (tmp_path / "x.nwt").read_bytes() == before


def test_a_file_that_is_no_kept_text_is_not_replaced_by_one(tmp_path: Path) -> None:
    (tmp_path / "x.nwt").write_text("小说")
    with pytest.raises(CountFileError, match=r"x\.nwt: .*remove it, or name another output"):
        newword.count_to_file(newword.Documents([MIXED]), tmp_path / "x.nwc", keep_text=True)
    assert (tmp_path / "x.nwt").read_text() == "小说"


def test_a_text_that_a_kill_left_waiting_is_found(tmp_path: Path) -> None:
    made = tmp_path / "x.nwc"
    newword.count_to_file(newword.Documents([MIXED]), made, keep_text=True)
    expected = rows(newword.discover(None, counts=made, min_count=1, min_score=0))
    waiting = staged_text(made, read_facts(made).digest)
    for is_stale in (False, True):
        text_path(made).rename(waiting)
        if is_stale:  # the text of the counts before
            newword.count_to_file(newword.Documents(["旧的"]), tmp_path / "old.nwc", keep_text=True)
            (tmp_path / "old.nwt").rename(text_path(made))
        assert rows(newword.discover(None, counts=made, min_count=1, min_score=0)) == expected
        assert not waiting.exists()


def test_a_text_lies_beside_the_file_that_a_link_leads_to(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    link = tmp_path / "link.nwc"
    link.symlink_to(tmp_path / "real" / "x.nwc")
    newword.count_to_file(newword.Documents([MIXED]), link, keep_text=True)
    assert sorted(path.name for path in (tmp_path / "real").iterdir()) == ["x.nwc", "x.nwt"]
    assert (
        len(newword.discover(None, counts=tmp_path / "real" / "x.nwc", min_count=1, min_score=0))
        > 0
    )
