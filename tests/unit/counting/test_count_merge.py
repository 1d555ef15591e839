"""Adding to count files: nothing is counted twice unasked, and nothing is lost on the way."""

from __future__ import annotations

import io
import json
import os
import struct
from pathlib import Path

import oracle
import pytest
from command import run, write_tree

import newword
from newword.core import _core
from newword.counting import merge as count_merge
from newword.errors import (
    ConfigError,
    CorpusError,
    CountFileError,
    CountOverflowError,
    OutputError,
)
from newword.platform.files import commit

TEXTS = {"a": "机器学习，机器学习", "b": "深度学习C++", "c": "学习机，c++"}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_tree(tmp_path / "corpus", {f"{name}.txt": text for name, text in TEXTS.items()})


def count(path: Path, *texts: Path, order: int = 3) -> bytes:
    newword.count_to_file(list(texts), path, order=order)
    return path.read_bytes()


def test_files_of_parts_add_up_to_the_file_of_the_whole(tmp_path: Path, corpus: Path) -> None:
    parts = []
    for name in TEXTS:
        parts.append(tmp_path / f"{name}.nwc")
        count(parts[-1], corpus / f"{name}.txt")
    info = newword.merge_count_files(parts, tmp_path / "sum.nwc")
    assert (tmp_path / "sum.nwc").read_bytes() == count(tmp_path / "all.nwc", corpus)
    assert (info.documents, info.sources) == (3, 3)


def test_adding_day_by_day_is_counting_at_once(tmp_path: Path, corpus: Path) -> None:
    day = tmp_path / "day.nwc"
    for number, name in enumerate(TEXTS):
        if number == 0:
            count(day, corpus / f"{name}.txt")
        else:
            newword.add_to_count_file(corpus / f"{name}.txt", day)
    assert day.read_bytes() == count(tmp_path / "all.nwc", corpus)


def test_what_was_counted_before_is_left_out_and_named(tmp_path: Path, corpus: Path) -> None:
    path = tmp_path / "x.nwc"
    count(path, corpus / "a.txt")
    (corpus / "same-as-a.txt").write_text(TEXTS["a"], "utf-8")
    done = newword.add_to_count_file(corpus, path)
    assert sorted(done.report.counted) == [str(corpus / "a.txt"), str(corpus / "same-as-a.txt")]
    assert (done.report.files, done.report.problems) == (2, ())
    (corpus / "same-as-a.txt").unlink()
    assert path.read_bytes() == count(tmp_path / "all.nwc", corpus)


