"""How often one of five suggestions is right, for an opinion whose matter is known already; and what learning adds.

    python -m bench.matching_quality [--encoder FILE.onnx] [--fit] [--draws 1000] [--orders 10]

Two invented corpora: the demo's bureau (its schools thrown together, names taken out, so that no place helps) and one school with its
twin (tests/corpus/school), in each of which people say the same in other words. Opinions come in the order of their days; each is
suggested five matters of its school, then a clerk says which it is and what labels it has. An opinion that stands alone is a
matter of its own, so it is in the way of the others. Resent texts aren't asked about.

peer      scikit-learn's TF-IDF on characters and pairs of characters, the matters of the nearest texts
untaught  the engine, knowing which opinions are together, but no decided label and nothing taught by decisions
taught    the same with decided labels and associations
encoder   the same with a sentence encoder beside

The rates by hundred decisions are of one order each, and few; --orders shuffles the school's opinions so many times and gives the mean.
Weights are fitted on the one corpus and measured on the other. Intervals: bootstrap over matters (the opinions of one matter hang
together), 95 %. Traps borrow the words of a matter and speak of something else: how often that matter is suggested, and first.

--fit prints the weights to ship, fitted on both corpora.
"""

import argparse
import csv
import random
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.feature_extraction.text import TfidfVectorizer

from huiyin.analysis.associations import Associations, Decided
from huiyin.analysis.concepts import Thesaurus
from huiyin.analysis.labels import Lexicon
from huiyin.analysis.matching import SUGGESTED, Known, Labels, New, Signs, centred, signs_of, standing
from huiyin.analysis.normalise import Text
from huiyin.process.campaigns.rules import library_folder, load_template

ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / "src" / "huiyin" / "library" / "demo"
SCHOOL = ROOT / "tests" / "corpus" / "school"
TEXT = "意见原文（原汁原味）"
MOST_DECIDED = 300  # decisions that associations are learned from: the latest
SHRUNK = 10.0  # how strongly fitted weights are drawn towards nothing
ALONE = Signs._fields.index("encoded")  # how many signs there are without an encoder


@dataclass(frozen=True)
class Opinion:
    """`right`: its matters, two where it speaks of two, none where nobody else speaks of it."""

    words: Text
    day: int
    scope: str
    right: tuple[str, ...]
    trap: str
    suggested: Labels
    decided: Labels
    resent: bool


@dataclass(frozen=True)
class Fitted:
    """Weights of signs, and how far these usually part matters."""

    weights: NDArray[np.float64]
    usual: NDArray[np.float64]


@dataclass(frozen=True)
class Asked:
    """A question put to the engine: a row of signs for each matter, which rows are right, and the right or borrowed matter."""

    signs: NDArray[np.float64]
    right: tuple[int, ...]
    matter: str
    trap: bool
    decisions: int


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--encoder", type=Path)
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--orders", type=int, default=10)
    options = parser.parse_args()
    corpora = {"demo": demo(), "school": school()}
    vectors: dict[str, NDArray[np.float32] | None] = dict.fromkeys(corpora)
    if options.encoder:
        vectors = {name: encode(options.encoder, opinions) for name, opinions in corpora.items()}
    untaught = {name: asked(opinions, None, taught=False) for name, opinions in corpora.items()}
    taught = {name: asked(opinions, vectors[name], taught=True) for name, opinions in corpora.items()}
    for name, other in (("school", "demo"), ("demo", "school")):
        print(f"\n{name}: {len(corpora[name])} opinions, weights fitted on {other}")
        report("peer", peer(corpora[name]), options.draws)
        report("untaught", ranked(untaught[name], fitted(untaught[other], ALONE)), options.draws)
        report("taught", ranked(taught[name], fitted(taught[other], ALONE)), options.draws)
        if options.encoder:
            report("encoder", ranked(taught[name], fitted(taught[other], len(Signs._fields))), options.draws)
    learning(
        "untaught", corpora["school"], None, fitted(untaught["demo"], ALONE), options.orders, taught=False
    )
    learning("taught", corpora["school"], None, fitted(taught["demo"], ALONE), options.orders, taught=True)
    if options.encoder:
        weights = fitted(taught["demo"], len(Signs._fields))
        learning("encoder", corpora["school"], vectors["school"], weights, options.orders, taught=True)
    if options.fit:
        both = [one for asks in taught.values() for one in asks]
        for size in (ALONE, len(Signs._fields)) if options.encoder else (ALONE,):
            found = fitted(both, size)
            for name, numbers in (("weights", found.weights), ("usual", found.usual)):
                told = zip(Signs._fields, numbers, strict=False)
                print(f"{name}: " + ", ".join(f"{sign}={number:.3g}" for sign, number in told))
    return 0


