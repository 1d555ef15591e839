"""The command line: each command a few lines over one Python call."""

from __future__ import annotations

from newword.cli.main import main

__all__ = ["main"]
