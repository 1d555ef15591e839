"""The table: one line a row, from the stored results of each."""

from __future__ import annotations

import datetime
import json
import subprocess
from pathlib import Path
from typing import Any

from reliability.campaign import ROOT, Campaign, Row

BEGIN, END = "<!-- table -->\n", "<!-- end of table -->\n"


def store(results: Path, row: Row, campaign: Campaign, seconds: float) -> None:
    """Keeps a row's result as JSON."""
    results.mkdir(parents=True, exist_ok=True)
    (results / f"{row.name}.json").write_text(
        json.dumps(
            {
                "row": row.name,
                "promise": row.promise,
                "level": campaign.level,
                "seed": campaign.seed,
                "commit": commit(),
                "date": datetime.datetime.now(datetime.timezone.utc).date().isoformat(),
                "seconds": round(seconds),
                "counts": campaign.counts,
                "findings": campaign.findings,
            },
            ensure_ascii=False,
            indent=1,
        )
        + "\n",
        "utf-8",
    )


def commit() -> str:
    """The commit that is tested, with a plus where the tree has changes."""
    told = subprocess.run(
        ["git", "describe", "--always", "--dirty=+", "--exclude=*"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return told.stdout.strip() or "unknown"


def write_table(results: Path, path: Path) -> None:
    """Puts the table of all stored results into a page, between its two marks."""
    from reliability.rows import ROWS

    page = path.read_text("utf-8") if path.exists() else BEGIN + END
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    stored = [results / f"{name}.json" for name in ROWS]
    rows = [json.loads(one.read_text("utf-8")) for one in stored if one.exists()]
    path.write_text(before + BEGIN + table(rows) + END + after, "utf-8")


def table(rows: list[dict[str, Any]]) -> str:
    """The rows in Markdown."""
    lines = [
        "| row | promise | tried | open findings | level, seed | commit, date | seconds |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        tried = ", ".join(f"{shown(value)} {what}" for what, value in row["counts"].items())
        lines.append(
            f"| `{row['row']}` | {row['promise']} | {tried} | {len(row['findings'])} "
            f"| {row['level']}, {row['seed']} | {row['commit']}, {row['date']} "
            f"| {row['seconds']:,} |"
        )
    return "\n".join(lines) + "\n"


def shown(value: int | str) -> str:
    """A count with its thousands set off."""
    return f"{value:,}" if isinstance(value, int) else value
