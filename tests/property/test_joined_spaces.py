"""Spaces between characters, where they are nothing: the engine against the oracle."""

from __future__ import annotations

import oracle
import strategies
from engine import Counting, everything
from hypothesis import example, given
from hypothesis import strategies as st

from newword.core import _core

PIECES = st.sampled_from(
    [
        *strategies.HAN, "き", "ไ", "한", "\U00020000", *(" ", "  ", "\u00a0", "\u3000") * 3,
        "\t", "\n", "\r\n", "\n\n", "\u200b", "\ufe0f", "\u0301", "a", "5G", "C++", "v2.",
        "，", "。",
    ]
)  # fmt: skip


def texts() -> st.SearchStrategy[str]:
    return st.lists(PIECES, max_size=30).map("".join)


@example(text="ไ \u200bไ", join_lines=False, block=1)
@example(text="ไ\u200b ไ \u200b a", join_lines=True, block=2)
@given(text=texts(), join_lines=st.booleans(), block=st.integers(1, 7))
def test_joined_spaces_are_as_if_they_were_not_there(
    text: str, join_lines: bool, block: int
) -> None:
    sessions = [
        _core.Session(threads=1, join_lines=join_lines, join_spaces=joins)
        for joins in (True, False)
    ]
    for session, given_text in zip(
        sessions, (text, oracle.without_spaces(text, join_lines)), strict=True
    ):
        content = given_text.encode()
        for begin in range(0, len(content), block):
            session.feed(content[begin : begin + block])
        session.end_document()
    tables = [everything(session.count(**Counting(4)._asdict())) for session in sessions]
    assert tables[0] == tables[1]


@given(text=texts(), block=st.integers(1, 7))
def test_a_text_that_is_kept_loses_the_same_spaces(text: str, block: int) -> None:
    joiner, counter = _core.SpaceJoiner(joins=True), _core.SpaceJoiner(joins=False)
    content = text.encode()
    joined = kept = b""
    for begin in range(0, len(content), block):
        joined += joiner.feed(content[begin : begin + block])
        kept += counter.feed(content[begin : begin + block])
    joined += joiner.end_document()
    kept += counter.end_document()
    assert joined.decode() == oracle.without_spaces(text)
    assert kept == content


@given(characters=st.lists(st.sampled_from(strategies.HAN), min_size=1), block=st.integers(1, 7))
def test_characters_that_stand_alone_are_counted(characters: list[str], block: int) -> None:
    content = (" ".join(characters) + " \n").encode()
    session = _core.Session(threads=1)
    joiner = _core.SpaceJoiner(joins=False)
    for begin in range(0, len(content), block):
        session.feed(content[begin : begin + block])
        joiner.feed(content[begin : begin + block])
    session.end_document()
    assert session.lone_characters == joiner.lone_characters == len(characters)
