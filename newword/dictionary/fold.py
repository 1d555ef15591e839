"""How two spellings of a word are compared outside the engine, by the same rule as units.

Latin letters and digits are made narrow and small, and characters that have no width are deleted.
Nothing else is normalised.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain

from newword.platform.pattern import pattern

__all__ = ["fold_word", "fold_words"]


def _folding() -> dict[str, str]:
    """Character to its folded form, for those that have another."""
    capitals = chain(
        range(0x41, 0x5B), range(0xC0, 0xDF), range(0x100, 0x250), range(0x1E00, 0x1F00),
        (0x212A, 0x212B, 0x2183), range(0x2C60, 0x2C80), range(0xA720, 0xA800),
    )  # fmt: skip
    table = {chr(code): chr(code).lower() for code in capitals}
    # What is small already stays, and so does U+0130, whose lower case is two characters.
    table = {character: small for character, small in table.items() if len(small) == 1}
    wide = chain(range(0xFF10, 0xFF1A), range(0xFF21, 0xFF3B), range(0xFF41, 0xFF5B))
    table |= {chr(code): chr(code - 0xFEE0).lower() for code in chain(wide, map(ord, "．＿－＋＃"))}
    for first, last in (
        (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x180B, 0x180F), (0x200B, 0x200F),
        (0x202A, 0x202E), (0x2060, 0x206F), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF),
        (0xE0100, 0xE01EF),
    ):  # fmt: skip
        table |= dict.fromkeys(map(chr, range(first, last + 1)), "")
    return {character: folded for character, folded in table.items() if character != folded}


_FOLDED = _folding()
# All that may fold, and more: naming what surely does not is ten times as fast on Chinese.
_MAY_FOLD = pattern("[^\u2e80-\ua4cf\uac00-\ud7a3\u0e00-\u0eff \na-z0-9]")


def fold_word(word: str) -> str:
    """A word as it is compared.

    Example:
        >>> fold_word("Ｋ线")
        'k线'
    """
    return _MAY_FOLD.sub(_fold_character, word)


def fold_words(words: Sequence[str]) -> Sequence[str]:
    """Many words as they are compared: ``words`` itself if none of them changes."""
    joined = "\n".join(words)
    if joined.count("\n") != max(len(words) - 1, 0):
        return [fold_word(word) for word in words]
    folded: list[str] | None = None
    place = end = 0
    for match in _MAY_FOLD.finditer(joined):
        if match[0] in _FOLDED:
            folded = list(words) if folded is None else folded
            place += joined.count("\n", end, match.start())
            end = match.start()
            folded[place] = fold_word(words[place])
    return words if folded is None else folded


def _fold_character(match: re.Match[str]) -> str:
    return _FOLDED.get(match[0], match[0])
