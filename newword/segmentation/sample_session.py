"""The text that a segmenter learns from, in the core."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newword.config import default_threads
from newword.core._core import Session

if TYPE_CHECKING:
    from newword.counting.reading import Reading

__all__ = ["session_of"]


def session_of(sample: bytes, reading: Reading) -> Session:
    """A sample, UTF-8, as one document, within the threads and the memory of a reading."""
    threads, limit = reading.threads or default_threads(), reading.limit
    session = Session(
        threads=threads,
        tokens=reading.has_tokens,
        memory=limit.bytes,
        outside=limit.outside(threads),
        temp_dir=limit.temp_dir,
    )
    session.feed(sample)
    session.end_document()
    return session
