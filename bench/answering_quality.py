"""How often it is seen that an answer speaks of what was asked, on real answers that are not part of the project.

    python -m bench.answering_quality [--data DIR]

Data: teddy2020c/fj4_dev.csv (a question's title, the office's reply) in --data, else HUIYIN_DATA, else ../shared/data beside the
repository. Without it, it says so and stops.

found        replies seen to speak of their own question, by its title
wrongly      replies seen to speak of another's question (five drawn for each)
Many replies say only that the question was passed on, so not all can be found. Intervals: 95 % of 2,000 bootstrap samples.
"""

import argparse
import csv
import random
from collections.abc import Sequence

from bench.messages import SEED, data_folder
from huiyin.analysis.answering import SPEAKS_OF, speaks_of
from huiyin.analysis.normalise import Text
from huiyin.analysis.vectors import Frequencies

ASKED, OTHERS, SAMPLES = 1000, 5, 2000


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data")
    data = data_folder(parser.parse_args().data)
    if data is None:
        return 3
    with (data / "teddy2020c" / "fj4_dev.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["title"].strip() and row["reply"].strip()]
    frequencies = Frequencies()
    frequencies.add([Text(row["title"], row["body"]) for row in rows])
    chance = random.Random(SEED)  # noqa: S311 - of a bench, never a secret
    found, wrongly = [], []
    for row in chance.sample(rows, min(ASKED, len(rows))):
        others = [other["title"] for other in chance.sample(rows, OTHERS) if other is not row]
        mine, *rest = speaks_of(row["reply"], [row["title"], *others], frequencies)
        found.append(mine is not None)
        wrongly.extend(one is not None for one in rest)
    print(f"from a share of {SPEAKS_OF}: n = {len(found)}")
    print(f"found    {_with_interval(found, chance)}")
    print(f"wrongly  {_with_interval(wrongly, chance)}")
    return 0


def _with_interval(said: Sequence[bool], chance: random.Random) -> str:
    drawn = sorted(sum(chance.choices(said, k=len(said))) / len(said) for _ in range(SAMPLES))
    low, high = drawn[SAMPLES * 25 // 1000], drawn[SAMPLES * 975 // 1000]
    return f"{sum(said) / len(said):.3f} ({low:.3f}–{high:.3f})"


if __name__ == "__main__":
    raise SystemExit(main())
