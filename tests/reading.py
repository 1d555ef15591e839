"""A session that keeps what it is given, for tests of reading."""

from __future__ import annotations

import codecs
import errno
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from newword.corpus import CorpusReport, read_corpus, walk
from newword.corpus import read as module


@dataclass(frozen=True)
class Outcome:
    index: int
    code: str
    offset: int = 0
    total: int = 0
    errno: int = 0


class FakeSession:
    """Keeps the documents; reads files as the core does, as far as these tests go."""

    def __init__(self) -> None:
        self.documents: list[bytes] = []
        self.bytes_read = 0
        self.calls: list[list[bytes]] = []
        self.open = b""

    def feed(self, block: bytes, /) -> None:
        self.open += block
        self.bytes_read += len(block)

    def end_document(self) -> None:
        self.documents.append(self.open)
        self.open = b""

    def read_files(
        self,
        paths: Sequence[bytes],
        explicit: Sequence[bool],
        tick: Callable[[int, int], None] | None,
        /,
    ) -> list[Outcome]:
        self.calls.append(list(paths))
        outcomes = []
        before = self.bytes_read
        total = sum(Path(os.fsdecode(path)).stat().st_size for path in paths)
        for index, path in enumerate(paths):
            try:
                data = Path(os.fsdecode(path)).read_bytes()
            except OSError as error:
                code = "vanished" if error.errno == errno.ENOENT else "unreadable"
                outcomes.append(Outcome(index, code, errno=error.errno or 0))
                continue
            bad = data.decode("utf-8", "replace").count("\ufffd")
            if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
                outcomes.append(Outcome(index, "utf-32"))
            elif data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
                outcomes.append(Outcome(index, "utf-16"))
            elif b"\0" in data and not explicit[index]:
                outcomes.append(Outcome(index, "binary"))
            elif bad * 2 > len(data.decode("utf-8", "replace")):
                outcomes.append(Outcome(index, "wrong-encoding"))
            else:
                if bad:
                    offset = len(data[: data.index(b"\xff")])
                    outcomes.append(Outcome(index, "invalid-bytes", offset, bad))
                self.feed(data.removeprefix(codecs.BOM_UTF8))
                self.end_document()
            if tick is not None:
                tick(self.bytes_read - before, total)
        return outcomes


def read(source: Any, **options: Any) -> tuple[list[bytes], CorpusReport]:
    session = FakeSession()
    report = read_corpus(session, source, **options)
    assert session.open == b""  # every document was ended
    return session.documents, report


def codes(report: CorpusReport) -> list[tuple[str, str]]:
    return [(problem.path, problem.code) for problem in report.problems]


JI, XUE = "机器".encode(), "学习".encode()


def change_after_listing(monkeypatch: pytest.MonkeyPatch, change: Callable[[], object]) -> None:
    """Let something happen between listing the files and reading them."""
    real = walk.find_files

    def find_files(*given: Any, **options: Any) -> Any:
        listing = real(*given, **options)
        change()
        return listing

    monkeypatch.setattr(module, "find_files", find_files)


def failing(name: str, code: int, nth: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the n-th call of a function of os fail."""
    calls = 0
    real = getattr(os, name)

    def call(*given: Any, **options: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == nth:
            raise OSError(code, os.strerror(code))
        return real(*given, **options)

    monkeypatch.setattr(os, name, call)
