"""`newword.toml` and the record of a run."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest
from command import TEXT, run, write_tree

FANTASY = TEXT / "fantasy"


def test_options_come_from_the_file_and_what_is_typed_goes_before(tmp_path: Path) -> None:
    toml = 'quiet = true\ntop = 5\n\n[discover]\nformat = "txt"\ntop = 2\nmin-count = 3\n'
    write_tree(tmp_path, {"newword.toml": toml})
    done = run("discover", FANTASY, cwd=tmp_path)
    assert done.out.count("\n") == 2
    assert done.err == "newword: options from newword.toml\n"
    assert run("discover", FANTASY, "--top", "1", cwd=tmp_path).out.count("\n") == 1
    elsewhere = run("--config", tmp_path / "newword.toml", "discover", FANTASY)
    assert (elsewhere.out, elsewhere.stderr) == (done.out, b"")


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("[discovr]\ntop = 1", "did you mean discover?"),
        ("tops = 1", "did you mean top?"),
        ("[count]\nnew-only = true", "of [count]"),
        ("top = ", "no TOML"),
        ("[discover]\ntop = 'many'", "--top"),
    ],
)
def test_what_is_no_option_is_refused(tmp_path: Path, toml: str, message: str) -> None:
    write_tree(tmp_path, {"newword.toml": toml})
    done = run("discover", FANTASY, cwd=tmp_path)
    assert done.code == 2
    assert message in done.err
    assert "Traceback" not in done.err


def test_a_config_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert run("--config", tmp_path / "none.toml", "doctor").code == 2


def test_the_record_of_a_run_tells_what_was_read_and_written(tmp_path: Path) -> None:
    records = []
    for threads in ("1", "2"):
        out, record = tmp_path / "w.tsv", tmp_path / "run.json"
        done = run("discover", FANTASY, "-o", out, "--manifest", record, "--threads", threads)
        assert done.code == 0
        records.append(json.loads(record.read_text("utf-8")))
        assert records[-1]["output"]["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()
        assert records[-1]["run"].pop("started").endswith("+00:00")
    assert records[0]["options"].pop("threads") == 1
    records[1]["options"].pop("threads")
    for record in records:
        del record["run"]
    assert records[0] == records[1]
    assert records[0]["input"]["files"] == 6


def test_the_record_of_a_run_has_no_file_where_there_is_none(tmp_path: Path) -> None:
    done = run(
        "discover", TEXT / "fantasy", "--format", "txt", "-o", os.devnull, "--manifest",
        tmp_path / "m.json",
    )  # fmt: skip
    assert done.code == 0
    assert json.loads((tmp_path / "m.json").read_text("utf-8"))["output"] is None


def test_the_shell_can_complete() -> None:
    source = run(changes={"_NEWWORD_COMPLETE": "zsh_source"})
    assert (source.code, "_NEWWORD_COMPLETE=zsh_complete newword" in source.out) == (0, True)
    asked = {"_NEWWORD_COMPLETE": "zsh_complete", "COMP_CWORD": "2"}
    done = run(changes={**asked, "COMP_WORDS": "newword discover --form"})
    assert "--format" in done.out
