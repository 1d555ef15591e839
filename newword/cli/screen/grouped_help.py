"""Help in groups: commands by what they are for, options by what they are about."""

from __future__ import annotations

import click

from newword.cli.field_options import CommandOption
from newword.cli.messages import translate
from newword.platform.message import template
from newword.platform.option import GROUPS, MORE

__all__ = ["COMMANDS", "GroupedCommand", "GroupedCommands", "group_of"]

COMMANDS = {
    template("Find words"): ("discover", "compare", "trend", "adapt"),
    template("Look at words"): ("explain", "kwic", "kinds", "review", "apply", "evaluate"),
    template("Use words"): ("segment", "export", "lm"),
    template("Count, and check"): ("count", "score", "merge", "verify", "doctor"),
}
_FEW = 10

_Rows = list[tuple[str, str]]


def group_of(option: click.Option) -> str:
    """Where an option is listed."""
    return option.group if isinstance(option, CommandOption) else MORE


class GroupedCommand(click.Command):
    """A command whose options are listed in groups, unless they are few."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the options."""
        params = [one for one in self.get_params(ctx) if isinstance(one, click.Option)]
        if len(params) <= _FEW:
            super().format_options(ctx, formatter)
            return
        groups: dict[str, _Rows] = {title: [] for title in GROUPS}
        for param in params:
            row = param.get_help_record(ctx)
            if row is not None:
                groups[group_of(param)].append(row)
        _write(formatter, groups)


class GroupedCommands(click.Group):
    """A group whose commands are listed by what they are for."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the commands."""
        room = formatter.width - 6 - max(map(len, self.commands))
        groups: dict[str, _Rows] = {}
        for title, names in COMMANDS.items():
            there = [(name, self.get_command(ctx, name)) for name in names]
            rows = [(name, one.get_short_help_str(room)) for name, one in there if one is not None]
            groups[title] = rows
        _write(formatter, groups)


def _write(formatter: click.HelpFormatter, groups: dict[str, _Rows]) -> None:
    for title, rows in groups.items():
        if rows:
            with formatter.section(translate(title)):
                formatter.write_dl(rows)
