"""Small lexicons and texts for tests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from newword.lexicon import Contexts, Lexicon, Report

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


def contexts_in(texts: Sequence[str]) -> Contexts:
    """Gives occurrences of words in the texts, each of which is one run."""

    def contexts(words: Sequence[str], limit: int) -> list[list[tuple[str, int]]]:
        return [[(t, i) for t in texts for i in _places(t, word)][:limit] for word in words]

    return contexts


def _places(text: str, word: str) -> list[int]:
    return [i for i in range(len(text)) if text.startswith(word, i)]
