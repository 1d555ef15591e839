"""Runs one command and reports what the kernel charged it: one JSON object on standard output.

A process of its own, small and started afresh each time, because the peak memory that the kernel
reports for a child is never below that of the process that started it.

Usage: python -I -S launch.py STDIN STDOUT STDERR PROGRAM [ARGUMENT]...
"""

from __future__ import annotations

import json
import os
import sys
import time


def main(argv: list[str]) -> None:
    """Runs `argv[3:]` with its streams joined to the files `argv[:3]`."""
    stdin, stdout, stderr, *command = argv
    create = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    streams = [
        (os.POSIX_SPAWN_OPEN, 0, stdin, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, stdout, create, 0o600),
        (os.POSIX_SPAWN_OPEN, 2, stderr, create, 0o600),
    ]
    start = time.perf_counter()
    pid = os.posix_spawnp(command[0], command, os.environ, file_actions=streams)
    _, status, usage = os.wait4(pid, 0)
    wall_s = time.perf_counter() - start
    rss_unit = 1 if sys.platform == "darwin" else 1024
    measured = {
        "exit_code": os.waitstatus_to_exitcode(status),
        "user_s": usage.ru_utime,
        "system_s": usage.ru_stime,
        "wall_s": wall_s,
        "rss_bytes": usage.ru_maxrss * rss_unit,
    }
    print(json.dumps(measured))


if __name__ == "__main__":
    main(sys.argv[1:])
