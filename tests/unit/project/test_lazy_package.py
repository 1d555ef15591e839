"""`import newword` and `newword --version` load only what they need."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import newword

STUB = Path(newword.__file__).with_name("__init__.pyi")
HEAVY = {"numpy", "rich", "jinja2", "newword.core._core", "newword.corpus"}


def loaded_after(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules, sep='\\n')"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


def test_the_stub_and_the_package_offer_the_same_names_from_the_same_places() -> None:
    stub = {
        alias.name: node.module
        for node in ast.parse(STUB.read_text("utf-8")).body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert stub == {name: f"newword.{home}" for name, home in newword._HOME.items()}


@pytest.mark.parametrize("name", newword.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(newword, name) is not None
    assert name in dir(newword)


def test_a_name_that_is_none_is_named() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'discovr'"):
        newword.discovr  # noqa: B018


@pytest.mark.parametrize(
    "code",
    [
        "import newword",
        "from newword.cli.main import _run; assert _run(['--version']) == 0",
        "from newword.cli.main import _run; assert _run(['discovr', 'x']) == 2",
    ],
)
def test_what_needs_no_engine_does_not_load_it(code: str) -> None:
    assert not loaded_after(code) & HEAVY


def test_to_list_words_nobody_waits_for_what_cuts_text() -> None:
    loaded = loaded_after("import newword.cli.commands.discover")
    assert not {name for name in loaded if name.startswith("newword.segmentation")}


def test_a_small_text_is_listed_without_modules_of_other_commands(tmp_path: Path) -> None:
    text = tmp_path / "text.txt"
    text.write_text("雾釉怕硬东西磕，雾釉的边上多了一个白点。\n" * 9, "utf-8")
    listed = f"assert _run(['discover', {str(text)!r}]) == 0"
    loaded = loaded_after(f"from newword.cli.main import _run; {listed}")
    assert len({name for name in loaded if name.startswith("newword")}) <= 220
    others = {"counting.merge", "comparison.keyness", "comparison.trend", "counting.sharding.shard"}
    # The last is imported by `np.unique` of some releases, and is a tenth of the start.
    assert not loaded & {*(f"newword.{name}" for name in others), "rich", "jinja2", "numpy.ma"}


COUNTING = """
import re, sys
compile_now, here = re.compile, []
def counted(*asked):
    if sys._getframe(1).f_globals["__name__"].startswith("newword"):
        here.append(asked)
    return compile_now(*asked)
re.compile = counted
import newword.cli.commands.discover
assert len(here) <= 2, here  # those of sizes and of help, which the options need
"""


def test_no_module_of_discover_compiles_expressions_when_it_is_imported() -> None:
    loaded_after(COUNTING)  # a set of characters takes as long as a module
