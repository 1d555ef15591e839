"""The dictionary of an adaptation makes jieba cut as newword does, and says how far."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
from command import TEXT

import newword
from newword import ConfigError, Documents, MissingPackageError
from newword.counting.text_sample import TextSample
from newword.discovery.adapt import _lines
from newword.export.jieba.adapt import adapt_entries
from newword.export.jieba.trial import Jieba, import_jieba

pytest.importorskip("jieba", reason="jieba is what is adapted")


def jieba() -> Jieba:
    module = import_jieba()
    assert module is not None
    return Jieba(module)


def cut_at(marked: str) -> list[str]:
    return [piece for piece in re.split(r"\|", marked) if piece]


def adapted(
    marked: list[str], new: list[str]
) -> tuple[Jieba, newword.export.jieba.adapt.Adaptation]:
    """Entries from lines whose words are marked."""
    words = {line.replace("|", ""): cut_at(line) for line in marked}
    own = jieba()
    found = adapt_entries(own, words, words.__getitem__, new_words=new)
    return own.with_entries(found.lines), found


def test_new_words_are_added_and_known_ones_hidden() -> None:
    lines = [f"阿蘅|看{n}|新|电影" for n in "着了过"] + [
        "他|拿|起|破韧|来",
        "用|破韧|打",
        "新|电影|好",
    ]
    loaded, found = adapted(lines, ["阿蘅", "破韧", "无此词"])
    assert found.entries["阿蘅"] > 0
    assert found.entries["破韧"] > 0
    assert "无此词" not in found.entries
    on, off = loaded.cut("用破韧打阿蘅")
    assert {"破韧", "阿蘅"} <= set(on) & set(off)
    assert found.after[1] >= found.before[1]


def test_a_word_that_is_cut_in_two_is_hidden_from_the_markov_model_too() -> None:
    lines = [f"{who}|北京|大学|的" for who in ("在", "去", "是")]
    loaded, found = adapted(lines, [])
    assert found.entries["北京大学"] == 0
    assert loaded.cut("在北京大学的") == (["在", "北京", "大学", "的"],) * 2


def test_a_word_is_not_judged_where_jieba_cannot_cut_as_newword_does() -> None:
    lines = [
        f"{who}|看|{word}" for who in "你我他" for word in ("规范Ｖ1.0", "机\u200b器", "15:30")
    ]
    loaded, found = adapted(lines, [])
    assert found.entries == {}
    assert found.before == found.after
    assert loaded.cut("规范很好")[1] == jieba().cut("规范很好")[1]


def test_a_word_that_jieba_has_and_does_not_use_is_raised() -> None:
    lines = ["乒乓|球拍|卖|完|了", "我|的|乒乓|球拍|卖|完|了"]
    loaded, found = adapted(lines, [])
    assert found.before[1] < found.after[1] == 1.0
    assert found.entries["球拍"] > 0
    assert loaded.cut("乒乓球拍卖完了")[1] == ["乒乓", "球拍", "卖", "完", "了"]


def test_a_new_word_that_cuts_other_words_is_taken_back() -> None:
    """Where 京大 is a word jieba takes a longer one; where it takes 京大 there is none."""
    lines = [f"{where}|北|京大|学|的" for where in "在去是"] + ["说|京|大|了", "看|京|大|吧"]
    loaded, found = adapted(lines, ["京大"])
    assert "京大" not in found.entries
    assert "京大" not in loaded.cut("说京大了")[1]


def test_what_is_no_word_of_anybody_is_not_added() -> None:
    _, found = adapted([f"{who}|拿|起|破韧|来" for who in "你我他"], [])
    assert found.entries == {}


def test_what_is_met_once_changes_nothing() -> None:
    _, found = adapted(["在|北京|大学|的", "阿蘅|来"], ["阿蘅"])
    assert found.entries == {}


@pytest.mark.exhaustive
def test_a_corpus_is_adapted_to_the_same_bytes_each_time(tmp_path: Path) -> None:
    fantasy = TEXT / "fantasy"
    reports = [
        newword.adapt_jieba(
            fantasy, tmp_path / f"{threads}.txt", reading=newword.Reading(threads=threads)
        )
        for threads in (1, 3)
    ]
    assert (tmp_path / "1.txt").read_bytes() == (tmp_path / "3.txt").read_bytes()
    report = reports[0]
    lines = (tmp_path / "1.txt").read_text("utf-8").splitlines()
    assert [line.split(" ") for line in lines] == [
        [word, str(frequency), report.tags[word]] for word, frequency in report.entries.items()
    ]
    assert all(
        after > before
        for before, after in zip(report.agreement_before, report.agreement_after, strict=True)
    )
    assert "陆沉舟" in report.entries
    assert report.hidden
    assert report.corpus.files == 6


def test_a_sample_is_spread_evenly_and_cuts_no_character() -> None:
    sink = TextSample(1 << 18)
    pieces = 200
    for number in range(pieces):
        text = f"{number} " + "潮" * 20_000
        sink.feed(text.encode()[:7])
        sink.feed(text.encode()[7:])
        sink.end_document()
    texts = sink.texts()
    numbers = [int(text.split()[0]) for text in texts]
    steps = {b - a for a, b in itertools.pairwise(numbers)}
    assert len(steps) == 1
    assert steps.pop() & 1 == 0
    assert sum(len(text.encode()) for text in texts) <= 1 << 18
    long = TextSample(1 << 20)
    long.feed(("潮水" * 50_000).encode())
    long.end_document()
    assert "".join(long.texts()) == "潮水" * 50_000
    for before in ("a", "aa"):  # the end of a piece within a character
        sink = TextSample(1 << 20)
        sink.feed((before + "潮水" * 50_000).encode())
        sink.end_document()
        sink.end_document()  # of an empty one
        assert "".join(sink.texts()) == before + "潮水" * 50_000


def test_what_cannot_be_done_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigError, match="no words to learn from"):
        newword.adapt_jieba(Documents(["，。"]), tmp_path / "a.txt")
    with pytest.raises(ConfigError, match="sample_bytes"):
        newword.adapt_jieba(Documents(["机器"]), tmp_path / "a.txt", sample_bytes=1)
    monkeypatch.setattr("newword.discovery.adapt.import_jieba", lambda: None)
    with pytest.raises(MissingPackageError, match=r"newword\[jieba\]"):
        newword.adapt_jieba(Documents(["机器"]), tmp_path / "a.txt")
    assert list(tmp_path.iterdir()) == []


def test_a_long_line_goes_to_jieba_in_pieces_that_end_at_marks() -> None:
    line = "哈哈，" * 500 + "哈" * 2500
    pieces = list(_lines([f"短\n{line}\n"]))
    assert pieces[0] == "短"
    assert "".join(pieces[1:]) == line
    assert max(map(len, pieces)) <= 1000
    assert pieces[1].endswith("，")
