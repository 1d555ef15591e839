"""Which script the units of a text are in, and which judge that gives its strings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from newword.language.scripts import (
    HAN,
    JAPANESE_KANA,
    KANA,
    MARKED,
    OTHER,
    script_of,
)

if TYPE_CHECKING:
    from newword.model.features.structure import Structure

__all__ = ["CHINESE", "CLUSTERS", "JAPANESE", "Scripts"]

CHINESE, CLUSTERS, JAPANESE = "chinese", "clusters", "japanese"
_JUDGES = (CHINESE, CLUSTERS, JAPANESE)

_CLASSICAL, _MODERN = "之其也而者矣乎焉", "的了是嘅咗啲係着們们"
_CLASSICAL_SHARE = 0.02


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
        kana = float(count[(self.of_unit & KANA) > 0].sum())
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
        japanese = KANA | HAN if self.is_japanese else KANA
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
