"""Feeding a corpus to a counting session, whatever the corpus is.

What an object stands for, without looking into it:

- a str, bytes or path object: one path (``-`` is standard input);
- a list or tuple of them: paths; a ``Listing``: the files that were found;
- an object with ``read``: an open file, binary or text, which is one document;
- ``Documents(texts)``, and every other iterable, such as a generator: one document per str.

So a list of texts is wrapped: ``Documents(["机器学习", "..."])``.
"""

from __future__ import annotations

import io
import itertools
import os
import stat
import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import BinaryIO, cast

from newword._safe_text import path_text
from newword.corpus.compressed import HEAD_BYTES
from newword.corpus.decode import (
    AUTO,
    canonical_encoding,
    decode,
    encode_text,
    fill,
)
from newword.corpus.documents import DocumentLog, Mark, Numbering
from newword.corpus.kinds import RECORD_SUFFIXES, Layout
from newword.corpus.notes import Notes
from newword.corpus.problem import CorpusReport, InputProblem, Progress
from newword.corpus.protocols import Corpus, Documents, NotingSession, OpenFile, Session, Sink
from newword.corpus.source import SourceDigest
from newword.corpus.unpack import Source, open_documents, push_back
from newword.corpus.walk import STDIN, AnyPath, FoundFile, Listing, find_files
from newword.corpus.wording import (
    MARKED,
    NEVER_BLOCK,
    READ_ONLY,
    count_of,
    plain_problem,
    problem_of,
    reason,
    undecodable,
)
from newword.errors import CorpusError, MissingPackageError

__all__ = ["Corpus", "Documents", "Session", "Sink", "read_corpus"]

_BATCH_FILES = 1 << 16
_BLOCK = 1 << 19  # bytes of a stream, characters of a text
_PROGRESS_BYTES = 1 << 20
_COUNTED = "counted"  # known to the session by its content, and not read
_NOT_READ = {
    "wrong-encoding", "binary", "unreadable", "vanished", "not-a-file", "packed", _COUNTED,
    *MARKED,
}  # fmt: skip


def read_corpus(
    session: Session | Sink,
    corpus: Corpus,
    *,
    encoding: str = AUTO,
    layout: Layout | None = None,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    hidden: bool = False,
    follow: bool = False,
    exclude_paths: Iterable[AnyPath] = (),
    strict: bool = False,
    notes_sources: bool = False,
    on_progress: Callable[[Progress], None] | None = None,
    on_document: Callable[[str], None] | None = None,
    log: DocumentLog | None = None,
) -> CorpusReport:
    """Feed all of a corpus to a session. What cannot be read is reported, and the rest is read.

    Args:
        session: Takes the text.
        corpus: Paths, an open file, or texts, by the rules at the top of this module.
        encoding: Of files and binary streams: ``auto`` for UTF-8, UTF-16 and UTF-32 by their byte
            order mark, else UTF-8; or the name of an encoding. Nothing is guessed.
        layout: How inputs are read that are not plain text; see ``newword.corpus.kinds``.
        include: See ``find_files``; so are the next four.
        exclude: Patterns of files and directories to leave out.
        hidden: Walk into names that begin with a dot.
        follow: Follow symbolic links below named directories.
        exclude_paths: Files that a walk leaves out: where the output goes.
        strict: Let the first problem raise.
        notes_sources: Tell the session the digest of every input; a regular file that it knows is
            not read, and listed in the report. All texts of an iterable are one input.
        on_progress: Called about every MiB, every 50 ms while the core reads, and at the end.
        on_document: Called with the name of each document before it is fed. For sinks only: a
            session reads files in its own order.
        log: Told of every document that the session numbers; only for one that does.

    Returns:
        What was read; an empty directory gives an empty report.

    Raises:
        CorpusError: A path does not exist, an item is of a wrong type, or, if ``strict``, there
            was a problem; or a stream turned out to be known to the session.
        ConfigError: An unknown encoding or a malformed pattern.
    """
    if notes_sources and not isinstance(session, NotingSession):
        raise TypeError("this session cannot note sources")
    reader = _Reader(
        session,
        canonical_encoding(encoding),
        layout or Layout(),
        strict=strict,
        notes_sources=notes_sources,
        on_progress=on_progress,
        on_document=on_document,
        log=log,
    )
    if isinstance(corpus, (str, bytes, os.PathLike)):
        corpus = [corpus]
    if isinstance(corpus, (list, tuple)):
        for number, path in enumerate(corpus, 1):
            if not isinstance(path, (str, bytes, os.PathLike)):
                raise _wrong_type(f"item {number}", path, "texts go into Documents(...)")
        listing = find_files(
            corpus,
            include=include,
            exclude=exclude,
            hidden=hidden,
            follow=follow,
            exclude_paths=exclude_paths,
        )
        corpus = listing
    if isinstance(corpus, Listing):
        reader.read_listing(corpus)
        return reader.report(dict(corpus.skipped))
    if isinstance(corpus, OpenFile):
        reader.read_open_file(corpus, _name_of(corpus))
    elif isinstance(corpus, Iterable):
        reader.read_texts(corpus)
    else:
        raise _wrong_type("it", corpus, "give a path, a list of paths, a file, or Documents(...)")
    return reader.report({})


