"""The syllables of Vietnamese words that were written without their spaces.

The gold of UD Vietnamese VTB as lists of words, separated by spaces, has none inside the words:
`chủtịch`. Syllables are found by their form and by how often each occurs: of all cuts into strings
that may be a syllable the most probable, by expectation maximisation, which begins with the words
that can be one syllable alone. A word that is no sequence of syllables stays whole.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache

_PASSES = 5
_UNSEEN = 1e-6

_ONSET = (
    "(?:(?:ngh|gh|k)(?=[ieêy])|(?:ng|g|c)(?![ieêy])"
    "|nh|gi|qu|ch|kh|th|tr|ph|g(?=i)|[bdđhlmnprstvx])?"
)
_OPEN = (
    "[aeêioôơuưy]|ia|ya|ua|ưa|ai|ao|au|ay|âu|ây|eo|êu|iu|iêu|yêu|oi|ôi|ơi|ui|ưi|ưu|uôi|ươi|ươu|oa|oe"
    "|oai|oay|oao|oeo|uê|uơ|uy|uya|uyu|uây|uau"
)
_CLOSED = "(?:[aăâeêioôơuưy]|iê|yê|uô|ươ|oa|oă|oe|oo|uâ|uê|uy|uyê)(?P<coda>ng|nh|ch|[cmnpt])"
_SYLLABLE = re.compile(f"{_ONSET}(?:{_CLOSED}|{_OPEN})")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_STOPPED_TONES = "\u0301\u0323"
"""Syllables that end in a stop have no other tones."""
_LONGEST = 7


@cache
def may_be_syllable(string: str) -> bool:
    """Whether a string has the form of one syllable, with one tone at most."""
    decomposed = unicodedata.normalize("NFD", string.lower())
    tones = sum(mark in _TONES for mark in decomposed)
    plain = "".join(mark for mark in decomposed if mark not in _TONES)
    form = _SYLLABLE.fullmatch(unicodedata.normalize("NFC", plain))
    if form is None or tones > 1 or string[1:] != string[1:].lower():
        return False
    is_stopped = form["coda"] in ("c", "ch", "p", "t")
    return not is_stopped or any(mark in _STOPPED_TONES for mark in decomposed)


def _best_cut(word: str, weight: Mapping[str, float]) -> list[str]:
    """The most probable cut of a word into syllables; the whole word if there is none."""
    best: list[tuple[float, list[str]] | None] = [(0.0, [])]
    for end in range(1, len(word) + 1):
        found = None
        for begin in range(max(0, end - _LONGEST), end):
            before, string = best[begin], word[begin:end]
            if before is None or not may_be_syllable(string):
                continue
            score = before[0] + math.log(weight.get(string.lower(), _UNSEEN))
            if found is None or score > found[0]:
                found = score, [*before[1], string]
        best.append(found)
    whole = best[-1]
    return [word] if whole is None else whole[1]


def with_syllables(sentences: Iterable[list[str]]) -> list[list[list[str]]]:
    """The sentences with every word as its syllables."""
    sentences = [*sentences]
    words = Counter(word for sentence in sentences for word in sentence)
    counts: Counter[str] = Counter()
    for word, count in words.items():
        if may_be_syllable(word):
            counts[word.lower()] += count
    cuts: dict[str, list[str]] = {}
    for _ in range(_PASSES):
        units = sum(counts.values())
        weight = {syllable: count / units for syllable, count in counts.items()}
        cuts = {word: _best_cut(word, weight) for word in words}
        counts = Counter()
        for word, count in words.items():
            for syllable in cuts[word]:
                counts[syllable.lower()] += count
    return [[cuts[word] for word in sentence] for sentence in sentences]
