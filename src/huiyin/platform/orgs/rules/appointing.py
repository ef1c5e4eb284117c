"""Which of somebody's capacities may appoint to a role, and who does where none of them may."""

from collections.abc import Collection, Iterable

from huiyin.platform.orgs.rules.rights import APPOINTS, Actor, Right, Role


def appoints(actor: Actor, role: Role, path: str) -> bool:
    """Whether the capacity may give, take and hand on `role` at `path`."""
    return actor.may(Right.GRANT_GIVE, path) and role in APPOINTS.get(actor.role, frozenset())


def appointer(
    actors: Iterable[Actor], seats: Collection[tuple[Role, str]], *, whom: Collection[str]
) -> Actor | None:
    """The one capacity that may appoint to all `seats` (role, path); None without one, and for oneself.

    `whom` are the codes of the accounts that it is about.
    """
    for actor in actors:
        if actor.code not in whom and all(appoints(actor, role, path) for role, path in seats):
            return actor
    return None


def appointable(actors: Iterable[Actor]) -> tuple[Role, ...]:
    """The roles that somebody may give somewhere, in the order of the list of roles."""
    given = {role for actor in actors for role in Role if appoints(actor, role, actor.scope)}
    return tuple(role for role in Role if role in given)


def givers_of(role: Role) -> tuple[Role, ...]:
    """Who appoints to `role`."""
    return tuple(giver for giver in Role if role in APPOINTS.get(giver, frozenset()))
