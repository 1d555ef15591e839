"""Commands in processes of their own that do not start Python anew each time.

A server imports newword once. For each command it forks, and the child becomes what `python -m
newword` is after its imports: the same streams, directory, environment, exit code and end. Start-up
itself, and what the system or Python sets up before it, is tested by real processes.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import importlib
import os
import pickle
import pkgutil
import runpy
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from typing import IO, NamedTuple

# What newword itself reads when it runs. Other variables change the interpreter or its libraries.
_ITS_OWN = ("NEWWORD_", "COLUMNS", "LINES", "NO_COLOR", "TERM", "PYTEST_", "PATH")
_SIZE_BYTES = 8
_STREAMS = 3


class Request(NamedTuple):
    """What a child is to be."""

    arguments: Sequence[bytes]
    directory: str
    environment: Mapping[str, str]
    umask: int


def can_fork(environment: Mapping[str, str]) -> bool:
    """Whether a fork of the server is the same as a new process of this environment."""
    if sys.platform != "linux" or {"COVERAGE_FILE", "NEWWORD_SANITIZER"} & os.environ.keys():
        return False
    start = _server().environment
    changed = {name for name in {*environment, *start} if environment.get(name) != start.get(name)}
    return all(name.startswith(_ITS_OWN) for name in changed)


def run_forked(request: Request, stdin: bytes, timeout_s: float) -> tuple[int, bytes, bytes]:
    """Runs a command to its end: the exit code, below zero for a signal, and what it wrote.

    Raises:
        subprocess.TimeoutExpired: It took longer, and was killed.
    """
    with contextlib.ExitStack() as stack:
        pipes = [_pipe(stack) for _ in range(_STREAMS)]
        theirs = [pipes[0][0], pipes[1][1], pipes[2][1]]
        process = _server().start(request, [stream.fileno() for stream in theirs])
        for stream in theirs:
            stream.close()
        readers = [_Reader(pipes[1][0]), _Reader(pipes[2][0])]
        with contextlib.suppress(BrokenPipeError):
            pipes[0][1].write(stdin)
        pipes[0][1].close()
        for reader in readers:
            reader.join(timeout_s)
        is_late = any(reader.is_alive() for reader in readers)
        if is_late:
            os.kill(process, signal.SIGKILL)
        code = _server().wait()
        if is_late:
            raise subprocess.TimeoutExpired(list(request.arguments), timeout_s)
        return code, readers[0].content, readers[1].content


def _pipe(stack: contextlib.ExitStack) -> tuple[IO[bytes], IO[bytes]]:
    ends = os.pipe()
    reading, writing = os.fdopen(ends[0], "rb"), os.fdopen(ends[1], "wb", 0)
    return stack.enter_context(reading), stack.enter_context(writing)


class _Reader(threading.Thread):
    """Reads a pipe to its end beside the other one."""

    def __init__(self, pipe: IO[bytes]) -> None:
        super().__init__(daemon=True)
        self._pipe = pipe
        self.content = b""
        self.start()

    def run(self) -> None:
        self.content = self._pipe.read()


class _Server:
    """The process that forks, as the tests see it."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment
        self._socket, other = socket.socketpair()
        self._process = subprocess.Popen(
            [sys.executable, __file__, str(other.fileno())],
            env=environment,
            pass_fds=[other.fileno()],
            stdin=subprocess.DEVNULL,
        )
        other.close()
        atexit.register(self.close)

    def start(self, request: Request, streams: Sequence[int]) -> int:
        """Starts a command with these streams; its process."""
        message = pickle.dumps(request)
        socket.send_fds(self._socket, [len(message).to_bytes(_SIZE_BYTES, "big")], streams)
        self._socket.sendall(message)
        return self._number()

    def wait(self) -> int:
        """The exit code of the command that was started, below zero for a signal."""
        return os.waitstatus_to_exitcode(self._number())

    def close(self) -> None:
        """Lets the server end."""
        self._socket.close()
        self._process.wait()

    def _number(self) -> int:
        return int.from_bytes(_receive(self._socket, _SIZE_BYTES), "big")


@functools.lru_cache(maxsize=1)
def _server() -> _Server:
    from command import environment

    return _Server(environment())


def _receive(connection: socket.socket, size: int) -> bytes:
    content = b""
    while len(content) < size:
        part = connection.recv(size - len(content))
        if not part:
            raise EOFError
        content += part
    return content


def serve(connection: socket.socket) -> None:
    """Forks for each request until the tests are done; returns in the children as well."""
    while True:
        size, streams, _, _ = socket.recv_fds(connection, _SIZE_BYTES, _STREAMS)
        if not size:
            os._exit(0)
        request: Request = pickle.loads(_receive(connection, int.from_bytes(size, "big")))
        process = os.fork()
        if process == 0:
            connection.close()
            become(request, streams)
            return
        for stream in streams:
            os.close(stream)
        connection.sendall(process.to_bytes(_SIZE_BYTES, "big"))
        connection.sendall(os.waitpid(process, 0)[1].to_bytes(_SIZE_BYTES, "big"))


def become(request: Request, streams: Sequence[int]) -> None:
    """Makes this process what a new one would be."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(request.directory)
    os.umask(request.umask)
    os.environ.clear()
    os.environ.update(request.environment)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", 1, "utf-8", "backslashreplace", closefd=False)
    sys.argv = ["newword", *map(os.fsdecode, request.arguments)]


def import_everything() -> None:
    """All modules of newword, but for those whose libraries are not here."""
    import newword

    for module in pkgutil.walk_packages(newword.__path__, "newword."):
        if not module.name.endswith("__main__"):
            with contextlib.suppress(ImportError):
                importlib.import_module(module.name)


if __name__ == "__main__":
    import_everything()
    serve(socket.socket(fileno=int(sys.argv[1])))
    runpy.run_module("newword", run_name="__main__", alter_sys=True)
