"""The lexicon of documents in parts on Spark is that of one machine, byte for byte."""

from __future__ import annotations

import io
import json
import os
import random
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from command import run, write_tree

import newword
from newword.errors import ConfigError
from newword.export import write
from newword.language import words
from newword.methods import formula
from newword.model.features import evidence

SAMPLES = Path(__file__).resolve().parents[2] / "corpus_samples" / "text"


def documents() -> list[str]:
    paths = sorted(SAMPLES.rglob("*.txt"), key=lambda path: bytes(path))
    return [path.read_text("utf-8", "replace") for path in paths]


def exported(lexicon: newword.Lexicon, format_: str = "jsonl") -> bytes:
    out = io.BytesIO()
    write(lexicon, out, format=format_)
    return out.getvalue()


def frame_of(spark: Any, texts: list[str | None], partitions: int, seed: int = 0) -> Any:
    rows = list(enumerate(texts))
    random.Random(seed).shuffle(rows)
    return spark.createDataFrame(rows, "id long, text string").repartition(partitions)


WAYS: dict[str, dict[str, Any]] = {
    "entropy": {"method": "entropy"},
    "reference": {"method": "reference"},
    "formula": {"method": "formula"},
    "model": {"method": "model"},
    "model with a dictionary": {"method": "model", "dictionary": "jieba"},
    "terms": {"method": "model", "unit": "term", "max_len": 9},
    "lm": {"method": "lm"},
}


@pytest.mark.parametrize(
    ("way", "partitions", "windows", "is_sampled"),
    [
        ("entropy", 2, 2000, False),
        ("reference", 1, None, False),
        ("reference", 7, 150, False),
        ("formula", 7, 2000, True),
        ("model", 3, None, False),
        ("model with a dictionary", 2, 150, True),
        ("terms", 4, 2000, True),
        ("lm", 3, None, False),
        ("lm", 7, 2000, True),
    ],
)
def test_a_method_finds_the_same_in_any_parts(
    spark: Any,
    monkeypatch: pytest.MonkeyPatch,
    way: str,
    partitions: int,
    windows: int | None,
    is_sampled: bool,
) -> None:
    from newword.spark import count_files, discover

    if is_sampled:  # as passes do with corpora of millions of units
        monkeypatch.setattr(formula, "_SAMPLE_UNITS", 20_000)
        monkeypatch.setattr(evidence, "_SAMPLE_UNITS", 15_000)
        monkeypatch.setattr(words, "_LARGE", 20_000)
        monkeypatch.setattr(count_files, "_AT_ONCE", 2)
    texts = documents()
    expected = newword.discover(newword.Documents(texts), **WAYS[way])
    found = discover(
        frame_of(spark, texts, partitions),
        order="id",
        partitions=partitions,
        windows_of_bucket=windows,
        **WAYS[way],
    )
    assert len(found) > 1000
    assert exported(found) == exported(expected)
    assert exported(found, "tsv") == exported(expected, "tsv")
    assert np.array_equal(found.column("score"), expected.column("score"))
    for name in ("units", "learned_units", "candidates", "expected_precision", "thresholds"):
        assert getattr(found.report, name) == getattr(expected.report, name)
    assert found.report.documents == len(texts)


def test_every_method_is_compared() -> None:
    assert {way["method"] for way in WAYS.values()} == set(newword.methods.METHODS)


def test_empty_partitions_null_and_empty_texts_are_nothing(spark: Any) -> None:
    from newword.spark import discover

    texts = ["学习机器学习。" * 3, "", "机器学习\n学习", "!!"]
    rows: list[str | None] = [*texts, None]
    found = discover(frame_of(spark, rows, 9), order="id", method="entropy", min_count=2)
    expected = newword.discover(newword.Documents(texts), method="entropy", min_count=2)
    assert exported(found) == exported(expected)
    nothing = discover(frame_of(spark, [None], 2), method="reference")
    assert len(nothing) == 0
    assert nothing.report.empty_reason is not None


def test_one_huge_document_and_one_hot_ngram_change_nothing(spark: Any) -> None:
    from newword.spark import discover

    texts = documents()
    skewed = ["".join(texts), "哈" * 60_000, *texts[:3], "机器学习" * 20_000]
    expected = newword.discover(newword.Documents(skewed), method="entropy", max_len=15)
    frame = frame_of(spark, skewed, 4)
    found = discover(frame, order="id", method="entropy", max_len=15, windows_of_bucket=5000)
    assert exported(found) == exported(expected)


