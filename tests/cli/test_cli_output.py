"""`-o FILE`: the whole new file or the whole old one, and never a part of the corpus."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

import pytest
from command import TEXT, command, limit_file_size, run, words_of, write_tree

FANTASY = TEXT / "fantasy"
OLD = b"what was there before\n"
unix_only = pytest.mark.skipif(sys.platform == "win32", reason="resource limits are Unix's")


@pytest.fixture
def old_file(tmp_path: Path) -> Path:
    path = tmp_path / "words.tsv"
    path.write_bytes(OLD)
    return path


@lru_cache
def straight(*arguments: str) -> bytes:
    """What goes to standard output without `-o`."""
    return run(*arguments, FANTASY).stdout


def names(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir())


# ------------------------------------------------------------------------------------ when it works


@pytest.mark.parametrize("suffix", [".tsv", ".csv", ".jsonl", ".txt", ".dict"])
def test_a_file_holds_what_standard_output_would(suffix: str, tmp_path: Path) -> None:
    formats = {".tsv": "tsv", ".csv": "csv", ".jsonl": "jsonl", ".txt": "txt", ".dict": "jieba"}
    done = run("discover", FANTASY, "--top", "20", "-o", f"words{suffix}", cwd=tmp_path)
    assert (done.code, done.stdout) == (0, b"")
    expected = straight("discover", "--top", "20", "--format", formats[suffix])
    assert (tmp_path / f"words{suffix}").read_bytes() == expected


def test_the_format_wins_over_the_suffix(tmp_path: Path) -> None:
    run("discover", FANTASY, "--top", "3", "-o", "words.txt", "--format", "jsonl", cwd=tmp_path)
    assert (tmp_path / "words.txt").read_text("utf-8").startswith('{"word": ')


def test_an_old_file_is_replaced_and_nothing_else_is_left(old_file: Path) -> None:
    assert run("discover", FANTASY, "-o", old_file).code == 0
    assert old_file.read_bytes() == straight("discover")
    assert names(old_file.parent) == [old_file.name]


def test_counts_can_go_to_a_file(old_file: Path) -> None:
    done = run("count", FANTASY, "-o", old_file)
    assert (done.code, done.stdout) == (0, b"")
    assert old_file.read_bytes() == straight("count")


def test_an_output_inside_the_corpus_is_not_read_as_input(tmp_path: Path) -> None:
    corpus = write_tree(tmp_path, {p.name: p.read_bytes() for p in sorted(FANTASY.iterdir())})
    files = len(list(FANTASY.iterdir()))
    output = corpus / "words.tsv"
    for _ in range(2):  # the second time it is there
        done = run("discover", corpus, "-o", output)
        assert done.code == 0
        assert output.read_bytes() == straight("discover")
        assert done.summary[0].startswith(f"newword: {files} files, ")


def test_counts_inside_the_corpus_are_not_read_as_input(tmp_path: Path) -> None:
    corpus = write_tree(tmp_path, {p.name: p.read_bytes() for p in sorted(FANTASY.iterdir())})
    for _ in range(2):
        assert run("count", corpus, "-o", corpus / "counts.tsv").code == 0
        assert (corpus / "counts.tsv").read_bytes() == straight("count")


def test_skipped_input_gives_3_and_still_an_output(tmp_path: Path) -> None:
    corpus = write_tree(tmp_path / "corpus", {"bad.txt": b"\xff" * 100})
    write_tree(corpus, {p.name: p.read_bytes() for p in FANTASY.iterdir()})
    done = run("discover", corpus, "-o", tmp_path / "words.tsv")
    assert done.code == 3
    assert "陆沉舟" in words_of((tmp_path / "words.tsv").read_bytes())


@unix_only
def test_an_output_through_a_link_replaces_what_it_leads_to(old_file: Path) -> None:
    link = old_file.with_name("link.tsv")
    link.symlink_to(old_file)
    assert run("discover", FANTASY, "-o", link).code == 0
    assert link.is_symlink()
    assert old_file.read_bytes().startswith(b"word\t")


@unix_only
def test_a_new_file_gets_the_mode_of_the_umask(tmp_path: Path) -> None:
    path = tmp_path / "words.tsv"
    run("discover", FANTASY, "-o", path, before=lambda: os.umask(0o027))
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@unix_only
def test_an_output_can_be_dev_stdout() -> None:
    done = run("discover", FANTASY, "--format", "tsv", "-o", "/dev/stdout")
    assert done.code == 0
    assert done.stdout == straight("discover")


# --------------------------------------------------------------------------------- when it does not


def assert_untouched(old_file: Path, code: int, err: str) -> None:
    assert code == 4
    assert old_file.read_bytes() == OLD
    assert names(old_file.parent) == [old_file.name]
    assert old_file.name in err
    assert "Traceback" not in err


@unix_only
@pytest.mark.parametrize("arguments", [["discover"], ["discover", "--json"], ["count"]], ids=str)
def test_when_the_disk_is_full_the_old_file_stays_whole(
    arguments: list[str], old_file: Path
) -> None:
    before = limit_file_size(4096)
    done = run(*arguments, FANTASY, "-o", old_file, before=before)
    assert_untouched(old_file, done.code, done.err)


@unix_only
def test_when_the_disk_is_full_no_new_file_appears(tmp_path: Path) -> None:
    done = run("discover", FANTASY, "-o", tmp_path / "new.tsv", before=limit_file_size(4096))
    assert done.code == 4
    assert names(tmp_path) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_device_gives_4_and_its_name() -> None:
    done = run("discover", FANTASY, "--format", "tsv", "-o", "/dev/full")
    assert done.code == 4
    assert "/dev/full" in done.err
    assert "No space left" in done.err


def test_an_output_that_is_a_directory_is_refused_before_the_work(tmp_path: Path) -> None:
    done = run("discover", "-", "--format", "tsv", "-o", tmp_path, stdin=b"\xff")
    assert done.code == 4
    assert "directory" in done.err
    assert "<stdin>" not in done.err


def test_an_output_in_a_directory_that_is_not_there_is_refused_before_the_work(
    tmp_path: Path,
) -> None:
    done = run("discover", "-", "-o", tmp_path / "nosuch" / "words.tsv", stdin=b"\xff")
    assert done.code == 4
    assert "nosuch" in done.err
    assert names(tmp_path) == []


def test_counts_to_a_directory_are_refused(tmp_path: Path) -> None:
    done = run("count", FANTASY, "-o", tmp_path)
    assert done.code == 4
    assert "directory" in done.err


def test_a_missing_corpus_leaves_the_old_file_whole(old_file: Path) -> None:
    done = run("discover", "nosuch", "-o", old_file)
    assert done.code == 4
    assert old_file.read_bytes() == OLD


def test_strict_leaves_the_old_file_whole(old_file: Path) -> None:
    done = run("discover", "-", "--strict", "-o", old_file, stdin=b"\xff" * 10)
    assert done.code == 4
    assert old_file.read_bytes() == OLD


def test_verify_without_jieba_is_refused_and_the_old_file_stays(old_file: Path) -> None:
    hide = "import sys; sys.modules['jieba'] = None; import newword.cli; newword.cli.main()"
    done = run("discover", FANTASY, "--format", "jieba", "--verify", "-o", old_file, script=hide)
    assert done.code == 4
    assert "pip install jieba" in done.err
    assert old_file.read_bytes() == OLD


@pytest.mark.skipif(os.name == "nt", reason="needs /dev/stdout")
@pytest.mark.parametrize(
    "line",
    [
        "discover {text} --min-count 2",
        "segment {text}",
        "count {text} --min-count 2",
        "score {counts}",
        "adapt {text}",
        "lm {text} --order 2",
        "export {words} --to jieba",
        "kinds {words}",
        "review {words}",
        "merge {counts}",
    ],
)
def test_a_dash_as_output_is_the_standard_output(line: str, tmp_path: Path) -> None:
    text, counts, words = tmp_path / "t.txt", tmp_path / "c.nwc", tmp_path / "w.jsonl"
    text.write_text("玄兔跳过来，玄兔跑过去。\n玄兔睡觉。\n" * 3, "utf-8")
    run("count", text, "-o", counts, cwd=tmp_path)
    words.write_text('{"word": "玄兔", "count": 9, "score": 0.9}\n', "utf-8")
    before = sorted(tmp_path.iterdir())
    arguments = line.format(text=text, counts=counts, words=words).split()
    for output in ("-", "/dev/stdout"):
        written = subprocess.run(
            command(*arguments, "-o", output), cwd=tmp_path, capture_output=True, check=False
        )
        assert written.stdout, written.stderr
        assert sorted(tmp_path.iterdir()) == before
