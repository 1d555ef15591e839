"""Trains the ranking model on segmented text, or measures it leaving one corpus out.

python -m training --gold DIRECTORY -o newword/model/weights.json
python -m training --gold DIRECTORY --leave-one-out
"""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path

from newword.dictionary.background import BackgroundDictionary, load_dictionary
from newword.model.features.known_words import KnownWords
from newword.model.gap_networks import write_gap_networks
from newword.model.weights import to_json
from training.descent import Schedule
from training.gap_stages import GapStages
from training.gold import read_gold
from training.leave_one_out import leave_one_out
from training.recipe import FIRST_ROWS, ROWS, fit_first, train
from training.samples import MIN_COUNTS, Sample, parts_of


def main() -> int:
    """See the module."""
    options = _parse()
    known = load_dictionary(options.dictionary)
    corpora = {
        path.stem: _samples(path, known, seed=options.seed) for path in _seg_files(options.gold)
    }
    more = [] if options.more is None else _seg_files(options.more)
    others = [Sample(read_gold(path), known) for path in more]
    schedule = Schedule()
    dictionaries = {
        options.dictionary: known,
        "word list": BackgroundDictionary.from_words([*known]),
    }
    words = [KnownWords(dictionary) for dictionary in dictionaries.values()]
    rows, seed = options.rows, options.seed
    stages = GapStages(
        corpora,
        others,
        words[0],
        partial(fit_first, schedule=schedule, cap=FIRST_ROWS, seed=seed),
        seed=seed,
        cache=options.cache,
    )
    for names in options.stage:
        stages.without(*filter(None, names.split("+")))
    if options.stage:
        return 0
    if options.leave_one_out:
        only = options.corpus
        for line in leave_one_out(
            corpora, stages, dictionaries, schedule, cap=rows, seed=seed, only=only
        ):
            print(line, flush=True)
        return 0
    everything = [sample for samples in corpora.values() for sample in samples]
    weights = train(everything, stages, words, schedule, cap=rows, seed=seed)
    options.output.write_text(to_json(weights), encoding="utf-8")
    whole = stages.without()
    write_gap_networks(options.output.parent, whole.text, whole.known)
    return 0


def _seg_files(directory: Path) -> list[Path]:
    paths = sorted(directory.glob("*.seg"))
    if not paths:
        sys.exit(f"{directory}: there is no file *.seg; one sentence a line, words spaced")
    return paths


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--gold", type=Path, required=True, help="directory of *.seg files")
    parser.add_argument("-o", "--output", type=Path, default=Path("newword/model/weights.json"))
    parser.add_argument("--leave-one-out", action="store_true", help="print the table only")
    parser.add_argument("--dictionary", default="jieba", help="words it lacks weigh more")
    parser.add_argument("--more", type=Path, help="other *.seg files, for the gap networks alone")
    parser.add_argument("--cache", type=Path, help="directory where stages are kept between runs")
    parser.add_argument(
        "--stage",
        action="append",
        default=[],
        metavar="NAME+NAME",
        help="only train the stage without these corpora, into the cache; may be repeated",
    )
    parser.add_argument(
        "--corpus", action="append", default=[], help="with --leave-one-out: leave out only this"
    )
    parser.add_argument("--rows", type=int, default=ROWS, help="of one sample, at most")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def _samples(path: Path, known: BackgroundDictionary, *, seed: int) -> list[Sample]:
    gold = read_gold(path)
    samples = [Sample(part, known) for part in parts_of(gold, seed=seed)]
    samples += [Sample(gold, known, min_count=bound) for bound in MIN_COUNTS]
    print(*(f"{s.name}: {len(s.words)} rows" for s in samples), sep=", ", file=sys.stderr)
    return samples


if __name__ == "__main__":
    sys.exit(main())
