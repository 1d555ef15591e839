"""Documents keep their names and times, whatever they come in."""

from __future__ import annotations

import gzip
import json
from datetime import datetime, timezone
from pathlib import Path

import numpy as np
import pytest

import newword
from newword import ConfigError, Reading
from newword.corpus.documents import NO_TIME, DocumentLog, DocumentName, Mark
from newword.counting.counts import read

RECORDS = [
    {"text": "春江潮水，春江", "name": "a", "day": "2024-05-03"},
    {"text": "，，，", "name": "b", "day": "2024-05-01"},
    {"text": "海上明月", "name": "c", "day": "2024-05-02T12:00:00+08:00"},
    {"text": "春江花月夜", "name": "d", "day": "2024-05-01"},
]
IDS = ["a", "c", "d"]  # the second has no unit: it is no document
DAYS = ["2024-05-03T00:00:00", "2024-05-02T04:00:00", "2024-05-01T00:00:00"]


def as_jsonl() -> bytes:
    return "".join(json.dumps(record) + "\n" for record in RECORDS).encode()


def as_table(delimiter: str) -> bytes:
    rows = [["day", "text", "name"], *([r["day"], r["text"], r["name"]] for r in RECORDS)]
    return "".join(delimiter.join(row) + "\n" for row in rows).encode()


