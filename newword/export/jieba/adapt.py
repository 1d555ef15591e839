"""A user dictionary that makes jieba cut as newword's own segmenter does.

Besides new words it holds words that jieba has and does not use where the segmenter does, with a
frequency that is enough; and, with frequency 0, words that jieba has and the segmenter mostly cuts
in two: jieba then does not see them, and its Markov model does not join them either.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from newword.dictionary.background import BackgroundDictionary
from newword.dictionary.word_tags import WordTags
from newword.export.jieba.calibrate import LEAST_FREQUENCY
from newword.export.jieba.dictionary import TAG, refusals
from newword.export.jieba.trial import Jieba

__all__ = ["Adaptation", "adapt_entries"]

LEAST_COUNT = 2
"""So often the segmenter must cut a word, or cut one of jieba's in two, before it is taken up."""

_SPLIT_RATIO = 2
_RAISE = 3
_ROUNDS = 2
_HAN = ("\u4e00", "\u9fff")

Cut = Callable[[str], Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Adaptation:
    """Entries of a user dictionary, and how well jieba agrees with the segmenter.

    Attributes:
        entries: Word to frequency; 0 hides a word of jieba's own.
        before: Word F1 of jieba's cuts against those of the segmenter, without the entries: with
            the hidden Markov model, and without.
        after: The same with them.
        tried_units: Characters of text that were cut.
        tags: The part of speech of each entry, as jieba names it: that which jieba has for a word
            of its own, a guess for a new word, `n` where nobody can be sure.
    """

    entries: dict[str, int]
    before: tuple[float, float]
    after: tuple[float, float]
    tried_units: int
    tags: dict[str, str]

    @property
    def lines(self) -> bytes:
        """The dictionary."""
        return _lines(self.entries, self.tags)


class _Text:
    """Lines of a text, with the words of the segmenter as places.

    Words that jieba cuts apart whatever its dictionary says, such as 规范Ｖ1.0, are not judged, nor
    what jieba makes of their characters.
    """

    def __init__(self, lines: Sequence[str], cut: Cut) -> None:
        self.lines = lines
        self.wanted: list[set[tuple[int, int]]] = []
        self._out_of_reach: list[set[int]] = []
        for line in lines:
            spans = _spans(cut(line))
            hard = {(b, e) for b, e in spans if e - b > 1 and refusals(line[b:e]) is not None}
            self.wanted.append(spans - hard)
            self._out_of_reach.append({place for b, e in hard for place in range(b, e)})

    def met(self) -> Iterator[tuple[str, set[tuple[int, int]]]]:
        return zip(self.lines, self.wanted, strict=True)

    def judged(self, line: int, words: Iterable[str]) -> set[tuple[int, int]]:
        """The places of jieba's words of a line, without those that it could not have cut well."""
        hard = self._out_of_reach[line]
        spans = _spans(words)
        if not hard:
            return spans
        return {(b, e) for b, e in spans if not hard.issuperset(range(b, e))}


def adapt_entries(
    jieba: Jieba,
    lines: Iterable[str],
    cut: Cut,
    *,
    new_words: Iterable[str],
    dictionary: BackgroundDictionary | None = None,
) -> Adaptation:
    """Finds the entries that make jieba cut a text as a segmenter does.

    Args:
        jieba: With its own dictionary only.
        lines: Pieces of text that may be cut one by one.
        cut: The segmenter's words of a line, in order; together they are the line.
        new_words: Words that jieba lacks and that may be added.
        dictionary: That of jieba, for parts of speech.
    """
    text = _Text(list(lines), cut)
    new = {word for word in new_words if refusals(word) is None and not jieba.has(word)}
    whole = Counter(line[begin:end] for line, spans in text.met() for begin, end in spans)
    entries = {
        word: max(jieba.suggest(word), LEAST_FREQUENCY)
        for word in sorted(new)
        if whole[word] >= LEAST_COUNT
    }
    before, _ = _agreement(jieba, text)
    after, made = _agreement(jieba.with_entries(_lines(entries)), text)
    for _ in range(_ROUNDS):
        changed = _revise(jieba, entries, text, made, new)
        after, made = _agreement(jieba.with_entries(_lines(changed)), text)
        entries = changed
    units = sum(map(len, text.lines))
    tags = _tags(entries, text, dictionary)
    return Adaptation(entries=entries, before=before, after=after, tried_units=units, tags=tags)


def _tags(
    entries: Iterable[str], text: _Text, dictionary: BackgroundDictionary | None
) -> dict[str, str]:
    if dictionary is None:
        return dict.fromkeys(entries, TAG)
    known = WordTags(dictionary)
    known.learn([line[b:e] for b, e in sorted(spans)] for line, spans in text.met())
    return {word: known.tag(word) or TAG for word in entries}


def _revise(
    jieba: Jieba,
    entries: dict[str, int],
    text: _Text,
    made: list[set[tuple[int, int]]],
    new: set[str],
) -> dict[str, int]:
    """Entries for what jieba still cuts otherwise, with ``HMM=False``."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for (line, wanted), found in zip(text.met(), made, strict=True):
        right.update(line[b:e] for b, e in wanted & found if e - b > 1)
        wrong.update(line[b:e] for b, e in found - wanted if e - b > 1)
        missed.update(line[b:e] for b, e in wanted - found if e - b > 1)
    revised = dict(entries)
    for word, times in sorted(wrong.items()):
        if times >= LEAST_COUNT and times > _SPLIT_RATIO * right[word] and _is_han(word):
            revised[word] = 0
            if word in new:  # jieba lacks it: there is nothing to hide
                del revised[word]
                new.discard(word)
    for word, times in sorted(missed.items()):
        if times < LEAST_COUNT or not _is_han(word) or revised.get(word) == 0:
            continue
        if word in new or jieba.has(word):
            revised[word] = max(jieba.suggest(word), LEAST_FREQUENCY, _RAISE * entries.get(word, 0))
    return revised


def _agreement(jieba: Jieba, text: _Text) -> tuple[tuple[float, float], list[set[tuple[int, int]]]]:
    """Word F1 with and without the Markov model, and the places of the words without it."""
    right, total = [0, 0], [0, 0]
    made = []
    for number, (line, wanted) in enumerate(text.met()):
        both = [text.judged(number, words) for words in jieba.cut(line)]
        for setting, found in enumerate(both):
            right[setting] += len(found & wanted)
            total[setting] += len(found) + len(wanted)
        made.append(both[1])
    on, off = (2 * r / max(t, 1) for r, t in zip(right, total, strict=True))
    return (on, off), made


def _spans(words: Iterable[str]) -> set[tuple[int, int]]:
    """Where words begin and end; blanks are none."""
    spans, place = set(), 0
    for word in words:
        end = place + len(word)
        if not word.isspace():
            spans.add((place, end))
        place = end
    return spans


def _is_han(word: str) -> bool:
    return all(_HAN[0] <= character <= _HAN[1] for character in word)


def _lines(entries: dict[str, int], tags: dict[str, str] | None = None) -> bytes:
    tags = tags or {}
    rows = ((word, frequency, tags.get(word, TAG)) for word, frequency in entries.items())
    return "".join(f"{word} {frequency} {tag}\n" for word, frequency, tag in rows).encode()
