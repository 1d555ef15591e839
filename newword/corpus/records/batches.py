"""Documents in batches, for sessions that take them so: records that need no individual look."""

from __future__ import annotations

import json
from typing import NamedTuple

__all__ = ["Batch", "json_texts"]

_scan = json.JSONDecoder().scan_once  # type: ignore[attr-defined]


class Batch(NamedTuple):
    """Documents that are nothing but their texts, which hold no lone surrogates."""

    texts: list[str]


def json_texts(block: bytes, names: tuple[str, ...]) -> list[str] | None:
    """The texts of whole lines of JSON, each an object with its text in the first of these fields.

    Args:
        block: Lines with their ends.
        names: The fields.

    Returns:
        None if anything in the block is otherwise: such lines are looked at one by one.
    """
    texts = []
    at = 0
    try:
        text = block.decode()
        size = len(text)
        while at < size:
            record, at = _scan(text, at)
            at = text.index("\n", at, at + 1) + 1
            for name in names:
                found = record.get(name)
                if type(found) is str:
                    texts.append(found)
                    break
            else:
                return None
        "".join(texts).encode()  # lone surrogates have no UTF-8
    except (ValueError, StopIteration, RecursionError, AttributeError):
        return None
    return texts
