"""Whose hand an act takes: by the template's table, within one's scope, and never in one's own cause (SPEC rules 4 and 11)."""

from collections.abc import Collection

from huiyin.kit.errors import NotAllowed
from huiyin.platform.orgs.rules.rights import FROM_ABOVE, Actor, Right
from huiyin.process.campaigns.rules.life import LifeAct, Party


def right_of(act: LifeAct) -> Right:
    """The right that an act asks for."""
    if act.own_hand:
        return Right.PROBLEM_CLAIM
    return Right.PROBLEM_ACCEPT if act.by_another else Right.PROBLEM_STEP


def from_above(by: Actor, owner: str) -> bool:
    """Whether `by` stands above the unit at path `owner`, or was sent from above, and holds no post in it (SPEC rule 4)."""
    return (
        owner not in by.own
        and not any(owner.startswith(gap) for gap in by.recused)
        and (len(by.scope) < len(owner) or by.role in FROM_ABOVE)
    )


def needs_hand(act: LifeAct, by: Actor, owner: str, doers: Collection[str] = ()) -> None:
    """NotAllowed unless `by` may take the act for a problem of the unit at path `owner`; `doers` had a hand in what is judged."""
    by.needs(right_of(act), owner)
    if by.role not in act.roles:
        raise NotAllowed(
            f"“{act.zh}”不由您这个身份办理。", f"'{act.en}' isn't for somebody in your capacity."
        )
    if act.own_hand and by.scope != owner:
        raise NotAllowed(
            f"“{act.zh}”要由责任单位的负责人本人办理。",
            f"'{act.en}' is done by the owner's own head or member, in person.",
        )
    if not act.by_another:
        return
    if not from_above(by, owner):
        raise NotAllowed(
            f"责任单位自己不能办“{act.zh}”，请由上一级或上级派来的人办理。",
            f"The owner can't '{act.en}' its own problem: the level above or the inspectors do.",
        )
    if by.code in doers:
        raise NotAllowed(
            f"您参与了这个问题的整改，“{act.zh}”要由别人办理。",
            f"You had a hand in putting this right: somebody else has to '{act.en}' it.",
        )


def party_of(parties: Collection[Party], by: Actor, accepted: dict[str, str]) -> Party:
    """For which party `by` accepts: the first that is missing and lets this role speak. NotAllowed where there is none, or where
    the same person accepted for another."""
    if by.code in accepted.values():
        raise NotAllowed(
            "您已经代表一方验收过，另一方要由别人验收。",
            "You have accepted for one party: somebody else accepts for the other.",
        )
    for party in parties:
        if party.code not in accepted and by.role in party.roles:
            return party
    raise NotAllowed(
        "还没有验收的一方不由您这个身份代表。",
        "None of the parties that are missing speaks through your capacity.",
    )
