"""Cutting text: the best of all cuts, its learned probabilities, and not a byte lost."""

from __future__ import annotations

import itertools
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import oracle
import pytest
import strategies
from hypothesis import given
from hypothesis import strategies as st

import newword
from newword.core import _core
from newword.segmentation.segmenter import Segmenter
from newword.segmentation.unigram import WeightedWords, unigram_segmenter
from newword.segmentation.word_weights import ScoredWords, weigh_words

WORDS = ("机器", "学习", "器学", "机器学习", "器学习机", "A股", "5G手机")
RUNS = st.text("机器学习", min_size=1, max_size=7)
TEXTS = strategies.ordinary_text() | strategies.nasty_text() | strategies.any_text()


def cuts_of(run: str, words: tuple[str, ...]) -> list[list[str]]:
    """All ways to cut a run of characters into words and single characters."""
    found = []
    for joints in itertools.product((False, True), repeat=len(run) - 1):
        places = [0, *(i for i, cut in enumerate(joints, 1) if cut), len(run)]
        pieces = [run[a:b] for a, b in itertools.pairwise(places)]
        if all(len(piece) == 1 or piece in words for piece in pieces):
            found.append(pieces)
    return found


def words_file(directory: Path) -> Path:
    path = directory / "words.txt"
    path.write_text("\n".join(WORDS) + "\n", "utf-8")
    return path


def segmenter_of(*words: str, sample: str = "") -> Segmenter:
    n = len(words)
    weighted = WeightedWords(words=words, weight=np.ones(n), prior=np.zeros(n))
    return unigram_segmenter(weighted, sample.encode())


@st.composite
def models(draw: st.DrawFn) -> dict[str, float]:
    words = [*WORDS[:5], *"机器学习"]
    values = draw(st.lists(st.floats(-12, -0.1), min_size=len(words), max_size=len(words)))
    return dict(zip(words, values, strict=True))


