"""Trying words out in the jieba that is installed, without touching the one others use.

The tokenizer here is private and holds only jieba's own dictionary and the lines that are to be
written; it reads them as jieba does. jieba's cache is never opened: it is a ``marshal`` file under
a name that anyone can take in the shared temporary directory.
"""

from __future__ import annotations

import importlib
import io
import warnings
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf, log
from typing import Any

from newword.lexicon import Contexts

__all__ = ["MAX_CONTEXT", "Context", "Jieba", "gather_contexts", "import_jieba"]

MAX_CONTEXT = 64


@dataclass(frozen=True, slots=True)
class Context:
    """A piece of text with the occurrences of words that are looked at in it.

    Attributes:
        text: A run of the corpus, or a part of a long one.
        spans: Word (by number), start and end in the text, to how often just this was sampled.
    """

    text: str
    spans: Mapping[tuple[int, int, int], int]


def import_jieba() -> Any | None:
    """The jieba package, or None if it is not installed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # invalid escapes and pkg_resources, in newer Pythons
        try:
            return importlib.import_module("jieba")
        except ImportError:
            return None


def gather_contexts(words: Sequence[str], contexts: Contexts, limit: int) -> list[Context]:
    """The sampled occurrences of all words, by the text they are in.

    An occurrence in another spelling (case, width) is none for jieba and is left out. Of a long
    run only the nearest 64 characters on each side are kept.
    """
    found: dict[str, dict[tuple[int, int, int], int]] = {}
    for number, (word, places) in enumerate(zip(words, contexts(words, limit), strict=True)):
        for text, place in places:
            end = place + len(word)
            if text[place:end] != word:
                continue
            start = max(place - MAX_CONTEXT, 0)
            piece = text[start : end + MAX_CONTEXT]
            spans = found.setdefault(piece, {})
            span = number, place - start, end - start
            spans[span] = spans.get(span, 0) + 1
    return [Context(text, spans) for text, spans in found.items()]


class Jieba:
    """jieba with its own dictionary and perhaps a user dictionary."""

    def __init__(self, module: Any) -> None:
        """Load the dictionary that the package brings."""
        self._module = module
        self._tokenizer = module.Tokenizer()
        tokenizer = self._tokenizer
        tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
        tokenizer.initialized = True

    def with_entries(self, entries: bytes) -> Jieba:
        """Another jieba that has loaded the lines of a user dictionary on top of this one."""
        other = object.__new__(Jieba)
        other._module = self._module
        tokenizer = other._tokenizer = self._module.Tokenizer()
        tokenizer.FREQ, tokenizer.total = dict(self._tokenizer.FREQ), self._tokenizer.total
        tokenizer.initialized = True
        tokenizer.load_userdict(io.BytesIO(entries))
        return other

    def suggest(self, word: str) -> int:
        """The frequency that jieba computes when an entry has none; at least the one it has."""
        return int(self._tokenizer.suggest_freq(word))

    def cut(self, text: str, *, hmm: bool) -> list[str]:
        """The words of a text, as ``jieba.lcut`` gives them."""
        words: list[str] = self._tokenizer.lcut(text, HMM=hmm)
        return words

    def needed(
        self, context: Context, words: Collection[str]
    ) -> tuple[list[tuple[int, int, float]], set[str]]:
        """What log frequency makes each occurrence whole, all other frequencies as they are.

        jieba takes the path of the largest sum of ln(frequency / total), so an occurrence is an
        edge of the best path as soon as its frequency exceeds that sum for the best path without
        this edge, less the best way to its start and from its end. An occurrence is left out if
        the best path without it has it inside a longer word of ``words``.

        Returns:
            Word number, times sampled and log frequency of each occurrence (infinite where jieba
            cannot begin or end a word); and all of ``words`` that begin and end inside the text.
        """
        needs: list[tuple[int, int, float]] = []
        met: set[str] = set()
        for block in self._module.re_han_default.finditer(context.text):
            first, last = block.span()
            spans = [
                (number, start - first, end - first, times)
                for (number, start, end), times in context.spans.items()
                if first <= start and end <= last
            ]
            if spans:
                graph = _Graph(self._tokenizer, block[0])
                met.update(graph.words_of(words))
                for number, start, end, times in spans:
                    need = graph.needed(start, end, words)
                    if need is not None:
                        needs.append((number, times, need))
        return needs, met


class _Graph:
    """The word graph of one block, with the best way from each place to the end and back."""

    def __init__(self, tokenizer: Any, block: str) -> None:
        size = len(block)
        frequency = tokenizer.FREQ.get
        self.block = block
        self.log_total = log_total = log(tokenizer.total)
        self.edges: list[list[tuple[int, float]]] = [
            [(end + 1, log(frequency(block[start : end + 1]) or 1) - log_total) for end in ends]
            for start, ends in tokenizer.get_DAG(block).items()
        ]
        self.onward, self.next = [0.0] * (size + 1), [0] * size
        for start in range(size - 1, -1, -1):
            best, self.next[start] = max(
                (weight + self.onward[end], end) for end, weight in self.edges[start]
            )
            self.onward[start] = best
        self.reached = [-inf] * (size + 1)
        self.reached[0] = 0.0
        for start in range(size):
            so_far = self.reached[start]
            for end, weight in self.edges[start]:
                if so_far + weight > self.reached[end]:
                    self.reached[end] = so_far + weight

    def words_of(self, words: Collection[str]) -> Iterable[str]:
        pieces = (self.block[start:end] for start, ends in enumerate(self.edges) for end, _ in ends)
        return (piece for piece in pieces if piece in words)

    def needed(self, start: int, end: int, words: Collection[str]) -> float | None:
        """The log frequency that an edge needs; None if it lies in a longer one of ``words``."""
        without, step = self.onward, self.next
        if self._step_over(start, step) == (start, end):
            without, step = self._without(start, end)
        if without[0] > -inf:
            first, last = self._step_over(start, step)
            if first <= start and end <= last and self.block[first:last] in words:
                return None
        elsewhere = self.reached[start] + self.onward[end]
        return inf if elsewhere == -inf else without[0] - elsewhere + self.log_total

    @staticmethod
    def _step_over(place: int, step: Sequence[int]) -> tuple[int, int]:
        """The edge of the best path that begins at or before a place and ends after it."""
        start = 0
        while step[start] <= place:
            start = step[start]
        return start, step[start]

    def _without(self, start: int, end: int) -> tuple[list[float], list[int]]:
        """The best way to the end from each place up to ``start``, not using one edge."""
        onward, step = self.onward[: start + 1], self.next[: start + 1]
        for place in range(start, -1, -1):
            onward[place], step[place] = max(
                (
                    (weight + (onward[stop] if stop <= start else self.onward[stop]), stop)
                    for stop, weight in self.edges[place]
                    if (place, stop) != (start, end)
                ),
                default=(-inf, end),
            )
        return onward, step
