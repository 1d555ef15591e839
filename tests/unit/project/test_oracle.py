"""Cases worked by hand: the numbers here were not computed by the oracle."""

from __future__ import annotations

import itertools
from collections import Counter

import oracle
import pytest
import strategies
from hypothesis import given, settings
from oracle import BREAK


def surfaces(document: bytes | str, join_lines: bool = False) -> list[str]:
    """The runs as strings with a dot between units."""
    return ["·".join(unit.surface for unit in run) for run in oracle.runs(document, join_lines)]


def symbols(document: bytes | str) -> list[str]:
    return ["·".join(unit.symbol for unit in run) for run in oracle.runs(document)]


# ---------------------------------------------------------------------------------------- decoding


# fmt: off
DECODED = [
    (b"", []), (b"a\xc3\xa9\xe6\x9c\xba\xf0\xa0\x80\x80", [0x61, 0xE9, 0x673A, 0x20000]),
    (b"\xef\xbb\xbf\x00", [0xFEFF, 0]), (b"\xef\xbf\xbd", [0xFFFD]), (b"\x80", [BREAK]),
    (b"\xff\xfe", [BREAK, BREAK]), (b"\xc0\x80", [BREAK, BREAK]),
    (b"\xe0\x80\x80", [BREAK, BREAK, BREAK]), (b"\xed\xa0\x80", [BREAK, BREAK, BREAK]),
    (b"\xf4\x90\x80\x80", [BREAK, BREAK, BREAK, BREAK]), (b"\xe6\x9ca", [BREAK, 0x61]),
    (b"\xe6\x9c\xe6\x9c\xba", [BREAK, 0x673A]), (b"\xf0\xa0\x80", [BREAK]),
    (b"\xf0\x80\x80\x41", [BREAK, BREAK, BREAK, 0x41]),
]
# fmt: on


@pytest.mark.parametrize(("data", "expected"), DECODED)
def test_each_maximal_invalid_subpart_is_one_break(
    data: bytes, expected: list[int | oracle.Break]
) -> None:
    assert oracle.decode(data) == expected


def like_python(data: bytes) -> bool:
    replaced = [0xFFFD if code is BREAK else code for code in oracle.decode(data)]
    return replaced == [ord(char) for char in data.decode(errors="replace")]


def test_decoding_agrees_with_python_on_all_one_and_two_byte_strings() -> None:
    pairs = itertools.product(range(256), repeat=2)
    assert all(like_python(bytes([first])) for first in range(256))
    assert all(like_python(bytes(pair)) for pair in pairs)


def test_decoding_agrees_with_python_on_every_class_of_three_and_four_bytes() -> None:
    leads = (0x41, 0xC1, 0xC2, 0xE0, 0xE1, 0xED, 0xEE, 0xF0, 0xF1, 0xF4, 0xF5)
    tails = (0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xE6)
    for size in (2, 3):
        for lead, *rest in itertools.product(leads, *[tails] * size):
            assert like_python(bytes([lead, *rest]))


@settings(max_examples=300)
@given(strategies.documents())
def test_decoding_agrees_with_python_on_any_document(document: bytes) -> None:
    assert like_python(document)


# ------------------------------------------------------------------------------------------- units


# fmt: off
TEXTS = [
    ("", []), ("，。", []), ("机器学习", ["机·器·学·习"]), ("机器，学习", ["机·器", "学·习"]),
    ("机 器\t学\n习", ["机", "器", "学", "习"]), ("ひらカナーㄅ한ไเ", ["ひ·ら·カ·ナー·ㄅ·한·ไเ"]),
    ("\U00020000\U0002f800〇々〆ｶﾞｰ", ["\U00020000·丽·〇·々·〆·ガー"]),
    ("か\u3099", ["が"]), ("A股5G手机K线", ["A·股·5G·手·机·K·线"]),
    ("\ue000机\U0003fffe器\uffff", ["机", "器"]), ("①机Ⅳ器②", ["机", "器"]), ("αя٣", []),
]
# fmt: on


