"""Names with a middle dot: 迈克·乔登 is one word beside its halves.

A middle dot ends a run, so nothing is counted across it. What stands around the dots of the text
tells how far a name reaches: it goes on to a side as long as most of its occurrences go on alike.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from newword.methods.base import Ranking, rank_order

if TYPE_CHECKING:
    from newword.core.text_passes import TextPasses

__all__ = ["DOT", "Name", "find_names", "names_of_text", "with_names"]

DOT = "·"
_REACH = 8
"""Characters of a name on either side of its dots."""
_ALIKE = 0.7
_FEWEST = 3
_ENOUGH_FOR_ONE_CHARACTER = 6
_EDGE = "\n"
_ELSEWHERE = 3
"""A word is not part of a name if it occurs this many times as often."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name, and what its occurrences tell.

    Attributes:
        text: With its dots.
        count: Occurrences.
        documents: Those that it stands in.
        variety: Distinct neighbours, of the side that has fewer; every end of a run is one.
    """

    text: str
    count: int
    documents: int
    variety: int


@dataclass(frozen=True, slots=True)
class _Place:
    left: str  # backwards, from the first dot on
    middle: str
    right: str
    document: int


def find_names(passages: Sequence[str], documents: Sequence[int], min_count: int) -> list[Name]:
    r"""The names in the passages around the middle dots of a text (`Session.name_passages`).

    Example:
        >>> around = ["\n说迈克·乔登好", "是迈克·乔登\n", "\n迈克·乔登来了"]
        >>> [(name.text, name.count) for name in find_names(around, [0, 0, 1], 3)]
        [('迈克·乔登', 3)]
    """
    groups: defaultdict[str, list[_Place]] = defaultdict(list)
    for passage, document in zip(passages, documents, strict=True):
        left, _, rest = passage.partition(DOT)
        middle, _, right = rest.rpartition(DOT)
        place = _Place(left[::-1], middle, right, document)
        groups[f"{place.left[:1]}{DOT}{middle}{DOT}{right[:1]}"].append(place)
    least = max(min_count, _FEWEST)
    names = [
        name
        for places in groups.values()
        if len(places) >= least
        for name in _names_of(places, least)
    ]
    return sorted(names, key=lambda name: (-name.count, name.text))


def names_of_text(session: TextPasses, min_count: int) -> list[Name]:
    """The names of a text that was read."""
    return find_names(*session.name_passages(_REACH), min_count)


def with_names(ranking: Ranking, session: TextPasses, min_count: int, min_score: float) -> Ranking:
    """The ranking with the names of a text among its words, scored by their counts."""
    often = dict(zip(ranking.words, map(int, ranking.count), strict=True))
    names = [
        _without_other_words(name, often)
        for name in names_of_text(session, min_count)
        if _score(name.count) >= min_score
    ]
    if not names:
        return ranking
    count = np.array([name.count for name in names], dtype=ranking.count.dtype)
    nothing = np.full(len(names), np.nan)
    words = [*ranking.words, *(name.text for name in names)]
    counts = np.concatenate([ranking.count, count])
    score = np.concatenate([ranking.score, _score(count)])
    variety = [*ranking.accessor_variety.tolist(), *(name.variety for name in names)]
    best = rank_order(words, counts, score, np.array([len(word) for word in words]))
    return replace(
        ranking,
        words=[words[row] for row in best],
        count=counts[best],
        cohesion=np.concatenate([ranking.cohesion, nothing])[best],
        left_entropy=np.concatenate([ranking.left_entropy, nothing])[best],
        right_entropy=np.concatenate([ranking.right_entropy, nothing])[best],
        accessor_variety=np.array(variety, dtype=np.int64)[best],
        score=score[best],
        names={name.text: name.documents for name in names},
    )


def _score(count: Any) -> Any:
    return count / (count + 2.0)


def _without_other_words(name: Name, often: Mapping[str, int]) -> Name:
    """The name without words around it that stand elsewhere, too: 记者 before 迈克·乔登."""
    text = name.text

    def is_other(word: str) -> bool:
        return often.get(word, 0) >= _ELSEWHERE * name.count

    for length in (4, 3, 2):
        if is_other(text[:length]) and text.index(DOT) >= length + 2:
            text = text[length:]
        if is_other(text[-length:]) and len(text) - text.rindex(DOT) - 1 >= length + 2:
            text = text[:-length]
    return replace(name, text=text)


def _names_of(places: list[_Place], least: int) -> Iterable[Name]:
    """The names of places that agree next to their dots."""
    by_left: list[tuple[str, list[_Place]]] = list(_reach(places, "left", least))
    for left, those in by_left:
        for right, found in _reach(those, "right", least):
            if min(len(left), len(right)) == 1 and len(found) < _ENOUGH_FOR_ONE_CHARACTER:
                continue
            middle = f"{found[0].middle}{DOT}" if found[0].middle else ""
            yield Name(
                text=f"{left[::-1]}{DOT}{middle}{right}",
                count=len(found),
                documents=len({place.document for place in found}),
                variety=min(
                    _variety(found, "left", len(left)), _variety(found, "right", len(right))
                ),
            )


def _reach(places: list[_Place], side: str, least: int) -> Iterable[tuple[str, list[_Place]]]:
    """How far names reach to a side, and the places of each."""
    waiting = [(1, places)]
    while waiting:
        length, those = waiting.pop()
        following: defaultdict[str, list[_Place]] = defaultdict(list)
        for place in those:
            following[getattr(place, side)[length : length + 1] or _EDGE].append(place)
        character, most = max(following.items(), key=lambda item: (len(item[1]), item[0]))
        goes_on = character not in (_EDGE, DOT) and len(most) >= least
        if goes_on and len(most) >= _ALIKE * len(those) and length < _REACH:
            waiting.append((length + 1, most))
            continue
        # Several names begin alike where each has places enough of its own; else one ends here.
        several = [
            group for char, group in following.items() if char != _EDGE and len(group) >= least
        ]
        rest = len(those) - sum(map(len, several))
        if length == 1 and len(several) > 1 and rest < least:
            waiting += [(length + 1, group) for group in several]
        else:
            yield getattr(those[0], side)[:length], those


def _variety(places: list[_Place], side: str, length: int) -> int:
    beside = Counter(getattr(place, side)[length : length + 1] or _EDGE for place in places)
    return len(beside) - (_EDGE in beside) + beside[_EDGE]
