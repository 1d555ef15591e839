"""A lexicon in a notebook: the most important words, with what is known of each."""

from __future__ import annotations

import math
from datetime import datetime
from typing import TYPE_CHECKING, Any

from newword.platform.message import message
from newword.platform.plural import count_of
from newword.platform.safe_text import html
from newword.platform.times import iso_time

if TYPE_CHECKING:
    from newword.lexicon.lexicon import Lexicon
    from newword.table import Entry

__all__ = ["html_table"]

_ROWS = 20
_COLUMNS = (
    "count", "score", "known", "documents", "unit", "kind", "variant_of", "first_seen", "last_seen",
)  # fmt: skip
_AROUND = 16


def html_table(lexicon: Lexicon) -> str:
    """The most important words as a table; columns that are empty throughout are left out.

    Each word has its place in the lexicon, and one of its contexts if there are any.
    """
    shown = lexicon.sort().top(_ROWS)
    entries = list(shown)
    names = [name for name in _COLUMNS if any(getattr(one, name) is not None for one in entries)]
    contexts = _contexts(shown)
    heads = ["place", "word", *(name.replace("_", " ") for name in names)]
    heads += ["context"] if any(contexts) else []
    head = "".join(f"<th>{name}</th>" for name in heads)
    places = {word: place for place, word in enumerate(lexicon.words, 1)}
    rows = []
    for entry, context in zip(entries, contexts, strict=True):
        cells = [f"<td>{places[entry.word]:,}</td><td><bdi>{html(entry.word)}</bdi></td>"]
        cells += [f"<td>{_shown(entry, name)}</td>" for name in names]
        cells += [f"<td>{context}</td>"] if any(contexts) else []
        rows.append(f"<tr>{''.join(cells)}</tr>")
    caption = count_of(len(lexicon), "word")
    if len(lexicon) > _ROWS:
        caption = message("{caption}, the {rows} most important", caption=caption, rows=_ROWS)
    return f"<table><caption>{caption}</caption><tr>{head}</tr>{''.join(rows)}</table>"


def _shown(entry: Entry, name: str) -> str:
    value: Any = getattr(entry, name)
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "new"
    if isinstance(value, datetime):
        return iso_time(value)
    if isinstance(value, str):
        return f"<bdi>{html(value)}</bdi>"
    return f"{value:.4g}" if isinstance(value, float) else f"{value:,}"


def _contexts(lexicon: Lexicon) -> list[str]:
    """One context of each word, the word itself marked; empty where there is none."""
    if not lexicon.contexts:
        return [""] * len(lexicon)
    found = []
    for passages in lexicon.contexts(lexicon.words, 1):
        text, begin, end = passages[0] if passages else ("", 0, 0)
        before, after = text[max(begin - _AROUND, 0) : begin], text[end : end + _AROUND]
        marked = f"{html(before)}<b>{html(text[begin:end])}</b>{html(after)}"
        found.append(f"<bdi>{marked}</bdi>" if end > begin else "")
    return found
