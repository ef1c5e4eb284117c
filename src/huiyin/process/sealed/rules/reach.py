"""Whose sealed matters are whose to read: the discipline officer's above the unit, never those about an own unit (SPEC rules 4, 13)."""

from collections.abc import Iterable, Iterator

from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.platform.orgs.rules.tree import meets
from huiyin.process.opinions.rules.reach import Reach


def sealed_reaches(actors: Iterable[Actor], root: str) -> Iterator[Reach]:
    """What `actors` reach of the matters in a campaign of the unit at path `root`.

    Whoever acts for the whole campaign reaches all, the organiser's own and those that name no unit, too; whoever acts for a
    part of it only what is about the units below their own: an accusation never stays in the house.
    """
    for actor in actors:
        if not actor.may(Right.SEALED_READ, actor.scope) or not meets(actor.scope, root):
            continue
        over_all = root.startswith(actor.scope)
        top = max(actor.scope, root, key=len)
        yield Reach(top, itself=over_all, below=True, unplaced=over_all, barred=actor.own)


def reaches_sealed(by: Actor, about: str | None, root: str) -> bool:
    """Whether a matter about the unit at path `about` (None: none named) is within `by`'s reach."""
    return any(reach.covers(about) for reach in sealed_reaches((by,), root))
