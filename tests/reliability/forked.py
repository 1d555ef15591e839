"""The command line in a forked child: a run costs milliseconds, not the start of Python."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from pathlib import Path
from typing import NamedTuple

EARLY = 98
"""The exit code of a child that a signal met before newword was there to catch it."""


class Ended(NamedTuple):
    """How a run ended; a signal's exit code is negative."""

    code: int
    stderr: str
    latency_s: float
    """From the signal to the end."""


def start(arguments: list[str], cwd: Path, log: Path) -> int:
    """Runs newword in a child; returns its process id."""
    from newword.cli import main

    log.write_bytes(b"")
    # A signal must not find the child where it would go on as the parent.
    blocked = {signal.SIGINT, signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, blocked)
    child = os.fork()
    if child > 0:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, blocked)
        return child
    code = EARLY
    try:
        os.chdir(cwd)
        descriptor = os.open(log, os.O_WRONLY)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(descriptor, 2)
        sys.stdout = os.fdopen(1, "w", closefd=False)
        sys.stderr = os.fdopen(2, "w", closefd=False)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, blocked)
        code = 99
        main(arguments)
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else 1
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        with contextlib.suppress(BaseException):
            sys.stderr.flush()
        os._exit(code)  # whatever happens: nothing of the parent may go on here


def end(child: int, log: Path, sent: float, timeout_s: float = 120) -> Ended:
    """Waits for a child; one that does not end is killed, with exit code -1."""
    deadline = time.monotonic() + timeout_s
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            break
        if time.monotonic() > deadline:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return Ended(-1, "it did not end", timeout_s)
        time.sleep(0.001)
    latency = time.monotonic() - sent
    return Ended(os.waitstatus_to_exitcode(status), log.read_text("utf-8", "replace"), latency)
