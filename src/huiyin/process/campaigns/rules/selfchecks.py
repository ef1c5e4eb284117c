"""Papers of self-examination (selfchecks.toml): their blocks, the mirrors' standards, who reviews in which order, the verdicts' defects."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StrictBool, StrictInt

from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.campaigns.rules.parts import Code, HandsDown, Named, Sheet, Sourced, Text

Whose = Literal["team", "head", "member"]
"""Of whom a paper is: the whole team, its head, another of its members."""


class Verdict(StrEnum):
    """What a review may say. The engine knows these; a template says which defects lead to which."""

    PASS = "pass"  # noqa: S105 - no password
    REVISE = "revise"
    REWRITE = "rewrite"


class Block(Named):
    """A part of a paper; `holds` says what of its problems stands in it, beside what is written freely."""

    holds: Literal["", "problems", "causes", "measures"] = ""


class PaperKind(HandsDown, Named):
    """A kind of paper, of the team or of a member: its blocks, the form that names it, the parameters of its length."""

    of: Literal["team", "member"]
    form: Code
    least: Code
    most: Code
    blocks: Annotated[tuple[Block, ...], Field(min_length=1)]


class Standard(Sourced):
    """What one looks into by a mirror: the article, from when it is in force, until when, and what took its place."""

    mirror: Code
    title: Text
    article: Text
    since: date | None = None
    until: date | None = None
    by: str = ""


class Reviewer(Named):
    """A level of review, in the template's order: for whose papers, by which roles; `from_above`: by nobody of the unit itself."""

    roles: Annotated[tuple[Role, ...], Field(min_length=1)]
    of: Annotated[tuple[Whose, ...], Field(min_length=1)]
    from_above: StrictBool = False


class VerdictRule(Sourced):
    """A verdict and the codes of the defects that lead to it; a pass names none."""

    code: Verdict
    reasons: tuple[Code, ...] = ()


class SelfChecks(Sheet):
    """selfchecks.toml; empty where a template asks for no such papers.

    `pasted_from` characters pasted at once are labelled; a copy of a draft is kept every `keep_every` minutes; `together_from` points
    made to one person, the head signs the slip, too. `review_kept` is a parameter: for how many days a reviewer's words are kept; without
    it, as long as an opinion's. `achievements` and `problems` are the words by which sentences count as either.
    """

    kinds: tuple[PaperKind, ...] = ()
    standards: tuple[Standard, ...] = ()
    reviewers: tuple[Reviewer, ...] = ()
    verdicts: tuple[VerdictRule, ...] = ()
    review_kept: Code | None = None
    verdict_names: Code = "review_verdicts"
    reason_names: tuple[Code, ...] = ()
    achievements: tuple[Text, ...] = ()
    problems: tuple[Text, ...] = ()
    pasted_from: Annotated[StrictInt, Field(ge=1, le=10_000)] = 200
    keep_every: Annotated[StrictInt, Field(ge=1, le=1440)] = 10
    together_from: Annotated[StrictInt, Field(ge=1, le=100)] = 3

    def kind(self, code: str) -> PaperKind:
        """The kind of that code; KeyError where the template has none."""
        return {kind.code: kind for kind in self.kinds}[code]

    def kind_of(self, of: Literal["team", "member"]) -> PaperKind | None:
        """The first kind of the team's paper, or of a member's."""
        return next((kind for kind in self.kinds if kind.of == of), None)

    def reviewers_of(self, whose: Whose) -> tuple[Reviewer, ...]:
        """Who reviews such a paper, in order."""
        return tuple(reviewer for reviewer in self.reviewers if whose in reviewer.of)

    def reviewer(self, code: str) -> Reviewer:
        """The level of that code; KeyError where the template has none."""
        return {reviewer.code: reviewer for reviewer in self.reviewers}[code]

    def reasons_of(self, verdict: Verdict) -> Sequence[str]:
        """The codes of the defects that lead to a verdict."""
        return next((rule.reasons for rule in self.verdicts if rule.code == verdict), ())
