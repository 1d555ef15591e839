"""What an input is: compressed or not, and how its documents lie in it.

The rules, as a user meets them:

- Compression, Parquet, WARC, documents and archives are told by their first bytes, whatever the
  name; web pages, Markdown, subtitles and e-mails also by the end of their names.
- JSON, CSV and TSV look like any text, so they are told by the end of the name: ``.jsonl``,
  ``.ndjson`` or ``.json``, ``.csv``, ``.tsv``. Of a compressed file the end of its name is taken
  off first: ``a.jsonl.gz`` is JSON Lines.
- Everything else is plain text, one document a file.
- A format that is given goes before all of this; only compression is still told by content.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newword.config import parse_size
from newword.corpus.open.recognise import recognise, recognise_name
from newword.errors import ConfigError
from newword.platform.message import message

__all__ = [
    "DEFAULT_MAX_BYTES",
    "DEFAULT_MAX_SIZE",
    "INPUT_FORMATS",
    "RECORD_SUFFIXES",
    "TEXT_FIELDS",
    "Layout",
    "find_format",
    "inner_name",
]

INPUT_FORMATS = (
    *("auto", "text", "jsonl", "csv", "tsv", "parquet", "warc"),
    *("html", "markdown", "subtitles", "mail", "aozora"),
)
TEXT_FIELDS = ("text", "content", "raw_content", "body")
"""Where the text of a record is, unless a field is named: the first of these that exists."""

DEFAULT_MAX_SIZE = "64GiB"
"""So much is unpacked of one input unless another limit is given."""
DEFAULT_MAX_BYTES = parse_size(DEFAULT_MAX_SIZE, name="max_bytes")
_SUFFIXES = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
}
RECORD_SUFFIXES = tuple(suffix.encode() for suffix in _SUFFIXES)
_COMPRESSED_SUFFIXES = (".gz", ".bz2", ".xz", ".zst", ".zstd")
_WARC_MARKS = (b"WARC/1.", b"WARC/0.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How inputs that are not plain text are read.

    Attributes:
        input_format: One of ``INPUT_FORMATS``.
        text_field: Field or column that holds the text, or several that make one document in this
            order; None for the first of ``TEXT_FIELDS`` that there is. ``a.b`` is a field in
            another one. For CSV and TSV a number, from 1, is a column of a table without a header.
        id_field: Field or column with the name of a record; of WARC a header. None for none, and
            for WARC the address.
        time_field: Field or column with the time of a record; of WARC a header. None for none, and
            for WARC its date.
        max_bytes: So much is unpacked of one compressed, Parquet or WARC input at most.
        record_memory: So much parsing one record may take; one that would take more is left out.
        main_content: Of web pages read the main article alone, without what surrounds it.
    """

    input_format: str = "auto"
    text_field: str | Sequence[str] | None = None
    id_field: str | None = None
    time_field: str | None = None
    max_bytes: int = DEFAULT_MAX_BYTES
    main_content: bool = False
    record_memory: int = 1 << 30

    def __post_init__(self) -> None:
        if self.input_format not in INPUT_FORMATS:
            known = ", ".join(INPUT_FORMATS)
            raise ConfigError(
                message(
                    "unknown input format {input_format}; choose one of: {known}",
                    input_format=repr(self.input_format),
                    known=known,
                )
            )
        for name in ("text_field", "id_field", "time_field"):
            value = getattr(self, name)
            if value == "" or (isinstance(value, Sequence) and "" in [*value]):
                raise ConfigError(
                    message("{name} is empty; name a field or leave it out", name=name)
                )
        if self.max_bytes < 1:
            raise ConfigError(
                message("max_bytes must be at least 1, got {max_bytes}", max_bytes=self.max_bytes)
            )

    @property
    def text_fields(self) -> tuple[str, ...] | None:
        """The fields of the text, if any were asked for."""
        if isinstance(self.text_field, str):
            return (self.text_field,)
        return tuple(self.text_field) if self.text_field else None


def find_format(head: bytes, name: str, layout: Layout) -> str:
    """How the documents lie in an uncompressed input: of ``INPUT_FORMATS`` or ``FOREIGN``.

    Args:
        head: The first ``RECOGNISING_BYTES`` of it.
        name: Of the file, without what says that it was compressed.
        layout: What was asked for.
    """
    if layout.input_format != "auto":
        return layout.input_format
    if head.startswith(_WARC_MARKS):
        return "warc"
    if head.startswith(b"PAR1"):
        return "parquet"
    if (recognised := recognise(head)) is not None:
        return recognised
    lower = name.lower()
    records = next((kind for suffix, kind in _SUFFIXES.items() if lower.endswith(suffix)), None)
    return records or recognise_name(name) or "text"


def inner_name(name: str) -> str:
    """The name of what is in a compressed file."""
    lower = name.lower()
    for suffix in _COMPRESSED_SUFFIXES:
        if lower.endswith(suffix):
            return name[: -len(suffix)]
    return name
