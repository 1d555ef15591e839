"""No file of newword's own is read as text unless it is named, and then it is refused by name."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from command import run

import newword
from newword.platform.files import open_output

TEXT = "机器学习的算法，机器学习很难。\n" * 20


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One of each kind, under names that say nothing."""
    place = tmp_path_factory.mktemp("own")
    texts = newword.Documents([TEXT])
    newword.count_to_file(texts, place / "counts.2023", order=3, keep_text=True)
    newword.train_language_model(texts, place / "model", order=2)
    lexicon = newword.discover(texts, min_count=2, min_score=0)
    newword.write_review(lexicon, place / "page.html")
    (place / "words.txt").write_text(TEXT)
    (place / "decisions.jsonl").write_text('{"word": "机器", "decision": "accept"}\n')
    (place / "decisions.old").write_text('{"word":"机器","decision":"reject"}\n')
    done = run(
        "discover", place / "words.txt", "-o", place / "new.tsv", "--manifest", place / "run"
    )
    assert done.code == 0, done.err
    for name in ("words.txt", "new.tsv"):
        (place / name).unlink()
    with open_output(place / "x") as output:
        output.set_aside(str(place / ".newword-0123456789abcdef.tmp"))
        output.keep()
    return place


NAMES = [
    "counts.2023", "counts.2023.nwt", "model", "page.html", "decisions.jsonl", "decisions.old",
    "run", ".newword-0123456789abcdef.tmp",
]  # fmt: skip


def test_a_walk_reads_none_of_them(own: Path, tmp_path: Path) -> None:
    assert sorted(path.name for path in own.iterdir()) == sorted(NAMES)
    corpus = tmp_path / "corpus"
    shutil.copytree(own, corpus)
    (corpus / "a.txt").write_text(TEXT)
    for encoding in ("auto", "utf-8", "utf-8-sig"):
        lexicon = newword.discover(corpus, min_count=2, hidden=True, encoding=encoding)
        report = lexicon.report
        assert (report.files, report.documents) == (1, 1)
        assert report.problems == ()
        assert report.bytes_read == len(TEXT.encode())


@pytest.mark.parametrize("name", NAMES)
def test_one_that_is_named_is_refused_with_a_remedy(own: Path, name: str) -> None:
    report = newword.discover(own / name, min_count=2).report
    assert (report.files, report.units) == (0, 0)
    assert [problem.code for problem in report.problems] == ["own-file"]
    assert "; " in report.problems[0].detail


def test_a_stream_of_one_is_refused(own: Path) -> None:
    done = run("discover", "-", stdin=(own / "counts.2023").read_bytes())
    assert done.code == 3
    assert "<stdin>: own-file: a count file; give it with --counts" in done.err


def test_counting_where_the_counts_are_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    counts = tmp_path / "corpus.nwc"
    command = ("count", ".", "-o", "corpus.nwc", "--keep-text", "--order", "3")
    assert run(*command, cwd=tmp_path).code == 0
    first = counts.read_bytes(), (tmp_path / "corpus.nwt").read_bytes()
    for more in ([], ["--add"], ["--add"]):
        done = run(*command, *more, cwd=tmp_path)
        assert done.code == 0, done.err
        assert (counts.read_bytes(), (tmp_path / "corpus.nwt").read_bytes()) == first


def test_shards_beside_the_corpus_are_no_part_of_it(tmp_path: Path) -> None:
    for name in "abcd":
        (tmp_path / f"{name}.txt").write_text(TEXT + name)
    parts = [tmp_path / f"part{n}" for n in (1, 2)]
    for n, part in enumerate(parts, 1):
        newword.count_shard(tmp_path, part, f"{n}/2", order=3, keep_text=True)
    assert newword.merge_count_files(parts, tmp_path / "sum").documents == 4


def test_text_that_only_begins_like_one_is_read(tmp_path: Path) -> None:
    for n, head in enumerate(['{"word": "x"}\n', "\\data\\ 目录\n"]):
        (tmp_path / f"{n}.txt").write_text(head + TEXT)
    assert newword.discover(tmp_path, min_count=2).report.files == 2
