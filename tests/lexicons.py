"""Small lexicons and texts for tests."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from newword.lexicon import Lexicon, Passage, Report, Usage

REPORT = Report(
    method="entropy",
    units=1000,
    bytes_read=3000,
    files=2,
    documents=2,
    thresholds={"min_count": 2.0},
    problems=(),
    elapsed_s=0.5,
    candidates=10,
    empty_reason=None,
)


def make_lexicon(words: Sequence[str], **columns: Any) -> Lexicon:
    """A lexicon of the words with plain numbers where no column is given."""
    size = len(words)
    given = {
        "count": np.arange(size, 0, -1) * 10,
        "cohesion": np.full(size, 2.5),
        "left_entropy": np.full(size, 1.25),
        "right_entropy": np.full(size, 1.5),
        "accessor_variety": np.full(size, 7),
        "score": np.linspace(1.0, 0.5, size),
        "known": None,
        "report": REPORT,
        **columns,
    }
    return Lexicon(words=words, **given)


class TextsContexts:
    """Words in texts, each of which is a piece of its own; case, width and U+200B are folded."""

    is_exact = True

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self.asked: list[int] = []

    def __call__(self, words: Sequence[str], limit: int) -> list[tuple[Passage, ...]]:
        return [usage.passages for usage in self.usages(words, limit=limit)]

    def usages(
        self, words: Sequence[str], *, limit: int, around: int = 40, sources: bool = False
    ) -> list[Usage]:
        self.asked.append(limit)
        return [self._usage(word, limit, around) for word in words]

    def lines(self, most_bytes: int) -> list[str]:
        return list(self.texts)

    def _usage(self, word: str, limit: int, around: int) -> Usage:
        pattern = re.compile("\u200b*".join(map(_spellings_of, word)))
        passages = []
        forms: Counter[str] = Counter()
        for text in self.texts:
            for begin in range(len(text)):
                if match := pattern.match(text, begin):
                    first = max(begin - around, 0)
                    piece = text[first : match.end() + around]
                    passages.append((piece, begin - first, match.end() - first))
                    forms[match[0]] += 1
        count = sum(forms.values())
        ordered = sorted(forms.items(), key=lambda pair: (-pair[1], pair[0]))
        return Usage(count=count, forms=dict(ordered), passages=tuple(passages[:limit]))


class FixedContexts:
    """Gives the same usages whatever is asked."""

    is_exact = True

    def __init__(self, found: Sequence[Usage]) -> None:
        self._found = found

    def __call__(self, words: Sequence[str], limit: int) -> list[tuple[Passage, ...]]:
        return [usage.passages for usage in self._found]

    def usages(
        self, words: Sequence[str], *, limit: int, around: int = 40, sources: bool = False
    ) -> Sequence[Usage]:
        return self._found

    def lines(self, most_bytes: int) -> list[str]:
        return [text for usage in self._found for text, _, _ in usage.passages]


def contexts_in(texts: Sequence[str]) -> TextsContexts:
    """Gives occurrences of words in the texts."""
    return TextsContexts(texts)


def _spellings_of(character: str) -> str:
    both = {character.lower(), character.upper(), character}
    wide = {chr(ord(c) + 0xFEE0) for c in both if "!" <= c <= "~"}
    return f"(?:{'|'.join(map(re.escape, sorted(both | wide)))})"
