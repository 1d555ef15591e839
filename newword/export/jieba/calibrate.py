"""Finding the smallest frequencies with which jieba cuts words whole in their own contexts.

How far a frequency must rise for an occurrence is computed, not searched for; what the result does
is then measured with jieba itself, with and without its hidden Markov model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import ceil, exp, inf, log

from newword.export.jieba.trial import Context, Jieba, Need

__all__ = [
    "LEAST_FREQUENCY",
    "MAX_FREQUENCY",
    "WHOLE_RATE",
    "Calibration",
    "Measurement",
    "calibrate",
    "choose_frequency",
    "measure",
]

WHOLE_RATE = 0.99
"""The share of its sampled occurrences in which a word must be whole."""

MAX_FREQUENCY = 100_000
"""No word is raised above this: only some fifty words of jieba's own are more frequent."""

LEAST_FREQUENCY = 30
"""What jieba itself would take is mostly 1 for a new word: enough here, too little in other text.

Calibrated on one half of four segmented corpora, with at least 1, 30, 100 or 300 the words are
whole in .9825, .9836, .9840, .9841 of their occurrences in the other half, and 124, 123, 123, 127
sentences change that hold none of them.
"""

_STEP = 4
_MIN_GAIN = 0.02
_FREE_ROUNDS = 2
_ROUNDS = 8
_CHECKS = 3

Lines = Callable[[Sequence[int]], bytes]


@dataclass(frozen=True, slots=True)
class Measurement:
    """How often jieba cut words whole, by word number, with one setting of its Markov model.

    Attributes:
        whole: Occurrences cut whole.
        counted: Occurrences looked at, but those inside a longer of the words that is whole.
    """

    whole: list[int]
    counted: list[int]

    def rate(self, number: int) -> float:
        """Share of a word's occurrences that were whole; 1 if it has none."""
        counted = self.counted[number]
        return self.whole[number] / counted if counted else 1.0

    @property
    def total_rate(self) -> float:
        """Share of all occurrences that were whole."""
        return sum(self.whole) / max(sum(self.counted), 1)


@dataclass(frozen=True, slots=True)
class Calibration:
    """Frequencies, and what jieba does with them.

    Attributes:
        frequencies: One a word.
        hmm: As cut with the hidden Markov model.
        no_hmm: As cut without it.
    """

    frequencies: list[int]
    hmm: Measurement
    no_hmm: Measurement

    def rate(self, number: int) -> float:
        """Share of a word's occurrences that are whole, in the worse of the two settings."""
        return min(self.hmm.rate(number), self.no_hmm.rate(number))


def calibrate(
    jieba: Jieba,
    words: Sequence[str],
    contexts: Sequence[Context],
    untried: Sequence[int],
    lines: Lines,
) -> Calibration:
    """Find frequencies for words that jieba is going to have all at once.

    Each word gets the smallest frequency with which 99 % of its occurrences are whole, at least
    what jieba itself would take and ``LEAST_FREQUENCY``. A word for which that is above
    ``MAX_FREQUENCY`` is raised, in steps of four, only while each step makes 2 % of its
    occurrences whole that were not.

    Args:
        jieba: With its own dictionary only.
        words: What will be exported.
        contexts: Their sampled occurrences.
        untried: Frequencies for the words that have no occurrence there.
        lines: Makes the file for given frequencies.

    Returns:
        The frequencies and how often each word is whole with them, as measured at the end.
    """
    search = _Search(jieba, words, contexts, untried, lines)
    pending = set(range(len(contexts)))
    for _ in range(_CHECKS):
        search.settle(pending)
        loaded = jieba.with_entries(lines(search.frequencies))
        hmm, no_hmm = measure(loaded, words, contexts)
        result = Calibration(search.frequencies.copy(), hmm, no_hmm)
        lost = [n for n in search.reachable if result.rate(n) < WHOLE_RATE]
        if not lost:
            break
        pending = search.contexts_of(lost)
    return result


def measure(
    jieba: Jieba, words: Sequence[str], contexts: Iterable[Context]
) -> tuple[Measurement, Measurement]:
    """Cut contexts and see which occurrences of the words are whole, with and without ``HMM``."""
    results = tuple(Measurement([0] * len(words), [0] * len(words)) for _ in range(2))
    exported = frozenset(words)
    for context in contexts:
        for result, cut in zip(results, jieba.cut(context.text), strict=True):
            pieces: list[tuple[int, int]] = []
            for word in cut:
                piece = len(pieces), len(pieces) + len(word)
                pieces += [piece] * len(word)
            for (number, start, end), times in context.spans.items():
                first, last = pieces[start]
                if (first, last) == (start, end):
                    result.whole[number] += times
                elif last >= end and context.text[first:last] in exported:
                    continue
                result.counted[number] += times
    return results[0], results[1]


