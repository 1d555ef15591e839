"""A list of words and terms: boilerplate sinks, and wholes come before their fragments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from newword.dictionary.background import BackgroundDictionary
from newword.dictionary.stock_phrases import StockPhrases
from newword.lexicon import Lexicon, Passage
from newword.platform.pattern import pattern

__all__ = ["is_furniture", "sink_and_sort"]

_SUNK = 0.5
_PASSAGES = 20
_LEAST_PASSAGES = 6
_ALL_PASSAGES = 400_000
_FEWEST = 5
_FEWEST_DOCUMENTS = 3
_AROUND = 40
_NUMBER = pattern(r"[0-9]+|[〇零一二三四五六七八九十百千]+")
_NO_LETTER = pattern(r"[\W_]+")


def sink_and_sort(lexicon: Lexicon, dictionary: BackgroundDictionary | None) -> Lexicon:
    """The same list by score, with half the score for boilerplate and stock phrases.

    Args:
        lexicon: Words and terms with contexts, if the text is at hand.
        dictionary: With tags, to tell stock phrases; None if there is none.
    """
    if not len(lexicon):
        return lexicon
    sunk = _furniture(lexicon)
    if dictionary is not None:
        phrases = StockPhrases(dictionary)
        units = lexicon.units or ()
        pairs = zip(lexicon.words, units, strict=True)
        sunk |= np.array([unit == "term" and word in phrases for word, unit in pairs])
    score = np.where(sunk, _SUNK * lexicon.column("score"), lexicon.column("score"))
    return lexicon.scored(score).sort("score")


def _furniture(lexicon: Lexicon) -> np.ndarray:
    """Which entries are page boilerplate; none if the text cannot be read again."""
    if not lexicon.contexts:
        return np.zeros(len(lexicon), bool)
    limit = max(min(_ALL_PASSAGES // len(lexicon), _PASSAGES), _LEAST_PASSAGES)
    usages = lexicon.contexts.usages(lexicon.words, limit=limit, around=_AROUND)
    documents = lexicon.column("documents")
    has_documents = (documents < 0) | (documents >= _FEWEST_DOCUMENTS)
    found = np.array([is_furniture(usage.passages) for usage in usages], bool)
    return np.asarray(has_documents & found)


def is_furniture(passages: Sequence[Passage]) -> bool:
    """Whether a string mostly stands in one line that comes again and again (返回目录, 第7节).

    Lines are alike that differ in numbers and punctuation alone. Long lines are looked at in part
    and are never alike: they are text.
    """
    if len(passages) < _FEWEST:
        return False
    lines = Counter(
        _NUMBER.sub("0", _NO_LETTER.sub(" ", text).strip())
        for text, begin, end in passages
        if begin < _AROUND and len(text) - end < _AROUND
    )
    most = max(lines.values(), default=0)
    return 2 * most >= len(passages)
