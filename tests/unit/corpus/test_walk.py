"""Which files a list of paths stands for: links, pipes, what is missing."""

from __future__ import annotations

import errno
import glob
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from walking import found, make, problems

from newword.corpus.walk import FoundFile, find_files
from newword.errors import CorpusError

# -------------------------------------------------------------------------------------------- links


def test_links_below_a_directory_are_not_followed_and_are_counted(corpus: Path) -> None:
    make("c/a", "out/b")
    Path("c/file").symlink_to("../out/b")
    Path("c/dir").symlink_to("../out")
    listing = find_files(["c"])
    assert [file.path for file in listing] == [b"c/a"]
    assert (listing.skipped, listing.problems) == ({"symlink": 2}, [])


def test_a_link_that_is_named_is_followed(corpus: Path) -> None:
    make("out/b")
    Path("file").symlink_to("out/b")
    Path("dir").symlink_to("out")
    assert found("file") == ["file"]
    assert found("dir") == ["dir/b"]


def test_links_are_followed_when_asked_for(corpus: Path) -> None:
    make("c/a", "out/b", "out/d/e")
    Path("c/file").symlink_to("../out/b")
    Path("c/link").symlink_to("../out/d")
    assert found("c", follow=True) == ["c/a", "c/file", "c/link/e"]


def test_a_loop_of_directories_ends(corpus: Path) -> None:
    make("c/d/a")
    Path("c/d/up").symlink_to("..")
    Path("c/d/self").symlink_to(".")
    listing = find_files(["c"], follow=True)
    assert ([file.path for file in listing], listing.problems) == ([b"c/d/a"], [])


def test_two_directories_that_link_to_each_other_are_walked_once(corpus: Path) -> None:
    make("c/a/1", "c/b/2")
    Path("c/a/b").symlink_to("../b")
    Path("c/b/a").symlink_to("../a")
    assert sorted(Path(path).name for path in found("c", follow=True)) == ["1", "2"]


def test_a_file_behind_several_links_is_taken_once(corpus: Path) -> None:
    make("c/z")
    Path("c/a").symlink_to("z")
    Path("c/b").symlink_to("a")
    os.link("c/z", "c/hard")
    assert found("c", follow=True) == ["c/a"]


def test_a_link_to_itself_is_a_problem(corpus: Path) -> None:
    make("c/a")
    Path("c/loop").symlink_to("loop")
    listing = find_files(["c"], follow=True)
    assert problems(listing) == [("c/loop", "symlink-loop")]


def test_a_link_to_nothing_is_a_problem(corpus: Path) -> None:
    make("c/a")
    Path("c/gone").symlink_to("nowhere")
    assert problems(find_files(["c"], follow=True)) == [("c/gone", "vanished")]


def test_a_chain_of_forty_links_is_followed(corpus: Path) -> None:
    make("c/z")
    for number in range(40):
        Path(f"link{number}").symlink_to(f"link{number - 1}" if number else "c/z")
    Path("d").mkdir()
    Path("d/last").symlink_to("../link38")
    assert found("d", follow=True) == ["d/last"]


# ---------------------------------------------------------------------------------- each file once


def test_a_file_named_twice_is_taken_once(corpus: Path) -> None:
    make("a")
    Path("link").symlink_to("a")
    listing = find_files(["a", "./a", "link", "a"])
    assert [file.path for file in listing] == [b"a"]
    assert listing.skipped == {"duplicate": 3}


def test_a_directory_named_twice_is_walked_once(corpus: Path) -> None:
    make("c/1")
    Path("link").symlink_to("c")
    assert found("c", "c/", "link", "./c") == ["c/1"]


@pytest.mark.parametrize("paths", [("c", "c/a"), ("c/a", "c")])
def test_a_file_named_beside_its_directory_is_taken_once_as_named(
    corpus: Path, paths: tuple[str, ...]
) -> None:
    make("c/a", "c/b", "c/d/a")
    assert list(find_files(paths)) == [
        FoundFile(b"c/a", True),
        FoundFile(b"c/b", False),
        FoundFile(b"c/d/a", False),
    ]


