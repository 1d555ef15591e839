"""Peers that pip installs: each in an environment of its own, run by a small script."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.corpora import Corpus
from benchmarks.inputs import joined
from benchmarks.measure import Command
from benchmarks.peers.base import Place, run_step

SCRIPTS = Path(__file__).parent / "scripts"


@dataclass(frozen=True, slots=True, kw_only=True)
class PypiPeer:
    """A package with a function that makes a word list from text.

    Attributes:
        name: The package, also as the report calls it.
        requirements: What pip is to install, versions included.
        script: File in `scripts/`: reads the text file `argv[1]`, writes words to `argv[2]`.
        max_bytes: The largest corpus to try.
    """

    name: str
    requirements: tuple[str, ...]
    script: str
    max_bytes: int

    def install(self, place: Place) -> str:
        """Makes the environment once.

        Raises:
            NotMeasuredError: pip cannot install the package for this Python.
        """
        version = ", ".join(self.requirements)
        environment = self._environment(place)
        done = environment / "installed"
        if not (done.exists() and done.read_text(encoding="utf-8") == version):
            what = f"installing {self.name}"
            run_step([sys.executable, "-m", "venv", "--clear", str(environment)], what=what)
            pip = [self._python(place), "-m", "pip", "install", "--disable-pip-version-check"]
            run_step([*pip, *self.requirements], what=what)
            done.write_text(version, encoding="utf-8")
        return version

    def command(self, corpus: Corpus, place: Place) -> Command:
        """Its script over the text as one file."""
        words = place.scratch / f"{self.name}.txt"
        text = joined(corpus, place.work)
        script = str(SCRIPTS / self.script)
        return Command(
            name=self.name,
            argv=(self._python(place), "-I", script, str(text), str(words)),
            output=words,
        )

    def _environment(self, place: Place) -> Path:
        return place.work / f"venv-{self.name}"

    def _python(self, place: Place) -> str:
        return str(self._environment(place) / "bin" / "python")


SOYNLP = PypiPeer(
    name="soynlp",
    requirements=("soynlp==0.0.493",),
    script="soynlp_words.py",
    max_bytes=150_000_000,
)
SMOOTHNLP = PypiPeer(
    name="smoothnlp",
    requirements=("smoothnlp==0.4.0",),
    script="smoothnlp_words.py",
    max_bytes=20_000_000,
)
NLP_ZERO = PypiPeer(
    name="nlp-zero",
    requirements=("nlp-zero==0.1.6",),
    script="nlp_zero_words.py",
    max_bytes=150_000_000,
)
SENTENCEPIECE = PypiPeer(
    name="sentencepiece",
    requirements=("sentencepiece==0.2.3",),
    script="sentencepiece_words.py",
    max_bytes=150_000_000,
)
