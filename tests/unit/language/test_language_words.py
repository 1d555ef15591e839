"""Cutting by a language model: the best path, exactly, and the words that it makes."""

from __future__ import annotations

import itertools
import random
from pathlib import Path

import numpy as np
import pytest
from command import TEXT, run, write_tree
from language_models import random_sentences, text_of
from oracle import kneser_ney

import newword
from newword.core._core import TagCutter
from newword.counting.counts import count_corpus
from newword.counting.reading import Reading
from newword.errors import ConfigError, CorpusError
from newword.language.words import (
    PUBLISHED_WEIGHTS,
    WEIGHTS,
    cut_shares,
    model_of_session,
    rare_words,
)
from newword.methods import find_method

ORDER = 4


def evidence(model: kneser_ney.Estimates, run: str, i: int) -> list[float]:
    """What is known of the gap before unit i, from the definition."""

    def bond(gap: int, units: int) -> float:
        if not 0 < gap < len(run):
            return 0.0
        context = tuple(run[max(0, gap - units) : gap])
        return model.log10(context, run[gap]) - model.log10((), run[gap])

    across = bond(i + 1, 2) - bond(i + 1, 1)
    bonds = [bond(i, units) for units in (1, 2, 3)]
    return [*bonds, bond(i - 1, 1), bond(i + 1, 1), across, 1.0]


def value(model: kneser_ney.Estimates, run: str, cut: list[str], weights: np.ndarray) -> float:
    total, place = 0.0, 0
    for word in cut:
        for k in range(1, len(word)):
            total += float(weights[min(k, 4) - 1] @ evidence(model, run, place + k))
        place += len(word)
    return total


def all_cuts(run: str) -> list[list[str]]:
    cuts = []
    for joins in itertools.product([False, True], repeat=len(run) - 1):
        words = [run[0]]
        for unit, is_joined in zip(run[1:], joins, strict=True):
            if is_joined:
                words[-1] += unit
            else:
                words.append(unit)
        cuts.append(words)
    return cuts


def cut_by(cutter: TagCutter, text: str) -> list[str]:
    encoded = text.encode()
    ends, _ = cutter.cut(encoded)
    begins = [0, *ends.tolist()]
    return [encoded[b:e].decode() for b, e in itertools.pairwise(begins)]


@pytest.mark.parametrize("weights", [PUBLISHED_WEIGHTS, WEIGHTS], ids=["published", "ours"])
def test_no_cut_is_better_than_the_one_found(tmp_path: Path, weights: np.ndarray) -> None:
    rng = random.Random(3)
    for _ in range(6):
        sentences = random_sentences(rng)
        texts = newword.Documents([text_of(sentences)])
        newword.train_language_model(texts, tmp_path / "m.arpa", order=ORDER)
        cutter = TagCutter(newword.LanguageModel.load(tmp_path / "m.arpa").core, weights)
        oracle = kneser_ney.estimate(sentences, ORDER)
        for words in [*sentences[:6], ["龘", "的", "龘"]]:
            run = "".join(words)[:9]
            best = max(value(oracle, run, cut, weights) for cut in all_cuts(run))
            assert value(oracle, run, cut_by(cutter, run), weights) == pytest.approx(best, abs=1e-4)


def test_pieces_join_to_the_text_and_numbers_stay_whole(tmp_path: Path) -> None:
    newword.train_language_model(TEXT, tmp_path / "m.arpa")
    cutter = TagCutter(newword.LanguageModel.load(tmp_path / "m.arpa").core, WEIGHTS)
    text = "共1,000人，15:30 开始\n他说。"
    assert "".join(cut_by(cutter, text)) == text
    assert {"1,000", "15:30"} <= set(cut_by(cutter, text))
    assert cutter.write_cut(text.encode(), b" ").decode().replace(" ", "") == text.replace(" ", "")


def test_words_are_counted_as_they_are_cut_by_any_number_of_threads(tmp_path: Path) -> None:
    results = []
    for threads in (1, 3):
        counted = count_corpus([TEXT], max_order=4, min_count=1, reading=Reading(threads=threads))
        model = model_of_session(counted.session)
        counts = counted.session.count_tagged(model, WEIGHTS)
        results.append([column.tolist() for column in counts])
    assert results[0] == results[1]
    text = "\n".join(path.read_text("utf-8") for path in sorted(TEXT.rglob("*.txt")))
    words, shares = cut_shares(model, text.encode())
    for word, share in list(zip(words, shares.tolist(), strict=True))[:500]:
        if len(word) <= 4:
            found = counted.table.find(word)
            assert found is not None
            order, index = found
            occurrences = int(counted.table.column(order, "count")[index])
            assert results[0][order][index] == round(share * occurrences)


