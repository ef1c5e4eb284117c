"""Cases of bench/fuzz_analysis.py for labels that learn (see fuzzing.py)."""
# ruff: noqa: S101 - a case is a row of assertions

from functools import cache

import numpy as np

from bench.fuzzing import Given, case, spans_inside
from bench.odd_texts import odd_text, ordinary, some_odd_texts
from huiyin.analysis import blending, carrying, features, labels, learning, shared, training
from huiyin.analysis.labels import Entry
from huiyin.analysis.normalise import Text

CODES = ("a", "b", "c", "")
_MANY = 30


@cache
def _lexicon() -> labels.Lexicon:
    return labels.Lexicon([Entry("a", (("老师", 1.0), ("学校", 0.5))), Entry("b", (("收费", 1.0),))])


@cache
def _taught() -> learning.Learned:
    texts = [Text("", body) for body in ordinary()]
    return training.learn(
        [(text, CODES[at % len(CODES)]) for at, text in enumerate(texts)], CODES, _lexicon()
    )[0]


@case(
    learning.Learned,
    learning.sureness,
    learning.of_lists,
    carrying.carrying,
    features.features,
    shared.trimmed,
)
def guesses(given: Given) -> None:
    text = odd_text(given.chance)
    for model in (_taught(), learning.Learned.untaught(CODES)):
        (found,) = given.one(model.guesses, [text], _lexicon())
        assert len(found) <= learning.MOST
        assert sum(one.chance for one in found) <= 1 + 1e-9
        for one in found:
            assert learning.sureness(one.chance)
            spans_inside(((word.start, word.end) for word in one.words), text.whole)
            assert all(text.whole[word.start : word.end] == word.word for word in one.words)


@case(
    training.learn,
    blending.fitted,
    blending.Blend,
    blending.Evidence,
    features.Counts,
    features.Vocabulary,
    learning.shares_before,
    learning.shares_of,
)
def learned(given: Given) -> None:
    texts = some_odd_texts(given.chance, _MANY)
    if len(texts) < len(CODES):
        return
    examples = [(text, CODES[at % 2 or given.chance.randrange(len(CODES))]) for at, text in enumerate(texts)]
    if len({code for _, code in examples}) < 2:
        return
    model, trial = training.learn(examples, CODES, _lexicon())
    assert 0 <= trial.model <= trial.n <= len(texts)
    again = learning.Learned.from_bytes(model.to_bytes())
    assert np.isfinite(model.weights).all()
    for one, other in zip(model.guesses(texts, _lexicon()), again.guesses(texts, _lexicon()), strict=True):
        assert abs(one[0].chance - other[0].chance) < 0.05
