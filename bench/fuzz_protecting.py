"""Cases of bench/fuzz_analysis.py for what protects people: details that tell, sentences that accuse (see fuzzing.py)."""
# ruff: noqa: S101 - a case is a row of assertions

from functools import cache
from typing import Any

from bench.fuzzing import Given, case, spans_inside
from bench.odd_texts import odd
from huiyin.analysis import accusing, characters, identifying, persons


@cache
def _protection() -> Any:
    from huiyin.process.campaigns.rules import library_folder, load_template  # noqa: PLC0415 - reads files

    return load_template(library_folder("mass-line-2014")).protection


@cache
def _accusing() -> accusing.Accusing:
    return accusing.Accusing(_protection().accusing_words())


@cache
def _identifying() -> identifying.Identifying:
    return identifying.Identifying(_protection().identifying_words())


@case(
    persons.Names,
    persons.own_names,
    persons.addressed,
    persons.outermost,
    persons.any_of,
    identifying.Identifying,
)
def tellings(given: Given) -> None:
    text = odd(given.chance)
    found = given.one(_identifying().find, text)
    spans_inside(((one.start, one.end) for one in found), text, parted=True)
    folded = characters.fold(text)
    names = persons.Names(["老师", "校长"], ["学生"])
    spans_inside(given.one(names.find, folded), folded, parted=True)
    spans_inside(given.one(persons.own_names, folded), folded, parted=True)
    assert all(folded[start:end].strip() for start, end in names.find(folded))
    for start, end in persons.outermost([(3, 5), (0, 4), (4, 6)]):
        assert persons.addressed(folded, start, end) in {True, False}
    assert persons.any_of(["老师", "班主任"]) == "班主任|老师"


@case(accusing.Accusing)
def accusations(given: Given) -> None:
    text = given.chance.choice(("", "王校长受贿，")) + odd(given.chance)
    found = given.one(_accusing().find, text)
    spans_inside(((one.start, one.end) for one in found), text, parted=True)
    for one in found:
        assert one.persons
        assert one.words
        spans_inside((*one.persons, *sorted(one.words)), text)
        assert all(one.start <= start < one.end for start, _ in (*one.persons, *one.words))
