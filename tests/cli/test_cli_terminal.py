"""On a terminal every row stands once and no bar stays, whatever command printed it."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from command import ROOT, TEXT, run

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are Unix's", allow_module_level=True)
pytest.importorskip("pyte", reason="the screen is read by pyte")

from screen import show

from newword.cli.screen.wide_help import columns as columns_of

WIDTHS = (80, 100, 150)
FANTASY = TEXT / "fantasy"
BAR = re.compile("[━╸╺]|reading  |ranking  |counting  |读取  |排序  ")
PRINTING = {  # with rows on standard output
    "discover": ("discover", TEXT, "--top", "8"),
    "discover --counts": ("discover", TEXT, "--counts", "counts.nwc", "--top", "8"),
    "count": ("count", FANTASY / "01.txt", "--order", "2", "--min-count", "9"),
    "score": ("score", "counts.nwc", "--order", "2", "--min-count", "30"),
    "kwic": ("kwic", TEXT, "的时候", "--around", "8"),
    "explain": ("explain", TEXT, "的时候", "--contexts", "0"),
    "compare": ("compare", FANTASY, "--against", "counts.nwc", "--top", "8"),
    "trend": ("trend", "posts.jsonl", "--time-field", "day", "--words", "list.txt"),
    "evaluate": ("evaluate", TEXT, "--dict", "list.txt"),
    "segment": ("segment", FANTASY / "01.txt", "--lexicon", "words.tsv"),
    "segment itself": ("segment", FANTASY / "01.txt"),
    "lm --eval": ("lm", "--eval", "model.arpa", FANTASY),
    "export": ("export", "words.tsv", "--to", "jieba", "--corpus", FANTASY),
    "apply": ("apply", "decisions.jsonl", "few.tsv"),
    "verify": ("verify", "counts.nwc", "counts.nwc"),
}
WRITING = {  # with lines on standard error only
    "discover": ("discover", TEXT, "-o", "new.tsv"),
    "count": ("count", FANTASY, "-o", "new.nwc"),
    "merge": ("merge", "counts.nwc", "-o", "new.nwc"),
    "lm": ("lm", FANTASY, "-o", "new.arpa"),
    "adapt": ("adapt", FANTASY, "-o", "new.txt"),
    "review": ("review", "words.tsv", "--corpus", FANTASY, "-o", "new.html"),
}
LANGUAGES = ("en", "zh")
AT_ONCE = {"score", "verify", "merge", "apply"}  # done before there is anything to tell


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the commands run, with the files that they are given."""
    place = tmp_path_factory.mktemp("terminal")
    run("count", TEXT, "-o", "counts.nwc", cwd=place)
    run("discover", FANTASY, "-o", "words.tsv", cwd=place)
    run("lm", FANTASY, "-o", "model.arpa", cwd=place)
    (place / "list.txt").write_text("春江\n时候\n城市\n东西\n声音\n样子\n", "utf-8")
    (place / "decisions.jsonl").write_text('{"word": "春江", "decision": "reject"}\n', "utf-8")
    run("discover", FANTASY, "--top", "9", "-o", "few.tsv", cwd=place)
    days = ("2024-01-01", "2024-02-01", "2024-03-01")
    posts = (json.dumps({"day": day, "text": "春江，春江，时候"}) + "\n" for day in days)
    (place / "posts.jsonl").write_text("".join(posts), "utf-8")
    return place


def words_of_line(line: str) -> str:
    """A line as it stands on a terminal, blanks aside."""
    return "".join(line.split())


def row_of(line: str) -> str:
    """What a line of the piped output shows on a terminal: of columns the first."""
    return words_of_line(line.partition("\t")[0])


@cache
def piped(name: str, place: Path) -> Counter[str]:
    """The rows that a command writes into a pipe."""
    return Counter(map(row_of, run(*PRINTING[name], cwd=place).out.splitlines()))


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("name", PRINTING)
def test_every_row_stands_once_and_no_bar_stays(name: str, columns: int, place: Path) -> None:
    arguments = PRINTING[name]
    shown = show(*arguments, cwd=place, columns=columns)
    assert shown.code == 0, shown.text
    assert name in AT_ONCE or "\u2501".encode() in shown.raw, "bars were shown meanwhile"
    assert not BAR.search(shown.text), shown.text
    whole = words_of_line(shown.text)
    for row, times in piped(name, place).items():
        assert whole.count(row) >= times, (row, shown.text)


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("name", WRITING)
def test_what_is_said_stands_alone(name: str, columns: int, place: Path) -> None:
    shown = show(*WRITING[name], cwd=place, columns=columns)
    assert shown.code == 0, shown.text
    assert name in AT_ONCE or "\u2501".encode() in shown.raw, "bars were shown meanwhile"
    assert not BAR.search(shown.text), shown.text
    assert shown.rows[0].startswith("newword: "), shown.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("columns", WIDTHS)
