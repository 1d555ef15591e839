"""`newword segment`: cuts text into words."""

from __future__ import annotations

import contextlib
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

import click

from newword.cli.field_options import option
from newword.cli.messages import say
from newword.cli.options import (
    json_option,
    make_reading,
    output_option,
    quiet_option,
    reading_options,
    report_problems,
)
from newword.cli.screen.grouped_help import GroupedCommand
from newword.cli.screen.progress import progress
from newword.cli.screen.streams import standard_output
from newword.cli.word_files import known_words, say_word_files
from newword.cli.word_options import dictionary_options, method_option
from newword.corpus import Corpus
from newword.counting.counts import OnProgress
from newword.counting.reading import Reading
from newword.dictionary.background import BackgroundDictionary
from newword.discovery.options import Asked, RankingOptions
from newword.discovery.pipeline import discover_with
from newword.errors import ConfigError
from newword.language.training import train_language_model
from newword.language.words import MODEL_ORDER
from newword.lexicon import Lexicon
from newword.platform.files import commit
from newword.platform.message import message, template
from newword.platform.option import START
from newword.platform.plural import count_of
from newword.platform.safe_text import path_text
from newword.platform.scratch import scratch_directory
from newword.platform.writing.writer import output_error
from newword.segmentation.segment import FORMATS, SegmentReport, segment_corpus

__all__ = ["segment_command"]


@click.command("segment", cls=GroupedCommand)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@option(
    "--lexicon",
    metavar="FILE",
    group=START,
    help="Cut into the words of this file, as discover writes it. [default: a gap network cuts "
    "the text]",
)
@dictionary_options
@method_option
@option(
    "--model",
    metavar="FILE.arpa",
    group=START,
    is_trusted=True,
    help="With --method lm: a character language model to cut by. [default: one of the text]",
)
@option(
    "--background",
    multiple=True,
    metavar="PATH",
    group=START,
    help="Learn from this text of the language or field as well, a file, a directory or a count "
    "file with its text. Can be repeated.",
)
@output_option(help="Write the text to this file. [default: standard output]")
@option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    default=FORMATS[0],
    show_default=True,
    group=START,
    help="text puts separators into the text; jsonl gives the position of each piece.",
)
@option(
    "--separator", default=" ", metavar="S", help="Separator between words. [default: one space]"
)
@reading_options
@json_option(help="Same as --format jsonl.")
@quiet_option()
def segment_command(paths: tuple[str, ...], **options: Any) -> int:
    """Cut text into words.

    PATH is a file, a directory (read recursively), a pattern, or - for standard input.

    \b
    newword segment corpus/ -o cut.txt
    newword segment note.txt --background notes/ --dict jieba
    newword segment new.txt --lexicon lexicon.tsv --dict jieba
    cat chat.log | newword segment - --lexicon lexicon.tsv --json
    newword segment corpus/ --method lm -o cut.txt
    """
    reading = make_reading(options)
    output = options["output"]
    lexicon: str | Lexicon | None = options["lexicon"]
    model: str | None = options["model"]
    if model is not None and (options["method"] != "lm" or lexicon is not None):
        raise ConfigError(message("--model is for --method lm without --lexicon"))
    background: tuple[str, ...] = options["background"]
    if background and (options["method"] != "model" or lexicon is not None):
        raise ConfigError(
            message("--background helps a gap network: use it without --lexicon and --method")
        )
    if "-" in background and "-" in paths:
        raise ConfigError(message("standard input is the text to cut, so it is no background"))
    if reading.join_lines:
        raise click.UsageError(
            message("--join-lines is not for cutting: every line end stays where it is")
        )
    with contextlib.ExitStack() as stack:
        tell = stack.enter_context(progress(options["progress_mode"]))
        corpus: Corpus = paths
        known = known_words(options)
        is_discovered = lexicon is None and model is None and options["method"] != "model"
        if is_discovered:
            twice = stack.enter_context(_readable_twice(paths, reading.limit.temp_dir))
            if options["method"] == "lm":
                model = stack.enter_context(_model_of(twice(), options, tell))
            else:
                lexicon = _lexicon_of(twice(), options, known, tell)
            corpus = twice()
        write = stack.enter_context(_output(output))
        report = segment_corpus(
            corpus,
            write,
            lexicon=lexicon,
            dictionary=known,
            model=model,
            background=background or None,
            format="jsonl" if options["as_json"] else options["format_"],
            separator=options["separator"],
            reading=_reading(options),
            on_progress=tell,
        )
    code = report_problems(report.corpus.problems, report.corpus.notes)
    if not options["quiet"]:
        say_word_files(report.word_files)
        for line in _summary(report):
            say(line)
    return code


