"""Units that are what stands between spaces: the engine against the oracle."""

from __future__ import annotations

import re
import tempfile
from collections import Counter, defaultdict

import numpy as np
import oracle
from hypothesis import example, given
from hypothesis import strategies as st

from newword.core import _core

PIECES = st.sampled_from(
    [
        "a", "B", "ủ", "u\u0309", "Đ", "12", "机", "か", "\u3099", "ー", "ก", "เ", "์", "བོད", "་",
        "\u1100", "\u1161", "각", *(" ", "  ", "\u00a0", "\u3000") * 3, "\t", "\n", "\r\n",
        ".", "-", "_", "+", "#", "@", ",", "·", "\u200b", "\u00ad", "x.cn", "C++", "w" * 33,
    ]
)  # fmt: skip


def texts() -> st.SearchStrategy[str]:
    return st.lists(PIECES, max_size=30).map("".join)


def session_of(text: str, block: int = 1 << 20) -> _core.Session:
    session = _core.Session(threads=1, tokens=True)
    content = text.encode()
    for begin in range(0, len(content), block):
        session.feed(content[begin : begin + block])
    session.end_document()
    return session


def shown_runs(text: str) -> list[list[str]]:
    """The runs of the oracle, every token as it is written most often."""
    runs = oracle.token_runs(text)
    surfaces: dict[str, Counter[str]] = defaultdict(Counter)
    for run in runs:
        for unit in run:
            surfaces[unit.symbol][unit.surface] += 1
    shown = {key: min(seen, key=lambda s, n=seen: (-n[s], s)) for key, seen in surfaces.items()}
    return [[shown[unit.symbol] for unit in run] for run in runs]


@example(text="Chủ  tịch chu\u0309 ti\u0323ch", block=1)
@example(text="w" * 64 + " " + "w" * 65 + " a", block=7)
@given(text=texts(), block=st.integers(1, 7))
def test_runs_of_tokens_are_those_of_the_oracle(text: str, block: int) -> None:
    session = session_of(text, block)
    expected = shown_runs(text)
    assert session.units == sum(map(len, expected))
    spelled = session.spell_text(0)[0].decode().rstrip("\f\n")
    assert spelled == "\n".join(map(" ".join, expected))


@given(text=texts())
def test_tokens_are_counted_as_they_stand_side_by_side(text: str) -> None:
    expected: Counter[str] = Counter()
    for run in shown_runs(text):
        expected.update(" ".join(run[i : i + 2]) for i in range(len(run) - 1))
    table = session_of(text).count(max_order=2, min_count=1)
    words = table.words(2, np.arange(table.size(2), dtype=np.uint32))
    assert dict(zip(words, table.column(2, "count").tolist(), strict=True)) == expected
    for index, word in enumerate(words):
        assert table.find(f" {word.replace(' ', '  ').upper()} ") == (2, index)


@given(text=texts(), data=st.data())
def test_a_cut_keeps_the_text_and_its_pieces_begin_and_end_at_tokens(
    text: str, data: st.DataObject
) -> None:
    pairs = [" ".join(run[:2]) for run in shown_runs(text) if len(run) > 1]
    words = data.draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    cutter = _core.WordCutter(words, tokens=True)
    cutter.add_units(text.encode())
    likely = np.where(np.arange(len(cutter)) < len(words), -1.0, -9.0)
    ends, kinds = cutter.cut(text.encode(), likely)
    begins = [0, *ends.tolist()][: len(ends)]
    pieces = [text.encode()[a:b].decode() for a, b in zip(begins, ends.tolist(), strict=True)]
    assert "".join(pieces) == text
    folded = {word.lower() for word in words}
    for piece, kind in zip(pieces, kinds.tolist(), strict=True):
        [*runs] = oracle.token_runs(piece)
        if kind == 0 and len(runs) == 1 and len(runs[0]) > 1:
            assert " ".join(unit.symbol for unit in runs[0]) in folded
            assert not re.search("[ \u00a0\u3000]$", piece)


@given(text=texts(), block=st.integers(1, 7))
def test_words_are_found_as_the_text_writes_them(text: str, block: int) -> None:
    pairs = {" ".join(u.symbol for u in run[:2]) for run in oracle.token_runs(text) if len(run) > 1}
    finder = _core.PassageFinder(sorted(pairs), sample_size=9, around=2, tokens=True)
    content = text.encode()
    for begin in range(0, len(content), block):
        finder.feed(content[begin : begin + block])
    finder.end_document()
    for word, written in zip(sorted(pairs), finder.take(), strict=True):
        assert written.occurrences == sum(
            [unit.symbol for unit in run[i : i + 2]] == word.split(" ")
            for run in oracle.token_runs(text)
            for i in range(len(run) - 1)
        )
        for form in written.forms:
            [run] = oracle.token_runs(form)
            assert " ".join(unit.symbol for unit in run) == word


def test_a_count_file_says_that_its_units_are_tokens() -> None:
    with tempfile.NamedTemporaryFile() as out:
        session_of("chủ tịch xã").write_counts(out.fileno(), b"out", order=2, documents=1)
        out.seek(0)
        assert oracle.decode_count_file(out.read()).tokens
        facts = _core.CountFiles(threads=1).check(out.name.encode(), everything=True)
    assert facts.tokens
