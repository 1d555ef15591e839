"""Scoring by language models: the oracle's and KenLM's numbers, and no damaged model."""

from __future__ import annotations

import gzip
import json
import math
import pickle
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from command import run, write_tree
from language_models import random_sentences, text_of
from oracle import kneser_ney

import newword
from newword.core import _core
from newword.errors import ConfigError, LanguageModelError

TEXT = "机器学习，机器学习。深度学习C++，学习机器。c++机"
ARPA = """\\data\\
ngram 1=5
ngram 2=2

\\1-grams:
-1\t<unk>
0\t<s>\t-0.5
-1.5\t</s>
-0.25\t机\t-0.125
-1e0\t器\t-2.5E-1

\\2-grams:
-0.5\t<s> 机
-0.125\t机 器

\\end\\
"""


def trained(path: Path, sentences: list[list[str]], order: int) -> newword.LanguageModel:
    newword.train_language_model(newword.Documents([text_of(sentences)]), path, order=order)
    return newword.LanguageModel.load(path)


def oracle_score(model: kneser_ney.Estimates, order: int, tokens: tuple[str, ...]) -> float:
    return sum(
        model.log10(tokens[max(0, i - order + 1) : i], tokens[i]) for i in range(1, len(tokens))
    )


@pytest.mark.parametrize("order", [2, 3, 4, 6])
def test_scores_are_the_oracle_s(tmp_path: Path, order: int) -> None:
    rng = random.Random(order)
    for _ in range(4):
        sentences = random_sentences(rng)
        model = trained(tmp_path / "m.arpa", sentences, order)
        expected = kneser_ney.estimate(sentences, order)
        for sentence in [*sentences[:20], ["的", "龘", "一"]]:
            tokens = ("<s>", *sentence, "</s>")
            total = oracle_score(expected, order, tokens)
            assert model.score("".join(sentence)) == pytest.approx(total, abs=1e-5)


@pytest.mark.parametrize("order", [2, 3, 4, 5, 6])
def test_scores_are_kenlm_s(tmp_path: Path, order: int) -> None:
    kenlm = pytest.importorskip("kenlm", reason="kenlm is not installed: pip install newword[lm]")
    rng = random.Random(order)
    sentences = random_sentences(rng)
    ours = trained(tmp_path / "m.arpa", sentences, order)
    theirs = kenlm.Model(str(tmp_path / "m.arpa"))
    for sentence in [*sentences[:30], ["的", "龘", "一", "一"]]:
        for marks in (True, False):
            expected = theirs.score(" ".join(sentence), bos=marks, eos=marks)
            bound = 1e-5 * (len(sentence) + 1)
            assert ours.score("".join(sentence), marks=marks) == pytest.approx(expected, abs=bound)


def test_a_model_of_hand_is_read_as_it_stands(tmp_path: Path) -> None:
    (tmp_path / "m.arpa").write_text(ARPA, "utf-8")
    model = newword.LanguageModel.load(tmp_path / "m.arpa")
    assert (model.order, len(model)) == (2, 7)
    assert model.score("机器") == pytest.approx(-0.5 - 0.125 - 0.25 - 1.5)
    assert model.score("器机", marks=False) == pytest.approx(-1 - 0.25 - 0.25)
    found = model.figures("机龘，器")
    assert (found.sentences, found.tokens, found.unknown) == (2, 5, 1)
    assert found.log10 == pytest.approx((-0.5 - 0.125 - 1 - 1.5) + (-0.5 - 1 - 0.25 - 1.5))
    assert found.perplexity == pytest.approx(10 ** (-found.log10 / 5))
    assert found.perplexity_known == pytest.approx(10 ** (-(found.log10 + 1.125) / 4))


