"""Nothing that comes from a corpus can act on a terminal, a spreadsheet or a page."""

from __future__ import annotations

import os
import sys
import unicodedata
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newword.platform.safe_text import excerpt, html, path_text, spreadsheet_cell, terminal

EVERY_CHARACTER = [chr(code) for code in range(sys.maxunicode + 1)]
BIDI_CONTROLS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
ANY_TEXT = st.text(st.characters(exclude_categories=()))


def is_dangerous(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") or character in BIDI_CONTROLS


def test_terminal_text_has_no_control_of_any_kind() -> None:
    dangerous = [c for c in EVERY_CHARACTER if is_dangerous(c)]
    assert not any(is_dangerous(c) for c in terminal("".join(dangerous)))


def test_terminal_text_leaves_every_other_character_as_it_is() -> None:
    plain = "".join(
        c for c in EVERY_CHARACTER if not is_dangerous(c) and not "\u206a" <= c <= "\u206f"
    )
    assert terminal(plain) == plain


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("机器学习 C++", "机器学习 C++"),
        ("a\x1b[31mb", r"a\x1b[31mb"),
        ("one\ntwo\t\r", r"one\x0atwo\x09\x0d"),
        ("\x00\x7f\x80\x9f", r"\x00\x7f\x80\x9f"),
        ("\u202eabc\u2066", r"\u202eabc\u2066"),
        ("\u2028\u2029", r"\u2028\u2029"),
        ("\ud800\udfff", r"\ud800\udfff"),
        ("\u206a\u206f", r"\u206a\u206f"),
        ("a\\b", "a\\b"),
    ],
)
def test_terminal_escapes_are_readable(text: str, shown: str) -> None:
    assert terminal(text) == shown


@given(ANY_TEXT)
def test_terminal_text_can_always_be_encoded(text: str) -> None:
    terminal(text).encode()


def test_excerpt_shows_at_most_the_limit() -> None:
    assert excerpt("机" * 33) == "机" * 32 + "…"


def test_excerpt_shows_a_short_text_whole() -> None:
    assert excerpt("机" * 32) == "机" * 32


def test_excerpt_is_escaped() -> None:
    assert excerpt("\x1b" * 3, limit=2) == r"\x1b\x1b…"


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        (b"a/b.txt", "a/b.txt"),
        ("语料/一.txt", "语料/一.txt"),
        (b"bad\xff\xfe.txt", r"bad\xff\xfe.txt"),
        (os.fsdecode(b"bad\xff.txt"), r"bad\xff.txt"),
        (b"new\nline\x1b[2J", r"new\x0aline\x1b[2J"),
        ("lone\ud800", r"lone\ud800"),
    ],
)
def test_paths_are_shown_on_one_line(path: str | bytes, shown: str) -> None:
    assert path_text(path) == shown


FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "﹢1",
    "﹣1",
    "﹦1",
    "﹫x",
    "−1",
]
HIDDEN_FORMULAS = [" =1", "\u3000=1", "\ufeff=1", "\u200b＝1", "\u00ad@x", "\u2060\u200d -1"]
CONTROLS = ["\t=1", "\r", "\n=1", "\0", "\tx"]


@pytest.mark.parametrize("text", FORMULAS + HIDDEN_FORMULAS + CONTROLS)
def test_a_cell_that_could_be_a_formula_gets_an_apostrophe(text: str) -> None:
    assert spreadsheet_cell(text) == "'" + text


@pytest.mark.parametrize("text", ["", "机器=学习", "C++", "a-b", "1", "'", " a", "\u3000", "𠀀+"])
def test_other_cells_stay_exact(text: str) -> None:
    assert spreadsheet_cell(text) == text


HIDING = {text[0] for text in HIDDEN_FORMULAS} | set("\u200c\u200d\u200e\u200f")


@pytest.mark.parametrize("character", EVERY_CHARACTER[0x20:0x7F])
def test_of_ascii_only_four_characters_make_a_cell_a_formula(character: str) -> None:
    shown = spreadsheet_cell(character + "1")
    assert shown == ("'" if character in "=+-@" else "") + character + "1"


def test_only_space_and_the_invisible_hide_a_formula() -> None:
    for character in EVERY_CHARACTER[0x20:0x3100]:
        if spreadsheet_cell(character) == character:
            is_hidden = character.isspace() or character in HIDING
            shown = "'" if is_hidden else ""
            assert spreadsheet_cell(character + "=") == shown + character + "=", hex(ord(character))


def test_no_cell_begins_with_a_trigger() -> None:
    for character in EVERY_CHARACTER:
        first = spreadsheet_cell(character + "1+1")[0]
        assert unicodedata.normalize("NFKC", first)[0] not in "=+-@\t\r\n\0\u2212"


def test_html_text_is_escaped_with_both_quotes() -> None:
    assert html("<a href=\"x\" id='y'>&") == "&lt;a href=&quot;x&quot; id=&#x27;y&#x27;&gt;&amp;"


class Page(HTMLParser):
    """What a browser would see in a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))

    def handle_data(self, data: str) -> None:
        self.text += data


@given(ANY_TEXT)
def test_html_text_makes_no_element_and_no_attribute(text: str) -> None:
    page = Page()
    page.feed(f'<p title="{html(text)}">{html(text)}</p>')
    page.close()
    assert page.tags == [("p", [("title", terminal(text))])]


@given(ANY_TEXT)
def test_html_text_reads_back_as_it_was_shown(text: str) -> None:
    page = Page()
    page.feed(f"<p>{html(text)}</p>")
    page.close()
    assert page.text == terminal(text)
