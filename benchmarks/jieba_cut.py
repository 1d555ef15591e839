"""Which frequencies make jieba cut new words whole: `python -m benchmarks.jieba_cut GOLD.seg ...`.

A gold file has one sentence a line, its words separated by spaces. The words of it that occur at
least three times and that jieba's dictionary lacks are given to jieba, each time with frequencies
of another policy, and the sentences are cut without their spaces. Printed for each policy:

    whole     share of the words' gold occurrences that jieba cuts whole, HMM on and off
    F1        of all words of the file against the gold words, HMM on and off
    changed   sentences cut otherwise than without the entries though they hold none of the words
    added     what the entries add to the total of jieba's dictionary
"""

from __future__ import annotations

import argparse
import io
import math
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from newword.export import write
from newword.export.jieba.dictionary import refusals
from newword.export.jieba.frequency import JIEBA_TOTAL, estimate_frequencies
from newword.export.jieba.trial import Jieba, import_jieba
from newword.lexicon import Lexicon, Passage, Report, Usage

MIN_COUNT = 3
_RUN = re.compile("[\u4e00-\u9fffA-Za-z0-9]+")
_UNIT = re.compile("[\u4e00-\u9fff]|[A-Za-z0-9]+")
_HAN = re.compile("[\u4e00-\u9fff]")

Policy = Callable[["Gold", Jieba], Sequence[int]]
Cut = tuple[list[str], list[str]]


@dataclass(frozen=True)
class Gold:
    """A segmented file and the words in it that jieba does not know."""

    name: str
    sentences: list[list[str]]
    lexicon: Lexicon
    has_word: list[bool]

    @property
    def scaled(self) -> list[float]:
        """The count of each word in a corpus as large as jieba's."""
        factor = JIEBA_TOTAL / self.lexicon.report.units
        return [count * factor for count in self.lexicon.column("count").tolist()]


def _tried(gold: Gold) -> list[int]:
    out = io.BytesIO()
    write(gold.lexicon, out, format="jieba", verify=True)
    return [int(line.split(" ")[1]) for line in out.getvalue().decode().splitlines()]


POLICIES: dict[str, Policy] = {
    "1": lambda gold, _: [1] * len(gold.lexicon),
    "3": lambda gold, _: [3] * len(gold.lexicon),
    "1000": lambda gold, _: [1000] * len(gold.lexicon),
    "the count": lambda gold, _: [max(n, 1) for n in gold.lexicon.column("count").tolist()],
    "count scaled to jieba": lambda gold, _: [math.ceil(s) for s in gold.scaled],
    "sqrt(1000 x scaled)": lambda gold, _: [math.ceil(math.sqrt(1000 * s)) for s in gold.scaled],
    "jieba computes it": lambda gold, jieba: [jieba.suggest(word) for word in gold.lexicon.words],
    "newword without jieba": lambda gold, _: estimate_frequencies(gold.lexicon),
    "newword, tried in jieba": lambda gold, _: _tried(gold),
}


def load_gold(path: Path, jieba: Jieba) -> Gold:
    """Read a gold file and find the words to measure."""
    lines = path.read_text(encoding="utf-8").splitlines()
    sentences = [line.split() for line in lines if line.strip()]
    counts = Counter(word for sentence in sentences for word in sentence)
    words = sorted(
        word
        for word, count in counts.items()
        if count >= MIN_COUNT and len(word) > 1 and _HAN.search(word)
        if refusals(word) is None and not jieba.has(word)
    )
    texts = ["".join(sentence) for sentence in sentences]
    places, has_word = _find(words, texts)
    return Gold(path.stem, sentences, _make_lexicon(words, places, texts), has_word)


def _find(
    words: Sequence[str], texts: Sequence[str]
) -> tuple[dict[str, list[tuple[str, int]]], list[bool]]:
    """Where each word stands as a string, not beginning or ending inside a number or name."""
    places: dict[str, list[tuple[str, int]]] = {word: [] for word in words}
    sizes = sorted({len(word) for word in words})
    has_word = [False] * len(texts)
    for number, text in enumerate(texts):
        for match in _RUN.finditer(text):
            run = match[0]
            for start in range(len(run)):
                for size in sizes:
                    end = start + size
                    if end > len(run) or run[start:end] not in places:
                        continue
                    edges = (run[max(start - 1, 0) : start + 1], run[end - 1 : end + 1])
                    if not any(len(edge) == 2 and edge.isascii() for edge in edges):
                        places[run[start:end]].append((run, start))
                        has_word[number] = True
    return places, has_word


