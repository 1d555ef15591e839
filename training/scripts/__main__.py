r"""Trains the judge of strings of other scripts on segmented text.

python -m training.scripts th_tud.seg th_pud.seg udc.seg ja_wiki.seg --doubt .25 \
    -o newword/model/weights_clusters.json
python -m training.scripts ja_wiki.seg ja_gsd.seg -o newword/model/weights_japanese.json
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from newword.model.script_weights import script_weights_text
from training.gold import read_gold
from training.scripts.recipe import SCHEDULE, samples_of, train


def main(arguments: Sequence[str] | None = None) -> int:
    """See the module."""
    parser = argparse.ArgumentParser(prog="python -m training.scripts", description=__doc__)
    parser.add_argument("gold", nargs="+", type=Path, help="one sentence a line, words spaced")
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--doubt", type=float, default=0.0, help="in words of four units and more")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    golds = [read_gold(path) for path in options.gold]
    samples = [sample for gold in golds for sample in samples_of(gold, seed=options.seed)]
    weights = train(samples, SCHEDULE, doubt=options.doubt, seed=options.seed)
    options.output.write_text(script_weights_text(weights), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
