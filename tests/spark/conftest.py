"""A small session of Spark for all tests of a module; without Spark or Java they are skipped."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from spark_sessions import start_session

try:
    import pyspark  # noqa: F401

    _HAS_SPARK = True
except ImportError:
    _HAS_SPARK = False


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    reason = None
    if not _HAS_SPARK:
        reason = 'pyspark is not installed; run: pip install "newword[spark]"'
    elif shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        reason = "Spark needs Java, which is not here"
    for item in items:  # of all directories
        if Path(__file__).parent not in item.path.parents:
            continue
        item.add_marker(pytest.mark.filterwarnings("default"))  # those of pyspark are not ours
        if reason is not None:
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """Two threads, in the process of the driver."""
    session = start_session("local[2]")
    yield session
    session.stop()
