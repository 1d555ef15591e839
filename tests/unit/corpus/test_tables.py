"""Rows of CSV and TSV: empty ones, broken ones, and lines that memory should not hold."""

from __future__ import annotations

import pytest

from newword.corpus.documents import Mark
from newword.corpus.open.kinds import Layout
from newword.corpus.records import lines as records
from newword.corpus.records.json_lines import json_documents
from newword.corpus.records.tables import csv_documents
from newword.corpus.report.notes import Notes


def rows(*blocks: bytes, layout: Layout | None = None) -> tuple[list[bytes], list[tuple[str, str]]]:
    """The texts of a CSV that comes in these blocks, and what there was to note."""
    notes = Notes()
    found = list(csv_documents(blocks, layout or Layout(), ",", notes))
    marks = [one for one in found if isinstance(one, Mark)]
    texts = [one for one in found if isinstance(one, bytes)]
    assert len(marks) == len(texts)
    return texts, [(note.code, note.detail) for note in notes.all()]


def test_empty_lines_are_no_rows() -> None:
    assert rows(b"id,text\n\n1,a\n\n\n2,b\n") == ([b"a", b"b"], [])


@pytest.mark.parametrize("blocks", [[], [b""]])
def test_an_empty_table_has_no_rows_and_no_fault(blocks: list[bytes]) -> None:
    assert rows(*blocks) == ([], [])


def test_a_field_that_memory_should_not_hold_ends_the_table_with_the_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(records, "MAX_RECORD_BYTES", 100)
    texts, notes = rows(b'text\na\n"' + b"x\n" * 200 + b'"\nb\n')
    assert texts == [b"a"]
    assert [code for code, _ in notes] == ["damaged"]
    assert "it cannot be read on from line " in notes[0][1]
    assert "a row is too long" in notes[0][1]


@pytest.mark.parametrize("end", [b"", b"\n"])
def test_a_last_line_that_memory_should_not_hold_is_left_out(
    monkeypatch: pytest.MonkeyPatch, end: bytes
) -> None:
    monkeypatch.setattr(records, "MAX_RECORD_BYTES", 100)
    texts, notes = rows(b"text\na\n", b"x" * 60, b"y" * 60, b"z" * 60 + end)
    assert texts == [b"a"]
    assert [code for code, _ in notes] == ["too-large"]
    assert notes[0][1].endswith(": line 3")


def test_json_lines_end_with_or_without_a_line_end() -> None:
    for end in (b"", b"\n"):
        notes = Notes()
        found = list(json_documents([b'{"text": "a"}\n{"text"', b': "b"}' + end], Layout(), notes))
        assert [one for one in found if isinstance(one, bytes)] == [b"a", b"b"]
        assert notes.all() == []
