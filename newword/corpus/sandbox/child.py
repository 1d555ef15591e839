"""The process in which files are parsed; started by path, never imported.

The packages above the parsers are entered without what they import: counting is no business of
this process, and it starts in a fifth of the time.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import ModuleType

PACKAGES = {
    "newword": Path(__file__).resolve().parents[2],
    "newword.corpus": Path(__file__).resolve().parents[1],
    "newword.corpus.sandbox": Path(__file__).resolve().parent,
}


def main() -> None:
    """Answer requests until there are no more."""
    sys.path[:] = json.loads(sys.argv[1])
    for name, directory in PACKAGES.items():
        package = ModuleType(name)
        package.__path__ = [str(directory)]
        sys.modules[name] = package
    from newword.corpus.sandbox.answering import answer_all

    answer_all(int(sys.argv[2]), prepared=sys.argv[3])


if __name__ == "__main__":
    main()
