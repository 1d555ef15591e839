"""In which order files come, and which are left out."""

from __future__ import annotations

import ntpath
import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from walking import found, make, recorded

from newword.corpus.walk import find_files
from newword.errors import ConfigError

# ------------------------------------------------------------------------------- order, depth, size


def test_a_directory_is_walked_in_byte_order_of_whole_paths(corpus: Path) -> None:
    make("c/a/z", "c/a-b", "c/a.txt", "c/a0", "c/B", "c/机", "c/a/b/c")
    expected = ["c/B", "c/a-b", "c/a.txt", "c/a/b/c", "c/a/z", "c/a0", "c/机"]
    assert found("c") == expected == sorted(expected, key=os.fsencode)


names = st.text(st.sampled_from("ab-.0/机\udcff"), min_size=1, max_size=6).filter(
    lambda name: not any(part in ("", ".", "..") for part in name.split("/"))
)


@settings(max_examples=50, deadline=None)
@given(st.sets(names, max_size=12))
def test_any_tree_is_listed_whole_and_in_byte_order(
    tmp_path_factory: pytest.TempPathFactory, paths: set[str]
) -> None:
    root = tmp_path_factory.mktemp("tree")
    try:
        made = []
        for path in sorted(paths):
            file = root / path
            if file.exists() or any(parent.is_file() for parent in file.parents):
                continue
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(b"")
            made.append(os.fsencode(file))
        assert [file.path for file in find_files([root], hidden=True)] == sorted(made)
    finally:
        shutil.rmtree(root)


def test_the_paths_keep_the_order_in_which_they_are_given(corpus: Path) -> None:
    make("b/1", "a/1")
    assert found("b", "a") == ["b/1", "a/1"]


def test_named_files_come_before_named_directories(corpus: Path) -> None:
    make("d/1", "z", "a")
    assert found("d", "z", "a") == ["z", "a", "d/1"]


def test_a_tree_may_be_deeper_than_the_recursion_limit(corpus: Path) -> None:
    depth = max(2000, sys.getrecursionlimit() + 100)
    for _ in range(depth):
        Path("d").mkdir()
        os.chdir("d")
    Path("leaf").write_text("x")
    os.chdir(corpus)
    try:
        listing = find_files(["d"])
        assert [len(file.path) for file in listing] == [2 * depth + len("leaf")]
        assert not listing.problems
    finally:
        os.system("rm -rf d")  # shutil.rmtree recurses


def test_paths_longer_than_the_system_takes_are_a_problem(corpus: Path) -> None:
    for _ in range(20):
        Path("d" * 250).mkdir()
        os.chdir("d" * 250)
    os.chdir(corpus)
    try:
        assert [p.code for p in find_files(["."]).problems] == ["unreadable"]
    finally:
        os.system("rm -rf dddd*")


def test_a_listing_takes_little_more_memory_than_the_names(corpus: Path) -> None:
    make(*(f"c/{number:06}" for number in range(2000)))
    listing = find_files(["c"])
    stored = sum(len(directory) + len(files) for directory, files, _ in listing._chunks)
    assert (len(listing), stored) == (2000, len("c/") + 7 * 2000 - 1)


