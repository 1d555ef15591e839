"""Feeding a corpus to a counting session, whatever the corpus is.

What an object stands for, without looking into it:

- a str, bytes or path object: one path (``-`` is standard input);
- a list or tuple of them: paths; a ``Listing``: the files that were found;
- an object with ``read``: an open file, binary or text, which is one document;
- ``Documents(texts)``, and every other iterable, such as a generator: one document per str.

So a list of texts is wrapped: ``Documents(["机器学习", "..."])``.
"""

from __future__ import annotations

import itertools
import os
import stat
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from typing import cast

from newword.corpus.documents import DocumentLog, Mark, Numbering
from newword.corpus.feeder import Feeder
from newword.corpus.open.attempts import open_again
from newword.corpus.open.decode import AUTO
from newword.corpus.open.encodings import canonical_encodings
from newword.corpus.open.input import Source, push_back
from newword.corpus.open.kinds import RECORD_SUFFIXES, Layout
from newword.corpus.open.recognise import DOCUMENT_SUFFIXES
from newword.corpus.protocols import Corpus, Documents, OpenFile, Session, Sink
from newword.corpus.report.problem import CorpusReport, InputProblem, Progress
from newword.corpus.report.tally import Tally
from newword.corpus.report.wording import (
    MARKED,
    NEVER_BLOCK,
    READ_ONLY,
    plain_problem,
    problem_of,
    undecodable,
)
from newword.corpus.source import SourceDigest
from newword.corpus.walk import STDIN, FoundFile, Listing, find_files
from newword.errors import CorpusError
from newword.platform.message import message, reason_of
from newword.platform.outputs import AnyPath

__all__ = ["Corpus", "Documents", "Session", "Sink", "read_corpus"]

_BATCH_FILES = 1 << 16
_BLOCK = 1 << 19  # bytes of a stream, characters of a text
_READ_HERE = (*RECORD_SUFFIXES, *DOCUMENT_SUFFIXES)
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
        encoding: Of files and binary streams: ``auto`` for UTF-8; the name of an encoding; or
            several, as in ``utf-8,gb18030``: each file is read in the first in which all of it
            decodes. A byte order mark goes before any of them. Nothing is guessed.
        layout: How inputs are read that are not plain text; see ``newword.corpus.open.kinds``.
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
    tally = Tally(
        session,
        strict=strict,
        notes_sources=notes_sources,
        on_progress=on_progress,
        on_document=on_document,
        log=log,
        encoding=canonical_encodings(encoding),
    )
    reader = _Reader(tally, tally.encoding, layout or Layout())
    if isinstance(corpus, (str, bytes, os.PathLike)):
        corpus = [corpus]
    if isinstance(corpus, (list, tuple)):
        for number, path in enumerate(corpus, 1):
            if not isinstance(path, (str, bytes, os.PathLike)):
                raise _wrong_type(
                    message("item {number}", number=number),
                    path,
                    message("texts go into Documents(...)"),
                )
        listing = find_files(
            corpus,
            include=include,
            exclude=exclude,
            hidden=hidden,
            follow=follow,
            exclude_paths=exclude_paths,
        )
        corpus = listing
    with closing(reader):
        if isinstance(corpus, Listing):
            reader.read_listing(corpus)
            return tally.report(dict(corpus.skipped))
        if isinstance(corpus, OpenFile):
            reader.read_open_file(corpus, _name_of(corpus))
        elif isinstance(corpus, Iterable):
            reader.read_texts(corpus)
        else:
            advice = message("give a path, a list of paths, a file, or Documents(...)")
            raise _wrong_type("it", corpus, advice)
        return tally.report({})


