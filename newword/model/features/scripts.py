"""Which script the units of a text are in, and which judge that gives its strings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from newword.core._core import NgramTable
    from newword.model.features.structure import Structure

__all__ = ["CHINESE", "CLUSTERS", "JAPANESE", "Scripts", "is_chinese", "script_of"]

CHINESE, CLUSTERS, JAPANESE = "chinese", "clusters", "japanese"
_JUDGES = (CHINESE, CLUSTERS, JAPANESE)

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
_KANA = HIRAGANA | KATAKANA

JAPANESE_KANA = 0.25
"""Text with so much kana for each Han character is Japanese: what Chinese text has of it is less by
far, and Japanese text has at least three times as much."""

_CLASSICAL, _MODERN = "之其也而者矣乎焉", "的了是嘅咗啲係着們们"
_CLASSICAL_SHARE = 0.02


def script_of(character: str) -> int:
    """The bit of a character of an unsegmented script."""
    code = ord(character)
    for first, last, script in _BLOCKS:
        if first <= code <= last:
            return script
    return OTHER


def is_chinese(table: NgramTable) -> bool:
    """Whether the characters of unsegmented scripts in a text are mostly those of Chinese."""
    shown = table.words(1, np.arange(table.size(1), dtype=np.uint32))
    bits = np.array([script_of(unit[0]) for unit in shown], dtype=np.uint8)
    count = np.where(table.holds_script(1), table.column(1, "count"), 0)
    han = int(count[bits == HAN].sum())
    kana = int(count[(bits & _KANA) > 0].sum())
    return int(count.sum()) - han <= han and (kana == 0 or kana < JAPANESE_KANA * han)


class Scripts:
    """The scripts of all n-grams of a table, by order, and who judges each.

    Args:
        structure: The n-grams.

    Attributes:
        of_unit: The bit of each single unit; 0 for Latin letters and digits.
        is_japanese: Whether strings of Han characters alone are judged as Japanese. That the text
            says, and not the string.
        present: The judges that are needed, Chinese first.
        uncalibrated: What the text is that no judge was trained for: `other` scripts, `classical`
            Chinese, `tokens`; empty if there is nothing of the kind.
    """

    def __init__(self, structure: Structure) -> None:
        table = structure.table
        size = structure.size(1)
        shown = table.words(1, np.arange(size, dtype=np.uint32))
        holds_script = table.holds_script(1)
        # What tokens are written in says nothing. The judge of Chinese does best with them.
        script = (lambda _: HAN) if structure.are_tokens else script_of
        self.of_unit = np.array(
            [
                script(unit[0]) if of_script else 0
                for unit, of_script in zip(shown, holds_script.tolist(), strict=True)
            ],
            dtype=np.uint8,
        )
        self._structure = structure
        count = structure.count[1]
        han = float(count[self.of_unit == HAN].sum())
        kana = float(count[(self.of_unit & _KANA) > 0].sum())
        self.is_japanese = kana > 0 and kana >= JAPANESE_KANA * han
        self._bits = self._bits_by_order()
        self.uncalibrated = self._find_uncalibrated(shown, han)
        self.present = tuple(
            judge for judge in _JUDGES if any(mask.any() for mask in self.masks(judge)[2:])
        )

    @property
    def main(self) -> str:
        """The judge of most of the text."""
        count = self._structure.count[1]
        is_script = self.of_unit > 0
        units = {judge: count[self.masks(judge)[1] & is_script].sum() for judge in _JUDGES}
        return max(_JUDGES, key=lambda judge: units[judge])

    @property
    def are_chinese(self) -> bool:
        """Whether there is nothing for another judge."""
        return self.present in ((), (CHINESE,))

    def masks(self, judge: str) -> list[np.ndarray]:
        """By order, of every n-gram (index 0 empty), whether it is judged by that judge."""
        return [np.empty(0, dtype=bool), *(self._is_of(judge, bits) for bits in self._bits[1:])]

    def _is_of(self, judge: str, bits: np.ndarray) -> np.ndarray:
        is_clusters = (bits & (MARKED | OTHER)) > 0
        japanese = _KANA | HAN if self.is_japanese else _KANA
        is_japanese = ~is_clusters & ((bits & japanese) > 0)
        if judge == CLUSTERS:
            return np.asarray(is_clusters)
        if judge == JAPANESE:
            return np.asarray(is_japanese)
        return np.asarray(~is_clusters & ~is_japanese)

    def _bits_by_order(self) -> list[np.ndarray]:
        structure = self._structure
        bits = [np.empty(0, dtype=np.uint8), self.of_unit]
        for order in structure.orders:
            shorter = bits[order - 1][structure.prefix(order)]
            bits.append(shorter | self.of_unit[structure.last[order]])
        return bits

    def _find_uncalibrated(self, shown: list[str], han: float) -> tuple[str, ...]:
        if self._structure.are_tokens:
            return ("tokens",)
        count = self._structure.count[1]
        found = []
        if count[self.of_unit == OTHER].sum() > 0.01 * count.sum():
            found.append("other")
        if han > 0 and not self.is_japanese:
            classical = sum(count[i] for i, unit in enumerate(shown) if unit in _CLASSICAL)
            modern = sum(count[i] for i, unit in enumerate(shown) if unit in _MODERN)
            if classical > _CLASSICAL_SHARE * han and classical > 2 * modern:
                found.append("classical")
        return tuple(found)
