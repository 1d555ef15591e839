"""Counting one shard of a corpus, unless that was done before.

Its count file remembers how the corpus was dealt and what was in it, so that a run that is started
again finds out which shards are whole and still those of the corpus, and counts the others only.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from newword.corpus import CorpusReport, Listing
from newword.corpus.walk import FoundFile
from newword.counting.count_file import (
    DEFAULT_ORDER,
    AnyPath,
    CountFileInfo,
    check_order,
    read_facts,
    read_info,
    verify_count_file,
    write_session,
)
from newword.counting.counts import OnProgress, read
from newword.counting.kept_text import open_text, text_path
from newword.counting.reading import Reading
from newword.counting.replace_counts import hold_counts
from newword.counting.sharding.shards import Deal, Shard, deal_shard, describe_numbers
from newword.counting.source_check import digest_of_file
from newword.errors import CountFileError
from newword.platform.message import message
from newword.platform.safe_text import path_text

__all__ = ["WrittenShard", "count_shard"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenShard:
    """The result of counting a shard.

    Attributes:
        info: Its count file.
        report: What was read in this run.
        is_found: The file was there, complete, and belongs to the present corpus; nothing was
            counted.
        why: Why an existing shard was counted again; else empty.
    """

    info: CountFileInfo
    report: CorpusReport
    is_found: bool
    why: str


def count_shard(
    corpus: AnyPath | Sequence[AnyPath],
    path: AnyPath,
    shard: str,
    *,
    order: int = DEFAULT_ORDER,
    keep_text: bool = False,
    reading: Reading | None = None,
    on_progress: OnProgress | None = None,
) -> WrittenShard:
    """Counts one shard of a corpus into a count file, unless the file is there already.

    `merge_count_files` of all shards gives the same bytes as `count_to_file` of the whole corpus.
    An existing shard is compared with the corpus: what it says about itself, its checksums, and the
    digests of the files that belong to it.

    Args:
        corpus: Files and directories, the same for all shards.
        path: Where the count file is to be.
        shard: Which shard of how many, such as `"2/7"`; the first is `"1/7"`.
        order: As for `count_to_file`; the same for all shards. So are the next two.
        keep_text: Keep its text beside it.
        reading: How to read the corpus.
        on_progress: Called with the progress about every 50 ms.

    Returns:
        What the file says about itself, and whether it was there already.

    Raises:
        ConfigError: There is no such shard, or the corpus is a stream.
        CorpusError: A path does not exist, or `strict` met a problem.
        CountFileError: At `path` there is another shard, or a count file that is not a shard.
        OutputError: The file cannot be written; the old file is unchanged.

    Example:
        >>> import newword
        >>> for n in range(1, 8):  # doctest: +SKIP
        ...     newword.count_shard("corpus/", f"shard-{n}.nwc", f"{n}/7")
        >>> parts = [f"shard-{n}.nwc" for n in range(1, 8)]
        >>> newword.merge_count_files(parts, "corpus.nwc")  # doctest: +SKIP
    """
    reading = reading or Reading()
    deal = deal_shard(
        corpus,
        Shard.parse(shard),
        order=check_order(order),
        reading=reading,
        exclude_paths=[path, text_path(path)],
    )
    why = ""
    with hold_counts(path, keeps_text=keep_text) as held:
        if Path(os.fsdecode(path)).exists():
            found = _find(path, deal, keep_text, reading, on_progress)
            if isinstance(found, CorpusReport):
                return WrittenShard(info=read_info(path), report=found, is_found=True, why="")
            why = found
        session, report = read(deal.files, reading, on_progress=on_progress, known_sources=())
        write_session(
            session,
            path,
            held,
            order,
            report.documents,
            keep_text,
            on_progress,
            shard=deal.mark,
        )
        return WrittenShard(info=read_info(path), report=report, is_found=False, why=why)


def _find(
    path: AnyPath, deal: Deal, keep_text: bool, reading: Reading, on_progress: OnProgress | None
) -> CorpusReport | str:
    """What there is to say of a shard that is there and whole; or why it is to be counted again."""
    name = path_text(os.fsdecode(path))
    try:
        facts = read_facts(path)
        _refuse_other_shard(name, facts.shards, deal.shard)
        if facts.shards is None or facts.shards[0] != deal.plan:
            return message(
                "{name}: the corpus or the options are not those it was counted with", name=name
            )
        verify_count_file(path, threads=reading.threads, on_progress=on_progress)
    except _OtherShardError:
        raise
    except CountFileError as error:
        return str(error)
    if keep_text and not _is_text_whole(path, facts.digest):
        return message(
            "{path}: the kept text is missing or damaged",
            path=path_text(os.fspath(text_path(path))),
        )
    sources = Counter({(digest, size): times for digest, size, times in facts.sources})
    rest = _take_counted(deal.files, sources, on_progress)
    changed = message("{name}: its part of the corpus is not as it was", name=name)
    if sources.total():
        return changed
    # Files that gave nothing then, for whatever reason, give nothing now, or the shard has changed.
    _, report = read(rest, reading, known_sources=())
    return changed if report.documents > 0 else report


class _OtherShardError(CountFileError):
    """What is there must not be replaced."""


def _refuse_other_shard(
    name: str, mark: tuple[bytes, int, tuple[int, ...]] | None, shard: Shard
) -> None:
    advice = message("name another file with -o, or remove it")
    if mark is None:
        raise _OtherShardError(
            message("{name}: is there, and is no shard; {advice}", name=name, advice=advice)
        )
    _, of, numbers = mark
    if (of, numbers) != (shard.of, (shard.number,)):
        raise _OtherShardError(
            message(
                "{name}: holds shard {held} of {held_of}, not {number} of {of}; {advice}",
                name=name,
                held=describe_numbers(numbers),
                held_of=of,
                number=shard.number,
                of=shard.of,
                advice=advice,
            )
        )


def _is_text_whole(path: AnyPath, digest: bytes) -> bool:
    """Whether the text of these counts is there, and as it was written."""
    try:
        with open_text(path, digest):
            return True
    except CountFileError:
        return False


def _take_counted(
    files: Listing, sources: Counter[tuple[bytes, int]], on_progress: OnProgress | None
) -> Listing:
    """Takes the digests of files out of the sources; returns the files that are none of them."""
    rest: list[FoundFile] = []
    read_bytes = 0
    for file in files:
        digest = digest_of_file(file.path)
        if digest is not None and sources[digest] > 0:
            sources[digest] -= 1
        elif digest is None or digest[1] > 0:  # what is empty is no source
            rest.append(file)
        read_bytes += digest[1] if digest else 0
        if on_progress is not None:
            on_progress("read", read_bytes, None)
    listing = replace(files, _chunks=[], _size=0)
    for file in rest:
        listing.add(b"", [file.path], explicit=file.explicit)
    return listing
