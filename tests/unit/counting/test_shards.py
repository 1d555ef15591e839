"""Shards: whoever counts which, the sum is the whole, byte for byte; nothing is lost or doubled."""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import struct
from itertools import chain
from pathlib import Path

import oracle
import pytest
from command import TEXT, run, write_tree
from hypothesis import given, settings
from hypothesis import strategies as st

import newword
from newword.counting.kept_text import text_path
from newword.counting.reading import Reading
from newword.counting.sharding import shards
from newword.counting.sharding.shards import MAX_SHARDS, Shard, deal_shard, describe_numbers
from newword.counting.source_check import digest_of_file
from newword.errors import ConfigError, CorpusError, CountFileError
from newword.methods import METHODS

PART = TEXT / "fantasy"


def files_of(corpus: object, shard: str, **reading: object) -> list[str]:
    deal = deal_shard(corpus, Shard.parse(shard), order=6, reading=Reading(**reading))
    return [os.fsdecode(file.path) for file in deal.files]


def count(corpus: object, directory: Path, of: int, **more: object) -> list[Path]:
    directory.mkdir(exist_ok=True)
    parts = [directory / f"{n}-of-{of}.nwc" for n in range(1, of + 1)]
    for n, part in enumerate(parts, 1):
        newword.count_shard(corpus, part, f"{n}/{of}", **more)
    return parts


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """Plain, empty, equal and packed files, records, another encoding, and what is no text."""
    return write_tree(
        tmp_path / "corpus",
        {
            "a/1.txt": "机器学习，C++和iPhone手机。" * 40,
            "a/2.txt.gz": gzip.compress(("深度学习，IPHONE手机。" * 30).encode(), mtime=0),
            "a/3.jsonl": '{"text": "神经网络"}\n{"text": "网络安全"}\n' * 20,
            "b/1.txt": "机器翻译。" * 50,
            "b/1-copy.txt": "机器翻译。" * 50,
            "b/2.csv": "text\n数据安全\n",
            "b/3.txt": "",
            "b/4.txt": "数据库".encode("utf-16"),
            "b/5.jsonl": "\n\n",
            "c/1.bin": b"\0\1\2" * 100,
            "c/2.txt": "学习机，手机壳。\n" * 9,
        },
    )


# ------------------------------------------------------------------------------------ the sum


@pytest.mark.parametrize("of", [1, 2, 3, 7, 20])
def test_the_sum_of_shards_is_the_count_file_of_the_whole(
    tmp_path: Path, mixed: Path, of: int
) -> None:
    newword.count_to_file(mixed, tmp_path / "whole.nwc", keep_text=True)
    parts = count(mixed, tmp_path / "parts", of, keep_text=True)
    info = newword.merge_count_files(parts[::-1], tmp_path / "sum.nwc")
    assert (tmp_path / "sum.nwc").read_bytes() == (tmp_path / "whole.nwc").read_bytes()
    assert (info.shards, info.of_shards, info.documents) == ((), 0, 48)


@pytest.mark.parametrize("method", METHODS)
def test_every_method_ranks_the_sum_as_it_ranks_the_corpus(tmp_path: Path, method: str) -> None:
    parts = count(PART, tmp_path / "parts", 3, keep_text=True)
    newword.merge_count_files([parts[k] for k in (2, 0, 1)], tmp_path / "sum.nwc")
    newword.discover(PART, method=method).export(tmp_path / "whole.tsv", format="tsv")
    found = newword.discover(None, counts=tmp_path / "sum.nwc", method=method)
    found.export(tmp_path / "sum.tsv", format="tsv")
    assert (tmp_path / "sum.tsv").read_bytes() == (tmp_path / "whole.tsv").read_bytes()


