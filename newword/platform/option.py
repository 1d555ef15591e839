"""Options, each written down once: a field of a dataclass that says all there is to say of it.

The options of the command line, the check of configuration files, the arguments of the Python calls
and the tables of the documentation are made of these fields.
"""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from newword.platform.message import template
from newword.platform.pattern import pattern

__all__ = [
    "GROUPS", "MACHINE", "MORE", "READING", "START", "WORDS", "Option", "described", "option",
    "options_of", "takes",
]  # fmt: skip

START = template("Start here")
WORDS = template("Which words")
READING = template("Reading text")
MACHINE = template("The machine")
MORE = template("More")
GROUPS = (START, WORDS, READING, MACHINE, MORE)
"""What options are about, in the order of the help."""

_LINK, _TEXT_OF_LINK = pattern(r"\[([^\]]*)\]\([^)]*\)"), r"\1"
_ARGUMENT = textwrap.TextWrapper(100, initial_indent=" " * 8, subsequent_indent=" " * 12)

P = ParamSpec("P")
Arguments = TypeVar("Arguments")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """What there is to say of an option beside its name, its type and its default.

    Attributes:
        doc: A line of Markdown, for the tables of the documentation and for docstrings.
        help: One or two sentences, for ``--help``; None for what Python alone has.
        flag: Its name on the command line, unless that is the name of the field: ``no-x`` turns off
            what is on by default, and ``x/no-x`` are two flags.
        metavar: What stands for its value.
        group: One of ``GROUPS``.
        choices: The values that there are.
        least: The smallest value.
        most: The largest.
        kind: Type of a value that is not text or a whole number between bounds.
        repeats: It may be given several times.
        shows_default: The help says the default.
        is_trusted: A configuration file may set it only if a person named the file.
        works_on_spark: It goes with ``newword.spark``.
    """

    doc: str
    help: str | None = None
    flag: str | None = None
    metavar: str | None = None
    group: str = READING
    choices: Sequence[str] = ()
    least: int | None = None
    most: int | None = None
    kind: type | None = None
    repeats: bool = False
    shows_default: bool = False
    is_trusted: bool = False
    works_on_spark: bool = True


def option(default: Any, **facts: Any) -> Any:
    """A field that is an option; ``facts`` are those of `Option`."""
    return field(default=default, metadata={"option": Option(**facts)})


def described(*, doc: str) -> dict[str, Option]:
    """The metadata of a field without a default, for Python alone."""
    return {"option": Option(doc=doc)}


def options_of(kind: type) -> Iterator[tuple[str, Any, Option]]:
    """The options among the fields of a dataclass: name, default, and the rest."""
    for one in fields(kind):
        if "option" in one.metadata:
            yield one.name, one.default, one.metadata["option"]


def takes(
    arguments: Callable[P, Arguments],
) -> Callable[[Callable[[Arguments], Result]], Callable[P, Result]]:
    """Lets a function of one object be called with the arguments that the object is made of.

    Signature and docstring are those of a function that was written with all of them.
    """

    def decorate(function: Callable[[Arguments], Result]) -> Callable[P, Result]:
        signature = inspect.signature(arguments)

        @wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> Result:
            try:
                signature.bind(*args, **kwargs)
            except TypeError as error:  # the object would tell of itself
                raise TypeError(f"{function.__name__}() {error}") from None
            return function(arguments(*args, **kwargs))

        made = inspect.signature(function).return_annotation
        vars(call)["__signature__"] = signature.replace(return_annotation=made)
        call.__doc__ = _with_options(function.__doc__, arguments)
        return call

    return decorate


def _with_options(text: str | None, arguments: Any) -> str | None:
    """A docstring with a section ``Args`` for the options."""
    if text is None:  # of python -OO
        return None
    facts = {name: one for name, _, one in options_of(arguments)}
    listed = "".join(
        _ARGUMENT.fill(f"{name}: {_LINK.sub(_TEXT_OF_LINK, facts[name].doc)}.") + "\n"
        for name in inspect.signature(arguments).parameters
    )
    before, returns, after = text.partition("\n    Returns:\n")
    return f"{before}\n    Args:\n{listed}{returns}{after}"
