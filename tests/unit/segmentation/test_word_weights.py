"""The words of lexicon files, and what is wrong with a file, when text is cut into them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from command import TEXT

import newword
from newword import DictionaryError
from newword.segmentation.word_weights import ScoredWords, read_scored_words, weigh_words


def test_every_lexicon_file_has_the_same_words_and_scores(tmp_path: Path) -> None:
    lexicon = newword.discover(TEXT / "game", top=50)
    for name in ("a.tsv", "a.csv", "a.jsonl"):
        lexicon.export(tmp_path / name)
        found = read_scored_words(tmp_path / name)
        assert found.words == lexicon.words
        assert np.allclose(found.probability, lexicon.column("score"), rtol=1e-5)
        assert found.is_probability
    lexicon.export(tmp_path / "a.txt")
    found = read_scored_words(tmp_path / "a.txt")
    assert found.words == lexicon.words
    assert not found.is_probability


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.tsv", "word\tscore\n机器\t1\n学习\n", "line 3: it has no word and score"),
        ("a.csv", "word,score\n机器,1\n学习,much\n", "line 3: it has no word and score"),
        ("a.csv", "word,score\n机器\n", "line 2: it has no word and score"),
        ("a.jsonl", '{"word": "机器", "score": 1}\n{"word": "学习"}\n', "line 2: it has no"),
        ("a.jsonl", '{"word": ' + "[" * 100_000, "line 1 is no JSON"),
        ("a.csv", "word,score\n" + "a" * 200_000, "line 2 is no CSV"),
    ],
    ids=["tsv", "csv", "short csv", "jsonl", "deep jsonl", "long csv"],
)
def test_a_damaged_line_is_named(tmp_path: Path, name: str, content: str, message: str) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    with pytest.raises(DictionaryError, match=f"{name}(,|:) {message}"):
        read_scored_words(tmp_path / name)


@pytest.mark.parametrize("word", ["up池", "UP池", "ＵＰ池"])
def test_a_word_is_judged_in_any_spelling_that_the_dictionary_knows(word: str) -> None:
    dictionary = newword.BackgroundDictionary.from_words(["机器", "up池"])
    found = weigh_words(ScoredWords([word], np.array([0.9])), dictionary)
    assert list(found.words) == ["机器", "up池"]
    assert found.weight[1] == pytest.approx(0.9**8)
    assert found.doubtful is not None
    assert found.doubtful.tolist() == [True, False]


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_bytes("word\tscore\n机器\t1\n".encode("gbk"))
    with pytest.raises(DictionaryError, match=r"a\.tsv: it is not UTF-8"):
        read_scored_words(tmp_path / "a.tsv")
    with pytest.raises(DictionaryError, match=r"b\.tsv: No such file"):
        read_scored_words(tmp_path / "b.tsv")


def test_a_dictionary_of_the_language_makes_its_words_likelier_and_others_less_likely() -> None:
    judged = ScoredWords(["ภาษา", "ไทย", "ษาไ"], np.array([0.5, 0.9, 0.5]))
    informed = judged.informed_by(newword.BackgroundDictionary.from_words(["ภาษา", "ไทย"]))
    assert informed is not None
    assert informed.words == judged.words
    assert np.allclose(informed.probability, [0.8808, 0.9852, 0.1192], atol=1e-4)
    assert informed.min_count == judged.min_count


def test_a_list_that_lacks_most_words_is_no_dictionary_of_the_language() -> None:
    judged = ScoredWords(["ภาษา", "ไทย", "เรียน"], np.array([0.5, 0.9, 0.9]))
    assert judged.informed_by(newword.BackgroundDictionary.from_words(["ภาษา"])) is None


def test_a_dictionary_informs_how_thai_is_cut() -> None:
    text = "เขาเรียนภาษาไทย\nเราเรียนภาษา\nคนไทยรักภาษา\nคนไทยเรียน\n" * 20
    known = newword.BackgroundDictionary.from_words(
        ["เขา", "เรียน", "ภาษา", "ไทย", "เรา", "คนไทย", "รัก"]
    )
    alone, informed = (
        newword.learn_segmenter(text, dictionary=dictionary).cut("คนไทยรักภาษา")
        for dictionary in (None, known)
    )
    assert alone == ["คนไทย", "รักภาษา"]
    assert informed[:2] == ["คนไทย", "รัก"]
