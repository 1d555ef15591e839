"""What ranking needs of a text: the passes that a whole text and a text in parts both have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import numpy as np

    from newword.core._core import (
        Dispersion,
        Found,
        GapNetwork,
        GapPosteriors,
        GapStrings,
        NgramModel,
        Pieces,
        Posteriors,
        Segmentation,
        TagPosteriors,
    )

__all__ = ["TextPasses"]

Tick = Callable[[int, int], object]


class TextPasses(Protocol):
    """A counted text. `Session` says what each pass does."""

    @property
    def threads(self) -> int:
        """For what is done with the table."""

    @property
    def temp_dir(self) -> str | None:
        """For what does not fit in memory; None: the system's own."""

    @property
    def tokens(self) -> bool:
        """Whether units are what stands between spaces."""

    @property
    def units(self) -> int:
        """Of the whole text."""

    def links(self, order: int, tick: Tick | None = None) -> tuple[np.ndarray, np.ndarray]:
        """Places of the n-grams of an order without their last and without their first unit."""

    def run_edges(self, tick: Tick | None = None) -> tuple[np.ndarray, np.ndarray, int]:
        """How often each symbol begins and ends runs, and how many runs there are."""

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
        tick: Tick | None = None,
    ) -> Posteriors:
        """The posteriors of a unigram word model."""

    def segment(
        self,
        probabilities: Sequence[np.ndarray | None],
        *,
        least_unit: float = 1e-10,
        tick: Tick | None = None,
    ) -> Segmentation:
        """The most probable cut."""

    def tag_posteriors(self, weights: np.ndarray, tick: Tick | None = None) -> TagPosteriors:
        """The cuts by the language model of the text."""

    def gap_posteriors(
        self,
        network: GapNetwork,
        levels: Sequence[np.ndarray],
        strings: GapStrings,
        tick: Tick | None = None,
    ) -> GapPosteriors:
        """The cuts by a gap network."""

    def count_tagged(
        self, model: NgramModel, weights: np.ndarray, tick: Tick | None = None
    ) -> list[np.ndarray]:
        """How often n-grams are words of the cut by a language model."""

    def write_counts(
        self,
        descriptor: int,
        path: bytes,
        *,
        order: int,
        documents: int,
        tick: Tick | None = None,
    ) -> None:
        """Writes the count file of the text."""

    def connect(
        self, kept: Sequence[np.ndarray], *, min_count: int, tick: Tick | None = None
    ) -> Pieces:
        """The longest connection of kept n-grams."""

    def find(self, words: Sequence[str], *, tick: Tick | None = None) -> list[Found]:
        """The occurrences of words, without contexts."""

    def name_passages(self, around: int) -> tuple[list[str], list[int]]:
        """What stands around middle dots, and in which documents."""

    def disperse(
        self, words: Iterable[str], counts: Any, *, times: Any = None, tick: Tick | None = None
    ) -> Dispersion:
        """How words lie in the text."""

    def drop_lattice(self) -> None:
        """Gives back the memory that the passes share."""
