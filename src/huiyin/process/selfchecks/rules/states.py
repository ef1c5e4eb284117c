"""Where a paper stands, and what may become of it (DOMAIN 4.1, 8.5): a rewrite never becomes a pass without a new version."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from huiyin.kit.errors import NotAllowed, Refused
from huiyin.platform.orgs.rules.rights import Actor, Right, Role
from huiyin.process.campaigns.rules.selfchecks import Reviewer, SelfChecks, Verdict, Whose
from huiyin.process.rectification.rules.hands import from_above


class State(StrEnum):
    """Of a paper. Handed in, it lies with one level of review after another."""

    DRAFT = "draft"
    HANDED_IN = "handed_in"
    REVISE = "revise"
    REWRITE = "rewrite"
    PASSED = "passed"
    FINAL = "final"


STATES: dict[State, str] = {
    State.DRAFT: "草稿",
    State.HANDED_IN: "送审",
    State.REVISE: "修改",
    State.REWRITE: "限时重写",
    State.PASSED: "通过",
    State.FINAL: "定稿",
}

AT_GATE = "gate"
"""The level of what sends back a paper that had passed: no level of review, but a verdict on the whole unit."""

WRITTEN = frozenset({State.DRAFT, State.REVISE, State.REWRITE})
"""In these its author writes."""

AFTER: dict[Verdict, State] = {
    Verdict.PASS: State.PASSED,
    Verdict.REVISE: State.REVISE,
    Verdict.REWRITE: State.REWRITE,
}


@dataclass(frozen=True)
class Given:
    """A verdict that was given on a version, at a level."""

    version: int
    level: str
    verdict: Verdict


def levels_of(rules: SelfChecks, whose: Whose, *, head_wrote: bool) -> tuple[str, ...]:
    """The levels that a paper goes through: the head's is passed over for what the head wrote."""
    return tuple(
        one.code
        for one in rules.reviewers_of(whose)
        if one.from_above or not (head_wrote and Role.HEAD in one.roles)
    )


def passed_levels(levels: Sequence[str], version: int, given: Collection[Given]) -> int:
    """How many levels a version has passed, in their order."""
    passed = {one.level for one in given if one.version == version and one.verdict is Verdict.PASS}
    return next((at for at, level in enumerate(levels) if level not in passed), len(levels))


def reads_at(reviewer: Reviewer, by: Actor, owner: str) -> bool:
    """Whether `by` reviews at this level for a unit at the path `owner`."""
    if by.role not in reviewer.roles or not by.may(Right.SELFCHECK_REVIEW, owner):
        return False
    return from_above(by, owner) if reviewer.from_above else by.scope == owner


def needs_reviewer(reviewer: Reviewer, by: Actor, owner: str, writers: Collection[str]) -> None:
    """NotAllowed unless `by` may give the verdict at this level: nobody on what they had a hand in (SPEC rule 4)."""
    by.needs(Right.SELFCHECK_REVIEW, owner)
    if by.code in writers:
        raise NotAllowed(
            "这份材料您自己写过，不能由您审阅，请由别人办理。",
            "You wrote some of this paper: somebody else reviews it.",
        )
    if not reads_at(reviewer, by, owner):
        raise NotAllowed(
            f"现在由{reviewer.zh}审阅，不由您这个身份办理。", f"It lies with {reviewer.en} now, not with you."
        )


def needs_reasons(rules: SelfChecks, verdict: Verdict, reasons: Sequence[str]) -> None:
    """Refused for a return without a defect, or with one that leads to another verdict."""
    allowed = rules.reasons_of(verdict)
    if verdict is Verdict.PASS:
        if reasons:
            raise Refused("通过的材料不选缺陷。", "A paper that passes has no defects.")
        return
    if not reasons:
        raise Refused(
            "请至少选一条缺陷：让人知道改什么。", "Choose a defect at least: what is to be changed."
        )
    if any(reason not in allowed for reason in reasons):
        raise Refused(
            "选的缺陷和结论对不上：修改和限时重写各有各的缺陷。",
            "A defect doesn't belong to this verdict: each verdict has its own.",
        )