def test_packed_and_windows_line_ends_and_spaces_make_no_difference(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(gzip.compress(ARPA.encode()))
    (tmp_path / "b").write_bytes(ARPA.replace("\n", "\r\n").replace("\t", " ").encode())
    (tmp_path / "c").write_bytes(b"a head of comments\n" + ARPA.encode().rstrip())
    for name in "abc":
        assert newword.LanguageModel.load(tmp_path / name).score("机器") == pytest.approx(-2.375)


def test_misuse_a_model_that_was_read_takes_no_more_text() -> None:
    """Found by misuse: this was a segmentation fault."""
    model = _core.NgramModel(most_bytes=len(ARPA))
    model.feed(ARPA.encode())
    model.finish()
    for use in (lambda: model.feed(b"\n"), model.finish):
        with pytest.raises(RuntimeError, match="read to its end"):
            use()
    assert model.order == 2


@pytest.mark.parametrize("unknown", ["<unk>", "<UNK>", "x"])
def test_a_pickled_model_is_the_same_model(unknown: str) -> None:
    text = ARPA.replace("<unk>", unknown)
    model = _core.NgramModel(most_bytes=len(text))
    with pytest.raises(RuntimeError, match="not read to its end"):
        pickle.dumps(model)
    model.feed(text.encode())
    model.finish()
    packed = pickle.dumps(model)
    again = pickle.loads(packed)
    assert pickle.dumps(again) == packed
    assert (again.order, len(again)) == (model.order, len(model))
    for sentence in (TEXT, "机器机龘", "器机x", ""):
        for marks in (True, False):
            asked = sentence.encode()
            assert again.score(asked, marks=marks) == model.score(asked, marks=marks)
    with pytest.raises(RuntimeError, match="read to its end"):
        again.feed(b"\n")


def test_another_process_finds_what_a_pickled_model_holds(tmp_path: Path) -> None:
    """Each process hashes in its own way."""
    model = _core.NgramModel(most_bytes=len(ARPA))
    model.feed(ARPA.encode())
    model.finish()
    (tmp_path / "model").write_bytes(pickle.dumps(model))
    code = (
        "import pathlib, pickle, sys; from newword.core import _core;"
        "model = pickle.loads(pathlib.Path(sys.argv[1]).read_bytes());"
        "print(model.score(sys.argv[2].encode()).logarithm.hex())"
    )
    line = [sys.executable, "-c", code, str(tmp_path / "model"), TEXT]
    found = subprocess.run(line, capture_output=True, check=True, text=True).stdout
    assert found.strip() == model.score(TEXT.encode()).logarithm.hex()


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (0, 0),
        (0, 17),
        (1, 6),
        (1, 2**40),
        (2, 2**62),
        (2, 3),
        (5, "机\n机\n</s>\n<s>\n".encode()),
        (5, "<s>\n</s>\n机\n器\na\nb\n".encode()),
        (5, "<s>\n</s>\n机\n器".encode()),
        (6, np.zeros(3, np.uint64)),
        (6, np.zeros(0, np.uint64)),
        (7, np.zeros(5, np.float32)),
        (8, np.zeros(0, np.float32)),
    ],
)
def test_arrays_of_no_model_are_refused(place: int, value: object) -> None:
    model = _core.NgramModel(most_bytes=len(ARPA))
    model.feed(ARPA.encode())
    model.finish()
    unpickle, arrays = model.__reduce__()[:2]
    damaged = (*arrays[:place], value, *arrays[place + 1 :])
    with pytest.raises((ValueError, OverflowError, MemoryError)):
        unpickle(*damaged)


