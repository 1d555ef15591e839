"""Which scripts a text is in, by its characters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from newword.core._core import NgramTable

__all__ = [
    "HAN",
    "HIRAGANA",
    "JAPANESE_KANA",
    "KANA",
    "KATAKANA",
    "MARKED",
    "OTHER",
    "are_clusters",
    "is_chinese",
    "script_of",
]

HAN, HIRAGANA, KATAKANA, MARKED, OTHER = 1, 2, 4, 8, 16
"""Bits of what a string holds: Han characters, both kana, the scripts that the judge of clusters
was measured on or that are nearest to them, any other. Latin letters and digits are none."""

_BLOCKS = (
    (0x3041, 0x309F, HIRAGANA),
    (0x30A0, 0x30FF, KATAKANA),
    (0x31F0, 0x31FF, KATAKANA),
    (0x1B000, 0x1B16F, HIRAGANA),
    (0x0E00, 0x0EFF, MARKED),  # Thai, Lao
    (0x1000, 0x109F, MARKED),  # Burmese
    (0x1780, 0x17FF, MARKED),  # Khmer
    (0xA9E0, 0xA9FF, MARKED),  # more Burmese
    (0xAA60, 0xAA7F, MARKED),
    (0x3005, 0x3007, HAN),
    (0x3021, 0x3029, HAN),
    (0x3038, 0x303B, HAN),
    (0x3400, 0x9FFF, HAN),
    (0xF900, 0xFAFF, HAN),
    (0x20000, 0x3FFFF, HAN),
)
KANA = HIRAGANA | KATAKANA

JAPANESE_KANA = 0.25
"""Text with so much kana for each Han character is Japanese: what Chinese text has of it is less by
far, and Japanese text has at least three times as much."""


def script_of(character: str) -> int:
    """The bit of a character of an unsegmented script."""
    code = ord(character)
    for first, last, script in _BLOCKS:
        if first <= code <= last:
            return script
    return OTHER


def are_clusters(characters: Iterable[tuple[str, float]]) -> bool:
    """Whether more of a text is Thai, Lao, Burmese and Khmer than is Han characters and kana.

    Args:
        characters: Those of the text, or units that begin with them, and how often each occurs.
    """
    count = dict.fromkeys((HAN, HIRAGANA, KATAKANA, MARKED, OTHER), 0.0)
    for character, number in characters:
        count[script_of(character[0])] += number
    return count[MARKED] > count[HAN] + count[HIRAGANA] + count[KATAKANA]


def is_chinese(table: NgramTable) -> bool:
    """Whether the characters of unsegmented scripts in a text are mostly those of Chinese."""
    shown = table.words(1, np.arange(table.size(1), dtype=np.uint32))
    bits = np.array([script_of(unit[0]) for unit in shown], dtype=np.uint8)
    count = np.where(table.holds_script(1), table.column(1, "count"), 0)
    han = int(count[bits == HAN].sum())
    kana = int(count[(bits & KANA) > 0].sum())
    return int(count.sum()) - han <= han and (kana == 0 or kana < JAPANESE_KANA * han)
