"""Finding what newword says: the templates of its messages, in Python, in the core, in the help.

A template in Python is what `newword.platform.message` and `newword.platform.plural` are given, as
it stands there. `unmarked_texts` finds what looks like a text for people and was not given to them.
"""

from __future__ import annotations

import ast
import re
import string
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path

import click

from newword.cli.main import cli
from newword.cli.screen.wide_help import paragraphs
from newword.platform.plural import plural_of
from tools.other_messages import OTHERS, PLURALS

__all__ = ["core_texts", "find_messages", "unmarked_texts", "wrong_values"]

ROOT = Path(__file__).resolve().parent.parent
_WORDS = re.compile(r"[A-Za-z][a-z]*[,:;]? [A-Za-z(][a-z]")

_MAKERS = ("message", "template", "counted", "count_of", "plural_of")
# Texts that look like messages and are none.
_NO_MESSAGES = re.compile(
    r"newword \w+|(\w+ (int|long|binary|array<binary>)(, )?)+|Last Resort|Noto Sans .*"
    r"|Source Han .*|Microsoft .*|WenQuanYi .*|Droid .*|offset points|bold green|JSON Lines"
    r"|tuple\[.*|Callable\[.*|dict\[.*|-d .*| -f utf-8 -t utf-8 |import fugashi.*|# Rime .*"
    r"|.*Script Info.*|\[style\*=.*|\"use strict.*|.*\x08.*|end of data|text is null|that (is|are)"
    # Of plots, of the model's own file, of the words' scores in explain --json
    r"|log ratio \(binary.*|occurrences per million .*|features: mean.*|(hidden|output) bias"
    r"|shift by least count|expected the features.*|words of the cut|no template"
    # Before the package can be imported
    r"|.* has no attribute .*|run `pip install .*|this source folder hides .*"
    r"|.* has no built core .*",
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
            if "tests" in path.parts:
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


def _python_messages(source: str) -> Iterator[str | tuple[str, str]]:
    """The templates of all calls that make a message; of one and of several as pairs."""
    for call in _calls(ast.parse(source)):
        name, texts = _name_of(call), [_texts_in(argument) for argument in call.args]
        if name in ("message", "template") and texts:
            yield from texts[0]
        elif name == "counted" and len(texts) == 3:
            yield from zip(texts[1], texts[2], strict=True)
        elif name in ("count_of", "plural_of"):
            for noun, *rest in product(*texts[name == "count_of" :]):
                yield plural_of(noun, *rest)


def unmarked_texts(source: str) -> list[str]:
    """What looks like a text for people, two English words in a row, and is in no message.

    Docstrings, what help (which click has) and documentation say of options, and what
    `_NO_MESSAGES` lists are left out.
    """
    tree = ast.parse(source)
    known = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            known.add(id(node.value))  # a docstring
        elif isinstance(node, ast.keyword) and node.arg in ("help", "doc"):
            known |= {id(part) for part in ast.walk(node.value)}
        elif isinstance(node, ast.Call) and _name_of(node) in _MAKERS:
            known |= {id(part) for argument in node.args for part in ast.walk(argument)}
        elif isinstance(node, ast.JoinedStr):
            known |= {id(part) for part in node.values}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            text = "".join(
                str(p.value) if isinstance(p, ast.Constant) else "{}" for p in node.values
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        else:
            continue
        if id(node) not in known and _WORDS.search(text) and not _NO_MESSAGES.fullmatch(text):
            found.append(text)
    return found


def wrong_values(source: str) -> list[str]:
    """Templates that are not given exactly the values that they name."""
    found = []
    for call in _calls(ast.parse(source)):
        given = {keyword.arg for keyword in call.keywords}
        if _name_of(call) not in ("message", "counted") or None in given:
            continue
        if _name_of(call) == "counted":
            given.add("number")
        for argument in call.args:
            found += [text for text in _texts_in(argument) if _fields(text) != given]
    return found


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _name_of(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _texts_in(argument: ast.expr) -> list[str]:
    """The text that an argument is; either one of a choice; nothing of what is made elsewhere."""
    if isinstance(argument, ast.IfExp):
        return [*_texts_in(argument.body), *_texts_in(argument.orelse)]
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return [argument.value]
    return []


def _fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


# ------------------------------------------------------------------------------------------ C++

_CALL = re.compile(r"\b(?:fail|FormatError|BudgetError|OverflowError|require)\(")
_CONSTANT = re.compile(r'constexpr const char\* (k\w+)\s*=\s*((?:"(?:[^"\\]|\\.)*"\s*)+);')
_REMEDIES = ("kDamaged", "kRemedy")
_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')


def _core_messages(source: str) -> Iterator[str]:
    """The texts without values; the others have templates in `newword.platform.core_messages`."""
    constants = (_literal(match[2]) for match in _CONSTANT.finditer(source))
    for text in (*constants, *core_texts(source)):
        if _WORDS.search(text) and not text.startswith("; ") and "{" not in text:
            yield text


def core_texts(source: str) -> Iterator[str]:
    """What errors of the core may say, with ``{value_1}`` for values."""
    for call in _CALL.finditer(source):
        arguments = _split(_inside(source, call.end()), ",")
        yield from filter(_WORDS.search, _texts_of(arguments[-1] if arguments else ""))


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
        elif condition.strip() not in _REMEDIES:  # what stands before is a message of its own
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