@pytest.mark.parametrize("follow", [False, True])
@pytest.mark.parametrize("paths", [("c", "c/d"), ("c/d", "c"), ("c", "c/d/../d/.")])
def test_a_directory_inside_another_is_walked_once(
    corpus: Path, paths: tuple[str, ...], follow: bool
) -> None:
    make("c/1", "c/d/2", "c/e/d/3")
    taken = [os.path.normpath(path) for path in found(*paths, follow=follow)]
    assert sorted(taken) == ["c/1", "c/d/2", "c/e/d/3"]


def test_a_hidden_directory_named_beside_its_parent_is_walked(corpus: Path) -> None:
    make("c/1", "c/.d/2")
    assert found("c", "c/.d") == ["c/1", "c/.d/2"]


# ----------------------------------------------------------------------- what is not a regular file


def test_special_files_below_a_directory_are_problems(corpus: Path) -> None:
    make("c/a")
    os.mkfifo("c/pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("c/socket")
        listing = find_files(["c"])
    assert [file.path for file in listing] == [b"c/a"]
    assert problems(listing) == [("c/pipe", "not-a-file"), ("c/socket", "not-a-file")]


@pytest.mark.parametrize("options", [{"include": ["*.txt"]}, {"exclude": ["pipe"]}])
def test_special_files_that_a_pattern_leaves_out_are_no_problem(
    corpus: Path, options: dict[str, list[str]]
) -> None:
    (corpus / "c").mkdir()
    os.mkfifo("c/pipe")
    assert find_files(["c"], **options).problems == []  # type: ignore[arg-type]


def test_a_followed_link_to_a_device_is_a_problem(corpus: Path) -> None:
    (corpus / "c").mkdir()
    Path("c/null").symlink_to("/dev/null")
    assert problems(find_files(["c"], follow=True)) == [("c/null", "not-a-file")]


def test_a_named_pipe_is_a_stream(corpus: Path) -> None:
    os.mkfifo("pipe")
    listing = find_files(["pipe", "/dev/null"])
    assert (list(listing), listing.streams) == ([], [b"pipe", b"/dev/null"])


def test_a_dash_is_standard_input_and_counts_once(corpus: Path) -> None:
    make("-")
    listing = find_files(["-", "-"])
    assert (list(listing), listing.streams) == ([], [b"-"])


def test_a_file_called_dash_can_be_named(corpus: Path) -> None:
    make("-", "c/-")
    assert found("./-", "c") == ["./-", "c/-"]


# ---------------------------------------------------------------------------------- missing, broken


@pytest.mark.parametrize("path", ["missing", "missing/x", "a/x", ""])
def test_a_missing_path_is_an_error_with_a_remedy(corpus: Path, path: str) -> None:
    make("a")
    with pytest.raises(CorpusError, match="no such file or directory; check the name"):
        find_files([path])


def test_a_named_link_to_nothing_is_an_error(corpus: Path) -> None:
    Path("gone").symlink_to("nowhere")
    with pytest.raises(CorpusError, match="symbolic link to nothing"):
        find_files(["gone"])


@pytest.mark.parametrize("path", ["a\0b", "a\ud800b", b"a\0b"])
def test_what_cannot_be_a_path_is_an_error(path: str | bytes) -> None:
    with pytest.raises(CorpusError, match="cannot hold a zero byte, nor what does not encode"):
        find_files([path])


@pytest.mark.parametrize("path", ["a\0b", "a\ud800b", "missing"])
def test_an_output_that_cannot_be_a_path_changes_nothing(corpus: Path, path: str) -> None:
    make("c/a.txt")
    assert found("c", exclude_paths=[path]) == ["c/a.txt"]


def test_a_text_given_as_a_path_is_an_error(corpus: Path) -> None:
    with pytest.raises(CorpusError, match=r"if it is the text itself, give newword.Documents"):
        find_files(["机器学习，" * 1000])


def test_an_error_shows_little_of_a_text_given_as_a_path(corpus: Path) -> None:
    with pytest.raises(CorpusError) as caught:
        find_files(["机器学习，" * 1000])
    assert len(str(caught.value)) < 200


def test_a_named_link_loop_is_a_problem(corpus: Path) -> None:
    Path("loop").symlink_to("loop")
    assert problems(find_files(["loop"])) == [("loop", "symlink-loop")]


def failing(code: int, at: bytes, real: Callable[..., Any]) -> Callable[..., Any]:
    def call(path: bytes, **options: Any) -> Any:
        if path == at:
            raise OSError(code, os.strerror(code))
        return real(path, **options)

    return call


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        (errno.EACCES, "unreadable"),
        (errno.EIO, "unreadable"),
        (errno.ESTALE, "unreadable"),
        (errno.ENOENT, "vanished"),
    ],
)
def test_a_directory_that_cannot_be_listed_is_a_problem_and_the_rest_is_taken(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, code: int, problem: str
) -> None:
    make("c/a", "c/d/b", "c/e")
    monkeypatch.setattr(os, "scandir", failing(code, b"c/d/", os.scandir))
    listing = find_files(["c"])
    assert [file.path for file in listing] == [b"c/a", b"c/e"]
    assert problems(listing) == [("c/d/", problem)]


