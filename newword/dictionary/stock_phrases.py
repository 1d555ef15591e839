"""Stock phrases (哈哈一笑, 点了点头) are strings of common words that no list of terms needs.

A phrase is cut into the words of a tagged dictionary along its likeliest way, and is a stock phrase
if it holds a word that serves grammar where no name has one: a pronoun, preposition, conjunction or
particle anywhere, 的 and 之 at an edge, an adverb before a verb, a place word such as 里 or 之后
at the end; or if all of it counts something. Names of works (肖申克的救赎) are none.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from newword.dictionary.background import BackgroundDictionary
from newword.dictionary.kinds import kind_of_tag

__all__ = ["StockPhrases"]

_LONGEST = 6
_GRAMMAR = ("u", "p", "r", "c", "y", "e", "o")
_INSIDE_NAMES = frozenset("的之")
_OF_PLACES = frozenset("之以")  # 之后, 以前
_EMPHASIS = "一"
_COUNTING = frozenset({"number", "time"})


class StockPhrases:
    """Tells stock phrases by the words and tags of a dictionary. Immutable."""

    def __init__(self, dictionary: BackgroundDictionary) -> None:
        self._dictionary = dictionary
        self._all = math.log(max(dictionary.total, 1))

    def pieces(self, phrase: str) -> list[str]:
        """The likeliest words of a phrase; of equally likely ways that with the longer last word.

        A character that is no word of the dictionary is a piece of half an occurrence.
        """
        best = [(0.0, 0)]
        for end in range(1, len(phrase) + 1):
            begins = range(max(end - _LONGEST, 0), end)
            ways = ((best[b][0] + cost, b) for b in begins if (cost := self._cost(phrase[b:end])))
            best.append(max(ways, key=lambda way: (way[0], -way[1])))
        pieces: list[str] = []
        end = len(phrase)
        while end:
            begin = best[end][1]
            pieces.append(phrase[begin:end])
            end = begin
        return pieces[::-1]

    def __contains__(self, phrase: str) -> bool:
        """Whether a phrase is a stock phrase."""
        pieces = self.pieces(phrase)
        tags = [self._dictionary.tag(piece) for piece in pieces]
        if len(pieces) < 2:
            return False
        if all(map(_counts, pieces, tags)):
            return True
        last = len(pieces) - 1
        is_short = len(pieces[last]) == 1 or pieces[last][0] in _OF_PLACES
        if is_short and tags[last].startswith("f"):
            return True
        return any(self._serves_grammar(pieces, tags, at) for at in range(len(pieces)))

    def _serves_grammar(self, pieces: Sequence[str], tags: Sequence[str], at: int) -> bool:
        is_inner = 0 < at < len(pieces) - 1
        if pieces[at] in _INSIDE_NAMES:
            return not is_inner
        if tags[at].startswith(_GRAMMAR):
            return True
        is_before_verb = at + 1 < len(tags) and tags[at + 1].startswith(("v", "d", "a"))
        return is_before_verb and (tags[at].startswith("d") or pieces[at] == _EMPHASIS)

    def _cost(self, piece: str) -> float:
        """Logarithm of the probability of a piece; 0 for what is none."""
        frequency = float(self._dictionary.frequency(piece))
        if frequency == 0:
            if len(piece) > 1:
                return 0.0
            frequency = 0.5
        return math.log(frequency) - self._all - 1e-9  # never 0


def _counts(piece: str, tag: str) -> bool:
    """Whether a piece is a number, a measure or a time."""
    return piece.isnumeric() or tag.startswith("q") or kind_of_tag(tag) in _COUNTING
