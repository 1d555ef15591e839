"""A page to review words on: one file, no network, safe with any text.

The words are data in the page, never markup or script: they stand in a block of JSON that cannot be
closed from inside, and reach the page as text. A content security policy allows one script and one
style sheet, by their hashes, and no connection to anywhere.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
import os
from collections.abc import Iterator
from importlib import resources
from typing import Any

from newword.errors import ConfigError
from newword.lexicon import Lexicon, Passage, Usage
from newword.lexicon.decisions import Decisions
from newword.platform.files import commit
from newword.platform.message import message
from newword.platform.pattern import pattern
from newword.platform.safe_text import terminal
from newword.table.contexts import fair_places

__all__ = ["LANGUAGES", "write_review"]

LANGUAGES = ("zh", "en")
_AROUND = 15  # characters of text on each side
_SCRIPTS = ("texts.js", "state.js", "table.js", "detail.js", "charts.js", "controls.js")
_MAX_CONTEXTS = 50
_UNSAFE_IN_SCRIPT = pattern("[<>&\u2028\u2029\ud800-\udfff]")


def write_review(
    lexicon: Lexicon,
    path: str | os.PathLike[str],
    *,
    contexts: int = 3,
    language: str = "zh",
    title: str | None = None,
    decisions: Decisions | None = None,
) -> None:
    """Write a page on which a person accepts, rejects and corrects words.

    Args:
        lexicon: The words; if it has `contexts`, each word is shown where it occurs.
        path: The page, replaced whole or not at all.
        contexts: Maximum number of contexts for each word, 0 to 50.
        language: The initial language of the page, zh or en; it can be changed on the page.
        title: Its heading.
        decisions: Earlier decisions; the page begins with the undecided words.

    Raises:
        ConfigError: The language is unknown, or there are too many contexts.
        OutputError: The page cannot be written.
    """
    if language not in LANGUAGES:
        raise ConfigError(
            message(
                "language must be one of {languages}, got {language}",
                languages=", ".join(LANGUAGES),
                language=repr(language),
            )
        )
    if not 0 <= contexts <= _MAX_CONTEXTS:
        raise ConfigError(
            message(
                "contexts must be 0 to {most}, got {contexts}",
                most=_MAX_CONTEXTS,
                contexts=contexts,
            )
        )
    import jinja2  # here: nothing else needs it

    script, style = _script(), _part("page.css")
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    page = environment.from_string(_part("page.html.j2")).render(
        language=language,
        title=terminal(title or f"newword: {len(lexicon):,}"),
        policy=_policy(script, style),
        style=style,
        script=script,
        data=_json_block(_data(lexicon, contexts, language, decisions)),
    )
    with commit(path) as out:
        out.write(page.encode())


def _script() -> str:
    """The parts of the script in one scope, which nothing else of the page sees."""
    parts = "".join(map(_part, _SCRIPTS))
    return f'"use strict";\n(() => {{\n{parts}}})();\n'


def _part(name: str) -> str:
    return resources.files("newword.review").joinpath("page", name).read_text(encoding="utf-8")


def _policy(script: str, style: str) -> str:
    sources = (
        "default-src 'none'",
        f"script-src '{_hash(script)}'",
        f"style-src '{_hash(style)}'",
        "base-uri 'none'",
        "form-action 'none'",
    )
    return "; ".join(sources)


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _json_block(data: dict[str, Any]) -> str:
    """JSON that no text in it can end, and that is UTF-8 whatever is in it."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return _UNSAFE_IN_SCRIPT.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _data(
    lexicon: Lexicon, contexts: int, language: str, decisions: Decisions | None
) -> dict[str, Any]:
    words = lexicon.words
    return {
        "words": words,
        **{name: _values(lexicon, name) for name in lexicon.columns[1:]},
        "importance": [_number(value) for value in lexicon.importance.tolist()],
        "alone": _is_alone(lexicon),
        "contexts": _contexts(lexicon, contexts),
        "decisions": "" if decisions is None else decisions.text(),
        "state": "undecided" if decisions else "all",
        "language": language,
        "key": hashlib.sha256("\n".join(words).encode("utf-8", "replace")).hexdigest()[:16],
    }


def _values(lexicon: Lexicon, name: str) -> list[float | str | bool | None]:
    """A column for the page: None is what was not measured."""
    column = lexicon.column(name)
    kind, values = column.dtype.kind, column.tolist()
    if name == "known":
        return [bool(value) if value >= 0 else None for value in values]
    if kind == "f":
        return [_number(value) for value in values]
    if kind == "M":
        return [None if value is None else value.isoformat() for value in values]
    if kind in "iu":
        return [value if value >= 0 else None for value in values]
    return [value or None for value in values]


def _is_alone(lexicon: Lexicon) -> list[bool]:
    """Which words to mark: those of one document, unless the corpus may have no other."""
    documents = lexicon.column("documents")
    has_others = bool((documents > 1).any())
    return [has_others and value == 1 for value in documents.tolist()]


def _number(value: float) -> float | None:
    return float(f"{value:.6g}") if math.isfinite(value) else None


def _contexts(lexicon: Lexicon, limit: int) -> list[list[tuple[str, int, int, str]]] | None:
    """Text, begin, end and source of some occurrences of each word; None: there is no text."""
    if not lexicon.contexts or limit == 0:
        return None
    # A sample has half of what is asked for at least.
    found = lexicon.contexts.usages(lexicon.words, limit=2 * limit, sources=True)
    return [list(_shown(usage, limit)) for usage in found]


def _shown(usage: Usage, limit: int) -> Iterator[tuple[str, int, int, str]]:
    documents = usage.documents or (0,) * len(usage.passages)
    for place in fair_places(documents, limit):
        source = usage.sources[place] if usage.sources else ""
        yield *_piece(*usage.passages[place]), source


def _piece(text: str, begin: int, end: int) -> Passage:
    """The text near an occurrence; places count UTF-16 units, as a browser does."""
    before, word = text[max(begin - _AROUND, 0) : begin], text[begin:end]
    place = _units(before)
    return before + word + text[end : end + _AROUND], place, place + _units(word)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
