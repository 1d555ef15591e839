"""The pool of threads: all work is done, and by whom does not matter."""

from __future__ import annotations

import threading

import pytest

from newword.platform.pool import Pool


def test_all_work_is_done_and_what_it_raises_is_raised_to_who_asks() -> None:
    with Pool(3) as pool:
        futures = [pool.submit(divmod, 100, divisor) for divisor in range(7)]
        with pytest.raises(ZeroDivisionError):
            futures[0].result()
        assert [future.result() for future in futures[1:]] == [divmod(100, n) for n in range(1, 7)]


@pytest.mark.parametrize("given", [0, 1, 2])
def test_threads_that_the_system_does_not_start_are_done_without(
    monkeypatch: pytest.MonkeyPatch, given: int
) -> None:
    start, started = threading.Thread.start, []

    def start_some(thread: threading.Thread) -> None:
        if len(started) == given:
            raise RuntimeError("can't start new thread")
        started.append(thread)
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", start_some)
    with Pool(3) as pool:
        futures = [pool.submit(threading.current_thread) for _ in range(9)]
        workers = {future.result() for future in futures}
    assert workers <= (set(started) or {threading.current_thread()})
    assert not any(thread.is_alive() for thread in started)


def test_leaving_early_drops_what_nobody_has_begun() -> None:
    is_begun, may_end = threading.Event(), threading.Event()

    def wait() -> None:
        is_begun.set()
        may_end.wait()

    with Pool(1) as pool:
        begun, dropped = pool.submit(wait), pool.submit(wait)
        is_begun.wait()
        threading.Timer(0.05, may_end.set).start()
    assert begun.done()
    assert not begun.cancelled()
    assert dropped.cancelled()
