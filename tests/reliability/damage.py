"""Count files, kept texts and models with bytes missing or changed."""

from __future__ import annotations

import contextlib
import gzip
import math
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from command import TEXT

import newword
from newword.counting.count_file import read_facts
from newword.counting.kept_text import read_text
from newword.errors import CountFileError, LanguageModelError
from reliability.campaign import Campaign


def run(campaign: Campaign) -> None:
    """Every bit and every length of a count file; so many places of a kept text and of a model."""
    size = campaign.of(3_000, 16_384, 65_536)
    counts(campaign, size)
    kept_text(campaign)
    model(campaign)


def sample(characters: int) -> str:
    """So much of the sample texts."""
    text = "".join(path.read_text("utf-8") for path in sorted(TEXT.rglob("*.txt")))
    return text[:characters]


def flips(data: bytes, places: Iterable[int]) -> Iterator[tuple[str, bytes]]:
    """The data with each of these bits flipped."""
    damaged = bytearray(data)
    for bit in places:
        damaged[bit // 8] ^= 1 << bit % 8
        yield f"bit {bit}", bytes(damaged)
        damaged[bit // 8] ^= 1 << bit % 8


def cuts(data: bytes, places: Iterable[int]) -> Iterator[tuple[str, bytes]]:
    """The data up to each of these places."""
    for place in places:
        yield f"cut at {place}", data[:place]


def counts(campaign: Campaign, size: int) -> None:
    """All bits and lengths of a file of about so many bytes; nothing of it may be believed."""
    path = campaign.place / "damaged.nwc"
    characters = 1_000
    while True:
        newword.count_to_file(newword.Documents([sample(characters)]), path, order=4)
        data = path.read_bytes()
        if len(data) >= size:
            break
        characters += max(100, characters * (size - len(data)) // size)

    def is_refused() -> bool:
        try:
            newword.verify_count_file(path, threads=1)
        except CountFileError:
            return True
        return False

    every = 1 if campaign.level != "quick" else 3
    refused(
        campaign,
        "flipped bits of a count file",
        path,
        flips(data, range(0, len(data) * 8, every)),
        is_refused,
    )
    refused(
        campaign,
        "lengths of a count file",
        path,
        cuts(data, range(0, len(data), every)),
        is_refused,
    )
    chance = campaign.chance("bytes")

    def noise() -> Iterator[tuple[str, bytes]]:
        for k in range(campaign.of(500, 20_000, 1_000_000)):
            damaged = bytearray(data)
            begin = chance.randrange(len(data))
            for place in range(begin, min(len(data), begin + chance.randrange(1, 40))):
                damaged[place] = chance.randrange(256)
            if damaged != data:
                yield f"bytes {k}", bytes(damaged)

    refused(campaign, "runs of random bytes in a count file", path, noise(), is_refused)


def refused(
    campaign: Campaign,
    what: str,
    path: Path,
    damaged: Iterable[tuple[str, bytes]],
    is_refused: Callable[[], bool],
) -> None:
    """Tries each; a finding for every one that is accepted."""
    with path.open("r+b", buffering=0) as file:
        for name, data in damaged:
            file.seek(0)
            file.write(data)
            file.truncate()
            campaign.check(is_refused(), f"{what}: {name} was accepted")
            campaign.add(what)


def kept_text(campaign: Campaign) -> None:
    """A kept text is refused unless it says the same as before."""
    counts = campaign.place / "kept.nwc"
    texts = newword.Documents([sample(400)])
    newword.count_to_file(texts, counts, order=2, keep_text=True)
    digest = read_facts(counts).digest
    path = counts.with_suffix(".nwt")
    data = path.read_bytes()
    expected = gzip.decompress(data)
    every = campaign.of(37, 1, 1)

    def is_refused_or_same() -> bool:
        try:
            read_text(counts, digest, newword.Reading(threads=1))
        except CountFileError:
            return True
        return gzip.decompress(path.read_bytes()) == expected

    places = range(0, len(data) * 8, every)
    refused(campaign, "flipped bits of a kept text", path, flips(data, places), is_refused_or_same)
    places = range(0, len(data), every)
    refused(campaign, "lengths of a kept text", path, cuts(data, places), is_refused_or_same)


def model(campaign: Campaign) -> None:
    """ARPA text has no checksum: it is refused, or a model whose scores are numbers."""
    path = campaign.place / "model.arpa"
    newword.train_language_model(newword.Documents([sample(60)]), path, order=3)
    data = path.read_bytes()

    def is_harmless() -> bool:
        with contextlib.suppress(LanguageModelError):
            return math.isfinite(newword.LanguageModel.load(path).score(sample(100)))
        return True

    def is_refused() -> bool:
        try:
            newword.LanguageModel.load(path)
        except LanguageModelError:
            return True
        return False

    every = campaign.of(41, 1, 1)
    places = range(0, len(data) * 8, every)
    refused(campaign, "flipped bits of a model", path, flips(data, places), is_harmless)
    end = data.rindex(b"\\end\\") + 4
    refused(campaign, "lengths of a model", path, cuts(data, range(0, end, every)), is_refused)
