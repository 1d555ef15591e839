"""Allocations that fail one after the other, in the test binary of the core."""

from __future__ import annotations

import os
import re
import subprocess

from reliability.campaign import ROOT, Campaign


def run(campaign: Campaign) -> None:
    """Every n-th allocation of each piece of work; in the full level every single one."""
    subprocess.run(["make", "-s", "-C", str(ROOT / "csrc"), "build"], check=True)
    done = subprocess.run(
        [ROOT / "build" / "core-plain" / "core-tests", "allocation failures"],
        env={**os.environ, "NEWWORD_EVERY_ALLOCATION": "" if campaign.level == "quick" else "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    campaign.check(done.returncode == 0, done.stderr[-2000:])
    told = re.search(r"(\d+) allocations failed", done.stdout)
    campaign.check(told is not None, f"no count: {done.stdout}")
    campaign.add("failed allocations", int(told[1]) if told else 0)
