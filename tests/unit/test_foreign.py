"""Documents and archives among plain text: one text, whatever kind of file it lies in."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from office_files import WRITERS

import newword
from newword.corpus import CorpusReport, read_corpus
from newword.corpus.open.kinds import Layout

for package in (
    "docx", "ebooklib", "kreuzberg", "odf", "openpyxl", "pptx", "py7zr", "pysubs2", "reportlab",
    "resiliparse", "striprtf",
):  # fmt: skip
    pytest.importorskip(package)

PARAGRAPHS = [
    "玄溟宗的长老在青梧峰下等了三天三夜",
    "洛维坦说他不曾见过这样的雪",
    "青梧峰的雪到了五月也不化",
    "他把剑插在石缝里就走了一路上没有回过头直到山脚下才停下来看了一眼来时的路上面已经盖满了雪而他的脚印一个也看不见了只有那把剑还在风里响着",
    "玄溟宗从此再没有人提起洛维坦",
    "又过了许多年青梧峰上来了一个孩子",
]
HAN = re.compile(r"[\u4e00-\u9fff]+")


class Sink:
    """Keeps the documents."""

    def __init__(self) -> None:
        self.documents: list[bytes] = []
        self.bytes_read = 0
        self._open = b""

    def feed(self, block: bytes, /) -> None:
        self._open += block

    def end_document(self) -> None:
        self.documents.append(self._open)
        self._open = b""


def read(source: object, **layout: Any) -> tuple[list[bytes], CorpusReport]:
    sink = Sink()
    report = read_corpus(sink, source, layout=Layout(**layout))  # type: ignore[arg-type]
    return sink.documents, report


def runs(document: bytes) -> list[str]:
    return HAN.findall(document.decode())


@pytest.mark.parametrize("kind", WRITERS)
def test_a_file_of_each_kind_has_the_runs_of_its_text(tmp_path: Path, kind: str) -> None:
    (tmp_path / f"a.{kind}").write_bytes(WRITERS[kind](PARAGRAPHS))
    documents, report = read(tmp_path)
    assert report.problems == ()
    (document,) = documents
    assert sorted(runs(document)) == sorted(PARAGRAPHS)
    assert report.files == report.documents == 1


def test_one_folder_with_a_file_of_each_kind_has_the_words_of_the_text(tmp_path: Path) -> None:
    mixed, plain = tmp_path / "mixed", tmp_path / "plain"
    for place, kinds in ((mixed, list(WRITERS)), (plain, ["txt"] * len(WRITERS))):
        place.mkdir()
        for number, kind in enumerate(kinds):
            (place / f"{number}.{kind}").write_bytes(WRITERS[kind](PARAGRAPHS))
    found, expected = (newword.count_corpus(place, max_order=6) for place in (mixed, plain))
    assert found.report.problems == ()
    for order in range(1, 7):
        counts = [
            dict(
                zip(
                    table.words(order, range(table.size(order))),
                    table.column(order, "count").tolist(),
                    strict=True,
                )
            )
            for table in (found.table, expected.table)
        ]
        common = {word for word, n in counts[1].items() if n >= len(WRITERS)}
        assert {word: counts[0][word] for word in common} == {w: counts[1][w] for w in common}
        assert len(common) > 20
