"""`newword discover --spark MASTER`: the same command on a cluster."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from typing import Any

import click

from newword.cli.field_options import arguments_of, flag_of, option
from newword.discovery.options import DiscoverOptions, RankingOptions
from newword.lexicon import Lexicon
from newword.platform.extras import load_extra
from newword.platform.message import message
from newword.platform.option import MACHINE, options_of

__all__ = ["discover_on_spark", "spark_options"]

_LOCAL = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.sql.shuffle.partitions": "8",
    "spark.ui.enabled": "false",
}


def spark_options(command: Any) -> Any:
    """--spark and --spark-conf."""
    command = option(
        "--spark-conf",
        multiple=True,
        metavar="NAME=VALUE",
        group=MACHINE,
        is_trusted=True,
        help="Set an option of the Spark session. Can be repeated.",
    )(command)
    return option(
        "--spark",
        metavar="MASTER",
        group=MACHINE,
        is_trusted=True,
        help="Work on Apache Spark: local[4], spark://host:7077, yarn, k8s://... PATH may be a URL "
        "then, of text files, JSON Lines or Parquet. [docs/scale.md]",
    )(command)


def discover_on_spark(paths: tuple[str, ...], options: dict[str, Any]) -> Lexicon:
    """Runs `newword discover` on a session of its own, which ends with it."""
    given = arguments_of(DiscoverOptions, options)
    for name, _, facts in options_of(DiscoverOptions):
        if not facts.works_on_spark and given.get(name):
            flag = flag_of(name, facts)
            raise click.UsageError(message("{flag} does not go with --spark.", flag=flag))
    if options["encoding"] not in ("auto", "utf-8"):
        raise click.UsageError(
            message("--encoding does not go with --spark: the text must be UTF-8.")
        )
    if not paths or "-" in paths:
        raise click.UsageError(message("--spark needs paths that every worker can read."))
    load_extra("pyspark", extra="spark", purpose=message("working on Spark"))
    from pyspark.sql import SparkSession

    from newword.spark import discover
    from newword.spark.inputs import ORDER, TEXT, read_files

    builder = SparkSession.builder.master(options["spark"]).appName("newword discover")
    settings = {"spark.log.level": "ERROR", "spark.ui.showConsoleProgress": "false"}
    if options["spark"].startswith("local"):
        settings |= _LOCAL
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # workers need what this one has
    for setting in options["spark_conf"]:
        name, equals, value = setting.partition("=")
        if not equals:
            raise click.UsageError(
                message("--spark-conf is NAME=VALUE, got {setting}.", setting=setting)
            )
        settings[name] = value
    for name, value in settings.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    try:
        frame, problems = read_files(
            spark,
            paths,
            input_format=options["input_format"],
            text_field=given["text_field"],
        )
        lexicon = discover(
            frame,
            text=TEXT,
            order=ORDER,
            **arguments_of(RankingOptions, options),
            join_lines=options["join_lines"],
            join_spaces=options["join_spaces"],
            units=options["units"],
            task_temp_dir=options["temp_dir"],
            **({"task_memory": options["memory"]} if options["memory"] else {}),
        )
    finally:
        spark.stop()
    lexicon.report = replace(lexicon.report, problems=problems)
    return lexicon
