# ruff: noqa: PTH114, PTH116, PTH119 - paths are bytes here
"""Which files a list of paths stands for.

The rules, as a user meets them:

- A path that names a file is read, whatever its name; a directory is walked.
- Walking takes regular files, in byte order of their whole path. Names that begin with a dot are
  left out unless ``hidden``; symbolic links unless ``follow``; then each file and directory is met
  once, by device and inode, so loops end.
- A file is read once: of two namings of one file the first counts, and a walk leaves what is named
  itself to that naming. Named files come before named directories.
- ``include`` and ``exclude`` are for files that a walk finds. A pattern without ``/`` is for the
  name, at any depth; one with ``/`` is for the path below the named directory. There ``*`` and
  ``?`` stop at a ``/``, ``**`` does not. An excluded directory is not entered.
- A path that does not exist and holds ``*``, ``?`` or ``[`` is a pattern itself, for shells that
  do not expand it; what it matches counts as found by a walk.
- ``-`` is standard input. Pipes and devices are read only if named; a walk reports them.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from newword.corpus.given_paths import STDIN, compile_patterns, expand
from newword.corpus.open.own_files import find_own_file, is_temporary_name
from newword.corpus.report.problem import InputProblem
from newword.errors import CorpusError
from newword.platform.message import CLAUSES, linked, message, reason_of
from newword.platform.outputs import AnyPath
from newword.platform.safe_text import excerpt, path_text

__all__ = ["STDIN", "AnyPath", "FoundFile", "Listing", "find_files"]


_DOT = 0x2E


class FoundFile(NamedTuple):
    """A regular file to read.

    Attributes:
        path: As the file system has it.
        explicit: Named itself, not found by a walk.
    """

    path: bytes
    explicit: bool


@dataclass(slots=True)
class Listing:
    """The files that were found, in order. A file takes little more memory than its name.

    Attributes:
        streams: Standard input (``b"-"``) and named pipes and devices, in the order given.
        problems: What could not be listed or may not be read.
        skipped: How many entries were left out by rule: hidden, symlink, pattern, duplicate.
    """

    streams: list[bytes] = field(default_factory=list)
    problems: list[InputProblem] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    _chunks: list[tuple[bytes, bytes, bool]] = field(default_factory=list)
    _size: int = 0

    def __len__(self) -> int:
        """Number of regular files."""
        return self._size

    def __iter__(self) -> Iterator[FoundFile]:
        """The regular files: those of each path together, in the order of the paths."""
        for directory, names, explicit in self._chunks:
            for name in names.split(b"\0"):
                yield FoundFile(directory + name, explicit)

    def add(self, directory: bytes, names: Sequence[bytes], *, explicit: bool) -> None:
        """Append files of one directory; names are stored joined, which is what keeps it small."""
        if names:
            self._chunks.append((directory, b"\0".join(names), explicit))
            self._size += len(names)

    def report(self, path: bytes, code: str, detail: str) -> None:
        """Append a problem."""
        self.problems.append(InputProblem(os.fsdecode(path), code, None, detail))


def find_files(
    paths: Iterable[AnyPath],
    *,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    hidden: bool = False,
    follow: bool = False,
    exclude_paths: Iterable[AnyPath] = (),
) -> Listing:
    """List the files that ``paths`` stand for, by the rules at the top of this module.

    Args:
        paths: Files, directories, patterns, or ``-``.
        include: If given, a walk takes only files that match one of these patterns.
        exclude: A walk leaves out files and directories that match one of these.
        hidden: Take names that begin with a dot.
        follow: Follow symbolic links below the named directories.
        exclude_paths: Files that a walk never takes: the output of this very run.

    Raises:
        CorpusError: A path does not exist.
        ConfigError: A pattern is malformed.

    Example:
        >>> list(find_files(["corpus_samples/text/fantasy"], include=["01*"]))
        [FoundFile(path=b'corpus_samples/text/fantasy/01.txt', explicit=False)]
    """
    walker = _Walker(
        compile_patterns(include), compile_patterns(exclude), hidden=hidden, follow=follow
    )
    directories = [
        found
        for path in paths
        for found, explicit in expand(path)
        if walker.take(found, explicit=explicit)
    ]
    for path in exclude_paths:
        walker.leave_out(path)
    for directory in directories:  # last, when all that is named is known
        walker.walk(directory)
    return walker.listing


class _Walker:
    """One listing in the making."""

    def __init__(
        self,
        include: re.Pattern[str] | None,
        exclude: re.Pattern[str] | None,
        *,
        hidden: bool,
        follow: bool,
    ) -> None:
        self.listing = Listing()
        self._include = include
        self._exclude = exclude
        self._hidden = hidden
        self._follow = follow
        self._met: set[int] = set()  # named or left out; when following, everything met so far
        self._met_names: set[bytes] = set()  # what a walk looks at before it asks for a status

    def leave_out(self, given: AnyPath) -> None:
        """Let no walk take this file; it need not exist."""
        with contextlib.suppress(OSError, ValueError):
            path = os.fsencode(given)
            self._remember(path, os.stat(path))

    def take(self, path: bytes, *, explicit: bool) -> bool:
        """Take a file that is named; returns whether it is a directory that is to be walked."""
        if path == STDIN:
            if STDIN not in self.listing.streams:
                self.listing.streams.append(STDIN)
            return False
        try:
            status = os.stat(path)
        except FileNotFoundError as error:
            said = message(
                "{path}: a symbolic link to nothing; name a file that is there",
                path=path_text(path),
            )
            raise CorpusError(said) from error
        except OSError as error:
            if error.errno == errno.ENAMETOOLONG:
                shown = excerpt(os.fsdecode(path))
                said = message(
                    "{shown}: too long for a path; texts go into Documents(...)", shown=shown
                )
                raise CorpusError(said) from error
            self._report_failure(path, error)
            return False
        if _identity(status) in self._met:
            self.listing.skipped["duplicate"] += 1
            return False
        self._remember(path, status)
        if stat.S_ISREG(status.st_mode) and is_temporary_name(os.path.basename(path)):
            own = find_own_file(b"", path)
            self.listing.report(path, "own-file", linked(CLAUSES, own) if own else "")
        elif stat.S_ISREG(status.st_mode):
            self.listing.add(b"", [path], explicit=explicit)
        elif explicit and not stat.S_ISDIR(status.st_mode):
            self.listing.streams.append(path)
        elif not stat.S_ISDIR(status.st_mode):
            self._report_special(path)
        return stat.S_ISDIR(status.st_mode)

    def walk(self, root: bytes) -> None:
        """Take the files below a directory, in byte order; the stack is ours, so depth is free."""
        top = root if root.endswith(b"/") else root + b"/"
        stack = [(top, self._list(top, len(top)))]
        while stack:
            directory, names = stack[-1]
            files = []
            while names and not names[-1].endswith(b"/"):
                files.append(names.pop())
            self.listing.add(directory, files, explicit=False)
            if names:
                below = directory + names.pop()
                stack.append((below, self._list(below, len(top))))
            else:
                stack.pop()

    def _list(self, directory: bytes, top_size: int) -> list[bytes]:
        """Names to take from a directory, last first; those of directories end in a slash.

        With the slash, the order of names is the order of whole paths.
        """
        names = []
        is_plain = not self._follow and self._include is None and self._exclude is None
        problems_before = len(self.listing.problems)
        try:
            with os.scandir(directory) as entries:
                # What is met first depends on the order; without links nothing does, and a million
                # names are smaller than a million entries.
                for entry in sorted(entries, key=_name) if self._follow else entries:
                    name = entry.name
                    if is_plain and self._is_plain_file(entry, name):
                        names.append(name)
                        continue
                    selected = self._select(entry, directory, top_size)
                    if selected is not None:
                        names.append(selected)
        except OSError as error:
            self._report_failure(directory, error)
        names.sort(reverse=True)
        problems = self.listing.problems
        problems[problems_before:] = sorted(problems[problems_before:], key=_path)
        return names

    def _is_plain_file(self, entry: os.DirEntry[bytes], name: bytes) -> bool:
        """Whether no rule but that of regular files has to be asked."""
        return (
            name[0] != _DOT
            and name not in self._met_names
            and entry.is_file(follow_symlinks=False)
            and not is_temporary_name(name)
        )

    def _select(self, entry: os.DirEntry[bytes], directory: bytes, top_size: int) -> bytes | None:
        """The name of an entry if it is to be taken, with a slash if it is a directory."""
        name = entry.name
        if name.startswith(b".") and not self._hidden:
            return self._skip("hidden")
        if is_temporary_name(name):
            return self._skip("own")
        path = directory + name
        try:
            is_file = entry.is_file(follow_symlinks=self._follow)
            is_directory = not is_file and entry.is_dir(follow_symlinks=self._follow)
            if not is_file and not is_directory and entry.is_symlink():
                if not self._follow:
                    return self._skip("symlink")
                os.stat(path)  # says what is wrong with the link, or that it leads to a device
            if self._is_left_out(path[top_size:], is_directory=is_directory):
                return self._skip("pattern")
            if self._is_met(name, path):
                return self._skip("duplicate")
        except OSError as error:
            self._report_failure(path, error)
            return None
        if is_directory:
            return name + b"/"
        if is_file:
            return name
        self._report_special(path)
        return None

    def _is_left_out(self, relative: bytes, *, is_directory: bool) -> bool:
        if self._exclude is not None and self._exclude.fullmatch(os.fsdecode(relative)):
            return True
        if self._include is None or is_directory:
            return False
        return not self._include.fullmatch(os.fsdecode(relative))

    def _is_met(self, name: bytes, path: bytes) -> bool:
        """Whether this is named itself, left out, or (when following) was met before."""
        if not self._follow and name not in self._met_names:
            return False
        identity = _identity(os.stat(path))
        if identity in self._met:
            return True
        if self._follow:
            self._met.add(identity)
        return False

    def _remember(self, path: bytes, status: os.stat_result) -> None:
        if stat.S_ISDIR(status.st_mode) or os.path.islink(path):
            path = os.path.realpath(path)
        self._met.add(_identity(status))
        self._met_names.add(os.path.basename(path))

    def _skip(self, rule: str) -> bytes | None:
        self.listing.skipped[rule] += 1
        return None

    def _report_failure(self, path: bytes, error: OSError) -> None:
        if error.errno == errno.ELOOP:
            self.listing.report(
                path, "symlink-loop", message("a symbolic link that leads back to itself")
            )
        elif error.errno == errno.ENOENT:
            self.listing.report(
                path, "vanished", message("it is gone, or a symbolic link to nothing")
            )
        else:
            self.listing.report(path, "unreadable", reason_of(error))

    def _report_special(self, path: bytes) -> None:
        self.listing.report(path, "not-a-file", message("a pipe, socket or device"))


def _name(entry: os.DirEntry[bytes]) -> bytes:
    return entry.name


def _path(problem: InputProblem) -> bytes:
    return os.fsencode(problem.path)


def _identity(status: os.stat_result) -> int:
    """Device and inode as one number, which is a third of the size of a pair."""
    return status.st_dev << 64 | status.st_ino