def test_hard_wrapped_text_a_dictionary_and_thresholds_are_as_on_one_machine(spark: Any) -> None:
    from newword.spark import discover

    texts = [text.replace("，", "\n") for text in documents()]
    options: dict[str, Any] = {
        "method": "entropy",
        "dictionary": "jieba",
        "new_only": True,
        "min_count": 3,
        "min_cohesion": 2.0,
        "top": 50,
        "spread": False,
        "join_lines": True,
    }
    expected = newword.discover(newword.Documents(texts), **options)
    found = discover(frame_of(spark, texts, 3), **options)
    assert exported(found) == exported(expected)
    assert 0 < len(found) <= 50


def test_names_with_a_middle_dot_are_as_on_one_machine(spark: Any) -> None:
    from newword.spark import discover

    sentences = ["昨天迈克·乔登得了三十分", "教练说迈克·乔登会来", "安娜·卡列·尼娜坐火车"]
    texts: list[str | None] = [f"{sentences[i % 3]}，第{i}场看迈克·乔登打球。" for i in range(40)]
    frame = frame_of(spark, texts, 5)
    for names in (True, False):
        asked: dict[str, Any] = {"min_count": 2, "names": names}
        expected = newword.discover(newword.Documents(list(filter(None, texts))), **asked)
        assert ("迈克·乔登" in expected) is names
        lexicon = discover(frame, order="id", partitions=4, **asked)
        assert exported(lexicon) == exported(expected)


def result_bytes(spark: Any) -> int:
    """What stages have sent to the driver so far."""
    nothing = spark.sparkContext._gateway.new_array(spark._jvm.double, 0)
    store = spark.sparkContext._jsc.sc().statusStore()
    stages = store.stageList(None, False, False, nothing, None)
    return sum(stages.apply(i).resultSize() for i in range(stages.size()))


def test_putting_documents_in_order_brings_no_text_to_the_driver(spark: Any) -> None:
    """Found by a simulation: to cut the order into parts Spark sampled whole documents."""
    from pyspark.sql import functions as f

    from newword.spark.frames import pack_documents, rows_by_part

    texts: list[str | None] = [f"{'机器学习' * 16}{'学习' * 5000}{i % 9}" for i in range(60)]
    frame = frame_of(spark, texts, 4).select((f.col("id") % 3).alias("day"), "text")
    before = result_bytes(spark)
    packed = pack_documents(frame, "text", ["day"], 5)
    assert packed.count() <= 5
    assert result_bytes(spark) - before < 200_000 < sum(len(str(text)) for text in texts)
    rows = [row for part in rows_by_part(iter(packed.toArrow().to_batches())) for row in part.rows]
    found = b"".join(bytes(text) for text, _ in rows).decode()
    ordered = sorted(enumerate(texts), key=lambda row: (row[0] % 3, row[1]))
    assert found == "".join(str(text) for _, text in ordered)


def test_what_does_not_work_on_spark_is_refused_in_one_line(spark: Any) -> None:
    from newword.spark import discover

    frame = spark.createDataFrame([(1, "机器学习")], "id long, body string")
    with pytest.raises(ConfigError, match=r"no column 'text'; it has id, body"):
        discover(frame, method="entropy")
    with pytest.raises(ConfigError, match="column 'id' holds long"):
        discover(frame, text="id", method="entropy")
    with pytest.raises(ConfigError, match="at most 15 units"):
        discover(frame, text="body", method="entropy", max_len=16)


def test_a_task_with_too_little_memory_says_how_much_it_needs(spark: Any) -> None:
    from newword.spark import discover

    with pytest.raises(newword.errors.MemoryBudgetError, match=r"a task on Spark: .* allow"):
        discover(frame_of(spark, ["机器学习"], 1), method="entropy", task_memory="1MiB")


