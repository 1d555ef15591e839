"""`newword evaluate`: how good a lexicon, a cut text, or discovery in one's own corpus is."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import click

from newword.cli.field_options import option
from newword.cli.messages import show, translate
from newword.cli.options import json_option, make_reading, reading_options, report_problems
from newword.cli.screen.grouped_help import GroupedCommand
from newword.cli.screen.progress import progress
from newword.cli.screen.streams import put
from newword.cli.screen.wide_help import columns
from newword.cli.word_files import known_words, say_word_files
from newword.cli.word_options import bound_options, dictionary_options, method_option
from newword.corpus.report.problem import InputProblem
from newword.dictionary.word_file import WordFile
from newword.evaluation import (
    HiddenFigures,
    LexiconFigures,
    ListFigures,
    SegmentationFigures,
    evaluate_lexicon,
    evaluate_segmentation,
    judge_by_hidden_words,
    read_gold,
)
from newword.evaluation.segmentation import read_cut
from newword.lexicon.file import load_lexicon
from newword.platform.message import message
from newword.platform.option import START
from newword.platform.plural import count_of
from newword.platform.safe_text import json_line

__all__ = ["evaluate_command"]


@click.command("evaluate", cls=GroupedCommand)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@option(
    "--gold",
    metavar="FILE",
    group=START,
    help="Text segmented by hand: one sentence per line, words separated by spaces.",
)
@option("--segmented", is_flag=True, help="PATH is a segmented text, not a lexicon.")
@dictionary_options
@method_option
@option(
    "--seed",
    type=int,
    default=1,
    show_default=True,
    metavar="N",
    help="Without --gold: choose which half of the dictionary is hidden.",
)
@bound_options("min_count", "max_len", "min_score")
@reading_options
@json_option(help="Print one JSON object.")
def evaluate_command(paths: tuple[str, ...], **options: Any) -> int:
    """Evaluate a lexicon or segmented text against gold, or discovery by hidden dictionary words.

    \b
    With --gold, PATH is one lexicon file (or, with --segmented, one cut text):
        newword evaluate lexicon.tsv --gold gold.txt --dict jieba
        newword evaluate cut.txt --gold gold.txt --segmented
    Without it, PATH... is your corpus. Half of the dictionary is hidden, and you see how much of
    that comes back:
        newword evaluate corpus/ --dict jieba
    """
    if options["gold"] is None:
        return _judge_without_gold(paths, options)
    if len(paths) != 1:
        raise click.UsageError(message("give one lexicon, or one cut text, with --gold"))
    gold = read_gold(options["gold"])
    problems: tuple[InputProblem, ...] = ()
    files: tuple[WordFile, ...] = ()
    figures: LexiconFigures | SegmentationFigures
    if options["segmented"]:
        figures = evaluate_segmentation(read_cut(paths[0]), gold)
        lines = _segmentation_lines(figures)
    else:
        known, lexicon = known_words(options), load_lexicon(paths[0])
        problems = (*lexicon.report.problems, *(known.problems if known else ()))
        files = (*lexicon.report.word_files, *(known.files if known else ()))
        figures = evaluate_lexicon(lexicon.words, gold, dictionary=known)
        lines = _lexicon_lines(figures)
    _show(figures, lines, as_json=options["as_json"])
    code = report_problems(problems)
    say_word_files(files)
    return code


def _judge_without_gold(paths: tuple[str, ...], options: dict[str, Any]) -> int:
    if options["segmented"]:
        raise click.UsageError(message("a cut text is judged by --gold"))
    if not options["dictionary"]:
        raise click.UsageError(
            message("give --gold FILE, or a dictionary to hide words of: --dict jieba")
        )
    known = known_words(options)
    assert known is not None  # noqa: S101 - it was asked for above
    with progress(options["progress_mode"]) as tell:
        figures = judge_by_hidden_words(
            paths,
            dictionary=known,
            method=options["method"],
            seed=options["seed"],
            min_count=options["min_count"],
            max_len=options["max_len"],
            min_score=options["min_score"],
            reading=make_reading(options),
            on_progress=tell,
        )
    _show(figures, _hidden_lines(figures), as_json=options["as_json"])
    code = report_problems((*known.problems, *figures.corpus.problems), figures.corpus.notes)
    say_word_files(known.files)
    return code


def _show(
    figures: LexiconFigures | SegmentationFigures | HiddenFigures,
    lines: Iterator[str],
    *,
    as_json: bool,
) -> None:
    if as_json:
        found = dataclasses.asdict(figures)
        found.pop("corpus", None)
        put(json_line(found))
        return
    for line in lines:
        show(line)


def _segmentation_lines(figures: SegmentationFigures) -> Iterator[str]:
    yield message("words      {words}", words=f"{figures.words:>9,}")
    yield message("gold words {gold_words}", gold_words=f"{figures.gold_words:>9,}")
    yield message("precision  {precision}", precision=f"{figures.precision:>9.4f}")
    yield message("recall     {recall}", recall=f"{figures.recall:>9.4f}")
    yield f"F1         {figures.f1:>9.4f}"


def _lexicon_lines(figures: LexiconFigures) -> Iterator[str]:
    lists = [(message("all"), figures.all)]
    if figures.new:
        lists.append((message("new"), figures.new))

    def line(name: str, cells: list[str]) -> str:
        return _padded(name, -12) + "".join(_padded(cell, 10) for cell in cells)

    def row(name: str, value: str, form: str) -> str:
        return line(name, [format(getattr(each, value), form) for _, each in lists])

    yield line("", [name for name, _ in lists])
    yield row(message("words"), "words", ",")
    yield row(message("gold words"), "gold_words", ",")
    yield row("AP", "average_precision", ".4f")
    yield row(message("recall"), "recall", ".4f")
    yield row("F1", "f1", ".4f")
    for k in figures.all.precision:
        yield line(f"P@{k}", [f"{each.precision[k]:.4f}" for _, each in lists])
    for k in figures.all.boundary_precision:
        yield line(f"B@{k}", [f"{each.boundary_precision[k]:.4f}" for _, each in lists])
    for name, each in lists:
        yield from _length_lines(name, each)
    if figures.mixed:
        yield message(
            "with other characters, so in no figure: {mixed}", mixed=count_of(figures.mixed, "word")
        )


def _padded(name: str, width: int) -> str:
    """A translated heading in this many columns: aligned right, or left if negative."""
    shown = translate(name)
    blanks = " " * (abs(width) - columns(shown))
    return shown + blanks if width < 0 else blanks + shown


def _length_lines(name: str, figures: ListFigures) -> Iterator[str]:
    for length, of_length in figures.by_length.items():
        size = f"{length}+" if length == 5 else str(length)
        yield (
            message(
                "{name}, {size} characters: {words} of the first 2,000, P {precision}, B "
                "{boundary_precision}, recall {recall}",
                name=name,
                size=size,
                words=f"{of_length.words:,}",
                precision=f"{of_length.precision:.3f}",
                boundary_precision=f"{of_length.boundary_precision:.3f}",
                recall=f"{of_length.recall:.3f}",
            )
        )


def _hidden_lines(figures: HiddenFigures) -> Iterator[str]:
    yield (
        message(
            "{hidden_words} of the dictionary hidden; {in_corpus} of them with a count "
            "of {min_count} and more; {found} found again",
            hidden_words=count_of(figures.hidden_words, "word"),
            in_corpus=f"{figures.in_corpus:,}",
            min_count=figures.min_count,
            found=f"{figures.found:,}",
        )
    )
    heads = (
        (message("first"), 8),
        (message("hidden"), 9),
        (message("recall"), 9),
        (message("precision (estimate)"), 24),
    )
    yield "".join(_padded(name, width) for name, width in heads)
    for row in figures.rows:
        interval = f"{row.precision:.3f} ({row.low:.3f}-{row.high:.3f})"
        yield f"{row.k:>8,}{row.hidden:>9,}{row.recall:>9.3f}{interval:>24}"
