"""The review page: what it holds, that no text in it is more than text, and what comes of it."""

from __future__ import annotations

import base64
import hashlib
import html.parser
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from command import IS_SANITIZED
from hypothesis import given, settings
from hypothesis import strategies as st
from lexicons import contexts_in, make_lexicon

import newword
from newword import (
    ConfigError,
    Decision,
    Decisions,
    DecisionsError,
    apply_decisions,
    load_decisions,
    write_review,
)
from newword.lexicon import Label, Lexicon
from newword.review import _script

TAGS = (
    "<script>hacked=1</script>", "</script><script>hacked=1</script>", "<svg onload=hacked=1>",
    "<img src=x onerror=hacked=1>", "--></script><script>hacked=1</script>", "<!--<script>",
    "<iframe srcdoc='<script>parent.hacked=1</script>'>", "<base href=//evil.example>",
    "<meta http-equiv=refresh content=0;url=//evil.example>", "<style>*{display:none}</style>",
    "]]><script>hacked=1</script>", "<link rel=stylesheet href=//evil.example>",
    "<a href=javascript:hacked=1>x", "{{ hacked }}", "${hacked=1}", "`;hacked=1;`", "';hacked=1;'",
    '";hacked=1;"', "\\u003cscript>hacked=1", "\u2028hacked=1\u2029", "__proto__", "constructor",
    "toString", "hasOwnProperty", "\x00\x1b[31m", "\u202eevil\u202c", "＜script＞",
    "&lt;script&gt;", "%3Cscript%3E", "<math><mi xlink:href='data:x,<script>hacked=1</script>'>",
)  # fmt: skip
FRAMES = ("@", "机@器", "</title>@", "</textarea>@", "<x @>", "@</body></html>", "\\@")
PAYLOADS = [frame.replace("@", tag) for tag in TAGS for frame in FRAMES]
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)


