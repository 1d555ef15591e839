"""CPU seconds of the phases of `newword discover --method model`, in one thread.

    python -m benchmarks.model_phases CORPUS [--dict jieba]

Each pass that the core makes over the text is a phase with the name of its method; `links` builds
the lattice. The start of Python and the imports are the phase `start`. Nothing is written.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, cast

import numpy as np

from newword.config import Thresholds
from newword.core._core import Session
from newword.counting.counts import count_corpus, unit_weights
from newword.counting.reading import Reading
from newword.dictionary.background import load_dictionary
from newword.methods.base import Ranking, RankingInput
from newword.methods.model import ModelMethod

__all__ = ["Phases", "measure"]


class Phases:
    """CPU seconds by phase. Those of a phase inside another one count for the inner one alone."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._inner = [0.0]

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Adds the CPU seconds until its end."""
        begin = time.process_time()
        self._inner.append(0.0)
        try:
            yield
        finally:
            taken = time.process_time() - begin
            self.seconds[name] += taken - self._inner.pop()
            self._inner[-1] += taken

    def table(self, megabytes: float) -> str:
        """One line for each phase, the longest first."""
        rows = [*sorted(self.seconds.items(), key=lambda row: -row[1])]
        rows.append(("all", sum(self.seconds.values())))
        lines = [f"| {name} | {cpu:.2f} | {cpu / megabytes:.3f} |" for name, cpu in rows]
        return "\n".join(["| phase | CPU s | CPU s per MB |", "|---|---|---|", *lines])


class _TimedSession:
    """Stands for a session; every call is a phase that has the name of the method."""

    def __init__(self, session: Session, phases: Phases) -> None:
        self._session, self._phases = session, phases

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._session, name)
        return self._timed(name, found) if callable(found) else found

    def _timed(self, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(method)
        def call(*args: Any, **options: Any) -> Any:
            with self._phases.phase(name):
                return method(*args, **options)

        return call


def measure(corpus: str, dictionary: str | None, phases: Phases) -> tuple[float, Ranking]:
    """Ranks the words of a corpus; the first result is its size in megabytes."""
    method, thresholds = ModelMethod(), Thresholds()
    with phases.phase("read and count"):
        counted = count_corpus(
            corpus, max_order=method.orders(thresholds), reading=Reading(threads=1)
        )
    with phases.phase("load the dictionary"):
        known = None if dictionary is None else load_dictionary(dictionary)
        if known is not None:
            known = known.for_text(unit_weights(counted.table))
    with phases.phase("features and networks"):
        given = RankingInput(
            session=cast("Session", _TimedSession(counted.session, phases)),
            table=counted.table,
            min_count=counted.min_count,
            dictionary=known,
        )
        ranking = method.rank(given, thresholds)
        is_run = np.array([word not in ranking.names for word in ranking.words], dtype=bool)
        words = [word for word in ranking.words if word not in ranking.names]
        given.session.disperse(words, ranking.count[is_run])
    return counted.report.bytes_read / 1e6, ranking


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus")
    parser.add_argument("--dict", metavar="DICTIONARY", dest="dictionary")
    asked = parser.parse_args()
    phases = Phases()
    phases.seconds["start"] = time.process_time()
    megabytes, _ = measure(asked.corpus, asked.dictionary, phases)
    print(phases.table(megabytes))


if __name__ == "__main__":
    main()
