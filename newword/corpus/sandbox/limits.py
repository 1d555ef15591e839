"""Limits of a sandboxed process: no files, network or programs; limited time and memory."""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

from newword.platform.message import message

__all__ = ["limit_process", "limit_time"]

_FORBIDDEN = (
    "ftplib.", "http.", "os.chmod", "os.exec", "os.fork", "os.link", "os.mkdir", "os.posix_spawn",
    "os.remove", "os.rename", "os.rmdir", "os.spawn", "os.startfile", "os.symlink", "os.system",
    "os.truncate", "poplib.", "pty.", "shutil.", "smtplib.", "socket.", "subprocess.", "telnetlib.",
    "urllib.", "webbrowser.",
)  # fmt: skip
# One thread each: stacks count as memory, and the machine is busy counting.
_ONE_THREAD = ("OMP_NUM_THREADS", "RAYON_NUM_THREADS", "TOKIO_WORKER_THREADS")
_WRITING = frozenset("wax+")


def limit_process(memory: int) -> None:
    """Take away from this process what no parser needs.

    Args:
        memory: Bytes of data that it may hold; enforced by Linux only.
    """
    sys.dont_write_bytecode = True
    sys.addaudithook(_refuse)
    for setting in _ONE_THREAD:
        os.putenv(setting, "1")
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends the process
    if sys.platform != "win32":
        import resource

        for limit, value in (
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_DATA, memory),
        ):
            _, most = resource.getrlimit(limit)
            value = value if most == resource.RLIM_INFINITY else min(value, most)
            resource.setrlimit(limit, (value, value))


def limit_time(seconds: float) -> None:
    """End this process by a signal after this much more CPU time, even inside C code."""
    if sys.platform != "win32":
        signal.signal(signal.SIGVTALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    is_writing = event == "open" and _WRITING.intersection(str(arguments[1] or "r"))
    if is_writing or event.startswith(_FORBIDDEN):
        raise PermissionError(message("a parser may not do this: {event}", event=event))