def learning(
    name: str,
    opinions: Sequence[Opinion],
    vectors: NDArray[np.float32] | None,
    by: Fitted,
    orders: int,
    *,
    taught: bool,
) -> None:
    """The school's rate over shuffled orders, and by decisions made."""
    hits: list[tuple[str, bool]] = []
    hundreds: dict[int, list[bool]] = defaultdict(list)
    for seed in range(orders):
        order = list(range(len(opinions)))
        random.Random(seed).shuffle(order)  # noqa: S311 - not a secret, only repeatable
        shuffled = [opinions[at] for at in order]
        beside = None if vectors is None else vectors[order]
        for one, place in ranked(asked(shuffled, beside, taught=taught), by):
            if not one.trap:
                hits.append((one.matter, place <= SUGGESTED))
                hundreds[one.decisions // 50].append(place <= SUGGESTED)
    if hits:
        low, high = interval(hits, 1000)
        rate = np.mean([hit for _, hit in hits])
        print(
            f"\nschool, {orders} shuffled orders, {name}: n={len(hits)}  one of five {rate:.3f} [{low:.3f}, {high:.3f}]"
        )
        print(f"            by fifty decisions: {_by(hundreds)}")


def report(name: str, answered: Sequence[tuple[Asked, int]], draws: int) -> None:
    """`answered`: each question with the place of its right (or borrowed) matter, 1 the first."""
    real = [(one, place) for one, place in answered if not one.trap]
    traps = [place for one, place in answered if one.trap]
    hit = np.array([place <= SUGGESTED for _, place in real])
    low, high = interval([(one.matter, place <= SUGGESTED) for one, place in real], draws)
    print(
        f"  {name:9} n={len(real)}  one of five {hit.mean():.3f} [{low:.3f}, {high:.3f}]  first "
        f"{np.mean([place == 1 for _, place in real]):.3f}  traps among five {sum(place <= SUGGESTED for place in traps)}"
        f"/{len(traps)}, first {sum(place == 1 for place in traps)}/{len(traps)}"
    )
    hundreds: dict[int, list[bool]] = defaultdict(list)
    for (one, _), found in zip(real, hit.tolist(), strict=True):
        hundreds[one.decisions // 100].append(found)
    print(f"            by hundred decisions: {_by(hundreds)}")


def _by(parts: dict[int, list[bool]]) -> str:
    return "  ".join(f"{sum(hits) / len(hits):.2f} ({len(hits)})" for _, hits in sorted(parts.items()))


def interval(hits: Sequence[tuple[str, bool]], draws: int) -> tuple[float, float]:
    """The middle 95 % of the rate when whole matters are drawn again."""
    chance = random.Random(20140620)  # noqa: S311 - not a secret, only repeatable
    by_matter: dict[str, list[bool]] = defaultdict(list)
    for matter, hit in hits:
        by_matter[matter].append(hit)
    groups = list(by_matter.values())
    rates = []
    for _ in range(draws):
        drawn = [hit for group in chance.choices(groups, k=len(groups)) for hit in group]
        rates.append(sum(drawn) / len(drawn))
    rates.sort()
    return rates[int(draws * 0.025)], rates[int(draws * 0.975)]


def asked(opinions: Sequence[Opinion], vectors: NDArray[np.float32] | None, *, taught: bool) -> list[Asked]:
    """The whole corpus in the order of days. An opinion of two matters becomes known to both."""
    known: dict[str, list[Known]] = defaultdict(list)
    rows: dict[str, list[int]] = defaultdict(list)
    decided: list[Decided] = []
    questions = []
    for at, one in enumerate(opinions):
        scope = known[one.scope]
        matters: dict[str, list[int]] = {}
        for row, other in enumerate(scope):
            matters.setdefault(str(other.matter), []).append(row)
        names = list(matters)
        wanted = [name for name in one.right if name in matters] or [
            name for name in [one.trap] if name in matters
        ]
        if wanted and not one.resent:
            encoded = centred(vectors[rows[one.scope]], vectors[at]) if vectors is not None else None
            associations = Associations.of(one.words, decided[-MOST_DECIDED:]) if taught else None
            signs, _ = signs_of(
                New(one.words, one.suggested), scope, matters, associations, encoded, thesaurus()
            )
            trap = wanted[0] not in one.right
            questions.append(Asked(signs, tuple(map(names.index, wanted)), wanted[0], trap, at))
        for matter in one.right or (f"alone {at}",):
            scope.append(Known(matter, one.words, one.decided if taught else one.suggested, decided=taught))
            rows[one.scope].append(at)
            decided.append(Decided(one.words, hash_of(one.scope, matter), hash_of(one.scope)))
    return questions


def hash_of(*names: str) -> int:
    return _NUMBERS.setdefault(names, len(_NUMBERS))


_NUMBERS: dict[tuple[str, ...], int] = {}


def fitted(questions: Sequence[Asked], size: int) -> Fitted:
    """Weights of 0 and more under which the right matter is the likeliest of each question (softmax), drawn towards nothing."""
    real = [(one.signs[:, :size], list(one.right)) for one in questions if not one.trap]
    usual = np.sqrt(np.mean([signs.var(axis=0) for signs, _ in real if len(signs) > 1], axis=0))
    usual = np.maximum(usual, 1e-9)
    real = [(standing(signs, usual), right) for signs, right in real]
    spread = np.maximum(np.concatenate([signs for signs, _ in real]).std(axis=0), 1e-9)
    scaled = [(signs / spread, right) for signs, right in real]

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, slope = SHRUNK / 2 * float(weights @ weights), SHRUNK * weights
        for signs, right in scaled:
            scores = signs @ weights
            shares = np.exp(scores - scores.max())
            shares /= shares.sum()
            found = shares[right].sum() + 1e-12
            total -= float(np.log(found))
            slope = slope + shares @ signs - shares[right] @ signs[right] / found
        return total, slope

    found = minimize(loss, np.full(size, 0.1), jac=True, method="L-BFGS-B", bounds=[(0, None)] * size)
    return Fitted(np.asarray(found.x / spread), usual)


def ranked(questions: Sequence[Asked], by: Fitted) -> list[tuple[Asked, int]]:
    answered = []
    for one in questions:
        scores = standing(one.signs[:, : len(by.weights)], by.usual) @ by.weights
        order = np.argsort(-np.round(scores, 9), kind="stable").tolist()
        answered.append((one, 1 + min(order.index(right) for right in one.right)))
    return answered


def peer(opinions: Sequence[Opinion]) -> list[tuple[Asked, int]]:
    """The nearest texts' matters by scikit-learn, whose words are weighed over the whole corpus, which helps it."""
    matrix = TfidfVectorizer(analyzer="char", ngram_range=(1, 2), sublinear_tf=True).fit_transform(
        [one.words.body for one in opinions]
    )
    near = (matrix @ matrix.T).toarray()
    answered = []
    known: dict[str, dict[str, list[int]]] = defaultdict(dict)
    for at, one in enumerate(opinions):
        matters = known[one.scope]
        names = list(matters)
        wanted = [name for name in one.right if name in matters] or [
            name for name in [one.trap] if name in matters
        ]
        if wanted and not one.resent:
            order = sorted(names, key=lambda name: -near[at, matters[name]].max())
            question = Asked(np.zeros((0, 0)), (), wanted[0], wanted[0] not in one.right, at)
            answered.append((question, 1 + min(order.index(name) for name in wanted)))
        for matter in one.right or (f"alone {at}",):
            matters.setdefault(matter, []).append(at)
    return answered


def encode(model: Path, opinions: Sequence[Opinion]) -> NDArray[np.float32]:
    from huiyin.analysis.encoder import load_encoder  # noqa: PLC0415 - needs an extra that may be missing

    return load_encoder(model).encode([one.words.whole for one in opinions])


@cache
def thesaurus() -> Thesaurus:
    """The shipped one, written from general knowledge before either corpus was looked at for it."""
    return load_template(library_folder("mass-line-2014")).concepts.thesaurus()


class Lists:
    """The word lists of the template: for each text the first three topics and kinds of fault, the first weighing most."""

    def __init__(self) -> None:
        template = load_template(library_folder("mass-line-2014"))
        self._lexicons = (Lexicon(template.topic_lexicon()), Lexicon(template.focus_lexicon()))

    def __call__(self, text: str) -> Labels:
        return tuple(
            {found.code: 1 / rank for rank, found in enumerate(lexicon.suggest(text)[:3], start=1)}
            for lexicon in self._lexicons
        )


def demo() -> list[Opinion]:
    """All units thrown together: names are taken out of the texts, and the same matter of two units counts as one."""
    labels = {row["编号"]: row for row in records(DEMO / "labels.csv")}
    matters = {row["matter"]: row["twin_of"] or row["matter"] for row in records(DEMO / "matters.csv")}
    names = [
        name
        for unit in records(DEMO / "units.csv")
        for name in (unit["单位名称"], unit["简称"], unit["简称"][:2])
        if name
    ]
    place = re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True)))
    suggest = Lists()
    with (DEMO / "opinions.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.reader(lines))
    head = next(row for row in rows if row[0] == "编号")
    found = []
    for row in rows:
        if re.fullmatch(r"Y\d{3}", row[0]):
            cells = dict(zip(head, row, strict=True))
            label = labels[row[0]]
            text = place.sub("", cells[TEXT])
            right = (matters[label["matter"]],) if label["matter"] else ()
            found.append(
                opinion(
                    text, day(cells["收集时间"]), "", right, matters.get(label["trap_of"], ""), label, suggest
                )
            )
    return found


def school() -> list[Opinion]:
    labels = {row["编号"]: row for row in records(SCHOOL / "labels.csv")}
    suggest = Lists()
    found = []
    for row in records(SCHOOL / "opinions.csv"):
        label = labels[row["编号"]]
        right = tuple(filter(None, (label["matter"], label["also"])))
        when = date.fromisoformat(row["收集时间"])
        found.append(opinion(row[TEXT], when, label["unit"], right, label["trap_of"], label, suggest))
    return found


def opinion(
    text: str,
    when: date,
    scope: str,
    right: tuple[str, ...],
    trap: str,
    label: dict[str, str],
    suggest: Callable[[str], Labels],
) -> Opinion:
    decided = ({label["topic"]: 1.0} if label["topic"] else {}, {label["leaf"]: 1.0} if label["leaf"] else {})
    resent = bool(label["near_duplicate_of"])
    return Opinion(Text("", text), when.toordinal(), scope, right, trap, suggest(text), decided, resent)


def records(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(lines)


def day(written: str) -> date:
    """A date as the clerk of the demo writes it; a missing year is 2014."""
    numbers = [int(number) for number in re.findall(r"\d+", unicodedata.normalize("NFKC", written))]
    year, month, of_month = numbers if len(numbers) == 3 else [2014, *numbers]
    return date(year, month, of_month)


if __name__ == "__main__":
    sys.exit(main())
