"""Records are found wherever blocks are cut, and what is wrong with one never leaves it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newword.corpus.documents import Mark
from newword.corpus.open.kinds import Layout
from newword.corpus.records.batches import Batch
from newword.corpus.records.json_lines import json_documents
from newword.corpus.records.tables import csv_documents
from newword.corpus.report.notes import Notes

TEXTS = st.text('机器学\\"{}[],:\n a\u2028😀', max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
RECORDS = st.lists(
    st.fixed_dictionaries({"text": TEXTS}, optional={"other": VALUES, "t": VALUES}),
    min_size=1,
    max_size=5,
)


def read(documents: Iterable[bytes | Mark]) -> list[tuple[bytes, int]]:
    found, text = [], b""
    for part in documents:
        if isinstance(part, Mark):
            found.append((text, part.record))
            text = b""
        else:
            text += part
    assert text == b""
    return found


def cut(content: bytes, size: int) -> list[bytes]:
    return [content[i : i + size] for i in range(0, len(content), size)]


def read_json(content: bytes, size: int, **layout: Any) -> tuple[list[bytes], list[str]]:
    notes = Notes()
    found = read(json_documents(cut(content, size), Layout(**layout), notes))
    return [text for text, _ in found], [note.code for note in notes.all()]


@given(
    records=RECORDS,
    shape=st.sampled_from(["array", "pretty array", "pretty", "concatenated", "lines"]),
    ascii_only=st.booleans(),
    size=st.integers(1, 40),
)
def test_json_records_are_found_in_every_shape_and_cut(
    records: list[dict[str, Any]], shape: str, ascii_only: bool, size: int
) -> None:
    def dump(value: Any, indent: int | None = None) -> str:
        return json.dumps(value, ensure_ascii=ascii_only, indent=indent)

    content = {
        "array": lambda: dump(records),
        "pretty array": lambda: dump(records, 2),
        "pretty": lambda: "\n".join(dump(record, 1) for record in records),
        "concatenated": lambda: "".join(map(dump, records)),
        "lines": lambda: "".join(dump(record) + "\n" for record in records),
    }[shape]()
    texts, codes = read_json(content.encode("utf-8", "surrogatepass"), size)
    assert (texts, codes) == ([record["text"].encode() for record in records], [])


@given(texts=st.lists(TEXTS, min_size=1), size=st.integers(1, 40))
def test_strings_of_an_array_are_texts(texts: list[str], size: int) -> None:
    assert read_json(json.dumps(texts).encode(), size) == ([text.encode() for text in texts], [])


@given(content=st.binary(max_size=120), size=st.integers(1, 40), field=st.sampled_from(["t", None]))
def test_no_bytes_make_a_reader_of_records_fail(
    content: bytes, size: int, field: str | None
) -> None:
    layout = Layout(time_field=field, id_field=field)
    read(json_documents(cut(content, size), layout, Notes()))
    for delimiter in ",\t":
        read(csv_documents(cut(content, size), layout, delimiter, Notes()))


@given(
    record=st.dictionaries(st.sampled_from(["text", "t", "id", "a"]), VALUES),
    name=st.sampled_from(["t", "id", "a.b", "text"]),
)
def test_no_value_makes_a_record_take_others_with_it(record: dict[str, Any], name: str) -> None:
    lines = "\n".join(json.dumps(value) for value in ({"text": "前"}, record, {"text": "后"}))
    layout = {"time_field": name, "id_field": name}
    texts, _ = read_json(lines.encode("utf-8", "surrogatepass"), 1 << 20, **layout)
    assert (texts[0], texts[-1]) == ("前".encode(), "后".encode())


@pytest.mark.parametrize(
    "bad",
    [
        '{"text": "中", "t": "0001-01-01T00:00:00+08:00"}',
        '{"text": "中", "t": "9999-12-31T23:59:59-12:00"}',
        '{"text": "中", "t": "12024-01-01"}',
        '{"text": "中", "t": 1e400}',
        '{"text": "中", "t": -99999999999999}',
        '{"text": "中", "t": [1, 2]}',
        '{"text": "中", "t": "' + "9" * 30 + '"}',
        '{"text": "中", "t": "2024-05-01T00:00:00.123456789+99:99"}',
    ],
)
def test_a_time_that_is_none_costs_the_time_and_not_the_document(bad: str) -> None:
    lines = f'{{"text": "前", "t": "2024"}}\n{bad}\n'
    texts, codes = read_json(lines.encode(), 1 << 20, time_field="t")
    assert texts == ["前".encode(), "中".encode()]
    assert codes == ["no-time"]


@given(
    rows=st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=5),
    delimiter=st.sampled_from(",;|"),
    size=st.integers(1, 40),
)
def test_a_table_is_read_whatever_its_delimiter(
    rows: list[tuple[str, str]], delimiter: str, size: int
) -> None:
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([("n", "text"), *rows])
    notes = Notes()
    content = file.getvalue().encode()
    found = read(csv_documents(cut(content, size), Layout(), ",", notes))
    assert [text for text, _ in found] == [text.encode() for _, text in rows]
    assert notes.all() == []


@given(rows=st.lists(st.text("机器a", min_size=1), min_size=1, max_size=5), size=st.integers(1, 9))
def test_carriage_returns_alone_end_rows_and_records(rows: list[str], size: int) -> None:
    table = "\r".join(["text", *rows]).encode()
    lines = "\r".join(json.dumps({"text": row}) for row in rows).encode()
    expected = [row.encode() for row in rows]
    assert [text for text, _ in read(csv_documents(cut(table, size), Layout(), ",", Notes()))] == (
        expected
    )
    assert read_json(lines, size) == (expected, [])


def read_in_batches(documents: Iterable[bytes | Mark | Batch]) -> list[bytes]:
    found, text = list[bytes](), b""
    for part in documents:
        if isinstance(part, Batch):
            assert text == b""
            found.extend(one.encode() for one in part.texts)
        elif isinstance(part, Mark):
            found.append(text)
            text = b""
        else:
            text += part
    return found


# fmt: off
ODD_LINES = st.sampled_from([
    "", " ", "[1]", '"x"', '{"text": 3}', "{", '{"text": "a"} ', '{"text": "\\ud800"}', "{}{}",
    "\xff",
    '{"content": "b", "text": null}', '{"text": "c"},{"text": "d"}', '{"a": [{"text": "e"}',
])
CELLS = st.sampled_from([
    "机器", "a", "", ",", ";", '"', "\t", "\n", "\r\n", "text", "x y", '"b,"', "\0",
])
HEADERS = st.sampled_from([
    "text\n", "n,text\n", "n;text\n", "sep=;\nn;text\n", "", "a,b\n", "text,text\n",
])
# fmt: on


@given(
    lines=st.lists(RECORDS.map(lambda records: json.dumps(records[0])) | ODD_LINES, max_size=12),
    size=st.integers(1, 200),
    fields=st.sampled_from([None, "text", "other", ("text", "other")]),
    ending=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_lines_many_at_once_are_the_lines_one_by_one(
    lines: list[str], size: int, fields: Any, ending: str
) -> None:
    content = b'{"text": "first"}\n' + ending.join(lines).encode("latin-1", "replace")
    layout = Layout(text_field=fields)
    one, many = Notes(), Notes()
    expected = [text for text, _ in read(json_documents(cut(content, size), layout, one))]
    batches = json_documents(cut(content, size), layout, many, in_batches=True)
    assert read_in_batches(batches) == expected
    # The first of many is named by block.
    assert sorted(note.code for note in many.all()) == sorted(note.code for note in one.all())


CELLS = st.sampled_from(
    ["机器", "a", "", ",", ";", '"', "\t", "\n", "\r\n", "text", "x y", '"b,"', "\0"]
)


@given(
    cells=st.lists(CELLS, max_size=30),
    header=HEADERS,
    size=st.integers(1, 200),
    delimiter=st.sampled_from(",\t"),
    fields=st.sampled_from([None, "2", "1", ("text", "n")]),
)
def test_rows_many_at_once_are_the_rows_one_by_one(
    cells: list[str], header: str, size: int, delimiter: str, fields: Any
) -> None:
    content = (header + "".join(cells)).encode()
    layout = Layout(text_field=fields)
    one, many = Notes(), Notes()
    expected = [text for text, _ in read(csv_documents(cut(content, size), layout, delimiter, one))]
    batches = csv_documents(cut(content, size), layout, delimiter, many, in_batches=True)
    assert read_in_batches(batches) == expected
    assert many.all() == one.all()
