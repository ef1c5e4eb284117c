"""Whose raw words reach whom (SPEC rule 4): the office above a unit, and the inspectors, who also hear of the office itself.

Plain paths and actors in, so that a list is one indexed range, a page one comparison and a command one check, all alike.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from huiyin.kit.errors import NotAllowed
from huiyin.platform.orgs.rules.rights import RIGHT_NAMES, Actor, Right, Role
from huiyin.platform.orgs.rules.tree import meets
from huiyin.process.campaigns.rules.template import Term


@dataclass(frozen=True)
class Reach:
    """The opinions about the unit at `path` when `itself`, about the units below it when `below`.

    `unplaced`: also those of which nobody has said yet whom they are about. `barred`: units whose own people the reader is
    one of, never reached whatever else they are (no judge in their own cause). `gaps`: units that the reader is recused from, with
    all below them.
    """

    path: str
    itself: bool
    below: bool
    unplaced: bool
    barred: frozenset[str] = frozenset()
    gaps: frozenset[str] = frozenset()

    def covers(self, about: str | None) -> bool:
        """Whether an opinion about the unit at path `about` (None: not said yet) is within reach."""
        if about is None:
            return self.unplaced
        if about in self.barred or any(about.startswith(gap) for gap in self.gaps):
            return False
        return self.itself if about == self.path else self.below and about.startswith(self.path)


def raw_reaches(actors: Iterable[Actor], right: Right, root: str) -> Iterator[Reach]:
    """What `actors` reach with `right` (reading or triaging raw words) in a campaign of the unit at path `root`.

    The office works on what is said about the units below its own. What is said about the unit that runs the campaign
    goes to the supervision group alone, which reads everything in its scope and triages only that.
    """
    for actor in actors:
        if not actor.may(right, actor.scope) or not meets(actor.scope, root):
            continue
        top = max(actor.scope, root, key=len)
        over_all = root.startswith(actor.scope)
        if actor.role is not Role.SUPERVISION:
            # A scope above the root (the server's own command line) has the root below it.
            yield Reach(
                top, itself=len(actor.scope) < len(root), below=True, unplaced=over_all, barred=actor.own
            )
        elif right is Right.OPINION_READ_RAW:
            yield Reach(top, itself=True, below=True, unplaced=over_all, barred=actor.own, gaps=actor.recused)
        elif over_all:
            yield Reach(root, itself=True, below=False, unplaced=False, barred=actor.own, gaps=actor.recused)


def may_work(by: Actor, right: Right, about: str | None, root: str) -> bool:
    """Whether `by` may work on the raw words of an opinion about the unit at path `about`."""
    return any(reach.covers(about) for reach in raw_reaches((by,), right, root))


def not_yours(right: Right, inspectors: Term) -> NotAllowed:
    """The refusal that says whose it is; `inspectors` is the campaign's own word for them."""
    return NotAllowed(
        f"您没有对这条意见“{RIGHT_NAMES[right]}”的权限：关于一个单位的意见由它的上级活动办办理，关于活动主办单位的由{inspectors.zh}办理。",
        f"You lack the right '{right}' for this opinion: the office above a unit works on what is said about it, "
        f"the {inspectors.en} on what is said about the unit that runs the campaign.",
    )
