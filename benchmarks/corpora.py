"""The corpora by name: the sample as it is, a tenth of it, and generated text of any size.

Every corpus is a directory of `.txt` files in UTF-8 below the work directory, made once and kept
there. A directory is built under another name and renamed when whole, so a broken run leaves no
half corpus behind.
"""

from __future__ import annotations

import json
import os
import shutil
import tarfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from benchmarks.resample import CHAINS, STEPS, resample

SEED = 20240421
SOURCE_CHARACTERS = 20_000_000
SMALL_BYTES = 10_000_000
FILES_A_DIRECTORY = 1000
SPARE = 1.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How much text to generate and how to lay it out.

    Attributes:
        total_bytes: Size of the whole, at least 1; the last character that fits ends it.
        file_bytes: Size of each file, ignored for one line.
        is_one_line: One file, with spaces for line ends.
    """

    total_bytes: int
    file_bytes: int = 1_000_000
    is_one_line: bool = False


GENERATED = {
    "1gb": Layout(total_bytes=1_000_000_000),
    "4gb": Layout(total_bytes=4_000_000_000),
    "small-files": Layout(total_bytes=600_000_000, file_bytes=12_000),
    "one-line": Layout(total_bytes=1_000_000_000, is_one_line=True),
}
SAMPLE = "120mb"
NAMES = ("10mb", SAMPLE, *GENERATED)


def size_of(name: str) -> int:
    """About how many bytes a named corpus has."""
    return (
        GENERATED[name].total_bytes if name in GENERATED else int(name.removesuffix("mb")) * 10**6
    )


CorpusFile = tuple[PurePosixPath, Iterable[bytes]]
"""Path below the corpus directory, and content in blocks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """Text to measure on. `origin` says where it came from, without any path."""

    name: str
    path: Path
    size_bytes: int
    files: int
    origin: str


class CorpusError(Exception):
    """The text that a corpus is made of was not given or cannot be used."""


def text_files(directory: Path) -> list[Path]:
    """The `.txt` files below a directory, by the bytes of their paths."""
    return sorted((p for p in directory.rglob("*.txt") if p.is_file()), key=os.fsencode)


def prepare(name: str, *, text: Path | None, work: Path) -> Corpus:
    """Finds or makes a corpus.

    Args:
        name: One of `NAMES`, or a directory of text files, which is used as it is.
        text: The sample, a tar archive or a directory with `.txt` files, for the named corpora.
        work: Directory for what is made.

    Raises:
        CorpusError: No such corpus, or `text` is missing or has no text in it.
    """
    if name not in NAMES:
        return _given(Path(name))
    if text is None:
        raise CorpusError(
            f"corpus {name} is made from real text: give its archive or directory by --text or the "
            "variable NEWWORD_BENCH_TEXT (benchmarks/README.md names a free one)"
        )
    if name in GENERATED:
        return prepare_generated(name, GENERATED[name], seed=SEED, text=text, work=work)
    sample = _build(SAMPLE, work, f"{_described(text)}: all .txt files", _sample_files(text))
    if name == SAMPLE:
        return sample
    origin = f"{_described(text)}: .txt files chosen by the checksum of their names"
    return _build(name, work, origin, _small(sample.path))


def prepare_generated(name: str, layout: Layout, *, seed: int, text: Path, work: Path) -> Corpus:
    """Makes a corpus of any size from the sample `text`, as `prepare` does for its named ones.

    Raises:
        CorpusError: `text` has no text in it.
    """
    sample = prepare(SAMPLE, text=text, work=work)
    free = shutil.disk_usage(work).free
    if free < layout.total_bytes * SPARE and not (work / f"corpus-{name}").is_dir():
        raise CorpusError(
            f"corpus {name} takes {layout.total_bytes} bytes in {work}, which has {free} free: "
            "give another directory by --work, or leave it out (--largest, --corpus)"
        )
    origin = f"order-2 resampling of {_described(text)}, seed {seed}, {layout.total_bytes} bytes"
    if not layout.is_one_line:
        origin += f", {layout.file_bytes} a file"
    blocks = generate(sample.path, layout, seed=seed)
    return _build(name, work, origin, blocks)


def source_text(directory: Path, limit: int = SOURCE_CHARACTERS) -> str:
    """Real text for the generator: files of all fields mixed, up to `limit` characters."""
    parts: list[str] = []
    size = 0
    for path in _mixed(directory):
        parts.append(path.read_text(encoding="utf-8", errors="ignore"))
        size += len(parts[-1])
        if size >= limit:
            break
    return "".join(parts)[:limit]


