"""The fuzz targets of csrc/fuzz, built and run one after the other."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

from reliability import libfuzzer
from reliability.campaign import BUILD, ROOT, Campaign
from reliability.executions import add_executions, write_executions

CORE = ROOT / "csrc"
KEPT = CORE / "fuzz" / "corpus"
# How the targets are built, by the name of the kind: arguments of make, and where it builds.
KINDS = {
    "sanitized": ([], "core-fuzz"),
    "plain": (["FAST=1"], "core-fuzz-fast"),
    "libfuzzer": (["FAST=1", "LIBFUZZER=1", "CXX=clang++"], "core-fuzz-libfuzzer-fast"),
    "libfuzzer sanitized": (["LIBFUZZER=1", "CXX=clang++"], "core-fuzz-libfuzzer"),
}
# Bytes of an input: as few as reach everything, for the sake of many executions.
LONGEST = 200
A_DAY_S = 86_400
LONGEST_OF = {"utf8": 24, "automaton": 80, "codec": 100, "encoder": 120, "count_file": 700}


def run(campaign: Campaign) -> None:
    """Every target for so many seconds, half of them under sanitizers; keeps all sums."""
    # Executions that are asked for are not cut short by a time that is not.
    usual = A_DAY_S if os.environ.get("FUZZ_EXECUTIONS") else campaign.of(5, 60, 1200)
    seconds = float(os.environ.get("FUZZ_SECONDS") or usual)
    only = os.environ.get("FUZZ_TARGET")
    kinds = [kind for kind in os.environ.get("FUZZ_KIND", "").split(",") if kind]
    kinds = kinds or ["sanitized", "plain"]
    # With the usual quarantine every execution works in memory that is not in the cache.
    os.environ.setdefault("ASAN_OPTIONS", "quarantine_size_mb=8")
    for kind in kinds:
        make = ["make", "-s", "-C", str(CORE), *KINDS[kind][0]]
        subprocess.run([*make, f"-j{os.cpu_count()}", "fuzz-build"], check=True)
        told = subprocess.run([*make, "fuzz-targets"], check=True, capture_output=True, text=True)
        for target in [only] if only else told.stdout.split():
            fuzz(campaign, target, kind, seconds / len(kinds))
    write_executions()


def fuzz(campaign: Campaign, target: str, kind: str, seconds: float) -> None:
    """One target; what it keeps is where the next run begins."""
    program = ROOT / "build" / KINDS[kind][1] / target
    longest = LONGEST_OF.get(target, LONGEST)
    corpus = BUILD / "corpus" / f"{target}.txt"
    corpus.parent.mkdir(parents=True, exist_ok=True)
    begin = corpus if corpus.exists() else KEPT / f"{target}.txt"
    if kind.startswith("libfuzzer"):
        result = libfuzzer.run(program, begin, corpus, longest, campaign.seed, seconds)
    else:
        result = drive(program, begin, corpus, longest, campaign.seed, seconds)
    if isinstance(result, str):
        campaign.check(False, f"{target}, {kind}: {result}")
        return
    campaign.add("executions", result)
    add_executions(target, kind, result)


def drive(
    program: Path, begin: Path, save: Path, longest: int, seed: int, seconds: float
) -> int | str:
    """Executions with the driver of csrc/fuzz/main.cpp, or what it has found."""
    line = [
        str(program), "--seed", str(seed), "--seconds", str(seconds), "--longest", str(longest),
        "--corpus", str(begin), "--save", str(save),
    ]  # fmt: skip
    if executions := os.environ.get("FUZZ_EXECUTIONS"):
        line += ["--executions", executions]
    done = subprocess.run(line, capture_output=True, text=True, errors="replace", check=False)
    return json.loads(done.stdout)["executions"] if done.returncode == 0 else done.stderr[-4000:]
