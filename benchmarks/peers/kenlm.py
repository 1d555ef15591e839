"""KenLM's `count_ngrams` and `lmplz`, built from the source distribution of its Python package.

The wheel that pip would build holds the query binding only; the sources of the counting tools are
in the sdist beside it, and need cmake and the system's Boost.
"""

from __future__ import annotations

import os
import shutil
import sys
import tarfile
from pathlib import Path, PurePosixPath

from benchmarks.corpora import Corpus
from benchmarks.inputs import spaced
from benchmarks.measure import Command
from benchmarks.peers.base import NotMeasuredError, Place, run_step

VERSION = "0.3.0"
ORDER = 4
MEMORY = "1G"
TOOLS = ("count_ngrams", "lmplz")
DEBIAN = (
    "apt-get install cmake make g++ libboost-program-options-dev libboost-system-dev "
    "libboost-thread-dev libboost-test-dev zlib1g-dev libbz2-dev liblzma-dev"
)


class KenLM:
    """Counts the n-grams of order 4, that order only, of a text with spaces between characters."""

    name = "KenLM count_ngrams"
    max_bytes = 5_000_000_000

    def __init__(self, *, keeps_counts: bool = False) -> None:
        self._keeps_counts = keeps_counts

    def install(self, place: Place) -> str:
        """Builds `count_ngrams` and `lmplz` in the work directory.

        Raises:
            NotMeasuredError: No cmake, no compiler, no Boost, or no download.
        """
        if all(tool(name, place).exists() for name in TOOLS):
            return VERSION
        missing = [name for name in ("cmake", "make", "c++") if shutil.which(name) is None]
        if missing:
            raise NotMeasuredError(f"{', '.join(missing)} not found; on Debian: {DEBIAN}")
        root = _root(place)
        shutil.rmtree(root, ignore_errors=True)
        root.mkdir(parents=True)
        _unpack(_download(root), root)
        source, build = root / f"kenlm-{VERSION}", root / "build"
        configure = ["cmake", "-S", str(source), "-B", str(build)]
        configure += ["-DCMAKE_BUILD_TYPE=Release", "-DCMAKE_POLICY_VERSION_MINIMUM=3.5"]
        try:
            run_step(configure, what="cmake")
        except NotMeasuredError as error:
            raise NotMeasuredError(f"{error}; if Boost is missing, on Debian: {DEBIAN}") from error
        jobs = f"-j{os.cpu_count() or 1}"
        run_step(["make", "-C", str(build), jobs, *TOOLS], what="make")
        return VERSION

    def command(self, corpus: Corpus, place: Place) -> Command:
        """Counts; throws the counts away, which spares it writing them, unless they are kept."""
        counts = place.scratch / "kenlm-counts" if self._keeps_counts else None
        return Command(
            name=self.name,
            argv=(
                *(str(tool("count_ngrams", place)), "-o", str(ORDER), "-S", MEMORY),
                *("-T", f"{place.scratch}/", "--write_vocab_list", str(place.scratch / "vocab")),
            ),
            stdin=spaced(corpus, place.work),
            stdout=counts,
            output=counts,
        )


class KenLMTraining(KenLM):
    """Trains a model of order 4 of a text with spaces between characters."""

    name = "KenLM lmplz"
    max_bytes = 1_500_000_000

    def command(self, corpus: Corpus, place: Place) -> Command:
        """Writes the model as ARPA text."""
        model = place.scratch / "kenlm.arpa"
        return Command(
            name=self.name,
            argv=(
                *(str(tool("lmplz", place)), "-o", str(ORDER), "-S", MEMORY),
                *("-T", f"{place.scratch}/", "--discount_fallback", "--arpa", str(model)),
            ),
            stdin=spaced(corpus, place.work),
            output=model,
        )


def tool(name: str, place: Place) -> Path:
    """Where a built program of KenLM is."""
    return _root(place) / "build" / "bin" / name


def _root(place: Place) -> Path:
    return place.work / "kenlm"


def _download(root: Path) -> Path:
    # Not ":all:", which would also compile cmake, a build dependency, from its source.
    argv = [sys.executable, "-m", "pip", "download", "--disable-pip-version-check", "--no-deps"]
    argv += ["--no-binary", "kenlm", "--dest", str(root), f"kenlm=={VERSION}"]
    run_step(argv, what="pip download kenlm")
    archives = list(root.glob("kenlm-*.tar.gz"))
    if not archives:
        raise NotMeasuredError("pip downloaded no source archive of kenlm")
    return archives[0]


def _unpack(archive: Path, root: Path) -> None:
    with tarfile.open(archive) as tar:
        for member in tar:
            relative = PurePosixPath(member.name)
            content = tar.extractfile(member) if member.isfile() else None
            if content is None or relative.is_absolute() or ".." in relative.parts:
                continue
            path = root / relative
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.read())


def main(arguments: list[str]) -> int:
    """Builds the tools below a directory and says where `lmplz` is, for tests/differential."""
    if len(arguments) != 1:
        print("usage: python -m benchmarks.peers.kenlm DIRECTORY", file=sys.stderr)
        return 2
    work = Path(arguments[0]).resolve()
    work.mkdir(parents=True, exist_ok=True)
    place = Place(work=work, scratch=work)
    try:
        KenLM().install(place)
    except NotMeasuredError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"NEWWORD_LMPLZ={tool('lmplz', place)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
