"""Who may change the calendar. Everybody who is signed in may read it: there is nothing of anybody's in it."""

from huiyin.kit.errors import NotAllowed
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.platform.orgs.rules.tree import STEP


def needs_to_edit(by: Actor) -> None:
    """NotAllowed unless `by` has the right at the top of the tree: one calendar counts for the whole installation."""
    if by.campaign:
        raise NotAllowed(
            "您的角色只限一个活动，年历是整个系统的，请由没有这个限制的同志修改。",
            "Your role is for one campaign, and the calendar is the whole installation's: ask somebody whose isn't.",
        )
    by.needs(Right.CALENDAR_EDIT, _top(by))


def may_edit(by: Actor) -> bool:
    """Whether `needs_to_edit` lets `by` pass."""
    return not by.campaign and by.may(Right.CALENDAR_EDIT, _top(by))


def _top(by: Actor) -> str:
    """The path of the unit at the top of the scope's tree: in the scope only when that is the top itself."""
    return by.scope[:STEP]
