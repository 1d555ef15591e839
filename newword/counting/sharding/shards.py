"""Dealing a corpus to shards: parts that are counted apart and add up to the whole.

The files are cut, in the order in which they are read, into stretches of about as many bytes each.
That depends on their names and sizes alone, so every process that is given the same paths deals
alike, without a word between them. A file is never split.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile

from newword.corpus import Listing, find_files
from newword.corpus.open.decode import AUTO
from newword.corpus.open.encodings import canonical_encodings
from newword.corpus.open.kinds import RECORD_SUFFIXES
from newword.corpus.open.own_files import find_own_file
from newword.corpus.open.recognise import RECOGNISING_BYTES
from newword.corpus.walk import FoundFile
from newword.counting.reading import Reading
from newword.errors import ConfigError
from newword.platform.message import message
from newword.platform.outputs import AnyPath
from newword.platform.safe_text import path_text, terminal

__all__ = ["Deal", "Shard", "deal_shard", "describe_numbers"]

MAX_SHARDS = 1_000_000
_DIGEST_BYTES = 16
_PACKED_SUFFIXES = (b".gz", b".bz2", b".xz", b".zst", b".zstd", b".parquet", b".warc", b".wet")


@dataclass(frozen=True, slots=True)
class Shard:
    """One of the parts of a corpus.

    Attributes:
        number: Which, from 1.
        of: How many there are.
    """

    number: int
    of: int

    @classmethod
    def parse(cls, text: str) -> Shard:
        """The shard that is written like ``2/7``.

        Raises:
            ConfigError: It is written otherwise, or is no part.
        """
        match = re.fullmatch(r"(\d{1,9})/(\d{1,9})", text)
        if match is None:
            raise ConfigError(
                message("a shard is written like 2/7, got {text}", text=terminal(text))
            )
        shard = cls(int(match[1]), int(match[2]))
        if not 1 <= shard.number <= shard.of <= MAX_SHARDS:
            raise ConfigError(
                message(
                    "shards of {of} are 1/{of} to {of}/{of}",
                    of=shard.of,
                )
            )
        return shard


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """What a shard gets.

    Attributes:
        shard: Which.
        files: Its files, in the order in which they are read.
        plan: 16 bytes that are the same for all shards of the same files, sizes and options.
    """

    shard: Shard
    files: Listing
    plan: bytes

    @property
    def mark(self) -> tuple[bytes, int, int]:
        """What its count file remembers."""
        return self.plan, self.shard.number, self.shard.of


def deal_shard(
    corpus: AnyPath | Sequence[AnyPath],
    shard: Shard,
    *,
    order: int,
    reading: Reading,
    exclude_paths: Iterable[AnyPath] = (),
) -> Deal:
    """Finds the files of one shard.

    The shard of a file is that in whose stretch of the bytes of the corpus its middle lies; one
    more byte is counted for each file, so that empty ones are dealt, too.

    Args:
        corpus: Files and directories.
        shard: Which shard.
        order: Units of the longest n-gram that is to be counted.
        reading: How the corpus is read. Of the files that a walk finds, those of newword itself are
            left out.
        exclude_paths: Further files that a walk leaves out: the output.

    Raises:
        CorpusError: A path does not exist.
        ConfigError: One of them is a stream.
    """
    paths = [corpus] if isinstance(corpus, (str, bytes, os.PathLike)) else corpus
    listing = find_files(
        sorted(paths, key=os.fsencode),
        include=reading.include,
        exclude=reading.exclude,
        hidden=reading.hidden,
        follow=reading.follow,
        exclude_paths=(*reading.exclude_paths, *exclude_paths),
    )
    listing = _without_own(listing)  # shards may lie beside the texts
    if listing.streams:
        name = path_text(os.fsdecode(listing.streams[0]))
        raise ConfigError(
            message("{name}: a stream has no shards; save it to files first", name=name)
        )
    sizes = array("Q", (_size_of(file.path) for file in listing))
    total = 2 * (sum(sizes) + len(sizes))
    plan = _Plan(listing, shard.of, order, reading)
    mine: list[FoundFile] = []
    before = 0  # bytes of the files so far
    for file, size in _in_reading_order(listing, sizes, reading):
        plan.add(file, size)
        if (2 * before + size + 1) * shard.of // total == shard.number - 1:
            mine.append(file)
        before += size + 1
    return Deal(shard=shard, files=_listing_of(mine, listing), plan=plan.digest())


def describe_numbers(numbers: Iterable[int]) -> str:
    """Growing numbers as people write them: ``2, 5-7``."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in ranges)


class _Plan:
    """Names how a corpus was dealt: by what is read, how, and to how many shards."""

    def __init__(self, listing: Listing, of: int, order: int, reading: Reading) -> None:
        self._cut = _common_directory(listing)
        layout = reading.layout
        settings = [
            of, order, reading.join_lines, reading.join_spaces,
            *([reading.units] if reading.has_tokens else []),
            canonical_encodings(reading.encoding),
            layout.input_format, layout.text_field, layout.max_bytes, layout.main_content,
        ]  # fmt: skip
        self._hash = hashlib.blake2b(json.dumps(settings).encode(), digest_size=_DIGEST_BYTES)

    def add(self, file: FoundFile, size: int) -> None:
        """Take the next file."""
        self._hash.update(b"%d %d %s\0" % (size, file.explicit, file.path[self._cut :]))

    def digest(self) -> bytes:
        return self._hash.digest()


def _common_directory(listing: Listing) -> int:
    """Length of what all paths begin with: the corpus may be mounted elsewhere on each machine."""
    paths = (file.path for file in listing)
    least = most = next(paths, b"")
    for path in paths:
        least, most = min(least, path), max(most, path)
    alike = sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(least, most, strict=False))
    )
    return least.rfind(b"/", 0, alike) + 1


def _in_reading_order(
    listing: Listing, sizes: Sequence[int], reading: Reading
) -> Iterator[tuple[FoundFile, int]]:
    """Files as the documents of the whole corpus follow each other.

    Plain UTF-8 is read first, then what has to be unpacked, then records: `newword.corpus.read`.
    """
    is_native = reading.encoding in (AUTO, "utf-8") and reading.input_format in ("auto", "text")
    for turn in range(3 if is_native else 1):
        for file, size in zip(listing, sizes, strict=True):
            if not is_native or _turn_of(file.path.lower(), reading) == turn:
                yield file, size


def _turn_of(path: bytes, reading: Reading) -> int:
    if path.endswith(RECORD_SUFFIXES) and reading.input_format == "auto":
        return 2
    return 1 if path.endswith(_PACKED_SUFFIXES) else 0


def _listing_of(files: Iterable[FoundFile], whole: Listing) -> Listing:
    listing = Listing(streams=whole.streams, problems=whole.problems, skipped=whole.skipped)
    for explicit, group in groupby(files, key=lambda file: file.explicit):
        listing.add(b"", [file.path for file in group], explicit=explicit)
    return listing


def _without_own(listing: Listing) -> Listing:
    """A listing less the files of newword itself that a walk found."""
    return _listing_of((file for file in listing if file.explicit or not _is_own(file)), listing)


def _is_own(file: FoundFile) -> bool:
    try:
        with open(file.path, "rb") as opened:  # noqa: PTH123 - bytes
            return find_own_file(opened.read(RECOGNISING_BYTES), file.path) is not None
    except OSError:
        return False  # reported when it is read


def _size_of(path: bytes) -> int:
    try:
        return os.stat(path).st_size  # noqa: PTH116 - bytes
    except OSError:
        return 0  # reported when it is read
