"""Which fields are the text of a record, in every format; and what a bad record costs."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest

import newword
from newword.corpus import CorpusReport
from newword.corpus.documents import DocumentLog
from newword.corpus.open.kinds import Layout
from newword.corpus.read import read_corpus

GREEN, BLUE = "青山绿水", "蓝天白云"


class Texts:
    """A sink that keeps documents."""

    def __init__(self) -> None:
        self.documents: list[str] = []
        self._open = b""
        self.bytes_read = 0

    def feed(self, block: bytes) -> None:
        self._open += block

    def end_document(self) -> None:
        if self._open:
            self.documents.append(self._open.decode("utf-8", "replace"))
        self._open = b""


def read(path: Path, **layout: Any) -> tuple[list[str], CorpusReport]:
    sink = Texts()
    report = read_corpus(sink, path, layout=Layout(**layout))
    return sink.documents, report


def details(report: CorpusReport) -> list[tuple[str, str]]:
    return [(problem.code, problem.detail) for problem in report.problems]


def write_parquet(path: Path, columns: list[tuple[str, Any]]) -> Path:
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    arrays = [values if hasattr(values, "type") else arrow.array(values) for _, values in columns]
    parquet.write_table(arrow.Table.from_arrays(arrays, [name for name, _ in columns]), path)
    return path


@pytest.fixture(params=["a.jsonl", "a.json", "a.csv", "a.tsv", "a.parquet"])
def two_fields(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A record with a question and an answer."""
    path = tmp_path / request.param
    if path.suffix == ".parquet":
        return write_parquet(path, [("q", [GREEN]), ("a", [BLUE])])
    record = {"q": GREEN, "a": BLUE}
    delimiter = "\t" if path.suffix == ".tsv" else ","
    path.write_text(
        {
            ".jsonl": json.dumps(record),
            ".json": json.dumps([record], indent=1),
        }.get(path.suffix, f"q{delimiter}a\n{GREEN}{delimiter}{BLUE}\n"),
        encoding="utf-8",
    )
    return path


def test_several_fields_are_one_document_in_the_order_asked_for(two_fields: Path) -> None:
    assert read(two_fields, text_field=("a", "q"))[0] == [f"{BLUE}\n\n{GREEN}"]


@pytest.mark.parametrize("join_lines", [False, True])
def test_no_word_crosses_from_one_field_into_the_next(two_fields: Path, join_lines: bool) -> None:
    reading = newword.Reading(text_field=("q", "a"), join_lines=join_lines, threads=1)
    table = newword.count_corpus(two_fields, max_order=2, min_count=1, reading=reading).table
    assert "水蓝" not in table.words(2, range(table.size(2)))


def test_records_without_the_field_name_those_that_there_are(two_fields: Path) -> None:
    documents, report = read(two_fields)
    assert documents == []
    ((code, detail),) = details(report)
    assert code == "no-text"
    assert detail.endswith("it has q, a")


@pytest.mark.parametrize(
    ("record", "field", "text"),
    [
        ({"a": {"b": GREEN}}, "a.b", GREEN),
        ({"a.b": GREEN, "a": {"b": BLUE}}, "a.b", GREEN),
        ({"m": [{"c": GREEN}, {"c": BLUE}, {"d": 1}]}, "m.c", f"{GREEN}\n\n{BLUE}"),
        ({"m": [GREEN, [BLUE]]}, "m", f"{GREEN}\n\n{BLUE}"),
        ({"text": [GREEN, BLUE]}, None, f"{GREEN}\n\n{BLUE}"),
        ({"a": {"b.c": GREEN}}, "a.b.c", GREEN),
    ],
)
def test_fields_in_fields_and_lists_are_found(
    tmp_path: Path, record: dict[str, Any], field: str | None, text: str
) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    assert read(tmp_path, text_field=field)[0] == [text]


