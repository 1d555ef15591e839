"""The door to the C++ core.

Without the built module this says what to do about it.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

__all__: list[str] = []

_CORE = "newword.core._core"
_FOLDER = Path(__file__).resolve().parents[2]


def _remedy() -> str:
    if (_FOLDER / "setup.py").is_file():
        return (
            "this source folder hides a newword that is installed elsewhere; run "
            "`pip install -e .` in it, or work in another folder"
        )
    return "run `pip install --force-reinstall newword`"


try:
    importlib.import_module(_CORE)
except ModuleNotFoundError as error:
    if error.name != _CORE:
        raise
    python = ".".join(map(str, sys.version_info[:2]))
    raise ImportError(
        f"{_FOLDER}: newword has no built core for Python {python} here: {_remedy()}"
    ) from None
