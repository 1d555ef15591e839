"""Language models: every probability is the oracle's, and the file is one that others load."""

from __future__ import annotations

import gzip
import os
import random
from pathlib import Path
from typing import Any

import pytest
from command import SAMPLES, run, write_tree
from language_models import random_sentences, read_arpa, text_of
from oracle import kneser_ney

import newword
from newword.core import _core
from newword.errors import ConfigError, CorpusError, CountFileError

TEXT = "机器学习，机器学习。深度学习C++，学习机器。c++机"


def assert_equal(
    found: dict[tuple[str, ...], tuple[float, float]],
    expected: dict[tuple[str, ...], tuple[float, float]],
) -> None:
    assert found.keys() == expected.keys()
    for ngram, numbers in expected.items():
        assert found[ngram] == pytest.approx(numbers, abs=1e-6), ngram


@pytest.mark.parametrize("order", [2, 3, 4, 5, 6])
@pytest.mark.parametrize("prune", [(), (0, 1), (0, 0, 1), (1,)], ids=str)
def test_every_number_is_the_oracle_s(tmp_path: Path, order: int, prune: tuple[int, ...]) -> None:
    rng = random.Random(f"{order} {prune}")
    for _ in range(5):
        sentences = random_sentences(rng)
        path = tmp_path / "model.arpa"
        done = newword.train_language_model(
            newword.Documents([text_of(sentences)]), path, order=order, prune=prune[:order]
        )
        expected = kneser_ney.estimate(sentences, order, prune[:order])
        assert_equal(read_arpa(path), dict(expected.ngrams))
        assert [one.is_estimated for one in done.orders] == list(expected.estimated)
        for one, discounts in zip(done.orders, expected.discounts, strict=True):
            assert one.discounts == pytest.approx(discounts)


def model_of(counts: Path, **options: Any) -> bytes:
    trainer = _core.LanguageTrainer(**options)
    trainer.train(os.fsencode(counts), order=4, prune=(0, 0, 1, 1), fallback=(0.5, 1.0, 1.5))
    return b"".join(iter(trainer.next_piece, b""))


def test_no_byte_depends_on_threads_and_memory(tmp_path: Path) -> None:
    rng = random.Random(8)
    letters = [chr(0x4E00 + i) for i in range(300)]
    text = "".join(rng.choice(letters) for _ in range(120_000)).replace(letters[0], "。")
    newword.count_to_file(newword.Documents([text * 2]), tmp_path / "x.nwc", order=3)
    expected = model_of(tmp_path / "x.nwc", threads=1)
    assert expected.count(b"\n") > 300_000
    for threads in (2, 8):
        assert model_of(tmp_path / "x.nwc", threads=threads) == expected
    in_files = model_of(tmp_path / "x.nwc", threads=2, memory=1 << 20, temp_dir=str(tmp_path))
    assert in_files == expected


def test_a_count_file_of_any_sufficient_order_gives_the_model_of_its_text(tmp_path: Path) -> None:
    texts = newword.Documents([TEXT])
    newword.train_language_model(texts, tmp_path / "text.arpa", order=3)
    for order in (2, 3, 6):
        newword.count_to_file(newword.Documents([TEXT]), tmp_path / "x.nwc", order=order)
        newword.train_language_model(
            None, tmp_path / "counts.arpa", counts=tmp_path / "x.nwc", order=3
        )
        assert (tmp_path / "counts.arpa").read_bytes() == (tmp_path / "text.arpa").read_bytes()


def test_a_name_that_ends_in_gz_is_packed_and_nothing_else_changes(tmp_path: Path) -> None:
    for name in ("plain.arpa", "packed.arpa.gz", "again.arpa.gz"):
        newword.train_language_model(newword.Documents([TEXT]), tmp_path / name)
    packed = (tmp_path / "packed.arpa.gz").read_bytes()
    assert gzip.decompress(packed) == (tmp_path / "plain.arpa").read_bytes()
    assert packed == (tmp_path / "again.arpa.gz").read_bytes()
    told: list[tuple[str, int, int | None]] = []
    newword.train_language_model(
        newword.Documents([TEXT]), tmp_path / "told.arpa.gz", on_progress=lambda *a: told.append(a)
    )
    written = [(done, total) for stage, done, total in told if stage == "write"]
    assert written[-1][0] == written[-1][1] > 0


