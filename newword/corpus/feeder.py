"""Feeding one input, plain or packed, and finding out whether it is known."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from typing import BinaryIO

from newword.corpus.documents import Mark
from newword.corpus.open.archives import DamagedMemberError
from newword.corpus.open.attempts import attempted
from newword.corpus.open.decode import decode, fill
from newword.corpus.open.encodings import is_choice
from newword.corpus.open.input import Source, push_back
from newword.corpus.open.kinds import Layout
from newword.corpus.open.own_files import OwnFile, find_own_file
from newword.corpus.open.recognise import RECOGNISING_BYTES
from newword.corpus.open.unpack import open_documents
from newword.corpus.protocols import NotingSession
from newword.corpus.records.batches import Batch
from newword.corpus.records.foreign import Item
from newword.corpus.report.notes import Notes
from newword.corpus.report.problem import InputProblem
from newword.corpus.report.tally import Tally
from newword.corpus.sandbox import Sandbox
from newword.corpus.source import SourceDigest
from newword.errors import MissingPackageError
from newword.platform.message import CLAUSES, linked, reason_of
from newword.platform.plural import count_of

__all__ = ["Feeder"]

_BLOCK = 1 << 19  # bytes


class _ReadError(Exception):
    """Reading the input failed, as opposed to what the session did with it."""

    def __init__(self, error: OSError) -> None:
        super().__init__(reason_of(error))
        self.code = "damaged" if isinstance(error, DamagedMemberError) else "unreadable"


class Feeder:
    """Feeds inputs to the session of a tally, in one encoding and layout."""

    def __init__(self, tally: Tally, encoding: str, layout: Layout) -> None:
        self._tally = tally
        self._encoding = encoding
        self._layout = layout
        self._sandbox = Sandbox(2 * layout.record_memory)

    def close(self) -> None:
        """End the processes that were started to read foreign formats."""
        self._sandbox.close()

    def read(self, source: Source) -> None:
        """Feed one input, unless it is known, and note its digest if that is wanted.

        A file is looked up before it is fed; a stream is known only after its end.
        """
        if not self._tally.notes_sources:
            return self._feed(source)
        digest = SourceDigest()
        if source.file is None:
            source = replace(source, read=_digesting(source.read, digest))
        elif self._is_counted(source, source.file, digest):
            return None
        before = self._tally.documents
        self._feed(source)
        if self._tally.documents > before:
            self._tally.admit_source(digest, source.name)
        return None

    def _is_counted(
        self, source: Source, opened: Callable[[], BinaryIO], digest: SourceDigest
    ) -> bool:
        """Whether to skip a file: the session knows it already, or it cannot be read."""
        try:
            with opened() as file:
                while block := file.read(_BLOCK):
                    digest.update(block)
            opened().close()  # which goes back to the beginning: they share their place
        except OSError as error:
            self._tally.add(InputProblem(source.name, "unreadable", digest.size, reason_of(error)))
            return True
        session = self._tally.session
        if isinstance(session, NotingSession) and session.knows_source(
            digest.finish(), digest.size
        ):
            self._tally.add_counted(source.name)
            return True
        return False

    def _refuse(self, source: Source, own: OwnFile) -> None:
        """Leave out a file of newword's own, and say so if it is named itself."""
        self._tally.session.end_document()
        if source.accepts_nul:
            self._tally.add(InputProblem(source.name, "own-file", None, linked(CLAUSES, own)))
        else:
            self._tally.own_files += 1

    def _feed(self, source: Source) -> None:
        """Feed one input, in the first of several encodings that fits it."""
        self._tally.begin_document(source.name)
        if not is_choice(self._encoding):
            self._feed_as(source, self._encoding)
            return
        try:
            with attempted(source, self._encoding, self._layout) as (opened, encoding):
                self._feed_as(opened, encoding)
        except OSError as error:
            self._tally.session.end_document()
            self._tally.add(InputProblem(source.name, "unreadable", 0, reason_of(error)))

    def _feed_as(self, source: Source, encoding: str) -> None:
        """Feed one input, plain or not, and note what was wrong with it."""
        tally = self._tally
        try:
            head = fill(source.read, RECOGNISING_BYTES)
        except OSError as error:
            tally.session.end_document()
            failure = _ReadError(error)
            tally.add(InputProblem(source.name, failure.code, 0, str(failure)))
            return
        own = find_own_file(head, source.name)
        if own is not None:
            self._refuse(source, own)
            return
        taken = len(head)

        def counted_read(size: int) -> bytes:
            nonlocal taken  # perhaps by another thread, so that progress is told from here only
            try:
                block = source.read(size)
            except OSError as error:
                raise _ReadError(error) from error
            taken += len(block)
            return block

        notes = Notes()
        begin = tally.bytes_read

        def catch_up() -> None:
            if source.depth == 0:  # what lies in an archive was read with it
                tally.advance(begin + taken - tally.bytes_read)

        counted = replace(source, read=counted_read)
        try:
            documents = open_documents(
                counted,
                head,
                self._layout,
                encoding=encoding,
                notes=notes,
                sandbox=self._sandbox,
                in_batches=tally.takes_batches,
            )
            if documents is None:
                plain = replace(counted, read=push_back(head, counted_read))
                self._decode(plain, encoding, begin, catch_up)
                return
            self._feed_documents(source, documents, catch_up)
        except _ReadError as error:
            tally.end_document(source.name)
            catch_up()
            tally.add(InputProblem(source.name, error.code, taken, str(error)))
        except MissingPackageError as error:
            notes.add("needs-package", None, str(error))
        catch_up()
        tally.add_read(notes.encoding)
        tally.add_advice(notes.advice)
        for note in notes.all():
            tally.add(InputProblem(source.name, note.code, note.offset, note.detail))

    def _feed_documents(
        self,
        source: Source,
        documents: Iterator[Item],
        catch_up: Callable[[], None],
    ) -> None:
        """Feed what an input that is not plain text holds."""
        tally = self._tally
        own = 0
        try:
            for block in documents:
                if isinstance(block, Source):
                    self._feed(block)
                elif isinstance(block, InputProblem):
                    tally.add(block)
                elif isinstance(block, Batch):
                    tally.feed_batch(block.texts)
                    own += len(block.texts)
                elif isinstance(block, Mark):
                    tally.end_document(source.name, block, source.time)
                    tally.documents += 1
                    own += 1
                else:
                    tally.session.feed(block)
                catch_up()
        finally:
            if isinstance(documents, Generator):
                documents.close()  # ends the thread that reads ahead
        tally.files += own > 0

    def _decode(
        self, source: Source, encoding: str, begin: int, catch_up: Callable[[], None]
    ) -> None:
        """Feed one input of plain text as a document and note what was wrong with it."""
        tally = self._tally

        def feed(block: bytes) -> None:
            tally.session.feed(block)
            catch_up()

        decoded = decode(source.read, feed, encoding=encoding, accepts_nul=source.accepts_nul)
        if decoded.refusal is not None:
            tally.bytes_read = begin
            tally.add(InputProblem(source.name, decoded.refusal.code, None, decoded.refusal.detail))
            tally.add_advice(decoded.refusal.advice)
            return
        tally.add_read(decoded.encoding)
        catch_up()
        tally.end_document(source.name, changed=source.time)
        tally.files += 1
        tally.documents += 1
        if decoded.bad:
            detail = count_of(decoded.bad, "place", "that cannot be decoded")
            tally.add(InputProblem(source.name, "invalid-bytes", decoded.first_bad, detail))


def _digesting(read: Callable[[int], bytes], digest: SourceDigest) -> Callable[[int], bytes]:
    """The same reading, which also feeds the digest."""

    def read_and_tell(size: int) -> bytes:
        block = read(size)
        digest.update(block)
        return block

    return read_and_tell
