"""What is written parses back to the lexicon; no word can forge a line, a cell or a file."""

from __future__ import annotations

import csv
import io
import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lexicons import make_lexicon

from newword import ExportError, Lexicon, OutputError
from newword.export import FORMATS, write
from newword.export.tables.tsv import fields
from newword.lexicon import COLUMNS

HEADER = (
    "word\tcount\tcohesion\tleft_entropy\tright_entropy\taccessor_variety\tscore\tknown"
    "\tdocuments\tdispersion\tfirst_seen\tlast_seen"
)
ANY_WORDS = st.lists(st.text(st.characters(codec=None), min_size=1), unique=True, max_size=8)


def written(lexicon: Lexicon, format_: str) -> str:
    out = io.BytesIO()
    write(lexicon, out, format=format_)
    return out.getvalue().decode()


def sample() -> Lexicon:
    return make_lexicon(
        ["机器学习", "云计算"],
        count=[30, 2**63],
        cohesion=[1 / 3, math.nan],
        left_entropy=[1234567.0, math.nan],
        right_entropy=[1e-9, math.nan],
        accessor_variety=[7, -1],
        score=[-0.0, -2.5],
        known=[1, 0],
        documents=[3, -1],
        dispersion=[0.25, math.nan],
        first_seen=[np.datetime64("2024-05-01", "s"), np.datetime64("NaT", "s")],
        last_seen=[np.datetime64("2024-05-02T08:30", "s"), np.datetime64("NaT", "s")],
    )


def test_tsv_is_exact_to_the_byte() -> None:
    assert written(sample(), "tsv") == (
        f"{HEADER}\n"
        "机器学习\t30\t0.333333\t1.23457e+06\t1e-09\t7\t0\t1\t3\t0.25"
        "\t2024-05-01\t2024-05-02T08:30:00Z\n"
        "云计算\t9223372036854775808\t\t\t\t\t-2.5\t0\t\t\t\t\n"
    )


FINITE = st.floats(allow_nan=False, allow_infinity=False)


@given(
    values=st.lists(st.tuples(FINITE, FINITE, st.integers(0, 2**63 - 1)), min_size=1, max_size=9),
    known=st.sampled_from([-1, 0, 1]),
    is_measured=st.booleans(),
)
def test_tsv_lines_made_at_once_are_those_made_field_by_field(
    values: list[tuple[float, float, int]], known: int, is_measured: bool
) -> None:
    words = [f"词{i}" for i in range(len(values))]
    first, second, variety = (list(column) for column in zip(*values, strict=True))
    lexicon = make_lexicon(
        words,
        cohesion=[*first[:-1], first[-1] if is_measured else math.nan],
        score=second,
        accessor_variety=variety,
        known=[known] * len(words),
    )
    columns = [lexicon.column(name).tolist() for name in COLUMNS[1:]]
    expected = ["\t".join((row[0], *fields(row))) for row in zip(words, *columns, strict=True)]
    assert written(lexicon, "tsv").splitlines()[1:] == expected


def test_csv_has_the_same_columns_and_untouched_numbers() -> None:
    rows = list(csv.reader(io.StringIO(written(sample(), "csv"))))
    assert rows[0] == list(COLUMNS)
    assert rows[2] == ["云计算", "9223372036854775808", "", "", "", "", "-2.5", "0", "", "", "", ""]


def test_jsonl_has_null_for_what_was_not_measured() -> None:
    first, second = map(json.loads, written(sample(), "jsonl").splitlines())
    assert first == {
        "word": "机器学习",
        "count": 30,
        "cohesion": 0.333333,
        "left_entropy": 1234570.0,
        "right_entropy": 1e-09,
        "accessor_variety": 7,
        "score": 0,
        "known": True,
        "documents": 3,
        "dispersion": 0.25,
        "first_seen": "2024-05-01",
        "last_seen": "2024-05-02T08:30:00Z",
    }
    assert second["cohesion"] is second["accessor_variety"] is second["last_seen"] is None
    assert second["count"] == 2**63
    assert second["known"] is False
    assert list(second) == list(COLUMNS)


def test_jsonl_keeps_chinese_readable() -> None:
    assert '"机器学习"' in written(sample(), "jsonl")


def test_without_a_dictionary_known_is_empty_or_null() -> None:
    lexicon = make_lexicon(["机器"])
    assert written(lexicon, "tsv").endswith("\t\n")
    assert json.loads(written(lexicon, "jsonl"))["known"] is None