def test_documents_follow_each_other_as_in_the_whole(tmp_path: Path, mixed: Path) -> None:
    (mixed / "b" / "4.txt").unlink()  # of its encoding no name tells
    newword.count_to_file(mixed, tmp_path / "whole.nwc", keep_text=True)
    parts = count(mixed, tmp_path / "parts", 4, keep_text=True)
    newword.merge_count_files(parts, tmp_path / "sum.nwc")
    texts = [gzip.decompress(text_path(tmp_path / f"{name}.nwc").read_bytes()) for name in
             ("whole", "sum")]  # fmt: skip
    whole, added = (text.decode().lower() for text in texts)  # whose spelling is commoner differs
    assert whole == added


def test_a_sum_of_some_remembers_which_and_adds_up_later(tmp_path: Path, mixed: Path) -> None:
    parts = count(mixed, tmp_path / "parts", 5)
    first = newword.merge_count_files(parts[:2], tmp_path / "first.nwc", partial=True)
    second = newword.merge_count_files(parts[2:], tmp_path / "second.nwc", partial=True)
    assert (first.shards, second.shards, first.of_shards) == ((1, 2), (3, 4, 5), 5)
    newword.merge_count_files([tmp_path / "second.nwc", tmp_path / "first.nwc"], tmp_path / "x.nwc")
    newword.count_to_file(mixed, tmp_path / "whole.nwc")
    assert (tmp_path / "x.nwc").read_bytes() == (tmp_path / "whole.nwc").read_bytes()


def test_a_complete_corpus_may_be_added_to_others(tmp_path: Path, mixed: Path) -> None:
    parts = count(mixed / "a", tmp_path / "parts", 2)
    newword.count_to_file(mixed / "b", tmp_path / "b.nwc")
    newword.merge_count_files([parts[1], tmp_path / "b.nwc", parts[0]], tmp_path / "sum.nwc")
    newword.count_to_file([mixed / "a", mixed / "b"], tmp_path / "whole.nwc")
    assert (tmp_path / "sum.nwc").read_bytes() == (tmp_path / "whole.nwc").read_bytes()


