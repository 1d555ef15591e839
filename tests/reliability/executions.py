"""Executions of each fuzz target over all runs so far: kept in the tree, shown on the page."""

from __future__ import annotations

import json
from pathlib import Path

from reliability.campaign import ROOT

KEPT = Path(__file__).with_suffix(".json")
PAGE = ROOT / "docs" / "reliability.md"
BEGIN, END = "<!-- executions -->\n", "<!-- end of executions -->\n"


def add_executions(target: str, kind: str, executions: int, path: Path = KEPT) -> None:
    """Adds those of one run; `kind` is a column of the table."""
    sums = read_executions(path)
    of_target = sums.setdefault(target, {})
    of_target[kind] = of_target.get(kind, 0) + executions
    text = json.dumps({name: sums[name] for name in sorted(sums)}, indent=1, sort_keys=True)
    path.write_text(text + "\n", "utf-8")


def read_executions(path: Path = KEPT) -> dict[str, dict[str, int]]:
    """By target, then kind."""
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def write_executions(page: Path = PAGE) -> None:
    """Puts the table of all executions into a page, between its two marks."""
    before, _, rest = page.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(before + BEGIN + table(read_executions()) + END + after, "utf-8")


def table(sums: dict[str, dict[str, int]]) -> str:
    """In Markdown: a line a target, a column a kind, and the sum."""
    kinds = sorted({kind for of_target in sums.values() for kind in of_target})
    lines = [
        "| target | " + " | ".join(kinds) + " | in all |",
        "|---|" + "--:|" * (len(kinds) + 1),
    ]
    for target, of_target in sums.items():
        numbers = [*(of_target.get(kind, 0) for kind in kinds), sum(of_target.values())]
        lines.append(f"| `{target}` | " + " | ".join(f"{n:,}" for n in numbers) + " |")
    return "\n".join(lines) + "\n"
