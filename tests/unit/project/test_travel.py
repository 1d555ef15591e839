"""Results can be copied, and sent to other processes; what cannot come along says so."""

from __future__ import annotations

import copy
import pickle
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from command import TEXT

import newword
from newword import ConfigError, CorpusError, Documents

GAME = TEXT / "game"


@pytest.fixture(scope="module")
def lexicon() -> newword.Lexicon:
    return newword.discover(GAME, top=60)


@pytest.fixture(scope="module")
def counted() -> newword.CountedCorpus:
    return newword.count_corpus(GAME, max_order=4, min_count=2)


def sent(value: Any) -> Any:
    return pickle.loads(pickle.dumps(value))


WAYS: list[Callable[[Any], Any]] = [sent, copy.copy, copy.deepcopy]


@pytest.mark.parametrize("way", WAYS)
def test_a_lexicon_that_went_has_all_its_columns(
    lexicon: newword.Lexicon, way: Callable[[Any], Any]
) -> None:
    gone = way(lexicon)
    assert (gone.words, gone.report) == (lexicon.words, lexicon.report)
    assert list(gone) == list(lexicon)
    with pytest.raises(ValueError, match="read-only"):
        gone.column("count")[0] = 1


def test_contexts_stay_with_the_text_and_say_so(lexicon: newword.Lexicon, tmp_path: Path) -> None:
    gone = sent(lexicon)
    assert not gone.contexts
    with pytest.raises(ConfigError, match="with_corpus"):
        gone.contexts(["任务"], 3)
    with pytest.raises(ConfigError, match="with_corpus"):
        sent(gone[:5]).contexts(["任务"], 3)
    gone.export(tmp_path / "words.dict")  # goes on without them
    newword.write_review(gone, tmp_path / "page.html")
    again = newword.with_corpus(gone, GAME)
    assert again.contexts is not None
    assert again.contexts(["任务"], 1)[0]
    assert copy.deepcopy(lexicon).contexts is lexicon.contexts
    assert sent(newword.load_lexicon(_saved(lexicon, tmp_path))).contexts is None


def _saved(lexicon: newword.Lexicon, folder: Path) -> Path:
    lexicon.export(folder / "words.jsonl")
    return folder / "words.jsonl"


def test_contexts_are_given_to_many_threads(lexicon: newword.Lexicon) -> None:
    assert lexicon.contexts is not None
    contexts = lexicon.contexts
    expected = contexts(lexicon.words, 3)
    begin = threading.Barrier(6)

    def ask(_: int) -> bool:
        begin.wait()
        return all(contexts(lexicon.words, 3) == expected for _ in range(5))

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(ask, range(6))) == [True] * 6


@pytest.mark.parametrize("dictionary", [None, "jieba", "traditional"])
@pytest.mark.parametrize("way", WAYS)
def test_a_segmenter_that_went_cuts_alike(
    lexicon: newword.Lexicon, dictionary: str | None, way: Callable[[Any], Any]
) -> None:
    known = newword.BackgroundDictionary.from_words(["任務", "這個"]) if dictionary else None
    if dictionary == "jieba":
        known = newword.load_dictionary("jieba")
    text = "".join(path.read_text("utf-8") for path in sorted(GAME.iterdir()) if path.is_file())
    segmenter = newword.learn_segmenter(text, lexicon=lexicon, dictionary=known)
    gone = way(segmenter)
    for sample in (text, "ＡＢＣ任务！か\u3099𠮷a\u0301b 12:30 没见过的字龘", ""):
        assert gone.pieces(sample) == segmenter.pieces(sample)
    assert gone.words == segmenter.words
    assert gone.write_cut(text.encode(), b"|") == segmenter.write_cut(text.encode(), b"|")