def test_files_in_other_encodings_are_known_too(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_bytes("机器学习".encode("utf-16"))
    newword.count_to_file(tmp_path / "x.txt", tmp_path / "x.nwc")
    before = (tmp_path / "x.nwc").read_bytes()
    done = newword.add_to_count_file(tmp_path / "x.txt", tmp_path / "x.nwc")
    assert done.report.counted == (str(tmp_path / "x.txt"),)
    assert (tmp_path / "x.nwc").read_bytes() == before


def test_nothing_new_leaves_the_file_alone(tmp_path: Path, corpus: Path) -> None:
    path = tmp_path / "x.nwc"
    count(path, corpus)
    before = path.stat()
    newword.add_to_count_file(corpus, path)
    after = path.stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_again_counts_twice(tmp_path: Path, corpus: Path) -> None:
    path = tmp_path / "x.nwc"
    count(path, corpus)
    newword.add_to_count_file(corpus, path, again=True)
    twice = path.read_bytes()
    count(tmp_path / "y.nwc", corpus)
    newword.merge_count_files([tmp_path / "y.nwc"] * 2, tmp_path / "y.nwc", again=True)
    assert (tmp_path / "y.nwc").read_bytes() == twice
    assert all(times == 2 for _, _, times in oracle.decode_count_file(twice).sources)


def test_a_stream_that_was_counted_before_is_refused(tmp_path: Path, corpus: Path) -> None:
    path = tmp_path / "x.nwc"
    before = count(path, corpus)
    with (corpus / "a.txt").open("rb") as file, pytest.raises(CorpusError, match="before"):
        newword.add_to_count_file(file, path)
    newword.add_to_count_file(io.StringIO("又一段"), path)
    before = path.read_bytes()
    with pytest.raises(CorpusError, match="before"):
        newword.add_to_count_file(io.StringIO("又一段"), path)
    assert path.read_bytes() == before


def test_files_with_a_common_input_are_refused(tmp_path: Path, corpus: Path) -> None:
    count(tmp_path / "x.nwc", corpus)
    count(tmp_path / "y.nwc", corpus / "b.txt")
    with pytest.raises(CountFileError, match=r"y\.nwc and .*x\.nwc: 1 of its 1 inputs"):
        newword.merge_count_files([tmp_path / "x.nwc", tmp_path / "y.nwc"], tmp_path / "z.nwc")
    assert not (tmp_path / "z.nwc").exists()


def test_files_counted_otherwise_are_refused(tmp_path: Path, corpus: Path) -> None:
    count(tmp_path / "x.nwc", corpus / "a.txt")
    count(tmp_path / "y.nwc", corpus / "b.txt", order=4)
    with pytest.raises(CountFileError, match=r"y\.nwc: at byte 24: its order is 4"):
        newword.merge_count_files([tmp_path / "x.nwc", tmp_path / "y.nwc"], tmp_path / "z.nwc")
    joined = newword.Reading(join_lines=True)
    newword.count_to_file(corpus / "b.txt", tmp_path / "y.nwc", order=3, reading=joined)
    with pytest.raises(CountFileError, match="--join-lines"):
        newword.merge_count_files([tmp_path / "x.nwc", tmp_path / "y.nwc"], tmp_path / "z.nwc")
    with pytest.raises(CountFileError, match="without lines joined"):
        newword.add_to_count_file(corpus / "c.txt", tmp_path / "x.nwc", reading=joined)


def test_a_damaged_file_stops_the_sum_and_the_old_one_stays(tmp_path: Path, corpus: Path) -> None:
    old = count(tmp_path / "z.nwc", corpus / "c.txt")
    data = bytearray(count(tmp_path / "x.nwc", corpus / "a.txt"))
    begin, _ = oracle.decode_count_file(bytes(data)).blocks[0]
    data[begin + 20] ^= 1
    (tmp_path / "x.nwc").write_bytes(data)
    count(tmp_path / "y.nwc", corpus / "b.txt")
    with pytest.raises(CountFileError, match=r"x\.nwc: at byte .* block 0"):
        newword.merge_count_files([tmp_path / "x.nwc", tmp_path / "y.nwc"], tmp_path / "z.nwc")
    assert (tmp_path / "z.nwc").read_bytes() == old
    assert sorted(p.name for p in tmp_path.iterdir()) == ["corpus", "x.nwc", "y.nwc", "z.nwc"]


@pytest.mark.parametrize("is_unnamed", [True, False])
def test_more_files_than_may_be_open_are_added_in_groups(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_unnamed: bool
) -> None:
    monkeypatch.setattr(count_merge, "_AT_ONCE", 3)
    if not is_unnamed:
        monkeypatch.setattr(count_merge, "_open_unnamed", lambda directory: None)
    texts = [f"机器{n}学习。" * (n + 1) for n in range(11)]
    corpus = write_tree(tmp_path / "corpus", {f"{n}.txt": t for n, t in enumerate(texts)})
    parts = []
    for n in range(11):
        parts.append(tmp_path / f"{n}.nwc")
        count(parts[-1], corpus / f"{n}.txt")
    newword.merge_count_files(parts, tmp_path / "sum.nwc")
    assert (tmp_path / "sum.nwc").read_bytes() == count(tmp_path / "all.nwc", corpus)
    assert len([*tmp_path.iterdir()]) == 14


def merge_in_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(count_merge, "_AT_ONCE", 2)
    parts = [tmp_path / f"{name}.nwc" for name in TEXTS]
    for part, text in zip(parts, TEXTS.values(), strict=True):
        newword.count_to_file(newword.Documents([text]), part, order=3)
    newword.merge_count_files(parts, tmp_path / "sum.nwc")
    return tmp_path / "sum.nwc"


def test_without_proc_a_scratch_file_has_a_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = merge_in_groups(tmp_path, monkeypatch).read_bytes()
    names = []
    real = Path.exists
    monkeypatch.setattr(
        Path, "exists", lambda path: not str(path).startswith("/proc") and real(path)
    )
    merge_into = count_merge._merge_into
    monkeypatch.setattr(
        count_merge, "_merge_into", lambda *given: (names.append(given[2]), merge_into(*given))[1]
    )
    assert merge_in_groups(tmp_path, monkeypatch).read_bytes() == expected
    assert [name.startswith(os.fsencode(tmp_path)) for name in names[:1]] == [True]
    assert len(list(tmp_path.iterdir())) == 4


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_scratch_file_that_cannot_be_written_is_an_output_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(count_merge, "_open_unnamed", lambda _: os.open("/dev/full", os.O_RDWR))
    with pytest.raises(OutputError, match=r"^cannot use a temporary file in .*No space left"):
        merge_in_groups(tmp_path, monkeypatch)
    assert not (tmp_path / "sum.nwc").exists()


def test_an_error_that_is_not_of_the_scratch_file_goes_through(tmp_path: Path) -> None:
    def use() -> None:
        with count_merge._scratch(tmp_path):
            raise FileNotFoundError(2, "gone", "another")

    with pytest.raises(FileNotFoundError, match="another"):
        use()


def test_nothing_to_merge_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="nothing to merge"):
        newword.merge_count_files([], tmp_path / "x.nwc")


