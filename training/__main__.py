"""Trains the ranking model on segmented text, or measures it leaving one corpus out.

python -m training --gold DIRECTORY -o newword/model/weights.json
python -m training --gold DIRECTORY --leave-one-out
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from newword.dictionary.background import BackgroundDictionary, load_dictionary
from newword.model.features.known_words import KnownWords
from newword.model.weights import to_json
from training.descent import Schedule
from training.gold import read_gold
from training.leave_one_out import leave_one_out
from training.recipe import ROWS, train
from training.samples import MIN_COUNTS, Sample, parts_of


def main() -> int:
    """See the module."""
    options = _parse()
    paths = sorted(options.gold.glob("*.seg"))
    if not paths:
        sys.exit(f"{options.gold}: there is no file *.seg; one sentence a line, words spaced")
    known = load_dictionary(options.dictionary)
    corpora = {path.stem: _samples(path, known, seed=options.seed) for path in paths}
    schedule = Schedule()
    dictionaries = {
        options.dictionary: known,
        "word list": BackgroundDictionary.from_words([*known]),
    }
    if options.leave_one_out:
        rows, seed = options.rows, options.seed
        for line in leave_one_out(corpora, dictionaries, schedule, cap=rows, seed=seed):
            print(line, flush=True)
        return 0
    everything = [sample for samples in corpora.values() for sample in samples]
    words = [KnownWords(dictionary) for dictionary in dictionaries.values()]
    weights = train(everything, words, schedule, cap=options.rows, seed=options.seed)
    options.output.write_text(to_json(weights), encoding="utf-8")
    return 0


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--gold", type=Path, required=True, help="directory of *.seg files")
    parser.add_argument("-o", "--output", type=Path, default=Path("newword/model/weights.json"))
    parser.add_argument("--leave-one-out", action="store_true", help="print the table only")
    parser.add_argument("--dictionary", default="jieba", help="words it lacks weigh more")
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
