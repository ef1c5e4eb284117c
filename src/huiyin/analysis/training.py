"""Learning labels from what people decided: a linear support vector machine on characters and their pairs.

Chosen on the shared data (docs/performance.md): better than logistic regression and in a fraction of its time. Features
are chosen by chi-squared against the decisions (the 20,000 strongest are better than all, and a model fits a database
row), classes are weighted as if all were equally frequent; how frequent they are comes back in the blend.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from huiyin.analysis.blending import UNTAUGHT, Evidence, fitted
from huiyin.analysis.features import Counts, Matrix, Vocabulary
from huiyin.analysis.labels import Lexicon
from huiyin.analysis.learning import Learned, Trial, of_lists, shares_of
from huiyin.analysis.normalise import Text

MOST_FEATURES = 20_000
MOST_EXAMPLES = 10_000
"""The last so many decisions are learned from: more take minutes of a small server and hardly make it better."""

# A gram that one opinion alone has teaches nothing about others, and wouldn't be forgotten with it (SPEC rule 5).
_FEWEST_TEXTS = 2
_FOLDS = 5
_MOST_HELD_BACK = 2_000  # enough for five numbers
_UNSEEN = -1.0  # what a support vector machine says of a text far on the other side
_SLACK = 1.0

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]


def learn(
    examples: Sequence[tuple[Text, str]], codes: Sequence[str], lexicon: Lexicon, *, seed: int = 0
) -> tuple[Learned, Trial]:
    """What `examples`, (words, the code that a person chose), the earliest first, teach about `codes`; and how it did on
    examples held back, beside the lists alone.

    "" among the codes is the answer "none". The same examples give the same model. Seconds for a thousand examples, a
    minute for ten thousand of 27 codes; memory some 300 MB. ValueError for fewer than two different codes.
    """
    examples = examples[-MOST_EXAMPLES:]
    column = {code: at for at, code in enumerate(codes)}
    chosen = np.array([column[code] for _, code in examples], np.int64)
    if len(set(chosen.tolist())) < 2:
        raise ValueError("one code alone teaches nothing")
    texts = [text for text, _ in examples]
    lists, first = of_lists(lexicon, texts, column)
    counts = Counts.of(texts)
    values = np.full((len(texts), len(codes)), _UNSEEN)
    held = np.zeros(len(texts), np.bool_)
    for train, test in _splits(len(texts), seed):
        if len(set(chosen[train].tolist())) > 1:
            values[test] = _values(counts, chosen, train, test, len(codes))
            held[test] = True
    shares = shares_of(chosen, codes)
    none = column.get("")
    evidence = Evidence(values[held], lists[held], first[held], shares, none)
    blend = fitted(evidence, chosen[held], UNTAUGHT) if held.any() else UNTAUGHT
    trial = _tried(evidence, chosen[held])
    vocabulary, weights, bias = _trained(counts, chosen, np.arange(len(texts)), len(codes))
    return Learned(tuple(codes), vocabulary, weights, bias, shares, blend, len(texts)), trial


def _tried(evidence: Evidence, chosen: Ints) -> Trial:
    """How often the lists alone and the blend are right, the blend fitted on the other half each time."""
    halves = np.arange(len(chosen)) % 2
    right = 0
    for half in (0, 1):
        mine = evidence.rows(halves == half)
        blend = fitted(evidence.rows(halves != half), chosen[halves != half], UNTAUGHT)
        right += int((blend.chances(mine).argmax(axis=1) == chosen[halves == half]).sum())
    silent = -1 if evidence.none is None else evidence.none
    lists = np.where(evidence.first < 0, silent, evidence.first)
    return Trial(int((lists == chosen).sum()), right, len(chosen))


def _values(counts: Counts, chosen: Ints, train: Ints, test: Ints, codes: int) -> NDArray[np.float64]:
    """Decision values of some texts by a model of others."""
    vocabulary, weights, bias = _trained(counts, chosen, train, codes)
    return np.asarray(counts.within(test, vocabulary) @ weights.T + bias, np.float64)


def _trained(counts: Counts, chosen: Ints, rows: Ints, codes: int) -> tuple[Vocabulary, Floats, Floats]:
    """(vocabulary, weights, bias), learned from these texts; a code that nobody chose has no weights."""
    from sklearn.svm import LinearSVC  # noqa: PLC0415 - seconds to load, and only training needs it

    chosen = chosen[rows]
    vocabulary, matrix = counts.vocabulary(rows, _FEWEST_TEXTS)
    if len(vocabulary.keys) > MOST_FEATURES:
        strongest = np.argsort(-_chi_squared(matrix, chosen, codes), kind="stable")[:MOST_FEATURES]
        vocabulary = vocabulary.only(np.sort(strongest))
        matrix = counts.within(rows, vocabulary)
    weights = np.zeros((codes, len(vocabulary.keys)), np.float32)
    bias = np.full(codes, _UNSEEN, np.float32)
    if not len(vocabulary.keys):  # no two of these texts have anything in common
        return vocabulary, weights, bias
    machine = LinearSVC(C=_SLACK, class_weight="balanced", random_state=0)
    machine.fit(matrix, chosen)
    two = len(machine.classes_) == 2  # then it has one row, which speaks for the second
    weights[machine.classes_] = np.concatenate((-machine.coef_, machine.coef_)) if two else machine.coef_
    bias[machine.classes_] = (
        np.concatenate((-machine.intercept_, machine.intercept_)) if two else machine.intercept_
    )
    return vocabulary, weights, bias


def _chi_squared(matrix: Matrix, chosen: Ints, codes: int) -> NDArray[np.float64]:
    """How unevenly each feature is spread over the codes (texts x features -> features)."""
    mine = np.zeros((codes, len(chosen)), np.float32)
    mine[chosen, np.arange(len(chosen))] = 1
    observed = np.asarray(mine @ matrix, np.float64)
    expected = observed.sum(axis=0) * (mine.sum(axis=1) / len(chosen))[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = (observed - expected) ** 2 / expected
    return np.asarray(np.nan_to_num(spread).sum(axis=0), np.float64)


def _splits(texts: int, seed: int) -> Iterator[tuple[Ints, Ints]]:
    """(learned from, held back), until enough are held back."""
    order = np.random.default_rng(seed).permutation(texts)
    held = 0
    for test in np.array_split(order, min(_FOLDS, texts)):
        if held < _MOST_HELD_BACK:
            held += len(test)
            yield np.setdiff1d(order, test), np.sort(test)
