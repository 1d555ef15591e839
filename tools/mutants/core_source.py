"""Which changes are made to C++: found by patterns in the text, comments and strings left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["core_changes"]

Change = tuple[int, str, str]

# Operators have space on both sides, as STYLE says; templates, pointers and references have not.
_OPERATORS = {
    "<": ("<=", ">="),
    "<=": ("<", ">"),
    ">": (">=", "<="),
    ">=": (">", "<"),
    "==": ("!=",),
    "!=": ("==",),
    "+": ("-",),
    "-": ("+",),
    "*": ("/",),
    "/": ("*",),
    "%": ("*",),
    "<<": (">>",),
    ">>": ("<<",),
    "&": ("|",),
    "|": ("&",),
    "&&": ("||",),
    "||": ("&&",),
    "+=": ("-=",),
    "-=": ("+=",),
    "*=": ("/=",),
    "&=": ("|=",),
    "|=": ("&=",),
}
_OPERATOR = re.compile(r"(?<=\s)(<<|>>|<=|>=|==|!=|&&|\|\||[-+*&|]=|[-+*/%<>&|])(?=\s)")
_STEP = re.compile(r"\+\+|--")
_NUMBER = re.compile(r"(?<![\w.])(?:0[xX][0-9A-Fa-f]+|\d+(?:\.\d+)?(?:e-?\d+)?)(?![\w.\[])")
_WORDS = {
    "true": "false",
    "false": "true",
    "min": "max",
    "max": "min",
    "upper_bound": "lower_bound",
    "lower_bound": "upper_bound",
    "continue;": "break;",
    "break;": "continue;",
}
_WORD = re.compile(r"\b(?:true|false|min|max|upper_bound|lower_bound)\b|\b(?:continue|break);")
_CONDITION = re.compile(r"\b(?:if|while) \(")
_NEGATION = re.compile(r"(?<=[(\s])!(?=\w)")
_MINUS = re.compile(r"(?<=[(=] )-(?=[\w(])|(?<=\()-(?=[\w(])")
# A whole statement on a line of its own: a call, an assignment to what exists, a return.
_STATEMENT = re.compile(
    r"^ +(?:return;|(?:[\w.:]+(?:->|\.))?\w+\([^;{}]*\);|[\w.\[\]+ \->]+ [-+*&|]?= [^;{}]+;)$", re.M
)
_DECLARATION = re.compile(r"^ +(?:const|constexpr|auto|static|using|unsigned|double|std::\w+\S*) ")
_HIDDEN = re.compile(
    r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|^ *#[^\n]*|static_assert\([^;]*;', re.S | re.M
)


def _visible(source: str) -> str:
    """The source with comments, strings and directives blanked, of the same length."""
    return _HIDDEN.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), source)


def _closing(text: str, opening: int) -> int:
    depth = 0
    for place in range(opening, len(text)):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        if depth == 0:
            return place
    raise ValueError("a bracket stays open")


def _changes(text: str) -> Iterator[Change]:
    for found in _OPERATOR.finditer(text):
        for new in _OPERATORS[found[0]]:
            yield found.start(), found[0], new
    for found in _STEP.finditer(text):
        yield found.start(), found[0], "--" if found[0] == "++" else "++"
    for found in _NUMBER.finditer(text):
        yield found.start(), found[0], f"({found[0]} + 1)"
    for found in _WORD.finditer(text):
        yield found.start(), found[0], _WORDS[found[0]]
    for found in _CONDITION.finditer(text):
        end = _closing(text, found.end() - 1) + 1
        inner = text[found.end() : end - 1]
        if not re.search(r"[<>=!]=|[<>]", inner):  # else the comparison is turned round already
            yield found.end(), inner, f"!({inner})"
    for pattern in (_NEGATION, _MINUS):
        for found in pattern.finditer(text):
            yield found.start(), found[0], " "
    for found in _STATEMENT.finditer(text):
        if not _DECLARATION.match(found[0]):
            begin = len(found[0]) - len(found[0].lstrip())
            yield found.start() + begin, found[0][begin:], ";"


def core_changes(source: str) -> list[Change]:
    """The changes (begin, old, new) of a C++ file; some of them do not compile."""
    return list(_changes(_visible(source)))
