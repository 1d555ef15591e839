"""The arguments of `newword.spark.discover` as one object."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass, field
from typing import TYPE_CHECKING

from newword.discovery.options import RankingOptions
from newword.platform.option import described, option

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

__all__ = ["SparkOptions"]


@dataclass(frozen=True, eq=False, repr=False)
class SparkOptions(RankingOptions):
    """The arguments of `newword.spark.discover`: those about ranking, and these."""

    dataframe: DataFrame = field(
        metadata=described(
            doc="each row is a document. The data frame must belong to a classic session, not to "
            "Spark Connect; newword and the extra `spark` must be installed where the executors run"
        )
    )
    _: KW_ONLY
    text: str = option(
        "text", doc="the column of text: strings, or UTF-8 as binary. A null is not a document"
    )
    order: str | Column | Sequence[str | Column] | None = option(
        None,
        doc="columns that put the documents in order, such as an id or a path; documents that are "
        "equal in them are ordered by their text. With it, the result depends on nothing else. "
        "Without it, documents come in the order of partitions and rows, which saves a shuffle of "
        "the text",
    )
    join_lines: bool = option(False, doc="as for `newword.discover`")
    join_spaces: bool = option(False, doc="as for `newword.discover`")
    units: str = option("characters", doc="as for `newword.discover`")
    partitions: int | None = option(
        None,
        doc="number of partitions of the ordered text; by default `spark.sql.shuffle.partitions`",
    )
    task_memory: str | int = option(
        "1GiB",
        doc="the most memory that the core takes in a task; a larger text is kept in a "
        "temporary file",
    )
    task_temp_dir: str | None = option(
        None, doc="directory of the workers for such files; by default their own"
    )
    windows_of_bucket: int | None = option(
        None,
        doc="the largest number of occurrences that are counted together: 8 million by default, or "
        "fewer for a small text. The result is the same",
    )

    def keys(self) -> list[str | Column] | None:
        """The columns that put the documents in order, if any were named."""
        from pyspark.sql import Column

        if self.order is None:
            return None
        return [self.order] if isinstance(self.order, (str, Column)) else list(self.order)
