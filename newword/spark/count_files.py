"""The windows of all parts as one count file, on the driver: what a language model is made of."""

from __future__ import annotations

import itertools
import os
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from newword.config import default_threads
from newword.core._core import CountFiles
from newword.platform.message import template
from newword.platform.writing.writer import output_error
from newword.spark.frames import ArrowRows, arrow_rows, named_jobs
from newword.spark.tasks import TaskSettings, part_sessions, schema_of

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = ["add_count_files"]

_ROWS = "part long, piece binary"
_PIECE = 4 << 20
_AT_ONCE = 64
"""Count files that are added at once: each that is open holds a block and its symbols."""

Tick = Callable[[int, int], object]


def add_count_files(
    packed: DataFrame,
    settings: TaskSettings,
    descriptor: int,
    path: bytes,
    *,
    order: int,
    tick: Tick | None = None,
) -> None:
    """Writes the count file of the whole text, without its inputs, to an open descriptor.

    The files of the parts come one after the other and are added in steps, on disk.

    Args:
        packed: The documents.
        settings: For the tasks.
        descriptor: Where the sum goes.
        path: For errors.
        order: Of the count file.
        tick: Told of the last step, in bytes.
    """
    from pyspark.storagelevel import StorageLevel

    told = packed.mapInArrow(_count_windows(settings, order), _ROWS)
    told.persist(StorageLevel.DISK_ONLY)
    try:
        with named_jobs(packed.sparkSession, "count-files"), _Steps() as steps:
            told.count()  # all parts at the same time; they are fetched one by one
            for row in told.toLocalIterator():
                steps.take(row["part"], row["piece"])
            steps.finish(descriptor, path, tick)
    finally:
        told.unpersist()


class _Steps:
    """Adds count files in steps: a fixed number into one, as many of these into one, ..."""

    def __init__(self) -> None:
        self._files: defaultdict[int, list[Path]] = defaultdict(list)
        self._names = itertools.count()
        self._part = -1
        self._open: BinaryIO | None = None

    def __enter__(self) -> _Steps:
        self._scratch = tempfile.TemporaryDirectory(prefix="newword-")
        return self

    def __exit__(self, *_: object) -> None:
        if self._open is not None:
            self._open.close()
        self._scratch.cleanup()

    def take(self, part: int, piece: bytes) -> None:
        """The next piece of the file of a part; parts do not mix."""
        with self._errors():
            if self._open is None or part != self._part:
                self._close()
                self._part, self._open = part, self._new_file()
            self._open.write(piece)

    def finish(self, descriptor: int, path: bytes, tick: Tick | None) -> None:
        """Writes the sum of all."""
        with self._errors():
            self._close()
        files = [file for _, waiting in sorted(self._files.items()) for file in waiting]
        _merge(files, descriptor, path, tick)

    def _close(self) -> None:
        if self._open is not None:
            self._open.close()
            self._add(Path(self._open.name), step=0)

    def _add(self, file: Path, step: int) -> None:
        waiting = self._files[step]
        waiting.append(file)
        if len(waiting) < _AT_ONCE:
            return
        with self._new_file() as out:
            _merge(waiting, out.fileno(), os.fsencode(out.name), None)
        for done in waiting:
            done.unlink()
        waiting.clear()
        self._add(Path(out.name), step + 1)

    def _new_file(self) -> BinaryIO:
        return Path(self._scratch.name, f"{next(self._names)}.nwc").open("xb")

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            what = template("cannot use a temporary file in {path}: {reason}")
            raise output_error(self._scratch.name, what, error) from error


def _merge(files: list[Path], descriptor: int, path: bytes, tick: Tick | None) -> None:
    inputs = [os.fsencode(file) for file in files]
    CountFiles(threads=default_threads()).merge(inputs, descriptor, path, tick=tick)


def _count_windows(settings: TaskSettings, order: int) -> Callable[[ArrowRows], ArrowRows]:
    """The count file of each part, in pieces."""

    def run(batches: ArrowRows) -> ArrowRows:
        schema = schema_of(_ROWS)
        for part, session, _ in part_sessions(batches, settings):
            if session.units == 0:
                continue
            directory = settings.temp_dir or tempfile.gettempdir()
            with tempfile.NamedTemporaryFile(prefix="newword-", dir=directory) as file:
                name = os.fsencode(file.name)
                session.write_counts(file.fileno(), name, order=order, documents=0)
                del session
                file.seek(0)
                while piece := file.read(_PIECE):
                    yield arrow_rows(schema, [(part, piece)])

    return run
