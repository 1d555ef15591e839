"""Looking for strings finds what a search by hand finds."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import oracle
import pytest
import strategies
from engine import Counting, Expected, Reading, reading, readings
from hypothesis import given
from hypothesis import strategies as st
from oracle import BREAK, Neighbour, Ngram

from newword.core import _core


class Place(NamedTuple):
    """One occurrence: its run and where it begins there."""

    run: list[str]
    start: int


def places(expected: Expected, wanted: Ngram) -> list[Place]:
    """All occurrences in the order of the corpus, overlapping ones too."""
    size = len(wanted)
    found = []
    for run in expected.runs:
        symbols = [unit.symbol for unit in run]
        found += [
            Place(symbols, start)
            for start in range(len(symbols) - size + 1)
            if tuple(symbols[start : start + size]) == wanted
        ]
    return found


def sides(found: list[Place], size: int) -> oracle.Neighbours:
    left: Counter[Neighbour] = Counter()
    right: Counter[Neighbour] = Counter()
    for symbols, start in found:
        left[symbols[start - 1] if start else BREAK] += 1
        right[symbols[start + size] if start + size < len(symbols) else BREAK] += 1
    return oracle.Neighbours(left, right)


def even_sample(found: list[Place], most: int) -> list[Place]:
    """All, or every second, every fourth ... so that there are no more than `most`."""
    step = 1
    while len(found[::step]) > most:
        step *= 2
    return found[::step]


@st.composite
def searches(draw: st.DrawFn) -> tuple[Reading, Expected, list[Ngram]]:
    """A corpus and strings of it, in general longer than what is counted, and of other text."""
    corpus = draw(readings(strategies.repetitive_corpora() | strategies.corpora(3)))
    expected = Expected(corpus, Counting())
    long_enough = [run for run in expected.runs if len(run) >= 2]
    wanted: list[Ngram] = [("机", "器"), ("器", "k", "线"), ("无", "此", "词")]
    for _ in range(draw(st.integers(0, 6)) if long_enough else 0):
        run = draw(st.sampled_from(long_enough))
        start = draw(st.integers(0, len(run) - 2))
        end = draw(st.integers(start + 2, len(run)))
        wanted.append(tuple(unit.symbol for unit in run[start:end]))
    return corpus, expected, wanted


def spelled(wanted: list[Ngram]) -> list[str]:
    return ["".join(ngram) for ngram in wanted]


@given(searches())
def test_counts_of_strings_are_those_of_a_search_by_hand(
    search: tuple[Reading, Expected, list[Ngram]],
) -> None:
    corpus, expected, wanted = search
    found = corpus.session().find(spelled(wanted))
    assert [one.count for one in found] == [len(places(expected, ngram)) for ngram in wanted]


@given(searches())
def test_neighbours_of_strings_are_measured_as_by_the_oracle(
    search: tuple[Reading, Expected, list[Ngram]],
) -> None:
    corpus, expected, wanted = search
    for one, ngram in zip(corpus.session().find(spelled(wanted)), wanted, strict=True):
        left, right = sides(places(expected, ngram), len(ngram))
        assert (one.left_variety, one.right_variety) == (
            oracle.variety(left),
            oracle.variety(right),
        )
        entropies = [oracle.entropy(left), oracle.entropy(right)]
        assert [one.left_entropy, one.right_entropy] == pytest.approx(entropies, rel=0, abs=1e-12)


@given(searches())
def test_a_search_measures_as_the_table_does(
    search: tuple[Reading, Expected, list[Ngram]],
) -> None:
    corpus, _, wanted = search
    session = corpus.session()
    table = session.count(max_order=16, min_count=1)
    for one, word in zip(session.find(spelled(wanted)), spelled(wanted), strict=True):
        place = table.find(word)
        if place is not None:
            order, index = place
            for name in ("count", "left_variety", "right_variety"):
                assert table.column(order, name)[index] == getattr(one, name)
            for name in ("left_entropy", "right_entropy"):
                assert table.column(order, name)[index] == pytest.approx(
                    getattr(one, name), rel=0, abs=1e-12
                )


@given(searches(), st.integers(0, 9), st.integers(0, 12))
def test_contexts_are_an_even_sample_of_the_text_around(
    search: tuple[Reading, Expected, list[Ngram]], sample_size: int, around: int
) -> None:
    corpus, expected, wanted = search
    found = corpus.session().find(spelled(wanted), sample_size=sample_size, around=around)
    for one, ngram in zip(found, wanted, strict=True):
        sample = even_sample(places(expected, ngram), sample_size) if sample_size else []
        assert one.contexts == [_context(expected, place, len(ngram), around) for place in sample]


def _context(expected: Expected, place: Place, size: int, around: int) -> tuple[str, int]:
    """The text of the run around an occurrence, and where the occurrence begins in it."""
    run, start = place
    shown = [expected.shown[symbol] for symbol in run]
    before = "".join(shown[max(0, start - around) : start])
    return before + "".join(shown[start : start + size + around]), len(before)


@given(searches())
def test_strings_are_shown_in_their_commonest_form(
    search: tuple[Reading, Expected, list[Ngram]],
) -> None:
    corpus, expected, wanted = search
    for one, ngram in zip(corpus.session().find(spelled(wanted)), wanted, strict=True):
        known = all(symbol in expected.shown for symbol in ngram)
        assert one.shown == (expected.word(ngram) if known else "")


@pytest.mark.parametrize("word", ["K线图", "k线图", "Ｋ线图", "\u212a线图", "K\u200b线\ufe0f图"])
def test_a_word_with_letters_is_found_in_any_case_and_width(word: str) -> None:
    session = reading("看K线图，k线图，Ｋ线图！AK线图，K线").session()
    found = session.find([word], sample_size=4, around=1)[0]
    assert found.shown == "K线图"
    assert found.count == 3
    assert found.contexts == [("看K线图", 1), ("K线图", 0), ("K线图", 0)]


def test_overlapping_occurrences_all_count() -> None:
    found = reading("哈" * 1_000).session().find(["哈" * 20, "哈" * 1_000, "哈" * 1_001])
    assert [one.count for one in found] == [981, 1, 0]


def test_equal_strings_are_found_each() -> None:
    found = reading("机器，机器").session().find(["机器", "机器", "机器人", "机器"])
    assert [one.count for one in found] == [2, 2, 0, 2]


@pytest.mark.parametrize("word", ["", "机", "机，器", "，机器", "机器，", "机器\ud800", "猫狗"])
def test_what_is_no_word_of_two_units_is_not_found(word: str) -> None:
    found = reading("机器，机器").session().find([word], sample_size=3)[0]
    assert found == _core.Found(found.shown, 0, 0, 0, 0.0, 0.0, 0, [], [])


@pytest.mark.parametrize("sample_size", [1, 2, 3, 7, 64, 1_000])
def test_a_sample_spans_the_whole_corpus(sample_size: int) -> None:
    text = "，".join(f"机器{number}" for number in range(1_000))
    contexts = reading(text).session().find(["机器"], sample_size=sample_size)[0].contexts
    numbers = [int(context.removeprefix("机器")) for context, _ in contexts]
    step = numbers[1] if len(numbers) > 1 else 1_000
    assert numbers == [*range(0, 1_000, step)]
    assert sample_size / 2 < len(numbers) <= sample_size


def test_long_strings_that_repeat_themselves_are_found_at_once() -> None:
    # Comparing at every place would take 10^11 steps.
    length = 300_000
    words = ["哈" * length, "哈" * (length - 1) + "机", "哈" * (length // 2), "哈" * length + "哈"]
    found = reading("哈" * length, "哈" * length + "机").session().find(words)
    assert [one.count for one in found] == [2, 1, 2 * (length - length // 2 + 1), 0]


def test_many_strings_of_one_beginning_are_found_at_once() -> None:
    # As above: each place begins like every string.
    tails = [chr(0x4E00 + i) + chr(0x4E00 + j) for i in range(200) for j in range(200)]
    found = (
        reading("，".join("新词" + tail for tail in tails))
        .session()
        .find(["新词" + tail for tail in tails])
    )
    assert {one.count for one in found} == {1}


@given(
    st.lists(st.text("哈机", min_size=2, max_size=6), max_size=12),
    st.text("哈机，", max_size=200),
)
def test_strings_inside_each_other_are_all_found(words: list[str], text: str) -> None:
    found = reading(text).session().find(words, sample_size=1_000, around=0)
    for word, one in zip(words, found, strict=True):
        starts = [i for i in range(len(text)) if text.startswith(word, i)]
        assert one.count == len(starts) == len(one.contexts)
