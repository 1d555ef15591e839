"""Reading word files: other people's dictionaries, and lists of every kind.

Blocks whose lines are all ``word frequency tag``, or all one word, as in the largest dictionaries,
are read at once; all others line by line. Both ways give the same entries.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from newword.corpus.report.problem import InputProblem
from newword.dictionary.content import MAX_LINE_BYTES, Content, open_content
from newword.dictionary.fold import fold_words
from newword.dictionary.json_words import NUMBER_FIELDS, WORD_FIELDS, rows_of_document
from newword.dictionary.line_shapes import Shape
from newword.dictionary.recognise import Columns, Votes, find_header, find_rime
from newword.dictionary.rows import MAX_DIGITS, Problems, Rows, decoded_lines
from newword.errors import DictionaryError
from newword.platform.extras import load_extra
from newword.platform.message import message, reason_of
from newword.platform.pattern import pattern
from newword.platform.safe_text import excerpt, path_text

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Entries", "read_entries"]

_VOTERS_A_BLOCK = 4000
_HEAD_BYTES = 1 << 16
_MAX_JSON_BYTES = 1 << 26
_MAX_JSON_PARTS = 2_000_000
_MAX_WORDS = 1 << 24
_TAG = pattern("[a-z]*")
_CONTROL = pattern("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
# White space but LF and space, and controls; said by what is not, which is faster on Chinese.
_NOT_PLAIN = pattern(
    "[^\u3001-\U0010ffff -~\n\xa1-\u167f\u1681-\u1fff\u200b-\u2027\u202a-\u202e\u2030-\u205e"
    "\u2060-\u2fff]"
)
_MAY_SEPARATE = pattern(r'[,/"{\[;|_、，；｜]|(?m:^)[0-9]+[.):：]')
_JAPANESE_PROOF = pattern("名詞|動詞|形容詞|助詞|副詞|記号|/\\(n")
_THAI_PROOF = pattern("การ|ความ|เป็น|ที่|และ|ไทย")
_LEGACY = (("euc_jp", _JAPANESE_PROOF), ("cp932", _JAPANESE_PROOF), ("cp874", _THAI_PROOF))


@dataclass(slots=True)
class Entries:
    """Parallel columns, one row for every word that was read.

    Attributes:
        folds: Words are folded for comparing, rather than kept as they are.
        words: Of all rows.
        frequencies: Each 0, if the line has none, to 10**15.
        tag_codes: Index into the keys of ``tag_names``.
        tag_names: Tag to its code; code 0 is the empty tag.
        problems: The first lines that were left out; one more says how many others.
        form: What the file is, for people.
    """

    folds: bool = True
    words: list[str] = field(default_factory=list)
    frequencies: array[int] = field(default_factory=lambda: array("q"))
    tag_codes: array[int] = field(default_factory=lambda: array("I"))
    tag_names: dict[str, int] = field(default_factory=lambda: {"": 0})
    problems: list[InputProblem] = field(default_factory=list)
    form: str = ""

    def add(self, words: Sequence[str], frequencies: array[int], tags: Sequence[str]) -> None:
        """Take rows; ``frequencies`` and ``tags`` may be empty if no row has one."""
        names = self.tag_names
        for tag in set(tags).difference(names):
            names[tag] = len(names)
        self.words.extend(fold_words(words) if self.folds else words)
        self.frequencies.extend(frequencies or array("q", bytes(8 * len(words))))
        codes = map(names.__getitem__, tags) if tags else repeat(0, len(words))
        self.tag_codes.extend(codes)

    def add_rows(self, rows: Sequence[tuple[str, int, str]]) -> None:
        """Take rows that were read one by one."""
        words, numbers, tags = zip(*rows, strict=True) if rows else ((), (), ())
        self.add(words, array("q", numbers), tags)


def read_entries(path: Path, *, folds: bool = True) -> Entries:
    """Read a whole file, whatever it is made of.

    Raises:
        DictionaryError: It cannot be read, is not UTF-8 in more than a tenth of its lines, or is
            damaged JSON.
    """
    with open_content(path) as content:
        reader = _Reader(content, folds)
        try:
            return reader.read()
        except OSError as error:
            shown = path_text(str(path))
            failure = message(
                "cannot read the dictionary {shown}: {value}",
                shown=shown,
                value=reason_of(error),
            )
            raise DictionaryError(
                message("{failure}; name a readable file, or jieba", failure=failure)
            ) from error
        finally:
            reader.content.file.close()  # a copy in another encoding, perhaps


class _Reader:
    def __init__(self, content: Content, folds: bool) -> None:
        self.content = content
        self.shown = path_text(str(content.path))
        self.entries = Entries(folds=folds)
        self.problems = Problems(content.path, content.keeps_places)

    def read(self) -> Entries:
        head = self.content.head(_HEAD_BYTES)
        if head.startswith(b"PAR1"):
            self._read_parquet()
        elif not (head.lstrip()[:1] in (b"[", b"{") and self._read_json()):
            self._read_lines(head)
        self.entries.problems.extend(self.problems.all())
        return self.entries

    def _read_lines(self, head: bytes) -> None:
        blocks = self.content.blocks()
        if all(self.read_plain(block) for _, block in blocks):
            has_more = any(self.entries.frequencies) or any(self.entries.tag_codes)
            self.entries.form = message("jieba's format") if has_more else message("word list")
            return
        votes, form = self._recognise(head)
        if form is None and self._is_broken_json(head, votes):
            raise DictionaryError(
                message("{shown}: it begins as JSON, but is none; write it again", shown=self.shown)
            )
        self.entries = Entries(folds=self.entries.folds)
        self.problems = Problems(self.content.path, self.content.keeps_places)
        self.entries.form = _name_of(form, votes, head)
        rows = Rows(form, self.problems)
        for offset, block in self.content.blocks():
            if form is None and self.read_plain(block):
                continue
            for place, line in decoded_lines(block, offset, self.problems):
                self.entries.add_rows(rows.of(place, line))
            if len(self.entries.words) > _MAX_WORDS:
                raise DictionaryError(
                    message(
                        "{shown}: more than {max_words} words; split it",
                        shown=self.shown,
                        max_words=f"{_MAX_WORDS:,}",
                    )
                )

    def _recognise(self, head: bytes) -> tuple[Votes, Shape | Columns | None]:
        """What the lines are, after the encoding was found out."""
        votes, first = self._vote()
        if self.problems.undecodable > max(self.problems.lines // 10, 2):
            votes, first = self._vote_in_another_encoding()
            head = self.content.head(_HEAD_BYTES)
        text = head.decode("utf-8", "ignore")
        table = find_rime(text) or find_header(first, self.content.path.suffix.lower())
        return votes, table or votes.choose()

    def _vote(self) -> tuple[Votes, str]:
        """The votes of the lines, and the first of them that has content."""
        self.problems = Problems(self.content.path, self.content.keeps_places)
        votes, first = Votes(), ""
        for offset, block in self.content.blocks():
            for number, (_, line) in enumerate(decoded_lines(block, offset, self.problems)):
                if number < _VOTERS_A_BLOCK:
                    first = first or line
                    votes.hear(line)
        return votes, first

    def _vote_in_another_encoding(self) -> tuple[Votes, str]:
        """Japanese and Thai dictionaries in older encodings say so by their words."""
        lines, bad = self.problems.lines, self.problems.undecodable
        utf8 = self.content
        for encoding, proof in _LEGACY:
            recoded = utf8.recoded(encoding)
            if recoded is not None:
                if proof.search(recoded.head(_HEAD_BYTES).decode("utf-8", "ignore")):
                    self.content = recoded
                    return self._vote()
                recoded.file.close()
        raise DictionaryError(
            message(
                "{shown}: a dictionary must be UTF-8; {bad} of {lines} lines are not; "
                "convert it, for example: iconv -f GB18030 -t UTF-8 OLD > NEW",
                shown=self.shown,
                bad=bad,
                lines=lines,
            )
        )

    def read_plain(self, block: bytes) -> bool:
        """Read a block whose lines are all ``word frequency tag``, or all one word.

        Returns:
            Whether it was such a block; if not, nothing has been read.
        """
        codes = np.frombuffer(block, np.uint8)
        ends = np.flatnonzero(codes == 0x0A)
        if int(np.diff(ends, prepend=-1).max()) > MAX_LINE_BYTES:
            return False
        try:
            text = block.decode()
        except UnicodeDecodeError:
            return False
        if _NOT_PLAIN.search(text):
            return False
        spaces = np.flatnonzero(codes == 0x20)
        if spaces.size == 0:
            if _MAY_SEPARATE.search(text):
                return False
            self.entries.add(text.split(), array("q"), ())
        elif spaces.size == 2 * ends.size:
            first, second = spaces[::2], spaces[1::2]
            if first[0] == 0 or np.any(first[1:] <= ends[:-1] + 1) or np.any(second >= ends - 1):
                return False
            fields = text.replace("\n", " ").split(" ")
            numbers = _parse_numbers(codes, first + 1, second)
            tags = fields[2::3]
            if numbers is None or not all(map(_TAG.fullmatch, set(tags))):
                return False
            self.entries.add(fields[:-1:3], numbers, tags)
        else:
            return False
        self.problems.lines += ends.size
        return True

    def _read_json(self) -> bool:
        """Read a file that is one JSON document; whether it was one."""
        if self.content.size > _MAX_JSON_BYTES:
            return False
        raw = self.content.head(_MAX_JSON_BYTES)
        if raw.count(b"[") + raw.count(b"{") > _MAX_JSON_PARTS:
            return False
        try:
            document = json.loads(raw.decode())
            rows = rows_of_document(document)
        except (ValueError, RecursionError):
            return False
        if rows is None:
            return False
        self.entries.form = _json_name(document, raw)
        self._add_named([(word, digits, tag) for word, digits, tag in rows])
        return True

    def _add_named(self, rows: Sequence[tuple[str, str, str]]) -> None:
        """Take rows that have no lines; those that cannot be words of any text are named."""
        good: list[tuple[str, int, str]] = []
        for word, digits, tag in rows:
            self.problems.lines += 1
            if control := _CONTROL.search(word):
                what = message(
                    "the entry {word} holds U+{control}",
                    word=excerpt(word),
                    control=f"{ord(control[0]):04X}",
                )
                self.problems.reject(0, what)
            else:
                number = int(digits) if digits and len(digits) <= MAX_DIGITS else 0
                good.append((word, number, tag))
        self.entries.add_rows(good)

    def _read_parquet(self) -> None:
        purpose = message("reading {shown}, which is Parquet", shown=self.shown)
        arrow: Any = load_extra("pyarrow", extra="parquet", purpose=purpose)
        parquet: Any = load_extra("pyarrow.parquet", extra="parquet", purpose=purpose)
        self.content.file.seek(0)
        try:
            file = parquet.ParquetFile(self.content.file)
            names = file.schema_arrow.names
            strings = [n for n in names if _is_string(arrow, file.schema_arrow.field(n).type)]
            listed = [name for name in WORD_FIELDS if name in strings] or strings
            if not listed:
                raise DictionaryError(
                    message(
                        "{shown}: it has no column of words; name another file", shown=self.shown
                    )
                )
            numbers = [name for name in NUMBER_FIELDS if name in names][:1]
            for batch in file.iter_batches(columns=[listed[0], *numbers]):
                words = batch.column(0).to_pylist()
                counts = batch.column(1).to_pylist() if numbers else [0] * len(words)
                pairs = zip(words, counts, strict=True)
                self._add_named([(word, _digits(count), "") for word, count in pairs if word])
        except (arrow.ArrowException, KeyError, IndexError) as error:
            failure = message(
                "{shown}: damaged Parquet: {error}",
                shown=self.shown,
                error=excerpt(str(error), limit=80),
            )
            raise DictionaryError(message("{failure}; write it again", failure=failure)) from error
        is_ours = names[:2] == ["word", "count"]
        self.entries.form = (
            message("newword {kind}", kind="Parquet")
            if is_ours
            else message("Parquet, column {listed}", listed=listed[0])
        )

    def _is_broken_json(self, head: bytes, votes: Votes) -> bool:
        begins = head.lstrip()[:2] in (b"[{", b"[[", b'["', b'{"', b"[\n", b"{\n", b"[\r", b"{\r")
        return begins and votes.measured == 0


def _is_string(arrow: Any, kind: Any) -> bool:
    return bool(arrow.types.is_string(kind) or arrow.types.is_large_string(kind))


def _digits(count: object) -> str:
    return str(count) if isinstance(count, int) and count >= 0 else ""


def _name_of(form: Shape | Columns | None, votes: Votes, head: bytes) -> str:
    if form is None:
        return votes.plain_name
    if form.name != "JSON Lines":
        return form.name
    return _line_name(head.lstrip().partition(b"\n")[0])


def _line_name(line: bytes) -> str:
    if b'"pattern"' in line:
        return message("patterns for spaCy")
    return (
        message("newword {kind}", kind="JSON Lines")
        if line.startswith(b'{"word": ')
        else "JSON Lines"
    )


def _json_name(document: Any, raw: bytes) -> str:
    if isinstance(document, dict):
        name = _line_name(raw.lstrip())
        return name if b"\n" not in raw.strip() and name != "JSON Lines" else "JSON"
    first = document[0] if isinstance(document, list) and document else None
    is_token = isinstance(first, dict) and "normalized" in first
    return message("tokens for tokenizers") if is_token else "JSON"


def _parse_numbers(
    codes: NDArray[np.uint8], starts: NDArray[np.intp], ends: NDArray[np.intp]
) -> array[int] | None:
    """Parse decimal numbers, all at once; None if one is not a number or too long."""
    sizes = ends - starts
    if int(sizes.min()) < 1 or int(sizes.max()) > MAX_DIGITS:
        return None
    numbers = np.zeros(starts.size, np.int64)
    for place in range(int(sizes.max())):
        is_inside = sizes > place
        digits = codes[np.where(is_inside, starts + place, starts)].astype(np.int64) - 0x30
        if np.any((digits < 0) | (digits > 9)):
            return None
        numbers = np.where(is_inside, numbers * 10 + digits, numbers)
    return array("q", numbers.tobytes())