@given(run=RUNS, model=models())
def test_the_cut_is_the_best_of_all(run: str, model: dict[str, float]) -> None:
    cutter = _core.WordCutter(list(model))
    ends, kinds = cutter.cut(run.encode(), np.array(list(model.values())))
    places = [0, *(ends // 3).tolist()]
    got = [run[a:b] for a, b in itertools.pairwise(places)]
    best = max(sum(model[w] for w in pieces) for pieces in cuts_of(run, WORDS[:5]))
    assert math.isclose(sum(model[w] for w in got), best, rel_tol=1e-12)
    assert set(kinds.tolist()) == {0}


@given(runs=st.lists(RUNS, min_size=1, max_size=4), model=models())
def test_expected_tokens_are_sums_over_all_cuts(runs: list[str], model: dict[str, float]) -> None:
    cutter = _core.WordCutter(list(model))
    expected = np.zeros(len(model))
    cutter.expect("，".join(runs).encode(), np.array(list(model.values())), expected)
    by_hand = dict.fromkeys(model, 0.0)
    for run in runs:
        cuts = cuts_of(run, WORDS[:5])
        weights = [math.exp(sum(model[w] for w in pieces)) for pieces in cuts]
        for pieces, weight in zip(cuts, weights, strict=True):
            for word in pieces:
                by_hand[word] += weight / sum(weights)
    assert expected == pytest.approx(list(by_hand.values()), rel=1e-9, abs=1e-12)


@given(document=strategies.documents())
def test_units_are_those_of_the_corpus(document: bytes) -> None:
    """The splitter that keeps places and the encoder that drops them follow the same rules."""
    cutter = _core.WordCutter([])
    cutter.add_units(document)
    counts = np.zeros(len(cutter))
    cutter.count(document, counts)
    units = [unit.symbol for run in oracle.runs(document) for unit in run]
    assert sorted(counts.tolist()) == sorted(units.count(symbol) for symbol in set(units))


@given(text=TEXTS)
def test_the_pieces_are_the_text(text: str) -> None:
    segmenter = segmenter_of(*WORDS, sample=text)
    pieces = segmenter.pieces(text)
    assert "".join(piece.text for piece in pieces) == text
    assert [text[p.begin : p.begin + len(p.text)] for p in pieces] == segmenter.cut(text)
    assert all(piece.text for piece in pieces)


@given(text=TEXTS)
def test_without_the_separators_the_output_is_the_text(text: str) -> None:
    written = segmenter_of(*WORDS, sample=text).write_cut(text.encode(), b"\x00|\x00").decode()
    assert written.replace("\0|\0", "") == text


@given(documents=st.lists(TEXTS, max_size=4), threads=st.integers(1, 3), data=st.data())
def test_neither_threads_nor_blocks_change_the_output(
    documents: list[str], threads: int, data: st.DataObject
) -> None:
    dictionary = newword.BackgroundDictionary.from_words(WORDS)

    def output(number: int) -> bytes:
        parts: list[bytes] = []
        newword.segment_corpus(
            newword.Documents(documents),
            parts.append,
            dictionary=dictionary,
            reading=newword.Reading(threads=number),
        )
        return b"".join(parts)

    assert output(1) == output(threads)


@pytest.mark.parametrize("end", ["", "，", "\n", "1"])
def test_long_texts_without_line_ends_are_cut_as_short_ones(
    end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "机器学习，学习 5G手机在1,000元以下（12.5%）。" * 40 + end
    whole = cut_with(text, 1 << 20, monkeypatch)
    assert cut_with(text, 100, monkeypatch) == whole
    assert b"12.5%" in whole


@pytest.mark.parametrize("token", ["a" * 1000, "é" * 500, "x" + "é" * 500])
def test_what_has_no_place_to_cut_is_cut_between_characters(
    token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newword.segmentation.cutting._LONGEST_BLOCK_BYTES", 300)
    pieces = cut_with(token, 100, monkeypatch).decode().removesuffix("\n").split(" ")
    assert "".join(pieces) == token
    assert all(250 < len(piece.encode()) <= 300 for piece in pieces[:-1])


def test_words_are_learned_from_the_beginning_of_a_long_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("newword.segmentation.known_words.SAMPLE_BYTES", 1000)
    monkeypatch.setattr("newword.segmentation.cutting._BLOCK_BYTES", 100)
    monkeypatch.setattr("newword.corpus.read._BLOCK", 100)
    text = "机器学习，学习机器学习\n" * 100
    cuts = []
    for threads in (1, 3):
        parts: list[bytes] = []
        report = newword.segment_corpus(
            newword.Documents([text]),
            parts.append,
            dictionary=newword.BackgroundDictionary.from_words(WORDS),
            reading=newword.Reading(threads=threads),
        )
        assert 1000 <= report.sample_bytes < 1200
        cuts.append(b"".join(parts).decode())
    assert cuts[0] == cuts[1]
    assert cuts[0].replace(" ", "") == text


@pytest.mark.parametrize(
    ("text", "sample"),
    [("机器\n学习机器", "机器\n"), ("机器学习", "机器学习"[:3]), ("机器", "机器")],
)
def test_a_sample_ends_with_a_line_if_it_can(
    text: str, sample: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newword.segmentation.known_words.SAMPLE_BYTES", 9)
    learned_from: list[bytes] = []

    def learn(sample: bytes, *_: Any) -> Segmenter:
        learned_from.append(sample)
        return segmenter_of(*WORDS)

    monkeypatch.setattr("newword.segmentation.known_words.gap_segmenter", learn)
    newword.learn_segmenter(text)
    assert learned_from == [sample.encode()]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"format": "xml"}, "format must be one of text, jsonl, got xml"),
        ({"separator": "\r"}, "the separator must not hold a line end"),
        ({"reading": newword.Reading(join_lines=True)}, "join_lines is not for cutting"),
    ],
    ids=str,
)
def test_what_cannot_be_cut_is_refused(wrong: dict[str, Any], message: str) -> None:
    dictionary = newword.BackgroundDictionary.from_words(WORDS)
    with pytest.raises(newword.ConfigError, match=message):
        newword.segment_corpus(
            newword.Documents(["机器"]), lambda _: None, dictionary=dictionary, **wrong
        )


def cut_with(text: str, block_bytes: int, monkeypatch: pytest.MonkeyPatch) -> bytes:
    monkeypatch.setattr("newword.segmentation.cutting._BLOCK_BYTES", block_bytes)
    monkeypatch.setattr("newword.corpus.read._BLOCK", block_bytes)
    parts: list[bytes] = []
    dictionary = newword.BackgroundDictionary.from_words(WORDS)
    newword.segment_corpus(newword.Documents([text]), parts.append, dictionary=dictionary)
    return b"".join(parts)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("涨12.5%了", "涨 12.5% 了"),
        ("１５：３０到", "１５：３０ 到"),
        ("1,000元和1,00", "1,000 元 和 1 , 00"),
        ("真的……是", "真 的 …… 是"),
        ("走——去", "走 —— 去"),
        ("—…—", "— … —"),
        ("A股C++ K线", "A股 C++ K 线"),
        ("看机\u200b器。", "看 机\u200b器 。"),
        ("%5：机", "% 5 ： 机"),
        ("20!%", "20 ! %"),  # fuzz: a digit three bytes before a mark is not the end of a number
        ("1ab:5", "1ab : 5"),
        ("x" * 70 + "0%", "x" * 70 + "0 %"),  # fuzz: what is too long for a unit is no number
    ],
)
def test_numbers_stay_whole_and_marks_stand_alone(text: str, pieces: str) -> None:
    written = segmenter_of(*WORDS, sample=text).write_cut(text.encode(), b" ").decode()
    assert written == pieces