class Page(html.parser.HTMLParser):
    """A page as a browser would take it apart."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inside: dict[str, list[str]] = {}
        self._open = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._open = tag
        if tag in ("script", "style"):
            self.inside.setdefault(tag, []).append("")

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open in ("script", "style"):
            self.inside[self._open][-1] += data


def page_of(words: list[str], path: Path, **options: Any) -> Page:
    write_review(make_lexicon(words), path, **options)
    return Page(path.read_text("utf-8"))


def data_of(page: Page) -> Any:
    return json.loads(page.inside["script"][0])


# ------------------------------------------------------------------------------------ what is in it


def test_there_are_enough_hostile_words() -> None:
    assert len(set(PAYLOADS)) >= 200


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(st.characters(codec=None), min_size=1), unique=True, max_size=5))
def test_any_word_is_data_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, words: list[str]
) -> None:
    page = page_of(words, tmp_path_factory.getbasetemp() / "page.html")
    assert data_of(page)["words"] == words
    assert len(page.tags) == len(page_of([], tmp_path_factory.getbasetemp() / "none.html").tags)


def test_hostile_words_titles_and_contexts_leave_the_page_as_it_is(tmp_path: Path) -> None:
    plain = page_of(["机器"], tmp_path / "a.html", title="x")
    hostile = make_lexicon(PAYLOADS, contexts=contexts_in(PAYLOADS[:20]))
    made = Decisions({PAYLOADS[1]: Decision("edit", PAYLOADS[2])})
    write_review(hostile, tmp_path / "b.html", title=PAYLOADS[1], decisions=made)
    page = Page((tmp_path / "b.html").read_text("utf-8"))
    assert [tag for tag, _ in page.tags] == [tag for tag, _ in plain.tags]
    assert data_of(page)["words"] == PAYLOADS


def test_only_this_script_and_this_style_may_run_and_nothing_may_be_fetched(tmp_path: Path) -> None:
    page = page_of(["机器"], tmp_path / "a.html")
    policy = next(a["content"] for t, a in page.tags if t == "meta" and "http-equiv" in a) or ""
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for kind, block in (("script", page.inside["script"][1]), ("style", page.inside["style"][0])):
        hashed = base64.b64encode(hashlib.sha256(block.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{hashed}'" in policy
    urls = [a for _, attributes in page.tags for a in attributes if a in ("src", "href", "action")]
    assert urls == []
    assert not any(a.startswith("on") for _, attributes in page.tags for a in attributes)


def test_the_script_never_makes_markup_or_code_of_a_string() -> None:
    forbidden = (
        r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|new Function|srcdoc|"
        r"fetch\(|XMLHttpRequest|WebSocket|import\(|setTimeout\(\s*[\"'`]|setAttribute\(\s*[\"']on"
    )
    assert re.findall(forbidden, _script()) == []


def test_numbers_and_contexts_are_there_and_what_was_not_measured_is_null(tmp_path: Path) -> None:
    lexicon = make_lexicon(
        ["𠮷野家", "机器"],
        cohesion=[float("nan"), 1 / 3],
        accessor_variety=[-1, 4],
        known=[-1, 1],
        contexts=contexts_in(["在𠮷野家吃", "机器"]),
    )
    write_review(lexicon, tmp_path / "a.html", language="en")
    data = data_of(Page((tmp_path / "a.html").read_text("utf-8")))
    assert data["cohesion"] == [None, 0.333333]
    assert (data["accessor_variety"], data["known"]) == ([None, 4], [None, True])
    assert data["contexts"][0] == [["在𠮷野家吃", 1, 5, ""]]  # in UTF-16 units
    assert (data["language"], data["state"]) == ("en", "all")


def test_contexts_say_where_they_come_from(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name in ("甲", "乙"):
        (corpus / f"{name}.txt").write_text(f"{name}说玄兔跑。玄兔跳。\n", "utf-8")
    lines = ['{"text": "玄兔睡觉，玄兔吃草。"}'] * 2
    (corpus / "丙.jsonl").write_text("\n".join(lines), "utf-8")

    def shown(lexicon: Lexicon) -> list[list[Any]]:
        write_review(lexicon, tmp_path / "a.html", contexts=9)
        data = data_of(Page((tmp_path / "a.html").read_text("utf-8")))
        return list(data["contexts"][data["words"].index("玄兔")])

    asked: dict[str, Any] = {"min_count": 2, "method": "entropy"}
    found = shown(newword.discover(corpus, **asked))
    names = [Path(source).name.removesuffix(":1").removesuffix(":2") for *_, source in found]
    assert set(names) == {"甲.txt", "乙.txt", "丙.jsonl"}
    for (text, begin, end, _), name in zip(found, names, strict=True):
        assert text[begin:end] == "玄兔"
        assert name[0] == text[0] or name == "丙.jsonl"
    comes_once = newword.Documents(text for text in ["玄兔跑，玄兔跳，玄兔睡"])
    assert {source for *_, source in shown(newword.discover(comes_once, **asked))} == {""}


@pytest.mark.parametrize("wrong", [{"language": "fr"}, {"contexts": -1}, {"contexts": 99}])
def test_options_that_cannot_work_are_refused(tmp_path: Path, wrong: dict[str, Any]) -> None:
    with pytest.raises(ConfigError):
        write_review(make_lexicon([]), tmp_path / "a.html", **wrong)


# ------------------------------------------------------------------------------------- decisions


def test_decisions_are_applied_and_the_last_one_counts(tmp_path: Path) -> None:
    (tmp_path / "d").write_text(
        '{"word": "甲", "decision": "accept"}\n{"word": "甲", "decision": "reject"}\n\n'
        '{"word": "的乙", "decision": "edit", "to": "乙"}\n'
        '{"word": "丙了", "decision": "edit", "to": "丁"}\n'
        '{"word": "没有", "decision": "reject"}\n',
        "utf-8",
    )
    lexicon = make_lexicon(["甲", "的乙", "丙了", "丁", "戊"], known=[1, 1, 1, 1, 1])
    decisions = load_decisions(tmp_path / "d")
    left = apply_decisions(lexicon, decisions)
    assert left.words == ["乙", "丁", "戊"]
    assert (left[0].count, left[0].cohesion, left[0].known) == (40, None, None)
    assert left[1].cohesion == 2.5
    assert apply_decisions(lexicon, decisions, accepted_only=True).words == ["乙"]
    (tmp_path / "e").write_text(decisions.text(), "utf-8")
    assert load_decisions([tmp_path / "d", tmp_path / "e"]).by_word == decisions.by_word


@pytest.mark.parametrize(
    "line",
    [
        "{", "[]", '{"decision": "accept"}', '{"word": "a", "decision": "maybe"}',
        '{"word": "a", "decision": "edit"}', '{"word": "a", "decision": "accept", "to": "b"}',
    ],
)  # fmt: skip
def test_damaged_decisions_are_refused_with_their_line(tmp_path: Path, line: str) -> None:
    (tmp_path / "d").write_text(f'{{"word": "甲", "decision": "accept"}}\n{line}\n', "utf-8")
    with pytest.raises(DecisionsError, match="line 2"):
        load_decisions(tmp_path / "d")


def test_decisions_in_another_encoding_are_refused(tmp_path: Path) -> None:
    (tmp_path / "d").write_bytes('{"word": "甲", "decision": "accept"}'.encode("gbk"))
    with pytest.raises(DecisionsError, match="it is not UTF-8; name a file that review saved"):
        load_decisions(tmp_path / "d")


# ------------------------------------------------------------------------------------ in a browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed")
    if IS_SANITIZED:
        pytest.skip("Chromium does not start with a sanitizer's runtime")
    with playwright.sync_playwright() as running:
        chromium = running.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def tab(browser: Any) -> Iterator[Any]:
    context = browser.new_context(accept_downloads=True, viewport={"width": 1400, "height": 900})
    page = context.new_page()
    page.faults, page.requests = [], []
    page.on("dialog", lambda dialog: (page.faults.append(dialog.message), dialog.dismiss()))
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("console", lambda said: page.faults.append(said.text) if said.type == "error" else None)
    page.on("request", lambda request: page.requests.append(request.url))
    yield page
    assert page.faults == []
    assert [url for url in page.requests if not url.startswith(("file:", "blob:"))] == []
    context.close()


def test_no_hostile_word_runs_in_a_browser(tab: Any, tmp_path: Path) -> None:
    hostile = make_lexicon(PAYLOADS, contexts=contexts_in(PAYLOADS))
    made = Decisions({word: Decision("edit", word + word) for word in PAYLOADS[::3]})
    write_review(hostile, tmp_path / "a.html", title=PAYLOADS[1], decisions=made, language="en")
    tab.goto((tmp_path / "a.html").as_uri())
    tab.select_option("#state", "all")
    for _ in PAYLOADS:
        tab.keyboard.press("j")
    assert tab.evaluate("typeof hacked") == "undefined"
    assert tab.evaluate("document.querySelectorAll('script').length") == 2
    assert tab.evaluate("document.querySelectorAll('img, iframe, svg, link, base').length") == 0
    assert tab.locator("#rows .row").count() > 10


def test_words_are_decided_by_keyboard_saved_and_loaded_again(tab: Any, tmp_path: Path) -> None:
    words = ["机器学习", "的时候", "云计算", "人工智", "量子"]
    write_review(make_lexicon(words), tmp_path / "a.html", language="zh")
    tab.goto((tmp_path / "a.html").as_uri())
    for key in ("a", "r", "ArrowDown", "e"):
        tab.keyboard.press(key)
    tab.fill("#edited", "人工智能")
    tab.keyboard.press("Enter")
    assert "已定 3 / 5" in tab.inner_text("#progress")
    with tab.expect_download() as download:
        tab.keyboard.press("s")
    download.value.save_as(tmp_path / "d.jsonl")
    decisions = load_decisions(tmp_path / "d.jsonl")
    assert apply_decisions(make_lexicon(words), decisions).words == [
        "机器学习", "云计算", "人工智能", "量子",
    ]  # fmt: skip
    write_review(make_lexicon(words[::-1]), tmp_path / "b.html", decisions=decisions)
    tab.goto((tmp_path / "b.html").as_uri())
    shown = tab.locator("#rows .row:visible .word bdi").all_inner_texts()
    assert shown == ["量子", "云计算"]  # nothing is asked twice
    tab.goto((tmp_path / "a.html").as_uri())
    tab.set_input_files("#file", tmp_path / "d.jsonl")
    assert "已定 3 / 5" in tab.inner_text("#progress")


def test_words_are_sorted_and_filtered(tab: Any, tmp_path: Path) -> None:
    lexicon = make_lexicon(["丙", "甲x", "乙x"], count=[1, 3, 2], score=[0.9, 0.8, 0.1])
    write_review(lexicon, tmp_path / "a.html", language="en")
    tab.goto((tmp_path / "a.html").as_uri())

    def by_place() -> list[str]:
        rows = tab.evaluate(
            "[...document.querySelectorAll('.row')].filter(r => !r.hidden)"
            ".sort((a, b) => a.dataset.place - b.dataset.place)"
            ".map(r => r.querySelector('.word bdi').textContent)"
        )
        return list(rows)

    assert by_place() == ["丙", "甲x", "乙x"]
    tab.click("#head .count button")
    assert by_place() == ["甲x", "乙x", "丙"]
    tab.fill("#search", "x")
    assert by_place() == ["甲x", "乙x"]
    tab.fill("#min-score", "0.5")
    assert by_place() == ["甲x"]
    tab.click("#language")
    assert tab.inner_text("#head .word button") == "词"


def labelled() -> Lexicon:
    """Words with all columns that there are."""
    words = ["机器学习", "的时候", "云计算"]
    return make_lexicon(
        words,
        contexts=contexts_in([f"甲{word}丙" for word in words] + ["乙云计算甲", "丙云计算乙"]),
        documents=[3, 2, 1],
        dispersion=[0.5, 0.4, 0.3],
        known=[1, 0, 0],
        units=["term", "word", "word"],
        labels=[
            Label(kind="noun", pos="n"),
            Label(kind="unsure"),
            Label(kind="noun", pos="n", variant_of="机器学习"),
        ],
    )


@pytest.mark.parametrize("width", [390, 768, 1024, 1440, 2560])
def test_nothing_lies_over_anything_at_any_width(tab: Any, tmp_path: Path, width: int) -> None:
    write_review(labelled(), tmp_path / "a.html")
    tab.set_viewport_size({"width": width, "height": 900})
    tab.goto((tmp_path / "a.html").as_uri())
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    for one in (
        "#undo", "#save", "#rows .row .accept", "#rows .row .edit", "#do-accept", "#word",
    ):  # fmt: skip
        box = tab.locator(one).first.bounding_box()
        assert box["x"] >= 0, one
        assert box["x"] + box["width"] <= width, one
        on_top = tab.evaluate(
            "([one]) => { const e = document.querySelector(one), b = e.getBoundingClientRect();"
            "const hit = document.elementFromPoint(b.x + b.width / 2, b.y + b.height / 2);"
            "return e.contains(hit) }",
            [one],
        )
        assert on_top, one


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1024, 1440])
def test_axe_finds_no_barrier(browser: Any, tmp_path: Path, width: int, scheme: str) -> None:
    """Fresh, with decisions and a menu open, while a word is edited, and with help open."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    write_review(labelled(), tmp_path / "a.html", language="en")
    viewport = {"width": width, "height": 800}
    # The page's own policy would keep axe out.
    context = browser.new_context(viewport=viewport, color_scheme=scheme, bypass_csp=True)
    tab = context.new_page()
    tab.goto((tmp_path / "a.html").as_uri())

    def barriers() -> list[Any]:
        found = axe.run(tab).response["violations"]
        return [(one["id"], one["nodes"][0]["html"][:100]) for one in found]

    assert barriers() == []
    for key in "ar":
        tab.keyboard.press(key)
    tab.click("#more > summary")
    assert barriers() == []
    tab.click("#more > summary")
    tab.click("#do-edit")
    assert barriers() == []
    tab.keyboard.press("Escape")
    tab.click("#show-help")
    assert barriers() == []
    tab.click("#close-help")
    tab.click("#language")
    assert barriers() == []
    context.close()


