"""Brings the tables of options in the documentation up to date with the options.

    python -m tools.option_tables            write the lines of the tables anew
    python -m tools.option_tables --check    change nothing; say what is wrong, exit code 1

What is said of an option stands at its field (see `newword.platform.option`). A page has a line for
each of its options, or, where it says only in short what another page says in full, one for each of
`TOPICS`. Lines stand where somebody put them; the tool writes what is in them.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import Any

from newword.cli.field_options import flag_of
from newword.counting.reading import Reading
from newword.discovery.options import DiscoverOptions, RankingOptions
from newword.platform.option import Option, options_of
from newword.spark.options import SparkOptions

__all__ = ["outdated"]

DOCS = Path(__file__).resolve().parent.parent / "docs"
TOPICS = {
    ("encoding", "include", "exclude"): "encoding of the files; which files of a directory to read",
    (
        "input_format", "text_field", "main_content", "max_bytes",
    ): "how [inputs](inputs.md) other than plain text are read",
    (
        "id_field", "time_field", "time_from_path", "time_from_mtime",
    ): "the [names and times](inputs.md#names-and-times) of documents",
    (
        "hidden", "follow", "join_lines", "join_spaces", "units",
    ): "dot files; symbolic links; hard-wrapped text; character-spaced text; text of "
    "[tokens](units.md#tokens)",
    ("strict", "threads"): "stop at the first input that cannot be read whole; worker threads",
    (
        "memory", "temp_dir",
    ): "how much memory the process may take, and where the rest goes; see [memory](memory.md)",
}  # fmt: skip
IN_SHORT = (
    "adapt", "compare", "evaluate", "explain", "export", "kinds", "kwic", "review", "segment",
    "trend",
)  # fmt: skip
_FEW_CHOICES = 3

Line = tuple[tuple[str, ...], str]
"""The names in the first cell of a line, by which it is found, and the line."""


def _lines(page: str) -> dict[tuple[str, ...], str]:
    """What a page has to say of options."""
    if page == "discover":
        return dict(_full(*one) for one in options_of(DiscoverOptions) if one[0] != "corpus")
    if page == "count":
        return dict(_full(*one) for one in options_of(Reading) if one[2].help is not None)
    if page == "scale":
        ranking = {name for name, _, _ in options_of(RankingOptions)}
        own = (one for one in options_of(SparkOptions) if one[0] not in ranking)
        return {(name,): f"| `{name}` | {facts.doc} |" for name, _, facts in own}
    return dict(_in_short(names, text) for names, text in TOPICS.items())


def _full(name: str, default: Any, facts: Option) -> Line:
    """An option, its name in Python, and all there is to say of it."""
    if facts.help is None:
        return (name,), f"| | `{name}` | {facts.doc} |"
    flag, _, off = flag_of(name, facts).partition("/")
    python, doc = name, facts.doc
    if off:
        doc += f"; on unless <code>{off}</code> is given"
    elif default is True:
        python, doc = f"{name}=False", f"turn this off: {doc}"
    return (flag,), f"| {_shown(flag, default, facts)} | `{python}` | {doc} |"


def _in_short(names: tuple[str, ...], text: str) -> Line:
    facts = {name: (default, one) for name, default, one in options_of(Reading)}
    flags = tuple(flag_of(name, facts[name][1]) for name in names)
    shown = (_shown(flag, *facts[name]) for flag, name in zip(flags, names, strict=True))
    return flags, f"| {', '.join(shown)} | {text} |"


def _shown(flag: str, default: Any, facts: Option) -> str:
    """An option with what stands for its value."""
    if isinstance(default, bool):
        return f"`{flag}`"
    few = len(facts.choices) <= _FEW_CHOICES
    value = facts.metavar or ("|".join(facts.choices) if few else "NAME")
    return f"`{flag}` {value}".replace("|", "\\|")


def _written(page: str) -> tuple[str, list[str]]:
    """A page as it should be, and what is wrong with it as it is."""
    path, wanted = DOCS / f"{page}.md", _lines(page)
    wrong, found, lines = [], set(), path.read_text("utf-8").splitlines()
    for place, line in enumerate(lines):
        cells = re.match(r"\| (?:(`.*?)|)(?: ?\| (`\w+`))? \|", line)
        names = tuple(re.findall(r"`([^`]+)`", (cells[1] or cells[2] or "") if cells else ""))
        if names in wanted and names not in found:
            found.add(names)
            if line != wanted[names]:
                wrong.append(f"{path.name}: run `python -m tools.option_tables`: {line}")
                lines[place] = wanted[names]
    lacking = (line for names, line in wanted.items() if names not in found)
    wrong += [f"{path.name}: a table lacks {line}" for line in lacking]
    return "\n".join(lines) + "\n", wrong


def outdated(*, write: bool = False) -> list[str]:
    """What is wrong with the tables, a line each; ``write`` mends what can be mended."""
    found = []
    for page in ("discover", "count", "scale", *IN_SHORT):
        text, wrong = _written(page)
        found += wrong
        if write and wrong:
            (DOCS / f"{page}.md").write_text(text, "utf-8")
    return found


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="change nothing")
    if not parser.parse_args().check:
        outdated(write=True)
    found = outdated()
    for line in found:
        print(line, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