def test_places_in_jsonl_are_code_points_of_the_document(tmp_path: Path) -> None:
    documents = ["机器\n\n学习，𠀀A股\n", "手机"]
    parts: list[bytes] = []
    dictionary = newword.BackgroundDictionary.from_words(WORDS)
    newword.segment_corpus(
        newword.Documents(documents),
        parts.append,
        lexicon=words_file(tmp_path),
        dictionary=dictionary,
        format="jsonl",
    )
    rows = [json.loads(line) for line in b"".join(parts).splitlines()]
    assert [(row["document"], row["line"]) for row in rows] == [
        ("<document 1>", 1),
        ("<document 1>", 3),
        ("<document 2>", 1),
    ]
    for row in rows:
        text = documents[int(row["document"][10]) - 1]
        assert all(text[begin:end] == piece for piece, begin, end, _ in row["pieces"])
    assert [piece[3] for piece in rows[1]["pieces"]] == ["word", "other", "word", "word"]


def test_a_word_that_the_text_does_not_bear_out_is_not_cut() -> None:
    """器学 crosses the words; its expectation falls though its weight is that of the others."""
    text = "机器学习。机器很好。学习很好。机器学习。" * 20
    assert segmenter_of("机器", "学习", "器学", sample=text).cut("机器学习") == ["机器", "学习"]


def test_likely_words_weigh_more_and_dictionaries_have_a_say() -> None:
    scored = ScoredWords(["机器", "器学习"], np.array([0.9, 0.5]))
    alone = weigh_words(scored, None)
    assert alone.weight == pytest.approx([0.9**4, 0.5**12])
    both = weigh_words(scored, newword.BackgroundDictionary.from_words(["机器", "手机"]))
    assert list(both.words) == ["机器", "手机", "器学习"]
    assert both.weight == pytest.approx([0.9**8, 0.3, 0.5**4])
    assert both.doubtful is not None
    assert both.doubtful.tolist() == [False, True, False]


def test_without_a_word_list_a_network_cuts(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "他在学习机器学习。机器学习很好。" * 20
    assert newword.learn_segmenter(text).cut("他在学习。") == ["他", "在", "学习", "。"]
    parts: list[bytes] = []
    newword.segment_corpus(newword.Documents([text]), parts.append)
    assert "".join(newword.learn_segmenter(text).cut(text)) == text
    assert b"".join(parts).decode().removesuffix("\n") == " ".join(
        newword.learn_segmenter(text).cut(text)
    )


@pytest.mark.parametrize("text", ["", "。", "…", "A", "机", "\ufeff", "12.5%"])
def test_a_network_that_has_learned_from_next_to_nothing_cuts_all_the_same(text: str) -> None:
    segmenter = newword.learn_segmenter(text)
    assert "".join(segmenter.cut("机器学习，A股。")) == "机器学习，A股。"
