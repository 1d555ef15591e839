"""Directories for files that a run needs for a while."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newword.errors import OutputError
from newword.platform.message import message, reason_of
from newword.platform.safe_text import path_text

__all__ = ["scratch_directory"]


@contextmanager
def scratch_directory(place: str | os.PathLike[str] | None) -> Iterator[Path]:
    """A new directory that is removed with all that is in it.

    Args:
        place: Where it lies; None for the system's directory of temporary files.

    Raises:
        OutputError: It cannot be made; the message names the place.
    """
    try:
        made = tempfile.TemporaryDirectory(prefix="newword-", dir=place)
    except OSError as error:
        where = os.fspath(place) if place is not None else tempfile.gettempdir()
        raise OutputError(
            message(
                "cannot use a temporary file in {path}: {reason}",
                path=path_text(where),
                reason=reason_of(error),
            ),
            error.errno,
            where,
        ) from error
    with made as directory:
        yield Path(directory)
