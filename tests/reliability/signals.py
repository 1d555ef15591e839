"""SIGINT, SIGTERM and SIGKILL at random instants of every command that writes."""

from __future__ import annotations

import contextlib
import os
import signal
import statistics
import time
from pathlib import Path

from command import TEXT

import newword
from newword.counting.count_file import read_facts
from newword.counting.kept_text import find_text
from reliability import forked
from reliability.campaign import Campaign

OLD = b"what was there before\n"
OLD_COUNTS = {".nwc": "old.nwc", ".nwt": "old.nwt"}
"""Files of the place that are there before, where only a whole pair may be replaced."""

CODES = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGKILL: -signal.SIGKILL}


COMMANDS = {
    "count CORPUS -o out.nwc --order 4": ["out.nwc"],
    "count CORPUS -o out.nwc --order 4 --keep-text": ["out.nwc", "out.nwt"],
    "merge OLD MORE -o out.nwc": ["out.nwc"],
    "score OLD -o out.tsv": ["out.tsv"],
    "discover CORPUS --method entropy -o out.jsonl": ["out.jsonl"],
    "discover CORPUS --method formula -o out.txt --format jieba": ["out.txt"],
    "lm CORPUS -o out.arpa --order 3": ["out.arpa"],
    "segment CORPUS -o out.txt --method entropy": ["out.txt"],
    "review WORDS -o out.html": ["out.html"],
}


def arguments_of(line: str, place: Path) -> list[str]:
    """A line's arguments, with the paths of the inputs."""
    inputs = {
        "CORPUS": place / "corpus",
        "OLD": place / "old.nwc",
        "MORE": place / "more.nwc",
        "WORDS": place / "words.jsonl",
    }
    return [str(inputs.get(word, word)) for word in line.split()]


def run(campaign: Campaign) -> None:
    """Signals after a random share of the time that the command takes undisturbed."""
    place = campaign.place
    corpus = place / "corpus"
    corpus.mkdir()
    for n, path in enumerate(sorted(TEXT.rglob("*.txt"))[: campaign.of(6, 12, 24)]):
        (corpus / f"{n}.txt").write_bytes(path.read_bytes())
    newword.count_to_file(str(TEXT / "fantasy"), place / "old.nwc", order=4, keep_text=True)
    newword.count_to_file(str(TEXT / "medical"), place / "more.nwc", order=4)
    newword.discover(str(TEXT / "fantasy"), method="entropy").export(
        place / "words.jsonl", format="jsonl"
    )
    chance = campaign.chance("signals")
    latencies: list[float] = []
    rounds = campaign.of(4, 15, 400)
    for name, outputs in COMMANDS.items():
        arguments = arguments_of(name, place)
        folder = place / "out"
        folder.mkdir()
        expected, seconds = undisturbed(campaign, name, arguments, outputs, folder)
        for signal_ in CODES:
            for _ in range(rounds):
                instant = chance.uniform(0, seconds * 1.05)
                disturb(
                    campaign,
                    name,
                    arguments,
                    folder,
                    signal_,
                    instant,
                    expected,
                    latencies,
                )
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()
    if latencies:
        campaign.note("ms from signal to end, median", f"{statistics.median(latencies) * 1000:.0f}")
        campaign.note("ms at most", f"{max(latencies) * 1000:.0f}")


def undisturbed(
    campaign: Campaign, name: str, arguments: list[str], outputs: list[str], folder: Path
) -> tuple[dict[str, bytes], float]:
    """What the command writes, and how long it takes."""
    seconds = 0.0
    for _ in range(2):
        begin = time.monotonic()
        log = campaign.place / "log"
        ended = forked.end(forked.start(arguments, folder, log), log, begin)
        seconds = time.monotonic() - begin
        campaign.check(ended.code == 0, f"{name}: exit {ended.code}: {ended.stderr}")
    return {output: (folder / output).read_bytes() for output in outputs}, seconds


def before(place: Path, output: str) -> bytes:
    """What an output holds before the command begins."""
    counts = OLD_COUNTS.get(Path(output).suffix)
    return OLD if counts is None else (place / counts).read_bytes()


def found_by_readers(output: Path) -> bytes:
    """What an output holds; a kept text is what readers of its counts find, wherever it waits."""
    if output.suffix == ".nwt":
        counts = output.with_suffix(".nwc")
        text = find_text(counts, read_facts(counts).digest)
        return b"" if text is None else text.read_bytes()
    return output.read_bytes()


def disturb(
    campaign: Campaign,
    name: str,
    arguments: list[str],
    folder: Path,
    signal_: signal.Signals,
    instant: float,
    expected: dict[str, bytes],
    latencies: list[float],
) -> None:
    """One run with one signal."""
    old = {output: before(campaign.place, output) for output in expected}
    for output, content in old.items():
        (folder / output).write_bytes(content)
    log = campaign.place / "log"
    child = forked.start(arguments, folder, log)
    time.sleep(instant)
    sent = time.monotonic()
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal_)
    ended = forked.end(child, log, sent)
    where = f"{name}, {signal_.name} after {instant * 1000:.1f} ms"
    campaign.add(signal_.name)
    was_early = ended.code in (
        98,
        -signal.SIGINT,
        -signal.SIGTERM,
    )  # before main() was there to catch it
    if ended.code not in (0, CODES[signal_]) and not was_early:
        campaign.check(False, f"{where}: exit {ended.code}: {ended.stderr}")
    if not was_early:
        campaign.check("Traceback" not in ended.stderr, f"{where}: {ended.stderr}")
    if ended.code == CODES[signal_] and signal_ != signal.SIGKILL:
        latencies.append(ended.latency_s)
    left = {output: found_by_readers(folder / output) for output in expected}
    campaign.check(left in (old, expected), f"{where}: {', '.join(left)} torn or apart")
    campaign.check(ended.code != 0 or left == expected, f"{where}: nothing was written")
    names = {path.name for path in folder.iterdir()} - set(expected)
    if signal_ == signal.SIGKILL:  # between naming and moving: a run of another day removes it
        leftovers = {name for name in names if name.startswith(".newword-")}
        campaign.add("leftovers of SIGKILL", len(leftovers))
        for leftover in leftovers:
            (folder / leftover).unlink()
        names -= leftovers
    campaign.check(not names, f"{where}: litter {names}")
