"""Help begins with what to do first, and lists commands and options in groups, each once."""

from __future__ import annotations

import re

import click
import pytest
from command import run

from newword.cli.field_options import CommandOption
from newword.cli.main import cli
from newword.cli.screen.grouped_help import COMMANDS
from newword.platform.option import GROUPS


def test_every_command_is_in_one_group() -> None:
    listed = [name for names in COMMANDS.values() for name in names]
    assert sorted(listed) == sorted(cli.commands)


def test_an_option_is_in_the_same_group_everywhere() -> None:
    groups: dict[str, set[str]] = {}
    for command in cli.commands.values():
        for param in command.params:
            if isinstance(param, click.Option):
                assert isinstance(param, CommandOption), f"{command.name} {param.name}"
                assert param.group in GROUPS
                groups.setdefault(str(param.name), set()).add(param.group)
    assert {name: titles for name, titles in groups.items() if len(titles) > 1} == {}


def test_the_first_help_says_where_to_start() -> None:
    shown = run("--help").out
    assert "Start here: " in shown
    titles = re.findall(r"^([A-Z][\w, ]+):$", shown, re.MULTILINE)
    assert titles == ["Options", *COMMANDS]
    for name in cli.commands:
        assert len(re.findall(rf"^  {name} ", shown, re.MULTILINE)) == 1


@pytest.mark.parametrize("name", list(cli.commands))
def test_every_option_is_listed_once(name: str) -> None:
    shown = run(name, "--help").out
    for param in cli.commands[name].params:
        if isinstance(param, click.Option) and not param.hidden:
            assert len(re.findall(rf"^  (?:-\w, )?{param.opts[-1]}\b(?!-)", shown, re.M)) == 1


def test_help_in_chinese_has_the_same_groups() -> None:
    shown = run("discover", "--help", changes={"NEWWORD_LANG": "zh"}).out
    assert len(re.findall(r"^\S.*[:：]$", shown, re.MULTILINE)) >= len(GROUPS) - 1
