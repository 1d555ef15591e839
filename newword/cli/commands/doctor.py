"""`newword doctor`: what this installation can do, and whether it works."""

from __future__ import annotations

import json
import platform
import sys

import click

from newword.cli.messages import show
from newword.cli.options import json_option
from newword.cli.screen.grouped_help import GroupedCommand
from newword.cli.screen.streams import put
from newword.config import default_threads
from newword.core._core import UNICODE_VERSION, Session
from newword.platform.message import known, message

__all__ = ["doctor_command"]

# Package: the extra that installs it, and what it is for.
_OPTIONAL = {
    "jieba": ("jieba", message("dictionary to be new against; verified user dictionaries")),
    "backports.zstd": ("zstd", message("zstd files, before Python 3.14")),
    "pyarrow": ("parquet", message("Parquet files, Arrow tables")),
    "pypinyin": ("pinyin", message("pinyin for Rime and libime")),
}


@click.command("doctor", cls=GroupedCommand)
@json_option(help="Print one JSON object.")
def doctor_command(*, as_json: bool) -> int:
    """Report versions and try the core."""
    from importlib import metadata  # here: it costs every other command 20 ms

    works = _core_works()
    facts: dict[str, object] = {
        "newword": metadata.version("newword"),
        "python": platform.python_version(),
        "platform": platform.platform(),
        "numpy": metadata.version("numpy"),
        "unicode": UNICODE_VERSION,
        "threads": default_threads(),
        "filesystem_encoding": sys.getfilesystemencoding(),
        "core_works": works,
        **{name: _version(name) for name in _OPTIONAL},
    }
    if as_json:
        put(json.dumps(facts))
    else:
        for name, value in facts.items():
            shown = known(str(value))
            if value is None:
                extra, purpose = _OPTIONAL[name]
                shown = message(
                    'not installed ({purpose}): pip install "newword[{extra}]"',
                    purpose=purpose,
                    extra=extra,
                )
            show(message("{name} {shown}", name=f"{name:<20}", shown=shown))
    return 0 if works else 4


def _version(package: str) -> str | None:
    from importlib import metadata

    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _core_works() -> bool:
    session = Session(threads=2)
    session.feed("机器学习，机器学习。".encode())
    session.end_document()
    table = session.count(max_order=4, min_count=2)
    return table.size(4) == 1 and table.words(4, [0]) == ["机器学习"]
