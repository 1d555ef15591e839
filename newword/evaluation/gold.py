"""Text that people have cut into words, and what it says about strings."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from newword.errors import EvaluationError
from newword.platform.message import message, reason_of
from newword.platform.pattern import pattern
from newword.platform.safe_text import path_text

__all__ = ["Gold", "is_unsegmented", "read_gold", "read_lines"]

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3007\u25cb"
# 々 and kana; Thai, Lao, Tibetan, Burmese and Khmer without digits and punctuation.
_OTHER = (
    "\u3005\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff"
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ecf\u0edc-\u0edf\u0f0b\u0f40-\u0fbc"
    "\u1000-\u103f\u1050-\u108f\u109a-\u109d\u1780-\u17d3\u17d7\u17dc\u17dd"
)
_UNSEGMENTED = pattern(f"[{_HAN}{_OTHER}]+")


def is_unsegmented(word: str) -> bool:
    """Whether all characters are of scripts without spaces; the figures are about such words."""
    return _UNSEGMENTED.fullmatch(word) is not None


class Gold:
    """Sentences as lists of words.

    Attributes:
        sentences: In the order of the text.
        counts: Number of occurrences of each word.
    """

    def __init__(self, sentences: Sequence[Sequence[str]]) -> None:
        self.sentences = [list(words) for words in sentences]
        self.counts = Counter(word for words in self.sentences for word in words)
        self._edges: dict[str, tuple[int, int]] = {}

    def words(self, min_count: int = 2) -> set[str]:
        """Words of two or more characters of scripts without spaces, with at least so many uses."""
        return {
            w for w, n in self.counts.items() if n >= min_count and len(w) > 1 and is_unsegmented(w)
        }

    def edges(self, words: Iterable[str]) -> list[tuple[int, int]]:
        """For each string, its occurrences inside sentences, and those with cuts at both edges."""
        words = list(words)
        wanted = {word for word in words if word not in self._edges}
        if wanted:
            self._edges.update(self._count_edges(wanted))
        return [self._edges[word] for word in words]

    def _count_edges(self, wanted: set[str]) -> dict[str, tuple[int, int]]:
        beginnings = {word[:2] for word in wanted}
        lengths = sorted({len(word) for word in wanted})
        occurrences = dict.fromkeys(wanted, 0)
        delimited = dict.fromkeys(wanted, 0)
        for sentence in self.sentences:
            text = "".join(sentence)
            cuts, place = {0}, 0
            for word in sentence:
                place += len(word)
                cuts.add(place)
            for begin in range(len(text)):
                if text[begin : begin + 2] not in beginnings:
                    continue
                for length in lengths:
                    string = text[begin : begin + length]
                    if len(string) == length and string in occurrences:
                        occurrences[string] += 1
                        delimited[string] += begin in cuts and begin + length in cuts
        return {word: (occurrences[word], delimited[word]) for word in wanted}


def read_gold(path: str | os.PathLike[str]) -> Gold:
    """Reads a file with one sentence per line and words separated by white space.

    Raises:
        EvaluationError: The file cannot be read, or contains no word.
    """
    sentences = [line.split() for line in read_lines(path) if line.strip()]
    if not sentences:
        raise EvaluationError(
            message("{path}: it holds no word; one sentence a line", path=path_text(str(path)))
        )
    return Gold(sentences)


def read_lines(path: str | os.PathLike[str]) -> list[str]:
    """The lines of a UTF-8 file; only a line feed ends one.

    Raises:
        EvaluationError: The file cannot be read.
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except OSError as error:
        raise EvaluationError(
            message("{path}: {reason}", path=path_text(str(path)), reason=reason_of(error))
        ) from error
    except UnicodeDecodeError as error:
        where = message("{path} at byte {start}", path=path_text(str(path)), start=error.start)
        raise EvaluationError(
            message("{where}: it is not UTF-8; convert it", where=where)
        ) from error
    return text.split("\n")
