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
