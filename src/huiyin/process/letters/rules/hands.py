"""Whose hand does what to a letter: the inspectors write and look, the unit answers, its head signs (SPEC rules 4, 11)."""

from huiyin.kit.errors import NotAllowed
from huiyin.platform.orgs.rules.rights import Actor, Right, Role
from huiyin.process.campaigns.rules.template import Term

_ANSWERING = frozenset({Role.HEAD, Role.CLERK, Role.OFFICE})


def may_write(by: Actor, path: str) -> bool:
    """Whether `by` writes letters to the unit at `path`: inspectors sent there, without a post in it."""
    return by.role is Role.SUPERVISION and by.may(Right.LETTER_WRITE, path) and path not in by.own


def needs_inspector(by: Actor, path: str, inspectors: Term) -> None:
    """NotAllowed unless `may_write`; `inspectors` is the campaign's own word for them."""
    if not may_write(by, path):
        raise NotAllowed(
            f"反馈意见由派到这个单位、又不在其中任职的{inspectors.zh}成员办理。",
            f"This is for members of the {inspectors.en} who were sent to the unit and hold no post in it.",
        )


def may_answer(by: Actor, path: str) -> bool:
    """Whether `by` answers for the unit at `path`: its own head, clerk or office, nobody above or below."""
    return by.scope == path and by.role in _ANSWERING and by.may(Right.PLAN_REPORT, path)


def needs_unit(by: Actor, path: str) -> None:
    """NotAllowed unless `may_answer`."""
    if not may_answer(by, path):
        raise NotAllowed(
            "反馈意见由被反馈的单位自己逐条答复：主要负责人或联络员。",
            "Findings are answered by the unit itself: its head or its clerk.",
        )


def may_sign(by: Actor, path: str) -> bool:
    """Whether `by` takes the letter in person: the unit's head."""
    return by.role is Role.HEAD and by.scope == path and by.may(Right.REMINDER_SIGN, path)
