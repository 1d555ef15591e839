"""Text cut into words by people, and what it says about n-grams."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

__all__ = ["GoldText", "read_gold"]

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3007\u25cb]+")
_MAX_UNITS = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldText:
    """Sentences as lists of words.

    Attributes:
        name: For the tables.
        sentences: In the order of the text.
    """

    name: str
    sentences: list[list[str]]

    @property
    def raw(self) -> str:
        """The text without its cuts, one sentence a line."""
        return "".join("".join(words) + "\n" for words in self.sentences)

    def part(self, share: float, begin: float) -> GoldText:
        """A contiguous stretch of the text, from `begin` (a share of the text) onwards."""
        total = len(self.sentences)
        first = int(total * begin)
        return GoldText(
            name=f"{self.name} {share:.0%}",
            sentences=self.sentences[first : first + int(total * share)],
        )

    def words(self, min_count: int = 2) -> set[str]:
        """Words of two and more Han characters that occur so often."""
        counts = Counter(word for words in self.sentences for word in words)
        return {w for w, n in counts.items() if n >= min_count and len(w) > 1 and is_han(w)}

    def boundary_shares(self) -> dict[str, float]:
        """Of every string that occurs twice, how often both its edges are cuts, as a share."""
        raw = self.raw
        codes = np.frombuffer(raw.encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
        cut = np.zeros(len(raw) + 1, dtype=bool)
        at = 0
        for words in self.sentences:
            for word in words:
                cut[at] = True
                at += len(word)
            cut[at] = True
            at += 1
        _, codes = np.unique(codes, return_inverse=True)
        alphabet = int(codes.max()) + 1
        shares: dict[str, float] = {}
        ids = codes
        for units in range(2, _MAX_UNITS + 1):
            keys = ids[:-1] * alphabet + codes[units - 1 :]
            _, first, ids, count = np.unique(
                keys, return_index=True, return_inverse=True, return_counts=True
            )
            places = len(keys)
            both = np.bincount(ids, weights=cut[:places] & cut[units : units + places])
            for i in np.flatnonzero(count > 1):
                shares[raw[first[i] : first[i] + units]] = both[i] / count[i]
        return shares


def is_han(word: str) -> bool:
    """Whether all characters are Han, as the measures define it."""
    return _HAN.fullmatch(word) is not None


def read_gold(path: Path) -> GoldText:
    """A file with one sentence a line and white space between words."""
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    return GoldText(name=path.stem, sentences=[line.split() for line in lines if line.strip()])
