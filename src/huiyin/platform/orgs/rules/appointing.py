"""Which of somebody's capacities may appoint to a role, and who does where none of them may."""

from collections.abc import Collection, Iterable

from huiyin.platform.orgs.rules.rights import APPOINTS, Actor, Role
from huiyin.platform.orgs.rules.tree import below

Seat = tuple[Role, str, str]
"""A role, the path of its unit, and its campaign ("" all)."""


def appointer(actors: Iterable[Actor], seats: Collection[Seat], *, whom: Collection[str]) -> Actor | None:
    """The one capacity that may appoint to all `seats`; None without one, and for oneself.

    `whom` are the codes of the accounts that it is about.
    """
    for actor in actors:
        if actor.code not in whom and all(actor.may_appoint(*seat) for seat in seats):
            return actor
    return None


def appointable(actors: Iterable[Actor]) -> tuple[Role, ...]:
    """The roles that somebody may give somewhere, in the order of the list of roles."""
    given = {
        role
        for actor in actors
        for role in Role
        if actor.may_appoint(role, below(actor.scope), actor.campaign)
    }
    return tuple(role for role in Role if role in given)


def givers_of(role: Role) -> tuple[Role, ...]:
    """Who appoints to `role`."""
    return tuple(giver for giver in Role if role in APPOINTS.get(giver, frozenset()))
