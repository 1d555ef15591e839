"""A dictionary for Spark's workers: sent once, and loaded once by each of their processes."""

from __future__ import annotations

import functools
import hashlib
import io
import tempfile
from collections.abc import Callable
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from newword.errors import DictionaryError
from newword.export import write
from newword.lexicon import Lexicon
from newword.platform.message import message, reason_of
from newword.platform.safe_text import path_text

if TYPE_CHECKING:
    from pyspark import Broadcast
    from pyspark.sql import SparkSession

__all__ = ["jieba_tokenizer", "with_dictionary"]

Result = TypeVar("Result")


def with_dictionary(
    spark: SparkSession,
    dictionary: str | PathLike[str] | Lexicon,
    use: Callable[..., Result],
    *,
    load: Callable[[str], Any] | None = None,
) -> Callable[..., Result]:
    """A function for user-defined functions and `mapInArrow` that has a dictionary at hand.

    A path that the driver knows means nothing to an executor, and what the driver has loaded does
    not travel. Here the content of the dictionary travels, once to every executor; every worker
    process loads it when it is first needed, and keeps it.

    Args:
        spark: A classic session.
        dictionary: A file that the driver can read; or a lexicon, which goes in jieba's format.
        use: Called in the executors with what was loaded, and with what the function is given.
        load: Called in the executors with the path of a copy of the file, which is there for that
            call only; what it gives is kept. None for `jieba_tokenizer`.

    Returns:
        A function that Spark can send to its executors.

    Raises:
        DictionaryError: The file cannot be read.

    Example:
        >>> use = lambda jieba, text: jieba.lcut(text)
        >>> cut = with_dictionary(spark, lexicon, use)  # doctest: +SKIP
        >>> frame.withColumn("words", udf(cut, "array<string>")("text"))  # doctest: +SKIP
    """
    from pyspark import cloudpickle

    content = _content(dictionary)
    loader = jieba_tokenizer if load is None else load
    # Of a function that is sent, every task has a copy: what tells two apart is their code.
    digest = hashlib.blake2b(cloudpickle.dumps(loader), digest_size=16)
    digest.update(content)
    sent = _Sent(digest.hexdigest(), spark.sparkContext.broadcast(content), loader)

    def call(*given: Any) -> Result:
        return use(_load(sent), *given)

    return call


def jieba_tokenizer(path: str) -> Any:
    """A tokenizer of jieba with a user dictionary; its own dictionary is loaded at once, too."""
    import jieba

    tokenizer = jieba.Tokenizer()
    with tempfile.TemporaryDirectory(prefix="newword-") as directory:
        tokenizer.tmp_dir = directory  # not the one that all processes of the machine share
        tokenizer.initialize()
        tokenizer.load_userdict(path)
    tokenizer.tmp_dir = None
    return tokenizer


class _Sent:
    """What was sent; two are one if their keys are."""

    def __init__(self, key: str, content: Broadcast[bytes], load: Callable[[str], Any]) -> None:
        self.key, self.content, self.load = key, content, load

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Sent) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


@functools.lru_cache(maxsize=8)
def _load(sent: _Sent) -> Any:
    with tempfile.TemporaryDirectory(prefix="newword-") as directory:
        path = Path(directory, "dictionary.txt")
        path.write_bytes(sent.content.value)
        return sent.load(str(path))


def _content(dictionary: str | PathLike[str] | Lexicon) -> bytes:
    if isinstance(dictionary, Lexicon):
        out = io.BytesIO()
        write(dictionary, out, format="jieba")
        return out.getvalue()
    try:
        return Path(dictionary).read_bytes()
    except OSError as error:
        name = path_text(str(dictionary))
        raise DictionaryError(
            message("{name}: cannot read it: {strerror}", name=name, strerror=reason_of(error))
        ) from error