def as_warc() -> bytes:
    records = []
    for record in RECORDS:
        body = record["text"].encode()
        head = (
            "WARC/1.0\r\nWARC-Type: conversion\r\n"
            f"WARC-Target-URI: {record['name']}\r\nWARC-Date: {record['day']}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        records.append(head.encode() + body + b"\r\n\r\n")
    return b"".join(records)


def as_parquet(path: Path) -> None:
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    columns = {name: [record[name] for record in RECORDS] for name in RECORDS[0]}
    parquet.write_table(arrow.table(columns), path)


def logged(path: Path, reading: Reading) -> tuple[list[DocumentName], list[str], list[str]]:
    log = reading.log(names=True, times=True)
    session, report = read([path], reading, log=log)
    assert session.units > 0
    assert log.times is not None
    assert len(log.times) == session.documents
    names = [log.name_of(number) for number in range(session.documents)]
    seconds = log.times.view("datetime64[s]").astype(str).tolist()
    return names, seconds, [problem.code for problem in report.problems]


@pytest.mark.parametrize(
    ("name", "data", "records"),
    [
        ("a.jsonl", as_jsonl(), [1, 3, 4]),
        ("a.jsonl.gz", gzip.compress(as_jsonl(), mtime=0), [1, 3, 4]),
        ("a.csv", as_table(","), None),
        ("a.tsv", as_table("\t"), [2, 4, 5]),
        ("a.parquet", None, [1, 3, 4]),
    ],
)
def test_records_keep_name_and_time(
    tmp_path: Path, name: str, data: bytes | None, records: list[int] | None
) -> None:
    path = tmp_path / name
    if data is None:
        as_parquet(path)
    elif records is None:  # a comma is in the text
        path.write_bytes(data.replace("春江潮水，春江".encode(), "春江潮水".encode()))
    else:
        path.write_bytes(data)
    names, times, problems = logged(path, Reading(id_field="name", time_field="day"))
    assert [found.id for found in names] == IDS
    assert [found.record for found in names] == (records or [2, 4, 5])
    assert {found.source for found in names} == {str(path)}
    assert times == DAYS
    assert problems == []


def test_warc_has_both_without_being_asked(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(as_warc())
    names, times, problems = logged(path, Reading())
    assert [(found.id, found.record) for found in names] == [("a", 1), ("c", 3), ("d", 4)]
    assert times == DAYS
    asked = Reading(id_field="WARC-Date", time_field="X-None")
    names, times, problems = logged(path, asked)
    assert names[0].id == "2024-05-03"
    assert (times, problems) == (["NaT"] * 3, ["no-time"])


def test_a_table_without_header_has_its_columns_by_number(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_bytes(as_table("\t").partition(b"\n")[2])
    reading = Reading(text_field="2", id_field="3", time_field="1")
    names, times, _ = logged(path, reading)
    assert ([found.id for found in names], times) == (IDS, DAYS)


def test_what_lacks_its_name_or_time_is_read_and_told(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        '{"text": "明月", "n": 7, "t": "soon"}\n{"text": "春江", "t": 2024}\n{"n": 8}\n'
    )
    log = DocumentLog(names=True, times=True)
    reading = Reading(id_field="n", time_field="t")
    session, report = read([path], reading, log=log)
    assert session.units == 4
    assert [str(log.name_of(number)) for number in range(2)] == [f"{path}:1 7", f"{path}:2"]
    assert log.times is not None
    assert log.times.tolist() == [NO_TIME, 1704067200]
    details = {problem.code: problem.detail for problem in report.problems}
    assert details == {
        "no-time": "2 records without a time in t; the first: line 1",
        "no-id": "1 record without a name in n: line 2",
        "no-text": "1 record without a text in text or content or raw_content or body: "
        "line 3, 8; it has n",
    }


def test_files_are_called_by_their_paths_and_dated_by_them(tmp_path: Path) -> None:
    for name, text in {
        "2024-05-01.txt": "明月",
        "2023/x.txt": "春江",
        "none.txt": "潮水",
        "2024-01-01/b.jsonl": '{"text": "海上", "t": "2020"}\n{"text": "花月"}\n',
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    pattern = r"(20\d\d)(?:-(\d\d))?(?:-(\d\d))?(?=[./])"
    reading = Reading(time_field="t", time_from_path=pattern)
    names, times, problems = logged(tmp_path, reading)
    # Plain files first, then those with records.
    assert [Path(found.source).name for found in names] == [
        "x.txt", "2024-05-01.txt", "none.txt", "b.jsonl", "b.jsonl",
    ]  # fmt: skip
    assert [time[:10] for time in times] == [
        "2023-01-01", "2024-05-01", "NaT", "2020-01-01", "2024-01-01",
    ]  # fmt: skip
    assert problems == ["no-time"]


@pytest.mark.parametrize("pattern", ["(", r"\d+"])
def test_a_pattern_that_finds_no_time_is_refused(pattern: str) -> None:
    with pytest.raises(ConfigError, match="time_from_path"):
        Reading(time_from_path=pattern)


def test_words_know_when_they_were_seen(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(as_jsonl())
    lexicon = newword.discover(path, time_field="day", min_count=2, min_score=0, method="entropy")
    entry = lexicon.get("春江")
    assert entry is not None
    assert (entry.documents, entry.first_seen, entry.last_seen) == (
        2,
        datetime(2024, 5, 1, tzinfo=timezone.utc),
        datetime(2024, 5, 3, tzinfo=timezone.utc),
    )


def test_lines_in_context_say_where_they_are_from(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(as_jsonl())
    (tmp_path / "b.txt").write_text("春江，明月", "utf-8")
    [found] = newword.kwic(tmp_path, "春江", reading=Reading(id_field="name"))
    assert [(Path(d.source).name, d.record, d.id) for d in found.documents] == [
        ("a.jsonl", 1, "a"),
        ("a.jsonl", 1, "a"),
        ("a.jsonl", 4, "d"),
        ("b.txt", None, None),
    ]
    assert [(text, begin) for text, begin, _ in found.lines] == [
        ("春江潮水，春江", 0), ("春江潮水，春江", 5), ("春江花月夜", 0), ("春江，明月", 0),
    ]  # fmt: skip
    few = newword.kwic(tmp_path, "春江", limit=2)[0]
    assert len(few.documents) == len(few.lines) == 2


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"limit": 0}, "limit must be 1 to"),
        ({"limit": 10**9}, "limit must be 1 to"),
        ({"around": -1}, "around must be 0 to 1,000 characters, got -1"),
        ({"around": 1001}, "around must be 0 to 1,000 characters, got 1,?001"),
    ],
    ids=str,
)
def test_more_contexts_than_anybody_reads_are_refused(wrong: dict[str, int], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        newword.kwic(newword.Documents(["机器"]), "机器", **wrong)


def test_a_log_can_hold_many_names() -> None:
    log = DocumentLog(names=True)
    for number in range(200_000):
        own = None if number % 3 == 0 else f"名{number}" * 8
        log.add(f"f{number // 1000}", Mark(own, None, number % 1000))
    for number in (0, 1, 999, 1000, 199_999):
        found = log.name_of(number)
        assert found.source == f"f{number // 1000}"
        assert found.record == (number % 1000 or None)
        assert found.id == (None if number % 3 == 0 else f"名{number}" * 8)


def test_a_damaged_input_leaves_numbers_and_log_in_step(tmp_path: Path) -> None:
    whole = gzip.compress(b"".join(as_jsonl() for _ in range(2000)))
    (tmp_path / "a.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "b.txt.gz").write_bytes(gzip.compress("明月".encode() * 90_000)[:-20])
    (tmp_path / "c.txt").write_text("春江", "utf-8")
    names, _, problems = logged(tmp_path, Reading())
    assert names[-1].source.endswith("b.txt.gz")
    assert "truncated" in problems


def test_times_of_numpy_and_of_the_core_agree() -> None:
    assert np.isnat(np.array([NO_TIME]).view("datetime64[s]"))[0]
