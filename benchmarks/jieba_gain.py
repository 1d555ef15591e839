"""What newword's dictionary does to jieba: `python -m benchmarks.jieba_gain GOLD.seg ...`.

A gold file has one sentence a line, its words separated by spaces. newword sees its raw text only:
it discovers the words that jieba's dictionary lacks and exports them, tried out in jieba on that
text. Then jieba cuts the sentences, alone and with the file. Printed: word F1 against the gold
words, with the hidden Markov model on and off.

The weights that come with newword were trained on segmented corpora. To measure them on one of
these give others, trained without it (`python -m training --gold OTHERS -o weights.json`), as
`--weights zx=weights.json`.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import newword
from benchmarks.held_out import add_weights_option, given_weights, weights_of
from benchmarks.jieba_cut import _spans
from newword.export import write
from newword.export.jieba.trial import Jieba, import_jieba

HEADER = f"{'corpus':8s} {'words':>6s}   HMM on: jieba  + newword   HMM off: jieba  + newword"


def word_f1(sentences: Sequence[Sequence[str]], jieba: Jieba) -> tuple[float, float]:
    """Word F1 of the cuts, with the hidden Markov model on and off."""
    right, made, expected = [0, 0], [0, 0], 0
    for sentence in sentences:
        gold = set(_spans(sentence))
        expected += len(gold)
        for setting, pieces in enumerate(jieba.cut("".join(sentence))):
            spans = _spans(pieces)
            made[setting] += len(spans)
            right[setting] += len(gold.intersection(spans))
    on, off = (2 * right[k] / (made[k] + expected) for k in range(2))
    return on, off


def exported(texts: Sequence[str], min_score: float, weights: Path | None) -> tuple[int, bytes]:
    """How many words newword exports for jieba from a raw text, and the file."""
    with weights_of(weights):
        lexicon = newword.discover(
            newword.Documents(["\n".join(texts)]),
            dictionary="jieba",
            new_only=True,
            min_score=min_score,
        )
    out = io.BytesIO()
    report = write(lexicon, out, format="jieba", verify=True)
    return report.written, out.getvalue()


def adapted(texts: Sequence[str], weights: Path | None) -> tuple[int, bytes]:
    """How many entries `adapt_jieba` writes for a raw text, and the file."""
    with weights_of(weights), tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "userdict.txt"
        report = newword.adapt_jieba(newword.Documents(["\n".join(texts)]), path)
        return len(report.entries), path.read_bytes()


def main(argv: Sequence[str] | None = None) -> int:
    """Measure every file and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.jieba_gain", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("gold", nargs="+", type=Path, help="segmented text, UTF-8")
    parser.add_argument("--min-score", type=float, default=0.5, help="of the words exported")
    parser.add_argument(
        "--adapt", action="store_true", help="measure the dictionary of newword.adapt_jieba"
    )
    add_weights_option(parser)
    options = parser.parse_args(argv)
    module = import_jieba()
    if module is None:
        parser.error("jieba is not installed; run: pip install jieba")
    alone = Jieba(module)
    print(HEADER)
    for path in options.gold:
        lines = path.read_text(encoding="utf-8").splitlines()
        sentences = [line.split() for line in lines if line.strip()]
        texts = ["".join(sentence) for sentence in sentences]
        weights = given_weights(options, path)
        if options.adapt:
            words, entries = adapted(texts, weights)
        else:
            words, entries = exported(texts, options.min_score, weights)
        before, after = word_f1(sentences, alone), word_f1(sentences, alone.with_entries(entries))
        print(
            f"{path.stem:8s} {words:6,d}         {before[0]:.4f}     {after[0]:.4f}"
            f"          {before[1]:.4f}     {after[1]:.4f}",
            flush=True,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
