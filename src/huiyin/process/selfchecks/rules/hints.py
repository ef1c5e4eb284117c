"""What is to be noted in a paper from its own words, beside what any formal text is noted for: never a figure, never in its way."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from huiyin.analysis.specificity import Signs
from huiyin.process.campaigns.rules.template import Template
from huiyin.process.selfchecks.rules.content import Content, Item

_SENTENCE = re.compile(r"[^。！？!?；;\n]+")

HintKind = Literal["praise", "objective", "undated", "mirror", "measure", "wind"]


@dataclass(frozen=True)
class Hint:
    """`numbers` are the problems that it speaks of, `names` mirrors or blocks; `quote` the first place."""

    kind: HintKind
    numbers: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    quote: str = ""


def hints_of(content: Content, text: str, template: Template, signs: Signs) -> tuple[Hint, ...]:
    """In the order in which they are worth reading. O(text)."""
    return tuple(_hints(content, text, template, signs))


def own_cases(content: Content, signs: Signs) -> int:
    """How many problems have a day, or name a time or a place in their words."""
    return sum(is_dated(one, signs) for one in content.items)


def is_dated(one: Item, signs: Signs) -> bool:
    """Whether a problem says when or where."""
    if one.on is not None:
        return True
    named = signs.read(one.fact)
    return bool(named.when or named.where)


def _hints(content: Content, text: str, template: Template, signs: Signs) -> Iterator[Hint]:
    praise = _outweighed(text, template)
    if praise:
        yield Hint("praise", quote=praise)
    subjective = {row.code for row in template.causes if row.subjective}
    named = [one.cause for one in content.items if one.cause]
    least = {row.code: row.value for row in template.parameters}.get("subjective_cause_share", 0.5)
    if named and sum(cause in subjective for cause in named) < least * len(named):
        at = tuple(n for n, one in enumerate(content.items, 1) if one.cause and one.cause not in subjective)
        yield Hint("objective", numbers=at)
    yield from _of_problems(content, signs)
    silent = tuple(
        row.code
        for row in template.mirrors
        if row.code not in content.nothing and all(one.mirror != row.code for one in content.items)
    )
    if silent:
        yield Hint("mirror", names=silent)


def _of_problems(content: Content, signs: Signs) -> Iterator[Hint]:
    wanting: dict[HintKind, list[int]] = {"undated": [], "measure": [], "wind": []}
    for at, one in enumerate(content.items, 1):
        if not is_dated(one, signs):
            wanting["undated"].append(at)
        if not one.measure:
            wanting["measure"].append(at)
        if not one.focus:
            wanting["wind"].append(at)
    for kind, numbers in wanting.items():
        if numbers:
            yield Hint(kind, numbers=tuple(numbers))


def _outweighed(text: str, template: Template) -> str:
    """The first sentence of achievements, where those take more room than what is wrong; "" elsewhere."""
    praised, wrong, first = 0, 0, ""
    for found in _SENTENCE.finditer(text):
        said = found.group().strip()
        if any(word in said for word in template.selfchecks.problems):
            wrong += len(said)
        elif any(word in said for word in template.selfchecks.achievements):
            praised += len(said)
            first = first or said
    return first if praised > wrong else ""
