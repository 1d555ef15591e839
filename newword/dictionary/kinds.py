"""Of which kind a new word is: naive Bayes on the words that a dictionary has tagged.

A kind is told by the first and last characters and the length, as they are spread over the tagged
words, and, where a text is at hand, by the characters that stand beside the word there, as they
stand beside the dictionary's own words. What it says is a guess: it comes with its probability.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from newword.dictionary.background import BackgroundDictionary
from newword.platform.pattern import pattern

__all__ = ["KINDS", "SURE", "UNSURE", "Guess", "KindModel", "kind_of_tag"]

UNSURE = "unsure"

SURE = 0.8
"""A guess of at least this probability is taken for true."""

_SURE_OF = dict.fromkeys(("place", "organisation", "name", "adjective", "adverb"), 0.95)
# On new words these are right less often than they claim.

_TAGS = {
    "person": ("nr", "nrfg"),
    "foreign": ("nrt",),
    "place": ("ns",),
    "organisation": ("nt",),
    "name": ("nz",),
    "noun": ("n", "ng"),
    "verb": ("v", "vn", "vg", "vd", "vi", "vq"),
    "adjective": ("a", "ad", "an", "ag", "z", "b"),
    "number": ("m", "mq", "mg"),
    "time": ("t", "tg"),
    "adverb": ("d", "dg"),
    "phrase": ("i", "l", "j"),
}
_KIND_OF = {tag: kind for kind, tags in _TAGS.items() for tag in tags}

KINDS: Mapping[str, str] = {kind: tags[0] for kind, tags in _TAGS.items()}
"""The kinds that are told apart, each with the tag of jieba that stands for it."""

_DIGITS = "0-9０-９.．,，:：%％‰+＋-－~～—"
_NUMERALS = "〇○零一二三四五六七八九十百千万亿两几数多余半第点分之"
_NUMBER = pattern(
    f"(?=.*[{_DIGITS}〇零一二三四五六七八九十百千万亿两])(?:[{_DIGITS}{_NUMERALS}]+)"
    "(?P<time>年代?|月份?|日|号|时|点钟?|分钟?|秒钟?|世纪)?(?P<measure>[个位名元次人件种项倍岁])?"
)
_ANONYMISED = pattern("[\u3400-\u9fff]某{1,3}|[\u3400-\u9fff]?某[甲乙丙丁戊己庚辛壬癸A-Za-z0-9]")
_HAN = pattern("[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff·•‧]+")

_SHAPE_WEIGHT = 0.6
_RAREST = 10
_SMOOTHING = 0.5
_LEAST_BESIDE = 5

Sides = Sequence[tuple[str, str]]
"""The characters left and right of some occurrences of a word; empty at the edge of a line."""


class Guess(NamedTuple):
    """The likeliest kind of a word, and how likely it is."""

    kind: str
    probability: float

    @property
    def is_sure(self) -> bool:
        """Whether it may be taken for true."""
        return self.probability >= _SURE_OF.get(self.kind, SURE)


def kind_of_tag(tag: str) -> str | None:
    """The kind of a tag of jieba's dictionary; None if it is none that new words have."""
    return _KIND_OF.get(tag)


