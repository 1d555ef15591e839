"""The gap networks: where text is cut, by its characters and by what is known of it."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from newword.core._core import GapNetwork
from newword.model.features.gap_inputs import simplification

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = ["GapNetworks", "gap_network", "read_gap_networks", "write_gap_networks"]

_FILES = ("gaps_text.npz", "gaps_known.npz")


@dataclass(frozen=True, slots=True, kw_only=True)
class GapNetworks:
    """Two of them.

    Attributes:
        text: Looks at the text alone.
        known: And at the words of a dictionary.
    """

    text: GapNetwork
    known: GapNetwork


def gap_network(arrays: Mapping[str, np.ndarray]) -> GapNetwork:
    """Of the arrays of csrc/newword/gaps/gap_network.hpp, by name.

    Raises:
        ValueError: Their sizes do not go together.
    """
    return GapNetwork(arrays, *simplification())


def read_gap_networks(directory: Path | Traversable) -> GapNetworks:
    """What `write_gap_networks` wrote."""
    networks = []
    for name in _FILES:
        with (directory / name).open("rb") as file, zipfile.ZipFile(file) as stored:
            networks.append(gap_network(_arrays(stored)))
    return GapNetworks(text=networks[0], known=networks[1])


def _arrays(stored: zipfile.ZipFile) -> dict[str, np.ndarray]:
    """Of a file as numpy.savez writes it; nothing of it is ever unpickled."""
    arrays = {}
    for member in stored.namelist():
        with stored.open(member) as file:
            array = np.lib.format.read_array(file, allow_pickle=False)
        arrays[member.removesuffix(".npy")] = array
    return arrays


def write_gap_networks(
    directory: Path, text: Mapping[str, np.ndarray], known: Mapping[str, np.ndarray]
) -> None:
    """The arrays of both networks, packed."""
    for name, arrays in zip(_FILES, (text, known), strict=True):
        with (directory / name).open("wb") as file:
            np.savez_compressed(file, allow_pickle=False, **dict(arrays))
