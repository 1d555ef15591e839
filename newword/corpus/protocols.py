"""The kinds of corpora, and the objects that receive their text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol, runtime_checkable

from newword.corpus.walk import Listing
from newword.errors import ConfigError
from newword.platform.message import message
from newword.platform.outputs import AnyPath

__all__ = [
    "BatchSession",
    "Corpus",
    "Documents",
    "NotingSession",
    "OpenFile",
    "Outcome",
    "Session",
    "Sink",
]


@runtime_checkable
class OpenFile(Protocol):
    """Anything that can be read like a file; it may give bytes or str."""

    def read(self, size: int, /) -> bytes | str | None:
        """Reads at most this much; empty at the end, None if a raw file would block."""


class Outcome(Protocol):
    """What the core says about a file that needs attention; ``_core.FileOutcome``."""

    @property
    def index(self) -> int:
        """Which of the files."""

    @property
    def code(self) -> str:
        """The kind of problem."""

    @property
    def offset(self) -> int:
        """Where, in bytes."""

    @property
    def total(self) -> int:
        """How often."""

    @property
    def errno(self) -> int:
        """What the system said."""


class Sink(Protocol):
    """What takes text as UTF-8, document by document."""

    @property
    def bytes_read(self) -> int:
        """Bytes of text so far."""

    def feed(self, block: bytes, /) -> None:
        """Take UTF-8 of the current document, cut anywhere."""

    def end_document(self) -> None:
        """Let no run go on from here."""


@runtime_checkable
class Session(Sink, Protocol):
    """What is needed of ``_core.Session``, which reads plain files by itself."""

    def read_files(
        self,
        paths: Sequence[bytes],
        explicit: Sequence[bool],
        tick: Callable[[int, int], None] | None,
        /,
    ) -> Sequence[Outcome]:
        """Read plain UTF-8 files; returns what there is to say of some.

        Tells `tick` the bytes done of this call, and all of them, 0 while they are not known.
        """


@runtime_checkable
class NotingSession(Session, Protocol):
    """A session that notes the sources of its text."""

    def knows_source(self, digest: bytes, size: int, /) -> bool:
        """Whether an input is known, and must not be fed."""

    def admit_source(self, digest: bytes, size: int, /) -> bool:
        """Note an input that was fed; False if it is known."""


@runtime_checkable
class BatchSession(Protocol):
    """A session that takes many documents at once."""

    def feed_documents(self, texts: list[str], /) -> None:
        """Take texts, each a document of its own."""


class Documents:
    """Marks an iterable of str as texts, one document each; a plain list would be paths.

    Raises:
        ConfigError: It is a single string, whose characters would be taken as documents.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        if isinstance(texts, (str, bytes, bytearray)):
            raise ConfigError(
                message(
                    "Documents takes texts, and each character of one string would be a text; "
                    "put it into a list: Documents([text])"
                )
            )
        self._texts = texts

    @property
    def texts(self) -> Iterable[str]:
        """What was given."""
        return self._texts

    def __iter__(self) -> Iterator[str]:
        """The texts, as the iterable gives them."""
        return iter(self._texts)


Corpus = AnyPath | Sequence[AnyPath] | Listing | OpenFile | Documents | Iterable[str]
