"""Help in groups: commands by what they are for, options by what they are about."""

from __future__ import annotations

import click

from newword.cli.messages import translate
from newword.platform.message import template

__all__ = ["GroupedCommand", "GroupedCommands"]

COMMANDS = {
    template("Find words"): ("discover", "compare", "trend", "adapt"),
    template("Look at words"): ("explain", "kwic", "kinds", "review", "apply", "evaluate"),
    template("Use words"): ("segment", "export", "lm"),
    template("Count, and check"): ("count", "score", "merge", "verify", "doctor"),
}
OPTIONS = {
    template("Start here"): (
        "dictionary", "new_only", "top", "output", "format_", "as_json", "against", "by",
        "lexicon", "words", "corpus", "gold", "limit", "source", "model", "add",
    ),
    template("Which words"): (
        "method", "unit", "min_count", "max_len", "min_cohesion", "min_entropy", "min_score",
        "min_log_likelihood", "decisions", "order", "prune", "discount_fallback", "contexts",
        "around", "numbers", "names", "sort", "kinds", "kind", "no_kind", "no_variants",
    ),
    template("Reading text"): (
        "encoding", "input_format", "text_field", "id_field", "time_field", "time_from_path",
        "time_from_mtime", "include", "exclude", "hidden", "follow", "join_lines", "join_spaces",
        "main_content", "strict", "max_bytes", "counts",
    ),
    template("The machine"): (
        "threads", "memory", "temp_dir", "spark", "spark_conf", "progress_mode", "quiet",
    ),
}  # fmt: skip
"""Groups by the names of parameters; the last group takes all others."""
OTHERS = template("More")
_FEW = 10

_Rows = list[tuple[str, str]]


class GroupedCommand(click.Command):
    """A command whose options are listed in groups, unless they are few."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the options."""
        params = [one for one in self.get_params(ctx) if isinstance(one, click.Option)]
        if len(params) <= _FEW:
            super().format_options(ctx, formatter)
            return
        homes = {name: title for title, names in OPTIONS.items() for name in names}
        groups: dict[str, _Rows] = {title: [] for title in (*OPTIONS, OTHERS)}
        for param in params:
            row = param.get_help_record(ctx)
            if row is not None:
                groups[homes.get(param.name or "", OTHERS)].append(row)
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
