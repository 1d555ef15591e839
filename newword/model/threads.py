"""Work on blocks of rows by several threads: numpy lets go of the interpreter while it computes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from newword.platform.pool import Pool

__all__ = ["for_each"]

Item = TypeVar("Item")


def for_each(items: Iterable[Item], work: Callable[[Item], None], *, threads: int) -> None:
    """Calls `work` for each item, in any order; it must write to places of that item alone.

    Raises:
        Exception: The first that `work` raised, in the order of the items.
    """
    if threads <= 1:
        for item in items:
            work(item)
        return
    with Pool(threads) as pool:
        for future in [pool.submit(work, item) for item in items]:
            future.result()
