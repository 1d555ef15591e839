"""Text with a space between all characters: noticed, and read as running text where that is asked.

A session does both by itself; this is for sinks that keep the text.
"""

from __future__ import annotations

from typing import cast

from newword.core._core import SpaceJoiner
from newword.corpus.documents import Numbering
from newword.corpus.protocols import Sink
from newword.platform.message import message

__all__ = ["CHARACTER_SPACED", "UNSPACED", "SpaceJoining", "is_character_spaced", "is_unspaced"]

CHARACTER_SPACED = message(
    "the characters of this text stand apart, with spaces between them, so that no word is seen; "
    "read it as running text with --join-spaces (join_spaces)"
)

UNSPACED = message(
    "this text has no spaces between its words, so that whole sentences are one token; "
    "read it without --units tokens (units)"
)

_BYTES_OF_LONE = 4
"""Of UTF-8: a character and the space behind it."""
_BYTES_OF_SCRIPT = 3
_SHARE = 0.4
"""Of such bytes. Where only words are apart it is below .3, in running text below .05."""
_LEAST = 20
"""So few characters are a list, or chance."""


def is_character_spaced(lone_characters: int, size: int) -> bool:
    """Whether a UTF-8 text of this many bytes has a space between most of its characters.

    Args:
        lone_characters: Those that stand alone before a space.
        size: Of the text.
    """
    return lone_characters >= _LEAST and lone_characters * _BYTES_OF_LONE >= _SHARE * size


def is_unspaced(characters: int, size: int) -> bool:
    """Whether most of a UTF-8 text of this many bytes is in long stretches without spaces.

    Args:
        characters: Those of unsegmented scripts in such stretches, of at least three bytes each.
        size: Of the text.
    """
    return characters >= _LEAST and characters * _BYTES_OF_SCRIPT >= _SHARE * size


class SpaceJoining:
    """A sink in front of another one, which is given the text without those spaces."""

    def __init__(self, sink: Sink, joins: bool) -> None:
        self._sink = sink
        self._joins = joins
        self._joiner = SpaceJoiner(joins)
        self.bytes_read = 0

    @property
    def lone_characters(self) -> int:
        """Characters that stand alone before a space; none where spaces are joined."""
        return 0 if self._joins else self._joiner.lone_characters

    @property
    def documents(self) -> int:
        """Documents with a unit so far, of a sink that numbers them."""
        return cast("Numbering", self._sink).documents

    def feed(self, block: bytes) -> None:
        """More of the document."""
        self.bytes_read += len(block)
        if joined := self._joiner.feed(block):
            self._sink.feed(joined)

    def end_document(self) -> None:
        """The document is whole."""
        if rest := self._joiner.end_document():
            self._sink.feed(rest)
        self._sink.end_document()
