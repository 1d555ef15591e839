"""Peak memory of every command, long lines, large counts, and text made to collide."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

from command import command, environment

import newword
from reliability.campaign import Campaign

BESIDE = 64 << 20
"""What a process may take beside its limit."""


def run(campaign: Campaign) -> None:
    """Quick: tens of megabytes of text. Full: a line of one gigabyte."""
    corpus = make_text(campaign, campaign.of(12, 60, 1000) << 20)
    commands(campaign, corpus)
    long_line(campaign, campaign.of(40, 1000, 4000) << 20)
    merge(campaign, campaign.of(3, 12, 40))
    flooding(campaign)
    large_counts(campaign)


def make_text(campaign: Campaign, size: int) -> Path:
    """Random words: few repeats, many n-grams."""
    chance = random.Random(campaign.seed)
    characters = [chr(0x4E00 + n) for n in range(4000)]
    words = ["".join(chance.choices(characters, k=chance.randrange(1, 4))) for _ in range(20_000)]
    path = campaign.place / "corpus.txt"
    with path.open("w", encoding="utf-8") as out:
        while out.tell() < size:
            out.write("，".join("".join(chance.choices(words, k=8)) for _ in range(2000)) + "\n")
    return path


def peak(campaign: Campaign, arguments: list[str], stdin: Iterable[bytes] = ()) -> tuple[int, int]:
    """Exit code and peak memory in bytes of a run of its own process."""
    log = campaign.place / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            command(*arguments), stdin=subprocess.PIPE, stdout=out, stderr=out,
            cwd=campaign.place, env=environment(),
        )  # fmt: skip
        assert process.stdin is not None
        for block in stdin:
            process.stdin.write(block)
        process.stdin.close()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, usage.ru_maxrss << 10


def bounded(
    campaign: Campaign, arguments: list[str], most: int, stdin: Iterable[bytes] = ()
) -> None:
    """A run must do its work, or be refused, within so much."""
    code, bytes_ = peak(campaign, arguments, stdin)
    log = (campaign.place / "log").read_text("utf-8", "replace")[-500:]
    name = " ".join(arguments[:1])
    campaign.check(code in (0, 3) or "too little memory" in log, f"{arguments}: exit {code}: {log}")
    campaign.check(bytes_ <= most, f"{arguments}: {bytes_ >> 20} MB, not {most >> 20}")
    campaign.note(f"MB at most of {most >> 20}: `{name}`", str(bytes_ >> 20))


def commands(campaign: Campaign, corpus: Path) -> None:
    """Every command that reads a corpus or counts, with a limit."""
    memory = campaign.of(200, 300, 400) << 20
    limit = ["--memory", f"{memory >> 20}M", "--progress", "none"]
    most = memory + BESIDE
    text = str(corpus)
    bounded(campaign, ["count", text, "-o", "a.nwc", "--order", "4", *limit], most)
    bounded(
        campaign, ["count", text, "-o", "a.tsv", "--order", "4", "--min-count", "9", *limit], most
    )
    bounded(
        campaign,
        ["score", "a.nwc", "-o", "b.tsv", "--order", "3", "--min-count", "9", *limit],
        most,
    )
    bounded(campaign, ["verify", "a.nwc", "--progress", "none"], most)
    bounded(campaign, ["lm", "--counts", "a.nwc", "-o", "a.arpa", "--order", "3", *limit], most)
    bounded(
        campaign,
        ["discover", text, "--method", "entropy", "--min-count", "30", "-o", "w.tsv", *limit],
        most,
    )
    bounded(campaign, ["kwic", text, "机器", *limit[2:]], most + corpus.stat().st_size)


def long_line(campaign: Campaign, size: int) -> None:
    """One line of so many bytes: all its counts follow from its length."""
    block = "哈".encode() * (1 << 18)
    blocks = size // len(block)
    memory = 200 << 20
    line = ["count", "-", "--order", "4", "--min-count", "1", "-o", "line.tsv", "--memory", "200M"]
    stdin = (block for _ in range(blocks))
    bounded(campaign, [*line, "--progress", "none"], memory + BESIDE, stdin)
    rows = (campaign.place / "line.tsv").read_text("utf-8").splitlines()[1:]
    number = blocks << 18
    counts = [int(row.split("\t")[2]) for row in rows]
    campaign.check(counts == [number - n for n in range(4)], f"long line: {counts} of {number}")
    campaign.note("MB in one line", f"{size >> 20:,}")


def merge(campaign: Campaign, files: int) -> None:
    """Adding holds one block of each file, and the units of all."""
    paths = []
    chance = campaign.chance("merge")
    for k in range(files):
        characters = [chr(0x4E00 + n) for n in range(3000)]
        texts = ["".join(chance.choices(characters, k=2000)) for _ in range(200)]
        paths.append(campaign.place / f"part{k}.nwc")
        newword.count_to_file(newword.Documents(texts), paths[-1], order=4)
    total = sum(path.stat().st_size for path in paths)
    line = ["merge", *map(str, paths), "-o", "sum.nwc", "--progress", "none"]
    bounded(campaign, line, (60 << 20) + files * (4 << 20))
    campaign.note("files merged", f"{files} of {total >> 20} MB")


def flooding(campaign: Campaign) -> None:
    """Units that are alike in their hashes, as far as a text can choose: little more time."""
    number = campaign.of(30_000, 200_000, 1_000_000)
    plain = " ".join(f"w{(k * 2654435761) % 2**32:08x}" for k in range(number))
    alike = " ".join(f"w{k << 12:08x}" for k in range(number))
    times = []
    for text in (plain, alike):
        best = 1e9
        for _ in range(3):
            begin = time.process_time()
            found = newword.count_corpus(newword.Documents([text]), max_order=3, min_count=1)
            best = min(best, time.process_time() - begin)
        campaign.check(found.units == number, f"flooding: {found.units} units")
        times.append(best)
    campaign.check(times[1] <= 3 * times[0], f"flooding: {times[1]:.2f} s, not {times[0]:.2f}")
    campaign.note("times as long for units made alike", f"{times[1] / times[0]:.1f}")


def large_counts(campaign: Campaign) -> None:
    """Sums up to 2^64 - 1 are exact; one more is refused."""
    path = campaign.place / "double.nwc"
    newword.count_to_file(newword.Documents(["机"]), path, order=1)
    copy = campaign.place / "copy.nwc"
    doublings = 0
    while True:
        copy.write_bytes(path.read_bytes())
        try:
            info = newword.merge_count_files([path, copy], path, again=True)
        except newword.CountOverflowError:
            break
        doublings += 1
        campaign.check(info.units == 2**doublings, f"2^{doublings}: {info.units}")
        newword.verify_count_file(path)
        table = newword.score_count_file(path, max_order=1, min_count=1).table
        campaign.check(int(table.column(1, "count")[0]) == 2**doublings, f"2^{doublings} scored")
        campaign.check(doublings < 64, "a count of 2^64 was accepted")
        if doublings >= 64:
            break
    campaign.check(doublings >= 60, f"refused at 2^{doublings + 1}")
    campaign.note("doublings of a count before it is refused", str(doublings))


if sys.platform != "linux":  # pages, /proc and wait4 as Linux has them
    raise RuntimeError("the bounds are measured on Linux")