@pytest.mark.parametrize(("document", "expected"), TEXTS)
def test_text_is_cut_into_runs_of_units(document: str, expected: list[str]) -> None:
    assert surfaces(document) == expected


# fmt: off
ALNUM = [
    ("C++", ["C++"]), ("C#", ["C#"]), ("学C++吧", ["学·C++·吧"]), ("v2.0", ["v2.0"]),
    ("wi-fi", ["wi-fi"]), ("node.js", ["node.js"]), ("snake_case", ["snake_case"]),
    ("a+b", ["a+b"]), ("a++b", ["a++b"]), ("a+#b", ["a+", "b"]), ("C++C", ["C++C"]),
    ("a..b", ["a", "b"]), ("a.-b", ["a", "b"]), ("a.+b", ["a", "b"]), ("a+.b", ["a+", "b"]),
    ("C++.NET", ["C++", "NET"]), ("a.", ["a"]), ("用a.的", ["用·a", "的"]),
    ("用a+的", ["用·a+·的"]), (".a", ["a"]), ("-a+", ["a+"]), ("机+器#学", ["机", "器", "学"]),
    ("机_器", ["机", "器"]), ("++", []), ("ＣＰＵ", ["CPU"]), ("Ｃ＋＋和ｃ＃", ["C++·和·c#"]),
    ("Ｖ２．０－ｘ＿ｙ", ["V2.0-x_y"]), ("cafe\u0301s", ["caf\u00e9s"]),
    ("é\u0301\u0302", ["é\u0301\u0302"]), ("\u0301a", ["a"]), ("机\u0301器", ["机", "器"]),
    ("a+\u0301b", ["a+", "b"]), ("a.\u0301b", ["a", "b"]),
]
# fmt: on


@pytest.mark.parametrize(("document", "expected"), ALNUM)
def test_alnum_units_take_connectors_between_and_pluses_behind(
    document: str, expected: list[str]
) -> None:
    assert surfaces(document) == expected


# fmt: off
WITH_IGNORED = [
    ("机\u200b器", ["机·器"]), ("\ufeff机\u00ad器\ufe0f学\U000e0100习", ["机·器·学·习"]),
    ("i\u200dP\u2060hone", ["iPhone"]), ("C\u200b+\ufeff+", ["C++"]),
    ("a.\u200b.b", ["a", "b"]), ("e\u034f\u0301", ["\u00e9"]),
    ("机\u200a器\u2070学\u180a习", ["机", "器", "学", "习"]), ("\u200b", []),
]
# fmt: on


@pytest.mark.parametrize(("document", "expected"), WITH_IGNORED)
def test_ignored_characters_are_deleted_before_anything_else(
    document: str, expected: list[str]
) -> None:
    assert surfaces(document) == expected


def test_an_alnum_unit_of_64_code_points_is_a_word_and_one_of_65_a_break() -> None:
    assert surfaces("机" + "a" * 64 + "器") == ["机·" + "a" * 64 + "·器"]
    assert surfaces("机" + "a" * 65 + "器") == ["机", "器"]


def test_the_limit_of_64_counts_everything_but_ignored_characters() -> None:
    assert surfaces("a" * 63 + "+") == ["a" * 63 + "+"]
    assert surfaces("机" + "a" * 63 + "++器") == ["机", "器"]
    assert surfaces("a\u200b" * 64) == ["a" * 64]
    assert surfaces("机" + "e\u0301" * 33) == ["机"]


def test_invalid_bytes_break_a_run() -> None:
    assert surfaces("机".encode() + b"\xff" + "器".encode()) == ["机", "器"]
    assert surfaces(b"a\xc3" + "机".encode()) == ["a", "机"]
    assert surfaces(b"C\x80++") == ["C"]
    assert surfaces("机\ufffd器") == ["机", "器"]


