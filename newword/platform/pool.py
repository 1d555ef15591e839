"""Threads for independent work, as many as wanted or as the system gives."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, TypeVar

__all__ = ["Pool"]

Result = TypeVar("Result")

_Task = tuple["Future[Any]", Callable[..., Any], tuple[Any, ...]]


class Pool:
    """Does work in threads, which it starts as work comes.

    If the system starts no more threads, the existing ones do the work, and without any the
    caller's own does; the standard library's pool would fail. It ends with its context.
    """

    def __init__(self, threads: int) -> None:
        self._wanted = threads
        self._threads: list[threading.Thread] = []
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()

    def submit(self, work: Callable[..., Result], *arguments: Any) -> Future[Result]:
        """What `work` will have returned or raised."""
        task: tuple[Future[Result], Callable[..., Result], tuple[Any, ...]]
        task = (Future(), work, arguments)
        if len(self._threads) < self._wanted:
            self._start_thread()
        if self._threads:
            self._tasks.put(task)
        else:
            _do(task)
        return task[0]

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Drops work that has not begun, and waits for the rest."""
        with suppress(queue.Empty):
            while (task := self._tasks.get_nowait()) is not None:
                task[0].cancel()
        for _ in self._threads:
            self._tasks.put(None)
        for thread in self._threads:
            thread.join()

    def _start_thread(self) -> None:
        thread = threading.Thread(target=self._work, name="newword-pool", daemon=True)
        try:
            thread.start()
        except RuntimeError:  # the system has no more
            self._wanted = len(self._threads)
        else:
            self._threads.append(thread)

    def _work(self) -> None:
        while (task := self._tasks.get()) is not None:
            _do(task)


def _do(task: _Task) -> None:
    future, work, arguments = task
    try:
        result = work(*arguments)
    except BaseException as error:  # for whoever asks for the result, as in the standard library
        future.set_exception(error)
    else:
        future.set_result(result)
