"""The filters of the ledger as an address writes them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from huiyin.kit.errors import BadInput
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Right, Role
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.template import Template
from huiyin.process.figures.queries.parts import in_part
from huiyin.process.problems.access import visible_problems
from huiyin.process.problems.models import ProblemQuerySet
from huiyin.process.problems.queries import Sought
from huiyin.web.frame.flow import PART_NAMES
from huiyin.web.frame.visit import Visit
from huiyin.web.problems.states import PHASES

MOST_UNITS_IN_A_LIST = 150
_UNIT_ROLES = {Role.HEAD, Role.CLERK, Role.MEMBER}
_YES = "yes"
KEPT = (
    "text", "phase", "state", "owner", "focus", "topic", "key_work", "source", "horizon", "late", "due", "common", "mine", "part", "group",
)  # fmt: skip
"""What a saved view keeps, in this order."""
ANY = "any"
"""Of the key works: whichever."""


def read_sought(filters: Mapping[str, str], visit: Visit, units: Iterable[Unit] = ()) -> Sought:
    """The filters of the address. A code that nobody knows finds nothing; a unit must be a number, or "none".

    One query for "mine", none where one's own are among the `units` that the caller knows already.
    """
    owner = filters.get("owner", "")
    if owner and owner != "none" and not (owner.isascii() and owner.isdigit() and len(owner) <= 18):
        raise BadInput(
            "筛选条件“责任单位”的值不认识，请重新选择。",
            "The filter 'owner' has no known value; choose again.",
        )
    codes = {name: filters.get(name, "")[:40] for name in ("source", "topic", "horizon")}
    focus = filters.get("focus", "")[:40]
    template = template_of(visit.running)
    leaves = tuple(leaf.code for leaf in template.focus_leaves() if leaf.group == focus)
    return Sought(
        text=filters.get("text", "").replace("\0", ""),
        owner=int(owner) if owner.isdigit() else None,
        focus="" if leaves else focus,
        leaves=leaves,
        key_works=_key_works(filters.get("key_work", "")[:40], template),
        states=_states(filters, visit),
        units=tuple(_own(visit, units)) if filters.get("mine") == _YES else None,
        late_on=visit.today if filters.get("late") == _YES else None,
        due_by=visit.today if filters.get("due") == _YES else None,
        lasting=tuple(template.life.lasting),
        common=filters.get("common") == _YES,
        unowned=owner == "none",
        **codes,
    )


def visible_part(filters: Mapping[str, str], visit: Visit) -> ProblemQuerySet:
    """The problems in sight; of these, where the address names a part of the one page, the ones that it counts. Who doesn't get that page doesn't
    get its parts: of a unit's own problem they may tell what fewer givers said than a unit may be shown (SPEC rule 5)."""
    visible, part = visible_problems(visit.actors, visit.running), filters.get("part", "")
    if not part:
        return visible
    if part not in PART_NAMES or not visit.may(Right.OVERVIEW_READ):
        raise BadInput(
            "筛选条件“一页上的哪个数”的值不认识，请回到“一页”重新点。",
            "The filter 'part' has no known value; choose a number on the one page again.",
        )
    counted = in_part(visit.running, visit.scopes(Right.OVERVIEW_READ), part, visit.today)
    return visible.filter(pk__in=counted.order_by().values("pk"))


def _key_works(wanted: str, template: Template) -> tuple[str, ...]:
    """The codes that are asked for; a code that nobody knows finds nothing."""
    if wanted != ANY:
        return (wanted,) if wanted else ()
    return tuple(work.code for work in template.key_works()) or (wanted,)


def _states(filters: Mapping[str, str], visit: Visit) -> tuple[str, ...]:
    if state := filters.get("state", "")[:40]:
        return (state,)
    phase = filters.get("phase", "")
    if not phase:
        return ()
    if phase not in PHASES:
        raise BadInput(
            "筛选条件“进度”的值不认识，请重新选择。", "The filter 'phase' has no known value; choose again."
        )
    return tuple(template_of(visit.running).life.states_in(PHASES[phase][1])) or ("",)


def _own(visit: Visit, units: Iterable[Unit]) -> list[int]:
    """The very units whose head, clerk or team member the visitor is."""
    paths = set(own_paths(visit))
    known = [unit.pk for unit in units if unit.path in paths]
    if len(known) == len(paths):
        return known
    return list(Unit.objects.filter(path__in=paths).order_by().values_list("pk", flat=True))


def own_paths(visit: Visit) -> list[str]:
    """Their paths."""
    return sorted({actor.scope for actor in visit.actors if actor.role in _UNIT_ROLES})


def units_in_sight(visit: Visit) -> list[Unit]:
    """The units whose problems the visitor reads, MOST_UNITS_IN_A_LIST and one more at most. One query."""
    return list(Unit.objects.in_scopes(visit.scopes(Right.PROBLEM_READ))[: MOST_UNITS_IN_A_LIST + 1])


def narrowed(wanted: Sought, visit: Visit, units: list[Unit]) -> Sought:
    """The same, asked for by the key of the only unit in sight, where it's only one: an index has its problems in order."""
    whole = any(visit.running.root.path.startswith(scope) for scope in visit.scopes(Right.PROBLEM_READ))
    if len(units) != 1 or whole or wanted.owner is not None or wanted.units is not None:
        return wanted
    return replace(wanted, units=(units[0].pk,))
