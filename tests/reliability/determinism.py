"""The same bytes for any threads, hash seed, memory, order of files, locale and time zone."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path

from command import TEXT
from command import run as run_newword

from reliability.campaign import Campaign

THREADS = ("1", "2", "3", "8", "16")
HASH_SEEDS = ("0", "1", "random")
MEMORY = ("", "100M", "300M")
FILE_ORDERS = ("sorted", "reversed", "shuffled")
PLACES = (("C", "UTC"), ("zh_CN.GBK", "Asia/Shanghai"), ("tr_TR.UTF-8", "America/St_Johns"))
METHODS = ("entropy", "formula", "model", "reference", "lm")


def run(campaign: Campaign) -> None:
    """Quick: each value once. Full: all together, 405 runs; and every method, so many times."""
    corpora = {order: copy(campaign, order) for order in FILE_ORDERS}
    everything = list(itertools.product(THREADS, HASH_SEEDS, MEMORY, FILE_ORDERS, PLACES))
    chance = campaign.chance("determinism")
    cases = everything if campaign.level != "quick" else chance.sample(everything, 8)
    expected: dict[str, bytes] = {}
    for case in cases:
        compare(campaign, "count", case, corpora, expected)
    for method in METHODS:
        for case in chance.sample(everything, campaign.of(1, 8, 60)):
            compare(campaign, method, case, corpora, expected)


def copy(campaign: Campaign, order: str) -> Path:
    """The samples, written in this order: a directory lists files as it likes."""
    paths = sorted(path for path in TEXT.rglob("*.txt"))
    if order == "reversed":
        paths.reverse()
    if order == "shuffled":
        campaign.chance("files").shuffle(paths)
    for path in paths:
        target = campaign.place / order / "text" / path.relative_to(TEXT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    return campaign.place / order


def compare(
    campaign: Campaign,
    what: str,
    case: tuple[str, str, str, str, tuple[str, str]],
    corpora: dict[str, Path],
    expected: dict[str, bytes],
) -> None:
    """One run in one environment; `expected` is what the first one gave."""
    threads, hash_seed, memory, order, (locale, zone) = case
    folder = corpora[order]
    line = ["discover", "text", "--method", what, "-o", "out.jsonl"]
    if what == "count":
        line = ["count", "text", "-o", "out.nwc", "--order", "5"]
    line += ["--threads", threads, "--progress", "none", *(["--memory", memory] if memory else [])]
    changes = {"PYTHONHASHSEED": hash_seed, "LC_ALL": locale, "TZ": zone}
    done = run_newword(*line, cwd=folder, changes=changes, timeout_s=300)
    where = f"{what}, {case}"
    if done.code != 0:
        campaign.check("--memory" in done.err, f"{where}: exit {done.code}: {done.err}")
        campaign.add("refused for memory")
        return
    found = (folder / line[line.index("-o") + 1]).read_bytes()
    campaign.check(found == expected.setdefault(what, found), f"{where}: other bytes")
    campaign.add("runs compared")
