"""Every recipe of docs/recipes.md does what it says, where its packages are installed."""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from command import environment
from examples import Example, examples_of, run_shell

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "recipes.md"
RECIPES = examples_of(PAGE, "py")
SCRIPTS = examples_of(PAGE, "bash")
PROGRAMS = ("rime_deployer", "libime_pinyindict")
MORE = {"to_pandas": ("pandas", "pyarrow"), ".parquet": ("pyarrow",)}


def needed(code: str) -> list[str]:
    """The packages of a recipe."""
    tree = ast.parse(code)
    names = [
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    ]
    names += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return names + [package for sign, more in MORE.items() if sign in code for package in more]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the first block of the page has run."""
    directory = tmp_path_factory.mktemp("recipes")
    shutil.copytree(ROOT / "corpus_samples" / "text", directory / "corpus_samples" / "text")
    for name in ("served", "rime"):
        (directory / name).mkdir()
    [first, *_] = examples_of(PAGE, "sh")
    line = [sys.executable, "-m", *first.text.split()]
    subprocess.run(line, cwd=directory, env=environment(), capture_output=True, check=True)
    return directory


@pytest.mark.parametrize("recipe", RECIPES, ids=str)
def test_a_recipe_does_what_it_says(recipe: Example, clone: Path) -> None:
    missing = [name for name in needed(recipe.text) if not importlib.util.find_spec(name)]
    if missing:
        pytest.skip(f"not installed: {' '.join(missing)}")
    line = [sys.executable, "-c", recipe.text]
    done = subprocess.run(line, cwd=clone, env=environment(), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.parametrize("recipe", SCRIPTS, ids=str)
def test_a_script_does_what_it_says(recipe: Example, clone: Path) -> None:
    missing = [one for one in PROGRAMS if one in recipe.text and not shutil.which(one)]
    if missing or not importlib.util.find_spec("pypinyin"):
        pytest.skip(f"not installed: {' '.join(missing) or 'pypinyin'}")
    code, got = run_shell(f"set -e\n{recipe.text}", clone, prepared(clone))
    assert code == 0, got


def prepared(directory: Path) -> dict[str, str]:
    """An environment in which `newword` is the one that is tested."""
    programs = directory.parent / f"{directory.name}-bin"
    programs.mkdir(exist_ok=True)
    program = programs / "newword"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m newword "$@"\n', "utf-8")
    program.chmod(0o755)
    return environment({"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"})


def exported(clone: Path, format_: str) -> list[str]:
    """Lines of the words as a consumer gets them."""
    target = clone / f"words.{format_}"
    line = [sys.executable, "-m", "newword", "export", "words.jsonl", "--to", format_]
    subprocess.run(
        [*line, "-o", target], cwd=clone, env=environment(), capture_output=True, check=True
    )
    return target.read_bytes().decode("utf-8").splitlines()


def saved(clone: Path) -> dict[str, int]:
    lines = (clone / "words.jsonl").read_text("utf-8").splitlines()
    return {row["word"]: row["count"] for row in map(json.loads, lines)}


def test_hanlp_1_reads_every_word_by_its_published_rules(clone: Path) -> None:
    """CustomDictionary: fields parted by white space, the word, then pairs of tag and count."""
    found = {}
    for line in exported(clone, "hanlp"):
        word, *pairs = line.split()
        assert pairs, line
        assert len(pairs) % 2 == 0, line
        assert all(re.fullmatch(r"[a-z]+", tag) for tag in pairs[::2]), line
        found[word] = sum(map(int, pairs[1::2]))
    assert found == saved(clone)


def test_ik_reads_every_word_by_its_published_rules(clone: Path) -> None:
    """A remote dictionary: UTF-8 lines, trimmed and in lower case, as texts are."""
    loaded = {line.strip().lower() for line in exported(clone, "ik")} - {""}
    assert loaded == {word.lower() for word in saved(clone)}