def test_a_language_model_that_a_task_cannot_hold_is_refused(
    spark: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from newword.spark import discover, text

    monkeypatch.setattr(text, "_BYTES_OF_NGRAM", 10_000_000)
    with pytest.raises(newword.errors.MemoryBudgetError, match=r"of [\d,]+ n-grams: allow \d+M"):
        discover(frame_of(spark, documents()[:1], 1), method="lm")


def write_corpus(corpus: Path, texts: list[str], kind: str) -> None:
    """Names in which `+`, spaces and characters beyond ASCII sort otherwise than in a URL."""
    if kind == "text":
        files = {f"{'甲a+乙'[i % 4]} {i % 3}/{i}.txt": text for i, text in enumerate(texts)}
        write_tree(corpus, files)
        return
    corpus.mkdir()
    for part in range(3):
        rows = [{"n": i, "content": text} for i, text in enumerate(texts) if i % 3 == part]
        path = corpus / f"{'甲a+'[part]}.{kind}"
        if kind == "jsonl":
            lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
            path.write_text("".join(lines), "utf-8")
        else:
            import pyarrow as pa
            import pyarrow.parquet as pq

            pq.write_table(pa.Table.from_pylist(rows), path)


@pytest.mark.parametrize("kind", ["text", "jsonl", "parquet"])
def test_files_are_read_in_the_order_of_one_machine(spark: Any, tmp_path: Path, kind: str) -> None:
    from newword.spark import discover
    from newword.spark.inputs import ORDER, TEXT, read_files

    corpus = tmp_path / "c+orpus 一"
    write_corpus(corpus, documents(), kind)
    frame, problems = read_files(spark, [str(corpus)], input_format=kind)
    assert problems == ()
    expected = newword.discover(corpus, method="entropy", input_format=kind, top=300)
    found = discover(frame, text=TEXT, order=ORDER, method="entropy", top=300)
    assert exported(found) == exported(expected)


def test_records_without_a_text_are_named(spark: Any, tmp_path: Path) -> None:
    from newword.spark.inputs import read_files

    path = tmp_path / "a.jsonl"
    path.write_text('{"body": "机器学习"}\n{"title": "学习"}\nno JSON\n', "utf-8")
    frame, problems = read_files(spark, [str(path)])
    assert frame.where("text is not null").count() == 1
    assert [(problem.code, problem.detail.split()[0]) for problem in problems] == [
        ("bad-record", "2")
    ]


def test_a_missing_path_a_format_and_a_column_are_named(spark: Any, tmp_path: Path) -> None:
    from newword.spark.inputs import read_files

    with pytest.raises(newword.CorpusError, match="check the path"):
        read_files(spark, [str(tmp_path / "nothing.txt")])
    with pytest.raises(ConfigError, match="not as warc"):
        read_files(spark, [str(tmp_path)], input_format="warc")
    write_corpus(tmp_path / "c", ["机器学习"] * 3, "parquet")
    with pytest.raises(ConfigError, match="no column title; there are n, content"):
        read_files(spark, [str(tmp_path / "c")], input_format="parquet", text_field="title")


def test_the_command_writes_what_it_writes_on_one_machine(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    write_corpus(corpus, documents(), "text")
    options = ["--method", "reference", "--quiet"]
    one = run("discover", corpus, *options)
    # As from an environment that is not activated: "python3" is another one.
    here = str(Path(sys.executable).parent)
    elsewhere = [part for part in os.environ["PATH"].split(os.pathsep) if part != here]
    many = run(
        "discover", corpus, *options, "--spark", "local[2]",
        changes={"PATH": os.pathsep.join(elsewhere)}, timeout_s=240,
    )  # fmt: skip
    assert many.code == 0, many.err
    assert many.stdout == one.stdout
    assert many.out.count("\n") > 1000


@pytest.mark.parametrize("option", [["--counts", "a.nwc"], ["--strict"], ["--encoding", "big5"]])
def test_options_that_do_not_go_with_spark_are_refused(tmp_path: Path, option: list[str]) -> None:
    done = run("discover", tmp_path, "--spark", "local[2]", *option)
    assert done.code == 2
    assert f"{option[0]} does not go with --spark" in done.err


def test_tokens_are_the_units_of_every_part(spark: Any) -> None:
    path = Path(__file__).resolve().parents[2] / "corpus_samples" / "tokens" / "vietnamese.txt"
    texts = path.read_text(encoding="utf-8").splitlines()
    options: dict[str, Any] = {"units": "tokens", "min_score": 0}
    alone = newword.discover(newword.Documents(texts), **options)
    many = newword.spark.discover(frame_of(spark, [*texts], 3), order="id", **options)
    assert "nông dân" in alone.words
    assert exported(many) == exported(alone)