def test_a_walk_asks_for_no_status_of_the_entries(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make("c/1", "c/2", "c/d/3")
    asked = recorded(monkeypatch, "stat")
    find_files(["c"])
    assert asked == [b"c"]


def test_one_directory_is_open_at_a_time(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make("c/" + "d/" * 50 + "1")
    now = most = 0
    real = os.scandir

    class Counted:
        def __init__(self, path: bytes) -> None:
            self.entries = real(path)

        def __enter__(self) -> Any:
            nonlocal now, most
            now += 1
            most = max(most, now)
            return self.entries

        def __exit__(self, *details: object) -> None:
            nonlocal now
            now -= 1
            self.entries.close()

    monkeypatch.setattr(os, "scandir", Counted)
    find_files(["c"])
    assert most == 1


@pytest.mark.parametrize("path", ["c", "c/", "./c", "c/.", "d/../c"])
def test_a_directory_may_be_spelled_in_many_ways(corpus: Path, path: str) -> None:
    make("c/1", "d/1")
    assert found(path) == [path.rstrip("/") + "/1"]


def test_an_empty_directory_gives_an_empty_listing(corpus: Path) -> None:
    (corpus / "c").mkdir()
    listing = find_files(["c"])
    assert (list(listing), listing.problems, len(listing)) == ([], [], 0)


def test_no_paths_give_an_empty_listing() -> None:
    assert len(find_files([])) == 0


# --------------------------------------------------------------------------------- what is left out


def test_hidden_names_are_left_out_and_counted(corpus: Path) -> None:
    make("c/.git/x", "c/.a", "c/b")
    listing = find_files(["c"])
    assert [file.path for file in listing] == [b"c/b"]
    assert listing.skipped == {"hidden": 2}


def test_hidden_names_are_taken_when_asked_for(corpus: Path) -> None:
    make("c/.git/x", "c/.a", "c/b")
    assert found("c", hidden=True) == ["c/.a", "c/.git/x", "c/b"]


def test_a_hidden_name_that_is_named_is_taken(corpus: Path) -> None:
    make(".a", ".d/b")
    assert found(".a", ".d") == [".a", ".d/b"]


@pytest.mark.parametrize(
    ("patterns", "expected"),
    [
        (["*.txt"], ["c/a.txt", "c/d/a.txt", "c/d/e/b.txt"]),
        (["a.*"], ["c/a.md", "c/a.txt", "c/d/a.txt"]),
        (["?.md"], ["c/a.md"]),
        (["d/*.txt"], ["c/d/a.txt"]),
        (["/*.txt"], ["c/a.txt"]),
        (["d/**"], ["c/d/a.txt", "c/d/e/b.txt"]),
        (["d/**/*.txt"], ["c/d/a.txt", "c/d/e/b.txt"]),
        (["**/b.txt"], ["c/d/e/b.txt"]),
        (["[!a].*", "a.md"], ["c/a.md", "c/d/e/b.txt"]),
        (["[ab].txt"], ["c/a.txt", "c/d/a.txt", "c/d/e/b.txt"]),
        (["[机-械]"], ["c/机"]),
        (["?"], ["c/机"]),
        (["A.TXT"], []),
        (["a"], []),
        (["[]a].md"], ["c/a.md"]),
        (["a.m[d"], []),
        (["*.t[&~|^]t"], []),
    ],
)
def test_include_takes_only_files_that_match(
    corpus: Path, patterns: list[str], expected: list[str]
) -> None:
    make("c/a.txt", "c/a.md", "c/d/a.txt", "c/d/e/b.txt", "c/机")
    assert found("c", include=patterns) == expected


def test_patterns_of_windows_may_have_its_separator(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make("c/d/a.txt", "c/d/e/b.txt")
    monkeypatch.setattr(os, "sep", ntpath.sep)
    assert found("c", include=["d\\*.txt"]) == ["c/d/a.txt"]
    assert found("c", exclude=["d\\e\\"]) == ["c/d/a.txt"]


@pytest.mark.parametrize(
    ("patterns", "expected"),
    [
        (["*.md"], ["c/a.txt", "c/d/a.txt", "c/d/e/b.txt"]),
        (["d"], ["c/a.md", "c/a.txt"]),
        (["e/"], ["c/a.md", "c/a.txt", "c/d/a.txt"]),
        (["d/e"], ["c/a.md", "c/a.txt", "c/d/a.txt"]),
        (["*"], []),
    ],
)
def test_exclude_leaves_out_files_and_whole_directories(
    corpus: Path, patterns: list[str], expected: list[str]
) -> None:
    make("c/a.txt", "c/a.md", "c/d/a.txt", "c/d/e/b.txt")
    assert found("c", exclude=patterns) == expected


def test_exclude_wins_over_include(corpus: Path) -> None:
    make("c/a.txt", "c/b.txt")
    assert found("c", include=["*.txt"], exclude=["b*"]) == ["c/a.txt"]


def test_an_excluded_directory_is_not_entered(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make("c/d/1")
    entered = recorded(monkeypatch, "scandir")
    find_files(["c"], exclude=["d"])
    assert entered == [b"c/"]


def test_patterns_are_not_for_files_that_are_named(corpus: Path) -> None:
    make("a.md")
    assert found("a.md", include=["*.txt"], exclude=["*.md"]) == ["a.md"]


def test_one_pattern_may_be_given_as_a_str(corpus: Path) -> None:
    make("c/a.txt", "c/b.md")
    assert found("c", include="*.txt") == ["c/a.txt"]


@pytest.mark.parametrize("pattern", ["[z-a]", "", "/"])
def test_a_malformed_pattern_is_a_config_error(pattern: str) -> None:
    with pytest.raises(ConfigError, match="file pattern"):
        find_files([], include=[pattern])


def test_the_output_of_this_run_is_left_out(corpus: Path) -> None:
    make("c/a.txt", "c/words.tsv", "c/d/words.tsv")
    assert found("c", exclude_paths=["c/words.tsv"]) == ["c/a.txt", "c/d/words.tsv"]


def test_the_output_is_left_out_under_every_spelling(corpus: Path) -> None:
    make("c/a.txt", "c/words.tsv")
    Path("link").symlink_to("c/words.tsv")
    assert found("c", exclude_paths=["link"]) == ["c/a.txt"]


def test_an_output_that_does_not_exist_yet_changes_nothing(corpus: Path) -> None:
    make("c/a.txt")
    assert found("c", exclude_paths=["c/words.tsv"]) == ["c/a.txt"]
