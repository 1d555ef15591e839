"""The command group, its exit codes, and how every failure becomes one clear line."""

from __future__ import annotations

import codecs
import errno
import io
import json
import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import cast

import click

from newword import __version__
from newword.cli.advice import advise
from newword.cli.config_file import FILE_NAME, find_config, read_config
from newword.cli.lazy import LazyCommands
from newword.cli.messages import say, translate, use_language
from newword.cli.screen.grouped_help import GroupedCommands
from newword.errors import ConfigError, NewwordError, OutputError
from newword.platform.message import Message, message, reason_of
from newword.platform.pattern import pattern
from newword.platform.safe_text import terminal

__all__ = ["cli", "main"]

EXIT_USAGE, EXIT_FAILED, EXIT_INTERRUPTED = 2, 4, 130  # 3, input was skipped, is the commands' own

_COMPLETE = "_NEWWORD_COMPLETE"
_AS_JSON = "newword-json"
_LONG_VALUE = pattern(r"(\S{40})\S{1000,}(\S{20})")
_COMMANDS = {
    "discover": "newword.cli.commands.discover",
    "count": "newword.cli.commands.counting.count",
    "explain": "newword.cli.commands.explain",
    "segment": "newword.cli.commands.segment",
    "kwic": "newword.cli.commands.kwic",
    "compare": "newword.cli.commands.compare",
    "trend": "newword.cli.commands.trend",
    "export": "newword.cli.commands.export",
    "adapt": "newword.cli.commands.adapt",
    "merge": "newword.cli.commands.counting.count_files",
    "score": "newword.cli.commands.counting.score",
    "verify": "newword.cli.commands.counting.count_files",
    "lm": "newword.cli.commands.lm",
    "evaluate": "newword.cli.commands.evaluate",
    "review": "newword.cli.commands.review",
    "apply": "newword.cli.commands.review",
    "kinds": "newword.cli.commands.kinds",
    "doctor": "newword.cli.commands.doctor",
}
_EPILOG = """\b
Exit codes: 0 done · 2 wrong usage · 3 done, but some input was skipped (each named on standard
error) · 4 failed, no output touched · 130 interrupted
"""


@click.group(
    cls=GroupedCommands,
    commands=cast("dict[str, click.Command]", LazyCommands(_COMMANDS)),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=_EPILOG,
)
@click.option(
    "--config",
    metavar="FILE",
    help=f"Options to start from. [default: {FILE_NAME}, if it is in the current directory]",
)
@click.version_option(__version__, message="newword %(version)s")
@click.pass_context
def cli(context: click.Context, config: str | None) -> None:
    """Find the words of raw Chinese (or other unsegmented) text, above all new ones.

    \b
    Start here: the words of your texts that jieba does not know, on the screen, then in a file:
        newword discover corpus/ --dict jieba --new-only
        newword discover corpus/ --dict jieba --new-only -o words.tsv
    Turn them into a user dictionary for jieba:
        newword discover corpus/ --dict jieba --new-only -o userdict.txt --format jieba
    See where a word occurs, and why it is a word or not:
        newword kwic corpus/ 机器学习
        newword explain corpus/ 机器学习
    Read texts in GBK or another encoding, or records with fields:
        newword discover novels/ --encoding gb18030
        newword discover posts.jsonl --text-field body
    """
    commands = cli.commands
    found = find_config(commands) if config is None else read_config(Path(config), commands)
    if found is not None:
        context.default_map = found.defaults
        line = found.summary(context.invoked_subcommand or "")
        if config is None and line is not None:
            say(line)


def _escape_as_json(error: UnicodeEncodeError) -> tuple[str, int]:
    """Escapes characters that a terminal's encoding lacks as in JSON: beyond U+FFFF as a pair."""
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


codecs.register_error(_AS_JSON, _escape_as_json)  # type: ignore[arg-type] # only for writing


class Terminated(BaseException):
    """SIGTERM came: unwinds like Ctrl-C, so that temporary files are removed."""


def _terminate(signum: int, frame: FrameType | None) -> None:  # noqa: ARG001 (the signal module's)
    raise Terminated


def main(args: list[str] | None = None) -> None:
    """Runs the command line and exits."""
    sys.exit(_run(args))


def _run(args: list[str] | None) -> int:
    try:
        signal.signal(signal.SIGTERM, _terminate)
        if sys.stdout is None:  # closed by the caller: every write fails, and is reported
            sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w")
        if sys.stderr is None:
            sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors=_AS_JSON)
        use_language(cli)
        instruction = os.environ.get(_COMPLETE)
        if instruction:  # from the shell's start-up file, or from a press of the tabulator
            from click.shell_completion import shell_complete

            return shell_complete(cli, {}, "newword", _COMPLETE, instruction)
        # Not cli.main: that turns a closed pipe into exit code 1.
        with cli.make_context("newword", sys.argv[1:] if args is None else args) as context:
            result = cli.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except (click.Abort, KeyboardInterrupt, Terminated) as stop:
        return _say_stopped(stop)
    except click.ClickException as error:
        vars(error).update(message=translate(_without_long_values(error.message)))
        error.show()
        return _say_instead(error, args, EXIT_USAGE)
    except ConfigError as error:
        return _say_instead(error, args, _say(str(error), EXIT_USAGE))
    except BrokenPipeError:
        _forget_standard_output()  # the reader has enough (`| head`)
        return 0
    except (NewwordError, OSError) as error:
        return _say_stopped(error.__context__) or _say_instead(error, args, _say_failed(error))
    except MemoryError:
        return _say(
            message("out of memory; read fewer files at once or raise --min-count"), EXIT_FAILED
        )
    return result if isinstance(result, int) else 0


def _say_instead(error: Exception, args: list[str] | None, code: int) -> int:
    """Says what to type instead, if newword can guess it; returns the exit code."""
    line = advise(error, sys.argv[1:] if args is None else args, cli) if code else None
    return code if line is None else _say(message("try: {line}", line=line), code)


def _say_stopped(error: BaseException | None) -> int:
    """The exit code of the signal that is behind an error, which its clean-up may hide; 0 for none.

    The standard library closes a descriptor twice when a signal comes while it makes a file.
    """
    while error is not None:
        if isinstance(error, (click.Abort, KeyboardInterrupt)):
            return _say(message("interrupted"), EXIT_INTERRUPTED)
        if isinstance(error, Terminated):
            return _say(message("terminated"), 128 + signal.SIGTERM)
        error = error.__context__
    return 0


def _say_failed(error: Exception) -> int:
    if isinstance(error, OutputError) and error.errno == errno.EPIPE:
        return 0
    what = str(error)
    if isinstance(error, OSError) and not isinstance(error, NewwordError):
        if error.filename:
            what = message(
                "[Errno {number}] {reason}: {path}",
                number=error.errno,
                reason=reason_of(error),
                path=repr(error.filename),
            )
        else:
            what = message("cannot write standard output: {strerror}", strerror=reason_of(error))
            _forget_standard_output()
        what = terminal(what)
    return _say(what, EXIT_FAILED)


def _forget_standard_output() -> None:
    """Discards output that is still buffered, so that nothing fails again at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _without_long_values(said: str) -> str:
    """A message whose values are shown in part if they are longer than any path."""
    if isinstance(said, Message):
        return said.with_values(_without_long_values)
    return _LONG_VALUE.sub(r"\1…\2", said)


def _say(said: str, code: int) -> int:
    try:
        say(_without_long_values(said))
    except OSError:
        return code  # standard error is gone too; the exit code still tells
    return code
