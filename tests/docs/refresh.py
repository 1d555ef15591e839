"""Writes the outputs that the documents show anew: `python tests/docs/refresh.py`.

Do so when a change of the results is wanted, and read the difference. Blocks with `...` in them are
written by hand; what is wrong there is only named.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1]), str(Path(__file__).resolve().parent)]

from examples import DOCUMENTS, Example, examples_of, is_as_shown, prepare, run_shell


def refreshed(example: Example, directory: Path, settings: dict[str, str]) -> str:
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


def main() -> None:
    """Goes through all documents."""
    for document in DOCUMENTS:
        with tempfile.TemporaryDirectory() as name:
            directory = Path(name) / "clone"
            directory.mkdir()
            settings = prepare(directory)
            text = document.read_text("utf-8")
            for example in examples_of(document, "console", "sh"):
                if example.language == "sh" and example.runs_newword:
                    run_shell(example.script, directory, settings)
                elif example.language == "console":
                    new = refreshed(example, directory, settings)
                    text = text.replace(f"```console\n{example.text}", f"```console\n{new}")
            document.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
