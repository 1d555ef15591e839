"""An option is written down once, as a field, and calls and commands are made of it."""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass, fields
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import newword
from newword.cli.field_options import arguments_of, field_options
from newword.counting.reading import Reading
from newword.discovery.options import DiscoverOptions, RankingOptions
from newword.platform.option import option, options_of, takes

PACKAGE = Path(newword.__file__).parent


@dataclass(frozen=True, kw_only=True)
class Tea:
    """How tea is made."""

    minutes: int = option(3, metavar="N", least=1, most=9, help="Wait.", doc="[wait](tea.md)")
    leaf: str | None = option(None, repeats=True, help="Take it.", doc="take it")
    milk: bool = option(True, flag="no-milk", help="Leave it out.", doc="add it")
    sugar: bool = option(True, flag="sugar/no-sugar", help="Add it.", doc="add it")
    cup: str = option("blue", doc="for Python alone")


def given(*typed: str) -> dict[str, object]:
    @click.command()
    @field_options(Tea)
    def command(**options: object) -> None:
        seen.append(arguments_of(Tea, options))

    seen: list[dict[str, object]] = []
    CliRunner().invoke(command, typed)
    return seen[0] if seen else {}


def test_a_command_without_options_has_the_defaults_of_the_fields() -> None:
    assert given() == {"minutes": 3, "leaf": None, "milk": True, "sugar": True}


def test_what_is_typed_is_the_value_of_a_field() -> None:
    typed = given("--minutes", "5", "--leaf", "a", "--leaf", "b", "--no-milk", "--no-sugar")
    assert typed == {"minutes": 5, "leaf": ("a", "b"), "milk": False, "sugar": False}


def test_a_value_beyond_the_bounds_of_a_field_is_refused() -> None:
    assert given("--minutes", "10") == {}


def test_a_function_of_options_is_called_with_their_names() -> None:
    @takes(Tea)
    def make(tea: Tea) -> int:
        """Makes tea.

        Returns:
            The minutes.
        """
        return tea.minutes

    assert make(minutes=4) == 4
    assert str(inspect.signature(make)).startswith("(*, minutes: 'int' = 3, ")
    assert "    Args:\n        minutes: wait.\n" in str(make.__doc__)
    with pytest.raises(TypeError, match="'sieve'"):
        make(sieve=True)  # type: ignore[call-arg]


def test_discover_is_called_with_the_options_of_reading_and_ranking() -> None:
    parameters = set(inspect.signature(newword.discover).parameters)
    both = {one.name for kind in (Reading, RankingOptions) for one in fields(kind)}
    assert parameters - both == {"corpus", "counts", "on_progress"}
    assert both - parameters == set()


def test_an_argument_that_is_none_is_told_in_the_name_of_the_function() -> None:
    with pytest.raises(TypeError, match=r"^discover\(\) got an unexpected keyword argument"):
        newword.discover(newword.Documents([]), minimum=2)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match=r"^discover\(\) missing a required argument: 'corpus'"):
        newword.discover()  # type: ignore[call-arg]


@pytest.mark.parametrize("name", ["text_field", "time_from_mtime", "no_variants", "max_bytes"])
def test_no_list_of_options_is_written_beside_the_fields(name: str) -> None:
    """A name stands where the option is declared and where it is used, not in between."""
    lists = ("cli/options.py", "cli/commands/discover.py", "cli/screen/grouped_help.py",
             "cli/config_file.py", "discovery/pipeline.py", "spark/options.py")  # fmt: skip
    assert name in {one for one, _, _ in options_of(DiscoverOptions)}
    for path in lists:
        assert not re.search(rf"\b{name}\b", (PACKAGE / path).read_text("utf-8")), path
