"""Models that KenLM reads score and cut as newword's own reader does."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

import pytest
from command import TEXT, run

import newword
from newword import LanguageModelError, MissingPackageError
from newword.language import model as model_module
from newword.language.kenlm_model import KenlmModel

pytest.importorskip("kenlm", reason="kenlm is not installed: pip install newword[lm]")

DATA = Path(__file__).parent / "data"
ARPA, BINARY, TRIE = DATA / "small.arpa", DATA / "small.klm", DATA / "small-trie.klm"
SAMPLES = (
    "机器学习很好，学习机器。",
    "没有见过的龘字 and English 5G手机Ｋ线",
    "",
    "，。",
    "好" * 50,
    "1,000元在12:30付，\u200b机\u200b器。",
)


def large(path: Path, monkeypatch: pytest.MonkeyPatch) -> newword.LanguageModel:
    """An ARPA model as if it were a large one."""
    monkeypatch.setattr(model_module, "LARGE_BYTES", 1)
    return newword.LanguageModel.load(path)


@pytest.mark.parametrize("name", ["binary", "trie", "large"])
@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("marks", [True, False])
def test_scores_are_those_of_our_own_reader(
    name: str, sample: str, marks: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = newword.LanguageModel.load(ARPA)
    theirs = (
        large(ARPA, monkeypatch)
        if name == "large"
        else newword.LanguageModel.load(BINARY if name == "binary" else TRIE)
    )
    assert isinstance(theirs.core, KenlmModel)
    assert theirs.score(sample, marks=marks) == pytest.approx(
        own.score(sample, marks=marks), abs=1e-5 * (len(sample) + 1)
    )
    ours, found = own.figures(sample), theirs.figures(sample)
    assert (found.sentences, found.tokens, found.unknown) == (
        ours.sentences, ours.tokens, ours.unknown
    )  # fmt: skip
    if ours.tokens:
        assert found.perplexity == pytest.approx(ours.perplexity, rel=1e-5)


def test_order_and_size_are_known(monkeypatch: pytest.MonkeyPatch) -> None:
    own = newword.LanguageModel.load(ARPA)
    for theirs in (
        newword.LanguageModel.load(BINARY),
        newword.LanguageModel.load(TRIE),
        large(ARPA, monkeypatch),
    ):
        assert (theirs.order, len(theirs)) == (own.order, len(own))


@pytest.mark.parametrize("file", [BINARY, TRIE], ids=["probing", "trie"])
def test_a_text_is_cut_alike(file: Path) -> None:
    text = "".join(path.read_text("utf-8") for path in sorted((TEXT / "game").glob("*.txt")))
    cut = [
        newword.learn_segmenter(text, model=newword.LanguageModel.load(path)).cut(text)
        for path in (ARPA, file)
    ]
    assert cut[0] == cut[1]
    assert len(cut[0]) < len(text) / 1.1  # it joins units


def test_the_model_of_a_text_gives_it_the_same_scores() -> None:
    theirs = newword.LanguageModel.load(BINARY)
    for sample in SAMPLES:
        model = newword.LanguageModel(theirs.for_text(sample.encode()), "")
        expected = theirs.score(sample, marks=False)
        assert model.score(sample, marks=False) == pytest.approx(expected, abs=1e-4)


def test_it_can_be_pickled() -> None:
    theirs = newword.LanguageModel.load(BINARY)
    assert pickle.loads(pickle.dumps(theirs)).score("机器") == theirs.score("机器")


def test_the_commands_take_it() -> None:
    game = TEXT / "game"
    own, theirs = (
        run("lm", "--eval", path, game, "--json", "--progress", "none").out
        for path in (ARPA, BINARY)
    )
    assert own[:40] == theirs[:40]
    cut = [
        run("segment", game, "--method", "lm", "--model", path, "--quiet").out
        for path in (ARPA, BINARY)
    ]
    assert cut[0] == cut[1]


def test_a_damaged_file_is_refused_by_name(tmp_path: Path) -> None:
    whole = BINARY.read_bytes()
    for size in (60, 100, 200):
        (tmp_path / "cut.klm").write_bytes(whole[:size])
        with pytest.raises(LanguageModelError, match=r"cut\.klm: KenLM cannot read it"):
            newword.LanguageModel.load(tmp_path / "cut.klm")


def test_without_kenlm_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "kenlm", None)
    with pytest.raises(MissingPackageError, match=r'small\.klm needs .*"newword\[lm\]"'):
        newword.LanguageModel.load(BINARY)
    monkeypatch.setattr(model_module, "has_package", lambda _: False)
    assert not isinstance(large(ARPA, monkeypatch).core, KenlmModel)


def test_kenlm_is_not_imported_unless_it_is_needed() -> None:
    script = f"import sys, newword; newword.LanguageModel.load({str(ARPA)!r}); print('kenlm' in sys.modules)"  # noqa: E501
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stdout == b"False\n"