class _Reader:
    """Takes a corpus apart into inputs: those that the core reads, and those for the feeder."""

    def __init__(self, tally: Tally, encoding: str, layout: Layout) -> None:
        self._tally = tally
        self._encoding = encoding
        self._layout = layout
        self._feeder = Feeder(tally, encoding, layout)

    def close(self) -> None:
        """End what was started for this reading."""
        self._feeder.close()

    def read_listing(self, listing: Listing) -> None:
        """Read all that a listing holds: files in its order, then streams."""
        for problem in listing.problems:
            self._tally.add(problem)
        has_native_form = self._layout.input_format in ("auto", "text")
        session = self._tally.session
        is_native = (
            isinstance(session, Session) and self._encoding in (AUTO, "utf-8") and has_native_form
        )
        is_told_by_core = is_native and len(listing) <= _BATCH_FILES
        if self._tally.tells_progress and not listing.streams and not is_told_by_core:
            self._tally.total_bytes = sum(_size_of(file.path) for file in listing)
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
                raise BlockingIOError(message("it has nothing to read yet"))
            return block

        self._feeder.read(Source(read=push_back(first, read), name=name))

    def read_texts(self, texts: Iterable[object]) -> None:
        """Read each str as one document."""
        digest = SourceDigest() if self._tally.notes_sources else None
        for number, text in enumerate(texts, 1):
            if not isinstance(text, str):
                raise _wrong_type(
                    message("document {number}", number=number),
                    text,
                    message("give str, or paths as a list"),
                )
            self._tally.begin_document(f"<document {number}>")
            lone = sum(
                self._tally.feed_text(text[start : start + _BLOCK], digest)
                for start in range(0, len(text), _BLOCK)
            )
            if digest is not None:
                digest.update(b"\xff")  # no text holds it: where texts end is part of what they are
            self._tally.end_text(f"<document {number}>", lone)
        if digest is not None:
            self._tally.admit_source(digest, "<documents>")

    def _read_natively(
        self, session: Session, batch: Sequence[FoundFile], *, tells_total: bool
    ) -> None:
        """Let the core read plain UTF-8 files, then read the others here.

        Those are files that their names say to hold records, and what the core hands back.
        """
        records: list[FoundFile] = []
        if self._layout.input_format == "auto":
            records = [file for file in batch if file.path.lower().endswith(_READ_HERE)]
        if records:
            batch = [file for file in batch if not file.path.lower().endswith(_READ_HERE)]
        bytes_before = self._tally.bytes_read

        def tick(bytes_done: int, bytes_total: int) -> None:
            if tells_total and bytes_total:
                self._tally.total_bytes = bytes_total
            self._tally.tell(bytes_before + bytes_done)

        self._tally.close_document()
        total_before = session.bytes_read
        outcomes = session.read_files(
            [file.path for file in batch], [file.explicit for file in batch], tick
        )
        self._tally.bytes_read += session.bytes_read - total_before
        if self._tally.log is not None:
            for index in cast("Numbering", session).document_files():
                path = batch[index].path
                changed = _changed(path) if self._tally.log.wants_file_time else None
                self._tally.log.add(os.fsdecode(path), Mark(), changed)
        read = len(batch) - len({o.index for o in outcomes if o.code in _NOT_READ})
        self._tally.files += read
        self._tally.documents += read
        self._tally.add_read("utf-8", read)
        for outcome in outcomes:
            file = batch[outcome.index]
            if outcome.code == _COUNTED:
                self._tally.add_counted(os.fsdecode(file.path))
            elif outcome.code == "packed" or outcome.code in MARKED:
                self._decode_file(file)
            else:
                problem, advice = problem_of(outcome, file.path)
                self._tally.add(problem)
                self._tally.add_advice(advice)
        for file in records:
            self._decode_file(file)

    def _decode_file(self, file: FoundFile) -> None:
        """Read one regular file through Python's codecs; never blocks on what became of it."""
        name = os.fsdecode(file.path)
        try:
            descriptor = os.open(file.path, READ_ONLY | NEVER_BLOCK)
        except FileNotFoundError:
            self._tally.add(plain_problem(name, "vanished"))
            return
        except OSError as error:
            self._tally.add(InputProblem(name, "unreadable", None, reason_of(error)))
            return
        try:
            before = os.fstat(descriptor)
            if not stat.S_ISREG(before.st_mode):
                self._tally.add(plain_problem(name, "not-a-file"))
                return
            source = Source(
                read=lambda size: os.read(descriptor, size),
                name=name,
                file=lambda: open_again(descriptor),
                accepts_nul=file.explicit,
                time=int(before.st_mtime),
            )
            self._feeder.read(source)
            after = os.fstat(descriptor)
        finally:
            os.close(descriptor)
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
            self._tally.add(plain_problem(name, "changed"))

    def _read_stream(self, path: bytes) -> None:
        if path == STDIN:
            stdin = getattr(sys.stdin, "buffer", sys.stdin)  # a replaced one may be text only
            if stdin is None:
                self._tally.add(
                    InputProblem("<stdin>", "unreadable", None, message("it is closed"))
                )
            else:
                self.read_open_file(stdin, "<stdin>")
            return
        name = os.fsdecode(path)
        try:
            descriptor = os.open(path, READ_ONLY)
        except OSError as error:
            self._tally.add(InputProblem(name, "unreadable", None, reason_of(error)))
            return
        try:
            self._feeder.read(Source(read=lambda size: os.read(descriptor, size), name=name))
        finally:
            os.close(descriptor)

    def _read_first(self, file: OpenFile, name: str) -> bytes | str | None:
        """The beginning of an open file, which tells what it gives; None if it gives nothing."""
        try:
            first = file.read(_BLOCK)
        except UnicodeDecodeError as error:
            self._tally.add(undecodable(name, error))
            return None
        except OSError as error:
            self._tally.add(InputProblem(name, "unreadable", None, reason_of(error)))
            return None
        if first is None:
            self._tally.add(
                InputProblem(name, "unreadable", None, message("it has nothing to read yet"))
            )
        elif not isinstance(first, (bytes, str)):
            raise _wrong_type(
                message("what its read() gives"), first, message("give a file of bytes or text")
            )
        return first

    def _read_text_file(self, file: OpenFile, text: str, name: str) -> None:
        """Feed an open text file, which has its own encoding, as one document."""
        self._tally.begin_document(name)
        lone = 0
        digest = SourceDigest() if self._tally.notes_sources else None
        while text:
            lone += self._tally.feed_text(text, digest)
            try:
                more = file.read(_BLOCK)
            except UnicodeDecodeError as error:
                self._tally.add(undecodable(name, error))
                break
            except OSError as error:
                self._tally.add(InputProblem(name, "unreadable", None, reason_of(error)))
                break
            text = more if isinstance(more, str) else ""
        self._tally.files += 1
        self._tally.end_text(name, lone)
        if digest is not None:
            self._tally.admit_source(digest, name)


def _changed(path: bytes) -> int | None:
    try:
        return int(os.stat(path).st_mtime)  # noqa: PTH116 - bytes
    except OSError:
        return None  # gone since it was read


def _size_of(path: bytes) -> int:
    try:
        return os.stat(path).st_size  # noqa: PTH116 - bytes
    except OSError:
        return 0  # reported when it is read


def _wrong_type(what: str, found: object, advice: str) -> CorpusError:
    kind = type(found).__name__
    return CorpusError(
        message(
            "cannot read the corpus: {what} is of type {kind}; {advice}",
            what=what,
            kind=kind,
            advice=advice,
        )
    )


def _name_of(file: OpenFile) -> str:
    """The name of an open file: its path if it has one."""
    name = getattr(file, "name", None)
    return os.fsdecode(name) if isinstance(name, (str, bytes)) else "<file>"
