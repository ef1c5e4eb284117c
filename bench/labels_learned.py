"""How fast labels learn from decisions, how far they get, and whether they know how sure they are.

    python -m bench.labels_learned [--data FOLDER] [--untaught]

real        citizens' messages of the shared data with seven labels, in five folds; beside it the usual pipeline of
            scikit-learn (TF-IDF of one to three characters, linear SVM) on the same folds.
invented    the shipped opinions with their 26 leaves and 21 topics and "none", learned from so many decisions and tested on
            the rest, ten shuffles: by the word lists alone (where they are silent, "none"), by the model alone, by both.
--untaught  the five numbers of blending.UNTAUGHT, fitted on the odd opinions (the development half), and what the plain
            words are worth on the even ones before anybody has decided anything.

F1 is the mean over the labels; the interval is a bootstrap over the messages.
"""

import argparse
import csv
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from bench.labels_quality import Opinion, read_opinions
from bench.messages import SEED, data_folder
from huiyin.analysis.blending import UNTAUGHT, Evidence, fitted
from huiyin.analysis.labels import Lexicon
from huiyin.analysis.learning import Guess, Learned, of_lists, sureness
from huiyin.analysis.normalise import Text
from huiyin.analysis.training import learn
from huiyin.process.campaigns.rules import library_folder, load_template

LABELLED = Path("teddy2020c", "fj2_dev.csv")
FOLDS = 5
CURVE = (100, 300, 1000, 4000)
DECISIONS = (50, 100, 200, 400)
SHUFFLES = 10
RESAMPLES = 1000
AXES = {"leaf": "focus_lexicon", "topic": "topic_lexicon"}
SURE = ("very_likely", "likely", "perhaps")

Labels = NDArray[np.str_]
Example = tuple[Text, str]
Said = TypeVar("Said")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data")
    parser.add_argument("--untaught", action="store_true")
    options = parser.parse_args()
    template = load_template(library_folder("mass-line-2014"))
    lexicons = {axis: Lexicon(getattr(template, name)()) for axis, name in AXES.items()}
    opinions = read_opinions()
    if options.untaught:
        for axis, lexicon in lexicons.items():
            show_untaught(axis, opinions, lexicon)
        return
    for axis, lexicon in lexicons.items():
        show_invented(axis, opinions, lexicon)
    if (data := data_folder(options.data)) is not None:
        show_real(read_labelled(data))


def read_labelled(data: Path) -> list[Example]:
    with (data / LABELLED).open(encoding="utf-8-sig", newline="") as lines:
        return [(Text(row["title"], row["body"]), row["label"]) for row in csv.DictReader(lines)]


def show_real(examples: Sequence[Example]) -> None:
    truth = np.array([label for _, label in examples])
    print(f"\n{'real messages, 5 folds':<28}{'F1':>8}{'95 %':>18}{'right':>8}{'seconds':>10}")
    for most in CURVE:
        started = time.process_time()
        guesses = in_folds(examples, truth, partial(learned, most=most))
        seconds = time.process_time() - started
        print(told(f"learned from {most}", truth, np.array([one.code for one in guesses]), seconds))
    show_sureness(guesses, truth)
    started = time.process_time()
    peer = in_folds(examples, truth, pipeline)
    print(told("peer: scikit-learn", truth, np.array(peer), time.process_time() - started))


def learned(train: Sequence[Example], test: Sequence[Text], *, most: int) -> list[Guess]:
    nothing = Lexicon([])
    model, _ = learn(train[:most], sorted({label for _, label in train}), nothing)
    return [guesses[0] for guesses in Learned.from_bytes(model.to_bytes()).guesses(test, nothing)]


def pipeline(train: Sequence[Example], test: Sequence[Text]) -> list[str]:
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 - the peer alone needs it
    from sklearn.pipeline import make_pipeline  # noqa: PLC0415
    from sklearn.svm import LinearSVC  # noqa: PLC0415

    peer = make_pipeline(TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True), LinearSVC())
    peer.fit([text.whole for text, _ in train], [label for _, label in train])
    return [str(label) for label in peer.predict([text.whole for text in test])]


def in_folds(
    examples: Sequence[Example],
    truth: Labels,
    ask: Callable[[Sequence[Example], Sequence[Text]], Sequence[Said]],
) -> list[Said]:
    """What is said of each example by whoever learned from the other folds, which hold the labels alike."""
    from sklearn.model_selection import StratifiedKFold  # noqa: PLC0415

    said: dict[int, Said] = {}
    chance = np.random.default_rng(SEED)
    for train, test in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(truth, truth):
        order = chance.permutation(train)
        found = ask([examples[at] for at in order], [examples[at][0] for at in test])
        said.update(zip(test.tolist(), found, strict=True))
    return [said[at] for at in range(len(examples))]


