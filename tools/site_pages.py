"""Pages of the site that no file of docs/ holds: the reference, and documents from elsewhere.

mkdocs.yml names this file as a hook. The reference is made from the options of the commands and
from the public names whenever the site is built, so that it cannot be out of date.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import click

import newword
from newword.cli.main import cli
from newword.cli.messages import Catalogue
from newword.cli.screen.grouped_help import COMMANDS, group_of
from newword.cli.screen.wide_help import paragraphs
from newword.platform.option import GROUPS

ROOT = Path(__file__).resolve().parents[1]
ELSEWHERE = {
    "README.zh.md": "zh.md",
    "CHANGELOG.md": "changes.md",
    "ARCHITECTURE.md": "architecture.md",
    "SECURITY.md": "security.md",
    "training/MODEL_CARD.md": "model-card.md",
    "training/scripts/MODEL_CARD.md": "script-model-card.md",
    "benchmarks/RESULTS.md": "results.md",
}
"""Documents outside docs/, and the page that each becomes."""
_PAGES = {**ELSEWHERE, "README.md": "index.md"}  # the first page of the site says the same
_LINK = re.compile(r"(\]\()([^)\s#:]+)((?:#[^)\s]*)?\))")

Translate = Callable[[str], str]


class Words(NamedTuple):
    """What the reference of the commands says itself."""

    title: str
    intro: str
    option: str
    meaning: str
    default: str


_ENGLISH = Words(
    "Commands and options",
    "Made from the commands themselves: what `--help` says, on one page.",
    "option",
    "meaning",
    "default: ",
)
_CHINESE = Words(
    "命令与选项",
    "本页由命令自身生成，内容与 `--help` 相同。",
    "选项",
    "含义",
    "默认：",
)


# -------------------------------------------------------------------------- options of the commands


def commands_page(words: Words = _ENGLISH, translate: Translate = str) -> str:
    """Every command in the order of `newword --help`, its options in their groups."""
    parts = [f"# {words.title}", words.intro]
    for title, names in COMMANDS.items():
        parts.append(f"## {translate(title)}")
        for name in names:
            parts += _command(name, words, translate)
    return "\n\n".join(parts) + "\n"


def chinese_commands_page() -> str:
    """The same page in Chinese."""
    return commands_page(_CHINESE, Catalogue.read("zh_CN").translate)


def _command(name: str, words: Words, translate: Translate) -> Iterator[str]:
    command = cli.commands[name]
    context = click.Context(command, info_name=f"newword {name}")
    yield f"### newword {name}"
    usage = " ".join([f"newword {name}", *command.collect_usage_pieces(context)])
    yield f"```text\n{usage}\n```"
    for part in paragraphs(command.help or ""):
        bare = part.removeprefix("\b\n")
        text = translate(bare)
        yield _escaped(text) if bare == part else f"```text\n{text}\n```"
    for title, rows in _groups(command, context, words, translate).items():
        lines = [
            f"**{translate(title)}**",
            "",
            f"| {words.option} | {words.meaning} |",
            "|---|---|",
        ]
        yield "\n".join([*lines, *rows])


def _groups(
    command: click.Command, context: click.Context, words: Words, translate: Translate
) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {title: [] for title in GROUPS}
    for param in command.get_params(context):
        if isinstance(param, click.Option) and not param.hidden:
            row = _row(param, context, words, translate)
            groups[group_of(param)].append(row)
    return {title: rows for title, rows in groups.items() if rows}


def _row(option: click.Option, context: click.Context, words: Words, translate: Translate) -> str:
    names = " ".join(f"`{name}`" for name in (*option.opts, *option.secondary_opts))
    meaning = _escaped(translate(option.help or ""))
    value = ""
    if isinstance(option.type, click.Choice) and option.metavar is None:
        meaning += "".join(f" `{choice}`" for choice in option.type.choices)
    elif not (option.is_flag or option.count):
        value = f" {_escaped(option.make_metavar(context))}"
    return f"| {names}{value} | {meaning}{_facts(option, context, words)} |"


def _facts(option: click.Option, context: click.Context, words: Words) -> str:
    """Default and bounds, in brackets as click shows them."""
    extra = option.get_help_extra(context)
    facts = [f"{words.default}{extra['default']}"] if "default" in extra else []
    facts += [extra["range"]] if "range" in extra else []
    return "".join(f" {_escaped(f'[{fact}]')}" for fact in facts)


def _escaped(text: str) -> str:
    """Plain text as Markdown, also in a cell of a table."""
    return re.sub(
        r"[\\`*_|\[\]]", lambda mark: f"&#{ord(mark[0])};", html.escape(text, quote=False)
    )


# ------------------------------------------------------------------------------------- public names


def python_page() -> str:
    """Every public name, by what it is: a call, a result, an error."""
    groups: dict[str, list[str]] = {"Calls": [], "Classes": [], "Errors": []}
    for name in sorted(vars(newword)["__all__"]):
        value = getattr(newword, name)
        if not isinstance(value, type):
            kind = "Calls"
        else:
            kind = "Errors" if issubclass(value, Exception) else "Classes"
        groups[kind].append(f"::: {value.__module__}.{name}")
    parts = [
        "# Python, every name",
        "Made from the docstrings. [Python](../python.md) says how they go together.",
    ]
    for title, entries in groups.items():
        parts += [f"## {title}", *entries]
    return "\n\n".join(parts) + "\n"


GENERATED: dict[str, Callable[[], str]] = {
    "reference/commands.md": commands_page,
    "reference/commands.zh.md": chinese_commands_page,
    "reference/python.md": python_page,
}


# ---------------------------------------------------------------------------------- hooks of MkDocs


def on_files(files: Any, config: Any) -> Any:
    """Adds the pages."""
    from mkdocs.structure.files import File

    for uri, make in GENERATED.items():
        files.append(File.generated(config, uri, content=make()))
    for source, uri in ELSEWHERE.items():
        files.append(File.generated(config, uri, content=(ROOT / source).read_text("utf-8")))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Leads links of the repository to the pages of the site."""
    uri = page.file.src_uri
    source = {page: path for path, page in ELSEWHERE.items()}.get(uri, f"docs/{uri}")
    return linked(markdown, source, uri)


def linked(markdown: str, source: str, uri: str) -> str:
    """A document at this place in the repository, with its links as they are at this one."""

    def lead(match: re.Match[str]) -> str:
        target = posixpath.normpath(f"{posixpath.dirname(source)}/{match[2]}".lstrip("/"))
        page = _PAGES.get(target) or target.removeprefix("docs/")
        if page == target:
            return match[0]  # not of the site, as the build then says
        return match[1] + posixpath.relpath(page, posixpath.dirname(uri) or ".") + match[3]

    return _LINK.sub(lead, markdown)
