"""A circular goes from the city to the bureau to the schools and further; each level for itself, each act once."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from pytest_django import DjangoAssertNumQueries

from huiyin.kit.errors import BadInput, Conflict, NotAllowed, Refused
from huiyin.platform.audit.models import Record
from huiyin.platform.files.rules import ready_evidence
from huiyin.platform.orgs.commands import import_units
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.platform.orgs.rules.unit_rows import UnitRow
from huiyin.process.campaigns.access import get_circular, own_stops, visible_circulars, visible_stops
from huiyin.process.campaigns.commands import (
    acknowledge_circular,
    enrol_units,
    issue_circular,
    pass_on_circular,
    withdraw_circular,
)
from huiyin.process.campaigns.commands.circulars import Notice
from huiyin.process.campaigns.models import Campaign, Circular, CircularStop
from huiyin.process.campaigns.queries.cascade import (
    cascade_facts,
    chain_of,
    delays,
    listed,
    next_below,
    participation_of,
)
from huiyin.process.campaigns.rules.judging import Known
from tests.world import World

CITY = Notice(
    "method", "关于查摆问题、开展批评环节的实施办法", "一、总体要求……", author="市委活动办", ack_days=2
)


@dataclass
class Tree:
    """The bureau, two schools, and a campus of the first school that takes part, too; a notice of the city at the bureau."""

    world: World
    campaign: Campaign
    campus: Unit
    head: Actor

    def notice(self, at: datetime, **more: str) -> Circular:
        to = [one for one in [participation_of(self.campaign, self.world.bureau)] if one]
        notice = Notice(**{**vars(CITY), **more})
        return issue_circular(self.campaign, notice, self.world.bureau, to, by=self.world.office, at=at)

    def stop(self, circular: Circular, unit: Unit) -> CircularStop:
        return CircularStop.objects.select_related("participation__unit", "circular__campaign__root").get(
            circular=circular, participation__unit=unit
        )


@pytest.fixture
def tree(world: World, at: datetime) -> Tree:
    import_units([UnitRow(2, None, "第三中学东校区", None, "校区", ())], world.school, by=world.office, at=at)
    campus = Unit.objects.get(name="第三中学东校区")
    enrol_units(world.campaign, [campus], by=world.office, at=at)
    return Tree(world, world.campaign, campus, Actor("head-3", Role.HEAD, world.school.path))


def test_it_goes_down_level_by_level_with_what_each_adds(tree: Tree, at: datetime) -> None:
    world, hour = tree.world, timedelta(hours=1)
    circular = tree.notice(at)
    bureau = tree.stop(circular, world.bureau)
    with pytest.raises(Refused, match="先签收"):
        pass_on_circular(bureau, "", next_below(tree.campaign, world.bureau), by=world.office, at=at)
    acknowledge_circular(bureau, by=world.office, at=at + hour)
    below = next_below(tree.campaign, world.bureau)
    assert [one.unit for one in below] == [world.school, world.other_school]
    assert pass_on_circular(bureau, "各校6月10日前报方案。", below, by=world.office, at=at + 2 * hour) == 2
    mine = tree.stop(circular, world.school)
    acknowledge_circular(mine, by=world.clerk, at=at + 3 * hour)
    pass_on_circular(mine, "", next_below(tree.campaign, world.school), by=tree.head, at=at + 3 * hour)
    campus = tree.stop(circular, tree.campus)
    assert [(stop.level, stop.added_text) for stop in chain_of(campus)] == [
        (1, "各校6月10日前报方案。"),
        (2, ""),
    ]
    assert campus.level == 3
    acts = Record.objects.filter(subject=f"circular:{circular.pk}").values_list("act", "by")
    assert [act.removeprefix("circular.") for act, _ in acts.order_by("seq")] == [
        "issued",
        "acknowledged",
        "passed_on",
        "acknowledged",
        "passed_on",
    ]
    school, east = mine.participation, campus.participation
    facts = cascade_facts([school, east], date(2014, 5, 23))
    assert facts[school.pk] == {"cascade.acknowledged": Known(value=True)}
    assert facts[east.pk] == {"cascade.acknowledged": Known(value=False)}
    before = cascade_facts([east], date(2014, 5, 22))[east.pk]["cascade.acknowledged"]
    assert before.value, "what hadn't come yet needed no acknowledging"


def test_a_unit_acts_for_itself_and_once(tree: Tree, at: datetime) -> None:
    world = tree.world
    circular = tree.notice(at)
    bureau = tree.stop(circular, world.bureau)
    acknowledge_circular(bureau, by=world.office, at=at)
    with pytest.raises(Conflict):
        acknowledge_circular(bureau, by=world.office, at=at)
    below = next_below(tree.campaign, world.bureau)
    pass_on_circular(bureau, "补充", below[:1], by=world.office, at=at)
    mine = tree.stop(circular, world.school)
    for other in (
        world.office,
        Actor("head-0", Role.HEAD, world.bureau.path),
        Actor("o", Role.CLERK, world.other_school.path),
    ):
        with pytest.raises(NotAllowed):
            acknowledge_circular(mine, by=other, at=at)
    with pytest.raises(Refused, match="已经发出"):
        pass_on_circular(bureau, "又一条", below, by=world.office, at=at)
    assert pass_on_circular(bureau, "", below, by=world.office, at=at) == 1
    with pytest.raises(Conflict):
        pass_on_circular(bureau, "", below, by=world.office, at=at)
    with pytest.raises(BadInput, match="逐级"):
        pass_on_circular(bureau, "", next_below(tree.campaign, world.school), by=world.office, at=at)


@pytest.mark.parametrize(
    ("notice", "said"),
    [
        (Notice("method", " ", "正文"), "写标题"),
        (Notice("method", "通知"), "写正文"),
        (Notice("nothing", "通知", "正文"), "没有文种"),
        (Notice("method", "通知", "正文", event="nothing"), "没有事件"),
        (Notice("method", "通知", "正文", ack_days=0), "工作日"),
        (Notice("method", "长" * 201, "正文"), "太长"),
    ],
)
def test_what_cant_be_issued(tree: Tree, at: datetime, notice: Notice, said: str) -> None:
    below = next_below(tree.campaign, tree.world.bureau)
    with pytest.raises(BadInput, match=said):
        issue_circular(tree.campaign, notice, tree.world.bureau, below, by=tree.world.office, at=at)


def test_a_newer_version_keeps_the_old(tree: Tree, at: datetime) -> None:
    world = tree.world
    below = next_below(tree.campaign, world.bureau)
    with pytest.raises(BadInput, match="至少选一个"):
        issue_circular(
            tree.campaign, Notice("method", "通知", "正文"), world.bureau, [], by=world.office, at=at
        )
    old = issue_circular(
        tree.campaign, Notice("method", "通知", "旧文"), world.bureau, below, by=world.office, at=at
    )
    with pytest.raises(NotAllowed):
        withdraw_circular(old, "发错", by=world.clerk, at=at)
    new = issue_circular(
        tree.campaign,
        Notice("method", "通知", "新文"),
        world.bureau,
        below,
        replaces=old,
        by=world.office,
        at=at,
    )
    old.refresh_from_db()
    assert (old.text, old.withdrawn_on, new.replaces_id) == ("旧文", date(2014, 5, 23), old.pk)
    with pytest.raises(Refused, match="不用再签收"):
        acknowledge_circular(tree.stop(old, world.school), by=world.clerk, at=at)
    part = tree.stop(new, world.school).participation
    withdraw_circular(new, "两份合并重发", by=world.office, at=at)
    assert cascade_facts([part], date(2014, 5, 23))[part.pk]["cascade.acknowledged"].value is True
    with pytest.raises(Conflict):
        withdraw_circular(new, "再撤", by=world.office, at=at)


def test_the_database_keeps_the_words(tree: Tree, at: datetime) -> None:
    circular = tree.notice(at)
    for change in ({"text": "改"}, {"title": "改"}, {"ack_days": None}):
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            Circular.objects.filter(pk=circular.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        circular.delete()


def test_a_file_instead_of_words(tree: Tree, at: datetime, settings: object, tmp_path: object) -> None:
    settings.HUIYIN_FILES = str(tmp_path)  # type: ignore[attr-defined]
    file = ready_evidence("一、总体要求".encode(), "实施办法.txt")
    below = next_below(tree.campaign, tree.world.bureau)
    found = issue_circular(
        tree.campaign,
        Notice("method", "通知"),
        tree.world.bureau,
        below,
        file=file,
        by=tree.world.office,
        at=at,
    )
    assert found.file is not None
    assert found.file.name == "实施办法.txt"


def test_each_sees_what_reached_them(tree: Tree, at: datetime) -> None:
    world = tree.world
    circular = tree.notice(at)
    clerk = [world.clerk]
    assert not visible_circulars(clerk, tree.campaign).exists()
    bureau = tree.stop(circular, world.bureau)
    acknowledge_circular(bureau, by=world.office, at=at)
    pass_on_circular(bureau, "", next_below(tree.campaign, world.bureau), by=world.office, at=at)
    found = get_circular(circular.pk, actors=clerk, campaign=tree.campaign)
    assert [stop.participation.unit for stop in own_stops(clerk, found)] == [world.school]
    assert visible_stops(clerk, tree.campaign).count() == 1
    assert visible_stops([world.office], tree.campaign).count() == 3


def test_delays_are_a_spread_and_name_only_who_is_to_be_chased(
    tree: Tree, at: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Friday noon: the bureau passes on at once; the first school on Monday at ten, the second not yet, late from Wednesday on."""
    world = tree.world
    circular = tree.notice(at)
    bureau = tree.stop(circular, world.bureau)
    acknowledge_circular(bureau, by=world.office, at=at)
    pass_on_circular(bureau, "", next_below(tree.campaign, world.bureau), by=world.office, at=at)
    acknowledge_circular(tree.stop(circular, world.school), by=world.clerk, at=at + timedelta(hours=70))
    stops = visible_stops([world.office], tree.campaign)
    with django_assert_num_queries(4):
        found = delays(circular, stops, date(2014, 5, 28))
    top, schools = found.levels
    assert (top.acknowledged.half, top.passed_on and top.passed_on.half) == (0, 0)
    assert (schools.acknowledged.n, schools.acknowledged.waiting, schools.acknowledged.half) == (2, 1, 6)
    assert schools.passed_on is not None
    assert (schools.passed_on.n, schools.passed_on.waiting) == (1, 1)
    assert schools.in_time is not None
    assert (schools.in_time.k, schools.in_time.n, schools.in_time.share) == (1, 2, None)
    assert [(one.unit, one.due, one.late) for one in found.waiting] == [
        (world.other_school.name, date(2014, 5, 27), True)
    ]
    early = delays(circular, stops, date(2014, 5, 23))
    assert [level.acknowledged.waiting for level in early.levels] == [0, 2]
    with django_assert_num_queries(2):
        page, more = listed(visible_circulars([world.office], tree.campaign), stops, size=20)
    assert [(row.reached, row.waiting) for row in page] == [(3, 1)]
    assert more is None
