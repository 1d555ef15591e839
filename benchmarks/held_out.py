"""Weights that were trained without the text they are measured on."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

from newword.model.weights import read_weights

__all__ = ["add_weights_option", "given_weights", "weights_of"]


def add_weights_option(parser: argparse.ArgumentParser) -> None:
    """`--weights NAME=FILE`, once for each corpus."""
    parser.add_argument("--weights", action="append", default=[], metavar="NAME=FILE")


def given_weights(options: argparse.Namespace, gold: Path) -> Path | None:
    """The file that was given for a corpus; None for the weights that come with newword."""
    given = dict(pair.split("=", 1) for pair in options.weights).get(gold.stem)
    return Path(given) if given else None


@contextlib.contextmanager
def weights_of(path: Path | None) -> Iterator[None]:
    """Other weights for the model, while they are wanted."""
    if path is None:
        yield
        return
    other = read_weights(path)
    with (
        mock.patch("newword.methods.model.load_weights", return_value=other),
        mock.patch("newword.segmentation.gap_segmenter.load_weights", return_value=other),
    ):
        yield
