"""The door to the core: misuse, interruption, what outlives what."""

from __future__ import annotations

import gc

import numpy as np
import pytest
from engine import COLUMNS, column, everything, levels, reading, words

from newword.core import _core

TEXT = "机器学习，机器翻译，学习机器"


def session(text: str = TEXT, *, threads: int = 1) -> _core.Session:
    return reading(text, threads=threads).session()


def table(text: str = TEXT, *, max_order: int = 3, min_count: int = 1) -> _core.NgramTable:
    return session(text).count(max_order=max_order, min_count=min_count)


def kept(found: _core.NgramTable) -> list[np.ndarray]:
    return [np.ones(found.size(order)) for order in levels(found)[1:]]


# ---------------------------------------------------------------------------------- what it counts


@pytest.mark.parametrize("length", [1, 2, 17, 1_000, 1_000_000])
def test_one_character_over_and_over_is_counted_by_formula(length: int) -> None:
    found = table("哈" * length, max_order=16)
    for order in range(1, 17):
        expected = [length - order + 1] if length >= order else []
        assert column(found, order, "count") == expected


def test_an_empty_corpus_has_no_ngrams() -> None:
    nothing = _core.Session(threads=2)
    found = nothing.count(max_order=3, min_count=1)
    assert nothing.units == found.units == 0
    assert [found.size(order) for order in (1, 2, 3)] == [0, 0, 0]
    assert nothing.connect(kept(found), min_count=1).words == []
    assert nothing.find(["机器"])[0].count == 0


def test_documents_of_breaks_only_have_no_ngrams() -> None:
    found = (
        reading("", "，。", " \n", b"\xff\xfe", "\u200b").session().count(max_order=2, min_count=1)
    )
    assert found.units == 0


def test_an_open_document_is_counted_to_its_last_byte() -> None:
    corpus = _core.Session(threads=1)
    corpus.feed("机器a".encode())
    assert words(corpus.count(max_order=3, min_count=1), 3) == ["机器a"]


def test_a_cut_character_at_the_end_of_an_open_document_is_a_break() -> None:
    corpus = _core.Session(threads=1)
    corpus.feed("机器".encode() + "学".encode()[:2])
    assert corpus.units == 2


def test_counting_again_gives_the_same_table() -> None:
    corpus = session(threads=2)
    assert everything(corpus.count(max_order=3, min_count=1)) == everything(
        corpus.count(max_order=3, min_count=1)
    )


def test_an_older_table_still_answers_after_another_count() -> None:
    corpus = session()
    old = corpus.count(max_order=3, min_count=1)
    before = everything(old)
    corpus.count(max_order=1, min_count=3)
    assert everything(old) == before


def test_the_alphabet_is_counted_before_anything_else_is() -> None:
    assert session("机器机器A，a").alphabet_size == 3


def test_units_of_a_word_are_counted_before_anything_else_is() -> None:
    assert session("K线图").unit_count("k线") == 2


@pytest.mark.parametrize("word", ["", "，机器", "机，器", "机器，", "机器\ud800", "机器a.", "猫"])
def test_what_is_no_word_of_the_corpus_is_not_found(word: str) -> None:
    corpus = session(TEXT + "，机器a")
    assert corpus.count(max_order=3, min_count=1).find(word) is None
    assert corpus.unit_count(word) == 0


# ------------------------------------------------------------------------------------------ misuse


def test_text_is_refused_after_counting() -> None:
    corpus = session()
    corpus.count(max_order=2, min_count=1)
    with pytest.raises(RuntimeError, match="after counting"):
        corpus.feed(b"a")
    with pytest.raises(RuntimeError, match="after counting"):
        corpus.read_files([b"/nowhere"], [True], None)


def test_ending_a_document_after_counting_changes_nothing() -> None:
    corpus = _core.Session(threads=1)
    corpus.feed("机器abc".encode())
    before = everything(corpus.count(max_order=3, min_count=1))
    with pytest.raises(RuntimeError, match="after counting"):
        corpus.end_document()
    assert everything(corpus.count(max_order=3, min_count=1)) == before


@pytest.mark.parametrize(("max_order", "min_count"), [(0, 1), (17, 1), (1000, 1), (2, 0)])
def test_orders_and_counts_out_of_range_are_refused(max_order: int, min_count: int) -> None:
    with pytest.raises(ValueError, match=r"max_order must be 1\.\.16 and min_count at least 1"):
        session().count(max_order=max_order, min_count=min_count)


def test_a_refused_count_does_not_end_the_reading() -> None:
    corpus = session()
    with pytest.raises(ValueError, match="max_order"):
        corpus.count(max_order=0, min_count=1)
    corpus.feed("学".encode())
    assert corpus.units == 13


@pytest.mark.parametrize("call", ["max_order", "min_count"])
def test_negative_numbers_are_refused(call: str) -> None:
    with pytest.raises(OverflowError):
        session().count(**{"max_order": 2, "min_count": 1, call: -1})


@pytest.mark.parametrize("text", ["机器", 1, None, [1, 2]])
def test_only_bytes_are_fed(text: object) -> None:
    with pytest.raises(TypeError):
        _core.Session(threads=1).feed(text)


