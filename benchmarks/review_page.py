"""How a review page of many words behaves in a browser: `python -m benchmarks.review_page`.

Words of three random Han characters with contexts, kinds and times are written to a page, which
Chromium opens (`pip install playwright`, and a chromium on the path). Printed are the size of the
page and milliseconds: until it can be used; of a screen while scrolling from top to bottom, median
and slowest; of a filter by text, of sorting by a column, of the suggested order, of a decision, of
accepting all that is listed, and of taking that back. Each is the time until the next frame is
painted.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

import newword
from newword.lexicon import Label, Lexicon, Passage, Report, Usage

_STEPS = 200
_UNTIL_PAINTED = """async (act) => {
  const begin = performance.now();
  act();
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - begin;
}"""


class _Contexts:
    """The same line around every word, three times."""

    is_exact = True

    def __call__(self, words: Sequence[str], limit: int) -> list[tuple[Passage, ...]]:
        return [usage.passages for usage in self.usages(words, limit=limit)]

    def usages(
        self, words: Sequence[str], *, limit: int, around: int = 40, sources: bool = False
    ) -> list[Usage]:
        del limit, sources
        line = "前面有十个不同的字和"[:around]
        at = (len(line), len(line) + 3)
        return [Usage(count=3, forms={w: 3}, passages=((line + w + line, *at),) * 3) for w in words]

    def lines(self, most_bytes: int) -> list[str]:
        del most_bytes
        return []


def made_up(size: int) -> Lexicon:
    """A lexicon of so many words, all columns filled."""
    random = np.random.default_rng(1)
    words: dict[str, None] = {}
    while len(words) < size:
        rows = random.integers(0x4E00, 0x9FA5, (size, 3)).tolist()
        words.update(dict.fromkeys("".join(map(chr, row)) for row in rows))
    score = np.sort(random.beta(2, 1, size))[::-1]
    days = random.integers(0, 700, size)
    first = np.datetime64("2024-01-01", "s") + days.astype("timedelta64[D]")
    kinds = random.choice(["person", "noun", "unsure", "place"], size).tolist()
    report = Report(
        method="model", units=size, bytes_read=size, files=1, documents=9, thresholds={},
        problems=(), elapsed_s=0.0, candidates=size, empty_reason=None,
    )  # fmt: skip
    return Lexicon(
        words=list(words)[:size],
        count=(1 + random.pareto(1, size) * 3).astype(np.uint64),
        cohesion=random.gamma(4, 1, size),
        left_entropy=random.gamma(2, 1, size),
        right_entropy=random.gamma(2, 1, size),
        accessor_variety=random.integers(1, 90, size),
        score=score,
        known=random.integers(0, 2, size),
        documents=random.integers(1, 9, size),
        dispersion=random.random(size),
        first_seen=first,
        last_seen=first + np.timedelta64(30, "D"),
        report=report,
        contexts=_Contexts(),
        labels=[Label(kind=kind) for kind in kinds],
    )


def measure(tab: Any, page: Path) -> dict[str, float]:
    """Milliseconds of everything, in the order in which it was done."""
    begin = time.perf_counter()
    tab.goto(page.as_uri())
    tab.wait_for_selector("#rows .row")
    tab.evaluate("() => new Promise(requestAnimationFrame)")
    figures = {"until it can be used": (time.perf_counter() - begin) * 1000}
    scrolled = tab.evaluate(
        f"""async () => {{
          const box = document.getElementById("rows"), times = [];
          for (let step = 0; step < {_STEPS}; step += 1) {{
            const begin = performance.now();
            box.scrollTop = box.scrollHeight * step / {_STEPS};
            box.dispatchEvent(new Event("scroll"));
            box.getBoundingClientRect();
            times.push(performance.now() - begin);
            await new Promise(requestAnimationFrame);
          }}
          return times.sort((a, b) => a - b);
        }}"""
    )
    figures["scroll, median"], figures["scroll, slowest"] = scrolled[_STEPS // 2], scrolled[-1]

    def timed(name: str, act: str) -> None:
        tab.wait_for_timeout(500)  # what the last one left to the next frames is its own
        figures[name] = tab.evaluate(f"async () => ({_UNTIL_PAINTED})(() => {{ {act} }})")

    find = 'const box = document.getElementById("search"); box.value = "{}";'
    typed = 'box.dispatchEvent(new Event("input"));'
    timed("filter by text", find.format("一") + typed)
    timed("filter off", find.format("") + typed)
    timed("sort by count", 'document.querySelector("#head .count button").click();')
    timed(
        "suggested order",
        'const order = document.getElementById("order"); order.value = "suggested";'
        'order.dispatchEvent(new Event("change"));',
    )
    timed("a decision", 'document.getElementById("do-accept").click();')
    timed("accept all listed", 'document.getElementById("bulk-accept").click();')
    timed("undo", 'document.getElementById("undo").click();')
    return figures


def main(argv: Sequence[str] | None = None) -> int:
    """Reads the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.review_page", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--words", type=int, default=50_000)
    options = parser.parse_args(argv)
    chromium = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)
    if chromium is None:
        parser.error("there is no chromium on the path")
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as running:
        page = Path(folder) / "review.html"
        begin = time.perf_counter()
        newword.write_review(made_up(options.words), page, language="en")
        print(f"{options.words:,} words, {page.stat().st_size / 1e6:.1f} MB", end="")
        print(f", written in {time.perf_counter() - begin:.1f} s")
        browser = running.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        tab = browser.new_page(viewport={"width": 1440, "height": 900})
        for name, milliseconds in measure(tab, page).items():
            print(f"{name:22s} {milliseconds:8.0f} ms")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
