"""Moving a unit to another place in the tree."""

from datetime import datetime

from django.db import transaction
from django.db.models import BigIntegerField, Case, CharField, F, Max, Value, When
from django.db.models.functions import Concat, Length, Substr

from huiyin.kit.errors import Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.commands.units import next_path
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Right

_DEEPEST = 80  # characters of Unit.path


@transaction.atomic
def move_unit(unit: Unit, to_parent: Unit, *, by: Actor, at: datetime) -> int:
    """Put a unit with everything below it under another parent; how many units moved. One UPDATE, O(units moved).

    Sideways or upwards, never below itself. Grants name units, not paths, so whoever holds a role above the new place
    sees the unit from now on, and whoever held one above the old place only doesn't any more. Refused without a change:
    the same parent, a circle, more than 20 levels.
    """
    take_turn()
    unit.refresh_from_db()
    to_parent.refresh_from_db()
    by.needs(Right.UNIT_MANAGE, unit.path)
    by.needs(Right.UNIT_MANAGE, to_parent.path)
    _refuse_impossible(unit, to_parent)
    old, new = unit.path, next_path(to_parent)
    _refuse_too_deep(unit, len(new) - len(old))
    moved = Unit.objects.under(old).update(
        path=Concat(Value(new), Substr("path", len(old) + 1), output_field=CharField()),
        parent=Case(
            When(pk=unit.pk, then=Value(to_parent.pk)), default=F("parent"), output_field=BigIntegerField()
        ),
    )
    facts = {"unit": unit.pk, "from": old, "to": new, "units": moved}
    record(act="unit.moved", subject=f"unit:{old}", by=by.code, at=at, facts=facts)
    unit.refresh_from_db()
    return moved


def _refuse_impossible(unit: Unit, to_parent: Unit) -> None:
    if unit.parent_id == to_parent.pk:
        raise Refused(
            f"“{unit.name}”已经在“{to_parent.name}”下面，不用移动。",
            f"'{unit.name}' is under '{to_parent.name}' already.",
        )
    if to_parent.path.startswith(unit.path):
        raise Refused(
            f"不能把“{unit.name}”移到“{to_parent.name}”下面：后者就是它本身或在它下面，上级关系会成环。请先把“{to_parent.name}”移出来。",
            f"'{to_parent.name}' is '{unit.name}' or lies below it: that would be a circle. Move it out first.",
        )


def _refuse_too_deep(unit: Unit, longer: int) -> None:
    longest = Unit.objects.under(unit.path).order_by().aggregate(longest=Max(Length("path")))["longest"]
    if longest + longer > _DEEPEST:
        raise Refused(
            "移动后单位层级会超过 20 级，请换一个上级单位。",
            "The tree would become deeper than 20 levels; choose another parent.",
        )
