"""Trying words out in the jieba that is installed, without touching the one others use.

The tokenizer here is private and holds only jieba's own dictionary and the lines that are to be
written; it reads them as jieba does. jieba's cache is never opened: it is a ``marshal`` file under
a name that anyone can take in the shared temporary directory.
"""

from __future__ import annotations

import importlib
import io
import warnings
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import inf, log
from typing import Any, NamedTuple

from newword.table import Passage

__all__ = ["MAX_CONTEXT", "Context", "Jieba", "Need", "gather_contexts", "import_jieba"]

MAX_CONTEXT = 64
"""Characters of text that are looked at on each side of an occurrence."""


@dataclass(frozen=True, slots=True)
class Context:
    """A piece of text with the occurrences of words that are looked at in it.

    Attributes:
        text: A piece of the corpus, as it is written.
        spans: Word (by number), start and end in the text, to how often just this was sampled.
    """

    text: str
    spans: Mapping[tuple[int, int, int], int]


class Need(NamedTuple):
    """What one sampled occurrence of a word needs to be cut whole.

    Attributes:
        number: The word.
        times: How often just this occurrence was sampled.
        log_frequency: What ln(frequency) must exceed; infinite where jieba cannot begin or end a
            word.
        is_contested: It is not whole now because another of the words reaches into it.
    """

    number: int
    times: int
    log_frequency: float
    is_contested: bool


def import_jieba() -> Any | None:
    """The jieba package, or None if it is not installed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # invalid escapes and pkg_resources, in newer Pythons
        try:
            return importlib.import_module("jieba")
        except ImportError:
            return None


def gather_contexts(forms: Sequence[str], passages: Sequence[Sequence[Passage]]) -> list[Context]:
    """The sampled occurrences of all spellings, by the text they are in.

    Args:
        forms: The spellings.
        passages: Those of each.
    """
    found: dict[str, dict[tuple[int, int, int], int]] = {}
    for number, (form, places) in enumerate(zip(forms, passages, strict=True)):
        for text, begin, end in places:
            if text[begin:end] != form:
                continue
            spans = found.setdefault(text, {})
            span = number, begin, end
            spans[span] = spans.get(span, 0) + 1
    return [Context(text, spans) for text, spans in found.items()]


class Jieba:
    """jieba with its own dictionary and perhaps a user dictionary."""

    def __init__(self, module: Any, *, entries: bytes = b"", base: Jieba | None = None) -> None:
        """Load the dictionary that the package brings, then the lines of a user dictionary.

        Args:
            module: The jieba package.
            entries: The lines.
            base: Has the package's dictionary, to save loading it again.
        """
        tokenizer: Any = module.Tokenizer()
        if base is None:
            tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
        else:
            tokenizer.FREQ, tokenizer.total = dict(base._tokenizer.FREQ), base._tokenizer.total
        tokenizer.initialized = True
        tokenizer.load_userdict(io.BytesIO(entries))
        self._module = module
        self._tokenizer: Any = tokenizer
        self._paths = _remember_paths(tokenizer)

    def with_entries(self, entries: bytes) -> Jieba:
        """Another jieba that has loaded the lines of a user dictionary on top of this one's."""
        return Jieba(self._module, entries=entries, base=self)

    @property
    def total(self) -> int:
        """The sum that jieba divides frequencies by."""
        return int(self._tokenizer.total)

    def has(self, word: str) -> bool:
        """Whether a dictionary that was loaded has the word."""
        return bool(self._tokenizer.FREQ.get(word))

    def suggest(self, word: str) -> int:
        """The frequency that jieba computes when an entry has none; at least the one it has."""
        self._paths.clear()
        return int(self._tokenizer.suggest_freq(word))

    def cut(self, text: str) -> tuple[list[str], list[str]]:
        """The words of a text, as ``jieba.lcut`` gives them with and without ``HMM``."""
        self._paths.clear()
        return self._tokenizer.lcut(text), self._tokenizer.lcut(text, HMM=False)

    def cut_plainly(self, text: str) -> list[str]:
        """The words of a text without the Markov model: half the time of both cuts."""
        self._paths.clear()
        words: list[str] = self._tokenizer.lcut(text, HMM=False)
        return words

    def needed(self, context: Context, words: Collection[str]) -> tuple[list[Need], set[str]]:
        """What each sampled occurrence needs to be cut whole, all other frequencies as they are.

        jieba takes the path of the largest sum of ln(frequency / total), so an occurrence is an
        edge of the best path as soon as its frequency exceeds that sum for the best path without
        this edge, less the best way to its start and from its end. An occurrence is left out if
        the best path without it has it inside a longer word of ``words``.

        Returns:
            The needs; and all of ``words`` that stand anywhere in the text.
        """
        self._paths.clear()
        needs: list[Need] = []
        met: set[str] = set()
        for block in self._module.re_han_default.finditer(context.text):
            first, last = block.span()
            spans = [
                (number, start - first, end - first, times)
                for (number, start, end), times in context.spans.items()
                if first <= start and end <= last
            ]
            if spans:
                graph = _Graph(self._tokenizer, block[0], words)
                met.update(graph.met)
                for number, start, end, times in spans:
                    need = graph.needed(start, end)
                    if need is not None:
                        needs.append(Need(number, times, *need))
        return needs, met


