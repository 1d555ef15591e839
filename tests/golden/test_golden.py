"""Whole runs over the samples give what is stored here, byte for byte.

After a change that is meant to change results: `python tests/golden/regenerate.py`, and read the
difference.
"""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from command import TEXT, run

import newword
from newword.export import write
from newword.methods import METHODS

HERE = Path(__file__).resolve().parent


def test_every_method_has_stored_outputs() -> None:
    assert {path.stem for path in HERE.glob("*.tsv")} == set(METHODS)


def stored(name: str) -> bytes:
    return (HERE / name).read_bytes()


@pytest.mark.parametrize("format_", ["tsv", "jsonl"])
@pytest.mark.parametrize("method", METHODS)
def test_a_run_gives_the_stored_bytes(method: str, format_: str) -> None:
    options = ("--dict", "jieba", "--new-only", "--top", "300")
    done = run("discover", TEXT, *options, "--method", method, "--format", format_)
    assert done.code == 0
    assert done.out.splitlines() == stored(f"{method}.{format_}").decode().splitlines()
    assert done.stdout == stored(f"{method}.{format_}")


@pytest.mark.parametrize("threads", [1, 2, 8])
@pytest.mark.parametrize("method", METHODS)
def test_the_python_call_gives_the_stored_bytes(method: str, threads: int) -> None:
    lexicon = newword.discover(
        str(TEXT), dictionary="jieba", new_only=True, top=300, method=method, threads=threads
    )
    out = io.BytesIO()
    write(lexicon, out, format="tsv")
    assert out.getvalue() == stored(f"{method}.tsv")


@pytest.mark.parametrize("method", METHODS)
def test_both_stored_forms_say_the_same(method: str) -> None:
    header, *lines = stored(f"{method}.tsv").decode().splitlines()
    objects = [json.loads(line) for line in stored(f"{method}.jsonl").splitlines()]
    assert len(lines) == len(objects) == 300
    for line, entry in zip(lines, objects, strict=True):
        assert list(entry) == header.split("\t")
        for cell, value in zip(line.split("\t"), entry.values(), strict=True):
            shown = "" if value is None else value
            assert cell == str(shown) or float(cell) == shown
