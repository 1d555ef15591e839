"""Whether texts are those that a count file was made of."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator

from newword.core._core import CountFileFacts, Session
from newword.corpus import Corpus, Listing, find_files
from newword.corpus.source import SourceDigest
from newword.counting.reading import Reading
from newword.errors import CountFileError
from newword.platform.message import message
from newword.platform.outputs import AnyPath
from newword.platform.safe_text import path_text

__all__ = ["digest_of_file", "paths_of", "refuse_other_sources"]

_BLOCK = 1 << 20
_SHOWN = 3

Source = tuple[bytes, int]


def refuse_other_sources(
    path: AnyPath, facts: CountFileFacts, session: Session, corpus: Corpus, reading: Reading
) -> int:
    """Refuses texts that are not in a count file: its numbers would be mixed with theirs.

    Args:
        path: The count file.
        facts: What it says of itself.
        session: Has read the texts and noted their digests.
        corpus: What was read, to tell the names of what is refused.
        reading: How it was read.

    Returns:
        How many inputs of the count file are not among the texts.

    Raises:
        CountFileError: One of the texts is not in the count file, or more often than there.
    """
    counted = Counter({(digest, size): times for digest, size, times in facts.sources})
    given = Counter({(digest, size): times for digest, size, times in session.noted_sources()})
    other = given - counted
    if other:
        names = [path_text(name) for name in _names_of(corpus, reading, other.copy())]
        listed = ", ".join(names[:_SHOWN]) + (", ..." if len(names) > _SHOWN else "")
        shown = message(" ({names})", names=listed) if names else ""
        raise CountFileError(
            message(
                "{path}: {total} of the {total_2} inputs given are not in it as they are "
                "now{shown}; add them with newword count --add, or leave them out",
                path=path_text(os.fsdecode(path)),
                total=other.total(),
                total_2=given.total(),
                shown=shown,
            )
        )
    return (counted - given).total()


def paths_of(corpus: Corpus | None) -> list[AnyPath]:
    """The paths that a corpus was given as; none for open files and texts."""
    if isinstance(corpus, (str, bytes, os.PathLike)):
        return [corpus]
    if isinstance(corpus, (list, tuple)):
        return [path for path in corpus if isinstance(path, (str, bytes, os.PathLike))]
    return []


def _names_of(corpus: Corpus, reading: Reading, other: Counter[Source]) -> Iterator[str]:
    """The files whose content is among `other`; nothing of what is no file."""
    if isinstance(corpus, (str, bytes, os.PathLike)):
        corpus = [corpus]
    if isinstance(corpus, (list, tuple)):
        corpus = find_files(
            corpus,
            include=reading.include,
            exclude=reading.exclude,
            hidden=reading.hidden,
            follow=reading.follow,
            exclude_paths=reading.exclude_paths,
        )
    if not isinstance(corpus, Listing):
        return
    for file in corpus:
        digest = digest_of_file(file.path)
        if digest is not None and other[digest] > 0:
            other[digest] -= 1
            yield os.fsdecode(file.path)


def digest_of_file(path: bytes) -> Source | None:
    """The digest of a file as a count file knows it, and its size; None if it cannot be read."""
    digest = SourceDigest()
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - bytes
            while block := file.read(_BLOCK):
                digest.update(block)
    except OSError:
        return None
    return digest.finish(), digest.size