def test_a_counted_corpus_that_was_sent_has_its_table(counted: newword.CountedCorpus) -> None:
    gone, table = sent(counted), counted.table
    assert (gone.units, gone.min_count, gone.report) == (
        counted.units, counted.min_count, counted.report
    )  # fmt: skip
    assert (gone.table.max_order, gone.table.units) == (table.max_order, table.units)
    for order in range(1, table.max_order + 1):
        size = table.size(order)
        assert gone.table.size(order) == size
        for name in ("count", "cohesion", "left_entropy", "right_variety", "symbol"):
            assert np.array_equal(gone.table.column(order, name), table.column(order, name), True)
        assert np.array_equal(gone.table.holds_script(order), table.holds_script(order))
        some = np.arange(0, size, 17)
        words = table.words(order, some)
        assert gone.table.words(order, some) == words
        assert [gone.table.find(word) for word in words] == [table.find(word) for word in words]
        if order > 1:
            splits = [table.weakest_split(order, int(index)) for index in some]
            assert [gone.table.weakest_split(order, int(index)) for index in some] == splits
    assert gone.table.find("没有的词") is None
    assert sent(gone).table.size(2) == table.size(2)
    for way in (copy.copy, copy.deepcopy):
        assert way(counted).session is counted.session


def test_the_text_of_a_counted_corpus_stays_and_says_so(counted: newword.CountedCorpus) -> None:
    with pytest.raises(ConfigError, match="only its table travels"):
        sent(counted).session.find(["任务"])


@pytest.mark.parametrize("way", WAYS)
def test_other_results_go_too(
    lexicon: newword.Lexicon, tmp_path: Path, way: Callable[[Any], Any]
) -> None:
    path = tmp_path / "model.arpa"
    trained = newword.train_language_model(GAME, path, order=2)
    model = newword.LanguageModel.load(path)
    assert way(model).score("任务") == model.score("任务")
    decisions = tmp_path / "decisions.jsonl"
    decisions.write_text('{"word": "任务", "decision": "edit", "to": "任务书"}\n', "utf-8")
    for value in (
        trained,
        lexicon[0],
        lexicon.report,
        newword.load_decisions(decisions),
        newword.explain(GAME, "任务"),
        newword.kwic(GAME, "任务"),
        newword.compare(GAME, GAME),
        newword.Reading(memory="1GiB"),
        newword.evaluate_lexicon(["任务"], newword.Gold([["任务"]] * 2)),
    ):
        assert way(value) == value
    known = newword.load_dictionary(decisions)
    assert (list(way(known)), way(known).files) == (list(known), known.files)
    assert list(way(Documents(["一", "二"]))) == ["一", "二"]
    assert way(newword.Gold([["任务"]])).counts == {"任务": 1}


def test_a_word_is_a_key(lexicon: Any) -> None:
    word = lexicon.words[3]
    assert lexicon[word] == lexicon[3] == lexicon.get(word)
    assert word in lexicon
    assert lexicon[3] in lexicon
    assert "玄兔" not in lexicon
    with pytest.raises(KeyError, match="玄兔 is not in the lexicon"):
        lexicon["玄兔"]


@pytest.mark.parametrize("one", ["机器学习", b"abc"])
def test_one_string_is_no_list_of_texts(one: Any) -> None:
    with pytest.raises(ConfigError, match=r"Documents\(\[text\]\)"):
        Documents(one)


@pytest.mark.parametrize(
    "text",
    [
        "机器学习很好，学习机器。",
        "今天天气真不错啊我们出去玩",
        "一行\n两行",
        "字" * 5000,
        "词*，好[x]。",
    ],
)
def test_a_text_in_the_place_of_a_path_is_told(text: str) -> None:
    with pytest.raises(CorpusError, match=r"Documents\(\[text\]\)"):
        newword.discover(text)
    with pytest.raises(CorpusError, match=r"Documents\(\[text\]\)"):
        newword.discover([text])


def test_a_missing_file_is_just_missing() -> None:
    with pytest.raises(CorpusError, match="check the name"):
        newword.discover("语料/一月")
