"""Terminal output for people, in the language of the locale.

Messages are written in English where they are made, and Python sees them so. Here, where they are
printed, they are looked up in the catalogue (``newword/locale``): a `Message` by its template; the
translation takes its values, each translated if it is a message itself. What has no translation
stays as it is. `tools/messages.py` collects the templates from the sources.
"""

from __future__ import annotations

import gettext
import os
import struct
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import click

from newword.cli.screen.streams import put, terminal_width
from newword.cli.screen.wide_help import columns, wrap
from newword.platform.message import Message
from newword.platform.pattern import pattern

__all__ = [
    "Catalogue",
    "language",
    "say",
    "show",
    "texts_of",
    "translate",
    "use_language",
]

DOMAIN = "newword"
LOCALE = Path(__file__).resolve().parent.parent / "locale"

_LABEL = pattern(r"\s*\S.*?\s{2,}")


def language(environment: Mapping[str, str]) -> str:
    """The catalogue to use, ``zh_CN``, or ``en`` for none.

    ``NEWWORD_LANG`` goes before the locale. That is ``LC_ALL``, ``LC_MESSAGES`` or ``LANG``, the
    first that is set; unless it is C or POSIX the list in ``LANGUAGE`` goes before it, as in GNU
    gettext. Every kind of Chinese gets the one Chinese catalogue.
    """
    asked = environment.get("NEWWORD_LANG")
    if not asked:
        names = ("LC_ALL", "LC_MESSAGES", "LANG")
        locale = next((environment[name] for name in names if environment.get(name)), "")
        if locale.partition(".")[0] in ("", "C", "POSIX"):
            return "en"
        asked = environment.get("LANGUAGE") or locale
    for name in asked.lower().split(":"):
        if name.startswith("zh"):
            return "zh_CN"
        if name.startswith("en"):
            break
    return "en"


class Catalogue:
    """Templates and their translations."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts

    @classmethod
    def read(cls, name: str) -> Catalogue:
        """The catalogue of a language."""
        return cls(texts_of((LOCALE / name / "LC_MESSAGES" / f"{DOMAIN}.mo").read_bytes()))

    def translate(self, text: str) -> str:
        """A message in the other language; the message itself if there is no translation."""
        if not isinstance(text, Message):
            return self._texts.get(text, text)
        own = self._texts.get(text.template, text.template)
        values = {
            name: self.translate(value) if isinstance(value, Message) else value
            for name, value in text.values.items()
        }
        return own.format_map(values)


def texts_of(mo: bytes) -> dict[str, str]:
    """The messages of a compiled catalogue; gettext has no call that lists them.

    The template for one and that for several, which a counted message has, are two of them.
    """
    _, _, number, ids, translations = struct.unpack_from("<5I", mo)

    def text(table: int, k: int) -> str:
        size, place = struct.unpack_from("<2I", mo, table + 8 * k)
        return mo[place : place + size].decode()

    return {
        one: text(translations, k) for k in range(1, number) for one in text(ids, k).split("\0")
    }  # 0 is the header


@cache
def _catalogue() -> Catalogue | None:
    """The catalogue of this process; None for English."""
    name = language(os.environ)
    if name == "en" or not all(map(_can_show_chinese, (sys.stdout, sys.stderr))):
        return None
    return Catalogue.read(name)


def _can_show_chinese(stream: object) -> bool:
    """Whether an encoding has simplified characters; Big5 does not."""
    try:
        "从语料中发现新词，；".encode(getattr(stream, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def use_language(command: click.Command) -> None:
    """Translates the help of a command and its subcommands, and the messages of click."""
    if _catalogue() is None:
        return
    from newword.cli.screen.wide_help import localize

    # What click's own gettext looks for, which knows neither our variable nor that any Chinese will
    # do; its translations are in our catalogue.
    os.environ["LANGUAGE"] = language(os.environ)
    gettext.bindtextdomain(DOMAIN, str(LOCALE))
    gettext.textdomain(DOMAIN)
    localize(command, translate)


def translate(text: str) -> str:
    """A message in the language of the locale."""
    catalogue = _catalogue()
    return text if catalogue is None else catalogue.translate(text)


def say(message: str) -> None:
    """Tells the user something on standard error."""
    put(f"newword: {translate(message)}", err=True)


def show(line: str) -> None:
    """Prints a line for people on standard output; on a terminal what is too long goes on below."""
    text = translate(line)
    width = terminal_width()
    if width is None or columns(text) <= width:
        put(text)
        return
    label = _LABEL.match(text)
    indent = columns(label[0]) if label else 4
    begin = label[0] if label else ""
    first, *rest = wrap(text[len(begin) :], max(width - indent, 20))
    put(begin + first)
    for more in rest:
        put(" " * indent + more)
