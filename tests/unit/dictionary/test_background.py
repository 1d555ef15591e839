"""Known words come from other people's files, compare as units do, and bad lines are named."""

from __future__ import annotations

import sys
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import newword.dictionary.entries as dictionary_file
from newword import DictionaryError
from newword.dictionary.background import BackgroundDictionary, load_dictionary
from newword.dictionary.content import open_content
from newword.dictionary.entries import Entries
from newword.dictionary.fold import fold_word, fold_words
from newword.dictionary.rows import Problems, Rows, decoded_lines


def load(tmp_path: Path, content: bytes | str) -> BackgroundDictionary:
    path = tmp_path / "words"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return load_dictionary(path)


def test_a_word_list_is_a_dictionary(tmp_path: Path) -> None:
    words = load(tmp_path, "机器\n学习\n")
    assert list(words) == ["机器", "学习"]
    assert "机器" in words
    assert "机" not in words


def test_jieba_lines_give_frequency_and_tag(tmp_path: Path) -> None:
    words = load(tmp_path, "机器 1000 n\n学习 20 v\n")
    assert (words.frequency("机器"), words.tag("机器")) == (1000, "n")
    assert words.total == 1020


@pytest.mark.parametrize(
    ("line", "word", "frequency", "tag"),
    [
        ("机器", "机器", 0, ""),
        ("机器 5", "机器", 5, ""),
        ("机器 n", "机器", 0, "n"),
        ("iphone 15 pro 100 nz", "iphone 15 pro", 100, "nz"),
        ("机器 5.0", "机器", 0, ""),
        ("机器 5 N1", "机器", 5, ""),
        ("机器   5   n", "机器", 5, "n"),
        ("机器\u30005\u3000n", "机器", 5, "n"),
        ('"机器"', "机器", 0, ""),
        ("  机器 5 n  ", "机器", 5, "n"),
        ("机器\u3000", "机器", 0, ""),
        ("机器 0005 n", "机器", 5, "n"),
        ("机器\t5\tn", "机器", 5, "n"),
        ("机器 学习\t5", "机器 学习", 5, ""),
        ("机器\tji qi\t5", "机器", 5, ""),
    ],
)
@pytest.mark.parametrize("other", ["", "学习 5 n\n", "学习\n"])
def test_a_line_is_read_as_jieba_reads_it_unless_that_can_be_no_word(
    tmp_path: Path, line: str, word: str, frequency: int, tag: str, other: str
) -> None:
    words = load(tmp_path, f"{other}{line}\n")
    assert (list(words)[-1], words.frequency(word), words.tag(word)) == (word, frequency, tag)


def test_jieba_agrees_on_what_a_line_means(tmp_path: Path) -> None:
    jieba = pytest.importorskip("jieba", reason="compares with jieba, which is not installed")
    lines = ["机器", "机器 5", "机器 n", "ab 15 pro 100 nz", "a 5 n 6 x"]
    for line in lines:
        word, frequency, tag = jieba.re_userdict.match(line).groups()
        words = load(tmp_path, line + "\n")
        assert list(words) == [word]
        assert words.frequency(word) == int(frequency or 0)
        assert words.tag(word) == (tag or "").strip()


def test_our_own_tsv_is_a_dictionary(tmp_path: Path) -> None:
    words = load(tmp_path, "word\tcount\tcohesion\n机器\t12\t3.5\n")
    assert list(words) == ["机器"]
    assert words.frequency("机器") == 12


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("last", ["", "\n"])
def test_line_ends_and_byte_order_marks_are_no_part_of_a_word(
    tmp_path: Path, end: str, start: str, last: str
) -> None:
    assert list(load(tmp_path, f"{start}机器{end}学习{end}下雨{last}")) == ["机器", "学习", "下雨"]


def test_empty_lines_and_an_empty_file_are_fine(tmp_path: Path) -> None:
    assert list(load(tmp_path, "\n\n机器\n \n")) == ["机器"]
    assert len(load(tmp_path, "")) == 0
    assert load(tmp_path, "").known(["机器"]).tolist() == [False]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("K线", "k线"),
        ("Ｋ线", "K线"),
        ("５Ｇ手机", "5g手机"),
        ("Ｃ＋＋", "c++"),
        ("ｗｉ－ｆｉ", "WI-FI"),
        ("École", "école"),
        ("机\u200b器", "机器"),
        ("\ufeff机器", "机器"),
        ("Ǆ", "ǆ"),
    ],
)
def test_width_case_and_zero_width_characters_do_not_matter(one: str, other: str) -> None:
    assert one in BackgroundDictionary.from_words([other])
    assert other in BackgroundDictionary.from_words([one])
    assert BackgroundDictionary.from_words([other]).known([one]).tolist() == [True]


