"""A text for the ranking model, counted, and the parts of its scores."""

from __future__ import annotations

import numpy as np

from newword.core._core import GapNetwork, NgramTable, Session
from newword.model.features.gap_inputs import simplification

TEXT = "\n".join(
    [
        "高高兴兴上学去，高高兴兴回家来。研究研究再说，研究研究算了。",
        "机器学习和深度学习，机器学习很有用；亮晶晶的星星，绿油油的草。",
        "亮晶晶的眼睛，绿油油的田。他说机器学习机，买了A股和K线图，A股和K线图。",
    ]
    * 3
)


def counted(text: str, max_order: int = 6, threads: int = 1) -> tuple[Session, NgramTable]:
    session = Session(threads=threads)
    session.feed(text.encode())
    session.end_document()
    return session, session.count(max_order=max_order, min_count=2)


PARTS = (
    "average",
    "statistics",
    "boundaries",
    "composition",
    "frames",
    "reduplication",
    "language_model",
    "gap_network",
)

CHARACTERS = "机器学习语言文字台湾"


def gap_arrays(seed: int, *, with_dictionary: bool) -> dict[str, np.ndarray]:
    """A network by chance, of the sizes that trained ones have."""
    rng = np.random.default_rng(seed)
    inputs = 28 if with_dictionary else 17
    characters = np.unique([ord(c) for c in CHARACTERS]).astype(np.uint32)

    def small(*shape: int) -> np.ndarray:
        return rng.integers(-127, 128, shape).astype(np.int8)

    return {
        "characters": characters,
        "mean": rng.normal(0, 1, 6),
        "sd": rng.uniform(0.2, 2, 6),
        "level_inputs": small(inputs - 6, 256),
        "embeddings": small(len(characters) + 3, 32),
        "first_of_units": small(5, 32, 64),
        "unit_scales": rng.uniform(0.01, 2, 64).astype(np.float32),
        "first_of_gaps": small(5, inputs, 64),
        "first_bias": rng.integers(-5000, 5000, 64).astype(np.int32),
        "first_scales": rng.uniform(1e-4, 2e-2, 64).astype(np.float32),
        "second": small(3, 64, 64),
        "second_bias": rng.integers(-9000, 9000, 64).astype(np.int32),
        "second_scales": rng.uniform(1e-4, 2e-3, 64).astype(np.float32),
        "last": rng.integers(-3000, 3001, 64 + inputs).astype(np.int16),
        "last_bias": np.array(1234, dtype=np.int32),
        "last_scale": np.array(3e-7),
    }


def gap_network(seed: int, *, with_dictionary: bool = False) -> GapNetwork:
    """The same in the core."""
    return GapNetwork(gap_arrays(seed, with_dictionary=with_dictionary), *simplification())
