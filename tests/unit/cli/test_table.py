"""Tables for a terminal: aligned as they look, never wider than it, without empty columns."""

from __future__ import annotations

import pytest

from newword.cli.screen.passages import Passage, columns_before, cut_left, cut_right
from newword.cli.screen.table import Column, Table, figures
from newword.cli.screen.wide_help import columns


def plain(table: Table, width: int) -> list[str]:
    return [line.plain for line in table.lines(width)]


def table(*, more: int = 0, passages: bool = True) -> Table:
    words = ["玄兔", "K线图", "bank"]
    return Table(
        columns=(
            Column(heading="rank", cells=["1", "2", "3"], rank=9),
            Column(heading="word", cells=words, is_number=False, rank=0),
            Column(heading="count", cells=["1,234", "30", "5"], rank=2),
            Column(heading="documents", cells=["", "", ""], rank=3),
        ),
        passages=[Passage("在左边", w, "在右边") for w in words] if passages else (),
        new=frozenset({0}),
        more=more,
    )


def test_columns_are_aligned_by_what_they_take_on_the_screen() -> None:
    heading, *rows = plain(table(), 60)
    assert heading == "rank  word   count"
    assert rows == [
        "   1  玄兔   1,234  在左边 玄兔 在右边",
        "   2  K线图     30  在左边 K线图 在右边",
        "   3  bank       5  在左边 bank 在右边",
    ]


@pytest.mark.parametrize("width", range(4, 120))
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    assert all(columns(line) <= max(width, 4) for line in plain(table(), width))


def test_what_has_no_room_goes_and_the_words_stay() -> None:
    assert plain(table(), 18)[1] == "   1  玄兔   1,234"
    assert plain(table(), 16)[1] == "玄兔   1,234"
    assert plain(table(), 6)[1] == "玄兔"


def test_what_is_not_shown_is_counted_in_the_last_line() -> None:
    assert plain(table(more=2522), 80)[-1] == "2,522 more: add -o words.tsv"
    assert "more" not in "".join(plain(table(), 80))


def test_only_words_that_are_new_have_a_colour() -> None:
    first, second = list(table(passages=False).lines(80))[1:3]
    assert [span.style for span in first.spans] == ["bold green"]
    assert not second.spans


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ([0.994058, 0.5, None], ["0.994", "0.500", ""]),
        ([1234.5, 7.25], ["1,234", "7"]),
        ([12.345, float("nan")], ["12.3", ""]),
        ([-3.14159, 1.0], ["-3.14", "1.00"]),
        ([0.0, 0.0], ["0", "0"]),
        ([], []),
    ],
)
def test_figures_have_three_digits_of_the_largest(
    values: list[float | None], shown: list[str]
) -> None:
    assert figures(values) == shown


def test_a_text_is_cut_by_columns_and_says_so() -> None:
    assert [cut_right("机器学习", width) for width in (8, 7, 5, 1, 0)] == [
        "机器学习", "机器学…", "机器…", "…", "",
    ]  # fmt: skip
    assert cut_left("机器学习", 5) == "…学习"


def test_words_in_context_stand_below_each_other() -> None:
    passages = [Passage("很长很长的左边", "词", "右"), Passage("短", "词", "右"), None]
    before = columns_before(passages, 24)
    lines = [one.fit(24, before).plain for one in passages if one is not None]
    assert lines == ["…长的左边 词 右", "       短 词 右"]


def test_what_a_corpus_holds_does_nothing_on_a_terminal() -> None:
    assert Passage.of("\x1b[31ma词\nb", 6, 7) == Passage("\\x1b[31ma", "词", "\\x0ab")