def generate(source: Path, layout: Layout, *, seed: int) -> Iterator[CorpusFile]:
    """Yields the files of a corpus resampled from the text files below `source`."""
    chains = min(CHAINS, layout.total_bytes // (3 * STEPS) + 1)
    endless = resample(source_text(source), seed=seed, chains=chains)
    blocks = _limited(endless, layout.total_bytes)
    if layout.is_one_line:
        yield PurePosixPath("line.txt"), (_without_line_ends(block) for block in blocks)
        return
    rest = b""
    number = 0
    for block in blocks:
        rest += block
        start = 0
        while len(rest) - start > layout.file_bytes:
            end = _character_start(rest, start + layout.file_bytes)
            yield _numbered(number), (rest[start:end],)
            start = end
            number += 1
        rest = rest[start:]
    if rest:
        yield _numbered(number), (rest,)


def _numbered(number: int) -> PurePosixPath:
    return PurePosixPath(f"{number // FILES_A_DIRECTORY:03d}") / f"{number:06d}.txt"


def _limited(blocks: Iterable[bytes], total_bytes: int) -> Iterator[bytes]:
    left = total_bytes
    for block in blocks:
        if len(block) >= left:
            yield block[: _character_start(block, left)]
            return
        yield block
        left -= len(block)


def _character_start(data: bytes, at: int) -> int:
    """The last place at or before `at` where a UTF-8 character starts."""
    while at < len(data) and data[at] & 0xC0 == 0x80:
        at -= 1
    return at


def _without_line_ends(block: bytes) -> bytes:
    return block.translate(bytes.maketrans(b"\n\v\f\r", b"    ")).replace("\u2028".encode(), b"   ")


def _given(path: Path) -> Corpus:
    if not path.is_dir():
        raise CorpusError(f"{path} is neither a directory nor one of {', '.join(NAMES)}")
    others = sorted(p for p in path.rglob("*") if p.is_file() and p.suffix != ".txt")
    if others:
        raise CorpusError(
            f"{path} also has files that are not .txt ({others[0].name}), which not every program "
            "here would read; take them out, or give the directory by --text and use --corpus 120mb"
        )
    sizes = [p.stat().st_size for p in text_files(path)]
    if not sizes:
        raise CorpusError(f"{path} has no .txt files in it")
    return Corpus(
        name=path.resolve().name,
        path=path,
        size_bytes=sum(sizes),
        files=len(sizes),
        origin="a given directory",
    )


def _build(name: str, work: Path, origin: str, files: Iterable[CorpusFile]) -> Corpus:
    target = work / f"corpus-{name}"
    stamp = work / f"corpus-{name}.json"
    if stamp.exists() and target.is_dir():
        made = json.loads(stamp.read_text(encoding="utf-8"))
        if made["origin"] == origin:
            return Corpus(**{**made, "path": target})
    stamp.unlink(missing_ok=True)
    shutil.rmtree(target, ignore_errors=True)
    partial = work / f"corpus-{name}.partial"
    shutil.rmtree(partial, ignore_errors=True)
    size = count = 0
    for relative, blocks in files:
        path = partial / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            for block in blocks:
                size += file.write(block)
        count += 1
    if count == 0:
        raise CorpusError(f"no .txt file was found for corpus {name} ({origin})")
    partial.rename(target)
    corpus = Corpus(name=name, path=target, size_bytes=size, files=count, origin=origin)
    stamp.write_text(json.dumps({**asdict(corpus), "path": ""}), encoding="utf-8")
    return corpus


def _described(text: Path) -> str:
    """The sample's name and size, which together tell one sample from another."""
    try:
        sizes = [p.stat().st_size for p in (text_files(text) if text.is_dir() else [text])]
    except OSError as error:
        raise CorpusError(f"{text}: {error.strerror}") from error
    return f"{text.resolve().name} ({sum(sizes)} bytes)"


def _sample_files(text: Path) -> Iterator[CorpusFile]:
    if text.is_dir():
        for path in text_files(text):
            yield PurePosixPath(path.relative_to(text)), (path.read_bytes(),)
        return
    try:
        with tarfile.open(text) as archive:
            for member in archive:
                relative = PurePosixPath(member.name)
                is_inside = not relative.is_absolute() and ".." not in relative.parts
                content = archive.extractfile(member) if member.isfile() else None
                if content is not None and is_inside and relative.suffix == ".txt":
                    yield relative, (content.read(),)
    except (OSError, EOFError, tarfile.TarError) as error:
        raise CorpusError(f"{text}: cannot be read as a tar archive: {error}") from error


def _mixed(directory: Path) -> list[Path]:
    def key(path: Path) -> tuple[int, bytes]:
        name = os.fsencode(path.relative_to(directory))
        return zlib.crc32(name), name

    return sorted(text_files(directory), key=key)


def _small(directory: Path) -> Iterator[CorpusFile]:
    left = SMALL_BYTES
    for path in _mixed(directory):
        size = path.stat().st_size
        if size <= left:
            left -= size
            yield PurePosixPath(path.relative_to(directory)), (path.read_bytes(),)