@pytest.mark.parametrize(
    ("one", "other"), [("İ", "i"), ("ﬀ", "ff"), ("機器", "机器"), ("ア", "あ")]
)
def test_nothing_else_is_normalised(one: str, other: str) -> None:
    assert one not in BackgroundDictionary.from_words([other])


@given(st.lists(st.text(st.sampled_from("机器AaＡ\u200b\n é+＋5５ K"), max_size=4), max_size=8))
def test_folding_many_is_folding_each(words: list[str]) -> None:
    assert list(fold_words(words)) == [fold_word(word) for word in words]


def test_nothing_is_no_word() -> None:
    words = BackgroundDictionary.from_words(["", "机器", "\u200b"])
    assert (list(words), "" in words, len(words)) == (["机器"], False, 1)


def test_spellings_that_compare_equal_are_one_entry(tmp_path: Path) -> None:
    words = load(tmp_path, "c# 3 nz\nC# 4 x\n机器 5\n机器 6 n\n")
    assert list(words) == ["c#", "机器"]
    assert (words.frequency("C#"), words.tag("C#")) == (7, "nz")
    assert (words.frequency("机器"), words.tag("机器")) == (11, "n")
    assert words.total == 18
    assert words.frequencies().tolist() == [7, 11]


def test_several_sources_are_merged(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("机器 5 n\n学习\n")
    (tmp_path / "b").write_text("机器 2\n下雨 1 v\n")
    words = load_dictionary([tmp_path / "a", tmp_path / "b"])
    assert list(words) == ["机器", "学习", "下雨"]
    assert (words.frequency("机器"), words.tag("机器"), words.tag("下雨")) == (7, "n", "v")
    assert words.origin == f"{tmp_path / 'a'}, {tmp_path / 'b'}"


def test_a_dictionary_loaded_before_is_a_source() -> None:
    words = BackgroundDictionary.from_words(["机器"])
    assert load_dictionary(words) is words
    assert "机器" in load_dictionary([words, BackgroundDictionary.from_words(["学习"])])


def test_known_answers_for_many_words_at_once() -> None:
    words = BackgroundDictionary.from_words(["机器", "学习"])
    answer = words.known(["学习", "学", "机器", ""])
    assert answer.dtype == np.bool_
    assert answer.tolist() == [True, False, True, False]


def test_unknown_words_have_no_frequency_and_no_tag() -> None:
    words = BackgroundDictionary.from_words(["机器"])
    assert (words.frequency("学习"), words.tag("学习"), 5 in words) == (0, "", False)


@pytest.mark.parametrize(
    ("line", "what"),
    [
        (b"\xb5\xa5", "not UTF-8"),
        (b"\xed\xa0\x80", "not UTF-8"),
        (b"a\x1b[31m", "U+001B"),
        (b"a\x00b", "U+0000"),
        (b"a\xc2\x85b", "U+0085"),
        (b"a\rb", "U+000D"),
        (b"\xe6\x9c\xba" * 30_000, "longer than 64 KiB"),
        (b"a 1234567890123456 n", "more than 15 digits"),
        (b"a " + b"9" * 5000, "more than 15 digits"),
    ],
)
def test_a_bad_line_is_left_out_and_named(tmp_path: Path, line: bytes, what: str) -> None:
    words = load(tmp_path, "机器 1 n\n".encode() + line + "\n学习 2 n\n".encode())
    assert list(words) == ["机器", "学习"]
    [problem] = words.problems
    assert problem.code == "bad-line"
    assert problem.offset is not None
    assert 10 <= problem.offset <= 12
    assert problem.detail.startswith("line 2: ")
    assert what in problem.detail
    assert "\x1b" not in str(problem)


@pytest.mark.parametrize("position", [0, 1, 2])
def test_a_line_of_many_blocks_is_left_out_in_bounded_memory(tmp_path: Path, position: int) -> None:
    lines = ["机器".encode(), "学习".encode()]
    lines.insert(position, b"x" * 40_000_000)
    (tmp_path / "words").write_bytes(b"\n".join(lines) + b"\n\xff\n")
    tracemalloc.start()
    words = load_dictionary(tmp_path / "words")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 12_000_000
    assert list(words) == ["机器", "学习"]
    assert [problem.detail[:7] for problem in words.problems] == [
        f"line {position + 1}:",
        "line 4:",
    ]
    assert words.problems[1].offset == (tmp_path / "words").stat().st_size - 2


def test_a_million_bad_lines_make_a_hundred_problems_and_a_number(tmp_path: Path) -> None:
    words = load(tmp_path, b"\x01\n" * 20_000 + "机器\n".encode())
    assert len(words.problems) == 101
    assert words.problems[-1].detail == "left out 19,900 more lines"


def test_a_byte_order_mark_says_the_encoding(tmp_path: Path) -> None:
    assert list(load(tmp_path, "石頭 5 n\n學習 3 v\n".encode("utf-16"))) == ["石頭", "學習"]
    with pytest.raises(DictionaryError, match="iconv -f UTF-16"):
        load(tmp_path, "石頭\n".encode("utf-16") + b"\n")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le", "big5"])
def test_a_file_in_another_encoding_is_refused_with_the_remedy(
    tmp_path: Path, encoding: str
) -> None:
    with pytest.raises(DictionaryError, match="iconv"):
        load(tmp_path, "".join(f"{word} 5 n\n" for word in ["石頭", "學習"] * 20).encode(encoding))


def test_what_cannot_be_read_is_an_error_with_the_path(tmp_path: Path) -> None:
    with pytest.raises(DictionaryError, match="missing: No such file"):
        load_dictionary(tmp_path / "missing")
    with pytest.raises(DictionaryError, match="directory"):
        load_dictionary(tmp_path)
    with pytest.raises(DictionaryError, match="null"):
        load_dictionary("a\0b")


def test_a_frequency_that_is_no_number_does_not_spoil_the_others(tmp_path: Path) -> None:
    words = load(tmp_path, "机器 10 n\n学习 1x0 n\n手机 20 n\n")
    assert (words.frequency("机器"), words.frequency("手机")) == (10, 20)
    assert (words.frequency("学习"), words.tag("学习")) == (0, "n")


def test_frequencies_beyond_63_bits_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DictionaryError, match="63 bits"):
        load(tmp_path, "机器 999999999999999\n" * 10_000)


