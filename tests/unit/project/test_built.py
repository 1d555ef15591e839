"""A source folder without a built core says so, and what to do, instead of naming a module."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from command import ROOT


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A source folder in which nothing was built."""
    unbuilt = shutil.ignore_patterns("*.so", "*.pyd", "__pycache__")
    shutil.copytree(ROOT / "newword", tmp_path / "newword", ignore=unbuilt)
    shutil.copy(ROOT / "setup.py", tmp_path)
    return tmp_path


# An editable install would lend its core to the folder.
ALONE = (
    "import runpy, sys; sys.meta_path[:] = [f for f in sys.meta_path if 'Editable' not in repr(f)]"
)


def run_python(folder: Path, code: str) -> tuple[int, str]:
    settings = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [sys.executable, "-c", f"{ALONE}; {code}"],
        cwd=folder, env=settings, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    return done.returncode, done.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    "code",
    ["import newword; newword.discover", "from newword.cli import main; main(['count', 'x'])"],
)
def test_a_source_folder_without_a_core_names_the_remedy(clone: Path, code: str) -> None:
    exit_code, last = run_python(clone, code)
    assert exit_code == 1
    assert last.startswith(f"ImportError: {clone}: newword has no built core for Python ")
    assert "`pip install -e .`" in last


def test_an_installation_without_a_core_is_to_be_made_again(clone: Path) -> None:
    (clone / "setup.py").unlink()
    _, last = run_python(clone, "import newword; newword.discover")
    assert last.endswith("run `pip install --force-reinstall newword`")


def test_another_module_that_is_missing_is_named_itself(clone: Path) -> None:
    (clone / "newword" / "core" / "_core.py").write_text("import no_such_module\n", "utf-8")
    _, last = run_python(clone, "import newword; newword.discover")
    assert last == "ModuleNotFoundError: No module named 'no_such_module'"
