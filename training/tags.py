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
from newword._core import TagCutter
from newword.evaluation import Gold, evaluate_segmentation, read_gold
from newword.language_words import MODEL_ORDER, PUBLISHED_WEIGHTS, WEIGHTS, cut_shares
from newword.segmenter import Segmenter
from newword.word_weights import ScoredWords, weigh_words

UNITS_A_CORPUS = 1e5
RIDGE = 1e-2
ITERATIONS = 12


@dataclass(frozen=True)
class Corpus:
    """A gold corpus with the model of its text, and its gaps."""

    name: str
    gold: Gold
    model: newword.LanguageModel
    evidence: np.ndarray
    joined: np.ndarray
    row: np.ndarray

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
    encoded = text.encode()
    begins, are_first, evidence = TagCutter(model.core, PUBLISHED_WEIGHTS).evidence(encoded)
    cuts, place = np.zeros(len(encoded) + 1, dtype=bool), 0
    for words in gold.sentences:
        for word in words:
            cuts[place] = True
            place += len(word.encode())
        place += 1
    is_cut = cuts[begins] | are_first
    row, units = np.zeros(len(begins), dtype=np.int64), 0
    for i, cut in enumerate(is_cut.tolist()):
        row[i] = min(units, 4) - 1
        units = 1 if cut else units + 1
    keep = ~are_first
    return Corpus(path.stem, gold, model, evidence[keep], ~is_cut[keep], row[keep])


def fit(corpora: Sequence[Corpus]) -> np.ndarray:
    """The weights that fit the gold of corpora, each of the same weight."""
    rows = []
    for number in range(len(PUBLISHED_WEIGHTS)):
        chosen = [corpus.row == number for corpus in corpora]
        evidence = np.vstack([c.evidence[mask] for c, mask in zip(corpora, chosen, strict=True)])
        joined = np.concatenate([c.joined[mask] for c, mask in zip(corpora, chosen, strict=True)])
        weight = np.concatenate(
            [
                np.full(int(mask.sum()), UNITS_A_CORPUS / len(c.row))
                for c, mask in zip(corpora, chosen, strict=True)
            ]
        )
        rows.append(_logistic(evidence, joined.astype(np.float64), weight))
    return np.array(rows)


def _logistic(evidence: np.ndarray, joined: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Logistic regression by Newton's method."""
    columns = np.hstack([evidence, np.ones((len(evidence), 1))])
    found = np.zeros(columns.shape[1])
    for _ in range(ITERATIONS):
        p = 1 / (1 + np.exp(-(columns @ found)))
        slope = columns.T @ (weight * (p - joined)) + RIDGE * found
        bend = (columns * (weight * p * (1 - p))[:, None]).T @ columns
        found -= np.linalg.solve(bend + RIDGE * np.eye(len(found)), slope)
    return found


def path_f1(corpus: Corpus, weights: np.ndarray) -> float:
    """Word F1 of the best paths of tags."""
    cutter = TagCutter(corpus.model.core, weights)
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
    found, shares = cut_shares(corpus.model.core, sample, weights)
    segmenter = Segmenter(weigh_words(ScoredWords(found, shares, min_count=1), None), sample)
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
        weights = fit([other for other in corpora if other is not corpus])
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
    print(np.array2string(fit(corpora), precision=2, separator=", ", suppress_small=True))
    return 0


if __name__ == "__main__":
    sys.exit(main())
