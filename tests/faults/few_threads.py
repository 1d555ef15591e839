"""Work with as many threads as the system gives: run where faultline is preloaded."""

from __future__ import annotations

import ctypes
import errno
import gzip
import io
import sys
from collections.abc import Callable
from pathlib import Path

import newword

RUNS = ["机器学习的算法", "机器学习很难", "学习机器学习", "算法的机器", "的确很难", "机器的学习"]
THREADS = 3


def works(place: Path) -> dict[str, Callable[[], object]]:
    """By name, what gives the same however many of its threads come."""
    for name in ("a.txt", "b.txt.gz"):
        text = "，".join(RUNS * 30).encode()
        (place / name).write_bytes(gzip.compress(text) if name.endswith(".gz") else text)
    reading = newword.Reading(threads=THREADS)

    def ranked() -> list[tuple[str, int, float]]:
        lexicon = newword.discover(place, threads=THREADS, min_score=0)
        return [(entry.word, entry.count, entry.score) for entry in lexicon]

    def counted() -> bytes:
        newword.count_to_file(place, place.parent / "out.nwc", order=3, reading=reading)
        return (place.parent / "out.nwc").read_bytes()

    known = newword.BackgroundDictionary.from_words(["机器", "学习"])

    def cut() -> bytes:
        out = io.BytesIO()
        newword.segment_corpus(place, out.write, dictionary=known, reading=reading)
        return out.getvalue()

    return {"rank": ranked, "count": counted, "segment": cut}


def main(library: str, directory: str, stride: str) -> None:
    """Fails starts of threads of every work, each `stride`-th, once and from then on.

    Prints how many of each work.
    """
    shim = ctypes.CDLL(library)
    for name, work in works(Path(directory)).items():
        right, faults = work(), 0
        for is_sticky in (0, 1):
            for at in range(1, 1_000_000, int(stride)):
                shim.faultline_arm(b"pthread_create", b"", at, errno.EAGAIN, is_sticky, 0)
                found = work()
                shim.faultline_disarm()
                assert found == right, f"{name}, thread {at}"
                if shim.faultline_fired(0) == 0:
                    break
                faults += 1
        print(name, faults)


if __name__ == "__main__":
    main(*sys.argv[1:])
