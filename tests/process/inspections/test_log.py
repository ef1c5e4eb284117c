"""What one who went enters another confirms; then what was found is in the ledger, what was demanded is asked, and nothing changes."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from pytest_django import DjangoAssertNumQueries

from huiyin.kit.errors import BadInput, Conflict, NotAllowed, Refused, Unseen
from huiyin.platform.audit.models import Record
from huiyin.platform.orgs.commands import declare_recusal, give_grant, open_account
from huiyin.platform.orgs.queries import actors_of
from huiyin.platform.orgs.rules.recusing import RecusalKind
from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.campaigns.models import Ask, PlanItem
from huiyin.process.inspections.access import get_entry, unentered_visits, waiting_entries
from huiyin.process.inspections.commands import (
    add_revisit,
    cancel_visit,
    confirm_entry,
    correct_entry,
    edit_entry,
    enter_visit,
)
from huiyin.process.inspections.models import LogEntry, LogPoint, Visit
from huiyin.process.inspections.queries.visits import rows_of
from huiyin.process.inspections.rules.entries import Found, digest_of
from huiyin.process.problems.models import Problem
from tests.process.inspections.conftest import ABOVE, DAY, SEEN, Group, Plan
from tests.world import World

pytestmark = pytest.mark.django_db


def shown(entry: LogEntry) -> str:
    return digest_of(rows_of([entry])[0].entered)


def test_entered_by_one_and_confirmed_by_the_other(
    world: World, group: Group, plan: Plan, at: datetime
) -> None:
    visit = plan()
    assert list(unentered_visits([group.one], world.campaign)) == [visit]
    entry = enter_visit(visit, SEEN, by=group.one, at=at)
    assert not unentered_visits([group.one], world.campaign).exists()
    assert not Problem.objects.exists()
    assert list(waiting_entries([group.other], world.campaign)) == [entry]
    assert not waiting_entries([group.one], world.campaign).exists()
    with pytest.raises(NotAllowed, match="另一位"):
        confirm_entry(entry, shown(entry), by=group.one, at=at)
    confirm_entry(entry, shown(entry), by=group.other, at=at)
    problem = Problem.objects.get()
    assert (problem.source, problem.owner, problem.focus) == ("supervision", world.school, "F1")
    assert problem.title == "食堂伙食账目三个月没有公布"
    ask = Ask.objects.get(origin="inspection")
    item = PlanItem.objects.get(ask=ask)
    assert (item.participation.unit, item.due_on) == (world.school, date(2014, 6, 5))
    [row] = rows_of([entry])
    assert row.found[0].problem == problem
    assert row.demanded[0].ask == ask
    assert Visit.objects.get().state == "held"
    assert [one.act for one in Record.objects.filter(act__startswith="visit.").order_by("seq")] == [
        "visit.planned",
        "visit.entered",
        "visit.confirmed",
    ]


def test_only_who_went(world: World, group: Group, plan: Plan, at: datetime) -> None:
    entry = enter_visit(plan(), SEEN, by=group.one, at=at)
    third, _ = open_account("third", "某third", by=ABOVE, at=at)
    give_grant(third, Role.SUPERVISION, world.bureau, since=DAY, until=date(2014, 12, 31), by=ABOVE, at=at)
    [by] = actors_of(third, DAY)
    with pytest.raises(NotAllowed):
        enter_visit(entry.visit, SEEN, by=by, at=at)
    with pytest.raises(NotAllowed):
        confirm_entry(entry, shown(entry), by=by, at=at)
    declare_recusal(group.second, world.school, RecusalKind.KIN, "爱人在该校。", by=group.other, at=at)
    [recused] = actors_of(group.second, DAY)
    with pytest.raises(NotAllowed):
        confirm_entry(entry, shown(entry), by=recused, at=at)
    with pytest.raises(Unseen):
        get_entry(entry.number, actors=[recused], campaign=world.campaign)


def test_what_is_confirmed_is_what_was_seen(group: Group, plan: Plan, at: datetime) -> None:
    entry = enter_visit(plan(), SEEN, by=group.one, at=at)
    before = shown(entry)
    with pytest.raises(NotAllowed):
        edit_entry(entry, SEEN, 1, by=group.other, at=at)
    edit_entry(entry, replace(SEEN, learned="公示栏是空的。"), 1, by=group.one, at=at)
    with pytest.raises(Conflict):
        edit_entry(entry, SEEN, 1, by=group.one, at=at)
    with pytest.raises(Conflict):
        confirm_entry(entry, before, by=group.other, at=at)
    confirm_entry(entry, shown(entry), by=group.other, at=at)
    with pytest.raises(Conflict):
        edit_entry(entry, SEEN, 2, by=group.one, at=at)
    with pytest.raises(Conflict):
        confirm_entry(entry, shown(entry), by=group.other, at=at)


def test_a_final_row_never_changes(group: Group, plan: Plan, at: datetime) -> None:
    entry = enter_visit(plan(), SEEN, by=group.one, at=at)
    with pytest.raises(Refused):
        correct_entry(entry, "日期应为二十二日。", by=group.one, at=at)
    with pytest.raises(DatabaseError), transaction.atomic():
        LogEntry.objects.update(confirmed_on=DAY, confirmed_by=group.one.code)
    confirm_entry(entry, shown(entry), by=group.other, at=at)
    for rows, wrong in (
        (LogEntry.objects, {"learned": "都好。"}),
        (LogEntry.objects, {"confirmed_on": None, "confirmed_by": ""}),
        (LogPoint.objects, {"text": "没有问题。"}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**wrong)
    with pytest.raises(DatabaseError), transaction.atomic():
        LogPoint.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        LogPoint.objects.create(entry=entry, kind="found", number=9, text="补一条。")
    correct_entry(entry, "公示栏是两个月没有换。", by=group.one, at=at)
    add_revisit(entry, DAY, "账目已公布。", by=group.other, at=at)
    with pytest.raises(BadInput):
        add_revisit(entry, DAY + timedelta(days=1), "还没有去。", by=group.other, at=at)
    [row] = rows_of([entry])
    assert [one.text for one in row.corrections] == ["公示栏是两个月没有换。"]
    assert [one.text for one in row.revisits] == ["账目已公布。"]


def test_words_by_which_somebody_is_known_are_looked_at(group: Group, plan: Plan, at: datetime) -> None:
    told = replace(SEEN, found=(Found("有家长打13800000000来问收费。"),))
    entry = enter_visit(plan(), told, by=group.one, at=at)
    with pytest.raises(Refused, match="13800000000"):
        confirm_entry(entry, shown(entry), by=group.other, at=at)
    assert not Problem.objects.exists()
    confirm_entry(entry, shown(entry), looked=True, by=group.other, at=at)
    assert Problem.objects.count() == 1


def test_what_a_row_must_say(group: Group, plan: Plan, at: datetime) -> None:
    visit = plan()
    for wrong in (
        replace(SEEN, ways=()),
        replace(SEEN, ways=("telepathy",)),
        replace(SEEN, learned=" "),
        replace(SEEN, day=DAY + timedelta(days=1)),
        replace(SEEN, found=(Found(" "),)),
        replace(SEEN, demanded=(replace(SEEN.demanded[0], due_on=None),)),
    ):
        with pytest.raises(BadInput):
            enter_visit(visit, wrong, by=group.one, at=at)
    cancel_visit(visit, "不去了。", by=group.one, at=at)
    with pytest.raises(Refused):
        enter_visit(visit, SEEN, by=group.one, at=at)


def test_rows_cost_the_same_however_many(
    group: Group, plan: Plan, at: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(4):
        enter_visit(plan(), SEEN, by=group.one, at=at)
    with django_assert_num_queries(5):
        assert len(rows_of(LogEntry.objects.select_related("visit"))) == 4
