"""More of what bench/fuzz_analysis.py calls: placing one text, what is said again, what a paper answers."""
# ruff: noqa: S101 - a case is a row of assertions

import math

import numpy as np

from bench.fuzz_cases import FEW, frequencies
from bench.fuzzing import Given, case, equal, leave_out, spans_inside
from bench.odd_texts import odd, odd_text, some_odd_texts
from huiyin.analysis import (
    answering,
    associations,
    concepts,
    encoder,
    matching,
    placing,
    recurrence,
    shared,
)
from huiyin.analysis.normalise import normalise


@case(placing.signs, placing.signs_of, placing.worth_comparing, placing.likeness, placing.Reading)
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
    lengths = placing.Reading.of(others, frequencies()).lengths.tolist()
    known = [given.chance.choice((one, None)) for one in lengths]
    assert near.tolist() == placing.likeness(text, others, frequencies(), known=known).tolist()
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


@case(matching.likely_matters, matching.signs_of, matching.centred)
def matters(given: Given) -> None:
    texts = some_odd_texts(given.chance, FEW)
    known = [
        matching.Known(given.chance.randrange(5), text, ({given.chance.choice("AB"): 1.0}, {}))
        for text in texts
    ]
    decided = [associations.Decided(one.words, int(str(one.matter))) for one in known]
    new = matching.New(odd_text(given.chance), ({"A": 0.5}, {"X": 1.0}))
    taught = associations.Associations.of(new.words, decided)
    encoded = np.array([given.chance.uniform(-1, 1) for _ in known]) if given.chance.random() < 0.5 else None
    found = given.one(matching.likely_matters, new, known, associations=taught, encoded=encoded)
    assert len(found) == min(matching.SUGGESTED, len({one.matter for one in known}))
    assert len({one.matter for one in found}) == len(found)
    for one in found:
        assert known[one.row].matter == one.matter
        assert one.known == sum(other.matter == one.matter for other in known)
        assert math.isfinite(one.score)
    vectors = np.array([[given.chance.gauss(0, 1) for _ in range(4)] for _ in range(6)])
    assert (np.abs(matching.centred(vectors[1:], vectors[0])) <= 1 + 1e-9).all()


@case(associations.pieces, associations.readable, associations.Associations)
def words_that_go_together(given: Given) -> None:
    text = odd_text(given.chance)
    found = given.one(associations.pieces, text)
    assert len(set(found)) == len(found)
    for piece in found[:20]:
        assert piece in associations.readable(piece, found, text)
    others = some_odd_texts(given.chance, FEW)
    decided = [associations.Decided(other, given.chance.randrange(3)) for other in others]
    known = associations.Associations.of(text, decided)
    for other in others:
        for _, cases in known.between(other):
            assert cases.together >= 0
            assert cases.apart >= 0
            assert math.isfinite(cases.weight)


@case(concepts.Thesaurus, concepts.rarity, concepts.nearness, concepts.thesaurus_of)
def spoken_of(given: Given) -> None:
    texts = [normalise(text.whole) for text in some_odd_texts(given.chance, FEW)]
    words = [
        _piece_of(given, given.chance.choice(texts)) for _ in range(given.chance.randint(0, 30)) if texts
    ]
    parts = [tuple(words[at : at + 4]) for at in range(0, len(words), 4)]
    known = tuple(concepts.Concept(f"C{at}", part) for at, part in enumerate(parts))
    silent = tuple(_piece_of(given, text) for text in texts[:3])
    thesaurus = concepts.thesaurus_of(known, silent)
    counts = thesaurus.counted(texts)
    assert counts.shape == (len(texts), len(known))
    if texts:
        given.one(thesaurus.counted, texts[:1])
    for text, row, spoken in zip(texts, counts, thesaurus.spoken(texts), strict=True):
        assert [len(spoken.get(code, ())) for code in thesaurus.codes] == row.tolist()
        said = {word for found in spoken.values() for word in found}
        assert said == _outermost(text, {*words, *silent}) & set(words)
    if texts:
        near = concepts.nearness(counts)
        assert near.shape == (len(texts) - 1,)
        assert ((near >= 0) & (near < 1)).all()
        assert (near[(counts[1:] * counts[0]).sum(axis=1) == 0] == 0).all()
        assert (concepts.rarity(counts) >= 1).all()


def _piece_of(given: Given, text: str) -> str:
    start = given.chance.randrange(len(text) + 1)
    return normalise(text[start : start + given.chance.choice((1, 2, 2, 3, 4, 9))])


def _outermost(text: str, words: set[str]) -> set[str]:
    """The words of a text that don't lie inside a longer one, looked for one by one."""
    spans = {
        (start, start + len(word))
        for word in words - {""}
        for start in range(len(text) - len(word) + 1)
        if text.startswith(word, start)
    }
    ends: dict[int, int] = {}
    for start, end in spans:
        ends[start] = max(end, ends.get(start, 0))
    found, reach = set(), 0
    for start in sorted(ends):
        if ends[start] > reach:
            found.add(text[start : ends[start]])
            reach = ends[start]
    return found


# Needs a file that isn't part of the project; it is measured where there is one (bench/matching_quality.py).
leave_out(encoder.Encoder, encoder.OnnxEncoder)
