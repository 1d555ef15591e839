"""`newword lm`: character language models."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import click

from newword.cli.field_options import option
from newword.cli.messages import say
from newword.cli.options import (
    json_option,
    make_reading,
    output_option,
    reading_options,
    report_problems,
)
from newword.cli.screen.grouped_help import GroupedCommand
from newword.cli.screen.progress import progress
from newword.cli.screen.streams import put
from newword.config import MAX_ORDER
from newword.errors import ConfigError
from newword.language.model import LanguageModel
from newword.language.training import (
    DEFAULT_FALLBACK,
    DEFAULT_LM_ORDER,
    TrainedModel,
    train_language_model,
)
from newword.platform.message import Message, message
from newword.platform.option import READING, START, WORDS
from newword.platform.plural import count_of
from newword.platform.safe_text import path_text

__all__ = ["lm_command"]


def _numbers(kind: type[int] | type[float]) -> Callable[..., tuple[float, ...]]:
    """Makes a parser that turns numbers separated by spaces or commas into a tuple."""

    def convert(context: click.Context, parameter: click.Parameter, value: str) -> Any:
        try:
            return tuple(kind(part) for part in value.replace(",", " ").split())
        except ValueError as error:
            problem = message("{value} is no list of numbers, such as '0 0 1'", value=repr(value))
            raise click.BadParameter(problem, context, parameter) from error

    return convert


@click.command("lm", cls=GroupedCommand)
@click.argument("paths", nargs=-1, metavar="PATH...")
@option(
    "--counts", metavar="FILE.nwc", group=READING, help="Learn from a count file instead of texts."
)
@output_option(help="Write the model to this file; .gz compresses it.")
@option(
    "--order",
    type=click.IntRange(2, MAX_ORDER),
    default=DEFAULT_LM_ORDER,
    show_default=True,
    metavar="N",
    group=WORDS,
    help="Longest n-gram, in units. KenLM for Python loads up to 6.",
)
@option(
    "--prune",
    callback=_numbers(int),
    default="",
    metavar="'N N ...'",
    group=WORDS,
    help="Leave out n-grams with this many occurrences or fewer, by order from "
    "1; the last number holds for all longer ones. [default: none]",
)
@option(
    "--discount-fallback",
    callback=_numbers(float),
    default=" ".join(f"{amount:g}" for amount in DEFAULT_FALLBACK),
    show_default=True,
    metavar="'D1 D2 D3'",
    group=WORDS,
    help="Discounts to use where the counts allow no estimate.",
)
@option(
    "--eval",
    "model",
    metavar="MODEL",
    group=START,
    help="Train nothing; report the perplexity of the texts under this model.",
)
@json_option(help="With --eval: print one JSON object.")
@reading_options
def lm_command(paths: tuple[str, ...], **options: Any) -> int:
    """Train a character language model, or judge text by one.

    The model is interpolated modified Kneser-Ney, as ARPA text. A sentence is a run of units, and a
    token is a unit. The estimates are those of KenLM's lmplz.

    \b
    newword lm corpus/ -o model.arpa
    newword lm corpus/ -o model.arpa.gz --order 5 --prune '0 0 1'
    newword lm --counts corpus.nwc -o model.arpa
    newword lm --eval model.arpa held-out/
    """
    if options["model"] is not None:
        return _evaluate(paths, options)
    output = options["output"]
    if output is None:
        raise ConfigError(message("a model needs a name: add -o FILE.arpa"))
    with progress(options["progress_mode"]) as tell:
        done = train_language_model(
            paths or None,
            output,
            counts=options["counts"],
            order=options["order"],
            prune=options["prune"],
            discount_fallback=options["discount_fallback"],
            reading=make_reading(options, exclude_paths=[output]),
            on_progress=tell,
        )
    code = (
        report_problems(done.report.problems, done.report.notes) if done.report is not None else 0
    )
    for line in _summary(done):
        say(line)
    return code


def _evaluate(paths: tuple[str, ...], options: dict[str, Any]) -> int:
    for name in ("output", "counts"):
        if options[name] is not None:
            raise ConfigError(
                message("--{name} is for training, and --eval trains nothing", name=name)
            )
    if not paths:
        raise ConfigError(message("name the texts to judge by the model"))
    with progress(options["progress_mode"]) as tell:
        model = LanguageModel.load(options["model"])
        figures = model.evaluate(paths, reading=make_reading(options), on_progress=tell)
    assert figures.report is not None  # noqa: S101 (a corpus was read)
    code = report_problems(figures.report.problems, figures.report.notes)
    values = {
        "sentences": figures.sentences,
        "tokens": figures.tokens,
        "unknown": figures.unknown,
        "log10": figures.log10,
        "perplexity": figures.perplexity if figures.tokens else None,
        "perplexity_known": figures.perplexity_known if figures.tokens > figures.unknown else None,
    }
    if options["as_json"]:
        put(json.dumps(values))
        return code
    for name, value in values.items():
        shown = "-" if value is None else f"{value:.7g}" if isinstance(value, float) else value
        put(f"{name}\t{shown}")
    return code


def _summary(done: TrainedModel) -> list[Message]:
    sizes = " + ".join(f"{one.kept:,}" for one in done.orders)
    lines = [
        message(
            "{path}: order {orders}, {sizes} n-grams of {units} in {sentences}",
            path=path_text(done.path),
            orders=len(done.orders),
            sizes=sizes,
            units=count_of(done.units, "unit"),
            sentences=count_of(done.sentences, "sentence"),
        )
    ]
    fallback = [one for one in done.orders if not one.is_estimated]
    if fallback:
        which = ", ".join(str(one.order) for one in fallback)
        amounts = " ".join(f"{amount:g}" for amount in fallback[0].discounts)
        lines.append(
            message(
                "the counts of order {which} allow no estimate of discounts, as is usual "
                "in small texts: {amounts} are used there (--discount-fallback)",
                which=which,
                amounts=amounts,
            )
        )
    return lines