def test_parquet_has_fields_in_fields_and_lists_too(tmp_path: Path) -> None:
    nested = [[{"content": GREEN}, {"content": BLUE}]]
    path = write_parquet(tmp_path / "a.parquet", [("m", nested), ("l", [[GREEN, BLUE]])])
    assert read(path, text_field="m.content")[0] == [f"{GREEN}\n\n{BLUE}"]
    assert read(path, text_field="l")[0] == [f"{GREEN}\n\n{BLUE}"]


def test_of_two_columns_of_one_name_the_first_is_read_and_that_is_said(tmp_path: Path) -> None:
    path = write_parquet(tmp_path / "a.parquet", [("text", [GREEN]), ("text", [BLUE])])
    table = tmp_path / "a.csv"
    table.write_text(f"text,text\n{GREEN},{BLUE}\n", encoding="utf-8")
    for file in (path, table):
        documents, report = read(file)
        assert documents == [GREEN]
        assert details(report) == [("duplicate-column", "it has 2 columns text")]


def test_times_that_no_calendar_has_cost_the_time_alone(tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow")
    moments = arrow.array([10**18, 1_700_000_000_123_456_789, -(10**18), None], arrow.int64())
    far = arrow.array([2**50, 0, -(2**50), None], arrow.int64()).cast(arrow.timestamp("s"))
    zoned = moments.cast(arrow.timestamp("ns", tz="Asia/Shanghai"))
    texts = [GREEN, BLUE, GREEN, BLUE]
    path = write_parquet(tmp_path / "a.parquet", [("text", texts), ("t", far), ("z", zoned)])
    documents, report = read(path, time_field="t")
    assert documents == texts
    assert [code for code, _ in details(report)] == ["no-time", "no-time"]
    assert "2 records with a time outside of the calendar in t" in details(report)[0][1]
    log = DocumentLog(names=False, times=True)
    session = newword.Reading(threads=1).session()
    read_corpus(session, path, layout=Layout(time_field="z"), log=log)
    assert log.times is not None
    assert log.times[1] == int(datetime(2023, 11, 14, 22, 13, 20, tzinfo=timezone.utc).timestamp())


def test_a_string_that_is_no_utf_8_costs_its_bad_places_alone(tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow")
    raw = arrow.array([GREEN.encode(), BLUE.encode() + b"\xe6", GREEN.encode()], arrow.binary())
    texts = arrow.StringArray.from_buffers(3, raw.buffers()[1], raw.buffers()[2])
    path = write_parquet(tmp_path / "a.parquet", [("text", texts)])
    documents, report = read(path)
    assert documents == [GREEN, f"{BLUE}\ufffd", GREEN]
    assert details(report) == [("invalid-bytes", "1 record with places that are not UTF-8: row 2")]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", "[[" + "[]," * 3_000_000 + "[]]]"),
        ("b.jsonl", '{"x": [' + "{}," * 3_000_000 + "{}]}"),
        ("a.csv", "text\n" + "," * 10_000_000),
        ("b.csv", 'text\n"' + "\n" * 10_000_000),
        ("a.json", '{"x": "' + "y" * 10_000_000 + '"}'),
    ],
    ids=["arrays", "objects", "commas", "open quote", "long string"],
)
@pytest.mark.skipif(sys.platform != "linux", reason="peak of a process as Linux has it")
def test_one_record_does_not_break_the_limit_of_memory(
    tmp_path: Path, name: str, content: str
) -> None:
    path = tmp_path / f"{name}.gz"
    path.write_bytes(gzip.compress(content.encode(), 1))
    limit = 160 << 20
    script = (
        "import sys, newword\n"
        f"reading = newword.Reading(threads=1, memory={limit})\n"
        "report = newword.count_corpus(sys.argv[1], max_order=2, reading=reading).report\n"
        "peak = open('/proc/self/status').read().split('VmHWM:')[1].split()[0]\n"
        "print(peak, *sorted({problem.code for problem in report.problems}))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, path], capture_output=True, text=True, check=True
    )
    peak, *codes = done.stdout.split()
    assert int(peak) << 10 <= limit
    assert codes in (["too-large"], ["damaged"])
