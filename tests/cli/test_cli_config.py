"""`newword.toml` and the record of a run."""

from __future__ import annotations

import hashlib
import json
import os
import re
from pathlib import Path

import click
import pytest
from command import TEXT, run, write_tree

from newword.cli.config_file import trusted_options
from newword.cli.main import cli

FANTASY = TEXT / "fantasy"
TRUSTED = {name for command in cli.commands.values() for name in trusted_options(command)}


def test_options_come_from_the_file_and_what_is_typed_goes_before(tmp_path: Path) -> None:
    toml = 'quiet = true\ntop = 5\n\n[discover]\nformat = "txt"\ntop = 2\nmin-count = 3\n'
    write_tree(tmp_path, {"newword.toml": toml})
    done = run("discover", FANTASY, cwd=tmp_path)
    assert done.out.count("\n") == 2
    said = (
        "newword: options from newword.toml: format = txt, min-count = 3, quiet = true, top = 2\n"
    )
    assert done.err == said
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


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        (f"top = 1{'0' * 5000}", "no TOML"),
        (f"top = 1{'0' * 30}", "top must be at most"),
        (f"min-count = 1{'0' * 30}", "min_count must be at most"),
        (f"threads = 1{'0' * 30}", "threads"),
        (f"max-len = 1{'0' * 30}", "--max-len"),
        ("min-score = 1e999", "min_score must be a finite number"),
        ("min-score = nan", "min_score"),
        ("top = [1, 2]", "one value, not a list"),
        ("dict = [['jieba']]", "plain values"),
        (f"dict = {['a'] * 1001}", "at most 1,000 values"),
        (f"dict = {'[' * 5000}{']' * 5000}", "too deep"),
        (f"{'a.' * 5000}b = 1", "there is no table [a]"),
        ("new-only = 'yes'", "takes true or false"),
        ("top = true", "other than true and false"),
        (f"memory = '{'9' * 5000}GiB'", "memory"),
        (f"{'x' * 100_000} = 1", "no option"),
        (f"# {'x' * (1 << 20)}\ntop = 1", "larger than 1 MiB"),
        ("time-from-path = '('", "time_from_path"),
        ("[discover]\ntop = {a = 1}", "plain values"),
    ],
    ids=lambda value: value[:24],
)
def test_huge_and_deep_values_are_clear_errors(tmp_path: Path, toml: str, message: str) -> None:
    write_tree(tmp_path, {"newword.toml": toml})
    done = run("discover", FANTASY, cwd=tmp_path)
    assert (done.code, "Traceback" in done.err, done.out) == (2, False, "")
    assert message in done.err
    assert len(done.err) < 1000


@pytest.mark.parametrize("name", ["newword.toml", "pyproject.toml"])
@pytest.mark.parametrize("option", sorted(TRUSTED))
def test_a_file_that_was_found_cannot_write_or_run(tmp_path: Path, name: str, option: str) -> None:
    command = next(
        command
        for command, click_command in cli.commands.items()
        if any(f"--{option}" in parameter.opts for parameter in click_command.params)
    )
    table = f"tool.newword.{command}" if name == "pyproject.toml" else command
    is_flag = option in ("add", "again", "keep-text", "verify")
    value = "true" if is_flag else '["victim.txt"]' if option == "spark-conf" else '"victim.txt"'
    write_tree(tmp_path, {name: f"[{table}]\n{option} = {value}\n", "victim.txt": "whole"})
    done = run(command, FANTASY, cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert f"{name}: option {option} of {command} writes files or runs programs" in done.err
    assert (tmp_path / "victim.txt").read_text("utf-8") == "whole"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([name, "victim.txt"])


def test_a_file_that_is_named_can(tmp_path: Path) -> None:
    write_tree(tmp_path, {"own.toml": "[discover]\noutput = 'words.txt'\ntop = 2\n"})
    assert run("--config", "own.toml", "discover", FANTASY, cwd=tmp_path).code == 0
    assert (tmp_path / "words.txt").read_text("utf-8").count("\n") == 2


def test_a_project_file_may_have_the_options(tmp_path: Path) -> None:
    write_tree(tmp_path, {"pyproject.toml": "[tool.newword.discover]\ntop = 2\nformat = 'txt'\n"})
    done = run("discover", FANTASY, "--quiet", cwd=tmp_path)
    assert done.out.count("\n") == 2
    assert done.err == "newword: options from pyproject.toml: format = txt, top = 2\n"
    write_tree(tmp_path, {"pyproject.toml": "[project]\nname = 'own'\nbroken ="})
    assert run("discover", FANTASY, "--top", "1", "--quiet", cwd=tmp_path).err == ""


def test_every_option_that_names_a_place_was_decided_on() -> None:
    """A new option that takes a file has to be put into one of the two sets."""
    only_read = {
        "against", "background", "corpus", "counts", "decisions", "dict", "eval", "font", "gold",
        "lexicon", "words", "exclude", "include", "sample",
    }  # fmt: skip
    places = {
        option.removeprefix("--")
        for command in cli.commands.values()
        for parameter in command.params
        for option in parameter.opts
        if isinstance(parameter, click.Option)
        and option.startswith("--")
        and re.search("FILE|DIR|PATH|MASTER|NAME=", parameter.metavar or "")
    }
    assert places - only_read - TRUSTED == set()


def test_what_writes_or_runs_does_so_in_every_command() -> None:
    for command in cli.commands.values():
        names = {opt.removeprefix("--") for param in command.params for opt in param.opts}
        assert names & TRUSTED == trusted_options(command)


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