def _reading(options: dict[str, Any]) -> Reading:
    return make_reading(options, exclude_paths=[options["output"]] if options["output"] else [])


def _lexicon_of(
    corpus: Corpus,
    options: dict[str, Any],
    known: BackgroundDictionary | None,
    tell: OnProgress | None,
) -> Lexicon:
    """The words discovered in the text itself."""
    nameless = replace(
        _reading(options),
        id_field=None,
        time_field=None,
        time_from_path=None,
        time_from_mtime=False,
    )
    asked = Asked.of(RankingOptions(method=options["method"], dictionary=known))
    return discover_with(corpus, nameless, asked, on_progress=tell)


@contextlib.contextmanager
def _model_of(corpus: Corpus, options: dict[str, Any], tell: OnProgress | None) -> Iterator[str]:
    """The path of a language model of the text itself, which is removed after use."""
    reading = _reading(options)
    with scratch_directory(reading.limit.temp_dir) as directory:
        path = str(directory / "model.arpa")
        train_language_model(corpus, path, order=MODEL_ORDER, reading=reading, on_progress=tell)
        yield path


@contextlib.contextmanager
def _output(path: str | None) -> Iterator[Callable[[bytes], object]]:
    if path is not None:
        with commit(path) as file:
            yield file.write
        return
    stdout = standard_output()
    yield stdout.write
    stdout.flush()


@contextlib.contextmanager
def _readable_twice(paths: tuple[str, ...], temp_dir: str | None) -> Iterator[Callable[[], Corpus]]:
    """Gives the corpus anew each time: words are discovered in it before it is cut."""
    for path in paths:
        if path != "-" and _is_stream(path):
            raise ConfigError(
                message(
                    "{path} can be read only once, and words are discovered in a text "
                    "before it is cut; store it in a file, or give --lexicon",
                    path=path_text(path),
                )
            )
    if "-" in paths and len(paths) > 1:
        raise ConfigError(
            message("standard input cannot be cut together with files without --lexicon")
        )
    if "-" not in paths or sys.stdin is None:  # closed: reading it says so
        yield lambda: paths
        return
    with _kept(sys.stdin.buffer, temp_dir or tempfile.gettempdir()) as kept:

        def rewound() -> IO[bytes]:
            kept.seek(0)
            return kept

        yield rewound


def _kept(stream: IO[bytes], directory: str) -> IO[bytes]:
    """The content of a stream, in a file without a name."""
    try:
        with contextlib.ExitStack() as stack:
            kept = stack.enter_context(tempfile.TemporaryFile(dir=directory))
            shutil.copyfileobj(stream, kept)
            kept.flush()
            stack.pop_all()
    except OSError as error:
        raise output_error(
            directory, template("cannot use a temporary file in {path}: {reason}"), error
        ) from error
    return kept


def _is_stream(path: str) -> bool:
    try:
        kind = Path(path).stat().st_mode
    except (OSError, ValueError):
        return False  # a pattern, or reported when it is read
    return not (stat.S_ISREG(kind) or stat.S_ISDIR(kind))


def _summary(report: SegmentReport) -> list[str]:
    lines: list[str] = [
        message(
            "{files}, {size} MB",
            files=count_of(report.corpus.files, "file"),
            size=f"{report.corpus.bytes_read / 1e6:.1f}",
        ),
        message(
            "{words} in the list; their probabilities are those of the first {sample_bytes} MB",
            words=count_of(report.words, "word"),
            sample_bytes=f"{report.sample_bytes / 1e6:.1f}",
        ),
    ]
    if report.background is not None:
        lines.append(
            message("background: {size} MB", size=f"{report.background.bytes_read / 1e6:.1f}")
        )
    return lines
