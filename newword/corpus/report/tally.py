"""Where a reading has come to: its documents, its problems, its progress."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from newword.corpus.documents import DocumentLog, Mark, Numbering
from newword.corpus.open.decode import AUTO, encode_text
from newword.corpus.protocols import BatchSession, NotingSession, Session, Sink
from newword.corpus.report.encoding_counts import EncodingCounts
from newword.corpus.report.problem import CorpusReport, InputProblem, Progress
from newword.corpus.source import SourceDigest
from newword.errors import CorpusError
from newword.platform.message import message
from newword.platform.plural import count_of
from newword.platform.safe_text import path_text

__all__ = ["Tally"]

_PROGRESS_BYTES = 1 << 20


class Tally:
    """Passes documents on to the session, and keeps account of them.

    Attributes:
        files: Files and streams that were read, all or in part.
        documents: Those, and texts that were given as objects.
        bytes_read: Of the input.
        own_files: Files of newword itself that a walk met, and that were not read.
        total_bytes: Size of all input; None if unknown.
        encoding: That was asked for; several with commas between.
        notes_sources: Whether the session is told the digest of every input.
    """

    def __init__(
        self,
        session: Session | Sink,
        *,
        strict: bool,
        notes_sources: bool,
        on_progress: Callable[[Progress], None] | None,
        on_document: Callable[[str], None] | None,
        log: DocumentLog | None,
        encoding: str = AUTO,
    ) -> None:
        self.session = session
        self.notes_sources = notes_sources
        self.log = log
        self.files = 0
        self.documents = 0
        self.bytes_read = 0
        self.own_files = 0
        self.total_bytes: int | None = None
        self.encoding = encoding
        self._open = "<nothing>"
        self._strict = strict
        self._on_progress = on_progress
        self._on_document = on_document
        self._told_bytes = 0
        self._counted: list[str] = []
        self._problems: list[InputProblem] = []
        self._encodings = EncodingCounts()

    @property
    def tells_progress(self) -> bool:
        """Whether a progress callback is set."""
        return self._on_progress is not None

    def report(self, skipped: dict[str, int]) -> CorpusReport:
        """What was read; also tells the final progress."""
        self.close_document()
        self.tell(self.bytes_read)
        notes = self._encodings.notes(self.encoding)
        return CorpusReport(
            files=self.files,
            documents=self.documents,
            bytes_read=self.bytes_read,
            problems=tuple(self._problems),
            skipped=skipped | ({"own": self.own_files} if self.own_files else {}),
            counted=tuple(self._counted),
            notes=notes,
        )

    def begin_document(self, name: str) -> None:
        """The next that is fed is of this one."""
        self.close_document()
        self._open = name
        if self._on_document is not None:
            self._on_document(name)

    def end_document(self, name: str, mark: Mark | None = None, changed: int | None = None) -> None:
        """End a document, and log it if the session has numbered it."""
        if self.log is None:
            self.session.end_document()
            return
        numbering = cast("Numbering", self.session)
        before = numbering.documents
        self.session.end_document()
        if numbering.documents > before:
            self.log.add(name, mark or Mark(), changed)

    @property
    def takes_batches(self) -> bool:
        """Whether documents may come in batches, because their names and times are not needed."""
        return self.log is None and isinstance(self.session, BatchSession)

    def feed_batch(self, texts: list[str]) -> None:
        """Feed documents that are nothing but their texts."""
        cast("BatchSession", self.session).feed_documents(texts)
        self.documents += len(texts)

    def close_document(self) -> None:
        """Log what a failure may have left open, which the session numbers as well."""
        if self.log is not None:
            self.end_document(self._open)

    def feed_text(self, text: str, digest: SourceDigest | None) -> int:
        """Feed a piece of a document; returns how many lone surrogates it had."""
        block, lone = encode_text(text)
        if digest is not None:
            digest.update(block)
        self.session.feed(block)
        self.advance(len(block))
        return lone

    def end_text(self, name: str, lone: int) -> None:
        """End a document that was fed as text."""
        self.end_document(name)
        self.documents += 1
        if lone:
            self.add(InputProblem(name, "invalid-bytes", None, count_of(lone, "lone surrogate")))

    def add_read(self, encoding: str | None, files: int = 1) -> None:
        """So many files were read in an encoding; None is none, or several in one."""
        self._encodings.add_read(encoding, files)

    def add_advice(self, encoding: str | None) -> None:
        """A file was not read that looks like this encoding."""
        self._encodings.add_advice(encoding)

    def add(self, problem: InputProblem) -> None:
        """Keep a problem; a strict reading ends here."""
        if self._strict:
            raise CorpusError(
                message("{problem}; strict reading stops at the first problem", problem=problem)
            )
        self._problems.append(problem)

    def add_counted(self, name: str) -> None:
        """An input that the session knows, and that was not fed."""
        self._counted.append(name)

    def admit_source(self, digest: SourceDigest, name: str) -> None:
        """Tell the session what it was fed.

        Raises:
            CorpusError: It was fed the same before.
        """
        session = self.session
        if isinstance(session, NotingSession) and not session.admit_source(
            digest.finish(), digest.size
        ):
            raise CorpusError(
                message(
                    "{name}: its text was counted before; nothing was changed; leave it "
                    "out, or ask for it to be counted again",
                    name=path_text(name),
                )
            )

    def advance(self, size: int) -> None:
        """So many more bytes were read; tells about every MiB."""
        self.bytes_read += size
        if self.bytes_read - self._told_bytes >= _PROGRESS_BYTES:
            self.tell(self.bytes_read)

    def tell(self, bytes_read: int) -> None:
        """Tell the progress now."""
        if self._on_progress is None:
            return
        # A skipped input is taken back from the bytes read, and one that the core hands back is
        # read twice; progress goes neither back nor past its end.
        self._told_bytes = max(self._told_bytes, bytes_read)
        total = None if self.total_bytes is None else max(self.total_bytes, self._told_bytes)
        self._on_progress(Progress(self._told_bytes, total))
