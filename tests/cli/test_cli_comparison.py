"""`compare` and `trend` as a user runs them: tables, pictures and what could not be counted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import run, write_tree

POSTS = [
    ("2023-12-31", "春江，春江"),
    ("2024-01-01", "明月 AI"),
    ("2024-03-01", "春江"),
    (None, "春江"),
]
WORDS_FILE = "newword: words.txt: word list, 3 words"
LEFT_OUT = "newword: left out 2 words of a single unit: 江 AI"


@pytest.fixture
def corpora(tmp_path: Path) -> Path:
    records = [{"text": text} | ({"day": day} if day else {}) for day, text in POSTS]
    return write_tree(
        tmp_path,
        {
            "posts.jsonl": "".join(json.dumps(record) + "\n" for record in records),
            "a.txt": "春江，春江。明月 AI",
            "b.txt": "明月明月，春江",
            "words.txt": "春江\n江\nAI\n",
            "latin.txt": "openAI\n",  # every font has it
        },
    )


def test_a_comparison_goes_to_a_file_and_what_is_left_out_is_named(corpora: Path) -> None:
    arguments = ("compare", "a.txt", "--against", "b.txt", "--words", "words.txt")
    shown = run(*arguments, cwd=corpora)
    header, row = shown.out.splitlines()
    assert shown.code == 0
    assert dict(zip(header.split("\t"), row.split("\t"), strict=True))["word"] == "春江"
    assert shown.err.splitlines() == [
        WORDS_FILE, LEFT_OUT, "newword: 1 word; 7 units against 6",
    ]  # fmt: skip
    written = run(*arguments, "-o", "key.tsv", cwd=corpora)
    assert (written.code, written.out, written.err) == (0, "", shown.err)
    assert (corpora / "key.tsv").read_bytes() == shown.stdout


def test_a_trend_names_the_documents_without_a_time(corpora: Path) -> None:
    arguments = ("trend", "posts.jsonl", "--time-field", "day", "--words", "words.txt")
    done = run(*arguments, "-o", "rising.jsonl", cwd=corpora)
    assert (done.code, done.out) == (3, "")
    [row] = [
        json.loads(line) for line in (corpora / "rising.jsonl").read_text("utf-8").splitlines()
    ]
    assert (row["word"], row["count"]) == ("春江", 3)
    assert done.err.splitlines()[-4:] == [
        WORDS_FILE,
        LEFT_OUT,
        "newword: without a time, so in no slice: 1 document",
        "newword: 1 word in 3 documents, by month from 2023-12 to 2024-03",
    ]
    assert "no-time" in done.err


def test_pictures_are_made_beside_the_table(corpora: Path) -> None:
    pytest.importorskip("matplotlib", reason="plots need matplotlib")
    words = ("--words", "latin.txt", "--plot")
    compared = run("compare", "a.txt", "--against", "b.txt", *words, "key.svg", cwd=corpora)
    assert (compared.code, compared.out.count("\n")) == (0, 2)
    followed = run("trend", "posts.jsonl", "--time-field", "day", *words, "t.png", cwd=corpora)
    assert (followed.code, followed.out.count("\n")) == (3, 2)
    assert (corpora / "key.svg").read_bytes().startswith(b"<?xml")
    assert (corpora / "t.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-o", "nowhere/key.tsv"], "nowhere"),
        (["-o", "key.doc"], "unknown format doc"),
        (["--plot", "key.gif"], ".svg or a .png"),
        (["--plot", "nowhere/key.svg"], "nowhere"),
    ],
    ids=str,
)
def test_what_cannot_be_written_is_refused_before_the_work(
    corpora: Path, arguments: list[str], message: str
) -> None:
    if "--plot" in arguments:
        pytest.importorskip("matplotlib", reason="plots need matplotlib")
    done = run("compare", "missing.txt", "--against", "b.txt", *arguments, cwd=corpora)
    assert done.code in (2, 4)
    assert message in done.err
    assert "missing.txt: " not in done.err  # a line to paste may hold it