def test_kinds_are_filtered_and_contexts_put_in_order(tab: Any, tmp_path: Path) -> None:
    write_review(labelled(), tmp_path / "a.html", language="en", contexts=3)
    tab.goto((tmp_path / "a.html").as_uri())
    assert tab.locator("#kind option").all_inner_texts() == ["all", "noun (2)", "unsure (1)"]
    tab.select_option("#kind", "noun")
    assert tab.inner_text("#shown") == "2 words"
    tab.keyboard.press("Escape")
    tab.keyboard.press("End")
    assert tab.inner_text("#word") == "云计算"

    def lefts() -> list[str]:
        return [text.strip() for text in tab.locator(".context .before").all_inner_texts()]

    assert lefts() == ["甲", "乙", "丙"]
    tab.select_option("#context-order", "left")
    assert lefts() == sorted("甲乙丙")
    tab.select_option("#context-order", "right")
    right_of = {"甲": "丙", "乙": "甲", "丙": "乙"}
    assert lefts() == sorted("甲乙丙", key=right_of.__getitem__)
    write_review(make_lexicon(["机器学习"]), tmp_path / "b.html", language="en")
    tab.goto((tmp_path / "b.html").as_uri())
    assert tab.locator("#kinds").is_hidden()


def test_the_source_of_a_context_is_spelled_from_left_to_right(tab: Any, tmp_path: Path) -> None:
    """As it is cut on its left, its signs would else go to the wrong end."""
    (tmp_path / "甲").mkdir()
    (tmp_path / "甲" / "<b>.txt").write_text("玄兔跑，玄兔跳，玄兔睡", "utf-8")
    lexicon = newword.discover(tmp_path / "甲", min_count=2, method="entropy")
    write_review(lexicon, tmp_path / "a.html", language="en")
    tab.goto((tmp_path / "a.html").as_uri())
    place = tab.locator(".context .source").first
    assert place.inner_text() == str(tmp_path / "甲" / "<b>.txt")
    lefts = place.evaluate(
        """element => {
          const text = document.createTreeWalker(element, NodeFilter.SHOW_TEXT).nextNode();
          return [...text.data].map((_, at) => {
            const range = document.createRange();
            range.setStart(text, at); range.setEnd(text, at + 1);
            return range.getBoundingClientRect().left;
          });
        }"""
    )
    assert lefts == sorted(lefts)


