"""Parsing files of strangers in a process of its own, where they can do no harm."""

from __future__ import annotations

from newword.corpus.sandbox.process import Sandbox

__all__ = ["Sandbox"]
