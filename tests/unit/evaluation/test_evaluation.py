"""Figures against a second, slower way to them; the judge without gold; files and failures."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest
from command import TEXT, run
from hypothesis import given
from hypothesis import strategies as st

import newword
from newword.evaluation import hidden, read_ranked_words
from newword.evaluation.hidden import wilson_interval

VOCABULARY = ("机器", "学习", "机", "好", "器学习", "A股", "，", "很好看的", "学")
SENTENCES = st.lists(
    st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=8), min_size=1, max_size=8
)
LISTS = st.lists(st.text("机器学习很好A", min_size=1, max_size=4), max_size=30)


def is_right(word: str, sentences: list[list[str]]) -> bool:
    """A gold word: twice a word, of several Han characters."""
    tokens = [token for sentence in sentences for token in sentence]
    return tokens.count(word) >= 2 and len(word) > 1 and "A" not in word and "，" not in word


def is_delimited(word: str, sentences: list[list[str]]) -> bool:
    seen = both = 0
    for sentence in sentences:
        text = "".join(sentence)
        cuts = {len("".join(sentence[:n])) for n in range(len(sentence) + 1)}
        for begin in range(len(text)):
            if text.startswith(word, begin):
                seen += 1
                both += {begin, begin + len(word)} <= cuts
    return seen > 0 and both / seen >= 0.9


@given(sentences=SENTENCES, words=LISTS, known=st.sets(st.sampled_from(VOCABULARY)))
def test_figures_are_what_they_say(
    sentences: list[list[str]], words: list[str], known: set[str]
) -> None:
    figures = newword.evaluate_lexicon(words, newword.Gold(sentences), dictionary=known)
    ranked: list[str] = []
    for word in words:
        if len(word) > 1 and "A" not in word and word not in ranked:
            ranked.append(word)
    for found, left_out in ((figures.all, set()), (figures.new, known)):
        assert found is not None
        kept = [word for word in ranked if word not in left_out]
        gold = {w for w in VOCABULARY if is_right(w, sentences) and w not in left_out}
        right = [word in gold for word in kept]
        precisions = [sum(right[:n]) / n for n in range(1, len(kept) + 1) if right[n - 1]]
        assert (found.words, found.gold_words) == (len(kept), len(gold))
        assert found.average_precision == pytest.approx(sum(precisions) / max(len(gold), 1))
        assert found.precision[100] == pytest.approx(sum(right) / 100)
        delimited = sum(is_delimited(word, sentences) for word in kept)
        assert found.boundary_precision[200] == pytest.approx(delimited / 200)
        assert found.recall == pytest.approx(sum(right) / max(len(gold), 1))
        twos = [word for word in kept if len(word) == 2]
        if twos:
            share = sum(word in gold for word in twos) / len(twos)
            assert found.by_length[2].precision == pytest.approx(share)
            assert found.by_length[2].words == len(twos)


@given(sentences=SENTENCES, data=st.data())
def test_word_f1_counts_words_at_their_places(
    sentences: list[list[str]], data: st.DataObject
) -> None:
    cut = []
    for sentence in sentences:
        text = "".join(sentence)
        joints = data.draw(st.sets(st.integers(1, max(len(text) - 1, 1))))
        places = [0, *sorted(j for j in joints if j < len(text)), len(text)]
        cut.append([text[a:b] for a, b in itertools.pairwise(places)])
    figures = newword.evaluate_segmentation(cut, newword.Gold(sentences))
    right = 0
    for found, gold in zip(cut, sentences, strict=True):
        for n, word in enumerate(found):
            begin = len("".join(found[:n]))
            right += any(len("".join(gold[:m])) == begin and g == word for m, g in enumerate(gold))
    assert figures.precision == pytest.approx(right / sum(map(len, cut)))
    assert figures.recall == pytest.approx(right / sum(map(len, sentences)))


def test_the_cut_must_be_of_the_gold_s_text() -> None:
    gold = newword.Gold([["机器", "学习"]])
    with pytest.raises(newword.EvaluationError, match="sentence 1 is not that of the gold: 机器坏"):
        newword.evaluate_segmentation([["机器", "坏"]], gold)
    with pytest.raises(newword.EvaluationError, match="has 2 sentences, the gold has 1"):
        newword.evaluate_segmentation([["机器"], ["学习"]], gold)


def test_every_lexicon_file_has_the_same_words(tmp_path: Path) -> None:
    lexicon = newword.discover(TEXT / "game", top=50)
    files = [tmp_path / name for name in ("a.tsv", "a.csv", "a.jsonl", "a.txt")]
    for file in files:
        lexicon.export(file)
    words = [read_ranked_words(file) for file in files]
    assert words == [lexicon.words] * len(files)


def test_half_of_the_dictionary_is_hidden_and_some_of_it_comes_back() -> None:
    dictionary = newword.load_dictionary("jieba")
    judged = newword.judge_by_hidden_words(TEXT, dictionary=dictionary, method="formula")
    several = sum(len(word) > 1 for word in dictionary)
    assert judged.hidden_words == pytest.approx(several / 2, rel=0.02)
    assert 300 < judged.found < judged.in_corpus
    last = judged.rows[-1]
    assert (last.k, last.hidden) == (judged.words, judged.found)
    assert all(r.low <= r.precision <= r.high and r.at_least == r.hidden / r.k for r in judged.rows)
    stages = set()
    other = newword.judge_by_hidden_words(
        TEXT, dictionary=dictionary, method="formula", seed=2,
        on_progress=lambda stage, *_: stages.add(stage),
    )  # fmt: skip
    assert other.found != judged.found
    assert "read" in stages


def test_words_of_other_scripts_are_left_out_of_figures_and_counted(tmp_path: Path) -> None:
    (tmp_path / "gold.txt").write_text("机器 学习\n", "utf-8")
    (tmp_path / "words.txt").write_text("机器\nC++语言\nA股\n", "utf-8")
    done = run("evaluate", "words.txt", "--gold", "gold.txt", cwd=tmp_path)
    assert "with other characters, so in no figure: 2 words" in done.out


def test_hidden_words_are_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """With everything hidden all that is found of the dictionary is hidden, and new."""
    monkeypatch.setattr(hidden, "_is_hidden", lambda word, seed: True)
    judged = newword.judge_by_hidden_words(TEXT, dictionary="jieba", method="entropy")
    lexicon = newword.discover(TEXT, dictionary="jieba", method="entropy")
    assert judged.found == len(lexicon) - len(lexicon.new)
    assert judged.words == len(lexicon)


def test_the_interval_is_wilson_s() -> None:
    assert wilson_interval(8, 10) == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert wilson_interval(0, 10) == pytest.approx((0.0, 0.2775), abs=1e-4)


def test_the_command_line_says_the_same_as_python(tmp_path: Path) -> None:
    (tmp_path / "gold.txt").write_text("机器 学习\n机器 学习 好\n\n", "utf-8")
    (tmp_path / "words.txt").write_text("机器\n器学\n学习\n", "utf-8")
    done = run("evaluate", "words.txt", "--gold", "gold.txt", "--json", cwd=tmp_path)
    assert json.loads(done.out)["all"]["average_precision"] == pytest.approx(5 / 6)
    text = run("evaluate", "words.txt", "--gold", "gold.txt", cwd=tmp_path).out
    assert "AP              0.8333" in text
    assert "all, 2 characters: 3 of the first 2,000, P 0.667, B 0.667, recall 1.000" in text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["words.txt"], "give --gold FILE, or a dictionary"),
        (["words.txt", "--segmented", "--dict", "jieba"], "a cut text is judged by --gold"),
        (["a", "b", "--gold", "words.txt"], "give one lexicon"),
        (["missing.txt", "--gold", "words.txt"], "missing.txt: No such file"),
        (["words.txt", "--gold", "empty.txt"], "empty.txt: it holds no word"),
        (["words.txt", "--gold", "gbk.txt"], "gbk.txt at byte 0: it is not UTF-8"),
        (["bad.jsonl", "--gold", "words.txt"], "its entries are no words"),
        (["deep.jsonl", "--gold", "words.txt"], "deep.jsonl: line 1 is no JSON"),
        (["long.csv", "--gold", "words.txt"], "long.csv: line 2 is no CSV"),
        (["empty.txt", "--gold", "words.txt", "--segmented"], "empty.txt: it holds no word"),
        (["words.txt", "--dict", "single.txt"], "no word of several characters to hide"),
    ],
    ids=str,
)
def test_what_cannot_be_judged_is_said(arguments: list[str], message: str, tmp_path: Path) -> None:
    for name, content in (
        ("words.txt", "机器\n".encode()),
        ("empty.txt", b"\n"),
        ("gbk.txt", "机器".encode("gbk")),
        ("bad.jsonl", b"[1, 2]\n"),
        ("single.txt", "机\n".encode()),
        ("deep.jsonl", b'{"word": ' + b"[" * 100_000),
        ("long.csv", b"word,score\n" + b"a" * 200_000),
    ):
        (tmp_path / name).write_bytes(content)
    done = run("evaluate", *arguments, cwd=tmp_path)
    assert done.code in (2, 4)
    assert message in done.err
    assert done.out == ""
