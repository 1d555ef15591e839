"""Reading ahead: a thread makes the items of an iterator, a few in advance.

Decompressing lets other Python threads run, so that it overlaps what is done with the text.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Generator
from typing import Any, TypeVar

__all__ = ["ahead"]

Item = TypeVar("Item")
Result = TypeVar("Result")

_ITEMS = 4
_LOOK_S = 0.1  # between two looks whether the other side is still there


def ahead(items: Generator[Item, None, Result]) -> Generator[Item, None, Result]:
    """The items of a generator, at most four of them made in advance by a thread.

    Returns:
        What the generator returns. What it raises is raised here. Closing this one ends the thread
        once the item in the making is done.
    """
    made: queue.Queue[tuple[str, Any]] = queue.Queue(_ITEMS)
    is_unwanted = threading.Event()

    def put(kind: str, value: Any) -> bool:
        while not is_unwanted.is_set():
            try:
                made.put((kind, value), timeout=_LOOK_S)
            except queue.Full:
                continue
            return True
        return False

    def work() -> None:
        try:
            put("end", _pass_on(items, put))
        except BaseException as error:
            put("error", error)

    thread = threading.Thread(target=work, name="newword-ahead", daemon=True)
    try:
        thread.start()
    except RuntimeError:  # the system has no more threads
        return (yield from items)
    try:
        while True:
            kind, value = _take(made)
            if kind == "end":
                result: Result = value
                return result
            if kind == "error":
                raise value
            yield value
    finally:
        is_unwanted.set()
        thread.join()


def _pass_on(items: Generator[Item, None, Result], put: Any) -> Result | None:
    """Put every item until the reader stops; returns what the generator returns."""
    while True:
        try:
            item = next(items)
        except StopIteration as end:
            result: Result = end.value
            return result
        if not put("item", item):
            items.close()
            return None


def _take(made: queue.Queue[tuple[str, Any]]) -> tuple[str, Any]:
    """What is put next; a wait without end could not be interrupted everywhere."""
    while True:
        try:
            return made.get(timeout=_LOOK_S)
        except queue.Empty:
            continue