class _Places:
    """Contexts from places that are known."""

    is_exact = True

    def __init__(self, places: dict[str, list[tuple[str, int]]]) -> None:
        self._places = places

    def __call__(self, words: Sequence[str], limit: int) -> list[tuple[Passage, ...]]:
        return [usage.passages for usage in self.usages(words, limit=limit)]

    def usages(
        self, words: Sequence[str], *, limit: int, around: int = 40, sources: bool = False
    ) -> list[Usage]:
        del around, sources
        return [self._usage(word, limit) for word in words]

    def lines(self, most_bytes: int) -> list[str]:
        del most_bytes
        return [text for places in self._places.values() for text, _ in places]

    def _usage(self, word: str, limit: int) -> Usage:
        found = self._places[word]
        size = len(found)
        if size > limit:
            found = [found[i * size // limit] for i in range(limit)]
        passages = tuple((text, start, start + len(word)) for text, start in found)
        return Usage(count=size, forms={word: size} if size else {}, passages=passages)


def _make_lexicon(
    words: Sequence[str], places: dict[str, list[tuple[str, int]]], texts: Sequence[str]
) -> Lexicon:
    parts = {part for word in words for i in range(1, len(word)) for part in (word[:i], word[i:])}
    sizes = sorted(set(map(len, parts)))
    counts: Counter[str] = Counter()
    for text in texts:
        for size in sizes:
            pieces = (text[start : start + size] for start in range(len(text) - size + 1))
            counts.update(piece for piece in pieces if piece in parts)
    units = sum(len(_UNIT.findall(text)) for text in texts)

    def cohesion(word: str) -> float:
        if not places[word]:
            return math.nan
        splits = ((counts[word[:i]], counts[word[i:]]) for i in range(1, len(word)))
        return min(math.log(len(places[word]) * units / (x * y)) for x, y in splits)

    unmeasured = np.full(len(words), np.nan)
    report = Report(
        method="gold",
        units=units,
        bytes_read=sum(len(text.encode()) for text in texts),
        files=1,
        documents=1,
        thresholds={},
        problems=(),
        elapsed_s=0.0,
        candidates=len(words),
        empty_reason=None,
    )
    return Lexicon(
        words=words,
        count=[len(places[word]) for word in words],
        cohesion=[cohesion(word) for word in words],
        left_entropy=unmeasured,
        right_entropy=unmeasured,
        accessor_variety=np.full(len(words), -1),
        score=np.zeros(len(words)),
        known=None,
        report=report,
        contexts=_Places(places),
    )


@dataclass(frozen=True)
class Row:
    """What one policy reached; each pair is with the hidden Markov model on and off."""

    whole: tuple[float, float]
    f1: tuple[float, float]
    changed: tuple[int, int]
    added: int

    def __str__(self) -> str:
        whole, f1 = ("  ".join(f"{value:.4f}" for value in pair) for pair in (self.whole, self.f1))
        changed = "".join(f"{value:6d}" for value in self.changed)
        return f"{whole}   {f1}  {changed}  {self.added:13,d}"


HEADER = f"{'frequency':26s} whole on   off      F1 on     off    changed on/off        added"


def evaluate(
    gold: Gold, jieba: Jieba, frequencies: Sequence[int] | None, before: Sequence[Cut] | None
) -> tuple[Row, list[Cut]]:
    """Cut the whole file with entries of these frequencies, or with none."""
    pairs = zip(gold.lexicon.words, frequencies or (), strict=False)
    loaded = jieba.with_entries("".join(f"{word} {f} n\n" for word, f in pairs).encode())
    words = frozenset(gold.lexicon.words)
    cuts = [loaded.cut("".join(sentence)) for sentence in gold.sentences]
    whole, right, made = [0, 0], [0, 0], [0, 0]
    occurrences = expected = 0
    for sentence, cut in zip(gold.sentences, cuts, strict=True):
        spans = _spans(sentence)
        wanted = {span for span, word in zip(spans, sentence, strict=True) if word in words}
        occurrences += len(wanted)
        expected += len(spans)
        for setting in range(2):
            got = set(_spans(cut[setting]))
            whole[setting] += len(wanted & got)
            right[setting] += len(got.intersection(spans))
            made[setting] += len(got)
    changed = [0, 0]
    for old, new, has_word in zip(before or cuts, cuts, gold.has_word, strict=True):
        for setting in range(2):
            changed[setting] += not has_word and old[setting] != new[setting]
    row = Row(
        (whole[0] / occurrences, whole[1] / occurrences),
        (2 * right[0] / (made[0] + expected), 2 * right[1] / (made[1] + expected)),
        (changed[0], changed[1]),
        sum(frequencies or ()),
    )
    return row, cuts


def _spans(words: Sequence[str]) -> list[tuple[int, int]]:
    spans, place = [], 0
    for word in words:
        spans.append((place, place + len(word)))
        place += len(word)
    return spans


def _mean(rows: Sequence[Row]) -> Row:
    def mean(pairs: Sequence[tuple[float, float]]) -> tuple[float, float]:
        on, off = zip(*pairs, strict=True)
        return sum(on) / len(on), sum(off) / len(off)

    return Row(
        mean([row.whole for row in rows]),
        mean([row.f1 for row in rows]),
        (sum(row.changed[0] for row in rows), sum(row.changed[1] for row in rows)),
        sum(row.added for row in rows),
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Measure every policy on every file and print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.jieba_cut", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("gold", nargs="+", type=Path, help="segmented text, UTF-8")
    module = import_jieba()
    if module is None:
        parser.error("jieba is not installed; run: pip install jieba")
    jieba = Jieba(module)
    results: dict[str, list[Row]] = {}
    for path in parser.parse_args(argv).gold:
        gold = load_gold(path, jieba)
        print(f"\n{gold.name}: {len(gold.lexicon):,} words, {len(gold.sentences):,} sentences,")
        print(f"{gold.has_word.count(False):,} of them without any of the words\n{HEADER}")
        row, before = evaluate(gold, jieba, None, None)
        results.setdefault("no entry", []).append(row)
        print(f"{'no entry':26s} {row}", flush=True)
        for name, policy in POLICIES.items():
            row, _ = evaluate(gold, jieba, policy(gold, jieba), before)
            results.setdefault(name, []).append(row)
            print(f"{name:26s} {row}", flush=True)
    print(f"\nmean of the files; changed and added are sums\n{HEADER}")
    for name, rows in results.items():
        print(f"{name:26s} {_mean(rows)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
