"""The parent's side of a sandbox."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections import defaultdict
from collections.abc import Generator
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, cast

from newword.corpus.parsers.parsed import Document, Member, Note, RefusedError
from newword.corpus.sandbox.messages import receive, send
from newword.errors import MissingPackageError
from newword.platform.message import from_plain, message

__all__ = ["Sandbox"]

_CHILD = Path(__file__).with_name("child.py")
_LEAST_MEMORY, _MOST_MEMORY = 256 << 20, 2 << 30
_QUICK = frozenset({"html"})
_PREPARED = frozenset({"pdf"})  # their parsers have something to do while they still may
_SECONDS, _SECONDS_PER_MIB = 20.0, 10.0
_QUICK_SECONDS, _QUICK_SECONDS_PER_MIB = 2.0, 2.0
_WAIT_FACTOR, _WAIT_SECONDS = 10, 60.0  # for a child that sleeps or gets no processor


class Sandbox:
    """Parses files in a process that may neither write, nor connect, nor start anything.

    A file may take a bounded time, in proportion to its size, and a bounded memory; one that breaks
    the parser ends that process and no other. It is started when it is first needed, and again
    after such an end; while a file is parsed whose parts are files themselves, another one parses
    these. For one thread at a time.
    """

    def __init__(self, memory: int = _MOST_MEMORY) -> None:
        """Begin without a process.

        Args:
            memory: Bytes that each may hold; a process gets at least 256 MiB and at most 2 GiB.
        """
        self._memory = max(_LEAST_MEMORY, min(memory, _MOST_MEMORY))
        self._idle: defaultdict[str, list[subprocess.Popen[bytes]]] = defaultdict(list)

    def parse(
        self, task: str, data: bytes, **options: Any
    ) -> Generator[Document | Member | Note, None, None]:
        """What a file holds, as far as its parser can tell.

        Args:
            task: One of `newword.corpus.parsers.PARSERS`.
            data: The whole file.
            options: For the parser; plain values only.

        Raises:
            RefusedError: It cannot be parsed on; parts may have come before.
            MissingPackageError: The parser needs a package that is not installed.
        """
        seconds = _seconds_for(task, len(data))
        prepared = task if task in _PREPARED else ""
        idle = self._idle[prepared]
        process = idle.pop() if idle else _start(self._memory, prepared)
        is_sound = False
        watchdog = threading.Timer(seconds * _WAIT_FACTOR + _WAIT_SECONDS, process.kill)
        watchdog.daemon = True
        watchdog.start()
        try:
            header = {"task": task, "seconds": seconds, "options": options}
            with suppress(BrokenPipeError):  # then it has ended, and says no more
                send(cast("BinaryIO", process.stdin), header, data)
            refusal = yield from _parts(process, seconds)
            is_sound = True
        except MissingPackageError:
            is_sound = True
            raise
        finally:
            watchdog.cancel()
            if is_sound and process.poll() is None:
                idle.append(process)
            else:
                process.kill()
                _end(process)
        if refusal is not None:
            raise refusal

    def close(self) -> None:
        """End the processes that wait for files."""
        for idle in self._idle.values():
            while idle:
                process = idle.pop()
                process.kill()
                _end(process)


def _parts(
    process: subprocess.Popen[bytes], seconds: float
) -> Generator[Document | Member | Note, None, RefusedError | None]:
    """What a process answers to a question; why there is no more of it, if there could be."""
    refusal = None
    while True:
        said = receive(cast("BinaryIO", process.stdout))
        if said is None:
            return RefusedError("unparsable", _describe_end(_end(process), seconds))
        header, data = said
        kind = header["kind"]
        if kind == "end":
            return refusal
        if kind == "refused":
            refusal = RefusedError(header["code"], from_plain(header["detail"]))
        elif kind == "missing":
            receive(cast("BinaryIO", process.stdout))  # the end
            raise MissingPackageError(from_plain(header["detail"]))
        else:
            yield _part(header, data)


def _part(header: dict[str, Any], data: bytes) -> Document | Member | Note:
    if header["kind"] == "document":
        return Document(data, header["time"])
    if header["kind"] == "member":
        return Member(header["name"], data, header["time"])
    return Note(header["code"], from_plain(header["detail"]))


def _start(memory: int, prepared: str) -> subprocess.Popen[bytes]:
    paths = json.dumps([path for path in sys.path if path])
    is_windows = sys.platform == "win32"
    return subprocess.Popen(  # noqa: S603 - our own file, by our own Python
        [sys.executable, "-I", "-B", os.fspath(_CHILD), paths, str(memory), prepared],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=not is_windows,  # Ctrl-C is for the parent
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
    )


def _end(process: subprocess.Popen[bytes]) -> int:
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with suppress(OSError):
                stream.close()
    return process.wait()


def _describe_end(code: int, seconds: float) -> str:
    if code >= 0:
        return message("its parser ended with exit code {code}", code=code)
    if -code == getattr(signal, "SIGVTALRM", None):
        return message(
            "its parser needs more than {seconds} CPU seconds", seconds=f"{seconds:,.0f}"
        )
    if -code == getattr(signal, "SIGKILL", None):
        return message("its parser needs too much time or memory")
    return message("its parser crashed with {name}", name=signal.Signals(-code).name)


def _seconds_for(task: str, size: int) -> float:
    mib = size / (1 << 20)
    if task in _QUICK:
        return _QUICK_SECONDS + _QUICK_SECONDS_PER_MIB * mib
    return _SECONDS + _SECONDS_PER_MIB * mib
