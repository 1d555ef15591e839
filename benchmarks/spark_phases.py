"""What the tasks of Spark do, without Spark: CPU seconds and bytes of each phase, per gigabyte.

    python -m benchmarks.spark_phases CORPUS [--parts 4]

Cuts a corpus (a directory, or a file) into parts, and does in this process what tasks and driver
do of method `model`. What Spark itself adds (moving rows between its processes, sorting, starting
tasks) is not in it; `benchmarks.spark_scale` has that.
"""

from __future__ import annotations

import argparse
import bisect
import os
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.spark_equality import documents_of
from newword.config import adaptive_min_count
from newword.core import _core
from newword.core._core import Session
from newword.language.words import WEIGHTS
from newword.spark.tasks import send_vector

ORDER = 6
_CPU: defaultdict[str, float] = defaultdict(float)


@contextmanager
def phase(name: str) -> Iterator[None]:
    """Adds the CPU seconds that are taken meanwhile."""
    started = time.process_time()
    yield
    _CPU[name] += time.process_time() - started


def read(texts: list[bytes]) -> Session:
    """A part of the text."""
    session = Session(threads=1)
    _core.feed_documents(session, b"".join(texts), np.cumsum([len(text) for text in texts]))
    return session


def send(session: Session, keys: list[bytes], **asked: Any) -> list[tuple[int, bytes]]:
    """The windows of a part for the buckets that count them."""
    with tempfile.NamedTemporaryFile() as file:
        name = os.fsencode(file.name)
        session.write_counts(file.fileno(), name, order=ORDER + 1, documents=0)
        own = _core.unit_keys(session).split(b"\n")
        places = np.array([0, *(bisect.bisect_left(keys, key) + 1 for key in own)], np.uint32)
        sender = _core.WindowSender(name, places, **asked)
        sent = []
        while blobs := sender.next(64 << 20):
            sent += blobs
    return sent


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--parts", type=int, default=4)
    asked = parser.parse_args()
    texts = [text.encode() for text in documents_of(asked.corpus)]
    parts = [texts[i :: asked.parts] for i in range(asked.parts)]
    gigabytes = sum(map(len, texts)) / 1e9
    forms: Counter[bytes] = Counter()
    sizes = np.zeros(4, np.int64)
    moved: Counter[str] = Counter()
    for part in parts:
        with phase("units"):
            session = read(part)
            sizes += np.array(_core.text_sizes(session))
            surfaces, counts = _core.unit_forms(session)
        forms.update(dict(zip(surfaces.split(b"\n"), counts.tolist(), strict=True)))
        moved["units"] += len(surfaces) + counts.nbytes
    units = int(sizes[0])
    whole = Session(threads=1)
    names = sorted(forms)
    shared = b"\n".join(names), np.array([forms[name] for name in names], np.uint64)
    _core.seal_as(whole, *shared)
    least = adaptive_min_count(units)
    histogram = _core.unit_histogram(whole, *shared, int(sizes[2]))
    keys = _core.unit_keys(whole).split(b"\n")
    plan: dict[str, Any] = {"min_count": least, "most": 1 << 23}
    blobs: dict[int, list[bytes]] = {}
    for part in parts:
        with phase("windows"):
            for number, blob in send(read(part), keys, histogram=histogram, **plan):
                blobs.setdefault(number, []).append(blob)
                moved["windows"] += len(blob)
    counted = [([b""] * ORDER, b"", b"")] * _core.window_parts(histogram, least, 1 << 23)
    for number, some in blobs.items():
        with phase("buckets"):
            counted[number] = _core.count_part(some, number, histogram, max_order=ORDER, **plan)
            moved["buckets"] += sum(map(len, counted[number][0]))
    with phase("table (driver)"):
        table = _core.join_parts(whole, counted, histogram, max_order=ORDER, units=units, **plan)
    ngrams = sum(table.size(order) for order in range(1, ORDER + 1))
    columns = ("symbol", "first_child", "count", "left_variety")
    levels = [
        (*(table.column(order, name) for name in columns[:3]), table.column(order, columns[3]))
        for order in range(1, ORDER + 1)
    ]
    sent_table = sum(column.nbytes for level in levels for column in level)
    probabilities = [np.full(table.size(order), 1e-6) for order in range(1, ORDER + 1)]
    smoothed = np.zeros(0)
    for part in parts:
        with phase("read again, once a pass"):
            session = read(part)
            _core.seal_as(session, *shared)
            _core.adopt_table(session, levels, units)  # type: ignore[arg-type]
            session.links(2)
        passes: dict[str, Any] = {
            "posteriors": lambda: _core.part_posteriors(session, {}, probabilities),  # noqa: B023
            "pair edges": lambda: _core.part_pair_edges(session, {}, probabilities, smoothed),  # noqa: B023
            "cuts by the language model": lambda: _core.part_tags(session, WEIGHTS),  # noqa: B023
        }
        for name, work in passes.items():
            with phase(name):
                sums = work()
            moved[name] += sum(len(values) for _, values in send_vector(sums))
            if name == "posteriors" and len(smoothed) == 0:
                _, smoothed = _core.posteriors_of_parts(whole, {"pair_edges": True}, sums, 1)
    print(f"{gigabytes * 1e3:.1f} MB in {asked.parts} parts, {units:,} units, {ngrams:,} n-grams")
    print(f"table sent to each worker process: {sent_table / 1e6:.1f} MB")
    print("phase", "CPU s a GB", "bytes moved a byte", sep="\t")
    for name in _CPU:
        print(
            name, f"{_CPU[name] / gigabytes:.0f}", f"{moved[name] / gigabytes / 1e9:.2f}", sep="\t"
        )


if __name__ == "__main__":
    main()
