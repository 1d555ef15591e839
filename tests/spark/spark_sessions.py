"""Sessions whose workers run this Python with this newword."""

from __future__ import annotations

import os
import sys
from typing import Any

SETTINGS = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.log.level": "ERROR",
    "spark.sql.shuffle.partitions": "3",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


def start_session(master: str, **settings: str) -> Any:
    """A session whose workers run this Python with this newword."""
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master(master)
    paths = os.pathsep.join(path for path in sys.path if path)
    for name, value in {
        **SETTINGS,
        "spark.pyspark.python": sys.executable,
        "spark.executorEnv.PYTHONPATH": paths,
        **settings,
    }.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()
