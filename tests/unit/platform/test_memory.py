"""A memory limit bounds the process and changes no byte of a result."""

from __future__ import annotations

import functools
import re
import resource
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from command import run, unsanitized
from engine import everything

from newword.core import _core
from newword.errors import ConfigError, MemoryBudgetError
from newword.platform import memory
from newword.platform.memory import MemoryLimit, machine_memory

MIB = 1 << 20
# Just above the least: text, findings, links and tables of a few million units all leave memory.
TIGHT = 24 * MIB


@functools.cache
def text(units: int, alphabet: int) -> bytes:
    """Han with a natural spread of frequencies: repeated phrases, short lines, Latin tokens."""
    chance = np.random.default_rng(units + alphabet)
    ranks = np.minimum(chance.zipf(1.3, units), alphabet) - 1
    ranks[units // 2 :] = np.resize(ranks[: units // 20], units - units // 2)
    characters = np.array([chr(0x4E00 + i) for i in range(min(alphabet, 20_000))])
    tokens = [f" T{i} " for i in range(max(alphabet - 20_000, 0))]
    pool = np.array([*characters, *tokens], dtype=object)
    pool[7] = "\n"
    return "".join(pool[ranks]).encode()


def feed_in_parts(corpus: _core.Session, given: bytes) -> None:
    for begin in range(0, len(given), MIB // 8):
        corpus.feed(given[begin : begin + MIB // 8])
    corpus.end_document()


def session(units: int, alphabet: int, threads: int, limit: int | None) -> _core.Session:
    corpus = _core.Session(threads=threads, memory=limit)
    feed_in_parts(corpus, text(units, alphabet))
    return corpus


@functools.cache
def unlimited(units: int, alphabet: int) -> object:
    return everything(session(units, alphabet, 2, None).count(max_order=4, min_count=2))


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_a_text_that_does_not_fit_is_counted_the_same(threads: int) -> None:
    tight = session(5_000_000, 6000, threads, TIGHT)
    table = tight.count(max_order=4, min_count=2)
    assert everything(table) == unlimited(5_000_000, 6000)
    table.release()
    assert everything(table) == unlimited(5_000_000, 6000)


def test_a_text_of_more_than_16_bits_is_counted_the_same() -> None:
    least = 64 * MIB  # so many distinct tokens take memory themselves
    tight = session(2_000_000, 90_000, 2, least + 40 * MIB)
    table = tight.count(max_order=3, min_count=2)
    assert everything(table) == unlimited_wide()


@pytest.mark.parametrize(
    ("order", "min_count", "buffer_bytes"), [(4, 2, 30_000), (16, 9, 120_000), (1, 2, 12_000)]
)
def test_the_records_of_many_passes_are_put_by_in_files(
    order: int, min_count: int, buffer_bytes: int
) -> None:
    found = []
    for limit, threads in ((None, 2), (40 * MIB, 1), (40 * MIB, 3)):
        corpus = session(300_000, 3000, threads, limit)
        buffer = 0 if limit is None else buffer_bytes
        table = corpus.count(max_order=order, min_count=min_count, buffer_bytes=buffer)
        found.append(everything(table))
    assert found[0] == found[1] == found[2]


def test_the_records_of_many_passes_over_wide_symbols_are_put_by() -> None:
    tight = session(2_000_000, 90_000, 2, 104 * MIB)
    table = tight.count(max_order=3, min_count=2, buffer_bytes=150_000)
    assert everything(table) == unlimited_wide()


@functools.cache
def unlimited_wide() -> object:
    return everything(session(2_000_000, 90_000, 2, None).count(max_order=3, min_count=2))


def test_the_passes_over_a_text_in_a_file_find_the_same() -> None:
    found = []
    for limit in (None, 60 * MIB):
        corpus = session(6_000_000, 3000, 2, limit)
        table = corpus.count(max_order=4, min_count=40)
        learned = corpus.expectation(passes=2, pair_edges=True, sample=0.5)
        cut = corpus.segment(learned.probability[1:])
        kept = [np.ones(table.size(order), dtype=np.uint8) for order in range(2, 5)]
        pieces = corpus.connect(kept, min_count=3)
        order = np.argsort(np.array(pieces.words, dtype=object))
        words = table.words(3, range(0, table.size(3), 50))
        found.append(
            (
                [column.tobytes() for column in learned.probability],
                [column.tobytes() for column in learned.significance or []],
                [column.tobytes() for column in learned.edges.both],
                [column.tobytes() for column in cut.count],
                [pieces.words[i] for i in order],
                pieces.count[order].tobytes(),
                corpus.find(words, sample_size=3),
                [
                    column.tobytes()
                    for column in corpus.disperse(words, [1] * len(words))
                    if column is not None
                ],
            )
        )
    assert found[0] == found[1]


def test_a_text_of_one_symbol_is_split_to_the_end() -> None:
    for threads in (1, 2):
        corpus = _core.Session(threads=threads, memory=TIGHT)
        for _ in range(8):
            corpus.feed("哈".encode() * 500_000)
        table = corpus.count(max_order=5, min_count=1)
        assert [int(table.column(order, "count")[0]) for order in range(1, 6)] == [
            4_000_001 - order for order in range(1, 6)
        ]


def test_too_little_is_refused_with_what_would_do() -> None:
    with pytest.raises(MemoryBudgetError, match=r"allow 13M \(--memory 13M\)"):
        _core.Session(threads=1, memory=MIB)
    with pytest.raises(MemoryBudgetError, match="allow 113M"):
        _core.Session(threads=1, memory=100 * MIB, outside=100_000_000)


def test_too_many_units_are_refused_while_they_are_read() -> None:
    corpus = _core.Session(threads=1, memory=16 * MIB)
    tokens = "".join(f"词{i:x}z" for i in range(100_000)).encode()
    with pytest.raises(MemoryBudgetError, match="the distinct units of this text"):
        feed_in_parts(corpus, tokens)


def test_passes_that_do_not_fit_are_refused_with_what_would_do() -> None:
    limit = TIGHT
    for _ in range(2):  # more of the text stays in memory that is larger
        corpus = session(5_000_000, 6000, 1, limit)
        corpus.count(max_order=4, min_count=2)
        with pytest.raises(MemoryBudgetError, match="higher min_count") as refused:
            corpus.expectation()
        advice = re.search(r"allow (\d+)M", str(refused.value))
        assert advice is not None
        limit = int(advice[1]) * 1_000_000
    corpus = session(5_000_000, 6000, 1, limit)
    corpus.count(max_order=4, min_count=2)
    corpus.expectation()


def test_what_is_required_is_beside_what_is_in_use() -> None:
    with pytest.raises(MemoryBudgetError, match="too little memory for tea: allow"):
        MemoryLimit(100 * MIB).require(100 * MIB, "tea")
    MemoryLimit(100 << 30).require(100 * MIB, "tea")


def test_without_a_look_at_what_is_in_use_it_is_the_most_that_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_use = memory._in_use()
    monkeypatch.setattr(memory, "_STATM", tmp_path / "missing")
    assert in_use <= memory._in_use() == resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10


# ------------------------------------------------------------------------------- the whole process

# Not getrusage: that begins with what the parent held.
PEAK = """
import sys
import newword.cli
try:
    newword.cli.main(sys.argv[2:])
finally:
    status = open("/proc/self/status").read()
    open(sys.argv[1], "w").write(status.split("VmHWM:")[1].split()[0])
"""


@functools.cache
def started_in() -> int:
    """Bytes that the command line holds before it reads anything; some interpreters need more."""
    code = (
        "import newword.cli.commands.counting.count; from newword.platform import memory; "
        "print(memory._in_use())"
    )
    return int(subprocess.check_output([sys.executable, "-c", code]))


def peak_of(report: Path, *arguments: object) -> int:
    """Peak memory of a run of the command line, in bytes."""
    command = [sys.executable, "-c", PEAK, str(report), *map(str, arguments)]
    subprocess.run(command, check=True, capture_output=True)
    return int(report.read_text()) * 1024


@unsanitized
@pytest.mark.skipif(sys.platform != "linux", reason="needs pages that leave memory at once")
def test_the_process_stays_within_its_limit(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_bytes(text(12_000_000, 6000))
    outputs, peaks = [], []
    capped = started_in() + 56 * MIB
    for name, limit in (("free", "4GiB"), ("capped", capped)):
        out = tmp_path / name
        peaks.append(
            peak_of(tmp_path / "peak", "count", corpus, "--order", 4, "--min-count", 4, "-o", out,
                    "--memory", limit, "--threads", 2)
        )  # fmt: skip
        outputs.append(out.read_bytes())
    assert outputs[0] == outputs[1]
    assert peaks[1] <= capped + 64 * MIB < peaks[0]


@unsanitized
@pytest.mark.skipif(sys.platform != "linux", reason="needs pages that leave memory at once")
def test_a_count_file_is_scored_within_the_limit(tmp_path: Path) -> None:
    counts, corpus = tmp_path / "counts.nwc", tmp_path / "a.txt"
    corpus.write_bytes(text(6_000_000, 6000))
    assert run("count", corpus, "-o", counts, "--order", "5", "--progress", "none").code == 0
    outputs, peaks = [], []
    capped = started_in() + 56 * MIB
    for name, limit in (("free", "4GiB"), ("capped", capped)):
        out = tmp_path / name
        peaks.append(
            peak_of(tmp_path / "peak", "score", counts, "--min-count", "6", "-o", out,
                    "--memory", limit, "--threads", 2)
        )  # fmt: skip
        outputs.append(out.read_bytes())
    assert outputs[0] == outputs[1]
    assert peaks[1] <= capped + 16 * MIB < peaks[0], peaks


def test_a_limit_that_is_too_small_is_one_line() -> None:
    done = run("count", ".", "--memory", "20MB")
    assert (done.code, done.stdout) == (4, b"")
    assert done.err.count("\n") == 1
    assert "too little memory for reading and counting: allow" in done.err


@unsanitized
@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="needs a limit on file sizes")
def test_a_full_temporary_directory_is_one_line(tmp_path: Path) -> None:
    corpus = tmp_path / "a.txt"
    corpus.write_bytes(text(12_000_000, 6000))
    script = (
        "import resource, signal, newword.cli\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))\n"
        "newword.cli.main()"
    )
    temp = tmp_path / "temp"
    temp.mkdir()
    limit = str(started_in() + 50 * MIB)
    done = run("count", corpus, "--memory", limit, "--temp-dir", temp, script=script)
    assert (done.code, done.stdout) == (4, b"")
    assert str(temp) in done.err
    assert "Traceback" not in done.err
    assert list(temp.iterdir()) == []


# --------------------------------------------------------------------------------------- what it is


def test_the_default_is_half_of_what_there_is() -> None:
    assert MemoryLimit.of().bytes == machine_memory() // 2
    assert MemoryLimit.of("2GiB").bytes == 2 << 30
    assert MemoryLimit.of(12345678).bytes == 12345678


@pytest.mark.parametrize("size", ["", "lots", "-1", "1e9", "20X"])
def test_a_size_that_is_none_is_refused(size: str) -> None:
    with pytest.raises(ConfigError, match="memory must be a size"):
        MemoryLimit.of(size)


def test_a_temporary_directory_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="not a directory"):
        MemoryLimit.of(None, tmp_path / "missing")


def test_a_containers_limit_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limits = []
    for name, content in (("a", "max\n"), ("b", "104857600\n"), ("c", "nonsense")):
        limits.append(tmp_path / name)
        limits[-1].write_text(content)
    monkeypatch.setattr(memory, "_limit_files", lambda: [*limits, tmp_path / "missing"])
    assert machine_memory() == 100 * MIB
