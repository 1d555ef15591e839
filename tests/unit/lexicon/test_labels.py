"""A list that people read says which words are names, and which are other spellings of a word."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import run
from lexicons import contexts_in, make_lexicon

from newword.dictionary.background import BackgroundDictionary, load_dictionary
from newword.lexicon.kinds import Label, label_words

WORDS = {
    "关注": "v", "观察": "v", "关心": "v", "注意": "v", "图书": "n", "图画": "n",
}  # fmt: skip


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> BackgroundDictionary:
    path = tmp_path_factory.mktemp("known") / "words.txt"
    path.write_text("".join(f"{word} 10 {tag}\n" for word, tag in WORDS.items()), "utf-8")
    return load_dictionary(path)


def labels(known: BackgroundDictionary, words: list[str], texts: list[str]) -> dict[str, Label]:
    columns = {}
    if texts:
        count = [sum(text.count(word) for text in texts) for word in words]
        columns = {"contexts": contexts_in(texts), "count": count}
    lexicon = make_lexicon(words, **columns)
    return dict(zip(words, label_words(lexicon, dictionary=known), strict=True))


def test_a_known_word_is_what_its_dictionary_says(known: BackgroundDictionary) -> None:
    found = labels(known, ["关注", "關注", "K线图", "张某某"], [])
    assert [(one.kind, one.pos) for one in found.values()] == [
        ("verb", "v"), ("verb", "v"), ("mixed", ""), ("anonymised", "nr"),
    ]  # fmt: skip


def test_an_unsure_guess_is_told_as_such(known: BackgroundDictionary) -> None:
    [one] = labels(known, ["破韧"], []).values()
    assert (one.kind, one.pos) == ("unsure", "")
    assert 0 < one.probability < 0.8


def test_spellings_in_other_characters_name_the_commonest(known: BackgroundDictionary) -> None:
    found = labels(known, ["陈晓明", "陳曉明", "陈晓东"], [])  # counts fall from first to last
    assert [one.variant_of for one in found.values()] == ["", "陈晓明", ""]


def test_homophones_name_the_commonest(known: BackgroundDictionary) -> None:
    pytest.importorskip("pypinyin")
    found = labels(known, ["棒棒哒", "棒棒达", "棒棒糖", "小名", "晓名"], [])
    assert [one.variant_of for one in found.values()] == ["", "棒棒哒", "", "", ""]


def test_a_misspelling_stands_where_its_word_stands(known: BackgroundDictionary) -> None:
    """观注 is used as 关注 is, which is far commoner; 图书 is hardly commoner than 图叔."""
    pytest.importorskip("pypinyin")
    texts = ["很关注他"] * 60 + ["很观注他"] * 9 + ["有图书的"] * 12 + ["有图叔的"] * 9
    found = labels(known, ["观注", "图叔"], texts)
    assert found["观注"].variant_of == "关注"
    assert found["观注"].is_misspelling
    assert found["图叔"].variant_of == ""
    elsewhere = [text.replace("很观注他", "把观注于") for text in texts]
    assert not labels(known, ["观注"], elsewhere)["观注"].is_misspelling


def test_the_command_adds_columns_and_chooses(tmp_path: Path) -> None:
    pytest.importorskip("jieba")
    (tmp_path / "words.txt").write_text("K线图\n张某某\n什么\n", "utf-8")
    table = tmp_path / "out.tsv"
    run("kinds", tmp_path / "words.txt", "-o", table, "--no-kind", "anonymised", "--quiet")
    header, *rows = [line.split("\t") for line in table.read_text("utf-8").splitlines()]
    assert header[-3:] == ["kind", "pos", "variant_of"]
    assert [(row[0], row[-3]) for row in rows] == [("K线图", "mixed"), ("什么", "other")]
    assert rows[1][-2] == "r"
    again = run("kinds", table, "--kind", "mixed", "--quiet")
    assert [line.split("\t")[0] for line in again.out.splitlines()] == ["word", "K线图"]