def test_the_most_important_words_come_first_when_asked(tab: Any, tmp_path: Path) -> None:
    lexicon = make_lexicon(["甲乙", "丙丁", "戊己"], count=[5, 90, 40], score=[0.9, 0.6, 0.8])
    write_review(lexicon, tmp_path / "a.html", language="en")
    tab.goto((tmp_path / "a.html").as_uri())
    tab.select_option("#order", "importance")
    shown = tab.evaluate(
        "[...document.querySelectorAll('#rows .row:not([hidden])')]"
        ".sort((a, b) => a.dataset.place - b.dataset.place)"
        ".map((row) => row.querySelector('.word bdi').textContent)"
    )
    assert shown == lexicon.sort("importance").words


def test_words_are_decided_by_mouse_in_bulk_and_taken_back(tab: Any, tmp_path: Path) -> None:
    words = ["机器学习", "的时候", "云计算", "人工智", "量子"]
    write_review(make_lexicon(words), tmp_path / "a.html", language="en")
    tab.goto((tmp_path / "a.html").as_uri())
    tab.click("#rows .row:nth-of-type(3) .reject")
    assert "1 of 5" in tab.inner_text("#progress")
    tab.fill("#search", "云")
    tab.click("#bulk-accept")
    tab.fill("#search", "")
    assert "2 of 5" in tab.inner_text("#progress")
    tab.click("#bulk-reject")
    assert "5 of 5" in tab.inner_text("#progress")
    tab.click("#undo")
    assert "2 of 5" in tab.inner_text("#progress")
    for place in (0, 4):
        tab.click(f"#row-{place} input")
    tab.click("#bulk-accept")
    assert "4 of 5" in tab.inner_text("#progress")
    tab.keyboard.press("Control+z")
    assert "2 of 5" in tab.inner_text("#progress")


