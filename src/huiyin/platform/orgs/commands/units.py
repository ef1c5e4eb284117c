"""Changes to the unit tree."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from huiyin.kit.errors import Conflict
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.platform.orgs.rules.tree import STEP, step
from huiyin.platform.orgs.rules.unit_moves import moves
from huiyin.platform.orgs.rules.unit_rows import UnitRow


@transaction.atomic
def ensure_root(name: str, *, by: Actor, at: datetime) -> Unit:
    """The top unit called `name`, made if there is no unit of that name yet."""
    by.needs(Right.UNIT_IMPORT)
    take_turn()
    known = Unit.objects.filter(name=name).first()
    if known is not None:
        return known
    unit = Unit.objects.create(name=name, path=step(_last_child(None) + 1))
    record(act="unit.founded", subject=f"unit:{unit.path}", by=by.code, at=at, facts={"name": name})
    return unit


@transaction.atomic
def import_units(rows: Sequence[UnitRow], root: Unit, *, by: Actor, at: datetime) -> int:
    """Add the units that the tree doesn't have yet, below `root` where no parent is named; how many. O(n).

    `rows` come parents first (unit_rows.read_units).

    Units are known by name. A known unit stays where it is: one that the list puts elsewhere is a Conflict that names it,
    for moving a unit is an act of its own. So is one that stands outside of `root`.
    """
    by.needs(Right.UNIT_IMPORT, root.path)
    take_turn()
    tree = {unit.name: unit for unit in Unit.objects.all()}
    _refuse_foreign(rows, tree, root)
    _refuse_moves(rows, tree)
    counters: dict[int, int] = {}
    made = completed = 0
    for row in rows:
        if row.name in tree:
            completed += _complete(tree[row.name], row)
            continue
        parent = tree[row.parent_name] if row.parent_name else root
        counters[parent.pk] = counters.get(parent.pk, 0) or _last_child(parent)
        counters[parent.pk] += 1
        tree[row.name] = Unit.objects.create(
            code=row.code or "",
            name=row.name,
            kind=row.kind_raw,
            aliases=list(row.aliases),
            parent=parent,
            path=parent.path + step(counters[parent.pk]),
        )
        made += 1
    if made or completed:
        facts = {"units": made, "completed": completed}
        record(act="unit.imported", subject=f"unit:{root.path}", by=by.code, at=at, facts=facts)
    return made


def _complete(unit: Unit, row: UnitRow) -> bool:
    """Give a known unit what the list knows and the tree doesn't; what the tree has stays. Whether anything was new."""
    new = {
        "code": unit.code or row.code or "",
        "kind": unit.kind or row.kind_raw,
        "aliases": [*unit.aliases, *(alias for alias in row.aliases if alias not in unit.aliases)],
    }
    if new == {"code": unit.code, "kind": unit.kind, "aliases": unit.aliases}:
        return False
    Unit.objects.filter(pk=unit.pk).update(**new)
    return True


def next_path(parent: Unit) -> str:
    """The path of a new child of `parent`, after those that are there. Take the turn first."""
    return parent.path + step(_last_child(parent) + 1)


def _last_child(parent: Unit | None) -> int:
    """The highest child number in use below `parent`."""
    last = Unit.objects.filter(parent=parent).order_by("-path").values_list("path", flat=True).first()
    return int(last[-STEP:], 36) if last else 0


def _refuse_foreign(rows: Collection[UnitRow], tree: dict[str, Unit], root: Unit) -> None:
    """A list for one part of the tree neither completes a unit of another part nor plants anything below it."""
    for row in rows:
        known = tree.get(row.name)
        if known is not None and not known.path.startswith(root.path):
            raise Conflict(
                f"单位“{row.name}”已经登记在别处，不在“{root.name}”之下。请核对名称，或请上级活动办办理。",
                f"Unit '{row.name}' is registered elsewhere, not below '{root.name}'. Check the name, or ask the office above.",
            )


def _refuse_moves(rows: Collection[UnitRow], tree: dict[str, Unit]) -> None:
    names = {unit.pk: unit.name for unit in tree.values()}
    parents = {unit.name: names[unit.parent_id] for unit in tree.values() if unit.parent_id is not None}
    for move in moves(rows, parents):
        raise Conflict(
            f"单位“{move.name}”现在属于“{move.now}”，单位表写的是“{move.wanted}”。写错了请改正单位表；确实调整了隶属关系，请先移动该单位，再导入。",
            f"Unit '{move.name}' is under '{move.now}'; the list puts it under '{move.wanted}'. "
            "Correct the list, or move the unit first if it did move.",
        )
