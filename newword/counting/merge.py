"""Adding to count files: files to files, and new text to a file."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from newword.config import default_threads
from newword.core._core import CountFileFacts, CountFiles
from newword.corpus import Corpus
from newword.counting.count_file import (
    OUTPUT,
    AnyPath,
    CountFileInfo,
    WrittenCounts,
    check_order,
    read_facts,
    read_info,
    reading_errors,
    write_counts,
)
from newword.counting.counts import OnProgress, make_tick, read
from newword.counting.joining import other_joining
from newword.counting.kept_text import KeptTextWriter, find_text
from newword.counting.reading import Reading
from newword.counting.replace_counts import hold_counts, replace_counts
from newword.counting.sharding.shard_check import refuse_shard, refuse_wrong_shards
from newword.errors import ConfigError, CountFileError, OutputError
from newword.platform.hold import Held
from newword.platform.message import message, template
from newword.platform.safe_text import path_text
from newword.platform.writing.writer import Writer, output_error

__all__ = ["add_to_count_file", "merge_count_files"]

_AT_ONCE = 100  # each open file holds a block and its symbol table


def merge_count_files(
    paths: Sequence[AnyPath],
    output: AnyPath,
    *,
    again: bool = False,
    partial: bool = False,
    on_progress: OnProgress | None = None,
) -> CountFileInfo:
    """Adds count files. The result has the same bytes as counting all their texts at once.

    Args:
        paths: One or more files of the same order.
        output: Where the sum goes; it may be one of them. If every file has its text beside it, the
            sum gets its text, too.
        again: Count an input as often as the files contain it.
        partial: Add shards of a corpus even if some are missing; the sum remembers which it has.
        on_progress: Called with the number of merged bytes about every 50 ms.

    Returns:
        What the sum says about itself.

    Raises:
        CountFileError: A file cannot be read, is damaged, was counted with other options than the
            first, or shares an input with another although `again` is not set; or a shard is
            missing, appears twice, or belongs to another corpus.
        OutputError: The sum cannot be written; the old file is unchanged.
        CountOverflowError: A count does not fit into 64 bits.

    Example:
        >>> import newword
        >>> newword.merge_count_files(["a.nwc", "b.nwc"], "c.nwc")  # doctest: +SKIP
    """
    if not paths:
        raise ConfigError(message("nothing to merge: name one count file or more"))
    with hold_counts(output, keeps_text=_keeps_texts(paths)) as held:
        files = [(os.fsencode(path), read_facts(path)) for path in paths]
        refuse_wrong_shards(files, partial=partial)
        if not again:
            _refuse_common_sources(files)
        files.sort(key=_first_shard)  # so that documents follow each other as in the whole corpus
        texts = [(find_text(path, facts.digest), facts.digest) for path, facts in files]

        def write_text(out: KeptTextWriter) -> None:
            for text, digest in texts:
                if text is not None:
                    out.add_text(text, digest)

        are_kept = all(text is not None for text, _ in texts)
        with (
            reading_errors(),
            replace_counts(output, held, write_text if are_kept else None) as out,
        ):
            _merge([path for path, _ in files], out, output, on_progress)
        return read_info(output)


def add_to_count_file(
    corpus: Corpus,
    path: AnyPath,
    *,
    again: bool = False,
    reading: Reading | None = None,
    on_progress: OnProgress | None = None,
) -> WrittenCounts:
    """Counts a corpus and adds it to a count file, without touching what is already in it.

    Inputs that the count file already has are not counted; `report.counted` names them. If nothing
    is new, the file stays as it is. A text that is kept beside it grows with it.

    Args:
        corpus: As for `count_to_file`.
        path: A count file.
        again: Count inputs that it already has once more.
        reading: How to read the corpus; lines must be joined as they were for the file.
        on_progress: Called with the progress about every 50 ms.

    Returns:
        What was read, and what the file now says about itself.

    Raises:
        CorpusError: A path does not exist, `strict` met a problem, or a stream turned out to be in
            the file already.
        CountFileError: The file cannot be read, is damaged, or was counted with another setting of
            `join_lines`.
        OutputError: It cannot be written; it is unchanged.
    """
    reading = reading or Reading()
    with hold_counts(path, keeps_text=False) as held:
        return _add(corpus, path, held, again, reading, on_progress)


def _add(
    corpus: Corpus,
    path: AnyPath,
    held: Held | None,
    again: bool,
    reading: Reading,
    on_progress: OnProgress | None,
) -> WrittenCounts:
    facts = read_facts(path)
    if how := other_joining(reading, facts):
        raise CountFileError(
            message(
                "{path}: its text was read {how}; do so again",
                path=path_text(os.fsdecode(path)),
                how=how,
            )
        )
    refuse_shard(path, facts)
    known = [] if again else [(digest, size) for digest, size, _ in facts.sources]
    session, report = read(
        corpus,
        replace(reading, exclude_paths=(*reading.exclude_paths, path)),
        on_progress=on_progress,
        known_sources=known,
    )
    if report.documents > 0:
        text = find_text(path, facts.digest)

        def write_text(out: KeptTextWriter) -> None:
            if text is not None:
                out.add_text(text, facts.digest)
                out.add_session(session)

        directory = Path(os.fsdecode(path)).resolve().parent
        with (
            replace_counts(path, held, write_text if text is not None else None) as out,
            _scratch(directory) as (descriptor, name),
        ):
            write_counts(
                session, descriptor, name, check_order(facts.order), report.documents, on_progress
            )
            with reading_errors(but=name):
                _merge([os.fsencode(path), name], out, path, on_progress)
    return WrittenCounts(info=read_info(path), report=report)


def _merge(
    inputs: list[bytes], out: Writer, output: AnyPath, on_progress: OnProgress | None
) -> None:
    if len(inputs) > _AT_ONCE:
        directory = Path(os.fsdecode(output)).resolve().parent
        with _scratch(directory) as (descriptor, name):
            _merge_into(inputs[:_AT_ONCE], descriptor, name, on_progress)
            _merge([name, *inputs[_AT_ONCE:]], out, output, on_progress)
        return
    with out.descriptor(OUTPUT) as descriptor:
        _merge_into(inputs, descriptor, OUTPUT.encode(), on_progress)


def _merge_into(
    inputs: list[bytes], descriptor: int, name: bytes, on_progress: OnProgress | None
) -> None:
    CountFiles(threads=default_threads()).merge(
        inputs, descriptor, name, tick=make_tick("merge", on_progress)
    )


def _keeps_texts(paths: Sequence[AnyPath]) -> bool:
    """Whether each file has its text; what else is wrong with them is seen when they are read."""
    with suppress(CountFileError):
        return all(find_text(path, read_facts(path).digest) is not None for path in paths)
    return False


def _first_shard(file: tuple[bytes, CountFileFacts]) -> int:
    shards = file[1].shards
    return shards[2][0] if shards else 0


def _refuse_common_sources(files: list[tuple[bytes, CountFileFacts]]) -> None:
    """Inputs that two files have would be counted twice; shards may hold equal files, though."""
    first_with: dict[tuple[bytes, int], tuple[bytes, bytes]] = {}
    for path, facts in files:
        plan = facts.shards[0] if facts.shards else path
        sources = [(digest, size) for digest, size, _ in facts.sources]
        common = [
            source
            for source in sources
            if source in first_with and (not facts.shards or first_with[source][1] != plan)
        ]
        if common:
            other = first_with[common[0]][0]
            shown = path_text(os.fsdecode(path))
            both = (
                message("{path} twice", path=shown)
                if other == path
                else message("{path} and {other}", path=shown, other=path_text(os.fsdecode(other)))
            )
            raise CountFileError(
                message(
                    "{both}: {common} of its {sources} inputs would be counted "
                    "twice; leave a file out, or ask for it with --again (again=True)",
                    both=both,
                    common=len(common),
                    sources=len(sources),
                )
            )
        first_with.update(dict.fromkeys(sources, (path, plan)))


@contextmanager
def _scratch(directory: Path) -> Iterator[tuple[int, bytes]]:
    """A file to write and read back that goes with the process: without a name where possible."""
    descriptor = _open_unnamed(directory)
    if descriptor is None:
        with (
            tempfile.NamedTemporaryFile(dir=directory, prefix=".newword-", suffix=".tmp") as file,
            _scratch_errors(directory, file.name),
        ):
            yield file.fileno(), os.fsencode(file.name)
        return
    name = f"/proc/self/fd/{descriptor}"
    try:
        with _scratch_errors(directory, name):
            yield descriptor, name.encode()
    finally:
        os.close(descriptor)


@contextmanager
def _scratch_errors(directory: Path, name: str) -> Iterator[None]:
    """Turns what the system says of the scratch file into an OutputError with a real place."""
    try:
        yield
    except OSError as error:
        if error.filename != name or isinstance(error, OutputError):
            raise
        what = template("cannot use a temporary file in {path}: {reason}")
        consequence = message("what was there before is unchanged")
        raise output_error(str(directory), what, error, consequence) from error


def _open_unnamed(directory: Path) -> int | None:
    if sys.platform == "linux":
        with suppress(OSError):  # some file systems cannot
            descriptor = os.open(directory, os.O_TMPFILE | os.O_RDWR | os.O_CLOEXEC, 0o600)
            if Path(f"/proc/self/fd/{descriptor}").exists():
                return descriptor
            os.close(descriptor)
    return None