def test_a_terminal_shows_a_table_of_twenty_words(columns: int, language: str, place: Path) -> None:
    settings = {"NEWWORD_LANG": language}
    shown = show("discover", FANTASY, columns=columns, changes=settings, cwd=place)
    ranks = [line.split()[0] for line in shown.rows[1:21]]
    assert ranks == [str(rank) for rank in range(1, 21)], shown.text
    figures = [re.match(r" *\d+ +\S+ +[\d,]+", line) for line in shown.rows[1:21]]
    places = {columns_of(found[0]) for found in figures if found}
    assert len(places) == 1, "counts end in one column"
    assert "-o words.tsv" in shown.rows[21]
    assert shown.rows[22].startswith("newword: ")
    best = run("discover", FANTASY, "--top", "20", "--sort", "importance", cwd=place)
    assert [line.split()[1] for line in shown.rows[1:21]] == [
        row.split("\t")[0] for row in best.out.splitlines()[1:]
    ]


def test_top_shows_as_many_as_it_says(place: Path) -> None:
    shown = show("discover", FANTASY, "--top", "30", cwd=place)
    assert shown.rows[30].split()[0] == "30"
    assert shown.rows[31].startswith("newword: ")


def test_new_words_have_a_colour_and_no_color_takes_it(place: Path) -> None:
    arguments = ("discover", FANTASY, "--dict", "list.txt", "--top", "5", "--progress", "none")
    assert b"\x1b[1;32m" in show(*arguments, cwd=place).raw
    for settings in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert b"\x1b" not in show(*arguments, cwd=place, changes=settings).raw


@pytest.mark.parametrize("format_", [("--format", "tsv"), ("--json",)])
def test_a_format_that_was_asked_for_is_written_on_a_terminal_too(
    format_: tuple[str, ...], place: Path
) -> None:
    arguments = ("discover", FANTASY, "--top", "3", *format_, "--quiet")
    shown = show(*arguments, "--progress", "none", cwd=place)
    assert shown.raw.replace(b"\r\n", b"\n") == run(*arguments, cwd=place).stdout


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("columns", WIDTHS)
def test_words_in_context_fit_and_are_aligned(columns: int, language: str, place: Path) -> None:
    settings = {"NEWWORD_LANG": language}
    shown = show("kwic", TEXT, "的时候", "--source", columns=columns, changes=settings)
    lines = [line for line in shown.rows if " 的时候" in line and "newword" not in line]
    assert len(lines) == 20, shown.text
    assert len({columns_of(line.partition(" 的时候")[0]) for line in lines}) == 1


@pytest.mark.parametrize("columns", WIDTHS)
def test_the_examples_of_a_word_fit_and_are_aligned(columns: int) -> None:
    shown = show("explain", TEXT, "的时候", "--contexts", "3", columns=columns)
    lines = [line for line in shown.rows[1:] if " 的时候" in line]
    assert len(lines) == 3, shown.text
    assert len({columns_of(line.partition(" 的时候")[0]) for line in lines}) == 1


def test_what_a_corpus_holds_does_nothing_to_a_terminal(tmp_path: Path) -> None:
    line = "红\x1b[2J\x1b]0;title\x07色机器学习\u202e好\n"
    (tmp_path / "bad\x1b[31m.txt").write_text(line * 9, "utf-8")
    for arguments in (
        ("discover", "."),
        ("kwic", ".", "机器学习", "--source"),
        ("explain", ".", "机器学习"),
    ):
        shown = show(*arguments, "--progress", "none", cwd=tmp_path, changes={"NO_COLOR": "1"})
        assert b"\x1b" not in shown.raw
        assert "\u202e".encode() not in shown.raw


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_error_after_bars_stands_alone(language: str, place: Path) -> None:
    settings = {"NEWWORD_LANG": language}
    shown = show("discover", TEXT, "-", "--dict", "no.txt", cwd=place, changes=settings)
    assert shown.code == 4, shown.text
    assert shown.rows[0].startswith("newword: "), shown.text


def test_a_pipe_that_ends_on_the_terminal_shows_no_bar_either(place: Path) -> None:
    command = f"{sys.executable} -m newword discover {TEXT} --top 8 | cat"
    shown = show(line=["sh", "-c", command])
    assert "\u2501".encode() in shown.raw
    assert not BAR.search(shown.text), shown.text


def test_all_that_is_printed_goes_through_the_one_module_that_ends_the_bars() -> None:
    printing = {
        path.name
        for path in (ROOT / "newword" / "cli").rglob("*.py")
        if re.search(r"click\.echo\(|sys\.stdout\.buffer|\bprint\(", path.read_text("utf-8"))
    }
    assert printing == {"streams.py"}, "use put and standard_output of newword.cli.screen.streams"
