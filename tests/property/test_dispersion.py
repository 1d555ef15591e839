"""Documents, evenness and slices of words are those that reading document by document gives."""

from __future__ import annotations

import math
from pathlib import Path

import engine
import numpy as np
import oracle
import pytest
import strategies
from engine import Counting, Expected, Reading, readings
from hypothesis import given
from hypothesis import strategies as st
from oracle import Ngram

from newword.core import _core

NO_TIME = int(np.iinfo(np.int64).min)


@st.composite
def searches(draw: st.DrawFn) -> tuple[Reading, list[Ngram]]:
    """A corpus of several documents, and strings of it and of other text."""
    corpus = draw(readings(strategies.repetitive_corpora() | strategies.corpora(6)))
    long_enough = [run for run in Expected(corpus, Counting()).runs if len(run) >= 2]
    wanted: list[Ngram] = [("机", "器"), ("无", "此", "词")]
    for _ in range(draw(st.integers(0, 6)) if long_enough else 0):
        run = draw(st.sampled_from(long_enough))
        start = draw(st.integers(0, len(run) - 2))
        end = draw(st.integers(start + 2, len(run)))
        wanted.append(tuple(unit.symbol for unit in run[start:end]))
    return corpus, wanted


def with_units(corpus: Reading) -> list[bytes]:
    """The documents that the engine numbers."""
    return [doc for doc in corpus.whole if oracle.count_units([doc], corpus.join_lines)]


@given(searches(), st.sampled_from(["right", "none", "wrong"]))
def test_dispersion_is_that_of_a_search_by_hand(
    search: tuple[Reading, list[Ngram]], hint: str
) -> None:
    corpus, wanted = search
    session = corpus.session()
    words = ["".join(ngram) for ngram in wanted]
    true_counts = [found.count for found in session.find(words)]
    counts = {"right": true_counts, "none": [0] * len(words), "wrong": [7] * len(words)}[hint]
    found = session.disperse(words, counts)
    assert session.documents == len(with_units(corpus))
    assert found.count.tolist() == true_counts
    assert (found.first_time, found.last_time) == (None, None)
    for place, ngram in enumerate(wanted):
        assert found.documents[place] == oracle.document_count(
            corpus.whole, ngram, corpus.join_lines
        )
        even = oracle.evenness(corpus.whole, ngram, corpus.join_lines)
        assert math.isclose(found.evenness[place], even, rel_tol=1e-12, abs_tol=1e-15)
        assert 0 <= found.evenness[place] <= 1 + 1e-12


@given(searches(), st.data())
def test_times_and_slices_are_those_of_the_documents(
    search: tuple[Reading, list[Ngram]], data: st.DataObject
) -> None:
    corpus, wanted = search
    session = corpus.session()
    docs = with_units(corpus)
    size = len(docs)
    instants = st.lists(st.sampled_from([NO_TIME, -5, 0, 3]), min_size=size, max_size=size)
    times = data.draw(instants)
    slices = data.draw(st.lists(st.integers(0, 3), min_size=size, max_size=size))
    words = ["".join(ngram) for ngram in wanted]

    def in_slice(number: int) -> list[bytes]:
        return [doc for doc, own in zip(docs, slices, strict=True) if own == number]

    found = session.disperse(words, [1] * len(words), times=times)
    counts = session.slice_counts(words, slices, 3)
    assert found.first_time is not None
    assert found.last_time is not None
    for place, ngram in enumerate(wanted):
        held = [
            time
            for doc, time in zip(docs, times, strict=True)
            if time != NO_TIME and oracle.document_count([doc], ngram, corpus.join_lines)
        ]
        assert found.first_time[place] == min(held, default=NO_TIME)
        assert found.last_time[place] == max(held, default=NO_TIME)
        by_slice = oracle.slice_counts(docs, ngram, [*slices], corpus.join_lines)
        assert counts.occurrences[place].tolist() == (by_slice + [0] * 3)[:3]
        assert counts.documents[place].tolist() == [
            oracle.document_count(in_slice(number), ngram, corpus.join_lines) for number in range(3)
        ]
    for number in range(3):
        assert counts.units[number] == oracle.count_units(in_slice(number), corpus.join_lines)
        assert counts.slice_documents[number] == len(in_slice(number))


@given(searches())
def test_contexts_name_their_documents(search: tuple[Reading, list[Ngram]]) -> None:
    corpus, wanted = search
    found = corpus.session().find(["".join(ngram) for ngram in wanted], sample_size=10**6)
    docs = with_units(corpus)
    for ngram, one in zip(wanted, found, strict=True):
        by_hand = [
            number
            for number, doc in enumerate(docs)
            for _ in range(sum(oracle.slice_counts([doc], ngram, [0], corpus.join_lines)))
        ]
        assert one.documents == by_hand


def test_files_are_documents_in_order_whatever_their_size(tmp_path: Path) -> None:
    """A large file is read in blocks by several threads, small ones in batches; both end once."""
    large = "春江潮水连海平，" * 500_000 + "海上明月共潮生。"
    texts = ["明月。", "", "，，，", large, "春江。", "\x00", "明月明月"]
    paths = []
    for number, text in enumerate(texts):
        path = tmp_path / f"{number}.txt"
        path.write_text(text, encoding="utf-8")
        paths.append(bytes(path))
    session, _ = engine.read_files([*paths, b"/nowhere"], explicit=False, threads=3)
    assert session.document_files().tolist() == [0, 3, 4, 6]
    session.feed("明月".encode())
    session.end_document()
    assert session.documents == 5
    found = session.disperse(["明月", "春江", "潮水"], [0, 0, 0])
    assert found.count.tolist() == [5, 500_001, 500_000]
    assert found.documents.tolist() == [4, 2, 1]
    assert session.find(["明月"], sample_size=9)[0].documents == [0, 1, 3, 3, 4]


def test_what_does_not_fit_together_is_refused() -> None:
    session = _core.Session(threads=1)
    session.feed("明月明月".encode())
    with pytest.raises(ValueError, match="every string needs its count"):
        session.disperse(["明月"], [])
    with pytest.raises(ValueError, match="every document needs its time"):
        session.disperse(["明月"], [2], times=[1, 2])
    with pytest.raises(ValueError, match="every document needs its slice"):
        session.slice_counts(["明月"], [], 3)


def test_in_a_small_budget_words_are_looked_for_in_batches() -> None:
    rng = np.random.default_rng(1)
    text = "".join(map(chr, 0x4E00 + rng.zipf(1.3, 200_000) % 2000)).encode()
    found = []
    for memory in (None, 20_000_000):
        session = _core.Session(threads=2, memory=memory)
        session.feed(text)
        session.end_document()
        table = session.count(max_order=3, min_count=2)
        words = [w for n in (2, 3) for w in table.words(n, range(table.size(n)))]
        assert len(words) > 25_000  # about 15 MB of tables
        spread = session.disperse(words, [1] * len(words))
        found.append([column.tobytes() for column in spread[:3]])
    assert found[0] == found[1]
