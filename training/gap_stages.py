"""The first stage and the gap networks, trained without the corpora that they are to judge."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from newword.model.features.known_words import KnownWords
from newword.model.gap_networks import GapNetworks, gap_network
from newword.model.network import Network
from newword.model.scoring import first_probabilities
from training.gap_descent import GapSchedule, fit_gap_network
from training.gap_texts import look
from training.gap_weights import quantized
from training.samples import Sample

__all__ = ["GapStage", "GapStages"]

_OF_TEXT, _WITH_DICTIONARY = 17, 28


@dataclass(frozen=True, slots=True, kw_only=True)
class GapStage:
    """What judges text before the judges do.

    Attributes:
        first: The first stage.
        text: Arrays of the network that looks at the text alone.
        known: Arrays of that which knows a dictionary, too.
        networks: Both, in the core.
    """

    first: Network
    text: Mapping[str, np.ndarray]
    known: Mapping[str, np.ndarray]
    networks: GapNetworks


class GapStages:
    """Stages by the corpora that they have not seen, each trained once.

    Args:
        corpora: By name: the whole corpus first, then its parts.
        more: Other texts, for the gap networks alone.
        known: The dictionary that the second network learns with.
        fit_first: Trains a first stage on samples.
        seed: Of everything that is left to chance.
        cache: Where stages are kept between runs; None: nowhere.
    """

    def __init__(
        self,
        corpora: Mapping[str, Sequence[Sample]],
        more: Sequence[Sample],
        known: KnownWords,
        fit_first: Callable[[Sequence[Sample]], Network],
        *,
        seed: int,
        cache: Path | None = None,
    ) -> None:
        self._corpora, self._more, self._known = corpora, more, known
        self._fit_first, self._seed, self._cache = fit_first, seed, cache
        self._stages: dict[frozenset[str], GapStage] = {}

    def without(self, *names: str) -> GapStage:
        """The stage that has seen nothing of these corpora."""
        key = frozenset(names)
        if key not in self._stages:
            self._stages[key] = self._stored(key) or self._trained(key)
        return self._stages[key]

    def _trained(self, names: frozenset[str]) -> GapStage:
        seen = [s for name, samples in self._corpora.items() if name not in names for s in samples]
        first = self._fit_first(seen)
        print(f"stage without {sorted(names)}", file=sys.stderr, flush=True)
        whole = [samples[0] for name, samples in self._corpora.items() if name not in names]
        texts = [
            look(s, first_probabilities(first, s.evidence), self._known.gap_strings)
            for s in [*whole, *self._more]
        ]
        arrays = [
            quantized(fit_gap_network(texts, GapSchedule(), inputs=inputs, seed=self._seed))
            for inputs in (_OF_TEXT, _WITH_DICTIONARY)
        ]
        stage = _stage(first, *arrays)
        if self._cache is not None:
            _store(self._path(names), stage)
        return stage

    def _path(self, names: frozenset[str]) -> Path:
        assert self._cache is not None  # noqa: S101 (asked for only then)
        return self._cache / f"without-{'-'.join(sorted(names)) or 'none'}.npz"

    def _stored(self, names: frozenset[str]) -> GapStage | None:
        if self._cache is None or not self._path(names).exists():
            return None
        with np.load(self._path(names), allow_pickle=False) as file:
            arrays: dict[str, dict[str, np.ndarray]] = {"first": {}, "text": {}, "known": {}}
            for key in file.files:
                part, name = key.split(".")
                arrays[part][name] = file[key]
        first = arrays["first"]
        bias = float(first.pop("output_bias"))
        return _stage(Network(**first, output_bias=bias), arrays["text"], arrays["known"])


def _stage(
    first: Network, text: Mapping[str, np.ndarray], known: Mapping[str, np.ndarray]
) -> GapStage:
    networks = GapNetworks(text=gap_network(text), known=gap_network(known))
    return GapStage(first=first, text=text, known=known, networks=networks)


def _store(path: Path, stage: GapStage) -> None:
    names = ("mean", "sd", "hidden", "hidden_bias", "output", "output_bias")
    arrays = {f"first.{name}": np.asarray(getattr(stage.first, name)) for name in names}
    arrays |= {f"text.{name}": np.asarray(array) for name, array in stage.text.items()}
    arrays |= {f"known.{name}": np.asarray(array) for name, array in stage.known.items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez(path, allow_pickle=False, **arrays)