def _remember_paths(tokenizer: Any) -> dict[str, tuple[Any, dict[int, Any]]]:
    """Make a tokenizer search each block once; the path is the same with and without ``HMM``.

    Returns:
        What it remembers, to be emptied before it grows.
    """
    paths: dict[str, tuple[Any, dict[int, Any]]] = {}
    get_graph, find_path = tokenizer.get_DAG, tokenizer.calc

    def get_remembered(block: str) -> Any:
        if block not in paths:
            paths[block] = get_graph(block), {}
        return paths[block][0]

    def find_remembered(block: str, graph: Any, path: dict[int, Any]) -> None:
        known = paths[block][1]
        if not known:
            find_path(block, graph, known)
        path.update(known)

    tokenizer.get_DAG, tokenizer.calc = get_remembered, find_remembered
    return paths


class _Graph:
    """The word graph of one block, with the best way from each place to the end and back."""

    def __init__(self, tokenizer: Any, block: str, words: Collection[str]) -> None:
        size = len(block)
        frequency_of = tokenizer.FREQ.get
        log_total = log(tokenizer.total)
        self.met: set[str] = set()
        self._block, self._words, self._log_total = block, words, log_total
        self._edges: list[list[tuple[int, float]]] = []
        for start in range(size):
            edges = []
            end = start + 1
            frequency = frequency_of(block[start])
            while frequency is not None:  # 0 is a beginning of words that is none itself
                if frequency:
                    edges.append((end, log(frequency) - log_total))
                    if block[start:end] in words:
                        self.met.add(block[start:end])
                if end == size:
                    break
                end += 1
                frequency = frequency_of(block[start:end])
            self._edges.append(edges or [(start + 1, -log_total)])
        self._onward, self._next = [0.0] * (size + 1), [size] * (size + 1)
        for start in range(size - 1, -1, -1):
            self._onward[start], self._next[start] = max(
                [(weight + self._onward[end], end) for end, weight in self._edges[start]]
            )
        self._reached = [0.0] + [-inf] * size
        for start, edges in enumerate(self._edges):
            so_far = self._reached[start]
            for end, weight in edges:
                if so_far + weight > self._reached[end]:
                    self._reached[end] = so_far + weight

    def needed(self, start: int, end: int) -> tuple[float, bool] | None:
        """The last two fields of the need of an edge; None if it lies in a longer word."""
        without, following = self._onward, self._next
        is_whole = self._steps_over(start, end, following)[0] == (start, end)
        if is_whole:
            without, following = self._without(start, end)
        is_contested = False
        if without[0] > -inf:
            for first, last in self._steps_over(start, end, following):
                if (first < start or last > end) and self._block[first:last] in self._words:
                    if first <= start and end <= last:
                        return None
                    is_contested = not is_whole
        elsewhere = self._reached[start] + self._onward[end]
        if elsewhere == -inf:
            return inf, is_contested
        return without[0] - elsewhere + self._log_total, is_contested

    def _steps_over(self, start: int, end: int, following: Sequence[int]) -> list[tuple[int, int]]:
        """The edges of the best path that share a character with a span."""
        first, last = 0, following[0]
        while last <= start:
            first, last = last, following[last]
        steps = [(first, last)]
        while last < end:
            first, last = last, self._next[last]
            steps.append((first, last))
        return steps

    def _without(self, start: int, end: int) -> tuple[list[float], list[int]]:
        """The best way to the end from each place up to ``start``, not using one edge."""
        onward, following = self._onward.copy(), self._next.copy()
        for place in range(start, -1, -1):
            onward[place], following[place] = max(
                [
                    (weight + onward[stop], stop)
                    for stop, weight in self._edges[place]
                    if place != start or stop != end
                ],
                default=(-inf, end),
            )
        return onward, following
