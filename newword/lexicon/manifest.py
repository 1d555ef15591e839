"""What a run was: everything that is needed to tell results apart, and to run it again."""

from __future__ import annotations

import hashlib
import io
import os
import platform
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from newword.core._core import UNICODE_VERSION
from newword.lexicon import Lexicon

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

__all__ = ["WrittenBytes", "make_manifest"]

_BLOCK = 1 << 20


def make_manifest(
    lexicon: Lexicon,
    *,
    output: str | os.PathLike[str] | None = None,
    written: WrittenBytes | None = None,
    options: Mapping[str, Any] | None = None,
    started: str | None = None,
) -> dict[str, Any]:
    """A record of a run, as plain values that JSON can hold.

    Args:
        lexicon: The result of the run.
        output: The file that was written, whose size and SHA-256 are recorded.
        written: The content of that file, if it is not in place yet.
        options: The options of the run.
        started: When the run started, as ISO 8601.

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
        "output": None if output is None else _file(Path(output), written),
    }


class WrittenBytes(io.BufferedIOBase):
    """A binary file that passes on what is written to it, and keeps its size and SHA-256."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._digest = hashlib.sha256()
        self.size = 0

    def writable(self) -> bool:
        """Always true."""
        return True

    def write(self, data: ReadableBuffer, /) -> int:
        """Pass on all of it."""
        self._digest.update(data)
        self.size += memoryview(data).nbytes
        return self._out.write(data)

    def flush(self) -> None:
        """Pass on what is held back."""
        if not self.closed:
            self._out.flush()

    def tell(self) -> int:
        """Bytes so far."""
        return self.size

    @property
    def sha256(self) -> str:
        """In hexadecimal digits."""
        return self._digest.hexdigest()


def _file(path: Path, written: WrittenBytes | None) -> dict[str, Any] | None:
    """Size and hash of a regular file; None for a pipe or a device."""
    if written is not None and (path.is_file() or not path.exists()):
        return {"path": str(path), "bytes": written.size, "sha256": written.sha256}
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
