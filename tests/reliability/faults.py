"""Faults of the system at every place: tests/faults/sweep.py, thorough."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from command import environment

from reliability.campaign import ROOT, Campaign

HERE = ROOT / "tests" / "faults"
WORKS = ("count", "merge", "add", "keep", "train", "export", "review", "load", "verify")


def run(campaign: Campaign) -> None:
    """Quick: as in the test suite. Full: all calls, errors and pairs of faults of every work."""
    library = campaign.place / "faultline.so"
    compiler = shutil.which(os.environ.get("CC", "cc"))
    line = [str(compiler), "-shared", "-fPIC", "-O1", "-o", str(library)]
    subprocess.run([*line, str(HERE / "faultline.c"), "-ldl"], check=True)
    for work in WORKS if campaign.level != "quick" else [""]:
        place = campaign.place / f"files-{work}"
        place.mkdir()
        sweep(campaign, library, place, ["--thorough", "--work", work] if work else [])


def sweep(campaign: Campaign, library: Path, place: Path, options: list[str]) -> None:
    """One process of the sweep."""
    done = subprocess.run(
        [sys.executable, HERE / "sweep.py", library, place, *options],
        env=environment({"LD_PRELOAD": str(library)}),
        capture_output=True,
        text=True,
        check=False,
    )
    campaign.check(done.returncode == 0, f"{' '.join(options)}: {done.stderr[-2000:]}")
    if done.returncode == 0:
        found = json.loads(done.stdout)
        campaign.add("injected faults", found["faults"])
        campaign.add("kills at a call", found["kills"])
        campaign.add("signals at a call or instant", found["interrupts"])
        campaign.add("pairs of faults", found["pairs"])
