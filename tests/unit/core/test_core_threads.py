"""Threads, forks and signals around one Session."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable

import pytest
from engine import COLUMNS, everything, reading

from newword.core import _core

TEXT = "机器学习，机器翻译，学习机器"


def session(text: str = TEXT) -> _core.Session:
    return reading(text).session()


def table(text: str = TEXT) -> _core.NgramTable:
    return session(text).count(max_order=3, min_count=1)


@pytest.fixture(scope="module")
def long_text() -> _core.Session:
    """A session with text enough to count for seconds."""
    chance = random.Random(7)
    corpus = _core.Session(threads=2)
    letters = [chr(0x4E00 + int(chance.expovariate(1 / 300))) for _ in range(200_000)]
    for _ in range(40):
        corpus.feed("".join(letters).encode())
        chance.shuffle(letters)
    corpus.end_document()
    return corpus


def test_a_session_is_used_by_one_thread_at_a_time(long_text: _core.Session) -> None:
    corpus = long_text
    errors: list[BaseException] = []
    stop = threading.Event()

    def tick(done: int, total: int) -> None:
        if stop.is_set():
            raise InterruptedError

    def work() -> None:
        try:
            corpus.count(max_order=6, min_count=1, tick=tick)
        except InterruptedError as error:
            errors.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    time.sleep(0.1)
    uses: list[Callable[[], object]] = [
        lambda: corpus.feed(b"a"),
        corpus.end_document,
        lambda: corpus.units,
        lambda: corpus.alphabet_size,
        lambda: corpus.unit_count("机"),
        lambda: corpus.read_files([], [], None),
        lambda: corpus.count(max_order=1, min_count=1),
        lambda: corpus.connect([], min_count=1),
        lambda: corpus.find(["机器"]),
    ]
    for use in uses:
        with pytest.raises(RuntimeError, match="busy in another thread"):
            use()
    stop.set()
    thread.join()
    assert len(errors) == 1
    assert corpus.units > 0


def test_sessions_of_their_own_work_side_by_side() -> None:
    alone = everything(table(TEXT * 2_000))
    found: list[list[object]] = []
    work = [
        threading.Thread(target=lambda: found.append(everything(table(TEXT * 2_000))))
        for _ in range(8)
    ]
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()
    assert found == [alone] * 8


def test_one_table_is_read_by_many_threads() -> None:
    found = table(TEXT * 100)
    before = [found.column(2, name).tobytes() for name in COLUMNS]
    seen: list[list[bytes]] = []
    work = [
        threading.Thread(
            target=lambda: seen.append([found.column(2, name).tobytes() for name in COLUMNS])
        )
        for _ in range(8)
    ]
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()
    assert seen == [before] * 8


def test_units_are_added_to_a_cutter_by_one_thread_while_no_other_uses_it() -> None:
    """Two that added units at a time could have torn its tables."""
    text = " ".join(f"w{n}" for n in range(300_000)).encode()
    cutter = _core.WordCutter(["机器"])
    refused: list[str] = []
    begun = threading.Event()

    def add() -> None:
        begun.set()
        cutter.add_units(text)

    thread = threading.Thread(target=add)
    thread.start()
    begun.wait()
    while thread.is_alive():
        try:
            cutter.add_units(b"more")
        except RuntimeError as error:
            refused.append(str(error))
    thread.join()
    assert any("in use in another thread" in one for one in refused)
    assert len(cutter) in (300_001, 300_002)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs POSIX signals")
@pytest.mark.parametrize("after_s", [0.02, 0.15, 0.4])
def test_ctrl_c_stops_a_count_within_a_second_and_the_session_goes_on(
    after_s: float, long_text: _core.Session
) -> None:
    corpus = long_text
    sent: list[tuple[float, float]] = []

    def send() -> None:
        sent.append((time.process_time(), time.monotonic()))
        os.kill(os.getpid(), signal.SIGINT)

    timer = threading.Timer(after_s, send)
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        corpus.count(max_order=6, min_count=1)
    # 50 ms. CPU seconds of all threads, as others may have the processors; and nobody waits long.
    assert time.process_time() - sent[0][0] < 1.0
    assert time.monotonic() - sent[0][1] < 5.0
    timer.join()
    assert corpus.count(max_order=1, min_count=1).units == corpus.units


def test_what_a_tick_raises_stops_the_count(long_text: _core.Session) -> None:
    corpus = long_text

    def tick(done: int, total: int) -> None:
        raise LookupError(f"{done} of {total}")

    with pytest.raises(LookupError, match=r"\d+ of \d+"):
        corpus.count(max_order=6, min_count=1, tick=tick)


def test_progress_never_goes_back_or_past_its_end(long_text: _core.Session) -> None:
    corpus = long_text
    ticks: list[tuple[int, int]] = []
    corpus.count(max_order=3, min_count=1, tick=lambda *tick: ticks.append(tick))
    assert ticks == sorted(ticks)
    assert all(done <= total for done, total in ticks)


needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
# Python warns of forks beside threads; that they are safe here is what is tested.
forks = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def in_fork(work: Callable[[], bool]) -> bool:
    """Whether the work went well in a forked child, which has ten seconds."""
    child = os.fork()
    if child == 0:
        signal.alarm(10)
        try:
            os._exit(0 if work() else 1)
        except BaseException:
            os._exit(2)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0


@needs_fork
@forks
def test_a_forked_child_may_not_use_the_session_of_its_parent() -> None:
    corpus = session()

    def refused() -> bool:
        uses: list[Callable[[], object]] = [
            lambda: corpus.feed(b"a"),
            corpus.end_document,
            lambda: corpus.units,
            lambda: corpus.count(max_order=1, min_count=1),
        ]
        for use in uses:
            with pytest.raises(RuntimeError, match="after a fork"):
                use()
        return True

    assert in_fork(refused)
    assert corpus.units == 12


@needs_fork
@forks
def test_a_forked_child_may_read_columns_and_make_a_session() -> None:
    found = table()
    assert in_fork(lambda: found.column(1, "count").sum() == 12 and table().units == 12)


@needs_fork
def test_a_child_forked_while_counting_ends_and_the_count_goes_on() -> None:
    script = """
import os, signal, sys
from newword.core import _core
corpus = _core.Session(threads=2)
corpus.feed("".join(chr(0x4E00 + i * i % 20000) for i in range(4_000_000)).encode())
statuses = []
def tick(done, total):
    if statuses:
        return
    child = os.fork()
    if child == 0:
        signal.alarm(20)
        sys.exit(7)  # unwinds through count() and frees the session
    statuses.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
table = corpus.count(max_order=6, min_count=1, tick=tick)
assert table.units == 4_000_000
assert statuses == [7], statuses
"""
    command = [sys.executable, "-W", "ignore", "-c", script]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run(command, env=environment, check=True, timeout=60)