def test_the_ring_moves_over_the_dots_and_they_change_with_the_list(
    tab: Any, tmp_path: Path
) -> None:
    """A picture drawn after steps is that of the same place and list drawn at once."""
    words = [f"词{n:02d}" for n in range(40)]
    lexicon = make_lexicon(words, cohesion=list(range(40)), score=[n / 40 for n in range(40)])

    def picture() -> str:
        tab.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
        return str(tab.evaluate("document.getElementById('scatter').toDataURL()"))

    write_review(lexicon, tmp_path / "a.html", language="en")
    tab.goto((tmp_path / "a.html").as_uri())
    seen = [picture()]
    for key in ("j", "j", "k", "k"):
        tab.keyboard.press(key)
        seen.append(picture())
    assert seen[0] == seen[4] != seen[2]
    assert seen[1] == seen[3] != seen[2]
    tab.fill("#min-score", "0.5")
    assert picture() not in seen
    tab.fill("#min-score", "")
    tab.keyboard.press("Enter")
    tab.keyboard.press("Home")
    assert picture() == seen[0]
    tab.click("#theme")
    assert picture() != seen[0]


def test_a_page_that_is_left_at_once_keeps_its_decisions(tab: Any, tmp_path: Path) -> None:
    write_review(make_lexicon(["甲乙", "丙丁"]), tmp_path / "a.html", language="en")
    tab.goto((tmp_path / "a.html").as_uri())
    tab.keyboard.press("a")
    tab.reload()
    assert tab.inner_text("#progress") == "1 of 2 decided"
    tab.keyboard.press("u")  # nothing of this visit
    tab.wait_for_timeout(500)
    tab.reload()
    assert tab.inner_text("#progress") == "1 of 2 decided"


