"""One run of the benchmark: prepares text and programs, measures case by case, gathers results."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.cases import Case, Ours
from benchmarks.corpora import Corpus, text_files
from benchmarks.measure import READ_BYTES, Command, Limits, interleave
from benchmarks.peers.base import NotMeasuredError, Peer, Place, run_step
from benchmarks.results import CaseResult, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """What all cases of a run have in common.

    Attributes:
        newword: The program to measure, as words of a command line.
        place: Where peers are built and outputs are written.
        limits: Rounds and times.
        say: Takes one line about the progress.
    """

    newword: tuple[str, ...]
    place: Place
    limits: Limits
    say: Callable[[str], None]

    def run(self, case: Case, corpus: Corpus, *, with_peers: bool = True) -> CaseResult:
        """Measures one case on one corpus; what cannot take part gets a row that says why."""
        self.say(f"case {case.name} on {corpus.name}")
        prepared = [self._ours(ours, corpus) for ours in case.ours]
        prepared += [self._peer(peer, corpus) for peer in case.peers if with_peers]
        commands = [command for _, command in prepared if command is not None]
        _read_once(corpus)
        log = self.place.scratch / "stderr.log"
        series = interleave(commands, limits=self.limits, log=log, say=self.say)
        rows = [row for row, _ in prepared]
        for number, row in enumerate(rows):
            if row.name in series:
                runs = series[row.name]
                rows[number] = replace(row, series=runs, reason=runs.failure)
        return CaseResult(case=case, corpus=corpus, rows=tuple(rows))

    def _ours(self, ours: Ours, corpus: Corpus) -> tuple[Row, Command | None]:
        try:
            version = self._version()
            self._check_needs(ours)
        except NotMeasuredError as error:
            return Row(name=ours.name, reason=str(error)), None
        out = self.place.scratch / "newword"
        parts = ours.arguments.split()
        arguments = [part.format(corpus=corpus.path, out=out) for part in parts]
        outputs = [Path(a) for a, part in zip(arguments, parts, strict=True) if "{out}" in part]
        command = Command(
            name=ours.name,
            argv=(*self.newword, *arguments),
            output=outputs[0] if outputs else None,
        )
        return Row(name=ours.name, version=version, command=_shown(command)), command

    def _version(self) -> str:
        try:
            return run_step([*self.newword, "--version"], what="newword --version").strip()
        except NotMeasuredError as error:
            raise NotMeasuredError(f"{error} (install it, or give --newword)") from error

    def _check_needs(self, ours: Ours) -> None:
        if ours.needs:
            name = ours.arguments.split()[0]
            page = run_step([*self.newword, name, "--help"], what=f"newword {name} --help")
            if ours.needs not in page:
                raise NotMeasuredError(f"this newword {name} has no {ours.needs}")

    def _peer(self, peer: Peer, corpus: Corpus) -> tuple[Row, Command | None]:
        if corpus.size_bytes > peer.max_bytes:
            reason = f"not tried on more than {peer.max_bytes / 1e6:g} MB"
            return Row(name=peer.name, reason=reason), None
        self.say(f"preparing {peer.name}")
        try:
            version = peer.install(self.place)
        except NotMeasuredError as error:
            self.say(f"{peer.name} is not measured: {error}")
            return Row(name=peer.name, reason=str(error)), None
        command = peer.command(corpus, self.place)
        return Row(name=peer.name, version=version, command=_shown(command)), command


def _shown(command: Command) -> str:
    source = f" < {shlex.quote(str(command.stdin))}" if command.stdin else ""
    return shlex.join(command.argv) + source


def _read_once(corpus: Corpus) -> None:
    """Brings the text into the page cache, so that the first round is like the others."""
    for path in text_files(corpus.path):
        with path.open("rb", buffering=0) as file:
            while file.read(READ_BYTES):
                pass
