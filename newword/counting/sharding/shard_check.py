"""Whether count files of shards may be added: none is missing, none is there twice."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from newword.core._core import CountFileFacts
from newword.counting.sharding.shards import describe_numbers
from newword.errors import CountFileError
from newword.platform.message import message
from newword.platform.outputs import AnyPath
from newword.platform.safe_text import path_text

__all__ = ["refuse_shard", "refuse_wrong_shards"]

_SHOWN_RANGES = 20


def refuse_shard(path: AnyPath, facts: CountFileFacts) -> None:
    """Refuses to add text to a part of a corpus, which would be that part no more.

    Raises:
        CountFileError: The file is a shard.
    """
    if facts.shards is not None:
        _, of, numbers = facts.shards
        raise CountFileError(
            message(
                "{path}: is shard {numbers} of {of}; merge the shards first, and add to the sum",
                path=_name(path),
                numbers=describe_numbers(numbers),
                of=of,
            )
        )


def refuse_wrong_shards(files: Sequence[tuple[bytes, CountFileFacts]], *, partial: bool) -> None:
    """Refuses shards that do not add up to the corpus that they were dealt from.

    Args:
        files: Count files, shards or not.
        partial: Shards may be missing; then all files must be shards of one corpus.

    Raises:
        CountFileError: A shard is missing, is there twice, or is of another corpus.
    """
    plans: dict[tuple[bytes, int], dict[int, bytes]] = {}
    for path, facts in files:
        if facts.shards is None:
            continue
        plan, of, numbers = facts.shards
        holders = plans.setdefault((plan, of), {})
        for number in numbers:
            if number in holders:
                raise CountFileError(
                    message(
                        "{path} and {holders} both hold shard {number} of {of}; leave one out",
                        path=_name(path),
                        holders=_name(holders[number]),
                        number=number,
                        of=of,
                    )
                )
        holders.update(dict.fromkeys(numbers, path))
    incomplete = [plan for plan, holders in plans.items() if len(holders) < plan[1]]
    if not incomplete:
        return
    if len(plans) > 1:
        raise CountFileError(_of_several_plans([min(plans[plan].items()) for plan in plans]))
    if not partial:
        _, of = incomplete[0]
        missing = describe_missing(sorted(plans[incomplete[0]]), of)
        raise CountFileError(
            message(
                "of {of} shards these are missing: {missing}; count them with newword "
                "count --shard, or add those that are there with --partial (partial=True)",
                of=of,
                missing=missing,
            )
        )
    others = [path for path, facts in files if facts.shards is None]
    if others:
        raise CountFileError(
            message(
                "{others}: is no shard; with shards missing it cannot be told apart from "
                "them later: add it when they are complete",
                others=_name(others[0]),
            )
        )


def _of_several_plans(firsts: Sequence[tuple[int, bytes]]) -> str:
    (_, one), (_, other) = firsts[:2]
    return message(
        "{one} and {other} are shards of different corpora, or of one that changed "
        "or was counted with other options; count all shards again with the same "
        "paths and options: those that are right are found, not counted",
        one=_name(one),
        other=_name(other),
    )


def describe_missing(numbers: Sequence[int], of: int) -> str:
    """Which of 1..of are not among growing numbers, as people write them; a long list is cut."""
    gaps = list(_gaps(numbers, of))
    shown = ", ".join(
        str(first) if first == last else f"{first}-{last}" for first, last in gaps[:_SHOWN_RANGES]
    )
    return shown if len(gaps) <= _SHOWN_RANGES else message("{shown} and more", shown=shown)


def _gaps(numbers: Sequence[int], of: int) -> Iterator[tuple[int, int]]:
    last = 0
    for number in [*numbers, of + 1]:
        if number > last + 1:
            yield last + 1, number - 1
        last = number


def _name(path: AnyPath) -> str:
    return path_text(os.fsdecode(path))