def test_units_are_folded_and_marked_by_runs(tmp_path: Path) -> None:
    newword.train_language_model(newword.Documents([TEXT]), tmp_path / "m.arpa", order=2)
    found = read_arpa(tmp_path / "m.arpa")
    assert ("c++",) in found
    assert ("c++", "</s>") in found
    assert ("<s>", "机") in found
    assert ("习", "深") not in found


def test_kenlm_loads_it_and_gives_the_oracle_s_scores(tmp_path: Path) -> None:
    kenlm = pytest.importorskip("kenlm", reason="kenlm is not installed")
    rng = random.Random(5)
    for order in (2, 3, 4, 5, 6):
        sentences = random_sentences(rng)
        newword.train_language_model(
            newword.Documents([text_of(sentences)]), tmp_path / "m.arpa", order=order
        )
        model = kenlm.Model(str(tmp_path / "m.arpa"))
        expected = kneser_ney.estimate(sentences, order)
        for sentence in sentences[:5]:
            tokens = ("<s>", *sentence, "</s>")
            total = sum(
                expected.log10(tokens[max(0, i - order + 1) : i], tokens[i])
                for i in range(1, len(tokens))
            )
            assert model.score(" ".join(sentence)) == pytest.approx(total, abs=1e-4)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"order": 1}, "2 to 16"),
        ({"order": 17}, "2 to 16"),
        ({"prune": (1, 0)}, "at least the one before"),
        ({"prune": (0, 0, 0, 0, 1)}, "order 4"),
        ({"prune": (-1,)}, "at least 0"),
        ({"discount_fallback": (1.5, 1, 1)}, "0 to 1"),
        ({"counts": "x.nwc"}, "give one of the two"),
    ],
)
def test_what_cannot_work_is_refused(
    tmp_path: Path, options: dict[str, object], message: str
) -> None:
    with pytest.raises(ConfigError, match=message):
        newword.train_language_model(
            newword.Documents([TEXT]),
            tmp_path / "m.arpa",
            **options,  # type: ignore[arg-type]
        )
    assert not (tmp_path / "m.arpa").exists()


def test_no_text_and_too_short_counts_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no text"):
        newword.train_language_model(newword.Documents(["..."]), tmp_path / "m.arpa")
    newword.count_to_file(newword.Documents([TEXT]), tmp_path / "x.nwc", order=2)
    with pytest.raises(ConfigError, match="--order 3 or less"):
        newword.train_language_model(None, tmp_path / "m.arpa", counts=tmp_path / "x.nwc")


def test_a_damaged_count_file_leaves_the_old_model(tmp_path: Path) -> None:
    newword.count_to_file(newword.Documents([TEXT]), tmp_path / "x.nwc", order=3)
    damaged = bytearray((tmp_path / "x.nwc").read_bytes())
    damaged[len(damaged) // 2] ^= 1
    (tmp_path / "x.nwc").write_bytes(damaged)
    (tmp_path / "m.arpa").write_text("old")
    with pytest.raises(CountFileError, match=r"x\.nwc"):
        newword.train_language_model(None, tmp_path / "m.arpa", counts=tmp_path / "x.nwc")
    assert (tmp_path / "m.arpa").read_text() == "old"


def test_the_command_names_the_orders_without_an_estimate(tmp_path: Path) -> None:
    corpus = write_tree(tmp_path / "corpus", {"a.txt": TEXT})
    done = run("lm", corpus, "-o", tmp_path / "m.arpa", "--order", "2", "--progress", "none")
    assert done.code == 0
    assert "the counts of order 1 allow no estimate of discounts" in done.err
    long = run("lm", SAMPLES / "text", "-o", tmp_path / "l.arpa", "--order", "2")
    assert (long.code, "allow no estimate" in long.err) == (0, False)
    assert run("lm", corpus).code == 2
    assert run("lm", corpus, "-o", tmp_path / "n.arpa", "--prune", "a").code == 2
