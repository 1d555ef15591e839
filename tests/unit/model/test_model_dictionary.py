"""The ranking model with a dictionary: what it sees of it, and when it listens."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from command import SAMPLES
from modelling import PARTS, TEXT, counted

import newword
from newword.core._core import NgramTable
from newword.dictionary.background import BackgroundDictionary
from newword.model.explanation import explain_score
from newword.model.features.dictionary_evidence import DICTIONARY, DictionaryEvidence
from newword.model.features.evidence import (
    Evidence,
)
from newword.model.features.known_words import KnownWords
from newword.model.scoring import score_candidates
from newword.model.weights import load_weights

KNOWN = ["高兴", "学习", "机器", "眼睛", "星星", "机器人", "深", "学", "Ｋ线"]


@pytest.fixture
def small_dictionaries_judge(monkeypatch: pytest.MonkeyPatch) -> None:
    """As large ones do."""
    monkeypatch.setattr("newword.model.scoring.LEAST_COVERAGE", 0.0)


def evidence_with(words: Sequence[str], text: str = TEXT) -> tuple[NgramTable, DictionaryEvidence]:
    session, table = counted(text)
    known = KnownWords(BackgroundDictionary.from_words(words))
    return table, Evidence(session, table, load_weights().tags).look_up(known).cut()


def test_the_words_of_the_dictionary_are_found_among_the_ngrams():
    table, found = evidence_with(KNOWN)
    for order in range(1, 7):
        shown = table.words(order, np.arange(table.size(order)))
        expected = [word in {*KNOWN, "K线"} for word in shown]
        assert found.is_known[order].tolist() == expected


def test_dictionary_features_count_words_around_strings():
    table, found = evidence_with(KNOWN)
    order, index = table.find("机器")
    row = dict(zip(DICTIONARY, found.columns(order, slice(index, index + 1)), strict=True))
    assert np.expm1(row["words_around"]) == pytest.approx([2])
    assert np.expm1(row["words_from_here"]) == pytest.approx([2])
    assert np.expm1(row["words_to_here"]) == pytest.approx([1])
    assert np.expm1(row["words_to_last"]) == pytest.approx([1])


def test_the_best_split_is_into_words_of_the_dictionary():
    table, found = evidence_with(KNOWN)
    order, index = table.find("机器学习")
    row = dict(zip(DICTIONARY, found.columns(order, slice(index, index + 1)), strict=True))
    assert row["split_parts"] == pytest.approx([2 / 4])
    assert row["split_weakest"] == pytest.approx([np.log(1 / len(KNOWN))])
    count = table.column(order, "count")[index]
    expected = np.log(count / table.units) - 2 * np.log(1 / len(KNOWN))
    assert row["split_gain"] == pytest.approx([expected])
    assert row["is_two_words"] == row["is_two_long_words"] == 1


def test_without_tags_no_string_looks_like_a_name():
    table, found = evidence_with(KNOWN)
    columns = found.columns(2, slice(0, table.size(2)))[-3:]
    assert all((column == -3).all() for column in columns)


@pytest.mark.parametrize("words", [[], ["无"], KNOWN])
def test_a_dictionary_of_any_size_gives_finite_scores(words):
    session, table = counted(TEXT)
    known = KnownWords(BackgroundDictionary.from_words(words))
    scores = score_candidates(
        load_weights(),
        Evidence(session, table, load_weights().tags),
        known=known,
        with_boundary=True,
    )
    for of_order in (*scores.word, *scores.probability, *(scores.boundary or [])):
        assert np.isfinite(of_order).all()


@pytest.mark.usefixtures("small_dictionaries_judge")
def test_scores_with_a_dictionary_are_the_same_for_any_number_of_threads():
    known = KnownWords(BackgroundDictionary.from_words(KNOWN))
    found = []
    for threads in (1, 2, 8):
        session, table = counted(TEXT * 40, threads=threads)
        scores = score_candidates(
            load_weights(), Evidence(session, table, load_weights().tags), known=known
        )
        found.append([of_order.tobytes() for of_order in scores.probability])
    assert found[0] == found[1] == found[2]


@pytest.mark.usefixtures("small_dictionaries_judge")
@pytest.mark.parametrize("word", ["机器学习", "学习"])
def test_the_parts_of_a_score_with_a_dictionary_add_up(word):
    session, table = counted(TEXT)
    known = KnownWords(BackgroundDictionary.from_words(KNOWN))
    evidence = Evidence(session, table, load_weights().tags)
    order, index = table.find(word)
    parts = explain_score(load_weights(), evidence, order, index, known=known)
    assert sum(parts[name] for name in (*PARTS, "dictionary")) == pytest.approx(parts["logit"])
    scores = score_candidates(load_weights(), evidence, known=known)
    assert parts["score"] == pytest.approx(scores.probability[order][index])


@pytest.mark.usefixtures("small_dictionaries_judge")
def test_the_dictionary_of_discover_reaches_the_model():
    texts = newword.Documents([TEXT])
    alone, helped = (
        {
            e.word: e.score
            for e in newword.discover(texts, method="model", dictionary=d, min_score=0)
        }
        for d in (None, BackgroundDictionary.from_words(KNOWN))
    )
    assert alone.keys() == helped.keys()
    assert alone != helped


@pytest.mark.parametrize("size", [1, 1000, 100_000])
def test_a_dictionary_that_lacks_most_words_judges_nothing(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list of one's own words says what is known, takes no word from the lexicon, and no time."""
    monkeypatch.delattr(DictionaryEvidence, "cut")
    corpus = SAMPLES / "text" / "fantasy"
    jieba = list(newword.load_dictionary("jieba"))
    own = BackgroundDictionary.from_words(["轻轻", *jieba[:: len(jieba) // size]])
    plain, with_own = newword.discover(corpus), newword.discover(corpus, dictionary=own)
    assert [(e.word, e.score) for e in with_own] == [(e.word, e.score) for e in plain]
    assert "轻轻" in {e.word for e in with_own if e.known}
    assert "dictionary" not in newword.explain(corpus, "玄溟宗", dictionary=own).parts
