"""Where things are found, which tests are left to `make check`, and how hard hypothesis tries.

`pytest` alone runs one fast test of every promise. Tests marked `exhaustive` try the same promises
at every place, with every consumer and option: `pytest -m exhaustive`, or all with `pytest -m ""`.
Hypothesis tries fewer examples by default than with `--hypothesis-profile=full` or `thorough`.
"""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Tools and benchmarks are found behind what is installed: a wheel is tested as it is.
sys.path.append(str(Path(__file__).resolve().parent.parent))

# What a shell starts in the background ignores Ctrl-C, and so would the commands that tests stop.
signal.signal(signal.SIGINT, signal.default_int_handler)

# No deadline: a busy machine is no bug.
_SLOW_IS_FINE = [HealthCheck.too_slow, HealthCheck.data_too_large]
settings.register_profile(
    "quick", max_examples=15, deadline=None, suppress_health_check=_SLOW_IS_FINE
)
settings.register_profile("full", parent=settings.get_profile("quick"), max_examples=50)
settings.register_profile("thorough", parent=settings.get_profile("quick"), max_examples=3000)
settings.load_profile("quick")

_HERE = Path(__file__).resolve().parent
# Sweeps, and what needs Java or other tools. unit/platform/test_file_faults.py is quick.
_EXHAUSTIVE = (
    "bench",
    "differential",
    "docs/test_docs.py::test_shell_examples_run_and_show_what_they_show",
    "docs/test_notebook.py",
    "docs/test_recipes.py",
    "docs/test_shard_examples.py",
    "docs/test_site.py::test_no_page_loads_anything_from_another_host",
    "faults",
    "spark",
    "unit/export/test_export_consumers.py",
)
# Each test of these is parametrized over many runs of a command; its first case is the quick one.
_FIRST_OF_EACH = (
    "cli/test_cli_determinism.py",
    "cli/test_cli_terminal.py",
    "docs/test_docs.py::test_python_examples_run_and_show_what_they_show",
    "property/test_lattice.py::test_thousands_of_repeated_units_equal_the_oracle",
    "unit/dictionary/test_word_files.py::test_every_format_that_is_written_is_read_back_with_its_words",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is exhaustive, before the option -m chooses."""
    seen: set[str] = set()
    for item in items:
        place = item.path.relative_to(_HERE).as_posix()
        function = f"{place}::{getattr(item, 'originalname', item.name)}"
        is_later = function in seen and (place in _FIRST_OF_EACH or function in _FIRST_OF_EACH)
        if is_later or function.startswith(_EXHAUSTIVE):
            item.add_marker(pytest.mark.exhaustive)
        seen.add(function)
