"""What the command line makes of failures that no command foresees: one line and an exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from command import TEXT, command, environment, run

FANTASY = TEXT / "fantasy"
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="/proc takes no new file")

OUT_OF_MEMORY = """
import sys
from newword.cli import main
from newword.cli.commands import doctor

def works():
    raise MemoryError

doctor._core_works = works
main(["doctor"])
"""

TEXT_ALONE = """
import io, sys
from newword.cli import main
sys.stdout, real = io.StringIO(), sys.stdout
try:
    main(sys.argv[1:])
finally:
    real.write(f"kept: {sys.stdout.getvalue()}")
"""


def test_a_lack_of_memory_gives_4_and_what_to_do() -> None:
    done = run(script=OUT_OF_MEMORY)
    assert (done.code, done.out) == (4, "")
    assert done.err == "newword: out of memory; read fewer files at once or raise --min-count\n"


def test_standard_output_may_be_an_object_that_takes_text() -> None:
    done = run("--version", script=TEXT_ALONE)
    assert done.code == 0
    assert done.out.startswith("kept: newword ")


@linux_only
def test_where_temporary_files_cannot_be_is_named() -> None:
    kept = run("segment", "-", "--temp-dir", "/proc", stdin="机器".encode())
    assert (kept.code, kept.out) == (4, "")
    assert kept.err.startswith("newword: cannot use a temporary file in /proc: No such file")
    model = run("segment", FANTASY, "--method", "lm", "--temp-dir", "/proc")
    assert (model.code, model.out) == (4, "")
    assert "cannot use a temporary file in /proc: No such file or directory" in model.err
    assert "standard output" not in model.err


@linux_only
def test_an_output_whose_reader_is_gone_is_no_failure() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    line = command("discover", FANTASY, "--format", "tsv", "-o", "/dev/stdout", "--quiet")
    done = subprocess.run(
        line, stdout=writer, stderr=subprocess.PIPE, env=environment(), check=False
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_where_standard_error_takes_nothing_the_exit_code_still_tells() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            command("discover", "nosuch"), stderr=full, env=environment(), check=False
        )
    assert done.returncode == 4


def test_what_is_installed_is_told_and_what_to_do_about_the_rest(tmp_path: Path) -> None:
    hide = (
        "from importlib import metadata\n"
        "real = metadata.version\n"
        "def version(name):\n"
        "    if name == 'pypinyin':\n"
        "        raise metadata.PackageNotFoundError(name)\n"
        "    return '1.2.3' if name == 'pyarrow' else real(name)\n"
        "metadata.version = version\n"
        "from newword.cli import main\n"
        "main(['doctor'])\n"
    )
    done = run(script=hide)
    lines = dict(line.split(None, 1) for line in done.out.splitlines())
    assert done.code == 0
    assert lines["core_works"] == "True"
    assert lines["pyarrow"] == "1.2.3"
    assert lines["pypinyin"] == (
        'not installed (pinyin for Rime and libime): pip install "newword[pinyin]"'
    )
