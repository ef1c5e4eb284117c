"""Who may work on a rectification, and when: until it is handed in."""

from huiyin.kit.errors import Refused
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.queries import template_of
from huiyin.process.problems.commands import wording
from huiyin.process.problems.commands.standing import needs_standing
from huiyin.process.problems.models import Problem
from huiyin.process.rectification.rules.words import LONGEST

WORKED_ON = frozenset({"before", "open"})
"""The phases of a life in which a unit works on a problem: until it is handed in."""


def workable(problem: Problem, by: Actor) -> Problem:
    """The problem as it is now, if `by` may work on it: before it is handed in. NotAllowed, Conflict or Refused otherwise. 2 queries."""
    needs_standing(problem)
    now = Problem.objects.select_related("campaign__root", "owner").get(pk=problem.pk)
    needs_workable(now, by)
    return now


def needs_workable(now: Problem, by: Actor) -> None:
    """The same of a standing problem that was just read with its campaign's root and its owner. No query."""
    by.needs(Right.PROBLEM_WORK, now.owner.path if now.owner else now.campaign.root.path)
    life = template_of(now.campaign).life
    state = {one.code: one for one in life.states}.get(now.state)
    if state is None or state.phase not in WORKED_ON:
        raise Refused(
            f"问题 {now.number} 现在是“{state.zh if state else '没有状态'}”，措施、佐证和时限不能再改；确要改，先“继续整改”或请验收人退回。",
            f"Problem {now.number} stands at '{state.en if state else 'no state'}': its measures, evidence and dates are fixed. Go on "
            "rectifying first, or have it returned.",
        )


def needs_room(name: str, text: str, zh: str, en: str) -> str:
    """The text without blanks at its ends; Refused where it's longer than its place."""
    wording.needs_room(text, LONGEST[name], f"“{zh}”", en)
    return text.strip()
