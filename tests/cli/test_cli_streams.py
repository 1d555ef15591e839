"""Results go to standard output, everything else to standard error."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from functools import lru_cache
from pathlib import Path

import pytest
from command import HEADER, TEXT, Done, command, environment, run, words_of

if sys.platform == "win32":
    pytest.skip("closed descriptors and pipes are of another kind there", allow_module_level=True)

FANTASY = TEXT / "fantasy"
COLUMNS = HEADER.split("\t")


@lru_cache
def fantasy(*options: str) -> Done:
    """The lexicon of the novel; many tests look at the same one."""
    return run("discover", FANTASY, *options)


def close_stdout() -> None:
    os.close(1)


def close_stderr() -> None:
    os.close(2)


# -------------------------------------------------------------------------------------- the formats


def test_a_lexicon_on_standard_output_is_tsv_with_a_header() -> None:
    lines = fantasy("--top", "5").out.splitlines()
    assert lines[0] == HEADER
    assert [len(line.split("\t")) for line in lines[1:]] == [len(COLUMNS)] * 5


def test_json_is_one_object_a_line_with_the_columns_of_the_tsv() -> None:
    done = fantasy("--top", "5", "--json")
    objects = [json.loads(line) for line in done.out.splitlines()]
    assert [list(entry) for entry in objects] == [COLUMNS] * 5
    assert [e["word"] for e in objects] == words_of(fantasy("--top", "5").stdout)


def test_json_is_the_format_jsonl() -> None:
    assert fantasy("--json").stdout == (fantasy("--format", "jsonl").stdout)


def test_csv_has_the_rows_of_the_tsv() -> None:
    tsv = fantasy("--top", "50").out
    rows = list(
        csv.reader(io.StringIO(run("discover", FANTASY, "--top", "50", "--format", "csv").out))
    )
    assert rows == [line.split("\t") for line in tsv.splitlines()]


def test_txt_is_the_words_and_nothing_else() -> None:
    tsv = fantasy("--top", "50").stdout
    assert run("discover", FANTASY, "--top", "50", "--format", "txt").out.splitlines() == words_of(
        tsv
    )


def test_a_jieba_dictionary_is_word_frequency_and_tag_with_one_space() -> None:
    pytest.importorskip("jieba")
    lines = run("discover", FANTASY, "--top", "20", "--format", "jieba").out.splitlines()
    assert len(lines) == 20
    assert all(len(line.split(" ")) == 3 and line.split(" ")[1].isdecimal() for line in lines)


def test_known_is_empty_without_a_dictionary_and_1_or_0_with_one(
    tmp_path: Path,
) -> None:
    words = tmp_path / "words.txt"
    words.write_text("陆沉舟\n", "utf-8")
    without = fantasy().out.splitlines()[1:]
    with_one = run("discover", FANTASY, "--dict", words).out.splitlines()[1:]
    assert {line.split("\t")[7] for line in without} == {""}
    assert {line.split("\t")[0] for line in with_one if line.split("\t")[7] == "1"} == {"陆沉舟"}
    assert {line.split("\t")[7] for line in with_one} == {"0", "1"}


def test_counts_are_tsv_with_a_header_or_json_lines() -> None:
    arguments = ("count", FANTASY, "--order", "2")
    header, *lines = run(*arguments).out.splitlines()
    objects = [json.loads(line) for line in run(*arguments, "--json").out.splitlines()]
    assert list(objects[0]) == header.split("\t")
    assert [str(entry["ngram"]) for entry in objects] == [line.split("\t")[1] for line in lines]


def test_count_with_format_none_writes_nothing_to_standard_output() -> None:
    done = run("count", FANTASY, "--format", "none")
    assert (done.code, done.stdout) == (0, b"")
    assert "n-grams" in done.err


def test_an_explanation_can_be_one_json_object() -> None:
    found = json.loads(run("explain", FANTASY, "陆沉舟", "--json").stdout)
    assert (found["word"], found["count"], found["units"]) == ("陆沉舟", 80, 3)
    assert found["verdict"].startswith("a word, rank ")


def test_doctor_can_answer_in_json() -> None:
    facts = json.loads(run("doctor", "--json").stdout)
    assert facts["core_works"] is True


# ---------------------------------------------------------------------------------- what goes where


@pytest.mark.parametrize("arguments", [["discover", FANTASY], ["count", FANTASY]], ids=str)
def test_what_is_not_a_result_goes_to_standard_error(arguments: list[str]) -> None:
    done = run(*arguments)
    assert "newword:" not in done.out
    assert all(line.startswith("newword: ") for line in done.err.splitlines())


def test_quiet_says_nothing_when_all_input_was_read() -> None:
    assert fantasy("--quiet").stderr == b""


def test_quiet_still_names_problems() -> None:
    done = run("discover", "-", "--quiet", stdin="机器学习".encode() * 2000 + b"\xff")
    assert done.code == 3
    assert len(done.err.splitlines()) == 1


def test_the_summary_names_the_thresholds_that_were_in_force() -> None:
    err = run("discover", FANTASY, "--min-entropy", "0.7").err
    assert "min_count 2" in err
    assert "min_entropy 0.7" in err


def test_nothing_but_problems_and_the_summary_without_a_terminal() -> None:
    for mode in ("auto", "plain", "none"):
        assert run("discover", FANTASY, "--progress", mode).problems == []


# ------------------------------------------------------------------------ standard output that ends


def first_line_of(arguments: list[str]) -> tuple[bytes, int, str]:
    """Reads one line of the output and closes the pipe, as `| head -1` does."""
    process = subprocess.Popen(
        command(*arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    )
    assert process.stdout is not None
    assert process.stderr is not None
    line = process.stdout.readline()
    process.stdout.close()
    err = process.stderr.read().decode()
    process.stderr.close()
    return line, process.wait(60), err


@pytest.mark.parametrize("name", ["discover", "count"])
def test_a_reader_that_has_enough_is_no_failure(name: str) -> None:
    line, code, err = first_line_of([name, str(TEXT), "--min-count", "1"])
    assert code == 0
    assert line.split(b"\t")[0] in (b"word", b"order")
    assert [text for text in err.splitlines() if not text.startswith("newword: ")] == []
    assert "roken pipe" not in err


@pytest.mark.parametrize(
    "arguments",
    [
        ["discover", FANTASY],
        ["discover", FANTASY, "--json"],
        ["count", FANTASY],
        ["explain", FANTASY, "陆沉舟"],
        ["explain", FANTASY, "陆沉舟", "--json"],
        ["doctor"],
        ["doctor", "--json"],
    ],
    ids=lambda arguments: " ".join(map(str, arguments)).replace(str(FANTASY), "TEXT"),
)
def test_a_result_that_finds_no_standard_output_gives_4_and_the_reason(
    arguments: list[str],
) -> None:
    done = run(*arguments, before=close_stdout)
    assert done.code == 4
    assert "standard output" in done.err
    assert "Traceback" not in done.err
    assert "Exception" not in done.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("name", ["discover", "count", "explain", "doctor"])
def test_a_full_standard_output_gives_4_and_the_reason(name: str) -> None:
    arguments: list[Path | str] = [] if name == "doctor" else [FANTASY]
    if name == "explain":
        arguments.append("陆沉舟")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            command(name, *arguments),
            stdout=full, stderr=subprocess.PIPE, env=environment(), check=False,
        )  # fmt: skip
    err = done.stderr.decode()
    assert done.returncode == 4
    assert "No space left" in err
    assert "Traceback" not in err
    assert "Exception" not in err


def test_without_standard_error_the_result_is_the_same() -> None:
    arguments = ("discover", FANTASY, "--top", "5")
    done = run(*arguments, before=close_stderr)
    assert done.code == 0
    assert done.stdout == fantasy("--top", "5").stdout


def test_without_standard_error_the_exit_code_still_tells() -> None:
    assert run("discover", "nosuch", before=close_stderr).code == 4


def test_a_file_can_be_written_without_standard_output(tmp_path: Path) -> None:
    path = tmp_path / "words.tsv"
    done = run("discover", FANTASY, "-o", path, before=close_stdout)
    assert done.code == 0
    assert path.stat().st_size > 1000


def test_closed_standard_input_is_a_problem_when_it_was_asked_for() -> None:
    done = run("discover", "-", before=lambda: os.close(0))
    assert done.code == 3
    assert "<stdin>" in done.err
