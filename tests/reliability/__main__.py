"""Runs rows of the reliability table, and writes the table of all results there are."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
import traceback
from pathlib import Path

from reliability.campaign import BUILD, LEVELS, Campaign, Row
from reliability.report import store, write_table
from reliability.rows import ROWS


def main() -> int:
    """Exit status 1 when anything was found."""
    parser = argparse.ArgumentParser(prog="python -m reliability", description=__doc__)
    parser.add_argument("--level", choices=LEVELS, default="quick")
    parser.add_argument("--seed", type=int, default=1, help="of all chance; another one each night")
    parser.add_argument("--rows", default="", help="only these, with commas: " + ", ".join(ROWS))
    parser.add_argument(
        "--results", type=Path, default=BUILD, help="where each row's result is kept"
    )
    parser.add_argument("--report", type=Path, help="write the table of all results to this file")
    options = parser.parse_args()
    names = [name for name in options.rows.split(",") if name] or list(ROWS)
    if unknown := [name for name in names if name not in ROWS]:
        parser.error(f"no row {unknown[0]}; there are {', '.join(ROWS)}")
    found = sum(
        run_apart(ROWS[name], options.level, options.seed, options.results) for name in names
    )
    if options.report is not None:
        write_table(options.results, options.report)
    return 1 if found else 0


def run_apart(row: Row, level: str, seed: int, results: Path) -> int:
    """Runs a row in a child: the memory that is measured of a program begins with its parent's."""
    child = os.fork()
    if child == 0:
        try:
            found = run(row, level, seed, results)
        except BaseException:
            traceback.print_exc()
            found = 1
        os._exit(min(found, 255))
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def run(row: Row, level: str, seed: int, results: Path) -> int:
    """Runs a row and stores its result; returns how much it has found."""
    begin = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="newword-reliability-") as place:
        campaign = Campaign(level=level, seed=seed, place=Path(place))
        try:
            row.run(campaign)
        except Exception:
            campaign.findings.append("the row itself failed: " + traceback.format_exc())
    seconds = time.monotonic() - begin
    store(results, row, campaign, seconds)
    tried = ", ".join(f"{value} {what}" for what, value in campaign.counts.items())
    print(f"{row.name}: {tried}: {len(campaign.findings)} findings, {seconds:.0f} s", flush=True)
    for finding in campaign.findings:
        print(f"  {finding}", file=sys.stderr, flush=True)
    return len(campaign.findings)


if __name__ == "__main__":
    sys.exit(main())
