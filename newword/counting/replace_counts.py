# ruff: noqa: PTH105, PTH108 - what the system says is reported as it is
"""Putting a count file and its kept text in their places as one.

The text names its counts by their digest. It is written first, under a name of its own; the counts
take their place in one step, which decides; the text follows. Whoever opens the counts finds the
text that names them, in its place or under that name, so a kill leaves the old pair or the new one.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path
from typing import BinaryIO, cast

from newword.core._core import CountFiles
from newword.counting.kept_text import (
    KeptTextWriter,
    belongs_to_sibling,
    counts_of_text,
    find_text,
    is_replaceable,
    staged_text,
    text_path,
)
from newword.errors import ConfigError, CountFileError
from newword.platform.files import open_output
from newword.platform.hold import Held, hold
from newword.platform.message import message, template
from newword.platform.outputs import AnyPath
from newword.platform.safe_text import path_text
from newword.platform.writing.replacement import Output, Replacement
from newword.platform.writing.writer import Writer, output_error

__all__ = ["hold_counts", "replace_counts"]

WriteText = Callable[[KeptTextWriter], None]


@contextmanager
def hold_counts(path: AnyPath, *, keeps_text: bool) -> Iterator[Held | None]:
    """Holds the place of a count file for as long as it is read and replaced.

    Raises:
        OutputError: Another process holds it.
        CountFileError: What is in the place of its text belongs to something else.
    """
    with hold(path) as held:
        old = None
        if held is not None and held.version is not None:
            old = _digest_of(path)
        text = text_path(path)
        if old is not None and (counts_of_text(staged_text(path, old)) == old):
            find_text(path, old)  # puts it in its place
        if held is not None and text.is_file() and (old is None or counts_of_text(text) != old):
            _refuse_text(path, text, keeps_text=keeps_text)
        yield held


def _refuse_text(path: AnyPath, text: Path, *, keeps_text: bool) -> None:
    """Refuses to let a file be the text of new counts, or pass for it."""
    name = path_text(os.fspath(text))
    if counts_of_text(text) is None:
        if keeps_text and not is_replaceable(text):
            raise CountFileError(
                message(
                    "{name}: the kept text would replace this file, which is none; "
                    "remove it, or name another output",
                    name=name,
                )
            )
    elif belongs_to_sibling(path, text):
        if keeps_text:
            raise CountFileError(
                message("{name}: is the text of other counts; name another output", name=name)
            )
    elif not keeps_text:
        raise CountFileError(
            message(
                "{name}: this kept text would not be that of the new counts; add "
                "--keep-text (keep_text=True), or remove it",
                name=name,
            )
        )


@contextmanager
def replace_counts(
    path: AnyPath, held: Held | None, write_text: WriteText | None
) -> Iterator[Writer]:
    """Writes a count file, and beside it its text or none; both take their places or neither.

    Args:
        path: Of the count file.
        held: What `hold_counts` gave.
        write_text: Writes the text that is to be kept; None for none. Then a text of the counts
            that were there goes.

    Raises:
        OutputError: One of them cannot be written. What the message says of the old ones is so.
    """
    with ExitStack() as stack:
        counts = stack.enter_context(open_output(path))
        text = None
        if write_text is not None:
            if not isinstance(counts, Replacement):
                name = path_text(os.fsdecode(path))
                raise ConfigError(
                    message("{name}: a text is kept beside a file: leave keep_text out", name=name)
                )
            text = _Text(stack.enter_context(open_output(text_path(path))))
            write_text(text.kept)
        yield counts.writer
        counts.complete()
        if not isinstance(counts, Replacement):
            return
        old = _digest_of(path)
        new = _digest_of_new(counts)
        if text is not None:
            text.set_aside(new, staged_text(path, new))
        with _without_text(path, old) if text is None and old not in (None, new) else nullcontext():
            try:
                counts.take_place(held)
                if text is not None:
                    text.take_place(path, new)
            except BaseException:
                if text is not None and _digest_of(path) == new:
                    text.keep()
                raise
        _remove_others(path, new)


class _Text:
    """A kept text on its way to its place."""

    def __init__(self, output: Output) -> None:
        self._output = cast("Replacement", output)
        self.kept = KeptTextWriter(cast("BinaryIO", output.writer))
        self._staged = Path()

    def set_aside(self, digest: bytes, staged: Path) -> None:
        """Complete it, under the name that readers know."""
        self.kept.finish(digest)
        self._output.complete()
        self._staged = staged
        self._output.set_aside(os.fspath(staged))

    def keep(self) -> None:
        """Leave it under that name: the counts that it names are in their place."""
        self._output.keep()

    def take_place(self, counts: AnyPath, digest: bytes) -> None:
        """Move it to its place; the counts are in theirs."""
        self.keep()
        try:
            os.replace(self._staged, os.path.realpath(text_path(counts)))
        except OSError as error:
            # A reader was quicker, or even a writer, whose counts stand there by now.
            if counts_of_text(text_path(counts)) == digest or _digest_of(counts) != digest:
                return
            name = os.fspath(text_path(counts))
            consequence = message(
                "the new counts are in place, and their text is {staged}, where it is found",
                staged=path_text(str(self._staged)),
            )
            raise output_error(
                name, template("cannot finish {path}: {reason}"), error, consequence
            ) from error


@contextmanager
def _without_text(path: AnyPath, old: bytes | None) -> Iterator[None]:
    """Takes the text of the old counts away if the block puts new ones in their place."""
    assert old is not None  # noqa: S101 - there were counts
    text, aside = text_path(path), staged_text(path, old)
    try:
        if counts_of_text(text) == old:
            _move(text, aside)
        yield
    except BaseException:
        if _digest_of(path) == old:
            with contextlib.suppress(OSError):  # it is found where it is as well
                os.replace(aside, os.path.realpath(text))
        raise
    for place in (aside, text):
        if counts_of_text(place) == old:
            with contextlib.suppress(OSError):  # no counts name it any more
                os.unlink(os.path.realpath(place))


def _move(text: Path, aside: Path) -> None:
    try:
        os.replace(os.path.realpath(text), aside)
    except OSError as error:
        consequence = message("what was there before is unchanged")
        raise output_error(
            os.fspath(text), template("cannot move {path}: {reason}"), error, consequence
        ) from error


def _remove_others(path: AnyPath, digest: bytes) -> None:
    """Removes what killed processes left of texts of these counts."""
    staged = staged_text(path, digest)
    owner = staged.name.rsplit("-", 1)[0]
    with contextlib.suppress(OSError), os.scandir(staged.parent) as entries:
        for entry in entries:
            if entry.name.startswith(f"{owner}-") and entry.name.endswith(".nwt"):
                with contextlib.suppress(OSError):
                    os.unlink(entry.path)


def _digest_of_new(counts: Replacement) -> bytes:
    try:
        path = os.fsencode(counts.readable_path)
        return CountFiles(threads=1).check(path, everything=False).digest
    except OSError as error:
        consequence = message("what was there before is unchanged")
        raise output_error(
            counts.writer.name, template("cannot read back {path}: {reason}"), error, consequence
        ) from error


def _digest_of(path: AnyPath) -> bytes | None:
    try:
        return CountFiles(threads=1).check(os.fsencode(path), everything=False).digest
    except (CountFileError, OSError):
        return None
