"""What a unit says of its plan: how far it is, that it is done, why it isn't."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import BadInput, Conflict, Refused
from huiyin.platform.audit.commands import record
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.models import PlanItem

LONGEST_PROGRESS = 500


@dataclass(frozen=True)
class Progress:
    """How far an item is: words in one line, the day on which it was done (None: it isn't), why it is late."""

    progress: str
    done_on: date | None
    late_reason: str


@transaction.atomic
def report_progress(item: PlanItem, said: Progress, version: int, *, by: Actor, at: datetime) -> bool:
    """Write down how far an item is; False where nothing changed. Done once may be taken back.

    Conflict where it changed since `version` was looked at. 1 query, and a record.
    """
    by.needs(Right.PLAN_REPORT, item.participation.unit.path)
    _check(said, day_in_china(at))
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


def _check(said: Progress, today: date) -> None:
    for words in (said.progress, said.late_reason):
        if len(words) > LONGEST_PROGRESS:
            raise BadInput(
                f"太长了：至多 {LONGEST_PROGRESS} 字，现有 {len(words)} 字。一句话说清即可。",
                f"Too long: at most {LONGEST_PROGRESS} characters, here {len(words)}.",
            )
    if said.done_on is not None and said.done_on > today:
        raise Refused("完成日期不能在今天之后。", "The day on which it was done can't lie ahead.")