def test_any_buffer_of_bytes_is_fed() -> None:
    corpus = _core.Session(threads=1)
    text = "机器".encode()
    for block in (text, bytearray(text), memoryview(text), np.frombuffer(text, np.uint8), b""):
        corpus.feed(block)
    assert corpus.units == 8


def test_a_table_has_no_order_that_was_not_counted() -> None:
    found = table(max_order=2)
    for order in (0, 3, 17):
        for ask in (found.size, found.holds_script, lambda n: found.column(n, "count")):
            with pytest.raises(IndexError, match="was not counted"):
                ask(order)
        with pytest.raises(IndexError, match="was not counted"):
            found.words(order, [0])


def test_a_table_has_no_other_columns() -> None:
    with pytest.raises(KeyError):
        table().column(1, "score")


@pytest.mark.parametrize("index", [-1, 6, 2**32, 2**32 + 1, 2**63 - 1])
def test_indices_out_of_range_are_refused(index: int) -> None:
    found = table()
    for indices in ([index], np.array([0, index]), np.array([index], dtype=np.int64)):
        with pytest.raises((IndexError, OverflowError)):
            found.words(1, indices)
    with pytest.raises((IndexError, OverflowError)):
        found.weakest_split(2, index + 3 if index == 6 else index)


def test_a_single_unit_has_no_weakest_split() -> None:
    with pytest.raises(IndexError):
        table().weakest_split(1, 0)


def test_no_indices_give_no_words() -> None:
    assert table().words(1, []) == []


def test_connection_wants_a_table() -> None:
    with pytest.raises(ValueError, match="flags"):
        session().connect([], min_count=1)


def test_connection_wants_flags_for_every_ngram_of_every_order() -> None:
    corpus = session()
    flags = kept(corpus.count(max_order=3, min_count=1))
    for wrong in (
        [],
        flags[:1],
        [*flags, flags[1]],
        [flags[0], flags[1][:-1]],
        [np.ones(len(flags[0]) + 1), flags[1]],
    ):
        with pytest.raises(ValueError, match=r"needs one array|n-grams"):
            corpus.connect(wrong, min_count=1)
    with pytest.raises(ValueError, match="dimension"):
        corpus.connect([flags[0][:, None], flags[1]], min_count=1)


def test_flags_are_those_of_the_last_table() -> None:
    corpus = session()
    old = kept(corpus.count(max_order=3, min_count=1))
    corpus.count(max_order=3, min_count=2)
    with pytest.raises(ValueError, match="n-grams"):
        corpus.connect(old, min_count=1)


def test_single_units_have_no_pieces() -> None:
    corpus = session()
    corpus.count(max_order=1, min_count=1)
    assert corpus.connect([], min_count=1).words == []


def test_a_path_with_a_nul_is_refused() -> None:
    with pytest.raises(ValueError, match="null"):
        _core.Session(threads=1).read_files([b"/etc/hosts\0.txt"], [True], None)


def test_each_path_has_its_flag() -> None:
    with pytest.raises(ValueError, match="zip"):
        _core.Session(threads=1).read_files([b"/a", b"/b"], [True], None)


def test_paths_are_bytes() -> None:
    with pytest.raises(TypeError):
        _core.Session(threads=1).read_files(["/etc/hosts"], [True], None)


def test_unmade_objects_are_useless_but_harmless() -> None:
    with pytest.raises(TypeError):
        _core.Session()
    with pytest.raises(TypeError):
        _core.Session.__new__(_core.Session)
    with pytest.raises(TypeError):
        _core.NgramTable()
    bare = _core.NgramTable.__new__(_core.NgramTable)
    for use in (
        lambda: bare.units,
        lambda: bare.max_order,
        lambda: bare.size(1),
        lambda: bare.find("机"),
        lambda: bare.words(1, [0]),
        lambda: bare.column(1, "count"),
        lambda: bare.holds_script(1),
        lambda: bare.weakest_split(2, 0),
    ):
        with pytest.raises(TypeError, match="count"):
            use()


# -------------------------------------------------------------------------------- columns and life


@pytest.mark.parametrize("name", COLUMNS)
def test_columns_are_read_only(name: str) -> None:
    values = table().column(1, name)
    assert not values.flags.writeable
    with pytest.raises(ValueError, match="read-only"):
        values[0] = 1
    with pytest.raises(ValueError, match="WRITEABLE"):
        values.flags.writeable = True


@pytest.mark.parametrize("name", COLUMNS)
def test_columns_outlive_their_table_and_session(name: str) -> None:
    found = table("机器学习" * 1_000)
    values = found.column(2, name)
    copy = values.tolist()
    del found
    gc.collect()
    table("学机" * 5_000)  # something to fill freed memory with
    assert values.tolist() == copy


def test_columns_have_the_types_of_their_meaning() -> None:
    found = table()
    for order in levels(found):
        for name in COLUMNS:
            wanted = np.uint64 if name in ("count", "left_variety", "right_variety") else np.float64
            assert found.column(order, name).dtype == wanted
    assert table("机").column(2, "count").dtype == np.uint64


def test_a_table_outlives_its_session() -> None:
    corpus = session()
    found = corpus.count(max_order=3, min_count=1)
    before = everything(found)
    del corpus
    gc.collect()
    assert everything(found) == before
