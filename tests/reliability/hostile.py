"""Damaged samples, hostile names, special files and trees that no walk likes."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import time
from pathlib import Path

import newword
from reliability import forked
from reliability.campaign import ROOT, Campaign

DAMAGED = ROOT / "corpus_samples" / "damaged"
LINE = re.compile(r"\| `([^`]+)` \| `([^`]+)` \| (\d) \| ")
TEXT = "机器学习，"
NAMES = (
    b"plain", b" ", b"  two  spaces ", b"-rf", b"--help", b"*", b"?", b"[a-z]", b"~", b"$(true)",
    b"`true`", b"a;b", b"a|b", b"a&b", b"a\nb", b"a\rb", b"a\tb", b"\x1b[31mred\x1b[0m",
    b"\x1b]0;title\x07", b"\xff\xfe", b"\xe6\x9c", "机器".encode(), "机器".encode("gb18030"),
    "a\u202eb".encode(), "e\u0301".encode(), "\u00e9".encode(), "\u2028".encode(), b"%s%n%d",
    b"con", b"a.txt.gz", b"=1+1", b"'\"", b"\\", b"a...", b"a" * 255, "器".encode() * 85,
)  # fmt: skip
CONTROLS = re.compile(rb"[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xa8-\xae]")


def run(campaign: Campaign) -> None:
    """All of it; in the full level with a deeper tree and a million files."""
    samples(campaign)
    names(campaign)
    special_files(campaign)
    deep_tree(campaign, campaign.of(300, 2_000, 2_000))
    many_files(campaign, campaign.of(2_000, 1_000_000, 1_000_000))
    changing_files(campaign, campaign.of(30, 300, 1_000))


def end(
    campaign: Campaign, arguments: list[str], cwd: Path = ROOT, timeout_s: float = 30
) -> forked.Ended:
    """One run of the command line."""
    log = campaign.place / "log"
    return forked.end(forked.start(arguments, cwd, log), log, time.monotonic(), timeout_s)


def samples(campaign: Campaign) -> None:
    """Every line of the table of damaged samples."""
    for name, command, code in LINE.findall((DAMAGED / "README.md").read_text("utf-8")):
        alone, empty = campaign.place / "alone", campaign.place / "empty"
        for folder in (alone, empty):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
        shutil.copy(DAMAGED / name, alone)
        line = command.format(DAMAGED / name, DAMAGED / name, dir=alone, tmp=empty).split()
        if line[0] in ("count", "discover", "segment", "lm"):
            line += ["--progress", "none"]
        ended = end(campaign, line)
        campaign.add("damaged samples")
        campaign.check(
            ended.code == int(code), f"{name}: exit {ended.code}, not {code}: {ended.stderr}"
        )
        campaign.check("Traceback" not in ended.stderr, f"{name}: {ended.stderr}")
        shown = CONTROLS.search(ended.stderr.encode())
        campaign.check(shown is None, f"{name}: a control character on standard error: {shown}")


def names(campaign: Campaign) -> None:
    """Files of hostile names are read like others, and shown escaped."""
    folder = campaign.place / "names"
    folder.mkdir()
    for k, name in enumerate(NAMES):
        (folder / os.fsdecode(name)).write_bytes(TEXT.encode() + (b"\xff" if k % 2 else b""))
    ended = end(campaign, ["count", ".", "-o", "../names.nwc", "--progress", "none"], folder)
    campaign.check(ended.code == 3, f"names: exit {ended.code}: {ended.stderr}")
    info = newword.verify_count_file(campaign.place / "names.nwc")
    campaign.check(
        info.documents == len(NAMES), f"names: {info.documents} of {len(NAMES)} were read"
    )
    told = ended.stderr.encode("utf-8", "surrogateescape")
    campaign.check(CONTROLS.search(told) is None, f"names: a control character: {ended.stderr!r}")
    lines = [line for line in ended.stderr.splitlines() if "invalid" in line or "bad" in line]
    campaign.check(
        len(lines) == len(NAMES) // 2, f"names: {len(lines)} lines for {len(NAMES) // 2}"
    )
    for name in NAMES:
        path = os.fsdecode(name)
        one = ["count", "-o", "../one.nwc", "--progress", "none", "--", path]
        ended = end(campaign, one, folder)
        campaign.check(ended.code in (0, 3), f"name {name!r}: exit {ended.code}: {ended.stderr}")
        campaign.add("hostile names")


def special_files(campaign: Campaign) -> None:
    """Pipes, sockets, devices, loops: named and passed by, never waited for."""
    folder = campaign.place / "special"
    folder.mkdir()
    (folder / "good.txt").write_text(TEXT, "utf-8")
    os.mkfifo(folder / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(folder / "socket.txt"))
    (folder / "loop.txt").symlink_to("loop.txt")
    (folder / "dangling.txt").symlink_to("nowhere")
    (folder / "self").symlink_to(".")
    (folder / "device.txt").symlink_to("/dev/zero")
    (folder / "proc.txt").symlink_to("/proc/self/mem")
    (folder / "directory.txt").mkdir()
    for option in ([], ["--follow"]):
        line = ["count", ".", "-o", "../special.nwc", "--progress", "none", *option]
        ended = end(campaign, line, folder, 10)
        campaign.check(ended.code == 3, f"special files: exit {ended.code}: {ended.stderr}")
        info = newword.verify_count_file(campaign.place / "special.nwc")
        campaign.check(info.units == 4, f"special files: {info.units} units")
        campaign.add("special files", 9)


def deep_tree(campaign: Campaign, depth: int) -> None:
    """A tree deeper than the recursion limit and longer than a path may be."""
    top = campaign.place / "deep"
    top.mkdir()
    before = os.open(".", os.O_RDONLY)
    try:
        os.chdir(top)
        for k in range(depth):
            Path("d").mkdir()
            if k % 100 == 0:
                Path("a.txt").write_text(TEXT, "utf-8")
            os.chdir("d")
    finally:
        os.fchdir(before)
        os.close(before)
    ended = end(
        campaign, ["count", str(top), "-o", "deep.nwc", "--progress", "none"], campaign.place
    )
    reach = 4096 - len(os.fsencode(top))
    campaign.check(
        ended.code == (3 if 2 * depth > reach else 0), f"deep: exit {ended.code}: {ended.stderr}"
    )
    campaign.check("Traceback" not in ended.stderr, f"deep: {ended.stderr}")
    campaign.note("levels of a tree", f"{depth:,}")
    remove_deep(top)


def remove_deep(top: Path) -> None:
    """Removes a chain of directories, of which each is moved up before it goes."""
    while (top / "d").exists():
        inner = top / "d" / "d"
        if inner.exists():
            inner.rename(top / "next")
        shutil.rmtree(top / "d")
        if (top / "next").exists():
            (top / "next").rename(top / "d")


def many_files(campaign: Campaign, number: int) -> None:
    """Many files in one directory, most of them empty: memory by the names alone."""
    folder = campaign.place / "many"
    folder.mkdir()
    for k in range(number):
        os.close(os.open(folder / f"{k}.txt", os.O_CREAT | os.O_WRONLY))
    (folder / "last.txt").write_text(TEXT, "utf-8")
    line = ["count", str(folder), "-o", "many.nwc", "--progress", "none"]
    log = campaign.place / "log"
    child = forked.start(line, campaign.place, log)
    _, status, usage = os.wait4(child, 0)
    campaign.check(os.waitstatus_to_exitcode(status) == 0, f"many files: {log.read_text('utf-8')}")
    campaign.note("files in a directory", f"{number:,}")
    campaign.note("MB of memory for them", f"{usage.ru_maxrss / 1024:.0f}")
    shutil.rmtree(folder)


def changing_files(campaign: Campaign, rounds: int) -> None:
    """A file that grows, shrinks and goes while it is read: never a crash, and it is told."""
    folder = campaign.place / "changing"
    folder.mkdir()
    path = folder / "a.txt"
    whole = (TEXT * 200_000).encode()
    chance = campaign.chance("changes")
    for _ in range(rounds):
        path.write_bytes(whole)
        log = campaign.place / "log"
        child = forked.start(
            ["count", str(folder), "-o", "c.nwc", "--progress", "none"], campaign.place, log
        )
        time.sleep(chance.uniform(0, 0.05))
        with path.open("r+b") as file:
            change = chance.randrange(3)
            if change == 0:
                file.truncate(chance.randrange(len(whole)))
            elif change == 1:
                file.seek(0, os.SEEK_END)
                file.write(TEXT.encode())
        if change == 2:
            path.unlink()
        ended = forked.end(child, log, time.monotonic())
        campaign.check(ended.code in (0, 3), f"changing file: exit {ended.code}: {ended.stderr}")
        campaign.check(ended.code != -signal.SIGBUS, "changing file: SIGBUS")
        campaign.add("files changed while read")
