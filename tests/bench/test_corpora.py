"""Texts for the benchmarks: made by chance, cut into files, read from archives."""

from __future__ import annotations

import io
import tarfile
import zlib
from itertools import islice
from pathlib import Path

import pytest
from benchmarking import TEXT

from benchmarks.corpora import (
    CorpusError,
    Layout,
    generate,
    prepare,
    text_files,
)
from benchmarks.inputs import joined, spaced
from benchmarks.resample import resample

# Generated text


def test_equal_seeds_give_equal_text_and_other_seeds_other_text() -> None:
    first, again, other = (next(resample(TEXT, seed=seed, chains=64)) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_generated_text_is_the_same_on_every_machine_and_numpy() -> None:
    blocks = resample(TEXT, seed=1, chains=64)
    assert [zlib.crc32(next(blocks)) for _ in range(2)] == [0x955E9EC6, 0xB5E18507]


def test_generated_text_is_made_of_the_characters_of_the_source() -> None:
    block = next(resample(TEXT, seed=3, chains=64)).decode("utf-8")
    assert set(block) <= set(TEXT)


def test_most_generated_character_triples_are_real_ones() -> None:
    block = next(resample(TEXT, seed=3, chains=64)).decode("utf-8")
    circle = TEXT + TEXT[:2]
    real = {circle[i : i + 3] for i in range(len(TEXT))}
    share = sum(block[i : i + 3] in real for i in range(len(block) - 2)) / (len(block) - 2)
    assert 0.9 < share < 1


def test_distinct_ngrams_keep_growing_with_generated_text() -> None:
    text = "".join(b.decode("utf-8") for b in islice(resample(TEXT, seed=3, chains=16), 8))

    def distinct(length: int) -> int:
        return len({text[i : i + 4] for i in range(length)})

    assert distinct(len(text)) > 1.2 * distinct(len(text) // 2)


@pytest.mark.parametrize("size", [1, 2, 3, 1000, 123_457])
def test_a_generated_corpus_has_the_size_asked_for_to_the_last_character(
    size: int, sample: Path
) -> None:
    blocks = [b for _, blocks in generate(sample, Layout(total_bytes=size), seed=1) for b in blocks]
    text = b"".join(blocks)
    assert size - 3 < len(text) <= size
    text.decode("utf-8")


def test_small_files_are_cut_between_characters(sample: Path) -> None:
    layout = Layout(total_bytes=50_000, file_bytes=100)
    contents = [b"".join(blocks) for _, blocks in generate(sample, layout, seed=1)]
    assert 500 <= len(contents) <= 520
    for content in contents:
        content.decode("utf-8")


def test_a_one_line_corpus_has_no_line_end(sample: Path) -> None:
    layout = Layout(total_bytes=50_000, is_one_line=True)
    files = [b"".join(blocks) for _, blocks in generate(sample, layout, seed=1)]
    assert [len(content.splitlines()) for content in files] == [1]


# Corpora


def test_a_tar_archive_and_a_directory_give_the_same_sample(sample: Path, tmp_path: Path) -> None:
    archive = tmp_path / "sample.tar.xz"
    with tarfile.open(archive, "w:xz") as tar:
        tar.add(sample, arcname=".")
    made = []
    for number, text in enumerate((sample, archive)):
        place = tmp_path / f"work-{number}"
        place.mkdir()
        corpus = prepare("120mb", text=text, work=place)
        files = [(p.relative_to(corpus.path), p.read_bytes()) for p in text_files(corpus.path)]
        made.append(files)
    assert made[0] == made[1]
    assert len(made[0]) == 2


def test_archive_members_outside_the_archive_are_left_out(tmp_path: Path, work: Path) -> None:
    archive = tmp_path / "hostile.tar"
    with tarfile.open(archive, "w") as tar:
        for name in ("../escaped.txt", "/tmp/escaped.txt", "inside.txt"):
            member = tarfile.TarInfo(name)
            member.size = 3
            tar.addfile(member, io.BytesIO("山".encode()))
    corpus = prepare("120mb", text=archive, work=work)
    assert [p.name for p in text_files(corpus.path)] == ["inside.txt"]
    assert not (work / "escaped.txt").exists()


def test_a_corpus_is_made_once_and_anew_for_another_text(sample: Path, work: Path) -> None:
    corpus = prepare("120mb", text=sample, work=work)
    marker = corpus.path / "marker"
    marker.touch()
    assert prepare("120mb", text=sample, work=work) == corpus
    assert marker.exists()
    (sample / "c.txt").write_text("山", encoding="utf-8")
    assert prepare("120mb", text=sample, work=work).files == 3
    assert not marker.exists()


def test_a_directory_with_other_files_is_refused_and_the_file_named(sample: Path) -> None:
    with pytest.raises(CorpusError, match=r"notes\.md"):
        prepare(str(sample), text=None, work=sample)


def test_a_named_corpus_without_text_says_how_to_give_it(work: Path) -> None:
    with pytest.raises(CorpusError, match="NEWWORD_BENCH_TEXT"):
        prepare("10mb", text=None, work=work)


def test_a_broken_archive_is_refused_and_leaves_no_corpus(tmp_path: Path, work: Path) -> None:
    archive = tmp_path / "broken.tar.xz"
    archive.write_bytes(b"\xfd7zXZ\x00 no more")
    with pytest.raises(CorpusError, match=r"broken\.tar\.xz"):
        prepare("120mb", text=archive, work=work)
    assert not (work / "corpus-120mb").exists()


def test_kenlm_gets_characters_with_spaces_between_and_lines_for_the_rest(
    tmp_path: Path, work: Path
) -> None:
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "a.txt").write_text("山高C9，（水落", encoding="utf-8")
    path = spaced(prepare(str(tmp_path / "text"), text=None, work=work), work)
    lines = path.read_text(encoding="utf-8").split("\n")
    assert [line.split() for line in lines if line.strip()] == [
        ["山", "高", "C", "9"],
        ["水", "落"],
    ]


def test_peers_get_all_files_as_one(sample: Path, work: Path) -> None:
    corpus = prepare("120mb", text=sample, work=work)
    assert joined(corpus, work).read_text(encoding="utf-8").split() == (TEXT * 2).split()
