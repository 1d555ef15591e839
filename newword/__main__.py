"""`python -m newword`: the command line where no script is on the path."""

from __future__ import annotations

from newword.cli import main

main()
