"""Where things are found, and how hard hypothesis tries: `--hypothesis-profile=thorough`."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

HERE = Path(__file__).resolve().parent
# Last, so that an installed newword wins over the tree, which may be without a built core.
sys.path.append(str(HERE.parent))


@pytest.fixture(scope="session", autouse=True)
def away_from_the_tree() -> Iterator[None]:
    """Subprocesses look for newword in the working directory first: none is there."""
    before = Path.cwd()
    os.chdir(HERE)
    yield
    os.chdir(before)


# What a shell starts in the background ignores Ctrl-C, and so would the commands that tests stop.
signal.signal(signal.SIGINT, signal.default_int_handler)

# No deadline: a busy machine is no bug.
_SLOW_IS_FINE = [HealthCheck.too_slow, HealthCheck.data_too_large]
settings.register_profile(
    "quick", max_examples=50, deadline=None, suppress_health_check=_SLOW_IS_FINE
)
settings.register_profile("thorough", parent=settings.get_profile("quick"), max_examples=3000)
settings.load_profile("quick")
