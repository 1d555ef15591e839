"""The site: built without network, nothing in it from another host, its reference complete."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import click
import pytest
from command import ROOT
from examples import examples_of

import newword
from newword.cli.main import cli
from tools.site_pages import ELSEWHERE

pytest.importorskip("mkdocs", reason="needs newword[docs]")
markdown_it = pytest.importorskip("markdown_it")

NO_NETWORK = """
import socket
def refuse(*arguments, **options):
    raise AssertionError(f"asks the network: {arguments}")
socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = refuse
"""
PAGES = [path.stem for path in sorted((ROOT / "docs").glob("*.md"))]
SOURCES = {
    **{page: ROOT / "docs" / f"{page}.md" for page in PAGES},
    **{page.removesuffix(".md"): ROOT / path for path, page in ELSEWHERE.items()},
}
LOADS = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}
BLOCKS = {"h1", "h2", "h3", "h4", "ul", "ol", "li", "tr", "pre", "img"}


class Tags(HTMLParser):
    """The tags of a page, and where it gets what it shows and runs."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.blocks: Counter[str] = Counter()
        self.loads: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        place = dict(attrs).get(LOADS.get(tag, "")) or ""
        if place and dict(attrs).get("rel") not in ("canonical", "next", "prev"):
            self.loads.append(place)
        if tag in BLOCKS:
            self.blocks[tag] += 1


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("site")
    (directory / "sitecustomize.py").write_text(NO_NETWORK, "utf-8")
    settings = {
        **os.environ,
        "PYTHONPATH": str(directory),
        "NO_MKDOCS_2_WARNING": "1",
        "PYTHONWARNINGS": "ignore",
        "TMPDIR": str(directory),  # where jieba keeps its cache
    }
    line = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--strict",
        "--site-dir",
        str(directory / "out"),
    ]
    done = subprocess.run(line, cwd=ROOT, env=settings, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return directory / "out"


def article(site: Path, page: str) -> str:
    found = re.search(
        r"<article.*?</article>", (site / f"{page}.html").read_text("utf-8"), re.DOTALL
    )
    assert found is not None
    return found[0]


def test_no_page_loads_anything_from_another_host(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) > len(PAGES)
    loaded = {place for page in pages for place in Tags(page.read_text("utf-8")).loads}
    assert any(place.endswith(".js") for place in loaded)
    assert [place for place in sorted(loaded) if "//" in place] == []
    for sheet in site.rglob("*.css"):
        asked = re.findall(r"(?:url\(|@import)\s*[\"']?([^\"')]+)", sheet.read_text("utf-8"))
        assert [place for place in asked if place.startswith(("http", "//"))] == []


@pytest.mark.parametrize("page", SOURCES)
def test_a_page_has_the_blocks_that_readers_of_the_repository_see(site: Path, page: str) -> None:
    """Lists, tables and fences are the same in both ways of reading Markdown."""
    text = SOURCES[page].read_text("utf-8")
    there = Tags(markdown_it.MarkdownIt("gfm-like", {"linkify": False}).render(text)).blocks
    shown = re.sub(r'<span class="filename">.*?</span>', "", article(site, page))
    assert Tags(shown).blocks == there


@pytest.mark.parametrize("page", ["reference/commands", "reference/commands.zh"])
def test_the_reference_has_every_command_and_option(site: Path, page: str) -> None:
    text = article(site, page)
    for name in cli.commands:
        _, _, after = text.partition(f'<h3 id="newword-{name}">')
        section = after.partition("<h3 ")[0]
        options = {
            option
            for parameter in cli.commands[name].params
            if isinstance(parameter, click.Option)
            for option in (*parameter.opts, *parameter.secondary_opts)
        }
        assert options - set(re.findall(r"<code>([^<]+)</code>", section)) == set(), name


def test_the_chinese_reference_is_in_chinese(site: Path) -> None:
    cells = re.findall(r"<td>(.*?)</td>\s*</tr>", article(site, "reference/commands.zh"))
    assert len(cells) > 100
    translated = [cell for cell in cells if re.search(r"[\u4e00-\u9fff]", cell)]
    assert len(translated) > 0.9 * len(cells)  # test_messages.py says which are not


def test_the_reference_has_every_public_name(site: Path) -> None:
    headings = set(re.findall(r'<h3 id="[\w.]+\.(\w+)"', article(site, "reference/python")))
    assert headings == set(newword.__all__)


@pytest.mark.parametrize("page", ["discover", "count"])
def test_tables_of_options_name_choices_and_defaults(page: str) -> None:
    """Other pages refer to these two."""
    command = cli.commands[page]
    context = click.Context(command)
    rows = re.findall(r"^\| .*$", (ROOT / "docs" / f"{page}.md").read_text("utf-8"), re.MULTILINE)
    for option in command.params:
        if not isinstance(option, click.Option):
            continue
        row = " ".join(row for row in rows if any(f"`{name}`" in row for name in option.opts))
        if "as for [" in row:
            continue
        choices = option.type.choices if isinstance(option.type, click.Choice) else ()
        if choices:  # there, or on the page that it leads to
            linked = re.findall(r"\]\((\w+\.md)", row)
            row += "".join((ROOT / "docs" / name).read_text("utf-8") for name in linked)
        if option.name != "format_":  # they have a table of their own
            assert [one for one in choices if not re.search(rf"\b{one}\b", row)] == [], option.opts
        default = str(option.get_help_extra(context).get("default", ""))
        assert default in row.replace(" GiB", "GiB").replace(" MiB", "MiB"), option.opts


def test_every_example_in_a_shell_is_marked_as_one() -> None:
    """What the site colours and lets people copy."""
    for page in PAGES:
        for example in examples_of(ROOT / "docs" / f"{page}.md", "text"):
            assert not example.text.startswith("$ "), str(example)