# fmt: off
LINE_JOINS = [
    ("机\n器", ["机·器"]), ("机\r器", ["机·器"]), ("机\r\n器", ["机·器"]),
    ("机\u200b\n\ufeff器", ["机·器"]), ("机\r\u200b\n器", ["机·器"]), ("机\n器\n学", ["机·器·学"]),
    ("机\n\n器", ["机", "器"]), ("机\n\r器", ["机", "器"]), ("机\r\r\n器", ["机", "器"]),
    ("机\n 器", ["机", "器"]), ("机\u2028器", ["机", "器"]), ("机\nカ", ["机·カ"]),
    ("机\nA", ["机", "A"]), ("a\nb", ["a", "b"]), ("机\n", ["机"]), ("〆\n机", ["〆·机"]),
    ("\U00020000\n〇", ["\U00020000·〇"]),
]
# fmt: on


@pytest.mark.parametrize(("document", "expected"), LINE_JOINS)
def test_join_lines_joins_one_line_end_between_two_han_characters(
    document: str, expected: list[str]
) -> None:
    assert surfaces(document, join_lines=True) == expected


def test_line_ends_break_unless_joined() -> None:
    assert surfaces("机\n器\r\n学\r习") == ["机", "器", "学", "习"]


def test_symbols_are_in_simple_lower_case() -> None:
    assert symbols("IPhone，É，ＣＰＵ，\u212a，ẞ") == ["iphone", "é", "cpu", "k", "ß"]


def test_a_letter_without_a_lower_case_of_one_character_stays() -> None:
    assert symbols("İA") == ["İa"]


def test_letters_younger_than_this_python_have_their_lower_case() -> None:
    assert symbols("\ua7cb，\ua7dc，\ua7d8") == ["\u0264", "\u019b", "\ua7d9"]


def test_a_symbol_is_shown_in_its_most_frequent_form() -> None:
    assert oracle.shown_forms(["iPhone，IPHONE", "iPhone机"]) == {"iphone": "iPhone", "机": "机"}


def test_equally_frequent_forms_are_shown_as_the_smallest() -> None:
    assert oracle.shown_forms(["cpu，Cpu，ＣＰＵ"]) == {"cpu": "CPU"}


# ------------------------------------------------------------------------------ n-grams and scores


def test_ngrams_are_counted_inside_runs_only() -> None:
    assert oracle.count_ngrams(["哈哈哈，A股", "a股"], 2) == {
        ("哈",): 3,
        ("哈", "哈"): 2,
        ("a",): 2,
        ("股",): 2,
        ("a", "股"): 2,
    }


def test_ngrams_below_min_count_are_left_out() -> None:
    assert oracle.count_ngrams(["机器机"], 3, min_count=2) == {("机",): 2}


def test_ngrams_are_ordered_by_code_points_of_the_joined_string() -> None:
    assert list(oracle.count_ngrams(["a器，a+b器，机器"], 2)) == [
        ("a",),
        ("a+b",),
        ("a+b", "器"),
        ("a", "器"),
        ("器",),
        ("机",),
        ("机", "器"),
    ]


# Left of 机器: 学 three times, one break. Right: 人 twice, two breaks.
ROBOTS = ["学机器人，学机器人，学机器", "机器"]


def test_neighbours_are_units_and_breaks() -> None:
    left, right = oracle.neighbours(ROBOTS, 2)["机", "器"]
    assert left == {"学": 3, BREAK: 1}
    assert right == {"人": 2, BREAK: 2}


def test_entropy_takes_every_break_for_a_neighbour_of_its_own() -> None:
    assert oracle.entropy({"学": 3, BREAK: 1}) == pytest.approx(0.5623351446188083, abs=1e-14)
    assert oracle.entropy({"人": 2, BREAK: 2}) == pytest.approx(1.0397207708399179, abs=1e-14)
    assert oracle.entropy({BREAK: 3}) == pytest.approx(1.0986122886681098, abs=1e-14)
    assert oracle.entropy({"学": 7}) == 0


def test_variety_is_distinct_units_and_all_breaks() -> None:
    assert oracle.variety(Counter({"学": 3, "人": 1, BREAK: 4})) == 6


def test_cohesion_of_a_pair_is_its_pmi() -> None:
    # N = 13; 机 4, 器 4, 机器 4: 4 * 13 / (4 * 4) = 13/4.
    counts = oracle.count_ngrams(ROBOTS, 2)
    assert oracle.cohesion(("机", "器"), counts, 13) == pytest.approx(1.1786549963416462, abs=1e-14)


