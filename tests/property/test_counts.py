"""Counting equals the oracle, however the text is cut and the work is shared."""

from __future__ import annotations

import functools
import random

import numpy as np
import oracle
import pytest
import strategies
from engine import (
    BUFFERS,
    Counting,
    Expected,
    Reading,
    column,
    countings,
    everything,
    levels,
    reading,
    readings,
    words,
)
from hypothesis import given, settings
from hypothesis import strategies as st

WIDE = 70_000  # more symbols than 16 bits tell apart


@given(readings())
def test_units_are_those_of_the_oracle(corpus: Reading) -> None:
    assert corpus.session().units == Expected(corpus, Counting()).units


@given(readings(), countings())
def test_counts_of_every_order_are_those_of_the_oracle(corpus: Reading, counting: Counting) -> None:
    table = counting.table(corpus)
    expected = Expected(corpus, counting)
    for order in levels(table):
        counts = [expected.counts[ngram] for ngram in expected.ngrams(order)]
        assert column(table, order, "count") == counts


@settings(max_examples=25)
@given(readings(strategies.repetitive_corpora()), st.integers(7, 16))
def test_long_ngrams_are_counted_as_by_the_oracle(corpus: Reading, max_order: int) -> None:
    counting = Counting(max_order, min_count=2)
    table = counting.table(corpus)
    expected = Expected(corpus, counting)
    for order in levels(table):
        counts = [expected.counts[ngram] for ngram in expected.ngrams(order)]
        assert column(table, order, "count") == counts


@given(readings(), countings())
def test_ngrams_are_shown_in_their_commonest_forms_in_order_of_symbols(
    corpus: Reading, counting: Counting
) -> None:
    table = counting.table(corpus)
    expected = Expected(corpus, counting)
    for order in levels(table):
        assert words(table, order) == [*map(expected.word, expected.ngrams(order))]


@given(readings(), countings())
def test_a_word_as_shown_or_folded_finds_its_ngram(corpus: Reading, counting: Counting) -> None:
    table = counting.table(corpus)
    expected = Expected(corpus, counting)
    for order in levels(table):
        for index, ngram in enumerate(expected.ngrams(order)):
            assert table.find(expected.word(ngram)) == (order, index)
            assert table.find("".join(ngram)) == (order, index)


@given(readings(), countings())
def test_varieties_of_both_sides_are_those_of_the_oracle(
    corpus: Reading, counting: Counting
) -> None:
    table = counting.table(corpus)
    expected = Expected(corpus, counting)
    for order in levels(table):
        sides = [expected.sides[ngram] for ngram in expected.ngrams(order)]
        assert column(table, order, "left_variety") == [oracle.variety(s.left) for s in sides]
        assert column(table, order, "right_variety") == [oracle.variety(s.right) for s in sides]


@given(readings(), countings(largest_order=3))
def test_holds_script_tells_ngrams_with_an_unsegmented_unit(
    corpus: Reading, counting: Counting
) -> None:
    table = counting.table(corpus)
    expected = Expected(corpus, counting)
    for order in levels(table):
        holds = [any(map(_is_script, ngram)) for ngram in expected.ngrams(order)]
        assert table.holds_script(order).tolist() == holds


@functools.cache
def _is_script(symbol: str) -> bool:
    """A script unit beside a letter stays a unit, an alnum one grows or grows too long."""
    return [len(run) for run in oracle.runs(symbol + "a")] == [2]


@settings(max_examples=50)
@given(readings(), countings())
def test_no_byte_of_a_table_depends_on_threads(corpus: Reading, counting: Counting) -> None:
    alone = everything(counting.table(corpus._replace(threads=1)))
    for threads in (2, 3, 8):
        assert everything(counting.table(corpus._replace(threads=threads))) == alone


@settings(max_examples=50)
@given(readings(), countings())
def test_no_byte_of_a_table_depends_on_the_buffer(corpus: Reading, counting: Counting) -> None:
    first, *others = BUFFERS
    once = everything(counting._replace(buffer_bytes=first).table(corpus))
    for buffer_bytes in others:
        assert everything(counting._replace(buffer_bytes=buffer_bytes).table(corpus)) == once


@given(readings(), countings())
def test_no_byte_of_a_table_depends_on_cuts(corpus: Reading, counting: Counting) -> None:
    single_bytes = tuple(tuple(strategies.cut_into_single_bytes(text)) for text in corpus.whole)
    whole = reading(*corpus.whole, threads=corpus.threads, join_lines=corpus.join_lines)
    in_single_bytes = whole._replace(documents=single_bytes)
    assert everything(counting.table(corpus)) == everything(counting.table(whole))
    assert everything(counting.table(in_single_bytes)) == everything(counting.table(whole))


@pytest.mark.parametrize("threads", [1, 3])
def test_more_symbols_than_16_bits_are_counted(threads: int) -> None:
    # Two rounds over the words in different orders, each behind a Han character.
    names = [f"W{i}" for i in range(WIDE)]
    shuffled = random.Random(1).sample(names, WIDE)
    text = (
        "".join("词" + name for name in names) + "。" + "典".join(name.lower() for name in shuffled)
    )
    table = Counting(2, buffer_bytes=1 << 18).table(reading(text, threads=threads))

    assert table.units == 4 * WIDE - 1
    assert words(table, 1) == [*sorted(names, key=str.lower), "典", "词"]
    assert column(table, 1, "count") == [2] * WIDE + [WIDE - 1, WIDE]
    following = [shuffled[i] + "典" for i in range(WIDE - 1)] + [
        names[i] + "词" for i in range(WIDE - 1)
    ]
    preceding = ["典" + name for name in shuffled[1:]] + ["词" + name for name in names]
    assert sorted(words(table, 2)) == sorted(following + preceding)
    assert set(column(table, 2, "count")) == {1}


def test_a_corpus_past_16_bits_in_its_middle_is_counted_whole() -> None:
    early = "机器学习" * 10
    late = "，".join(f"w{i}" for i in range(WIDE))
    table = Counting(4, min_count=2).table(reading(early, late, early))
    assert table.units == 2 * len(early) + WIDE
    assert column(table, 4, "count")[table.find("机器学习")[1]] == 20


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_ngrams_of_a_text_that_mostly_repeats_one_character_are_counted(share: float) -> None:
    letters = np.array([ord(c) for c in "丁七万哈"], dtype=np.uint32)
    chance = np.random.default_rng(5)
    rare = (1 - share) / 3
    text = chance.choice(4, 400_000, p=[rare, rare, rare, share])
    table = Counting(6, min_count=3).table(reading(letters[text].tobytes().decode("utf-32-le")))
    for order in range(1, 7):
        windows = np.lib.stride_tricks.sliding_window_view(text, order)
        ngrams, counts = np.unique(windows @ 4 ** np.arange(order)[::-1], return_counts=True)
        kept = counts >= 3
        assert column(table, order, "count") == counts[kept].tolist()
        shown = [np.base_repr(n, 4).rjust(order, "0") for n in ngrams[kept]]
        digits = str.maketrans("0123", "丁七万哈")
        assert words(table, order) == [ngram.translate(digits) for ngram in shown]
