"""The compiled core, as Python sees it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np

_Tick: TypeAlias = Callable[[int, int], object] | None

UNICODE_VERSION: str
MAX_ORDER: int

class FileOutcome(NamedTuple):
    index: int  # type: ignore[assignment]
    code: str
    offset: int
    total: int
    errno: int

class Pieces(NamedTuple):
    words: list[str]
    units: np.ndarray
    count: np.ndarray  # type: ignore[assignment]
    ngram_order: np.ndarray
    ngram_index: np.ndarray

class Found(NamedTuple):
    shown: str
    count: int  # type: ignore[assignment]
    left_variety: int
    right_variety: int
    left_entropy: float
    right_entropy: float
    after_number: int
    contexts: list[tuple[str, int]]
    documents: list[int]

class Dispersion(NamedTuple):
    count: np.ndarray  # type: ignore[assignment]
    documents: np.ndarray
    evenness: np.ndarray
    first_time: np.ndarray | None
    last_time: np.ndarray | None

class SliceCounts(NamedTuple):
    occurrences: np.ndarray
    documents: np.ndarray
    units: np.ndarray
    slice_documents: np.ndarray

class EdgeMeans(NamedTuple):
    left: list[np.ndarray]
    right: list[np.ndarray]
    both: list[np.ndarray]
    inner: list[np.ndarray]

class Posteriors(NamedTuple):
    probability: list[np.ndarray]
    expected: list[np.ndarray]
    significance: list[np.ndarray] | None
    edges: EdgeMeans | None
    pair_edges: EdgeMeans | None
    unit_means: tuple[float, float, float]
    sampled_units: int
    begins: np.ndarray | None

class Segmentation(NamedTuple):
    count: list[np.ndarray]  # type: ignore[assignment]
    edges: EdgeMeans
    words: int
    begins: np.ndarray | None

class GapPosteriors(NamedTuple):
    words: list[np.ndarray]
    expected: list[np.ndarray]
    squares: list[np.ndarray]
    left: list[np.ndarray]
    right: list[np.ndarray]
    both: list[np.ndarray]
    joined: list[np.ndarray]

class TagPosteriors(NamedTuple):
    words: list[np.ndarray]
    expected: list[np.ndarray]
    left: list[np.ndarray]
    right: list[np.ndarray]
    joined: list[np.ndarray]

class NgramTable:
    @property
    def max_order(self) -> int: ...
    @property
    def units(self) -> int: ...
    def size(self, order: int) -> int: ...
    def release(self) -> None: ...
    def column(self, order: int, name: str) -> np.ndarray: ...
    @property
    def tokens(self) -> bool: ...
    def holds_script(self, order: int) -> np.ndarray: ...
    def words(self, order: int, indices: Any) -> list[str]: ...
    def find(self, word: str) -> tuple[int, int] | None: ...
    def weakest_split(self, order: int, index: int) -> int: ...

class Session:
    def __init__(
        self,
        *,
        threads: int,
        join_lines: bool = False,
        join_spaces: bool = False,
        tokens: bool = False,
        memory: int | None = None,
        outside: int = 0,
        temp_dir: str | None = None,
    ) -> None: ...
    @property
    def temp_dir(self) -> str | None: ...
    @property
    def threads(self) -> int: ...
    @property
    def tokens(self) -> bool: ...
    def feed(self, block: bytes | bytearray | memoryview) -> None: ...
    def end_document(self) -> None: ...
    def feed_documents(self, texts: list[str]) -> None: ...
    def read_files(
        self,
        paths: Sequence[bytes],
        explicit: Sequence[bool],
        tick: _Tick = None,
    ) -> list[FileOutcome]: ...
    @property
    def units(self) -> int: ...
    @property
    def lone_characters(self) -> int: ...
    @property
    def bytes_read(self) -> int: ...
    @property
    def alphabet_size(self) -> int: ...
    def count(
        self,
        *,
        max_order: int,
        min_count: int,
        buffer_bytes: int = 0,
        tick: _Tick = None,
    ) -> NgramTable: ...
    def adopt_counts(
        self,
        path: bytes,
        *,
        max_order: int,
        min_count: int,
        buffer_bytes: int = 0,
        keeps_text: bool = False,
        digest: bytes | None = None,
        tick: _Tick = None,
    ) -> NgramTable: ...
    def note_sources(self, known: Iterable[tuple[bytes, int]] = ()) -> None: ...
    def noted_sources(self) -> list[tuple[bytes, int, int]]: ...
    def knows_source(self, digest: bytes, size: int) -> bool: ...
    def admit_source(self, digest: bytes, size: int) -> bool: ...
    def write_counts(
        self,
        descriptor: int,
        path: bytes,
        *,
        order: int,
        documents: int,
        shard: tuple[bytes, int, int] | None = None,
        buffer_bytes: int = 0,
        block_bytes: int = 0,
        tick: _Tick = None,
    ) -> None: ...
    def connect(
        self,
        kept: Sequence[np.ndarray],
        *,
        min_count: int,
        tick: _Tick = None,
    ) -> Pieces: ...
    def name_passages(self, around: int) -> tuple[list[str], list[int]]: ...
    def spell_text(self, place: int) -> tuple[bytes, int]: ...
    def find(
        self,
        words: Sequence[str],
        *,
        sample_size: int = 0,
        around: int = 30,
        tick: _Tick = None,
    ) -> list[Found]: ...
    def unit_count(self, word: str) -> int: ...
    def disperse(
        self,
        words: Iterable[str],
        counts: Any,
        *,
        times: Any = None,
        tick: _Tick = None,
    ) -> Dispersion: ...
    def slice_counts(
        self,
        words: Iterable[str],
        slices: Any,
        slice_count: int,
        *,
        tick: _Tick = None,
    ) -> SliceCounts: ...
    def look_up(
        self,
        path: bytes,
        words: Iterable[str],
        *,
        tick: _Tick = None,
    ) -> tuple[np.ndarray, np.ndarray]: ...
    @property
    def documents(self) -> int: ...
    def document_files(self) -> np.ndarray: ...
    def links(self, order: int, tick: _Tick = None) -> tuple[np.ndarray, np.ndarray]: ...
    def run_edges(self, tick: _Tick = None) -> tuple[np.ndarray, np.ndarray, int]: ...
    def expectation(
        self,
        *,
        weights: Sequence[np.ndarray | None] | None = None,
        prior: Sequence[np.ndarray | None] | None = None,
        passes: int = 3,
        smoothing: float = 0.0,
        least_word: float = 1e-8,
        least_unit: float = 1e-9,
        significance: bool = True,
        edges: bool = True,
        pair_edges: bool = False,
        sample: float = 1.0,
        begins: bool = False,
        tick: _Tick = None,
    ) -> Posteriors: ...
    def segment(
        self,
        probabilities: Sequence[np.ndarray | None],
        *,
        least_unit: float = 1e-10,
        begins: bool = False,
        tick: _Tick = None,
    ) -> Segmentation: ...
    def count_tagged(
        self,
        model: NgramModel,
        weights: np.ndarray,
        tick: _Tick = None,
    ) -> list[np.ndarray]: ...
    def tag_posteriors(self, weights: np.ndarray, tick: _Tick = None) -> TagPosteriors: ...
    def gap_evidence(self, tick: _Tick = None) -> tuple[np.ndarray, np.ndarray]: ...
    def gap_posteriors(
        self,
        network: GapNetwork,
        levels: Sequence[np.ndarray],
        strings: GapStrings,
        tick: _Tick = None,
    ) -> GapPosteriors: ...
    def drop_lattice(self) -> None: ...

class SpaceJoiner:
    def __init__(self, joins: bool) -> None: ...
    def feed(self, block: bytes | memoryview) -> bytes: ...
    def end_document(self) -> bytes: ...
    @property
    def lone_characters(self) -> int: ...
    @property
    def script_characters(self) -> int: ...

class WordCutter:
    def __init__(self, words: Sequence[str], *, tokens: bool = False) -> None: ...
    def __len__(self) -> int: ...
    def add_units(self, text: bytes | memoryview) -> bytes: ...
    def units_of(self, text: bytes | memoryview) -> np.ndarray: ...
    def count(self, text: bytes | memoryview, counts: np.ndarray) -> None: ...
    def expect(
        self, text: bytes | memoryview, logarithms: np.ndarray, expected: np.ndarray
    ) -> None: ...
    def cut(
        self, text: bytes | memoryview, logarithms: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]: ...
    def write_cut(
        self, text: bytes | memoryview, logarithms: np.ndarray, separator: bytes
    ) -> bytes: ...
    def safe_end(self, text: bytes | memoryview) -> int: ...

class Written(NamedTuple):
    occurrences: int
    forms: dict[str, int]
    passages: list[tuple[str, int, int, int]]

class PassageFinder:
    def __init__(
        self,
        strings: Sequence[str],
        *,
        sample_size: int,
        around: int,
        join_lines: bool = False,
        tokens: bool = False,
    ) -> None: ...
    def feed(self, block: bytes | memoryview, /) -> None: ...
    def end_document(self) -> None: ...
    @property
    def documents(self) -> int: ...
    @property
    def bytes_read(self) -> int: ...
    @property
    def units(self) -> list[int]: ...
    def take(self) -> list[Written]: ...

_bytes = bytes  # what CountFileFacts hides

class CountFileFacts(NamedTuple):
    order: int
    join_lines: bool
    join_spaces: bool
    tokens: bool
    units: int
    runs: int
    documents: int
    sources: list[tuple[bytes, int, int]]
    symbols: int
    windows: int
    shards: tuple[bytes, int, tuple[int, ...]] | None
    blocks: int
    bytes: int
    digest: _bytes

class CountFiles:
    def __init__(self, *, threads: int) -> None: ...
    def check(self, path: bytes, *, everything: bool, tick: _Tick = None) -> CountFileFacts: ...
    def merge(
        self,
        paths: Iterable[bytes],
        descriptor: int,
        output_path: bytes,
        *,
        block_bytes: int = 0,
        tick: _Tick = None,
    ) -> None: ...

class OrderFacts(NamedTuple):
    ngrams: int
    kept: int
    discounts: tuple[float, float, float]
    is_estimated: bool

class LanguageTrainer:
    def __init__(
        self,
        *,
        threads: int,
        memory: int | None = None,
        outside: int = 0,
        temp_dir: str | None = None,
    ) -> None: ...
    def train(
        self,
        count_file: bytes,
        *,
        order: int,
        prune: Sequence[int],
        fallback: Sequence[float],
        tick: _Tick = None,
    ) -> list[OrderFacts]: ...
    def write(self, descriptor: int, path: bytes, *, tick: _Tick = None) -> None: ...
    def next_piece(self) -> bytes: ...

class TextScore(NamedTuple):
    sentences: int
    tokens: int
    unknown: int
    logarithm: float
    logarithm_of_unknown: float

class NgramModel:
    def __init__(self, *, most_bytes: int) -> None: ...
    def feed(self, block: bytes | memoryview) -> None: ...
    def finish(self) -> None: ...
    @property
    def order(self) -> int: ...
    def __len__(self) -> int: ...
    def score(self, text: bytes | memoryview, *, marks: bool = True) -> TextScore: ...

class TagCutter:
    def __init__(self, model: NgramModel, weights: np.ndarray) -> None: ...
    def cut(self, text: bytes | memoryview) -> tuple[np.ndarray, np.ndarray]: ...
    def write_cut(self, text: bytes | memoryview, separator: bytes) -> bytes: ...
    def safe_end(self, text: bytes | memoryview) -> int: ...
    def evidence(self, text: bytes | memoryview) -> tuple[np.ndarray, np.ndarray, np.ndarray]: ...

def feed_documents(session: Session, texts: bytes | memoryview, ends: Any) -> None: ...
def unit_forms(session: Session) -> tuple[bytes, np.ndarray]: ...
def unit_keys(session: Session) -> bytes: ...
def text_sizes(session: Session) -> tuple[int, int, int, int]: ...
def seal_as(session: Session, surfaces: bytes, counts: Any, tick: _Tick = None) -> None: ...
def unit_histogram(session: Session, surfaces: bytes, counts: Any, runs: int) -> np.ndarray: ...
def window_parts(histogram: Any, min_count: int, most: int) -> int: ...

class WindowSender:
    def __init__(
        self, path: bytes, symbols: Any, histogram: Any, *, min_count: int, most: int
    ) -> None: ...
    def next(self, most_bytes: int) -> list[tuple[int, bytes]]: ...

def count_part(
    blobs: Iterable[bytes],
    part: int,
    histogram: Any,
    *,
    max_order: int,
    min_count: int,
    most: int,
) -> tuple[list[bytes], bytes, bytes]: ...
def join_parts(
    session: Session,
    counted: Sequence[tuple[Sequence[bytes], bytes, bytes]],
    histogram: Any,
    *,
    max_order: int,
    min_count: int,
    most: int,
    units: int,
    tick: _Tick = None,
) -> NgramTable: ...
def adopt_table(
    session: Session, levels: Sequence[tuple[Any, Any, Any, Any]], units: int
) -> NgramTable: ...
def part_pieces(
    session: Session,
    kept: Sequence[np.ndarray],
    tick: _Tick = None,
) -> tuple[np.ndarray, list[tuple[bytes, int]]]: ...
def pieces_of_parts(
    session: Session,
    kept: Sequence[np.ndarray],
    counts: Any,
    long_ones: Iterable[tuple[bytes, int]],
    *,
    min_count: int,
) -> Pieces: ...
def part_neighbours(
    session: Session,
    words: Iterable[str],
    tick: _Tick = None,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]: ...
def found_in_parts(
    session: Session, words: Sequence[str], strings: Any, sides: Any, symbols: Any, counts: Any
) -> list[Found]: ...
def part_spread(
    session: Session,
    words: Iterable[str],
    counts: Any,
    *,
    places: int,
    offset: int,
    tick: _Tick = None,
) -> tuple[np.ndarray, np.ndarray]: ...
def join_spread(words: Any, rows: Any) -> tuple[np.ndarray, np.ndarray]: ...
def finish_spread(rows: Any, places: int) -> tuple[np.ndarray, np.ndarray]: ...
def sample_of_runs(share: float) -> int: ...
def spell_sample(session: Session, of_2_32: int, runs_before: int) -> bytes: ...
def learn(
    session: Session,
    is_sample: bool,
    options: dict[str, Any],
    tick: _Tick = None,
) -> tuple[list[np.ndarray], int]: ...
def part_posteriors(
    session: Session,
    options: dict[str, Any],
    probabilities: Sequence[np.ndarray | None],
    tick: _Tick = None,
) -> np.ndarray: ...
def part_pair_edges(
    session: Session,
    options: dict[str, Any],
    probabilities: Sequence[np.ndarray | None],
    pair_rows: np.ndarray,
    tick: _Tick = None,
) -> np.ndarray: ...
def part_cuts(
    session: Session,
    probabilities: Sequence[np.ndarray | None],
    least_unit: float,
    tick: _Tick = None,
) -> np.ndarray: ...
def part_run_edges(session: Session) -> np.ndarray: ...
def posteriors_of_parts(
    session: Session,
    options: dict[str, Any],
    sums: np.ndarray,
    learned_units: int,
    tick: _Tick = None,
) -> tuple[Posteriors, np.ndarray]: ...
def pair_edges_of_parts(session: Session, sums: np.ndarray, tick: _Tick = None) -> EdgeMeans: ...
def cuts_of_parts(session: Session, sums: np.ndarray, tick: _Tick = None) -> Segmentation: ...
def part_tags(session: Session, weights: np.ndarray, tick: _Tick = None) -> np.ndarray: ...
def tags_of_parts(session: Session, sums: np.ndarray, tick: _Tick = None) -> TagPosteriors: ...

class GapNetwork:
    def __init__(
        self, arrays: Mapping[str, np.ndarray], written: np.ndarray, simplified: np.ndarray
    ) -> None: ...
    @property
    def knows_dictionary(self) -> bool: ...

class GapStrings:
    def __init__(
        self, codes: np.ndarray, sizes: np.ndarray, levels: np.ndarray, are_known: np.ndarray
    ) -> None: ...

class GapCutter:
    def __init__(self, model: NgramModel, network: GapNetwork, strings: GapStrings) -> None: ...
    def cut(self, text: bytes | memoryview) -> tuple[np.ndarray, np.ndarray]: ...
    def write_cut(self, text: bytes | memoryview, separator: bytes) -> bytes: ...
    def safe_end(self, text: bytes | memoryview) -> int: ...
    def probabilities(self, text: bytes | memoryview) -> tuple[np.ndarray, np.ndarray]: ...

def part_gaps(
    session: Session,
    network: GapNetwork,
    levels: Sequence[np.ndarray],
    strings: GapStrings,
    tick: _Tick = None,
) -> np.ndarray: ...
def gaps_of_parts(session: Session, sums: np.ndarray, tick: _Tick = None) -> GapPosteriors: ...
def gap_inputs(
    session: Session,
    levels: Sequence[np.ndarray],
    strings: GapStrings,
    written: np.ndarray,
    simplified: np.ndarray,
    tick: _Tick = None,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]: ...
