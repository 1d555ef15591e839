"""The same corpus gives the same bytes, whatever the machine does."""

from __future__ import annotations

import random
from functools import lru_cache
from pathlib import Path

import pytest
from command import TEXT, run, write_tree

from newword.methods import METHODS


@lru_cache
def expected(method: str) -> bytes:
    return run("discover", "text", "--method", method, "--threads", "1", cwd=TEXT.parent).stdout


@pytest.mark.parametrize("method", METHODS)
def test_a_run_finds_words_at_all(method: str) -> None:
    assert expected(method).count(b"\n") > 1000


@pytest.mark.parametrize(
    ("threads", "seed"), [("1", "random"), ("2", "0"), ("3", "random"), ("8", "1")]
)
@pytest.mark.parametrize("method", METHODS)
def test_any_number_of_threads_and_any_hash_seed_give_the_same_bytes(
    method: str, threads: str, seed: str
) -> None:
    options = ("--method", method, "--threads", threads)
    done = run("discover", TEXT, *options, changes={"PYTHONHASHSEED": seed})
    assert done.stdout == expected(method)


@pytest.mark.parametrize("locale", ["C", "tr_TR.UTF-8"])
@pytest.mark.parametrize("method", METHODS)
def test_any_locale_and_time_zone_give_the_same_bytes(method: str, locale: str) -> None:
    changes = {"LC_ALL": locale, "TZ": "Asia/Shanghai"}
    assert run("discover", TEXT, "--method", method, changes=changes).stdout == expected(method)


@pytest.mark.parametrize("order", ["reversed", "shuffled"])
@pytest.mark.parametrize("method", METHODS)
def test_files_written_in_any_order_give_the_same_bytes(
    method: str, order: str, tmp_path: Path
) -> None:
    paths = sorted(path for path in TEXT.rglob("*") if path.is_file())
    if order == "reversed":
        paths.reverse()
    else:
        random.Random(20).shuffle(paths)
    files = {str(path.relative_to(TEXT)): path.read_bytes() for path in paths}
    copy = write_tree(tmp_path / "text", files)
    assert run("discover", copy, "--method", method).stdout == expected(method)


@pytest.mark.parametrize("method", METHODS)
def test_the_order_of_named_paths_changes_nothing(method: str) -> None:
    folders = sorted(TEXT.iterdir(), reverse=True)
    assert run("discover", *folders, "--method", method).stdout == expected(method)


@pytest.mark.parametrize("threads", ["1", "2", "8"])
def test_counts_are_the_same_bytes_for_any_number_of_threads(threads: str) -> None:
    assert run("count", TEXT, "--threads", threads).stdout == counts()


@lru_cache
def counts() -> bytes:
    return run("count", TEXT, "--threads", "3").stdout
