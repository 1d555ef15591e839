"""Language models against KenLM's own training program.

Needs `lmplz`: on the search path, or named by NEWWORD_LMPLZ. `python -m benchmarks.peers.kenlm DIR`
builds it from the source distribution of KenLM's Python package and says where it is.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from pathlib import Path

import pytest
from language_models import random_sentences, read_arpa, text_of

import newword

LMPLZ = os.environ.get("NEWWORD_LMPLZ") or shutil.which("lmplz")
pytestmark = pytest.mark.skipif(
    LMPLZ is None, reason="no lmplz: python -m benchmarks.peers.kenlm DIR builds it"
)


def train_theirs(
    directory: Path, sentences: list[list[str]], order: int, prune: tuple[int, ...]
) -> Path:
    text, model = directory / "sentences.txt", directory / "theirs.arpa"
    text.write_text("".join(" ".join(sentence) + "\n" for sentence in sentences), "utf-8")
    argv = [str(LMPLZ), "-o", str(order), "--discount_fallback", "-S", "50M", "-T", f"{directory}/"]
    argv += ["--prune", *map(str, prune)] if prune else []
    argv += ["--text", str(text), "--arpa", str(model)]
    subprocess.run(argv, check=True, capture_output=True, timeout=60)
    return model


@pytest.mark.parametrize("order", [2, 3, 4, 5, 6])
@pytest.mark.parametrize("prune", [(), (0, 1), (0, 0, 2, 5)], ids=str)
def test_every_number_is_that_of_lmplz(tmp_path: Path, order: int, prune: tuple[int, ...]) -> None:
    rng = random.Random(f"{order} {prune}")
    for _ in range(6):
        sentences = random_sentences(rng)
        newword.train_language_model(
            newword.Documents([text_of(sentences)]),
            tmp_path / "ours.arpa",
            order=order,
            prune=prune[:order],
        )
        ours = read_arpa(tmp_path / "ours.arpa")
        theirs = read_arpa(train_theirs(tmp_path, sentences, order, prune[:order]))
        assert ours.keys() == theirs.keys()
        for ngram, numbers in theirs.items():
            assert ours[ngram] == pytest.approx(numbers, abs=1e-4), ngram
