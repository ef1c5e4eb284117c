"""More of what bench/fuzz_analysis.py calls: placing one text, what is said again, what a paper answers."""
# ruff: noqa: S101 - a case is a row of assertions

import math

import numpy as np

from bench.fuzz_cases import FEW, frequencies
from bench.fuzzing import Given, case, equal, spans_inside
from bench.odd_texts import odd, odd_text, some_odd_texts
from huiyin.analysis import (
    answering,
    placing,
    recurrence,
    shared,
)


@case(placing.signs, placing.signs_of, placing.worth_comparing, placing.likeness)
def place(given: Given) -> None:
    text, others = odd_text(given.chance), some_odd_texts(given.chance, FEW)
    shelf = given.chance.choice((1, 100, 1_000_000))
    own = given.one(placing.signs, text, frequencies(), shelf)
    assert len(own.pieces) == len(own.weights) <= placing.LISTED
    assert (np.diff(own.pieces) > 0).all()
    pieces, rows = placing.signs_of([text, *others], frequencies(), shelf)
    assert pieces[rows == 0].tolist() == own.pieces.tolist()
    holders: dict[int, list[int]] = {}
    for piece, row in zip(pieces.tolist(), rows.tolist(), strict=True):
        if row:
            holders.setdefault(piece, []).append(row - 1)
    chosen = placing.worth_comparing(own, holders)
    assert len(set(chosen)) == len(chosen) <= placing.MOST_COMPARED
    near = placing.likeness(text, others, frequencies())
    assert near.shape == (len(others),)
    assert ((near >= 0) & (near <= 1 + 1e-6)).all()


@case(recurrence.Heard)
def again(given: Given) -> None:
    texts = some_odd_texts(given.chance, FEW)
    said = [f"2014-0{given.chance.randint(1, 9)}-01" for _ in texts]
    heard = recurrence.Heard.of(texts, said, given.chance.choice((None, frequencies())))
    if not texts:
        return
    problem = given.chance.sample(range(len(texts)), given.chance.randint(1, min(4, len(texts))))
    found = heard.again(problem, "2014-05-01")
    assert equal(found, heard.again(problem, "2014-05-01"))
    assert len({one.row for one in found}) == len(found)
    for one in found:
        assert said[one.row] > "2014-05-01"
        assert one.row not in problem
        assert set(one.nearest) <= set(problem)
        assert np.isfinite((one.excess, one.likeness, one.elsewhere)).all()


@case(answering.speaks_of, shared.word_weight)
def answers(given: Given) -> None:
    text, matters = odd(given.chance), [odd(given.chance)[:60] for _ in range(given.chance.randint(0, 5))]
    known = given.chance.choice((None, frequencies()))
    found = answering.speaks_of(text, matters, known)
    assert equal(found, answering.speaks_of(text, matters, known))
    assert len(found) == len(matters)
    for one in found:
        if one is not None:
            spans_inside([(one.start, one.end)], text)
            assert answering.SPEAKS_OF <= one.share <= 1 + 1e-6
    weight = shared.word_weight(frequencies())
    assert all(math.isfinite(weight(matter)) and weight(matter) >= 0 for matter in matters)
