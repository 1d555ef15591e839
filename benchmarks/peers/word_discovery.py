"""The best-known tool of this kind, as a whole: from a directory of text to its word list."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.corpora import Corpus
from benchmarks.measure import Command
from benchmarks.peers.base import Place
from benchmarks.peers.kenlm import MEMORY, KenLM, tool

SCRIPT = Path(__file__).parent / "scripts" / "word_discovery_pipeline.py"
MIN_COUNT = 32


class WordDiscovery:
    """The published pipeline's steps, re-implemented; KenLM counts for it."""

    name = "word-discovery pipeline"
    max_bytes = 1_200_000_000

    def install(self, place: Place) -> str:
        """Builds KenLM.

        Raises:
            NotMeasuredError: KenLM cannot be built.
        """
        return f"with KenLM {KenLM().install(place)}"

    def command(self, corpus: Corpus, place: Place) -> Command:
        """The script over the directory, everything counted."""
        words = place.scratch / "word-discovery.tsv"
        return Command(
            name=self.name,
            argv=(
                *(sys.executable, "-I", str(SCRIPT), str(corpus.path), str(words)),
                *("--count-ngrams", str(tool("count_ngrams", place)), "--memory", MEMORY),
                *("--scratch", str(place.scratch), "--min-count", str(MIN_COUNT)),
            ),
            output=words,
        )