def test_cohesion_of_three_units_is_the_weaker_split() -> None:
    # N = 13. 甲|乙丙: 2 * 13 / (3 * 2) = 26/6. 甲乙|丙: 2 * 13 / (3 * 3) = 26/9, the smaller.
    docs = ["甲乙丙，甲乙丙，甲乙，丙", "丁丁丁丁"]
    assert oracle.count_units(docs) == 13
    measured = oracle.candidates(docs, 3)["甲", "乙", "丙"]
    assert measured.cohesion == pytest.approx(1.0608719606852626, abs=1e-14)


def test_a_candidate_has_all_its_measures() -> None:
    # N = 4 + 4 + 3 + 2 = 13.
    measured = oracle.candidates(ROBOTS, 2, min_count=4)
    assert list(measured) == [("机", "器")]
    found = measured["机", "器"]
    assert found.count == 4
    assert found.cohesion == pytest.approx(1.1786549963416462, abs=1e-14)
    assert found.left_entropy == pytest.approx(0.5623351446188083, abs=1e-14)
    assert found.right_entropy == pytest.approx(1.0397207708399179, abs=1e-14)
    assert (found.left_variety, found.right_variety, found.accessor_variety) == (2, 3, 2)


def test_candidates_are_two_units_or_more_up_to_the_order() -> None:
    assert list(oracle.candidates(["A股票"], 2)) == [("a", "股"), ("股", "票")]


# ---------------------------------------------------------------------------- the reference method

# 丑 2 寅 2 丑寅 2; 甲 3 乙 3 甲乙 3; 丙 2 乙丙 2 甲乙丙 2; 寅甲 1; N = 12 + 18 = 30.
# PMI: 丑寅 ln 15; 甲乙 ln(90/9) = ln 10; 乙丙 ln(60/6) = ln 10; 甲乙丙 ln(60/6) both ways = ln 10.
# Pieces: 丑寅 | 丑寅, 甲乙 | 甲乙丙 | 甲乙丙, and 18 of one unit.
SIGNS = ["丑寅，丑寅甲乙，甲乙丙，甲乙丙", "子，" * 18]


def test_reference_drops_a_chain_that_is_no_firm_ngram_itself() -> None:
    assert oracle.reference(SIGNS, min_count=2) == {("丑", "寅"): 2}


def test_reference_keeps_a_piece_of_three_that_is_firm() -> None:
    assert oracle.reference(SIGNS, min_count=2, min_pmi=(0, 2, 2.3, 6)) == {
        ("丑", "寅"): 2,
        ("甲", "乙", "丙"): 2,
    }


def test_reference_never_joins_by_a_rare_ngram() -> None:
    # Only 甲乙 is kept: 甲乙丙 is cut before 丙.
    assert oracle.reference(SIGNS, min_count=3) == {("甲", "乙"): 3}


def test_reference_drops_a_firm_ngram_that_is_rarely_a_piece() -> None:
    # 甲乙 occurs three times and is a piece once.
    assert ("甲", "乙") not in oracle.reference(SIGNS, min_count=2)


def test_reference_wants_every_window_of_a_long_piece() -> None:
    # N = 10: every n-gram of 甲乙丙丁戊 has count 2 and PMI ln(2 * 10 / 4) = ln 5 = 1.609...
    docs = ["甲乙丙丁戊，甲乙丙丁戊"]
    assert oracle.reference(docs, min_count=2, min_pmi=(0, 1, 9, 1.6)) == {
        ("甲", "乙", "丙", "丁", "戊"): 2
    }
    assert oracle.reference(docs, min_count=2, min_pmi=(0, 1, 1, 1.61)) == {}


def test_longest_connection_cuts_where_no_kept_ngram_spans() -> None:
    kept = {("甲", "乙"), ("乙", "丙", "丁"), ("戊", "己")}
    assert oracle.longest_connection(list("甲乙丙丁戊己甲己"), kept, 4) == [
        ("甲", "乙", "丙", "丁"),
        ("戊", "己"),
        ("甲",),
        ("己",),
    ]