class _ReadError(Exception):
    """Reading the input failed, as opposed to what the session did with it."""


class _Reader:
    """One reading: where it has come to, and what it has met."""

    def __init__(
        self,
        session: Session | Sink,
        encoding: str,
        layout: Layout,
        *,
        strict: bool,
        notes_sources: bool,
        on_progress: Callable[[Progress], None] | None,
        on_document: Callable[[str], None] | None,
        log: DocumentLog | None,
    ) -> None:
        if log is not None and not hasattr(session, "document_files"):
            raise TypeError("this session does not number documents")
        self._log = log
        self._open = "<nothing>"
        self._session = session
        self._notes_sources = notes_sources
        self._counted: list[str] = []
        self._on_document = on_document
        self._encoding = encoding
        self._layout = layout
        self._strict = strict
        self._on_progress = on_progress
        self._told_bytes = 0
        self._bytes_read = 0
        self._files = 0
        self._documents = 0
        self._total: int | None = None  # bytes
        self._problems: list[InputProblem] = []

    def report(self, skipped: dict[str, int]) -> CorpusReport:
        """What was read; also tells the final progress."""
        self._close_document()
        self._tell(self._bytes_read)
        return CorpusReport(
            files=self._files,
            documents=self._documents,
            bytes_read=self._bytes_read,
            problems=tuple(self._problems),
            skipped=skipped,
            counted=tuple(self._counted),
        )

    def read_listing(self, listing: Listing) -> None:
        """Read all that a listing holds: files in its order, then streams."""
        for problem in listing.problems:
            self._add(problem)
        has_native_form = self._layout.input_format in ("auto", "text")
        session = self._session
        is_native = (
            isinstance(session, Session) and self._encoding in (AUTO, "utf-8") and has_native_form
        )
        is_told_by_core = is_native and len(listing) <= _BATCH_FILES
        if self._on_progress is not None and not listing.streams and not is_told_by_core:
            self._total = sum(_size_of(file.path) for file in listing)
        files = iter(listing)
        while batch := list(itertools.islice(files, _BATCH_FILES)):
            if is_native and isinstance(session, Session):
                self._read_natively(
                    session, batch, tells_total=is_told_by_core and not listing.streams
                )
            else:
                for file in batch:
                    self._decode_file(file)
        for stream in listing.streams:
            self._read_stream(stream)

    def read_open_file(self, file: OpenFile, name: str) -> None:
        """Read one document from where the file stands to its end."""
        if (first := self._read_first(file, name)) is None:
            return
        if isinstance(first, str):
            self._read_text_file(file, first, name)
            return

        def read(size: int) -> bytes:
            block = file.read(size)
            if not isinstance(block, bytes):
                raise BlockingIOError("it has nothing to read yet")
            return block

        self._read_source(Source(read=push_back(first, read), name=name))

    def read_texts(self, texts: Iterable[object]) -> None:
        """Read each str as one document."""
        digest = SourceDigest() if self._notes_sources else None
        for number, text in enumerate(texts, 1):
            if not isinstance(text, str):
                raise _wrong_type(f"document {number}", text, "give str, or paths as a list")
            self._begin(f"<document {number}>")
            lone = sum(
                self._feed_text(text[start : start + _BLOCK], digest)
                for start in range(0, len(text), _BLOCK)
            )
            if digest is not None:
                digest.update(b"\xff")  # no text holds it: where texts end is part of what they are
            self._end_text(f"<document {number}>", lone)
        if digest is not None:
            self._note(digest, "<documents>")

    def _read_natively(
        self, session: Session, batch: Sequence[FoundFile], *, tells_total: bool
    ) -> None:
        """Let the core read plain UTF-8 files, then read the others here.

        Those are files that their names say to hold records, and what the core hands back.
        """
        records: list[FoundFile] = []
        if self._layout.input_format == "auto":
            records = [file for file in batch if file.path.lower().endswith(RECORD_SUFFIXES)]
        if records:
            batch = [file for file in batch if not file.path.lower().endswith(RECORD_SUFFIXES)]
        bytes_before = self._bytes_read

        def tick(bytes_done: int, bytes_total: int) -> None:
            if tells_total and bytes_total:
                self._total = bytes_total
            self._tell(bytes_before + bytes_done)

        self._close_document()
        total_before = session.bytes_read
        outcomes = session.read_files(
            [file.path for file in batch], [file.explicit for file in batch], tick
        )
        self._bytes_read += session.bytes_read - total_before
        if self._log is not None:
            for index in cast("Numbering", session).document_files():
                self._log.add(os.fsdecode(batch[index].path), Mark())
        read = len(batch) - len({o.index for o in outcomes if o.code in _NOT_READ})
        self._files += read
        self._documents += read
        for outcome in outcomes:
            file = batch[outcome.index]
            if outcome.code == _COUNTED:
                self._counted.append(os.fsdecode(file.path))
            elif outcome.code == "packed" or (outcome.code in MARKED and self._encoding == AUTO):
                self._decode_file(file)
            else:
                self._add(problem_of(outcome, file.path))
        for file in records:
            self._decode_file(file)

    def _decode_file(self, file: FoundFile) -> None:
        """Read one regular file through Python's codecs; never blocks on what became of it."""
        name = os.fsdecode(file.path)
        try:
            descriptor = os.open(file.path, READ_ONLY | NEVER_BLOCK)
        except FileNotFoundError:
            self._add(plain_problem(name, "vanished"))
            return
        except OSError as error:
            self._add(InputProblem(name, "unreadable", None, reason(error)))
            return
        try:
            before = os.fstat(descriptor)
            if not stat.S_ISREG(before.st_mode):
                self._add(plain_problem(name, "not-a-file"))
                return
            source = Source(
                read=lambda size: os.read(descriptor, size),
                name=name,
                file=lambda: _open_again(descriptor),
                accepts_nul=file.explicit,
            )
            self._read_source(source)
            after = os.fstat(descriptor)
        finally:
            os.close(descriptor)
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
            self._add(plain_problem(name, "changed"))

    def _read_stream(self, path: bytes) -> None:
        if path == STDIN:
            stdin = getattr(sys.stdin, "buffer", sys.stdin)  # a replaced one may be text only
            if stdin is None:
                self._add(InputProblem("<stdin>", "unreadable", None, "it is closed"))
            else:
                self.read_open_file(stdin, "<stdin>")
            return
        name = os.fsdecode(path)
        try:
            descriptor = os.open(path, READ_ONLY)
        except OSError as error:
            self._add(InputProblem(name, "unreadable", None, reason(error)))
            return
        try:
            self._read_source(Source(read=lambda size: os.read(descriptor, size), name=name))
        finally:
            os.close(descriptor)

    def _read_source(self, source: Source) -> None:
        """Feed one input, unless it is known, and note its digest if that is wanted.

        A file is looked up before it is fed; of a stream nobody knows what it is before its end.
        """
        if not self._notes_sources:
            return self._feed_source(source)
        digest = SourceDigest()
        if source.file is None:
            source = replace(source, read=_digesting(source.read, digest))
        elif self._is_counted(source, source.file, digest):
            return None
        before = self._documents
        self._feed_source(source)
        if self._documents > before:
            self._note(digest, source.name)
        return None

    def _is_counted(
        self, source: Source, opened: Callable[[], BinaryIO], digest: SourceDigest
    ) -> bool:
        """Whether a file is not to be fed: the session knows it, or nobody can read it."""
        try:
            with opened() as file:
                while block := file.read(_BLOCK):
                    digest.update(block)
            opened().close()  # which goes back to the beginning: they share their place
        except OSError as error:
            self._add(InputProblem(source.name, "unreadable", digest.size, reason(error)))
            return True
        session = self._session
        if isinstance(session, NotingSession) and session.knows_source(
            digest.finish(), digest.size
        ):
            self._counted.append(source.name)
            return True
        return False

    def _note(self, digest: SourceDigest, name: str) -> None:
        """Tell the session what it was fed."""
        session = self._session
        if isinstance(session, NotingSession) and not session.admit_source(
            digest.finish(), digest.size
        ):
            raise CorpusError(
                f"{path_text(name)}: its text was counted before; nothing was changed; "
                "leave it out, or ask for it to be counted again"
            )

    def _feed_source(self, source: Source) -> None:
        """Feed one input, plain or not, and note what was wrong with it."""
        self._begin(source.name)
        try:
            head = fill(source.read, HEAD_BYTES)
        except OSError as error:
            self._session.end_document()
            self._add(InputProblem(source.name, "unreadable", 0, reason(error)))
            return
        taken = len(head)

        def counted_read(size: int) -> bytes:
            nonlocal taken  # perhaps by another thread, so that progress is told from here only
            try:
                block = source.read(size)
            except OSError as error:
                raise _ReadError(reason(error)) from error
            taken += len(block)
            return block

        notes = Notes()
        begin = self._bytes_read

        def catch_up() -> None:
            self._advance(begin + taken - self._bytes_read)

        counted = replace(source, read=counted_read)
        try:
            documents = open_documents(
                counted, head, self._layout, encoding=self._encoding, notes=notes
            )
            if documents is None:
                plain = replace(counted, read=push_back(head, counted_read))
                self._decode(plain, begin, catch_up)
                return
            self._feed_documents(source.name, documents, catch_up)
        except _ReadError as error:
            self._end_document(source.name)
            catch_up()
            self._add(InputProblem(source.name, "unreadable", taken, str(error)))
        except MissingPackageError as error:
            notes.add("needs-package", None, str(error))
        catch_up()
        for note in notes.all():
            self._add(InputProblem(source.name, note.code, note.offset, note.detail))

    def _feed_documents(
        self, name: str, documents: Iterator[bytes | Mark], catch_up: Callable[[], None]
    ) -> None:
        """Feed what an input that is not plain text holds."""
        before = self._documents
        try:
            for block in documents:
                if isinstance(block, Mark):
                    self._end_document(name, block)
                    self._documents += 1
                else:
                    self._session.feed(block)
                catch_up()
        finally:
            if isinstance(documents, Generator):
                documents.close()  # ends the thread that reads ahead
        self._files += self._documents > before

    def _decode(self, source: Source, begin: int, catch_up: Callable[[], None]) -> None:
        """Feed one input of plain text as a document and note what was wrong with it."""

        def feed(block: bytes) -> None:
            self._session.feed(block)
            catch_up()

        decoded = decode(source.read, feed, encoding=self._encoding, accepts_nul=source.accepts_nul)
        if decoded.refusal is not None:
            self._bytes_read = begin
            self._add(InputProblem(source.name, decoded.refusal.code, None, decoded.refusal.detail))
            return
        catch_up()
        self._end_document(source.name)
        self._files += 1
        self._documents += 1
        if decoded.bad:
            detail = count_of(decoded.bad, "place", "that cannot be decoded")
            self._add(InputProblem(source.name, "invalid-bytes", decoded.first_bad, detail))

    def _read_first(self, file: OpenFile, name: str) -> bytes | str | None:
        """The beginning of an open file, which tells what it gives; None if it gives nothing."""
        try:
            first = file.read(_BLOCK)
        except UnicodeDecodeError as error:
            self._add(undecodable(name, error))
            return None
        except OSError as error:
            self._add(InputProblem(name, "unreadable", None, reason(error)))
            return None
        if first is None:
            self._add(InputProblem(name, "unreadable", None, "it has nothing to read yet"))
        elif not isinstance(first, (bytes, str)):
            raise _wrong_type("what its read() gives", first, "give a file of bytes or text")
        return first

    def _read_text_file(self, file: OpenFile, text: str, name: str) -> None:
        """Feed an open text file, which has its own encoding, as one document."""
        self._begin(name)
        lone = 0
        digest = SourceDigest() if self._notes_sources else None
        while text:
            lone += self._feed_text(text, digest)
            try:
                more = file.read(_BLOCK)
            except UnicodeDecodeError as error:
                self._add(undecodable(name, error))
                break
            except OSError as error:
                self._add(InputProblem(name, "unreadable", None, reason(error)))
                break
            text = more if isinstance(more, str) else ""
        self._files += 1
        self._end_text(name, lone)
        if digest is not None:
            self._note(digest, name)

    def _end_document(self, name: str, mark: Mark | None = None) -> None:
        """End a document, and log it if the session has numbered it."""
        if self._log is None:
            self._session.end_document()
            return
        numbering = cast("Numbering", self._session)
        before = numbering.documents
        self._session.end_document()
        if numbering.documents > before:
            self._log.add(name, mark or Mark())

    def _close_document(self) -> None:
        """Log what a failure may have left open, which the session numbers as well."""
        if self._log is not None:
            self._end_document(self._open)

    def _begin(self, name: str) -> None:
        self._close_document()
        self._open = name
        if self._on_document is not None:
            self._on_document(name)

    def _feed_text(self, text: str, digest: SourceDigest | None) -> int:
        """Feed a piece of a document; returns how many lone surrogates it had."""
        block, lone = encode_text(text)
        if digest is not None:
            digest.update(block)
        self._session.feed(block)
        self._advance(len(block))
        return lone

    def _end_text(self, name: str, lone: int) -> None:
        self._end_document(name)
        self._documents += 1
        if lone:
            self._add(InputProblem(name, "invalid-bytes", None, count_of(lone, "lone surrogate")))

    def _add(self, problem: InputProblem) -> None:
        if self._strict:
            raise CorpusError(f"{problem}; strict reading stops at the first problem")
        self._problems.append(problem)

    def _advance(self, size: int) -> None:
        self._bytes_read += size
        if self._bytes_read - self._told_bytes >= _PROGRESS_BYTES:
            self._tell(self._bytes_read)

    def _tell(self, bytes_read: int) -> None:
        if self._on_progress is None:
            return
        # A skipped input is taken back from the bytes read, and one that the core hands back is
        # read twice; progress goes neither back nor past its end.
        self._told_bytes = max(self._told_bytes, bytes_read)
        total = None if self._total is None else max(self._total, self._told_bytes)
        self._on_progress(Progress(self._told_bytes, total))


def _digesting(read: Callable[[int], bytes], digest: SourceDigest) -> Callable[[int], bytes]:
    """The same reading, of which the digest hears."""

    def read_and_tell(size: int) -> bytes:
        block = read(size)
        digest.update(block)
        return block

    return read_and_tell


def _open_again(descriptor: int) -> BinaryIO:
    """The file of a descriptor from its beginning, to be closed apart from it."""
    file = io.FileIO(os.dup(descriptor), "rb")
    file.seek(0)
    return io.BufferedReader(file)


def _size_of(path: bytes) -> int:
    try:
        return os.stat(path).st_size  # noqa: PTH116 - bytes
    except OSError:
        return 0  # reported when it is read


def _wrong_type(what: str, found: object, advice: str) -> CorpusError:
    kind = type(found).__name__
    return CorpusError(f"cannot read the corpus: {what} is of type {kind}; {advice}")


def _name_of(file: OpenFile) -> str:
    """The name of an open file: its path if it has one."""
    name = getattr(file, "name", None)
    return os.fsdecode(name) if isinstance(name, (str, bytes)) else "<file>"
