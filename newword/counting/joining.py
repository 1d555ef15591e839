"""Whether a corpus is read as the text of a count file was."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from newword.platform.message import message

if TYPE_CHECKING:
    from newword.counting.reading import Reading

__all__ = ["other_joining", "read_as", "unmet_request"]


class _Joined(Protocol):
    @property
    def join_lines(self) -> bool: ...
    @property
    def join_spaces(self) -> bool: ...
    @property
    def tokens(self) -> bool: ...


def other_joining(reading: Reading, facts: _Joined) -> str | None:
    """How the text of a count file was read, such as "with lines joined", if this is not that."""
    if facts.join_lines != reading.join_lines:
        return message("with lines joined" if facts.join_lines else "without lines joined")
    if facts.join_spaces != reading.join_spaces:
        return message("with spaces joined" if facts.join_spaces else "without spaces joined")
    if facts.tokens != reading.has_tokens:
        return message("with units tokens" if facts.tokens else "with units characters")
    return None


def unmet_request(reading: Reading, facts: _Joined) -> str | None:
    """How the text of a count file was read, if something else is asked for and not just usual."""
    asks = reading.join_lines, reading.join_spaces, reading.has_tokens
    has = facts.join_lines, facts.join_spaces, facts.tokens
    if any(asked and not got for asked, got in zip(asks, has, strict=True)):
        return other_joining(reading, facts)
    return None


def read_as(reading: Reading, facts: _Joined) -> Reading:
    """The same reading, of the units and with the joining of the text of a count file."""
    return replace(
        reading,
        join_lines=facts.join_lines,
        join_spaces=facts.join_spaces,
        units="tokens" if facts.tokens else "characters",
    )
