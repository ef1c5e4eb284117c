"""Papers, problems and reviews as the pages draw them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.papers import Line
from huiyin.process.campaigns.rules.papers import lines_of as as_lines
from huiyin.process.campaigns.rules.selfchecks import Block, PaperKind, Verdict
from huiyin.process.campaigns.rules.template import Template
from huiyin.process.selfchecks.models import Review, SelfCheck
from huiyin.process.selfchecks.rules.content import Content, Item, text_of
from huiyin.process.selfchecks.rules.states import AT_GATE
from huiyin.web.frame.language import pick
from huiyin.web.frame.people import names_of_people
from huiyin.web.frame.visit import Visit

BLANK = 2
"""Problems more than there are, to be filled in without a script."""


@dataclass(frozen=True)
class BlockField:
    """A block with its words, and the problems where it holds them, each with its number from 1."""

    block: Block
    words: str
    items: tuple[tuple[int, Item], ...] = ()


@dataclass(frozen=True)
class MirrorField:
    """A mirror with why nothing was found by it, and its standards."""

    code: str
    name: str
    nothing: str
    found: bool
    standards: tuple[object, ...]


@dataclass(frozen=True)
class Fields:
    blocks: tuple[BlockField, ...]
    mirrors: tuple[MirrorField, ...]
    next: int


def fields_of(content: Content, kind: PaperKind, template: Template) -> Fields:
    """The form's fields with what stands in them."""
    items = [*content.items, *(Item("") for _ in range(BLANK))]
    numbered = tuple(enumerate(items, 1))
    blocks = tuple(
        BlockField(block, content.blocks.get(block.code, ""), numbered if block.holds == "problems" else ())
        for block in kind.blocks
    )
    mirrors = tuple(
        MirrorField(
            row.code,
            pick(row.zh, row.en),
            content.nothing.get(row.code, ""),
            any(one.mirror == row.code for one in content.items),
            tuple(one for one in template.selfchecks.standards if one.mirror == row.code),
        )
        for row in template.mirrors
    )
    return Fields(blocks, mirrors, len(items) + 1)


def paper_lines(paper: SelfCheck, content: Content) -> tuple[Line, ...]:
    """The paper as lines with their levels."""
    template = template_of(paper.participation.campaign)
    return as_lines(text_of(content, template.selfchecks.kind(paper.kind), template))


@dataclass(frozen=True)
class DrawnReview:
    """A review in words."""

    review: Review
    level: str
    verdict: str
    kind: str
    reasons: tuple[str, ...]
    by: str


_KINDS = {Verdict.PASS: "go", Verdict.REVISE: "wait", Verdict.REWRITE: "act"}


def verdict_names(template: Template) -> Mapping[str, str]:
    """Code of a verdict → its name."""
    listed = template.lists.get(template.selfchecks.verdict_names)
    return {row.code: pick(row.zh, row.en) for row in listed.codes} if listed else {}


def reason_names(template: Template) -> Mapping[str, str]:
    """Code of a defect → its name."""
    lists = [template.lists[code] for code in template.selfchecks.reason_names if code in template.lists]
    return {row.code: pick(row.zh, row.en) for one in lists for row in one.codes}


def drawn_reviews(visit: Visit, reviews: Iterable[Review]) -> list[DrawnReview]:
    """The reviews, the latest first. One query."""
    found = list(reviews)
    template = template_of(visit.running)
    verdicts, reasons = verdict_names(template), reason_names(template)
    people = names_of_people(one.by for one in found)
    levels = {one.code: pick(one.zh, one.en) for one in template.selfchecks.reviewers}
    levels[AT_GATE] = _("关口退回")
    return [
        DrawnReview(
            one,
            levels.get(one.level, one.level),
            verdicts.get(one.verdict, one.verdict),
            _KINDS[Verdict(one.verdict)],
            tuple(reasons.get(code, code) for code in one.reasons),
            people.get(one.by, ""),
        )
        for one in reversed(found)
    ]
