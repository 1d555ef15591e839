"""Whether a MeCab user dictionary of discovered words does any good: word F1 before and after.

    python -m benchmarks.mecab_gain GOLD.seg [--to mecab|sudachi] [--adapt | --min-score 0.5]
        [--weights FILE]

GOLD.seg has a sentence a line, words between blanks. newword sees the text without its cuts; the
exported file (with `--adapt` that of `newword adapt`) is loaded into the consumer, whose cut is
compared with the gold one. `--weights` is a file of `python -m training.scripts` that has not seen
the text. Exits with 1 if the consumer cuts worse than before. Needs `newword[consumers]`.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import newword
from benchmarks.script_figures import weights_of
from newword.export import morphological, write

_ADAPT = {"mecab": newword.adapt_mecab, "sudachi": newword.adapt_sudachi}
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


def exported(text: newword.Documents, to: str, min_score: float) -> tuple[str, bytes]:
    """What was exported, and the file."""
    lexicon = newword.discover(text, min_score=min_score)
    out = io.BytesIO()
    report = write(lexicon, out, format=to, verify=True)
    told = f"{report.written:,} of {len(lexicon):,} words; {report.trial()}"
    return told, out.getvalue()


def adapted(text: newword.Documents, to: str) -> tuple[str, bytes]:
    """What `newword adapt` did, and its file."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "user.csv"
        report = _ADAPT[to](text, path)
        before, after = report.agreement_before, report.agreement_after
        told = (
            f"{len(report.entries):,} words, {len(report.raised):,} of its own; it agrees with "
            f"newword in {before:.1%} of the words before, {after:.1%} after"
        )
        return told, path.read_bytes()


def main() -> int:
    """Reads the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--min-score", type=float, default=0.5)
    parser.add_argument("--adapt", action="store_true")
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--to", choices=sorted(_OPEN), default="mecab")
    options = parser.parse_args()
    lines = options.gold.read_text("utf-8").splitlines()
    sentences = [line.split() for line in lines if line.strip()]
    text = newword.Documents(["\n".join("".join(words) for words in sentences)])
    with weights_of(options.weights):
        if options.adapt:
            told, content = adapted(text, options.to)
        else:
            told, content = exported(text, options.to, options.min_score)
    open_ = _OPEN[options.to]
    with open_(b"") as cut:
        before = word_f1(sentences, cut)
    with open_(content) as cut:
        after = word_f1(sentences, cut)
    print(told)
    print(f"word F1 {before:.4f} before, {after:.4f} after")
    return int(after < before)


if __name__ == "__main__":
    sys.exit(main())