def test_a_path_that_may_not_be_looked_at_is_a_problem(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make("a", "b")
    monkeypatch.setattr(os, "lstat", failing(errno.EACCES, b"a", os.lstat))
    monkeypatch.setattr(os, "stat", failing(errno.EACCES, b"a", os.stat))
    listing = find_files(["a", "b"])
    assert [file.path for file in listing] == [b"b"]
    assert problems(listing) == [("a", "unreadable")]


def test_names_of_any_bytes_are_kept_and_shown_escaped(corpus: Path) -> None:
    (corpus / "c").mkdir()
    names = [b"-rf", b"a\nb", b"a\x1b[2J", b"\xff\xfe", b"x" * 255, "é".encode(), b"e\xcc\x81"]
    for name in names:
        Path(os.fsdecode(b"c/" + name)).write_bytes(b"")
    os.mkfifo(b"c/\xffpipe\n")
    listing = find_files(["c"])
    assert [file.path for file in listing] == sorted(b"c/" + name for name in names)
    assert os.fsencode(listing.problems[0].path) == b"c/\xffpipe\n"
    assert r"c/\xffpipe\x0a: not-a-file" in str(listing.problems[0])


# -------------------------------------------------------------------------------- patterns as paths


def test_a_pattern_is_expanded_when_no_such_file_exists(corpus: Path) -> None:
    make("c/b.txt", "c/a.txt", "c/a.md", "c/d/e.txt")
    assert found("c/*.txt") == ["c/a.txt", "c/b.txt"]


def test_a_file_whose_name_looks_like_a_pattern_is_itself(corpus: Path) -> None:
    make("[a].txt", "a.txt")
    assert list(find_files(["[a].txt"])) == [FoundFile(b"[a].txt", True)]


def test_matches_of_a_pattern_count_as_found_and_directories_are_walked(corpus: Path) -> None:
    make("c1/a", "c2", "c3/b")
    assert list(find_files(["c*"])) == [
        FoundFile(b"c2", False),
        FoundFile(b"c1/a", False),
        FoundFile(b"c3/b", False),
    ]


def test_two_stars_match_any_depth(corpus: Path) -> None:
    make("c/a.txt", "c/d/e/b.txt")
    assert found("c/**/*.txt") == ["c/a.txt", "c/d/e/b.txt"]


def test_special_files_that_a_pattern_matches_are_problems(corpus: Path) -> None:
    os.mkfifo("pipe")
    assert problems(find_files(["p*"])) == [("pipe", "not-a-file")]


def test_a_pattern_that_matches_nothing_is_an_error(corpus: Path) -> None:
    with pytest.raises(CorpusError, match="no file matches"):
        find_files(["*.txt"])


def test_a_file_that_two_patterns_match_is_taken_once(corpus: Path) -> None:
    make("ab")
    assert found("a*", "*b") == ["ab"]


def test_a_pattern_for_a_tree_that_is_too_deep_is_an_error_with_a_remedy(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_deep(pattern: bytes, *, recursive: bool) -> list[bytes]:
        raise RecursionError

    monkeypatch.setattr(glob, "glob", too_deep)  # before Python 3.13 it recursed
    with pytest.raises(CorpusError, match="name the directory, and give the rest as an include"):
        find_files(["**/x"])