def test_the_format_is_as_its_document_says(tmp_path: Path, mixed: Path) -> None:
    parts = count(mixed, tmp_path / "parts", 300 // 60)
    newword.merge_count_files([parts[1], parts[4]], tmp_path / "x.nwc", partial=True)
    found = [oracle.decode_count_file(path.read_bytes()).shards for path in (parts[3],
             tmp_path / "x.nwc")]  # fmt: skip
    assert [(of, numbers) for _, of, numbers in found] == [(5, [4]), (5, [2, 5])]
    assert found[0][0] == found[1][0]


# --------------------------------------------------------------------------------- the dealing


@given(
    sizes=st.lists(st.integers(0, 400), max_size=12),
    of=st.integers(1, 9),
)
@settings(max_examples=25)
def test_every_file_goes_to_one_shard_and_none_gets_much_more(
    tmp_path_factory: pytest.TempPathFactory, sizes: list[int], of: int
) -> None:
    corpus = tmp_path_factory.mktemp("corpus")
    for n, size in enumerate(sizes):
        (corpus / f"{n:02}.txt").write_bytes(b"x" * size)
    shards = [files_of(corpus, f"{n}/{of}") for n in range(1, of + 1)]
    assert [*chain(*shards)] == sorted(str(path) for path in corpus.iterdir())
    for shard in shards:
        held = sum(Path(path).stat().st_size + 1 for path in shard)
        assert held <= (sum(sizes) + len(sizes)) / of + max(sizes, default=0) + 1


def test_paths_are_dealt_alike_wherever_the_corpus_lies(tmp_path: Path) -> None:
    plans = []
    for name in ("here", "there/below"):
        corpus = write_tree(tmp_path / name, {"x/1.txt": "一", "x/2.txt": "二", "y/1.txt": "三"})
        deal = deal_shard(corpus, Shard(1, 2), order=6, reading=Reading())
        plans.append(deal.plan)
    other = deal_shard(corpus, Shard(1, 2), order=5, reading=Reading())
    assert plans[0] == plans[1] != other.plan


def test_count_files_among_the_texts_are_no_part_of_the_corpus(mixed: Path) -> None:
    before = files_of(mixed, "1/1")
    newword.count_shard(mixed, mixed / "x.nwc", "1/2", keep_text=True)
    assert files_of(mixed, "1/1") == before


def test_numbers_are_written_as_people_do() -> None:
    assert describe_numbers([1, 3, 4, 5, 9]) == "1, 3-5, 9"


@pytest.mark.parametrize("shard", ["0/3", "4/3", "1", "1/0", "a/b", "1/3 ", "-1/3", f"1/{10**7}"])
def test_what_is_no_shard_is_refused(tmp_path: Path, mixed: Path, shard: str) -> None:
    with pytest.raises(ConfigError, match="shard"):
        newword.count_shard(mixed, tmp_path / "x.nwc", shard)
    assert MAX_SHARDS < 10**7


def test_a_file_that_is_gone_when_shards_are_dealt_is_left_to_reading(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path / "gone.txt")
    assert shards._size_of(path) == 0
    assert digest_of_file(path) is None


def test_a_stream_has_no_shards(tmp_path: Path) -> None:
    done = run("count", "-", "--shard", "1/2", "-o", tmp_path / "x.nwc", stdin="机器".encode())
    assert done.code == 2
    assert "a stream has no shards" in done.err


# --------------------------------------------------------------------------------- starting again


@pytest.fixture
def made(tmp_path: Path, mixed: Path) -> tuple[Path, Path]:
    path = tmp_path / "1.nwc"
    assert not newword.count_shard(mixed, path, "1/2", keep_text=True).is_found
    return mixed, path


def again(made: tuple[Path, Path], **more: object) -> newword.WrittenShard:
    return newword.count_shard(made[0], made[1], "1/2", **{"keep_text": True, **more})


def test_a_shard_that_is_done_is_found_and_left_alone(made: tuple[Path, Path]) -> None:
    before = made[1].stat()
    done = again(made)
    assert (done.is_found, done.why, done.report.documents) == (True, "", 0)
    after = made[1].stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_inputs_that_could_not_be_read_are_named_each_time(tmp_path: Path, mixed: Path) -> None:
    arguments = ("count", mixed, "--shard", "2/2", "-o", tmp_path / "2.nwc")
    first, second = run(*arguments), run(*arguments)
    assert (first.code, second.code) == (3, 3)
    assert "c/1.bin: binary" in first.err
    assert "c/1.bin: binary" in second.err
    assert "found whole and not counted again" in second.err
    assert "read" not in second.err.splitlines()[-1]


@pytest.mark.parametrize("place", [0, 30, 60, -200, -20])
def test_a_damaged_shard_is_counted_again(made: tuple[Path, Path], place: int) -> None:
    whole = made[1].read_bytes()
    data = bytearray(whole)
    data[place] ^= 4
    made[1].write_bytes(data)
    done = again(made)
    assert not done.is_found
    assert str(made[1]) in done.why
    assert made[1].read_bytes() == whole


def test_the_command_says_why_a_shard_is_counted_again(tmp_path: Path, mixed: Path) -> None:
    line = ("count", mixed, "--shard", "1/2", "-o", tmp_path / "x.nwc", "--progress", "none")
    assert run(*line).code == 0
    before = (tmp_path / "x.nwc").read_bytes()
    (tmp_path / "x.nwc").write_bytes(before[:-1])
    done = run(*line)
    assert done.code == 0
    assert "x.nwc" in done.err.splitlines()[0]
    assert "; it was counted again" in done.err
    assert (tmp_path / "x.nwc").read_bytes() == before
    assert "found whole and not counted again" in run(*line).err


def test_a_shard_without_its_text_is_counted_again(made: tuple[Path, Path]) -> None:
    text = text_path(made[1])
    whole = text.read_bytes()
    for content in (None, whole[:-5], whole[:40], gzip.compress(b"\xe6\x9c\xba\n")):
        text.unlink()
        if content is not None:
            text.write_bytes(content)
        done = again(made)
        assert "text is missing or damaged" in done.why
        assert text.read_bytes() == whole
    assert again(made, keep_text=False).is_found


@pytest.mark.parametrize("change", ["content", "size", "new", "gone", "options", "readable"])
def test_a_shard_of_a_corpus_that_changed_is_counted_again(
    made: tuple[Path, Path], change: str
) -> None:
    corpus, path = made
    file = corpus / "a" / "1.txt"
    if change == "content":
        file.write_text(file.read_text("utf-8").replace("机", "鸡", 1), "utf-8")
    elif change == "size":
        file.write_text("机器", "utf-8")
    elif change == "new":
        (corpus / "a" / "0.txt").write_text("机器", "utf-8")
    elif change == "gone":
        file.unlink()
    done = again(made, reading=Reading(join_lines=change == "options"))
    if change == "readable":
        assert done.is_found
        return
    assert not done.is_found
    assert done.why.startswith(f"{path}: ")
    assert again(made, reading=Reading(join_lines=change == "options")).is_found


def test_a_file_that_can_be_read_now_is_counted(tmp_path: Path) -> None:
    corpus = write_tree(tmp_path / "corpus", {"1.txt": "机器", "2.txt": b"\0" * 6})
    path = tmp_path / "x.nwc"
    assert newword.count_shard(corpus, path, "1/1").report.problems
    (corpus / "2.txt").write_text("学习", "utf-8")
    assert "not as it was" in newword.count_shard(corpus, path, "1/1").why


def test_other_files_are_not_replaced(tmp_path: Path, made: tuple[Path, Path]) -> None:
    corpus, path = made
    before = path.read_bytes()
    with pytest.raises(CountFileError, match=r"holds shard 1 of 2, not 2 of 2"):
        newword.count_shard(corpus, path, "2/2")
    assert path.read_bytes() == before
    newword.count_to_file(corpus, path)
    before = path.read_bytes()
    with pytest.raises(CountFileError, match="is there, and is no shard"):
        newword.count_shard(corpus, path, "1/2")
    assert path.read_bytes() == before


def test_a_kept_text_does_not_stay_beside_other_counts(made: tuple[Path, Path]) -> None:
    (made[0] / "a" / "1.txt").write_text("机器", "utf-8")
    assert not again(made, keep_text=False).is_found
    assert not text_path(made[1]).exists()
    assert not again(made).is_found
    assert again(made).is_found


def test_nothing_is_added_to_a_shard(made: tuple[Path, Path]) -> None:
    with pytest.raises(CountFileError, match="merge the shards first"):
        newword.add_to_count_file(made[0], made[1])
    done = run("count", made[0], "-o", made[1], "--shard", "1/2", "--add")
    assert done.code == 2
    assert "--add is not for shards" in done.err


def test_strict_reading_leaves_no_shard(tmp_path: Path, mixed: Path) -> None:
    with pytest.raises(CorpusError, match="strict"):
        newword.count_shard(mixed, tmp_path / "x.nwc", "2/2", reading=Reading(strict=True))
    assert not (tmp_path / "x.nwc").exists()


def test_what_is_made_of_a_part_says_so(tmp_path: Path, mixed: Path) -> None:
    part = count(mixed, tmp_path / "parts", 3, keep_text=True)[0]
    for arguments in (["score", part], ["discover", "--counts", part, "--quiet"]):
        done = run(*arguments)
        assert done.code == 0
        assert f"{part}: is shard 1 of 3, not the whole corpus; newword merge adds" in done.err


# -------------------------------------------------------------------------------- what is refused


def forge(data: bytes, mark: bytes) -> bytes:
    """A count file with another mark at the end of its header, and all checksums right."""
    size = int.from_bytes(data[28:36], "little")
    header = data[48 : 48 + size - 19] + mark
    start = data[:28] + len(header).to_bytes(8, "little")
    digest = hashlib.blake2b(start + bytes(12) + header, digest_size=16).digest()
    start += digest[:8]
    out = bytearray(start + oracle.crc32c(start).to_bytes(4, "little") + header)
    index_at, index_size, blocks, entries, total = struct.unpack("<QQQQQ", data[-64:-24])
    at = 48 + size
    for number in range(blocks):
        place = digest[:8] + b"B" + number.to_bytes(8, "little") + data[at : at + 8]
        end = at + 12 + int.from_bytes(data[at : at + 4], "little")
        crc = oracle.crc32c(place + data[at + 12 : end])
        out += data[at : at + 8] + crc.to_bytes(4, "little") + data[at + 12 : end]
        at = end
    index = data[index_at : index_at + index_size]
    place = digest[:8] + b"I" + blocks.to_bytes(8, "little") + struct.pack("<II", index_size, 0)
    footer = struct.pack("<QQQQQ", len(out), index_size, blocks, entries, total) + digest[:8]
    footer += oracle.crc32c(place + index).to_bytes(4, "little")
    return bytes(out + index + footer + oracle.crc32c(footer).to_bytes(4, "little") + data[-8:])


def test_marks_that_cannot_be_are_refused(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("机器", "utf-8")
    path = tmp_path / "x.nwc"
    newword.count_shard(tmp_path / "x.txt", path, "1/1")
    data, plan = path.read_bytes(), b"p" * 16
    path.write_bytes(forge(data, plan + bytes([7, 2, 2, 5])))
    assert newword.verify_count_file(path).shards == (2, 7)
    wrong = ([0, 0], [7, 0], [7, 1, 8], [7, 2, 3, 5], [7, 2, 3, 0], [7, 1], [7, 1, 1, 1], [7, 200])
    for mark in wrong:
        path.write_bytes(forge(data, plan + bytes(mark)))
        with pytest.raises(CountFileError, match="damaged"):
            newword.verify_count_file(path)


def test_missing_shards_are_named(tmp_path: Path, mixed: Path) -> None:
    parts = count(mixed, tmp_path / "parts", 7)
    done = run("merge", parts[0], parts[3], parts[6], "-o", tmp_path / "x.nwc")
    assert done.code == 4
    assert "of 7 shards these are missing: 2-3, 5-6" in done.err
    assert not (tmp_path / "x.nwc").exists()


def test_shards_that_are_there_twice_are_named(tmp_path: Path, mixed: Path) -> None:
    parts = count(mixed, tmp_path / "parts", 3)
    shutil.copy(parts[1], tmp_path / "copy.nwc")
    for more in ({}, {"again": True}, {"partial": True}):
        with pytest.raises(CountFileError, match=r"copy\.nwc and .*2-of-3\.nwc both hold shard 2"):
            newword.merge_count_files([*parts, tmp_path / "copy.nwc"], tmp_path / "x.nwc", **more)


def test_shards_of_several_corpora_are_told_apart(tmp_path: Path, mixed: Path) -> None:
    parts = count(mixed, tmp_path / "parts", 2)
    (mixed / "new.txt").write_text("机器", "utf-8")
    newword.count_shard(mixed, parts[1], "2/2")
    for partial in (False, True):
        with pytest.raises(CountFileError, match="different corpora, or of one that changed"):
            newword.merge_count_files(parts, tmp_path / "x.nwc", partial=partial)
    count(mixed, tmp_path / "parts", 2)
    newword.merge_count_files(parts, tmp_path / "x.nwc")


def test_a_sum_of_some_is_of_shards_alone(tmp_path: Path, mixed: Path) -> None:
    parts = count(mixed / "a", tmp_path / "parts", 3)
    newword.count_to_file(mixed / "b", tmp_path / "b.nwc")
    with pytest.raises(CountFileError, match=r"b\.nwc: is no shard"):
        newword.merge_count_files([parts[0], tmp_path / "b.nwc"], tmp_path / "x.nwc", partial=True)


def test_an_input_of_shards_that_another_file_has_is_refused(tmp_path: Path, mixed: Path) -> None:
    parts = count(mixed, tmp_path / "parts", 2)
    newword.count_to_file(mixed / "b", tmp_path / "b.nwc")
    with pytest.raises(CountFileError, match="would be counted twice"):
        newword.merge_count_files([*parts, tmp_path / "b.nwc"], tmp_path / "x.nwc")