@pytest.mark.parametrize("number", ["-inf", "-1e999", "-9e99"])
def test_fuzz_impossible_tokens_leave_scores_and_cuts_finite(number: str) -> None:
    damaged = ARPA.replace("-0.25\t机", f"{number}\t机").replace("机\t-0.125", f"机\t{number}")
    model = _core.NgramModel(most_bytes=len(damaged))
    model.feed(damaged.encode())
    model.finish()
    assert math.isfinite(model.score("机机器机".encode()).logarithm)
    cutter = _core.TagCutter(model, np.ones((4, 7)))
    assert np.isfinite(cutter.evidence("机机器机".encode())[2]).all()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("\\data\\", "", "there is no"),
        ("\\end\\\n", "", "line 16: the file ends before"),
        ("ngram 2=2", "ngram 3=2", "line 3: the orders are"),
        ("ngram 2=2", "ngram 2=two", "line 3: here stands 'ngram N=SIZE'"),
        ("ngram 2=2", "ngram 2=3", "line 16: there are 2 n-grams of order 2, not 3"),
        ("ngram 2=2", "ngram 2=1", "line 14: there are more n-grams"),
        ("ngram 2=2", "ngram 2=1999999999", "line 3: the file is too short"),
        ("\\2-grams:", "\\3-grams:", "line 12: here stands"),
        ("-0.25\t机", "0.25\t机", "line 9: the first number is no logarithm of a probability"),
        ("-0.25\t机", "nan\t机", "line 9: the first number is no logarithm"),
        ("-0.25\t机", "-0.2x5\t机", "line 9: the first number"),
        ("机\t-0.125", "机\t-0.125\t1", "line 9: a probability, 1 tokens"),
        ("-1e0\t器", "-1e0\t机", "line 10: the n-gram was there before"),
        ("<s> 机", "龘 机", "line 13: its beginning"),
        ("<s> 机", "<s> 龘", "line 13: its last token"),
        ("机 器", "<s> 机", "line 14: the n-gram was there before"),
        ("-0.125\t机 器", "-0.125\t" + "机" * 40000 + " 器", "line 14: "),
    ],
)
def test_a_damaged_model_is_refused_with_its_line(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert old in ARPA
    (tmp_path / "m.arpa").write_text(ARPA.replace(old, new, 1), "utf-8")
    with pytest.raises(LanguageModelError) as caught:
        newword.LanguageModel.load(tmp_path / "m.arpa")
    assert str(caught.value).startswith(f"{tmp_path / 'm.arpa'}: line ")
    assert message in str(caught.value)
    assert "again" in str(caught.value)


def test_a_cut_or_foreign_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "m.arpa"
    whole = gzip.compress(ARPA.encode())
    for content in (
        b"",
        b"\x00" * 100_000,
        whole[:-20],
        whole[:30] + b"\0" + whole[31:],
        ARPA.encode()[:90],
    ):
        path.write_bytes(content)
        with pytest.raises(LanguageModelError, match=r"m\.arpa: .*again"):
            newword.LanguageModel.load(path)
    with pytest.raises(LanguageModelError, match="check the path"):
        newword.LanguageModel.load(tmp_path / "none.arpa")


def test_the_command_says_perplexity_of_files_in_any_blocks(tmp_path: Path) -> None:
    corpus = write_tree(tmp_path / "corpus", {"a.txt": TEXT, "b.txt": "机龘\n学习" * 200_000})
    newword.train_language_model(newword.Documents([TEXT]), tmp_path / "m.arpa")
    done = run("lm", "--eval", tmp_path / "m.arpa", corpus, "--json", "--progress", "none")
    assert done.code == 0, done.err
    found = json.loads(done.out)
    model = newword.LanguageModel.load(tmp_path / "m.arpa")
    expected = model.figures(TEXT + "\n" + "机龘\n学习" * 200_000)
    assert found["tokens"] == expected.tokens
    assert found["unknown"] == expected.unknown == 200_000
    assert found["log10"] == pytest.approx(expected.log10)
    assert found["perplexity_known"] == pytest.approx(expected.perplexity_known)
    plain = run("lm", "--eval", tmp_path / "m.arpa", corpus, "--progress", "none")
    assert f"tokens\t{expected.tokens}\n" in plain.out
    assert run("lm", "--eval", tmp_path / "m.arpa").code == 2
    assert run("lm", "--eval", tmp_path / "m.arpa", corpus, "-o", "x").code == 2
    assert run("lm", "--eval", corpus / "a.txt", corpus).code == 4


@pytest.mark.parametrize("text", ["机器学习，" * 100, "x" * 500 + "机器", ""])
def test_a_long_line_is_scored_as_a_whole(
    tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Blocks end where runs may, and what has no such place waits for one."""
    monkeypatch.setattr("newword.language.model._BLOCK_BYTES", 50)
    monkeypatch.setattr("newword.corpus.read._BLOCK", 50)
    (tmp_path / "m.arpa").write_text(ARPA, "utf-8")
    model = newword.LanguageModel.load(tmp_path / "m.arpa")
    expected = model.figures(text)
    found = model.evaluate(newword.Documents([text]))
    assert (found.tokens, found.unknown) == (expected.tokens, expected.unknown)
    assert found.log10 == pytest.approx(expected.log10)
    assert math.isnan(found.perplexity) == (text == "")


def test_lines_are_not_joined_for_scoring(tmp_path: Path) -> None:
    (tmp_path / "m.arpa").write_text(ARPA, "utf-8")
    model = newword.LanguageModel.load(tmp_path / "m.arpa")
    with pytest.raises(ConfigError, match="join_lines"):
        model.evaluate(newword.Documents(["机"]), reading=newword.Reading(join_lines=True))