class KindModel:
    """What the tagged words of a dictionary say of the words that it lacks. Immutable."""

    def __init__(self, tagged: Iterable[tuple[str, str]]) -> None:
        """Learn from words with their tags."""
        words: dict[str, list[str]] = {kind: [] for kind in KINDS}
        for word, tag in tagged:
            kind = _KIND_OF.get(tag)
            if kind is None or len(word) < 2:
                continue
            words[kind].append(word)
            if kind == "person" and len(word) == 3:
                words[kind].append(word[1:])  # a given name alone
        self._kinds = tuple(kind for kind, own in words.items() if own)
        sizes = [len(words[kind]) for kind in self._kinds]
        total = sum(sizes) or 1
        self._prior = [math.log(size / total) for size in sizes]
        counts = [_shape_counts(words[kind]) for kind in self._kinds]
        whole = _sum(counts)
        self._shapes = {
            feature: [
                _SHAPE_WEIGHT * math.log((own[feature] + _SMOOTHING) * total / (size * times))
                for own, size in zip(counts, sizes, strict=True)
            ]
            for feature, times in whole.items()
            if times >= _RAREST
        }
        self._beside: dict[str, list[float]] = {}

    @classmethod
    def of(cls, dictionary: BackgroundDictionary) -> KindModel | None:
        """The model of a dictionary; None if it tags no word."""
        words, _, tags = dictionary.rows()
        model = cls(zip(words, tags, strict=True))
        return model if model._kinds else None

    def learn_sides(self, known: Iterable[tuple[str, Sides]]) -> None:
        """Learn the neighbours of each kind in a text, from words whose kind is known.

        Args:
            known: Kind and sides of each.
        """
        places = {kind: place for place, kind in enumerate(self._kinds)}
        counts: list[Counter[str]] = [Counter() for _ in self._kinds]
        for kind, sides in known:
            if kind in places:
                counts[places[kind]].update(f for pair in sides for f in _beside(*pair))
        whole = _sum(counts)
        sizes = [sum(own.values()) for own in counts]
        total = sum(sizes)
        for feature, times in whole.items():
            if times < _LEAST_BESIDE:
                continue
            share = times / total
            # So few occurrences of a kind say little: as many again as all kinds have them.
            self._beside[feature] = [
                math.log((own[feature] + 20 * share) / ((size + 20) * share))
                for own, size in zip(counts, sizes, strict=True)
            ]

    def guess(self, word: str, sides: Sides = ()) -> Guess:
        """The likeliest kind of a word.

        Args:
            word: Of two and more characters.
            sides: What stands beside some of its occurrences, of the text of `learn_sides`.
        """
        if (kind := _kind_by_rule(word)) is not None:
            return Guess(kind, 1.0)
        if not self._kinds:
            return Guess(UNSURE, 0.0)
        scores = self._prior.copy()
        for feature in _shape(word):
            if told := self._shapes.get(feature):
                scores = [score + more for score, more in zip(scores, told, strict=True)]
        features = [f for pair in sides for f in _beside(*pair)]
        for feature in features:
            if told := self._beside.get(feature):
                share = 1 / len(sides)
                scores = [score + share * more for score, more in zip(scores, told, strict=True)]
        best = max(range(len(scores)), key=scores.__getitem__)
        likelihood = sum(math.exp(score - scores[best]) for score in scores)
        return Guess(self._kinds[best], 1 / likelihood)


def _kind_by_rule(word: str) -> str | None:
    """The kinds that a word shows by how it is written."""
    if _ANONYMISED.fullmatch(word):
        return "anonymised"
    if match := _NUMBER.fullmatch(word):
        return "time" if match["time"] else "number"
    return None if _HAN.fullmatch(word) else "mixed"


def _shape(word: str) -> tuple[str, ...]:
    return (f"^{word[0]}", f"2{word[1]}", f"-{word[-2]}", f"${word[-1]}", f"#{min(len(word), 7)}")


def _sum(counts: Iterable[Counter[str]]) -> Counter[str]:
    whole: Counter[str] = Counter()
    for own in counts:
        whole.update(own)  # adding with + would copy the sum every time
    return whole


def _shape_counts(words: Sequence[str]) -> Counter[str]:
    """How often each feature of `_shape` is met; counted column by column, which is faster."""
    columns = {"^": 0, "2": 1, "-": -2, "$": -1}
    counts: Counter[str] = Counter()
    for mark, place in columns.items():
        for character, times in Counter(map(itemgetter(place), words)).items():
            counts[mark + character] = times
    for length, times in Counter(map(len, words)).items():
        counts[f"#{min(length, 7)}"] += times
    return counts


def _beside(left: str, right: str) -> tuple[str, str]:
    return f"<{left}", f">{right}"