def test_counts_up_to_64_bits_add_up_and_more_are_refused(tmp_path: Path) -> None:
    """Doubling a file: 62 times a count that fits, then once too often."""
    path = tmp_path / "x.nwc"
    newword.count_to_file(newword.Documents(["机"]), path, order=1)
    for _ in range(62):
        newword.merge_count_files([path, path], path, again=True)
    file = oracle.decode_count_file(path.read_bytes())
    assert file.windows == {("", "机"): 2**62, ("机", ""): 2**62}
    newword.verify_count_file(path)
    before = path.read_bytes()
    with pytest.raises(CountOverflowError):
        newword.merge_count_files([path, path], path, again=True)
    assert path.read_bytes() == before


def test_the_command_line_adds_and_merges(tmp_path: Path, corpus: Path) -> None:
    quiet = ("--progress", "none")
    first = run("count", corpus / "a.txt", "-o", "x.nwc", "--order", "3", *quiet, cwd=tmp_path)
    assert first.code == 0, first.err
    again = run("count", corpus, "-o", "x.nwc", "--add", *quiet, cwd=tmp_path)
    assert again.code == 0, again.err
    assert "counted before, so left out: 1 file" in again.err
    assert (tmp_path / "x.nwc").read_bytes() == count(tmp_path / "all.nwc", corpus)
    merged = run("merge", "x.nwc", "x.nwc", "-o", "y.nwc", *quiet, cwd=tmp_path)
    assert (merged.code, "--again" in merged.err) == (4, True)
    assert run("count", corpus, "--add", *quiet, cwd=tmp_path).code == 2
    assert run("count", corpus, "-o", "x.nwc", "--add", "--order", "4", cwd=tmp_path).code == 2
    both = run("merge", "x.nwc", "y.nwc", "-o", "z.nwc", *quiet, cwd=tmp_path)
    assert both.code == 4  # y.nwc was not written
    alone = run("merge", "x.nwc", "-o", "z.nwc", *quiet, cwd=tmp_path)
    assert (alone.code, alone.out) == (0, "")
    assert alone.err.startswith("newword: z.nwc: order 3, 17 units of 3 documents")
    for flags, message in ((["--format", "nwc"], "needs a name"), (["-o", "w.nwc"], "--min-count")):
        refused = run("count", corpus, *flags, "--min-count", "2", cwd=tmp_path)
        assert (refused.code, message in refused.err) == (2, True)
    checked = run("verify", "x.nwc", "z.nwc", *quiet, cwd=tmp_path)
    assert checked.out.splitlines()[1].endswith(", sound")
    [info] = run("verify", "x.nwc", "--json", cwd=tmp_path).out.splitlines()
    assert json.loads(info)["units"] == 17


def test_the_core_refuses_an_empty_sum(tmp_path: Path) -> None:
    with commit(tmp_path / "x") as out, pytest.raises(ValueError, match="nothing to merge"):
        _core.CountFiles(threads=1).merge([], out._descriptor, b"x")


def test_the_file_id_depends_on_what_is_in_the_header(tmp_path: Path) -> None:
    ids = set()
    for text in ("机器", "机机", "机，器"):
        newword.count_to_file(newword.Documents([text]), tmp_path / "x.nwc")
        ids.add(struct.unpack("<Q", (tmp_path / "x.nwc").read_bytes()[36:44])[0])
    assert len(ids) == 3
