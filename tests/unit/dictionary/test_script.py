"""A dictionary in the other script serves as well; mixed words rank as plain ones."""

from __future__ import annotations

import importlib.util
import json
import sys
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from command import ROOT, TEXT

import newword
from newword.dictionary.script import script_lean, simplified_forms, simplify
from newword.model.features.gap_marks import GapMarks


def traditional(text: str) -> str:
    """The text with each simplified character as one traditional one."""
    back = {simple: chr(code) for code, simple in sorted(simplified_forms().items(), reverse=True)}
    return text.translate({ord(simple): form for simple, form in back.items()})


def sample(field: str) -> str:
    return "\n".join(path.read_text("utf-8") for path in sorted((TEXT / field).iterdir()))


def discover(text: str, dictionary: newword.BackgroundDictionary) -> newword.Lexicon:
    return newword.discover(newword.Documents([text]), dictionary=dictionary)


def test_a_simplified_dictionary_knows_a_traditional_text() -> None:
    """Same text, same words, same scores, but for the characters that fall together."""
    jieba = newword.load_dictionary("jieba")
    plain = discover(sample("fantasy"), jieba)
    converted = discover(traditional(sample("fantasy")), jieba)
    new, converted_new = plain.new.words, converted.new.words
    assert any(word != traditional(word) for word in new)
    same = set(simplify(new)) & set(simplify(converted_new))
    assert len(same) >= 0.95 * max(len(new), len(converted_new))
    assert set(converted_new) <= set(converted.words)
    assert simplify(converted_new[:20]) == simplify(new[:20])


def test_a_traditional_dictionary_knows_a_simplified_text() -> None:
    words = newword.BackgroundDictionary.from_words(
        [traditional(w) for w in ("时候", "声音", "东西")]
    )
    lexicon = discover(sample("fantasy"), words)
    assert "时候" in lexicon.words
    assert "时候" not in lexicon.new.words


def test_the_own_traditional_samples_are_known() -> None:
    lexicon = discover(sample("traditional"), newword.load_dictionary("jieba"))
    known = set(lexicon.words) - set(lexicon.new.words)
    assert {"時候", "時間", "導演"} & known
    assert "稜線" in lexicon.words or lexicon.new.words


def test_a_text_is_cut_by_a_dictionary_in_the_other_script() -> None:
    """A text that falls back on itself when simplified is cut where the simplified one is cut."""
    text = "\n".join(
        line for line in sample("fantasy").splitlines() if simplify([traditional(line)]) == [line]
    )
    assert len(text) > 1000
    plain = newword.learn_segmenter(text, dictionary="jieba").cut(text)
    converted = newword.learn_segmenter(traditional(text), dictionary="jieba").cut(
        traditional(text)
    )
    assert "".join(converted) == traditional(text)
    cuts, same_cuts = (set(accumulate(map(len, pieces))) for pieces in (plain, converted))
    assert len(cuts ^ same_cuts) < 0.01 * len(cuts)  # some words of the dictionary fall together


@pytest.mark.parametrize("format_", ["text", "jsonl"])
def test_a_corpus_is_cut_by_a_dictionary_in_the_other_script(tmp_path: Path, format_: str) -> None:
    text = "他的聲音很輕， 時候到了。\n\n𠮷東西 iPhone手機殼\n"
    words = newword.BackgroundDictionary.from_words(["声音", "时候", "东西", "手机壳"])
    (tmp_path / "text.txt").write_bytes(text.encode() + b"\xff" + "聲音".encode())
    written: list[bytes] = []
    (tmp_path / "words.txt").write_text("別的詞\n", "utf-8")
    newword.segment_corpus(
        tmp_path / "text.txt",
        written.append,
        lexicon=tmp_path / "words.txt",
        dictionary=words,
        format=format_,
        separator="|",
    )
    out = b"".join(written).decode()
    if format_ == "text":
        assert out == ("他|的|聲音|很|輕|， 時候|到|了|。\n\n𠮷|東西 iPhone|手機殼\n\ufffd|聲音\n")
    else:
        rows = [json.loads(line) for line in out.splitlines()]
        assert [piece[0] for piece in rows[1]["pieces"]] == ["𠮷", "東西", "iPhone", "手機殼"]
        assert all((text + "\ufffd聲音")[b:e] == piece for row in rows
                   for piece, b, e, _ in row["pieces"])  # fmt: skip


