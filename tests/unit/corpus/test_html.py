"""The text of web pages: what a reader sees, in time that follows the size, whatever the markup."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from newword.corpus.parsers.html import page_text
from newword.corpus.parsers.parsed import Document, RefusedError
from newword.corpus.records.html_page import charset_of
from newword.corpus.sandbox import Sandbox

pytest.importorskip("resiliparse")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    box = Sandbox()
    yield box
    box.close()


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("机<b>器</b>学<i>习</i>", "机器学习"),
        ("<p>机器<p>学习", "机器\n\n学习"),
        ("机<wbr/>器<br/>学<img alt=a title=b>习", "机器\n学习"),
        ("<ul><li>机器<li>学习</ul>", "  机器\n  学习"),
        ("a<style>b</style><br/>c<svg><svg>d</svg>e</svg>f&amp;", "a\ncf&"),
        ("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby>表", "漢字表"),
        ("<p>机<!-- -->器&#23398;&#x4e60;</p>", "机器学习"),
        ("<p>机<![foo[器]]>学", "机学"),
        ("机&#" + "9" * 200_000 + ";学", "机\ufffd学"),
        ("机器\r\n    学习 and\nmore", "机器学习 and more"),
        ("<pre>机器\n学习</pre>", "机器\n学习"),
        ("机器<script>if (a<b) document.write('学习')</script>", "机器"),
        ("<body><noscript>机器</noscript>学习<template>字</template>", "学习"),
        ("<p hidden>机器</p><p style='display:none'>学习</p><p>字", "字"),
        ("<select><option>机器</select><p>学习", "学习"),
        ("<table><tr><td>机器<td>学习</table>", "机器\t\t学习"),
        ("", ""),
    ],
)
def test_what_a_reader_sees_is_the_text(page: str, text: str) -> None:
    assert page_text(page).strip("\n") == text


def test_the_main_article_alone() -> None:
    page = (
        "<body><nav><a href=1>首页</a></nav><main><article><p>机器学习的一篇长文。</p></article>"
        "</main><footer>版权所有</footer></body>"
    )
    assert page_text(page, main_only=True).strip() == "机器学习的一篇长文。"
    assert "版权所有" in page_text(page)


@pytest.mark.parametrize(
    "unit",
    ["<![", "<", "&#", "<a ", "<!--", "<a a=\"", "<div>", "<b>", "<a>", "<table>", "<b><p>", "&lt",
     "<font><div></font>", "<p>机器\n", "机\t", "机\n", "<li><ul>", "<svg><math>"],
)  # fmt: skip
def test_time_follows_the_size(sandbox: Sandbox, unit: str) -> None:
    for size in (48 << 10, 1 << 20):
        page = (unit * (size // len(unit))).encode()
        begin = time.monotonic()
        list(sandbox.parse("html", page, main_only=False))
        assert time.monotonic() - begin < 60


def test_a_page_that_would_take_for_ever_is_refused_and_the_next_is_read() -> None:
    box = Sandbox()
    attributes = " ".join(f"a{number}" for number in range(1 << 17))  # compared each with each
    with pytest.raises(RefusedError, match="needs more than 4 CPU seconds") as refusal:
        list(box.parse("html", f"<a {attributes}>字".encode(), main_only=False))
    assert refusal.value.code == "unparsable"
    assert list(box.parse("html", "<p>字".encode(), main_only=False)) == [Document("字".encode())]
    box.close()


def test_a_page_says_its_encoding() -> None:
    assert charset_of(b"<meta http-equiv=x content='text/html; charset=Big5'>") == "Big5"
    assert charset_of(b"<p>charset=x") is None
