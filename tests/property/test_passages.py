"""Strings are found as texts write them, and passages are pieces of the texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import oracle
import strategies
from engine import Reading, readings
from hypothesis import given
from hypothesis import strategies as st

from newword.core._core import PassageFinder, Written

MOST_FORMS = 64


def find(
    blocks: Iterable[Sequence[bytes]],
    words: Sequence[str],
    *,
    limit: int = 1000,
    around: int = 3,
    join_lines: bool = False,
) -> list[Written]:
    finder = PassageFinder(words, sample_size=limit, around=around, join_lines=join_lines)
    for document in blocks:
        for block in document:
            finder.feed(block)
        finder.end_document()
    return finder.take()


def symbols(text: bytes | str) -> list[list[str]]:
    return [[unit.symbol for unit in run] for run in oracle.runs(text)]


def occurrences(documents: Sequence[bytes], wanted: list[str], join_lines: bool) -> int:
    return sum(
        [unit.symbol for unit in run][start : start + len(wanted)] == wanted
        for run in oracle.all_runs(documents, join_lines)
        for start in range(len(run))
    )


@st.composite
def searches(draw: st.DrawFn) -> tuple[Reading, list[str]]:
    corpus = draw(readings(strategies.repetitive_corpora() | strategies.corpora(3)))
    runs = oracle.all_runs(corpus.whole, corpus.join_lines)
    words = []
    for _ in range(draw(st.integers(1, 4))) if runs else ():
        run = draw(st.sampled_from(runs))
        start = draw(st.integers(0, len(run) - 1))
        words.append("".join(unit.surface for unit in run[start : start + draw(st.integers(2, 5))]))
    return corpus, words


@given(searches())
def test_what_is_found_is_what_the_units_say(search: tuple[Reading, list[str]]) -> None:
    corpus, words = search
    documents = list(corpus.whole)
    found = find(corpus.documents, words, join_lines=corpus.join_lines)
    for word, one in zip(words, found, strict=True):
        [wanted] = symbols(word)
        if len(wanted) < 2:
            assert one.occurrences == 0
            continue
        assert one.occurrences == occurrences(documents, wanted, corpus.join_lines)
        assert len(one.passages) == one.occurrences
        assert len(one.forms) == MOST_FORMS or sum(one.forms.values()) == one.occurrences
        assert all(symbols(form) == [wanted] for form in one.forms)


@given(searches())
def test_passages_are_pieces_of_their_documents(search: tuple[Reading, list[str]]) -> None:
    corpus, words = search
    documents = [text for text in corpus.whole if oracle.runs(text)]
    texts = [text.decode("utf-8", "replace") for text in documents]
    for one in find(([d] for d in documents), words):
        for text, begin, end, document in one.passages:
            assert text in texts[document]
            assert text[begin:end] in one.forms or len(one.forms) == MOST_FORMS
            assert begin <= 3 >= len(text) - end
            assert not set("\r\n") & set(text)


@given(strategies.documents_in_blocks(), st.integers(1, 5))
def test_it_does_not_matter_where_blocks_are_cut(blocks: list[list[bytes]], limit: int) -> None:
    whole = [[b"".join(document)] for document in blocks]
    runs = oracle.all_runs([document[0] for document in whole])
    words = ["".join(unit.surface for unit in run[:2]) for run in runs[:3]]
    assert find(blocks, words, limit=limit) == find(whole, words, limit=limit)


def test_long_texts_are_taken_in_parts_that_hide_nothing() -> None:
    """With and without line ends or marks to part them at."""
    for between in ("，", "\n", "的", "。\r\n"):
        piece = f"甲K线图乙{between}"
        data = (piece * 60_000).encode()
        blocks = [data[i : i + 70_001] for i in range(0, len(data), 70_001)]
        [one] = find([blocks], ["k线图"], limit=8)
        assert one.forms == {"K线图": 60_000}
        assert all(text[begin:end] == "K线图" for text, begin, end, _ in one.passages)
        inner = "乙的甲" if between == "的" else None
        assert inner is None or all("乙的甲"[:2] in text for text, *_ in one.passages)


def test_lines_are_joined_as_they_are_for_counting() -> None:
    text = "看机\r\n器学\n习，K\n线图，机\n\n器，器\u200b\n学".encode()
    found = find([[text]], ["机器", "学习", "器学", "K线图"], join_lines=True)
    assert [one.forms for one in found] == [
        {"机器": 1},
        {"学习": 1},
        {"器学": 1, "器\u200b学": 1},
        {},
    ]
    apart = find([[text]], ["机器", "学习"])
    assert [one.occurrences for one in apart] == [0, 0]
