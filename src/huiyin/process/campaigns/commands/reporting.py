"""What a unit says of its plan: how far it is, that it is done, why it isn't."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import BadInput, Conflict, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.commands.filling import unfilled
from huiyin.process.campaigns.models import Campaign, Participation, PlanItem
from huiyin.process.campaigns.rules.progress_sheet import Progress, RowFault

__all__ = [
    "LONGEST_PROGRESS",
    "Progress",
    "ProgressTaken",
    "Reported",
    "import_progress",
    "report_progress",
    "settle_item",
]

LONGEST_PROGRESS = 500


@transaction.atomic
def report_progress(item: PlanItem, said: Progress, version: int, *, by: Actor, at: datetime) -> bool:
    """Write down how far an item is; False where nothing changed. Done once may be taken back.

    Refused while its ask waits for a signature; Conflict where it changed since `version` was looked at. 1 query, and a record.
    """
    by.needs(Right.PLAN_REPORT, item.participation.unit.path)
    if item.ask.sent_on is None:
        raise Refused(
            "这项任务还没有签批下达，不能填报进展。",
            "This task waits for a signature: nothing is reported on it before it is sent.",
        )
    _check(said, day_in_china(at))
    if said.done_on is not None and (empty := unfilled(item)):
        raise Refused(
            f"还有 {len(empty)} 栏没有填：{'、'.join(empty[:5])}。请先在这一项的页面上填好，再记为完成。",
            f"{len(empty)} field(s) are empty: {', '.join(empty[:5])}. Fill them in on the item's page first.",
        )
    if said == Progress(item.progress, item.done_on, item.late_reason) and version == item.version:
        return False
    rows = PlanItem.objects.filter(pk=item.pk, version=version, participation__ended_on=None)
    changed = rows.update(
        progress=said.progress, done_on=said.done_on, late_reason=said.late_reason, version=F("version") + 1
    )
    if not changed:
        raise Conflict(
            "这一项刚被别人改过，没有写入。请刷新后再填。",
            "Somebody changed this item meanwhile: look again.",
        )
    done = said.done_on.isoformat() if said.done_on else ""
    facts = {"ask": item.ask.code, "done_on": done, "was_done_on": str(item.done_on or "")}
    record(act="item.reported", subject=f"item:{item.pk}", by=by.code, at=at, facts=facts)
    return True


def settle_item(participation: Participation, code: str | None, *, by: Actor, at: datetime) -> bool:
    """Part of another room's command, in its transaction and under its right: what the ask `code` wanted was done by that very act.

    The item is done on the day, unless somebody said so before; False where there is none that is open. 2 queries, and a record.
    """
    found = PlanItem.objects.open().filter(participation=participation, ask__code=code or "").first()
    if found is None:
        return False
    today = day_in_china(at)
    there = PlanItem.objects.filter(pk=found.pk, done_on=None)
    if not there.update(done_on=today, version=F("version") + 1):
        return False
    facts = {"ask": code, "done_on": today.isoformat(), "was_done_on": "", "by_act": True}
    record(act="item.reported", subject=f"item:{found.pk}", by=by.code, at=at, facts=facts)
    return True


@dataclass(frozen=True)
class Reported:
    """What a row of a sheet says of an item: its row, for the answer, and the version of the item that it was looked at."""

    row_no: int
    item: int
    version: int
    said: Progress


@dataclass(frozen=True)
class ProgressTaken:
    """What an import came to: how many items changed, and the rows that were refused."""

    changed: int
    refused: tuple[RowFault, ...]


@transaction.atomic
def import_progress(
    campaign: Campaign, rows: Sequence[Reported], *, by: Actor, at: datetime
) -> ProgressTaken:
    """Write down what a sheet says, item by item; what one row is refused keeps no other from being taken.

    3 queries and a record for each row that changes something.
    """
    by.needs(Right.PLAN_REPORT, by.scope)
    take_turn()
    items = PlanItem.objects.filter(ask__campaign=campaign, participation__ended_on=None)
    found = items.select_related("ask", "participation__unit").in_bulk([row.item for row in rows])
    changed, refused = 0, []
    for row in rows:
        item = found.get(row.item)
        try:
            if item is None:
                raise BadInput(
                    "没有这一项了，或单位已退出活动，没有写入。",
                    "There is no such item any more, or its unit left.",
                )
            changed += report_progress(item, row.said, row.version, by=by, at=at)
        except (BadInput, Refused) as why:
            refused.append(RowFault(row.row_no, item.ask.title if item else "", why.zh, why.en))
    return ProgressTaken(changed, tuple(refused))


def _check(said: Progress, today: date) -> None:
    for words in (said.progress, said.late_reason):
        if len(words) > LONGEST_PROGRESS:
            raise BadInput(
                f"太长了：至多 {LONGEST_PROGRESS} 字，现有 {len(words)} 字。一句话说清即可。",
                f"Too long: at most {LONGEST_PROGRESS} characters, here {len(words)}.",
            )
    if said.done_on is not None and said.done_on > today:
        raise Refused("完成日期不能在今天之后。", "The day on which it was done can't lie ahead.")
