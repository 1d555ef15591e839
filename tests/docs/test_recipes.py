"""Every recipe of docs/recipes.md does what it says, where its packages are installed."""

from __future__ import annotations

import ast
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from command import environment
from examples import Example, examples_of

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "recipes.md"
RECIPES = examples_of(PAGE, "py")
MORE = {"to_pandas": ("pandas", "pyarrow"), ".parquet": ("pyarrow",)}


def needed(code: str) -> list[str]:
    """The packages of a recipe."""
    names = [
        alias.name
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Import)
        for alias in node.names
    ]
    return names + [package for sign, more in MORE.items() if sign in code for package in more]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the first block of the page has run."""
    directory = tmp_path_factory.mktemp("recipes")
    shutil.copytree(ROOT / "corpus_samples" / "text", directory / "corpus_samples" / "text")
    (directory / "served").mkdir()
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
