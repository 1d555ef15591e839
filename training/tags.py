"""Weights for cutting by a language model, from gold: `python -m training.tags GOLD.seg...`.

For every corpus a model is trained on its raw text. A logistic regression then learns, at every gap
inside a run, whether the gold joins or cuts there, for each length of the word so far. Printed is
the word F1 of every corpus: of the paths by the published weights and by those learned of the
others, of cutting into the words of both, and that by the weights in force; then those of all.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import newword
from newword.core._core import NgramModel, TagCutter
from newword.evaluation import Gold, evaluate_segmentation, read_gold
from newword.language.words import MODEL_ORDER, PUBLISHED_WEIGHTS, WEIGHTS, cut_shares
from newword.segmentation.unigram import unigram_segmenter
from newword.segmentation.word_weights import ScoredWords, weigh_words
from training.gaps import Gaps, fit, label


@dataclass(frozen=True)
class Corpus:
    """A gold corpus with the model of its text, and its gaps."""

    name: str
    gold: Gold
    model: newword.LanguageModel
    gaps: Gaps

    @property
    def text(self) -> str:
        """One sentence a line."""
        return "".join("".join(words) + "\n" for words in self.gold.sentences)


def load(path: Path) -> Corpus:
    """Trains the model of a corpus and collects the evidence on its gaps."""
    gold = read_gold(path)
    text = "".join("".join(words) + "\n" for words in gold.sentences)
    with tempfile.TemporaryDirectory() as directory:
        arpa = Path(directory, "model.arpa")
        newword.train_language_model(newword.Documents([text]), arpa, order=MODEL_ORDER)
        model = newword.LanguageModel.load(arpa)
    _, are_first, evidence = TagCutter(_core_of(model), PUBLISHED_WEIGHTS).evidence(text.encode())
    return Corpus(path.stem, gold, model, label(gold.sentences, evidence, are_first))


def _core_of(model: newword.LanguageModel) -> NgramModel:
    assert isinstance(model.core, NgramModel)  # noqa: S101 - of an ARPA file of ours
    return model.core


def path_f1(corpus: Corpus, weights: np.ndarray) -> float:
    """Word F1 of the best paths of tags."""
    cutter = TagCutter(_core_of(corpus.model), weights)
    cut = []
    for words in corpus.gold.sentences:
        text = "".join(words).encode()
        ends, kinds = cutter.cut(text)
        begins = [0, *ends.tolist()]
        cut.append(
            [
                text[begin:end].decode()
                for begin, end, kind in zip(begins, ends.tolist(), kinds.tolist(), strict=False)
                if kind != 2
            ]
        )
    return evaluate_segmentation(cut, corpus.gold).f1


def words_f1(corpus: Corpus, weights: np.ndarray) -> float:
    """Word F1 of cutting into the words of those paths, as `newword segment --method lm` does."""
    sample = corpus.text.encode()
    found, shares = cut_shares(_core_of(corpus.model), sample, weights)
    segmenter = unigram_segmenter(
        weigh_words(ScoredWords(found, shares, min_count=1), None), sample
    )
    cut = [
        [piece.text for piece in segmenter.pieces("".join(words)) if piece.kind != "space"]
        for words in corpus.gold.sentences
    ]
    return evaluate_segmentation(cut, corpus.gold).f1


def main(arguments: Sequence[str] | None = None) -> int:
    """See the module."""
    parser = argparse.ArgumentParser(prog="python -m training.tags", description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path)
    corpora = [load(path) for path in parser.parse_args(arguments).gold]
    table = []
    for corpus in corpora:
        weights = fit([other.gaps for other in corpora if other is not corpus])
        figures = [
            path_f1(corpus, PUBLISHED_WEIGHTS),
            path_f1(corpus, weights),
            words_f1(corpus, PUBLISHED_WEIGHTS),
            words_f1(corpus, weights),
            words_f1(corpus, WEIGHTS),
        ]
        table.append(figures)
        print(corpus.name, *(f"{f:.4f}" for f in figures), flush=True)
    print("mean", *(f"{f:.4f}" for f in np.mean(table, axis=0)))
    print(
        np.array2string(
            fit([corpus.gaps for corpus in corpora]),
            precision=2,
            separator=", ",
            suppress_small=True,
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
