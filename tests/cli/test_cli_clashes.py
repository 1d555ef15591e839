"""An output that is an input, or another output, is refused before anything is touched."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest
from command import run

TEXT = "机器学习的算法，机器学习很难。\n" * 20
LEXICON = "word\tcount\n机器学习\t20\n"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "words.tsv").write_text(LEXICON)
    (tmp_path / "decisions.jsonl").write_text('{"word": "机器学习", "decision": "accept"}\n')
    (tmp_path / "hard").hardlink_to(tmp_path / "a.txt")
    (tmp_path / "soft").symlink_to("a.txt")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "b.txt").write_text(TEXT)
    return tmp_path


COMMANDS = [
    "discover a.txt -o a.txt --format txt",
    "discover a.txt -o hard --format txt",
    "discover a.txt -o soft --format txt",
    "discover a.txt -o ./in/../a.txt --format txt",
    "discover *.txt -o a.txt --format txt",
    "discover in -o in/b.txt --format txt",
    "discover a.txt --dict words.tsv -o words.tsv",
    "discover a.txt --decisions decisions.jsonl -o decisions.jsonl",
    "discover a.txt -o new.tsv --manifest a.txt",
    "discover a.txt -o new.tsv --manifest new.tsv",
    "discover a.txt -o new.tsv --manifest ./new.tsv",
    "segment a.txt -o a.txt",
    "segment a.txt --lexicon words.tsv -o words.tsv",
    "count a.txt -o a.txt",
    "count a.txt -o hard --format nwc",
    "export words.tsv -o words.tsv",
    "apply decisions.jsonl words.tsv -o words.tsv",
    "apply decisions.jsonl words.tsv -o decisions.jsonl --format tsv",
    "review words.tsv -o words.tsv",
    "lm a.txt -o a.txt",
    "adapt a.txt -o a.txt",
    "compare a.txt --against in/b.txt -o in/b.txt",
    "compare a.txt --against in/b.txt -o new.tsv --plot new.tsv",
    "trend a.txt --time-from-path ([0-9]+) --by year -o a.txt",
]


def contents(place: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(place.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("line", COMMANDS)
def test_a_clash_is_refused_and_nothing_is_touched(place: Path, line: str) -> None:
    before = contents(place)
    done = run(*line.split(), cwd=place)
    assert done.code == 4, done.err
    assert done.stdout == b""
    assert "; name another one for each" in done.err or "; name a" in done.err
    assert contents(place) == before


def test_standard_output_that_goes_to_an_input_is_refused(place: Path) -> None:
    script = "import os, sys\nfrom newword.cli.main import main\n"
    script += "os.dup2(os.open('a.txt', os.O_WRONLY | os.O_APPEND), 1)\nmain(['segment', 'a.txt'])"
    done = run(script=script, cwd=place)
    assert done.code == 4
    assert "a.txt: it is read, and would be written as well" in done.err
    assert (place / "a.txt").read_text() == TEXT


def test_standard_output_in_the_corpus_is_not_read(place: Path) -> None:
    script = "import os, sys\nfrom newword.cli.main import main\n"
    script += "os.dup2(os.open('in/new', os.O_WRONLY | os.O_CREAT), 1)\n"
    script += "main(['segment', 'in', '--lexicon', 'words.tsv'])"
    assert run(script=script, cwd=place).code == 0
    assert (place / "in" / "new").read_text().replace(" ", "") == TEXT


@pytest.mark.parametrize("name", ["new.tsv", "new.txt", "new.nwc"])
def test_what_an_earlier_run_left_in_the_corpus_is_replaced(place: Path, name: str) -> None:
    command = "count" if name.endswith("nwc") else "discover"
    for _ in range(2):
        done = run(command, "in", "-o", f"in/{name}", cwd=place)
        assert done.code == 0, done.err


@pytest.mark.parametrize("target", ["/dev/null", "/dev/stdout", "pipe"])
def test_what_is_no_file_is_what_it_is(place: Path, target: str) -> None:
    expected = run("discover", "a.txt", cwd=place, changes={"COLUMNS": "80"}).stdout
    if target == "pipe":
        os.mkfifo(place / "pipe")
        reader = os.open(place / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    arguments = ("discover", "a.txt", "-o", target, "--format", "tsv", "--manifest", target)
    done = run(*arguments, cwd=place)
    assert done.code == 0, done.err
    if target == "pipe":
        got = os.read(reader, 1 << 16)
        os.close(reader)
    else:
        got = done.stdout
    if target == "/dev/null":
        assert got == b""
    else:
        assert got.startswith(expected)
        assert json.loads(got[len(expected) :])["output"] is None


FAILS_AT_THE_MANIFEST = """
import sys
from newword.cli.main import main
from newword.platform.writing import replacement, writer

def fail(self, complete=replacement.Replacement.complete):
    if self.writer.name == "run.json":
        full = OSError(28, "No space left")
        raise writer.output_error("run.json", "cannot finish {path}: {reason}", full)
    complete(self)

replacement.Replacement.complete = fail
main()
"""


def test_a_manifest_that_fails_leaves_the_list_as_it_was(place: Path) -> None:
    (place / "new.tsv").write_text("old\n")
    before = contents(place)
    command = ("discover", "a.txt", "-o", "new.tsv", "--manifest", "run.json")
    done = run(*command, cwd=place, script=FAILS_AT_THE_MANIFEST)
    assert done.code == 4
    assert "run.json: No space left" in done.err
    assert contents(place) == before


def test_the_manifest_has_what_went_into_the_list(place: Path) -> None:
    done = run("discover", "a.txt", "-o", "new.tsv", "--manifest", "run.json", cwd=place)
    assert done.code == 0
    told = json.loads((place / "run.json").read_text())["output"]
    written = (place / "new.tsv").read_bytes()
    assert told["sha256"] == hashlib.sha256(written).hexdigest()
    assert told["bytes"] == len(written)
