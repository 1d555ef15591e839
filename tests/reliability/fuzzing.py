"""The fuzz targets of csrc/fuzz, built and run one after the other."""

from __future__ import annotations

import json
import os
import subprocess

from reliability.campaign import BUILD, ROOT, Campaign

CORE = ROOT / "csrc"
PROGRAMS = ROOT / "build" / "core-fuzz"
KEPT = CORE / "fuzz" / "corpus"


def run(campaign: Campaign) -> None:
    """Every target for so many seconds; the sum of the executions by target is kept over runs."""
    make = ["make", "-s", "-C", str(CORE)]
    subprocess.run([*make, f"-j{os.cpu_count()}", "fuzz-build"], check=True)
    told = subprocess.run([*make, "fuzz-targets"], check=True, capture_output=True, text=True)
    seconds = float(os.environ.get("FUZZ_SECONDS") or campaign.of(5, 60, 1200))
    only = os.environ.get("FUZZ_TARGET")
    for target in [only] if only else told.stdout.split():
        fuzz(campaign, target, seconds)
    for target, executions in totals().items():
        campaign.note(f"in all of `{target}`", f"{executions:,}")


def fuzz(campaign: Campaign, target: str, seconds: float) -> None:
    """One target; what it keeps is where the next run begins."""
    corpus = BUILD / "corpus" / f"{target}.txt"
    corpus.parent.mkdir(parents=True, exist_ok=True)
    begin = corpus if corpus.exists() else KEPT / f"{target}.txt"
    line = [
        str(PROGRAMS / target), "--seed", str(campaign.seed), "--seconds", str(seconds),
        "--corpus", str(begin), "--save", str(corpus),
    ]  # fmt: skip
    if executions := os.environ.get("FUZZ_EXECUTIONS"):
        line += ["--executions", executions]
    done = subprocess.run(line, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode != 0:
        campaign.check(False, f"{target}: {done.stderr[-4000:]}")
        return
    result = json.loads(done.stdout)
    campaign.add("executions", result["executions"])
    add_total(target, result["executions"])


def add_total(target: str, executions: int) -> None:
    """Adds to what all runs so far have executed of a target."""
    sums = totals()
    sums[target] = sums.get(target, 0) + executions
    path = BUILD / "executions.json"
    path.write_text(json.dumps(dict(sorted(sums.items()))), "utf-8")


def totals() -> dict[str, int]:
    """Executions of each target over all runs in this tree."""
    path = BUILD / "executions.json"
    return json.loads(path.read_text("utf-8")) if path.exists() else {}