class _Search:
    """Frequencies on their way to where no word needs a change."""

    def __init__(
        self,
        jieba: Jieba,
        words: Sequence[str],
        contexts: Sequence[Context],
        untried: Sequence[int],
        lines: Lines,
    ) -> None:
        self._jieba, self._words, self._contexts, self._lines = jieba, words, contexts, lines
        self._exported = frozenset(words)
        self._numbers = {word: number for number, word in enumerate(words)}
        self._floors = [max(jieba.suggest(word), LEAST_FREQUENCY) for word in words]
        self._needs: list[list[Need]] = [[] for _ in contexts]
        self._totals = [1] * len(contexts)  # jieba's when the needs were found
        self._is_shared = [True] * len(contexts)
        self._own: list[set[int]] = [set() for _ in words]
        self._near: list[set[int]] = [set() for _ in words]
        self._round = 0
        self.reachable = set(range(len(words)))
        for place, context in enumerate(contexts):
            for number, _, _ in context.spans:
                self._own[number].add(place)
        self.frequencies = [
            floor if own else other
            for floor, own, other in zip(self._floors, self._own, untried, strict=True)
        ]

    def contexts_of(self, numbers: Iterable[int]) -> set[int]:
        """The contexts in which the words were sampled."""
        return set().union(*(self._own[number] for number in numbers))

    def settle(self, pending: set[int]) -> None:
        """Change frequencies until each fits the others, beginning with some contexts.

        In the first rounds a frequency may also fall, as when a longer word comes to hold the
        hard cases. Later it only rises, and a word that can no more reach its rate but by outdoing
        another that overlaps it gives up: it takes what is best for the rest, for good.
        """
        for _ in range(_ROUNDS):
            changed = self._step(pending)
            self._round += 1
            near = set().union(*(self._near[number] for number in changed))
            pending = {place for place in near if self._is_shared[place]}
            if not pending and self._round >= _FREE_ROUNDS:
                break

    def _step(self, pending: set[int]) -> list[int]:
        """Look at contexts again, then fit the words in them; the numbers of those that changed."""
        loaded = self._jieba.with_entries(self._lines(self.frequencies))
        touched: set[int] = set()
        for place in sorted(pending):
            context = self._contexts[place]
            self._needs[place], met = loaded.needed(context, self._exported)
            self._totals[place] = loaded.total
            self._is_shared[place] = len(met) > 1
            touched.update(number for number, _, _ in context.spans)
            for word in met:
                self._near[self._numbers[word]].add(place)
        if self._round < _FREE_ROUNDS:
            touched.update(n for n, own in enumerate(self._own) if own)  # the total has changed
        else:
            touched &= self.reachable
        return [number for number in sorted(touched) if self._fit(number, loaded.total)]

    def _fit(self, number: int, total: int) -> bool:
        """Choose the frequency of one word anew; whether it changed."""
        is_free = self._round < _FREE_ROUNDS
        needs = []
        for place in self._own[number]:
            # A larger total makes a need rise as much at most: by one edge that is more.
            drift = max(log(total / self._totals[place]), 0.0)
            for need in self._needs[place]:
                if need.number == number:
                    is_lost = need.is_contested and not is_free
                    needs.append((inf if is_lost else need.log_frequency + drift, need.times))
        old = self.frequencies[number]
        chosen, is_reached = choose_frequency(sorted(needs), self._floors[number])
        if not is_reached:
            self.reachable.discard(number)
        elif is_free:
            self.reachable.add(number)
        else:
            chosen = max(chosen, old)
        self.frequencies[number] = chosen
        return chosen != old


def choose_frequency(needs: Sequence[tuple[float, int]], floor: int) -> tuple[int, bool]:
    """The smallest frequency that does, and whether it does.

    Args:
        needs: Log frequency that makes an occurrence whole, ascending, and how many such.
        floor: The least that may be chosen.
    """
    total = sum(times for _, times in needs)
    enough = ceil(WHOLE_RATE * total - 1e-9)
    highest = log(MAX_FREQUENCY)
    reached = 0
    for need, times in needs:
        reached += times
        if reached >= enough and need <= highest:
            return max(floor, int(exp(need)) + 1), True
    if not total:
        return floor, True
    level = log(floor)
    best, missed_steps = _whole_at(needs, level), 1
    for step in range(1, int((highest - level) / log(_STEP)) + 1):
        limit = log(floor) + step * log(_STEP)
        whole = _whole_at(needs, limit)
        if whole - best >= _MIN_GAIN * total * missed_steps:
            level, best, missed_steps = limit, whole, 1
        else:
            missed_steps += 1
    met = [need for need, _ in needs if need <= level]
    return max(floor, int(exp(met[-1])) + 1 if met else 0), False


def _whole_at(needs: Sequence[tuple[float, int]], limit: float) -> int:
    return sum(times for need, times in needs if need <= limit)
