"""Every fault at every place until clean: run in a process that has faultline preloaded."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import json
import os
import random
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import newword
from newword.counting.count_file import read_facts
from newword.counting.kept_text import find_text
from newword.errors import NewwordError

TEXTS = ["机器学习，机器学习。" * 400, "深度学习C++机器，" * 300]
INPUTS = ["a.nwc", "a.nwt", "b.nwc", "corpus", "words.jsonl"]
# Faults of these calls must be told; of the others they may be made good, or be of no matter.
ALWAYS_TOLD = ("write", "fsync", "linkat", "rename", "pread", "pwrite", "posix_fallocate")
ONCE = [(errno.EIO, 1, 0), (0, 0, 0)]
WRITES = [(errno.ENOSPC, 0, 0), (errno.EIO, 1, 0), (errno.ENOSPC, 0, 1), (0, 0, 0)]
ERRORS = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EACCES)
KILL, INTERRUPT, TERMINATE = 0, -signal.SIGINT, -signal.SIGTERM
NEVER_TOLD = "nobody was told"


class Terminated(BaseException):
    """What SIGTERM raises here, as on the command line."""


@dataclass(frozen=True)
class Work:
    """Something that is done under faults."""

    action: Callable[[], object]
    outputs: tuple[str, ...] = ("out.nwc",)
    calls: tuple[str, ...] = ("write", "fsync", "linkat", "rename", "pread")


class Sweep:
    """A directory with old files, and what is done to them under faults."""

    def __init__(self, library: str, directory: Path, *, thorough: bool, only: str = "") -> None:
        self.shim = ctypes.CDLL(library)
        self.shim.faultline_fired.restype = ctypes.c_long
        self.directory = directory
        self.thorough = thorough
        self.only = only
        self.faults = self.kills = self.interrupts = self.pairs = 0
        self.old: dict[str, bytes] = {}
        self.new: dict[str, bytes] = {}
        self._make_inputs()

    def _make_inputs(self) -> None:
        place = self.directory
        (place / "corpus").mkdir()
        for name, text in zip("ab", TEXTS, strict=True):
            newword.count_to_file(
                newword.Documents([text]), place / f"{name}.nwc", order=3, keep_text=name == "a"
            )
            (place / "corpus" / f"{name}.txt").write_text(text, "utf-8")
        lexicon = newword.discover(newword.Documents(TEXTS), method="entropy", min_count=2)
        lexicon.export(place / "words.jsonl", format="jsonl")
        self.lexicon = newword.load_lexicon(place / "words.jsonl")  # without a session

    def works(self) -> dict[str, Work]:
        """What is done, by name."""
        place, one = self.directory, newword.Reading(threads=1)
        out, counts = place / "out.nwc", place / "a.nwc"
        texts = newword.Documents(TEXTS)
        works = {
            "count": Work(lambda: newword.count_to_file(texts, out, order=3, reading=one)),
            "merge": Work(
                lambda: newword.merge_count_files([place / "a.nwc", place / "b.nwc"], out)
            ),
            "add": Work(lambda: newword.add_to_count_file(newword.Documents([TEXTS[1]]), out)),
            "keep": Work(
                lambda: newword.count_to_file(texts, out, order=3, keep_text=True, reading=one),
                ("out.nwc", "out.nwt"),
            ),
        }
        if not self.thorough:
            return works
        reads = ("open", "read", "pread")
        every = ("write", "fsync", "linkat", "rename", "pread", "read", "open", "close", "unlink")
        works = {name: Work(work.action, work.outputs, every) for name, work in works.items()}
        arpa, words, page = place / "out.arpa", place / "out.txt", place / "out.html"
        export = self.lexicon.export
        return works | {
            "train": Work(
                lambda: newword.train_language_model(
                    None, arpa, counts=counts, order=3, reading=one
                ),
                ("out.arpa",),
                every,
            ),
            "export": Work(lambda: export(words, format="tsv"), ("out.txt",), every),
            "review": Work(lambda: newword.write_review(self.lexicon, page), ("out.html",), every),
            "load": Work(lambda: newword.load_lexicon(place / "words.jsonl"), (), reads),
            "verify": Work(lambda: newword.verify_count_file(counts), (), reads),
        }

    def run(self) -> None:
        """All of it."""
        for name, work in self.works().items():
            if self.only not in ("", name):
                continue
            self._reset(work, first=True)
            work.action()
            self.new = {name: self._read(name) for name in work.outputs}
            assert all(self.new[name] != self.old[name] for name in work.outputs)
            for call in work.calls:
                self._fail_each(call, work)
                self._pair_each(call, work)
            self._interrupt(work)

    def _read(self, name: str) -> bytes:
        return (self.directory / name).read_bytes()

    def _reset(self, work: Work, *, first: bool = False) -> None:
        if first:
            old = {"out.nwc": "a.nwc", "out.nwt": "a.nwt"}
            self.old = {
                name: self._read(old[name]) if name in old else b"old\n" for name in work.outputs
            }
        for name in work.outputs:
            (self.directory / name).write_bytes(self.old[name])

    def _kinds(self, call: str) -> Sequence[tuple[int, int, int]]:
        kinds = WRITES if call == "write" else ONCE
        if not self.thorough:
            return kinds
        more = [(error, sticky, 0) for error in ERRORS for sticky in (0, 1)]
        return [*kinds, *more, (INTERRUPT, 0, 0), (TERMINATE, 0, 0)]

    def _fail_each(self, call: str, work: Work) -> None:
        for error, sticky, short in self._kinds(call):
            at = 1
            while self._fail(call, at, error, sticky, short, work):
                at += 1
            if not self.thorough:
                assert at > 1 or call in ("rename", "linkat"), f"{call} never failed"

    def _fail(self, call: str, at: int, error: int, sticky: int, short: int, work: Work) -> bool:
        """One run with one fault; whether the fault came to pass."""
        self._reset(work)
        where = f"{call} {at}, error {error}"
        if error == KILL:
            fired = self._kill(call, at, work)
        else:
            fired = self._raise((call, at, error, sticky, short), work, where)
        self._check_outputs(work, where, was_told=fired)
        if fired and error == KILL:
            self._remove_orphans()
        if fired and error == KILL and call in ("rename", "unlink", "close", "fsync", "open"):
            self._age_leftovers()
            self._reset(work)
            work.action()
        self._check_litter(work, where)
        return fired

    def _check_outputs(self, work: Work, where: str, *, was_told: bool) -> None:
        if "out.nwt" in work.outputs:
            self._recover(where)
        found = {name: self._read(name) for name in work.outputs}
        for name, content in found.items():
            assert content in (self.old[name], self.new[name]), f"{where}: {name} is torn"
        if not was_told:
            assert found == self.new, f"{where}: {NEVER_TOLD}"
        assert len({found[name] == self.new[name] for name in found}) < 2, f"{where}: torn apart"

    def _recover(self, where: str) -> None:
        """Opens the counts, as the next command does: their text must be there."""
        counts = self.directory / "out.nwc"
        text = find_text(counts, read_facts(counts).digest)
        assert text == self.directory / "out.nwt", f"{where}: the text is gone"

    def _remove_orphans(self) -> None:
        """A kill before the counts took their place leaves the text that was to be theirs."""
        for path in self.directory.glob(".newword-*.nwt"):
            path.unlink()

    def _check_litter(self, work: Work, where: str) -> None:
        names = sorted(path.name for path in self.directory.iterdir())
        assert names == sorted({*INPUTS, *work.outputs}), f"{where}: litter {names}"
        for name in work.outputs:
            (self.directory / name).unlink()

    def _age_leftovers(self) -> None:
        """A kill between naming the new file and moving it leaves it for the run of another day."""
        for path in self.directory.glob(".newword-*.tmp"):
            os.utime(path, (0, 0))

    @contextlib.contextmanager
    def _armed(self, call: str, at: int, error: int, sticky: int, short: int) -> Iterator[None]:
        self.shim.faultline_arm(
            call.encode(), os.fsencode(self.directory), ctypes.c_long(at), error, sticky, short
        )
        try:
            yield
        finally:
            self.shim.faultline_disarm()

    def _raise(self, fault: tuple[str, int, int, int, int], work: Work, where: str) -> bool:
        call, _, error, _, _ = fault
        failure: BaseException | None = None
        with self._armed(*fault):
            try:
                work.action()
            except (NewwordError, OSError, KeyboardInterrupt, Terminated) as problem:
                failure = problem
        fired = self.shim.faultline_fired(0) > 0
        assert fired or failure is None, f"{where}: {failure!r} without a fault"
        if error < 0:
            kind = KeyboardInterrupt if error == INTERRUPT else Terminated
            assert failure is None or isinstance(failure, kind), f"{where}: {failure!r}"
            self.interrupts += fired
            return fired
        self.faults += fired
        if failure is None:
            assert not fired or call not in ALWAYS_TOLD, f"{where}: {NEVER_TOLD}"
            return fired and self._matters(fault, work)
        message = str(failure)
        assert os.strerror(error) in message, f"{where}: {message}"
        assert "; " in message or not isinstance(failure, NewwordError), f"{where}: {message}"
        return fired

    def _matters(self, fault: tuple[str, int, int, int, int], work: Work) -> bool:
        """A fault that was made good: everything must be as without it."""
        assert all(self._read(name) == self.new[name] for name in work.outputs), f"{fault}: lost"
        return True

    def _kill(self, call: str, at: int, work: Work) -> bool:
        child = os.fork()
        if child == 0:
            try:
                with self._armed(call, at, KILL, 0, 0):
                    work.action()
                os._exit(0)
            except BaseException:
                traceback.print_exc()
                os._exit(1)
        _, status = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(status)
        assert killed or os.WEXITSTATUS(status) == 0, f"{call} {at}: not killed, and failed"
        self.kills += killed
        return killed

    def _pair_each(self, call: str, work: Work) -> None:
        """A second fault, or a signal, while the first is cleaned up."""
        if not self.thorough:
            return
        seconds = [("unlink", 1, errno.EIO), ("close", 1, errno.EIO), ("fsync", 1, errno.EIO)]
        seconds += [("close", 1, INTERRUPT), ("unlink", 1, TERMINATE), ("write", 1, INTERRUPT)]
        for second, after, error in seconds:
            at = 1
            while self._fail_twice((call, at, errno.ENOSPC, 1, 0), (second, after, error), work):
                at += 1

    def _fail_twice(
        self, first: tuple[str, int, int, int, int], second: tuple[str, int, int], work: Work
    ) -> bool:
        self._reset(work)
        where = f"{first} then {second}"
        call, after, error = second
        failure: BaseException | None = None
        with self._armed(*first):
            self.shim.faultline_then(call.encode(), ctypes.c_long(after), error, 0)
            with contextlib.suppress(NewwordError, OSError, KeyboardInterrupt, Terminated):
                try:
                    work.action()
                except BaseException as problem:
                    failure = problem
                    raise
        fired = self.shim.faultline_fired(0) > 0
        self.pairs += self.shim.faultline_fired(1) > 0
        told = failure is not None
        assert told or not fired or first[0] not in ALWAYS_TOLD, f"{where}: {NEVER_TOLD}"
        self._check_outputs(work, where, was_told=told)
        if call == "unlink":  # the clean-up itself was kept from it
            for path in self.directory.glob(".newword-*.tmp"):
                path.unlink()
            self._remove_orphans()
        self._check_litter(work, where)
        return fired

    def _interrupt(self, work: Work) -> None:
        """Ctrl-C at many instants."""
        chance = random.Random(1)
        for _ in range(60 if not self.thorough else 150):
            self._reset(work)
            try:
                signal.setitimer(signal.ITIMER_REAL, chance.uniform(0.0001, 0.012))
                work.action()
                signal.setitimer(signal.ITIMER_REAL, 0)
            except KeyboardInterrupt:
                self.interrupts += 1
            except NewwordError as problem:  # never instead of the interruption
                raise AssertionError("an interruption became an error") from problem
            self._check_outputs(work, "interrupted", was_told=True)
            self._check_litter(work, "interrupted")


def _terminate(number: int, frame: object) -> None:
    raise Terminated


if __name__ == "__main__":
    signal.signal(signal.SIGALRM, signal.default_int_handler)
    signal.signal(signal.SIGTERM, _terminate)
    only = sys.argv[-1] if "--work" in sys.argv else ""
    sweep = Sweep(sys.argv[1], Path(sys.argv[2]), thorough="--thorough" in sys.argv, only=only)
    sweep.run()
    names = ("faults", "kills", "interrupts", "pairs")
    print(json.dumps({name: getattr(sweep, name) for name in names}))
