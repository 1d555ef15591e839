"""Every fault at every place until clean: run in a process that has faultline preloaded."""

from __future__ import annotations

import ctypes
import errno
import os
import random
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import newword
from newword.errors import CountFileError, NewwordError, OutputError

TEXTS = ["机器学习，机器学习。" * 400, "深度学习C++机器，" * 300]
NO_LITTER = ["a.nwc", "b.nwc", "out.nwc"]
Work = Callable[[], object]


class Sweep:
    """A directory with an old file, and what is done to it under faults."""

    def __init__(self, library: str, directory: Path) -> None:
        self.shim = ctypes.CDLL(library)
        self.shim.faultline_fired.restype = ctypes.c_long
        self.directory = directory
        self.out = directory / "out.nwc"
        self.faults = self.kills = self.interrupts = 0
        for name, text in zip("ab", TEXTS, strict=True):
            newword.count_to_file(newword.Documents([text]), directory / f"{name}.nwc", order=3)
        self.old = (directory / "a.nwc").read_bytes()
        self.works: dict[str, Work] = {
            "count": lambda: newword.count_to_file(
                newword.Documents(TEXTS), self.out, order=3, reading=newword.Reading(threads=1)
            ),
            "merge": lambda: newword.merge_count_files(
                [directory / "a.nwc", directory / "b.nwc"], self.out
            ),
            "add": lambda: newword.add_to_count_file(newword.Documents([TEXTS[1]]), self.out),
        }

    def run(self) -> None:
        """All of it."""
        for work in self.works.values():
            self.out.write_bytes(self.old)
            work()
            new = self.out.read_bytes()
            assert new != self.old
            for call in ("write", "fsync", "linkat", "rename", "pread"):
                self._fail_each(call, work, new)
            self._interrupt(work, new)

    def _fail_each(self, call: str, work: Work, new: bytes) -> None:
        kinds = [(errno.ENOSPC, 0, 0), (errno.EIO, 1, 0), (errno.ENOSPC, 0, 1), (0, 0, 0)]
        for error, sticky, short in kinds if call == "write" else [kinds[1], kinds[3]]:
            at = 1
            while self._fail(call, at, error, sticky, short, work, new):
                at += 1
            assert at > 1 or call in ("rename", "linkat"), f"{call} never failed"

    def _fail(
        self, call: str, at: int, error: int, sticky: int, short: int, work: Work, new: bytes
    ) -> bool:
        """One run with one fault; whether the fault came to pass."""
        self.out.write_bytes(self.old)
        if error == 0:
            fired = self._kill(call, at, work)
        else:
            fired = self._raise(call, at, error, sticky, short, work)
        found = self.out.read_bytes()
        assert found in (self.old, new), f"{call} {at}: torn"
        assert fired or found == new
        if fired and (call, error) == ("rename", 0):
            self._age_leftovers()
            work()
        assert self._names() == NO_LITTER, f"{call} {at}: litter"
        return fired

    def _names(self) -> list[str]:
        return sorted(path.name for path in self.directory.iterdir())

    def _age_leftovers(self) -> None:
        """A kill between naming the new file and moving it leaves it for the run of another day."""
        for path in self.directory.glob(".newword-*.tmp"):
            os.utime(path, (0, 0))

    def _raise(self, call: str, at: int, error: int, sticky: int, short: int, work: Work) -> bool:
        self.shim.faultline_arm(
            call.encode(), os.fsencode(self.directory), ctypes.c_long(at), error, sticky, short
        )
        failed, message = False, ""
        try:
            work()
        except (OutputError, CountFileError) as problem:
            failed = True
            message = str(problem)
        finally:
            self.shim.faultline_disarm()
        fired = self.shim.faultline_fired() > 0
        assert failed == fired, f"{call} {at}: nobody was told"
        assert not failed or (os.strerror(error) in message and "; " in message), message
        self.faults += fired
        return fired

    def _kill(self, call: str, at: int, work: Work) -> bool:
        child = os.fork()
        if child == 0:
            self.shim.faultline_arm(
                call.encode(), os.fsencode(self.directory), ctypes.c_long(at), 0, 0, 0
            )
            work()
            os._exit(0)
        _, status = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(status)
        assert killed or os.WEXITSTATUS(status) == 0
        self.kills += killed
        return killed

    def _interrupt(self, work: Work, new: bytes) -> None:
        """Ctrl-C at many instants."""
        chance = random.Random(1)
        for _ in range(60):
            self.out.write_bytes(self.old)
            try:
                signal.setitimer(signal.ITIMER_REAL, chance.uniform(0.0001, 0.012))
                work()
                signal.setitimer(signal.ITIMER_REAL, 0)
            except KeyboardInterrupt:
                self.interrupts += 1
            except NewwordError as problem:  # never instead of the interruption
                raise AssertionError("an interruption became an error") from problem
            assert self.out.read_bytes() in (self.old, new)
            assert self._names() == NO_LITTER


if __name__ == "__main__":
    signal.signal(signal.SIGALRM, signal.default_int_handler)
    sweep = Sweep(sys.argv[1], Path(sys.argv[2]))
    sweep.run()
    print(sweep.faults, sweep.kills, sweep.interrupts)