def test_discover_ranks_the_words_of_the_cut() -> None:
    lexicon = newword.discover(TEXT, method="lm", threads=1)
    assert lexicon.words == newword.discover(TEXT, method="lm", threads=3).words
    assert {"没有", "陆沉舟"} <= set(lexicon.words[:10])
    assert 0.2 <= float(lexicon.column("score").min()) <= float(lexicon.column("score").max()) < 1
    explained = newword.explain(TEXT, "没有", method="lm")
    assert explained.score == lexicon.get("没有").score
    assert find_method("lm").needs_text
    assert newword.discover(newword.Documents(["，。"]), method="lm").words == []


def test_segment_cuts_by_the_model_of_the_text_or_a_given_one(tmp_path: Path) -> None:
    corpus = write_tree(tmp_path / "corpus", {"a.txt": "陆沉舟没有回头。\n"})
    own = run("segment", TEXT / "fantasy", "--method", "lm", "--progress", "none", "--quiet")
    assert own.code == 0, own.err
    assert " 陆沉舟 " in own.out
    texts = [path.read_text("utf-8") for path in sorted((TEXT / "fantasy").rglob("*.txt"))]
    assert "".join(own.out.split()) == "".join("".join(texts).split())
    newword.train_language_model(TEXT, tmp_path / "m.arpa")
    given = run("segment", corpus, "--method", "lm", "--model", tmp_path / "m.arpa", "--quiet")
    assert given.code == 0, given.err
    written: list[bytes] = []
    newword.segment_corpus(corpus, written.append, model=tmp_path / "m.arpa")
    assert b"".join(written).decode() == given.out
    assert newword.learn_segmenter("陆沉舟没有回头", model=tmp_path / "m.arpa").cut("没有")


def test_what_does_not_go_together_is_refused(tmp_path: Path) -> None:
    corpus = write_tree(tmp_path / "corpus", {"a.txt": "。\n"})
    newword.train_language_model(TEXT, tmp_path / "m.arpa", order=2)
    assert run("segment", corpus, "--model", tmp_path / "m.arpa").code == 2
    done = run("segment", corpus, "--method", "lm", "--progress", "none")
    assert done.code == 4
    assert "no text to learn a language model from" in done.err
    with pytest.raises(ConfigError, match="give one"):
        newword.learn_segmenter("文", lexicon=tmp_path / "x", model=tmp_path / "m.arpa")
    with pytest.raises(CorpusError, match="no text"):
        newword.train_language_model(newword.Documents(["。"]), tmp_path / "n.arpa")
    for options in ({}, {"lexicon": tmp_path / "x", "dictionary": ["文"]}):
        with pytest.raises(ConfigError, match="rare words go with a lexicon"):
            newword.learn_segmenter("文", with_rare_words=True, **options)  # type: ignore[arg-type]


def test_rare_words_are_cut_out_of_the_text_and_occur_too_rarely(tmp_path: Path) -> None:
    text = "".join(path.read_text("utf-8") for path in sorted((TEXT / "fantasy").rglob("*.txt")))
    once = rare_words(text.encode(), min_count=2, temp_dir=str(tmp_path))
    assert len(once) > 300
    assert {text.count(word) for word in once} == {1}
    assert once == sorted(set(once))
    assert not list(tmp_path.iterdir())
    assert set(once) < set(rare_words(text.encode(), min_count=3))
    assert rare_words("。，\n".encode(), min_count=2) == []


def test_a_segmenter_of_a_text_knows_its_rare_words() -> None:
    text = "".join(path.read_text("utf-8") for path in sorted((TEXT / "fantasy").rglob("*.txt")))
    lexicon = newword.discover(newword.Documents([text]))
    once = rare_words(text.encode(), min_count=2)
    pieces = [
        {piece.text for piece in newword.learn_segmenter(text, **options).pieces(text)}  # type: ignore[arg-type]
        for options in ({"lexicon": lexicon}, {"lexicon": lexicon, "with_rare_words": True})
    ]
    assert not pieces[0] & set(once)
    assert len(pieces[1] & set(once)) > len(once) / 2
