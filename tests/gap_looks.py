"""Texts by chance, and what a gap network sees of them."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator

import numpy as np
from modelling import CHARACTERS, gap_arrays
from oracle import gaps as oracle

from newword.core._core import GapNetwork, GapStrings, NgramTable, Session, gap_inputs
from newword.dictionary.script import simplified_forms
from newword.model.features.gap_inputs import StringRows, simplification

UNITS = [*CHARACTERS, "機", "器", "學", "習", "讀", "鿿", "GPT", "K", "12"]


def runs_by_chance(seed: int, size: int) -> list[tuple[str, ...]]:
    chance = random.Random(seed)
    runs = []
    for _ in range(size):
        run = [chance.choice(UNITS) for _ in range(chance.randint(1, 9))]
        # Two Latin words or numbers side by side would be one unit.
        kept = [u for u, v in itertools.pairwise([*run, "。"]) if not (u.isascii() and v.isascii())]
        runs.append(tuple(kept) or ("机",))
    return runs


def counted(runs: list[tuple[str, ...]], *, threads: int = 1, min_count: int = 2) -> Session:
    session = Session(threads=threads)
    session.feed("。".join("".join(run) for run in runs).encode())
    session.end_document()
    session.count(max_order=4, min_count=min_count)
    return session


def levels_by_chance(session: Session, seed: int) -> list[np.ndarray]:
    table = session.count(max_order=4, min_count=2)
    rng = np.random.default_rng(seed)
    return [rng.integers(0, 256, table.size(order)).astype(np.uint8) for order in range(2, 5)]


STRINGS = {"机器": 200, "学习语言": 9, "文字文字文字文字": 77, "讀機": 255}
KNOWN = ("机器学习", "台湾", "學習", "语言文字台湾")


def strings() -> GapStrings:
    of_text = StringRows.of([*STRINGS], np.array([*STRINGS.values()], dtype=np.uint8))
    codes = np.array([ord(c) for word in KNOWN for c in word], dtype=np.uint32)
    sizes = np.array([len(word) for word in KNOWN])
    return (of_text + StringRows.of_codes(codes, sizes, None)).joined()


def simple(unit: str) -> str:
    return unit.translate(dict(simplified_forms()))


def of_strings() -> dict[tuple[str, ...], int]:
    return {tuple(map(simple, string)): level for string, level in STRINGS.items()}


def of_dictionary() -> dict[tuple[str, ...], int]:
    return {tuple(map(simple, word)): 255 for word in KNOWN}


def looks(
    runs: list[tuple[str, ...]],
    session: Session,
    levels: list[np.ndarray],
    network: dict[str, np.ndarray],
) -> list[oracle.Look]:
    """What the network sees: evidence as the engine finds it, the rest by brute force."""
    table = session.count(max_order=4, min_count=2)
    written = {
        ngram: int(level)
        for order, of_order in enumerate(levels, start=2)
        for ngram, level in zip(spelled(table, order), of_order, strict=True)
    }
    _, evidence, _, _, are_first = gap_inputs(session, levels, strings(), *simplification())
    found, place = [], 0
    for run in runs:
        assert are_first[place]
        plain = tuple(simple(unit) for unit in run)
        around = [
            [max(a, b) for a, b in zip(mine, theirs, strict=True)]
            for mine, theirs in zip(
                oracle.levels_around(run, written, 4),
                oracle.levels_around(plain, of_strings(), 8),
                strict=True,
            )
        ]
        known = oracle.levels_around(plain, of_dictionary(), 8)
        rows = evidence[place : place + len(run)].tolist()
        has_dictionary = len(network["level_inputs"]) > 11
        found.append(
            oracle.Look(
                tokens=[oracle.token_of(unit, network, simplified_forms()) for unit in run],
                evidence=rows,
                levels=[a + k if has_dictionary else a for a, k in zip(around, known, strict=True)],
            )
        )
        place += len(run)
    return found


def spelled(table: NgramTable, order: int) -> Iterator[tuple[str, ...]]:
    """The n-grams of an order as units, as they are shown."""
    units = table.words(1, np.arange(table.size(1), dtype=np.uint32))
    words = table.words(order, np.arange(table.size(order), dtype=np.uint32))
    longest_first = sorted(units, key=len, reverse=True)
    for word in words:
        parts = []
        while word:
            unit = next(u for u in longest_first if word.startswith(u))
            parts.append(unit)
            word = word[len(unit) :]
        yield tuple(parts)


def joining_everywhere() -> GapNetwork:
    arrays = gap_arrays(1, with_dictionary=False)
    arrays |= {"last": np.zeros(81, dtype=np.int16), "last_bias": np.array(-(2**30), np.int32)}
    return GapNetwork(arrays | {"last_scale": np.array(1e-6)}, *simplification())
