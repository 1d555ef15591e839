"""The samples are found: their coined words rank high, and jieba cuts them whole afterwards."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import pytest

import newword
from newword.export import JiebaReport, write

SAMPLES = Path(__file__).resolve().parents[3] / "corpus_samples"
TEXT = SAMPLES / "text"

FEWEST_FOUND = 0.9  # the promise is 0.8
WHOLE = 0.99
MOST_AMBIGUOUS = 0.02


def coined_words() -> list[str]:
    return [
        word
        for path in sorted((SAMPLES / "words").rglob("words.txt"))
        for word in path.read_text("utf-8").split()
    ]


@pytest.fixture(scope="module")
def lexicon() -> newword.Lexicon:
    return newword.discover(str(TEXT), dictionary="jieba", new_only=True, top=300)


@pytest.fixture(scope="module")
def exported(
    lexicon: newword.Lexicon, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, JiebaReport]:
    path = tmp_path_factory.mktemp("jieba") / "userdict.txt"
    report = write(lexicon, path, format="jieba", verify=True)
    assert isinstance(report, JiebaReport)
    return path, report


def load_jieba(user_dictionary: Path) -> Any:
    """The real jieba with a user dictionary, as its own documentation loads one."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        jieba = pytest.importorskip("jieba")
        tokenizer = jieba.Tokenizer()
        tokenizer.cache_file = str(user_dictionary.with_name("jieba.cache"))
        tokenizer.initialize()
    with user_dictionary.open("rb") as entries:
        tokenizer.load_userdict(entries)
    return tokenizer


def test_no_word_is_listed_twice_and_none_is_known() -> None:
    words = coined_words()
    assert len(words) == len(set(words)) >= 100
    assert not newword.load_dictionary("jieba").known(words).any()


def test_every_coined_word_occurs_in_the_text() -> None:
    text = "".join(path.read_text("utf-8") for path in sorted(TEXT.rglob("*.txt")))
    assert [word for word in coined_words() if text.count(word) < 2] == []


def test_most_coined_words_are_among_the_best_300_new_ones(lexicon: newword.Lexicon) -> None:
    words = coined_words()
    found = [word for word in words if word in lexicon]
    assert len(found) >= FEWEST_FOUND * len(words)


def test_few_coined_words_are_ambiguous(exported: tuple[Path, JiebaReport]) -> None:
    ambiguous = {word for word, _ in exported[1].ambiguous}
    assert len(ambiguous & set(coined_words())) <= MOST_AMBIGUOUS * len(coined_words())


@pytest.mark.parametrize("hmm", [True, False], ids=["hmm", "no hmm"])
def test_the_real_jieba_cuts_coined_words_whole_after_the_export(
    hmm: bool, exported: tuple[Path, JiebaReport]
) -> None:
    path, report = exported
    entries = {line.split(" ")[0] for line in path.read_text("utf-8").splitlines()}
    ambiguous = {word for word, _ in report.ambiguous}
    tokenizer = load_jieba(path)
    wanted = [word for word in coined_words() if word in entries and word not in ambiguous]
    assert len(wanted) >= FEWEST_FOUND * len(coined_words())
    whole = counted = 0
    for file in sorted(TEXT.rglob("*.txt")):
        for line in file.read_text("utf-8").splitlines():
            w, c = count_whole(line, tokenizer.lcut(line, HMM=hmm), wanted, entries)
            whole, counted = whole + w, counted + c
    assert counted > 1000
    assert whole >= WHOLE * counted


def count_whole(
    line: str, pieces: list[str], wanted: list[str], entries: set[str]
) -> tuple[int, int]:
    """How many occurrences of the wanted words are pieces, and how many there are.

    Those inside a longer piece that is an entry itself are left out.
    """
    covering: list[tuple[int, str]] = []
    for piece in pieces:
        covering += [(len(covering), piece)] * len(piece)
    whole = counted = 0
    for word in wanted:
        start = line.find(word)
        while start >= 0:
            begin, piece = covering[start]
            if begin == start and piece == word:
                whole += 1
            elif begin + len(piece) >= start + len(word) and piece in entries:
                counted -= 1
            counted += 1
            start = line.find(word, start + 1)
    return whole, counted
