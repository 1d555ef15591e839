"""What a run was: everything that is needed to tell results apart, and to run it again."""

from __future__ import annotations

import hashlib
import os
import platform
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from newword.core._core import UNICODE_VERSION
from newword.lexicon import Lexicon

__all__ = ["make_manifest"]

_BLOCK = 1 << 20


def make_manifest(
    lexicon: Lexicon,
    *,
    output: str | os.PathLike[str] | None = None,
    options: Mapping[str, Any] | None = None,
    started: str | None = None,
) -> dict[str, Any]:
    """A record of a run, as plain values that JSON can hold.

    Args:
        lexicon: What came of it.
        output: The file that was written, whose size and SHA-256 are recorded.
        options: What the run was asked for.
        started: When, as ISO 8601.

    Returns:
        Tables `newword`, `run`, `input`, `result` and `output`. All but `run` are the same for the
        same input, options and version.
    """
    from importlib import metadata  # 40 ms that only a manifest needs

    report = lexicon.report
    return {
        "newword": {
            "version": metadata.version("newword"),
            "unicode": UNICODE_VERSION,
        },
        "run": {
            "started": started,
            "elapsed_s": round(report.elapsed_s, 3),
            "python": platform.python_version(),
            "platform": platform.platform(),
        },
        "options": {name: _plain(value) for name, value in sorted((options or {}).items())},
        "input": {
            "files": report.files,
            "documents": report.documents,
            "bytes": report.bytes_read,
            "units": report.units,
            "problems": [str(problem) for problem in report.problems],
        },
        "result": {
            "method": report.method,
            "thresholds": dict(report.thresholds),
            "candidates": report.candidates,
            "words": len(lexicon),
        },
        "output": None if output is None else _file(Path(output)),
    }


def _file(path: Path) -> dict[str, Any] | None:
    """Size and hash of a regular file; None for a pipe or a device."""
    if not path.is_file():
        return None
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            size += len(block)
    return {"path": str(path), "bytes": size, "sha256": digest.hexdigest()}


def _plain(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)
