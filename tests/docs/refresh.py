"""Writes the outputs that the documents show anew: `python tests/docs/refresh.py [kwic.md ...]`.

Do so when a change of the results is wanted, and read the difference. What has `...` in it is
written by hand; what is wrong there is only named.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

from examples import (  # noqa: E402 - found there
    DOCUMENTS,
    Example,
    examples_of,
    is_as_shown,
    prepare,
    run_shell,
)

# Reads blocks from a file, runs them as one session, and prints them with what they show now.
RUN_SESSION = """
import contextlib, doctest, io, sys
names, blocks = {}, []
for block in open(sys.argv[1], encoding="utf-8").read().split("\\0"):
    if ">>> " not in block:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(block, "block", "exec"), names)
        blocks.append(block)
        continue
    shown = ""
    for part in doctest.DocTestParser().parse(block):
        if isinstance(part, str):
            shown += part
            continue
        with contextlib.redirect_stdout(io.StringIO()) as got:
            exec(compile(part.source, "example", "single"), names)
        lines = part.source.splitlines()
        shown += "".join(f"{'...' if n else '>>>'} {line}\\n" for n, line in enumerate(lines))
        shown += got.getvalue()
    blocks.append(shown)
sys.stdout.write("\\0".join(blocks))
"""


def refreshed_console(example: Example, directory: Path, settings: dict[str, str]) -> str:
    """The text of a console block with what its commands show now."""
    text = ""
    for command, shown in example.commands:
        _, got = run_shell(command, directory, settings)
        if shown and not is_as_shown(shown, got):
            if "..." in shown:
                print(f"{example}: write this anew by hand: {command}", file=sys.stderr)
            else:
                shown = got
        text += f"$ {command}\n{shown}"
    return text


def refreshed_session(blocks: list[str], directory: Path, settings: dict[str, str]) -> list[str]:
    """The python blocks of a document with what they show now."""
    session = directory.parent / "session"
    session.write_text("\0".join(blocks), "utf-8")
    line = [sys.executable, "-W", "ignore", "-c", RUN_SESSION, str(session)]
    done = subprocess.run(line, cwd=directory, env=settings, stdout=subprocess.PIPE, check=True)
    return done.stdout.decode().split("\0")


def main(names: list[str]) -> None:
    """Goes through the documents of these names, or through all."""
    for document in DOCUMENTS:
        if names and document.name not in names:
            continue
        with tempfile.TemporaryDirectory() as name:
            directory = Path(name) / "clone"
            directory.mkdir()
            settings = prepare(directory)
            text = document.read_text("utf-8")
            for example in examples_of(document, "console", "sh"):
                if example.language == "sh" and example.runs_newword:
                    run_shell(example.script, directory, settings)
                elif example.language == "console":
                    new = refreshed_console(example, directory, settings)
                    text = text.replace(f"```console\n{example.text}", f"```console\n{new}")
            blocks = [example.text for example in examples_of(document, "python")]
            for old, new in zip(
                blocks,
                refreshed_session(blocks, directory, settings) if blocks else [],
                strict=True,
            ):
                text = text.replace(f"```python\n{old}", f"```python\n{new}")
            document.write_text(text, "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
