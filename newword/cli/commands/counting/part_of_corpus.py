"""Saying that a count file is a shard, for the commands that read one."""

from __future__ import annotations

from newword.cli.messages import say
from newword.counting.count_file import read_info
from newword.counting.sharding.shards import describe_numbers
from newword.platform.message import message
from newword.platform.safe_text import path_text

__all__ = ["say_part"]


def say_part(path: str) -> None:
    """Says that a count file is only a part of its corpus, if it is."""
    info = read_info(path)
    if info.shards:
        say(
            message(
                "{path}: is shard {shards} of {of_shards}, not the whole corpus; newword "
                "merge adds them up",
                path=path_text(path),
                shards=describe_numbers(info.shards),
                of_shards=info.of_shards,
            )
        )
