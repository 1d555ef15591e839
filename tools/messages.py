"""Brings the catalogue of translations up to date with the sources.

    python -m tools.messages            new messages come in, others go; then compile
    python -m tools.messages --check    change nothing; say what is wrong, exit code 1

The catalogue is `newword/locale/zh_CN/LC_MESSAGES/newword.po`; its compiled form lies beside it and
is what the program reads. Translate the entries that are empty, then run the first line again.
"""

from __future__ import annotations

import argparse
import io
import string
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from newword.cli.messages import texts_of
from tools.message_sources import find_messages

__all__ = ["is_compiled", "problems", "read_catalogue", "updated"]

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "newword/locale/zh_CN/LC_MESSAGES/newword.po"
MO = PO.with_suffix(".mo")
_ENGLISH_VALUES = {"number_type"}  # words of click, which a translation does without
_UPDATE = "run `python -m tools.messages`"
_HEADER = "Chinese messages of newword's command line; see tools/messages.py."


def read_catalogue() -> Catalog:
    """The catalogue as it lies there."""
    with PO.open("rb") as file:
        return read_po(file, locale="zh_CN", domain="newword")


def updated(old: Catalog) -> Catalog:
    """The messages of the sources with the translations that there are."""
    new = Catalog(
        locale="zh_CN",
        domain="newword",
        project="newword",
        header_comment=f"# {_HEADER}",
        fuzzy=False,
    )
    for message, places in find_messages().items():
        before = old.get(message[0] if isinstance(message, tuple) else message)
        translation = before.string if before is not None else ""
        new.add(message, translation, locations=[(place, 1) for place in places])
    return new


def problems(catalogue: Catalog) -> list[str]:
    """What is wrong with a catalogue, a line each, with what to do."""
    found = [
        f"{_UPDATE}, then translate in {PO.name}: {message!r}"
        for message in find_messages()
        if catalogue.get(message[0] if isinstance(message, tuple) else message) is None
    ]
    known = {message if isinstance(message, str) else message[0] for message in find_messages()}
    for entry in _entries(catalogue):
        name = entry.id if isinstance(entry.id, str) else entry.id[0]
        texts = [entry.string] if isinstance(entry.string, str) else list(entry.string or ())
        if name not in known:
            found.append(f"{_UPDATE}: no source has it any more: {name!r}")
        elif not all(texts):
            found.append(f"translate it in {PO.name}, then {_UPDATE}: {name!r}")
        elif entry.fuzzy:
            found.append(f"look at it in {PO.name}, take `fuzzy` away, then {_UPDATE}: {name!r}")
        else:
            forms = [_fields(form) for form in _forms(entry)]
            if any(_fields(text) not in forms for text in texts):
                found.append(f"correct its {{values}} in {PO.name}, then {_UPDATE}: {name!r}")
    return found


def is_compiled(catalogue: Catalog) -> bool:
    """Whether the program reads what the catalogue says; headers, which have dates, aside."""
    return MO.exists() and texts_of(MO.read_bytes()) == texts_of(_compiled(catalogue))


def _compiled(catalogue: Catalog) -> bytes:
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def _entries(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _forms(entry: Message) -> list[str]:
    return [entry.id] if isinstance(entry.id, str) else list(entry.id)


def _fields(text: str) -> set[tuple[str, str | None]] | None:
    """The values of a template, whatever their order; None for one that cannot be parsed."""
    try:
        return {
            (name, conversion or "")
            for _, name, _, conversion in string.Formatter().parse(text)
            if name is not None and name not in _ENGLISH_VALUES
        }
    except ValueError:
        return None


def _write(catalogue: Catalog) -> None:
    out = io.BytesIO()
    write_po(out, catalogue, width=100, include_lineno=False, omit_header=False)
    lines = out.getvalue().decode().splitlines(keepends=True)
    dated = ('"POT-Creation-Date', '"PO-Revision-Date', '"Generated-By', '"Last-Translator',
             '"Language-Team', '"Report-Msgid')  # fmt: skip
    PO.write_text("".join(line for line in lines if not line.startswith(dated)), "utf-8")
    if not is_compiled(read_catalogue()):
        MO.write_bytes(_compiled(read_catalogue()))


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="change nothing")
    if not parser.parse_args().check:
        _write(updated(read_catalogue()))
    catalogue = read_catalogue()
    found = problems(catalogue)
    if not is_compiled(catalogue):
        found.append(f"{_UPDATE}: {MO.name} is not that of {PO.name}")
    for line in found:
        print(line, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
