"""A visit announced to the first school with a row to confirm, a paper issued to it, and a conflict declared for the other one."""

from dataclasses import dataclass
from datetime import date

from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.commands import declare_recusal, give_grant, open_account
from huiyin.platform.orgs.rules.recusing import RecusalKind
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.inspections.commands import draft_step, enter_visit, issue_step, open_ladder, plan_visit
from huiyin.process.inspections.rules.entries import Entered
from huiyin.process.inspections.rules.visits import Planned
from tests.world import World


@dataclass(frozen=True)
class Inspected:
    """Numbers of the things."""

    visit: int
    entry: int
    ladder: int
    recusal: int


def inspect(
    world: World, inspector: Account, announced: str, learned: str, issued: str, why: str
) -> Inspected:
    """The second inspector enters, drafts and declares; the first, of the cast, issues and may confirm."""
    second, _ = open_account("second", "某second", by=world.office, at=world.at)
    today = world.at.date()
    give_grant(
        second,
        Role.SUPERVISION,
        world.bureau,
        since=today,
        until=date(2014, 10, 31),
        by=world.office,
        at=world.at,
    )
    one, other = (Actor(who.code, Role.SUPERVISION, world.bureau.path) for who in (inspector, second))
    planned = Planned("talk", today, announced, noticed_on=today)
    visit = plan_visit(world.campaign, world.school, planned, [inspector, second], by=one, at=world.at)
    entry = enter_visit(visit, Entered(today, ("walking",), learned), by=other, at=world.at)
    ladder = open_ladder(world.campaign, world.school, issued, by=other, at=world.at)
    paper = draft_step(ladder, "urge", issued, due_on=date(2014, 6, 20), by=other, at=world.at)
    issue_step(paper, 1, by=one, at=world.at)
    recusal = declare_recusal(second, world.other_school, RecusalKind.KIN, why, by=other, at=world.at)
    return Inspected(visit.number, entry.number, ladder.number, recusal.pk)