def told(name: str, truth: Labels, said: Labels, seconds: float) -> str:
    chance = np.random.default_rng(SEED)
    drawn = [chance.integers(0, len(truth), len(truth)) for _ in range(RESAMPLES)]
    low, high = np.percentile([macro_f1(truth[rows], said[rows]) for rows in drawn], (2.5, 97.5))
    right = (truth == said).mean()
    return (
        f"{name:<28}{macro_f1(truth, said):>8.3f}{f'{low:.3f}-{high:.3f}':>18}{right:>8.3f}{seconds:>10.1f}"
    )


def macro_f1(truth: Labels, said: Labels) -> float:
    def f1(label: str) -> float:
        both = ((truth == label) & (said == label)).sum()
        return float(2 * both / ((truth == label).sum() + (said == label).sum()))

    return float(np.mean([f1(label) for label in np.unique(truth)]))


def show_sureness(guesses: Sequence[Guess], truth: Sequence[str] | Labels) -> None:
    for word in SURE:
        mine = [
            one.code == label
            for one, label in zip(guesses, truth, strict=True)
            if sureness(one.chance) == word
        ]
        print(f"  {word:<12}{len(mine) / len(truth):>7.1%} of all, right {ratio(mine)}")


def ratio(right: Sequence[bool]) -> str:
    return f"{sum(right) / len(right):.3f} (n = {len(right)})" if right else "-"


def show_invented(axis: str, opinions: Sequence[Opinion], lexicon: Lexicon) -> None:
    examples = [(Text("", one.text), one.labels[axis]) for one in opinions]
    codes = [*sorted({label for _, label in examples if label}), ""]
    print(f"\n{axis + ': first suggestion right':<28}{'lists':>8}{'model':>8}{'both':>8}")
    for most in DECISIONS:
        right: dict[str, list[bool]] = {"lists": [], "model": [], "both": []}
        sure: list[Guess] = []
        truth: list[str] = []
        for seed in range(SHUFFLES):
            order = np.random.default_rng(seed).permutation(len(examples))
            train, test = ([examples[at] for at in part] for part in (order[:most], order[most:]))
            texts, labels = [text for text, _ in test], [label for _, label in test]
            both = firsts(learn(train, codes, lexicon)[0], texts, lexicon)
            said = {
                "lists": firsts(Learned.untaught(codes), texts, lexicon),
                "model": firsts(learn(train, codes, Lexicon([]))[0], texts, Lexicon([])),
                "both": both,
            }
            for name, guesses in said.items():
                right[name] += [one.code == label for one, label in zip(guesses, labels, strict=True)]
            sure += both
            truth += labels
        means = "".join(f"{np.mean(right[name]):>8.3f}" for name in right)
        print(f"{f'{most} decisions':<28}{means}")
    show_sureness(sure, truth)


def firsts(model: Learned, texts: Sequence[Text], lexicon: Lexicon) -> list[Guess]:
    """The first guess of each text; silence is taken for "none"."""
    return [next(iter(guesses), Guess("", 0.0, ())) for guesses in model.guesses(texts, lexicon)]


def show_untaught(axis: str, opinions: Sequence[Opinion], lexicon: Lexicon) -> None:
    codes = [*sorted({one.labels[axis] for one in opinions if one.labels[axis]}), ""]
    column = {code: at for at, code in enumerate(codes)}
    odd = [one for one in opinions if one.number % 2]
    even = [one for one in opinions if not one.number % 2]
    lists, first = of_lists(lexicon, [Text("", one.text) for one in odd], column)
    model = Learned.untaught(codes)
    evidence = Evidence(np.zeros_like(lists), lists, first, model.shares, column[""])
    chosen = np.array([column[one.labels[axis]] for one in odd])
    print(f"\n{axis}: fitted {fitted(evidence, chosen, replace(UNTAUGHT, learned=0.0))}")
    texts = [Text("", one.text) for one in even]
    found = [
        (guesses[0], one.labels[axis])
        for guesses, one in zip(model.guesses(texts, lexicon), even, strict=True)
        if guesses
    ]
    show_sureness([guess for guess, _ in found], [label for _, label in found])


if __name__ == "__main__":
    main()