def test_accepted_words_are_exported_with_formulas_disarmed(tab: Any, tmp_path: Path) -> None:
    write_review(make_lexicon(["=1+1", "云,计算", "的时候"]), tmp_path / "a.html", language="en")
    tab.goto((tmp_path / "a.html").as_uri())
    for key in "aar":
        tab.keyboard.press(key)
    tab.click("#more > summary")
    with tab.expect_download() as download:
        tab.click("#as-csv")
    download.value.save_as(tmp_path / "words.csv")
    rows = (tmp_path / "words.csv").read_text("utf-8-sig").splitlines()
    assert [row.rsplit(",", 2)[0] for row in rows[1:]] == ["'=1+1", '"云,计算"']


def test_the_words_most_worth_a_look_come_first_when_asked(tab: Any, tmp_path: Path) -> None:
    words = ["肯定的", "难说的", "罕见的"]
    lexicon = make_lexicon(words, count=[900, 800, 2], score=[0.999, 0.5, 0.5])
    write_review(lexicon, tmp_path / "a.html", language="en")
    tab.goto((tmp_path / "a.html").as_uri())
    tab.select_option("#order", "suggested")
    shown = [tab.inner_text(f"#row-{place} .word bdi") for place in range(3)]
    assert shown == ["难说的", "罕见的", "肯定的"]


def test_fifty_thousand_words_stay_smooth(tab: Any, tmp_path: Path) -> None:
    words = [f"词{n:05d}" for n in range(50_000)]
    write_review(make_lexicon(words), tmp_path / "a.html", language="en")
    tab.goto((tmp_path / "a.html").as_uri())
    assert tab.locator("#rows .row").count() < 100
    slowest = tab.evaluate(
        """async () => {
          const box = document.getElementById("rows");
          let slowest = 0;
          for (let step = 0; step < 60; step += 1) {
            const begin = performance.now();
            box.scrollTop = step * 23000;
            box.dispatchEvent(new Event("scroll"));
            slowest = Math.max(slowest, performance.now() - begin);
            await new Promise(requestAnimationFrame);
          }
          return slowest;
        }"""
    )
    assert slowest < 200  # ms of a busy machine; a frame is 16
    tab.keyboard.press("End")
    assert "词49999" in tab.inner_text("#word")
    tab.click("#head .count button")
    tab.fill("#search", "12345")
    assert tab.inner_text("#shown") == "1 word"