def test_a_dictionary_of_the_same_script_is_left_as_it_is() -> None:
    jieba = newword.load_dictionary("jieba")
    assert jieba.for_text(list(zip(sample("game"), [1.0] * 10**6, strict=False))) is jieba
    assert jieba.for_text([("a", 1.0), ("山", 5.0)]) is jieba
    other = jieba.for_text([("們", 3.0), ("這", 2.0)])
    assert other.simplifies
    assert "時候" in other
    assert other.tag("機器") == jieba.tag("机器")
    assert other.frequency("機器") == jieba.frequency("机器")
    assert other.known(["時候", "时候", "機七"]).tolist() == [True, True, False]


def test_the_lean_tells_the_script() -> None:
    assert script_lean([("们", 1), ("这", 1)]) == 1
    assert script_lean([("們", 1), ("这", 1)]) == 0
    assert script_lean([("山", 1), ("iPhone", 1)]) == 0


def test_the_table_is_what_its_generator_makes() -> None:
    forms = simplified_forms()
    assert forms[ord("機")] == "机"
    assert len(forms) > 3500
    spec = importlib.util.spec_from_file_location("script_table", ROOT / "tools/script_table.py")
    if spec is None or spec.loader is None or not Path(str(spec.origin)).exists():
        pytest.skip("the tools are not here")
    module = importlib.util.module_from_spec(spec)
    sys.modules["script_table"] = module
    spec.loader.exec_module(module)
    made = module.table("機\t机\n発\t发\n乾\t干 乾\n同\t同\n")
    assert made.splitlines()[2:] == ["乾機発", "干机发"]
    source = module.find_source()
    if source is None:
        pytest.skip("opencc-python-reimplemented is not installed")
    packaged = (Path(newword.__file__).parent / "dictionary/simplified.txt").read_text("utf-8")
    assert module.table(source.read_text("utf-8")) == packaged


MIXED = (
    "今天A股大涨，A股成交放量。他看K线图，K线图走坏了。买了5G手机，这款5G手机很贵。A股还会跌吗？"
    "我的iPhone手机壳坏了，换一个iPhone手机壳。学会看K线图再说。大家都说A股不行，5G手机卖得好，"
    "K线图没用。iPhone手机壳便宜，昨天A股收盘，新的5G手机发布，画一张K线图，卖iPhone手机壳的人。"
)


@pytest.mark.parametrize("unit", ["word", "term"])
def test_mixed_words_rank_as_the_same_words_all_in_characters(
    unit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stands for letters and digits occurs nowhere else, as they do not.

    The gap network alone reads the characters themselves, so here it says of all that they are
    words.
    """
    columns, share = GapMarks.columns, GapMarks.share_of_words

    def columns_of_words(marks: GapMarks, *chosen: Any) -> list[np.ndarray]:
        word = (3, 3, 2, 3, 1, 1.5, 1, 0.6, 1.4)  # in the order of GAPS
        pairs = zip(columns(marks, *chosen), word, strict=True)
        return [np.full_like(column, value) for column, value in pairs]

    monkeypatch.setattr(GapMarks, "columns", columns_of_words)
    monkeypatch.setattr(GapMarks, "share_of_words", lambda *asked: np.zeros_like(share(*asked)))
    around = sample("electronics")
    plain, twins = MIXED, {"A股": "鼋股", "K线": "鼍线", "5G": "魑", "iPhone": "魅"}
    for mixed, twin in twins.items():
        assert mixed not in around
        assert twin[0] not in around
        plain = plain.replace(mixed, twin)

    def scores(text: str, words: tuple[str, ...]) -> list[float]:
        documents = newword.Documents([around + text])
        least = 0.0 if unit == "word" else None
        lexicon = newword.discover(documents, unit=unit, max_len=7, min_score=least)
        entries = [lexicon.get(word) for word in words]
        return [entry.score for entry in entries if entry is not None]

    found = scores(MIXED, ("A股", "K线图", "5G手机", "iPhone手机壳"))
    assert len(found) == 4
    assert found == pytest.approx(
        scores(plain, ("鼋股", "鼍线图", "魑手机", "魅手机壳")), abs=0.001
    )