def test_txt_is_one_word_a_line() -> None:
    assert written(sample(), "txt") == "机器学习\n云计算\n"


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan])
def test_no_format_writes_infinity_or_nan(value: float) -> None:
    lexicon = make_lexicon(["机器"], score=[value])
    assert written(lexicon, "tsv").endswith("\t7" + "\t" * 6 + "\n")
    assert json.loads(written(lexicon, "jsonl"))["score"] is None


@pytest.mark.parametrize("format_", ["tsv", "csv", "jsonl", "txt"])
def test_an_empty_lexicon_gives_the_header_at_most(format_: str) -> None:
    assert written(make_lexicon([]), format_).count("\n") == (format_ in ("tsv", "csv"))


@pytest.mark.parametrize("start", list("=+-@\t\r\n＝＋－＠"))
def test_no_csv_cell_is_a_formula(start: str) -> None:
    text = written(make_lexicon([f"{start}1+1"]), "csv")
    assert next(iter(list(csv.reader(io.StringIO(text, newline="")))[1:]))[0] == f"'{start}1+1"


@given(ANY_WORDS)
def test_csv_parses_back_to_every_word(words: list[str]) -> None:
    out = io.BytesIO()
    report = write(make_lexicon(words), out, format="csv")
    rows = list(csv.reader(io.StringIO(out.getvalue().decode(), newline="")))[1:]
    kept = [word for word in words if word not in dict(report.refused)]
    assert all(row[0] in (word, f"'{word}") for row, word in zip(rows, kept, strict=True))
    assert all(len(row) == len(COLUMNS) for row in rows)


@given(ANY_WORDS)
@pytest.mark.parametrize("format_", ["tsv", "jsonl", "txt"])
def test_lines_out_are_words_in_and_parse_back_equal(format_: str, words: list[str]) -> None:
    out = io.BytesIO()
    report = write(make_lexicon(words), out, format=format_)
    lines = out.getvalue().decode().splitlines()[format_ == "tsv" :]
    kept = [word for word in words if word not in dict(report.refused)]
    if format_ == "jsonl":
        got = [json.loads(line)["word"] for line in lines]
    else:
        got = [line.split("\t")[0] for line in lines]
    assert got == kept
    assert report.written == len(kept)


def test_refused_words_are_named_with_the_reason_and_escaped_in_notices() -> None:
    report = write(make_lexicon(["a\tb", "机器", "a\x1bb"]), io.BytesIO(), format="tsv")
    assert [word for word, _ in report.refused] == ["a\tb", "a\x1bb"]
    [notice] = report.notices()
    assert notice.startswith("left out 2 words: a\\x09b a\\x1bb; for the first: ")
    assert notice.endswith("it holds U+0009, which a line cannot")


@pytest.mark.parametrize(
    ("name", "format_"),
    [("a.tsv", "tsv"), ("a.CSV", "csv"), ("a.jsonl", "jsonl"), ("a.txt", "txt")],
)
def test_the_suffix_chooses_the_format(tmp_path: Path, name: str, format_: str) -> None:
    write(sample(), tmp_path / name)
    assert (tmp_path / name).read_bytes() == written(sample(), format_).encode()


def test_an_unknown_suffix_or_format_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    for target, format_ in [(tmp_path / "a.doc", "auto"), (tmp_path / "a.tsv", "doc")]:
        with pytest.raises(ExportError, match="jsonl"):
            write(sample(), target, format=format_)
    with pytest.raises(ExportError, match="name the format"):
        write(sample(), io.BytesIO())
    assert list(tmp_path.iterdir()) == []


def test_only_a_format_with_a_consumer_can_be_verified() -> None:
    with pytest.raises(ExportError, match="verify"):
        write(sample(), io.BytesIO(), format="tsv", verify=True)


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("old")
    (tmp_path / "d.txt").mkdir()
    with pytest.raises(OutputError):
        write(sample(), tmp_path / "d.txt")
    with pytest.raises(ExportError):
        write(sample(), tmp_path / "a.txt", verify=True)
    assert (tmp_path / "a.txt").read_text() == "old"


def test_every_format_is_known_by_its_name() -> None:
    assert list(FORMATS)[:6] == ["tsv", "csv", "jsonl", "parquet", "txt", "jieba"]
    assert all(FORMATS[name].name == name for name in FORMATS)