def test_a_missing_jieba_is_an_error_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(DictionaryError, match="pip install jieba"):
        load_dictionary("jieba")


def test_jiebas_dictionary_is_all_there_and_jieba_is_not_imported() -> None:
    pytest.importorskip("jieba", reason="reads jieba's dictionary, which is not installed")
    for name in [name for name in sys.modules if name.split(".")[0] == "jieba"]:
        del sys.modules[name]
    words = load_dictionary("jieba")
    assert "jieba" not in sys.modules
    assert words.total == 60_101_967
    assert (words.frequency("的"), words.tag("的")) == (318_825, "uj")
    assert words.problems == ()


def test_blocks_read_at_once_and_line_by_line_give_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = "".join(f"词{i} {i} {'nv'[i % 2]}\nＡ{i} 7 n\n" for i in range(3000))
    fast = load(tmp_path, content)
    monkeypatch.setattr(dictionary_file._Reader, "read_plain", lambda self, block: False)
    slow = load(tmp_path, content)
    assert list(fast) == list(slow)
    assert fast.frequencies().tolist() == slow.frequencies().tolist()
    assert [fast.tag(word) for word in fast] == [slow.tag(word) for word in slow]


LINES = st.lists(st.text(st.sampled_from("机aA 5 \t\r\x85\u3000é\x1b"), max_size=8), max_size=6)


@given(lines=LINES)
def test_any_lines_mean_the_same_at_once_and_one_by_one(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    path = tmp_path_factory.mktemp("any") / "words"
    content = "".join(line + "\n" for line in lines).encode()
    path.write_bytes(content)
    with open_content(path) as opened:
        fast = dictionary_file._Reader(opened, folds=True)
        if content and fast.read_plain(content):
            problems = Problems(path)
            rows = Rows(None, problems)
            slow = Entries()
            for place, line in decoded_lines(content, 0, problems):
                slow.add_rows(rows.of(place, line))
            assert problems.all() == []
            assert fast.entries == slow


def test_the_repr_is_short_and_escaped() -> None:
    words = BackgroundDictionary.from_words(["机器"], origin="a\x1bb")
    assert repr(words) == "<BackgroundDictionary a\\x1bb: 1 word>"
