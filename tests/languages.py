"""Command lines in English and in Chinese."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from command import Done, run

ENGLISH = {"NEWWORD_LANG": "", "LC_ALL": "C.UTF-8", "LANGUAGE": "", "COLUMNS": "80"}
CHINESE = {**ENGLISH, "LC_ALL": "zh_CN.UTF-8"}

SCRIPT = """
import json, sys
from newword.cli import main
for arguments in json.loads(sys.argv[1]):
    try:
        main(arguments)
    except SystemExit as stop:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
            stream.buffer.write(b"\\0%d\\n" % stop.code)
            stream.flush()
"""


def run_all(
    lines: Iterable[Sequence[object]], changes: Mapping[str, str], cwd: Path | None = None
) -> list[Done]:
    """Several command lines in one process, which starts once."""
    asked = [[str(argument) for argument in line] for line in lines]
    done = run(json.dumps(asked), script=SCRIPT, changes=changes, cwd=cwd)
    parts = [re.split(rb"\0(\d+)\n", stream) for stream in (done.stdout, done.stderr)]
    assert len(parts[0]) == 2 * len(asked) + 1, done.err
    return [
        Done(int(parts[0][2 * k + 1]), parts[0][2 * k], parts[1][2 * k]) for k in range(len(asked))
    ]
