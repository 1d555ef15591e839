"""Finding what newword says: the templates of its messages, in Python, in the core, in the help.

A message is any text with two English words in a row that is no docstring. Values of
an f-string become ``{names}``, made from what stands there: ``f"{path_text(output)} is of order
{order}"`` is ``{output} is of order {order}``. No two values have one name: ``name``, ``name_2``.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path

import click

from newword.cli.main import cli
from newword.cli.screen.wide_help import paragraphs
from tools.other_messages import OTHERS, PLURALS

__all__ = ["find_messages"]

ROOT = Path(__file__).resolve().parent.parent
_WORDS = re.compile(r"[A-Za-z][a-z]*[,:;]? [A-Za-z(][a-z]")

# Files and texts that look like messages and are none.
_LEFT_OUT = {
    "newword/cli/messages.py",
    "newword/model/features/structure.py",
    "newword/model/weights.py",
}
_NO_MESSAGES = re.compile(
    r"^(newword \w+|(\w+ (int|long|binary|array<binary>)(, )?)+|Last Resort|Noto Sans .*"
    r"|Source Han .*|Microsoft .*|WenQuanYi .*|Droid .*|offset points"
    r"|tuple\[.*|Callable\[.*|-d \{.*|import fugashi.*|# Rime dictionary.*|, the best \{.*"
    r"|module \{name\} has no .*|dict\[.*|bold green|.*Script Info.*|\[style\*=.*|\"use strict.*"
    r"|log ratio \(binary.*|occurrences per million .*|.*\x08.*)$",
    re.DOTALL,
)


@cache
def find_messages() -> dict[str | tuple[str, str], list[str]]:
    """All messages, in their order, with the files where they are; those with a plural as pairs."""
    found: dict[str | tuple[str, str], list[str]] = defaultdict(list)
    for help_text in _help_messages(cli):
        found[help_text].append("newword/cli")
    for folder, suffix, messages in (
        ("newword", "*.py", _python_messages),
        ("csrc", "*.?pp", _core_messages),
    ):
        for path in sorted((ROOT / folder).rglob(suffix)):
            name = str(path.relative_to(ROOT))
            if name in _LEFT_OUT or "tests" in path.parts:
                continue
            for text in messages(path.read_text("utf-8")):
                if name not in found[text]:
                    found[text].append(name)
    for message in (*OTHERS, *PLURALS):
        found[message].append("tools/other_messages.py")
    return dict(found)


def _help_messages(command: click.Command) -> Iterator[str]:
    for text in (command.help, command.epilog):
        for part in paragraphs(text or ""):
            bare = part.removeprefix("\b\n")
            examples = [line.startswith(("newword ", "cat ")) for line in bare.split("\n")]
            if bare and not all(examples):
                yield bare
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.help:
            yield parameter.help
    for below in getattr(command, "commands", {}).values():
        yield from _help_messages(below)


# ----------------------------------------------------------------------------------------- Python


def _python_messages(source: str) -> Iterator[str]:
    tree = ast.parse(source)
    skipped = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skipped.add(id(node.value))  # a docstring
        elif isinstance(node, ast.JoinedStr):
            skipped |= {id(part) for part in node.values if isinstance(part, ast.Constant)}
            skipped |= {
                id(part.format_spec) for part in node.values if isinstance(part, ast.FormattedValue)
            }
        elif isinstance(node, ast.keyword) and node.arg == "help":
            skipped |= {id(part) for part in ast.walk(node.value)}
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.JoinedStr):
            text = _template_of(node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        else:
            continue
        if _WORDS.search(text) and not _NO_MESSAGES.match(text):
            yield text


def _template_of(string: ast.JoinedStr) -> str:
    names: list[str] = []
    parts = []
    for part in string.values:
        if isinstance(part, ast.FormattedValue):
            names.append(_name_of(part.value))
            times = names.count(names[-1])
            parts.append(f"{{{names[-1]}_{times}}}" if times > 1 else f"{{{names[-1]}}}")
        elif isinstance(part, ast.Constant):
            parts.append(_escape(str(part.value)))
    return "".join(parts)


def _name_of(value: ast.expr) -> str:
    """A name that tells a translator what a value is."""
    if isinstance(value, ast.Name):
        return value.id.strip("_").lower()
    if isinstance(value, ast.Attribute):
        return value.attr.strip("_")
    if isinstance(value, ast.Call):
        return _name_of(value.args[0] if value.args else value.func)
    for inner in ("left", "value"):
        if hasattr(value, inner):
            return _name_of(getattr(value, inner))
    return "value"


def _escape(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


# ------------------------------------------------------------------------------------------ C++

_CALL = re.compile(r"\b(?:fail|FormatError|BudgetError|OverflowError|require)\(")
_CONSTANT = re.compile(r'constexpr const char\* (k\w+)\s*=\s*((?:"(?:[^"\\]|\\.)*"\s*)+);')
_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')


def _core_messages(source: str) -> Iterator[str]:
    constants = {match[1]: _literal(match[2]) for match in _CONSTANT.finditer(source)}
    for name, text in constants.items():
        if _WORDS.search(text):
            yield f"{{what}}{text}" if name == "kDamaged" else text
    for call in _CALL.finditer(source):
        arguments = _split(_inside(source, call.end()), ",")
        for text in _texts_of(arguments[-1] if arguments else ""):
            if _WORDS.search(text):
                yield text


def _texts_of(expression: str) -> list[str]:
    """What a sum of literals and values may be."""
    parts: list[list[str]] = []
    for number, part in enumerate(_split(expression, "+")):
        part = part.strip()
        if part.startswith("std::string("):
            part = _inside(part, len("std::string("))
        elif part.startswith("("):
            part = _inside(part, 1)
        condition, *choices = _split(part, "?")
        if choices:
            parts.append([text for c in _split(choices[0], ":") for text in _texts_of(c)])
        elif condition.strip().startswith('"'):
            parts.append([_literal(condition)])
        elif condition.strip() != "kDamaged":  # what stands before it is a message of its own
            parts.append([f"{{value_{number}}}"])
    return ["".join(choice) for choice in product(*parts)]


def _literal(code: str) -> str:
    return "".join(_LITERAL.findall(code)).replace('\\"', '"').replace("\\\\", "\\")


def _inside(code: str, begin: int) -> str:
    """From behind a parenthesis to the one that closes it."""
    depth, at = 1, begin
    for match in re.finditer(r'"(?:[^"\\]|\\.)*"|[()]', code[begin:]):
        depth += {"(": 1, ")": -1}.get(match[0], 0)
        if depth == 0:
            at = begin + match.start()
            break
    return code[begin:at]


def _split(code: str, separator: str) -> list[str]:
    """At a separator that is in no parentheses, braces and literals."""
    parts, depth = [""], 0
    for match in re.finditer(r'"(?:[^"\\]|\\.)*"|::|.', code, re.DOTALL):
        depth += {"(": 1, "{": 1, "[": 1, ")": -1, "}": -1, "]": -1}.get(match[0], 0)
        if match[0] == separator and depth == 0:
            parts.append("")
        else:
            parts[-1] += match[0]
    return parts
