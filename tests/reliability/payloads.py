"""Words that are formulas, markup, control sequences and separators, in every output."""

from __future__ import annotations

import csv
import html.parser
import io
import json
import unicodedata

from lexicons import contexts_in, make_lexicon

import newword
from newword.errors import NewwordError
from newword.export import FORMATS
from newword.platform.safe_text import spreadsheet_cell
from reliability.campaign import Campaign

TAGS = (
    "<script>x=1</script>",
    "</script><script>x=1</script>",
    "<img src=x onerror=x=1>",
    "<!--",
    "]]>",
    "<svg onload=x=1>",
    "javascript:x",
    "&lt;",
    "&#60;",
    "{{x}}",
    "${x}",
    "__proto__",
    "＜script＞",
)
FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@x",
    "\t=1",
    "\r=1",
    "＝1",
    "＋1",
    "－1",
    "＠1",
    '=cmd|"/C calc"!A0',
)
SEPARATORS = (
    " ",
    "\t",
    "\n",
    "\r",
    "\0",
    ",",
    '"',
    "'",
    "\\",
    "|",
    "#",
    ";",
    "\u2028",
    "\u0085",
    "\u3000",
)
CONTROLS = (
    "\x1b[31m",
    "\x1b]0;t\x07",
    "\x9b1m",
    "\x7f",
    "\u202e",
    "\u2066",
    "\u200b",
    "\ufeff",
    "\ud800",
)
PLAIN = ("tsv", "csv", "jsonl", "txt")


def payloads() -> list[str]:
    """Each alone, before, behind and inside a word."""
    parts = (*TAGS, *FORMULAS, *SEPARATORS, *CONTROLS)
    return list(
        dict.fromkeys(
            f.replace("@@", p) for p in parts for f in ("@@", "机@@器", "@@机器", "机器@@")
        )
    )


def run(campaign: Campaign) -> None:
    """All payloads together, and each alone, in every format and on the page."""
    words = payloads()
    for name in FORMATS:
        export(campaign, name, words)
    for name in FORMATS if campaign.level == "overnight" else PLAIN:
        for word in words:
            export(campaign, name, [word])
    page(campaign, words)
    chance = campaign.chance("unicode")
    for _ in range(campaign.of(30, 500, 10_000)):
        some = ["".join(chr(chance.randrange(1, 0x110000)) for _ in range(3)) for _ in range(40)]
        for name in PLAIN:
            export(campaign, name, list(dict.fromkeys(some)))


def export(campaign: Campaign, name: str, words: list[str]) -> None:
    """One file: it holds the words that were not left out, one entry each, and no other."""
    out = io.BytesIO()
    try:
        report = newword.export.write(
            make_lexicon(words, contexts=contexts_in(words[:3])), out, format=name
        )
    except NewwordError:
        campaign.add("refused files")
        return
    campaign.add("files of payloads")
    refused = {word for word, _ in report.refused}
    kept = [word for word in words if word not in refused]
    where = f"{name} of {words[:2]!r}"
    data = out.getvalue()
    if name == "csv":
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
        campaign.check([row[0] for row in rows[1:]] == [spreadsheet_cell(w) for w in kept], where)
        first = [unicodedata.normalize("NFKC", row[0][:1]) for row in rows[1:] if row[0]]
        campaign.check(not set(first) & set("=+-@\t\r\n\0"), f"{where}: a formula")
    elif name == "jsonl":
        read = [json.loads(line)["word"] for line in data.decode().splitlines()]
        campaign.check(read == kept, where)
    elif name in ("tsv", "txt"):
        lines = data.decode("utf-8", "surrogatepass").split("\n")[name == "tsv" : -1]
        campaign.check([line.split("\t")[0] for line in lines] == kept, f"{where}: {lines[:3]!r}")
    elif name == "jieba":
        lines = data.decode().split("\n")[:-1]
        campaign.check(len(lines) == len(kept), f"{where}: {lines[:3]!r}")
        campaign.check(all(len(line.split(" ")) == 3 for line in lines), f"{where}: {lines[:3]!r}")


class Tags(html.parser.HTMLParser):
    """Counts the tags of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One more."""
        self.found.append(tag)
        self.found += [name for name, _ in attrs if name.startswith("on")]


def page(campaign: Campaign, words: list[str]) -> None:
    """The review page has the same elements whatever the words are."""
    path = campaign.place / "page.html"
    shapes = []
    for some in ([], words):
        lexicon = make_lexicon(some, contexts=contexts_in(some[:20]))
        newword.write_review(lexicon, path, title=words[3])
        shapes.append(Tags(path.read_text("utf-8")).found)
    campaign.check(shapes[0] == shapes[1], "the review page has other elements")
    campaign.add("pages of payloads")
