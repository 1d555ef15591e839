"""Whether a MeCab user dictionary of discovered words does any good: word F1 before and after.

    python -m benchmarks.mecab_gain GOLD.seg [--min-score 0.5] [--to mecab|sudachi]

GOLD.seg has a sentence a line, words between blanks. newword sees the text without its cuts; the
exported file is loaded into the consumer, whose cut is compared with the gold one. Needs
`newword[consumers]`.
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Callable, Iterable
from pathlib import Path

import newword
from newword.export import morphological, write

_OPEN = {"mecab": morphological.open_mecab, "sudachi": morphological.open_sudachi}


def word_f1(sentences: list[list[str]], cut: Callable[[str], Iterable[str]]) -> float:
    """Word F1 of a cut of the sentences."""
    right = total = 0
    for words in sentences:
        wanted, made = _spans(words), _spans(cut("".join(words)))
        right += len(wanted & made)
        total += len(wanted) + len(made)
    return 2 * right / max(total, 1)


def _spans(words: Iterable[str]) -> set[tuple[int, int]]:
    spans, begin = set(), 0
    for word in words:
        spans.add((begin, begin + len(word)))
        begin += len(word)
    return spans


def main() -> None:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--min-score", type=float, default=0.5)
    parser.add_argument("--to", choices=sorted(_OPEN), default="mecab")
    options = parser.parse_args()
    lines = options.gold.read_text("utf-8").splitlines()
    sentences = [line.split() for line in lines if line.strip()]
    text = newword.Documents(["\n".join("".join(words) for words in sentences)])
    lexicon = newword.discover(text, min_score=options.min_score)
    out = io.BytesIO()
    report = write(lexicon, out, format=options.to, verify=True)
    open_ = _OPEN[options.to]
    with open_(b"") as cut:
        before = word_f1(sentences, cut)
    with open_(out.getvalue()) as cut:
        after = word_f1(sentences, cut)
    print(f"{report.written:,} of {len(lexicon):,} words; {report.trial()}")
    print(f"word F1 {before:.4f} before, {after:.4f} after")


if __name__ == "__main__":
    main()
