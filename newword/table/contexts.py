"""Words in their text: what a lexicon shows of it, and what is left of that in a pickled one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias, TypeVar

from newword.errors import ConfigError
from newword.platform.message import message

__all__ = ["Contexts", "LostContexts", "Passage", "Usage", "fair_places"]

_T = TypeVar("_T")

Passage: TypeAlias = tuple[str, int, int]
"""A piece of text as it is written, and where a word begins and ends in it, in characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """How a text uses one word.

    Attributes:
        count: Occurrences, all spellings together.
        forms: Each spelling (case, width, ignored characters inside) with its occurrences, the
            commonest first; of more than 64 those that occur first.
        passages: Text around some occurrences, spread evenly over the corpus.
        documents: The number of the document of each passage; empty if it is not known.
        sources: Where the document of each passage comes from; empty if not requested, or if the
            text has come without names.
    """

    count: int
    forms: dict[str, int]
    passages: tuple[Passage, ...]
    documents: tuple[int, ...] = ()
    sources: tuple[str, ...] = ()


class Contexts(Protocol):
    """Words in their text, as it is written."""

    @property
    def is_exact(self) -> bool:
        """False for a text in which case and width were folded when it was kept."""

    def __call__(self, words: Sequence[str], limit: int) -> Sequence[Sequence[Passage]]:
        """For each word at most this many of its occurrences."""

    def usages(
        self, words: Sequence[str], *, limit: int, around: int = 40, sources: bool = False
    ) -> Sequence[Usage]:
        """For each word its spellings, and at most this many passages with their sources."""

    def lines(self, most_bytes: int) -> Sequence[str]:
        """Lines of the text, spread evenly over it, of at most this many bytes."""


def fair_places(documents: Sequence[int], limit: int) -> list[int]:
    """Which of some lines to show: as many of each document as there is room, spread over it.

    Args:
        documents: The document of each line, in the order of the corpus.
        limit: Lines at most.

    Returns:
        The places of lines, in the order of the corpus. No document that has a line left has two
        fewer than another. Of more documents than lines, some are taken, evenly.

    Example:
        >>> fair_places([1, 1, 1, 1, 1, 2, 3], 4)
        [0, 2, 5, 6]
    """
    places: dict[int, list[int]] = {}
    for place, document in enumerate(documents):
        places.setdefault(document, []).append(place)
    of_documents = _spread(list(places.values()), limit)
    room = limit
    chosen: list[int] = []
    # Those with few lines first: what they leave is shared by the others.
    waiting = sorted(of_documents, key=len)
    for number, own in enumerate(waiting):
        part = _spread(own, room // (len(waiting) - number))
        room -= len(part)
        chosen += part
    return sorted(chosen)


def _spread(values: Sequence[_T], limit: int) -> Sequence[_T]:
    """At most this many of the values, evenly spread."""
    if len(values) <= limit:
        return values
    return [values[n * len(values) // limit] for n in range(limit)]


class LostContexts:
    """Stands for the contexts of a lexicon that was pickled: the text did not come along."""

    def __bool__(self) -> bool:
        """False: as without contexts."""
        return False

    is_exact = False

    def __call__(self, words: Sequence[str], limit: int) -> Sequence[Sequence[Passage]]:
        """As `usages`."""
        self.usages(words, limit=limit)
        return []

    def usages(
        self, words: Sequence[str], *, limit: int, around: int = 40, sources: bool = False
    ) -> Sequence[Usage]:
        """Say what is missing.

        Raises:
            ConfigError: Always.
        """
        del words, limit, around, sources
        return self.lines(0)

    def lines(self, most_bytes: int) -> list[Any]:
        """As `usages`."""
        del most_bytes
        raise ConfigError(
            message(
                "the contexts of this lexicon stayed in the process that made it, with the text; "
                "newword.with_corpus(lexicon, corpus) reads it again"
            )
        )
