"""Working ahead in a thread changes nothing but when things are made."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest

from newword.corpus.open import readahead as module
from newword.corpus.open.readahead import ahead


def count(end: int) -> Any:
    for number in range(end):
        yield number
        if number == 50:
            raise ValueError("fifty")
    return "done"


def result_of(items: Any) -> Any:
    result = yield from items
    assert result == "done"


def test_working_ahead_changes_nothing_and_ends_with_its_reader() -> None:
    before = threading.active_count()
    assert [*result_of(ahead(count(50)))] == list(range(50))
    with pytest.raises(ValueError, match="fifty"):
        list(ahead(count(99)))
    some = ahead(count(49))
    assert next(some) == 0
    some.close()
    assert threading.active_count() == before


def test_without_a_thread_nothing_is_made_in_advance(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    assert [*result_of(ahead(count(50)))] == list(range(50))


def test_either_side_may_wait_longer_than_between_two_looks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "_LOOK_S", 0.001)

    def slow_maker() -> Any:
        for number in range(3):
            time.sleep(0.02)
            yield number

    assert list(ahead(slow_maker())) == [0, 1, 2]
    found = []
    for number in ahead(count(20)):
        time.sleep(0.02 if number < 3 else 0)
        found.append(number)
    assert found == list(range(20))


def test_a_maker_that_waits_for_room_ends_with_its_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LOOK_S", 0.001)
    before = threading.active_count()
    closed = []

    def watched() -> Any:
        try:
            yield from range(100)
        finally:
            closed.append(True)

    some = ahead(watched())
    assert next(some) == 0
    time.sleep(0.05)  # the queue is full by now
    some.close()
    assert closed == [True]
    assert threading.active_count() == before
