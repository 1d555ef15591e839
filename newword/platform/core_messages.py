"""What the core says, as messages: it puts its few texts with values together itself.

A text of the core without values is found in the catalogue as it stands. Each of those with values
has a template here, which fits it and no other text; a test makes every one from the sources.
"""

from __future__ import annotations

import re

from newword.platform.message import Message, known, message, template
from newword.platform.pattern import pattern
from newword.platform.safe_text import path_text

__all__ = ["core_message"]

_FORMS = (
    template("too little memory for {purpose}: allow {size} (--memory {size})"),
    template(
        "too little memory for {purpose}: allow {size} (--memory {size}), or raise min_count "
        "(--min-count)"
    ),
    template("at byte {offset}: {what}"),
    template("line {line}: {what}"),
    template("{what}; the file is damaged: fetch it again, or count again"),
    template("{what}; the model is damaged or no ARPA file: fetch or train it again"),
    template("an order of {number}"),
    template(
        "written in format {number}, this release reads {own}; install a newer newword, or "
        "count again"
    ),
    template(
        "its text was read with {option}, that of the first file without it; "
        "count one of them again"
    ),
    template(
        "its text was read without {option}, that of the first file with it; "
        "count one of them again"
    ),
    template(
        "its order is {order}, that of the first file {number}; count one of them again with the "
        "other's --order"
    ),
    template("the checksum of block {block} is wrong"),
    template("block {block} is cut off"),
    template("block {block} has other entries than it says"),
    template("block {block} is not where the index says"),
    template("{what} in block {block}"),
    template("the {part} is cut off; somebody writes to the file: read it again when it is whole"),
    template("there are {found} n-grams of order {order}, not {number} as the head says"),
    template("here stands \\{order}-grams: in a model"),
    template("the {field} is no logarithm"),
    template("the {field} is no logarithm of a probability"),
    template("a probability, {order} tokens and perhaps a backoff weight stand here in a model"),
)
_TEXTS = ("what", "purpose", "part", "field")  # which are texts of the core themselves
_KINDS = {
    "size": r"\d+M",
    "option": "[a-z_-]+(?: [a-z]+)?",
    "part": "[a-z ]+",
    "field": "[a-z]+ [a-z]+",
}
_NUMBER = r"\d+"
_NAME = pattern(r"\{(\w+)\}")


def core_message(text: str, path: str | None = None) -> Message:
    """The message that a text of the core is.

    Args:
        text: As the core has it.
        path: The file that it is about, which the message begins with; not escaped.

    Example:
        >>> found = core_message("at byte 12: block 3 is cut off")
        >>> found.values["what"].template
        'block {block} is cut off'
    """
    if path is not None:
        return message("{path}: {what}", path=path_text(path), what=core_message(text))
    for form in _FORMS:
        match = re.fullmatch(_pattern(form), text)
        if match is not None:
            values = match.groupdict()
            for name in _TEXTS:
                if name in values:
                    values[name] = core_message(values[name])
            return message(form, **values)
    return known(text)


def _pattern(form: str) -> str:
    """The expression for all texts of a template."""
    pattern, seen = "", set[str]()
    parts = _NAME.split(form)
    for place, part in enumerate(parts):
        if place % 2 == 0:
            pattern += re.escape(part)
        elif part in seen:
            pattern += f"(?P={part})"
        else:
            seen.add(part)
            kind = ".+" if part in ("what", "purpose") else _KINDS.get(part, _NUMBER)
            pattern += f"(?P<{part}>{kind})"
    return pattern
