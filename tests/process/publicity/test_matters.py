"""A matter goes out worded by one and approved by another, once nobody can be told from it; then its words stay."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from huiyin.kit.errors import BadInput, Conflict, NotAllowed, Refused, Unseen
from huiyin.platform.audit.models import Record
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.opinions.commands import sweep_opinions
from huiyin.process.opinions.models import Opinion
from huiyin.process.problems.commands import Wording, raise_problem
from huiyin.process.problems.models import Problem
from huiyin.process.publicity.access import get_matter, visible_matters
from huiyin.process.publicity.commands import (
    Told,
    approve_matter,
    draft_matter,
    edit_matter,
    redraft_matter,
    return_matter,
    withdraw_matter,
)
from huiyin.process.publicity.models import PublicMatter
from huiyin.process.publicity.queries import (
    anything_public,
    editions_of,
    public_page,
    publicity_faults,
    published_units,
)
from huiyin.process.publicity.rules.matters import Assured, MatterState, Worded
from tests.world import World

pytestmark = pytest.mark.django_db

WORDS = Worded("午餐分量减少", "有家长反映午餐荤菜减少。", "已重新核定食谱，每日公布菜价。")
OTHER = Actor("officer-2", Role.OFFICE)
SURE = Assured(nobody_known=True)
# Different words, so that nobody's is a near duplicate of another's.
SAID = (
    "上周三的午餐只有两片肉，问总务处说菜价涨了",
    "孩子天天喊饿，中午的鸡腿变成了鸡翅尖",
    "三年级食堂打饭阿姨手抖得厉害，青菜都没几根",
    "伙食费每月多收四十，荤菜反而看不见",
    "学生说番茄炒蛋里找不到蛋，汤像刷锅水",
    "家长委员会陪餐那天菜特别好，第二天又缩水",
)


@pytest.fixture
def problem(world: World, at: datetime) -> Problem:
    """Six givers about the first school, and a checked summary."""
    taken = world.take(*SAID)
    Opinion.objects.filter(pk__in=[opinion.pk for opinion in taken]).update(about=world.school)
    sweep_opinions(world.campaign, by=world.office, at=at)
    return problem_of(world, at, [opinion.pk for opinion in taken])


def problem_of(world: World, at: datetime, opinions: list[int]) -> Problem:
    wording = Wording(title="午餐", source="masses", manifestation=WORDS.words, checked=True)
    return raise_problem(
        world.campaign, wording, opinions=opinions, owner=world.school, by=world.office, at=at
    )


@pytest.fixture
def draft(world: World, at: datetime, problem: Problem) -> PublicMatter:
    told = Told(WORDS, world.school, "E06", problem)
    return draft_matter(world.campaign, told, by=world.office, at=at)


def rows(world: World) -> list[tuple[int, str, int | None, bool]]:
    page = public_page(world.campaign, size=20)
    return [(row.number, row.title, row.givers, row.withdrawn) for row in page.rows]


def now(matter: PublicMatter) -> PublicMatter:
    return PublicMatter.objects.select_related("campaign__root", "problem").get(pk=matter.pk)


def test_nobody_sees_a_draft_and_everybody_what_was_approved(
    world: World, draft: PublicMatter, at: datetime
) -> None:
    assert rows(world) == []
    assert not anything_public(world.campaign)
    approve_matter(draft, 1, Assured(), by=OTHER, at=at)
    assert rows(world) == [(1, WORDS.title, 6, False)]
    assert published_units(world.campaign) == [world.school]
    assert anything_public(world.campaign)
    assert list(publicity_faults()) == []


def test_who_drafted_it_doesnt_approve_it(world: World, draft: PublicMatter, at: datetime) -> None:
    with pytest.raises(NotAllowed, match="起草人不能自己批准"):
        approve_matter(draft, 1, SURE, by=world.office, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicMatter.objects.filter(pk=draft.pk).update(
            state=MatterState.PUBLISHED, decided_by=world.office.code, decided_on=at.date()
        )


def test_below_five_givers_it_takes_a_stated_confirmation_and_no_figure_is_told(
    world: World, at: datetime, problem: Problem
) -> None:
    few = problem_of(world, at, [world.take("操场灯坏了三个月", name="另一.xlsx")[0].pk])
    for linked in (few, None):
        matter = draft_matter(world.campaign, Told(WORDS, problem=linked), by=world.office, at=at)
        with pytest.raises(Refused, match="看不出是谁"):
            approve_matter(matter, 1, Assured(looked=True), by=OTHER, at=at)
        approve_matter(matter, 1, SURE, by=OTHER, at=at)
        assert now(matter).givers is None
        assert now(matter).nobody_known
    assert [givers for _, _, givers, _ in rows(world)] == [None, None]


def test_near_duplicates_are_one_giver(world: World, at: datetime) -> None:
    taken = world.take(*(f"{SAID[0]}{mark}" for mark in "。！？；：、"))
    sweep_opinions(world.campaign, by=world.office, at=at)
    again = problem_of(world, at, [opinion.pk for opinion in taken])
    matter = draft_matter(world.campaign, Told(WORDS, problem=again), by=world.office, at=at)
    with pytest.raises(Refused, match="有 1 人"):
        approve_matter(matter, 1, Assured(), by=OTHER, at=at)


@pytest.mark.parametrize(
    ("worded", "found"),
    [
        (Worded("午餐", "家长王老师反映午餐缩水。", "已改。"), "王老师"),
        (Worded("午餐", "有家长反映。", "有事请打13912345678。"), "13912345678"),
        (Worded("午餐", "总务主任收受供货商回扣。", "已转交。"), "总务主任收受"),
        (Worded("午餐", "孩子天天喊饿，中午的鸡腿变成了鸡翅尖。", "已改。"), "孩子天天喊饿"),
    ],
)
def test_names_details_accusations_and_raw_words_ask_once(
    world: World, at: datetime, problem: Problem, worded: Worded, found: str
) -> None:
    matter = draft_matter(world.campaign, Told(worded, problem=problem), by=world.office, at=at)
    with pytest.raises(Refused, match=found):
        approve_matter(matter, 1, Assured(nobody_known=True), by=OTHER, at=at)
    approve_matter(matter, 1, Assured(looked=True), by=OTHER, at=at)
    assert now(matter).state == MatterState.PUBLISHED


def test_nobody_learns_of_words_that_arent_theirs_to_read(
    world: World, at: datetime, problem: Problem
) -> None:
    Opinion.objects.filter(body=SAID[1]).update(about=world.bureau)
    worded = Worded("午餐", SAID[1], "已改。")
    matter = draft_matter(world.campaign, Told(worded, problem=problem), by=world.office, at=at)
    office = Actor("office-9", Role.OFFICE, world.bureau.path)
    approve_matter(matter, 1, Assured(), by=office, at=at)


def test_what_is_out_keeps_its_words_and_cant_be_dropped(
    world: World, draft: PublicMatter, at: datetime, run_sql: Callable[[str], None]
) -> None:
    approve_matter(draft, 1, Assured(), by=OTHER, at=at)
    for statement in (
        f"UPDATE publicity_publicmatter SET answer = '改过' WHERE id = {draft.pk}",
        f"UPDATE publicity_publicmatter SET decided_on = NULL WHERE id = {draft.pk}",
        f"UPDATE publicity_publicmatter SET givers = 900 WHERE id = {draft.pk}",
        f"DELETE FROM publicity_publicmatter WHERE id = {draft.pk}",
    ):
        with pytest.raises(DatabaseError, match="refused"), transaction.atomic():
            run_sql(statement)


def test_it_changes_only_by_a_new_edition_that_another_approves(
    world: World, draft: PublicMatter, at: datetime
) -> None:
    approve_matter(draft, 1, Assured(), by=OTHER, at=at)
    with pytest.raises(Conflict):
        edit_matter(draft, 1, Told(WORDS), by=world.office, at=at)
    newer = Worded(WORDS.title, WORDS.words, "食堂承包合同已终止。")
    told = Told(newer, world.school, "E06", draft.problem)
    later = at + timedelta(days=3)
    second = redraft_matter(draft, told, by=world.office, at=later)
    assert (second.number, second.edition) == (1, 2)
    assert public_page(world.campaign, size=9).rows[0].answer == WORDS.answer
    with pytest.raises(Conflict):
        redraft_matter(draft, told, by=OTHER, at=later)
    with pytest.raises(Refused):
        redraft_matter(second, told, by=OTHER, at=later)
    approve_matter(second, 1, Assured(), by=OTHER, at=later)
    (row,) = public_page(world.campaign, size=9).rows
    assert (row.answer, row.first, row.on) == (newer.answer, at.date(), later.date())
    assert [one.state for one in editions_of(draft)] == [MatterState.PUBLISHED, MatterState.REPLACED]
    assert list(publicity_faults()) == []


def test_what_was_returned_stays_and_is_written_anew(world: World, draft: PublicMatter, at: datetime) -> None:
    with pytest.raises(BadInput, match="退回的理由"):
        return_matter(draft, 1, " ", by=OTHER, at=at)
    return_matter(draft, 1, "没有说哪天改好", by=OTHER, at=at)
    with pytest.raises(Conflict):
        approve_matter(draft, 1, Assured(), by=OTHER, at=at)
    again = redraft_matter(draft, Told(WORDS, problem=draft.problem), by=world.office, at=at)
    approve_matter(again, 1, Assured(), by=OTHER, at=at)
    assert rows(world) == [(1, WORDS.title, 6, False)]
    assert now(draft).state == MatterState.RETURNED


def test_withdrawn_leaves_a_line_without_a_word(world: World, draft: PublicMatter, at: datetime) -> None:
    approve_matter(draft, 1, Assured(), by=OTHER, at=at)
    with pytest.raises(BadInput, match="撤下的理由"):
        withdraw_matter(draft, "", by=OTHER, at=at)
    withdraw_matter(draft, "写错了单位", by=OTHER, at=at)
    assert rows(world) == [(1, "", None, True)]
    assert public_page(world.campaign, unit=world.school, size=9).rows == ()
    assert published_units(world.campaign) == []
    with pytest.raises(Conflict):
        withdraw_matter(draft, "再撤一次", by=OTHER, at=at)
    back = redraft_matter(draft, Told(WORDS, problem=draft.problem), by=world.office, at=at)
    approve_matter(back, 1, Assured(), by=OTHER, at=at)
    assert rows(world) == [(1, WORDS.title, 6, False)]


def test_a_draft_is_its_writers_and_who_comes_late_is_told(
    world: World, draft: PublicMatter, at: datetime
) -> None:
    with pytest.raises(Refused, match="由别人起草"):
        edit_matter(draft, 1, Told(WORDS), by=OTHER, at=at)
    edit_matter(draft, 1, Told(Worded("新题目", "情况", "答复"), world.school), by=world.office, at=at)
    for late in (
        lambda: edit_matter(draft, 1, Told(WORDS), by=world.office, at=at),
        lambda: approve_matter(draft, 1, SURE, by=OTHER, at=at),
        lambda: return_matter(draft, 1, "晚了", by=OTHER, at=at),
    ):
        with pytest.raises(Conflict):
            late()
    assert now(draft).title == "新题目"


def test_codes_units_and_problems_are_the_campaigns(world: World, at: datetime, problem: Problem) -> None:
    with pytest.raises(BadInput, match="没有专题"):
        draft_matter(world.campaign, Told(WORDS, topic="no-such"), by=world.office, at=at)
    elsewhere = Actor("other", Role.OFFICE, world.other_school.path)
    for act in (
        lambda: draft_matter(world.campaign, Told(WORDS), by=elsewhere, at=at),
        lambda: draft_matter(world.campaign, Told(WORDS), by=world.clerk, at=at),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_only_writers_and_approvers_see_the_desk(world: World, draft: PublicMatter) -> None:
    inspector = Actor("dudao", Role.SUPERVISION, world.bureau.path)
    leader = Actor("lead", Role.LEADER, world.bureau.path)
    assert get_matter(draft.pk, actors=[inspector], campaign=world.campaign) == draft
    for actor in (leader, world.clerk, Actor("office-3", Role.OFFICE, world.school.path)):
        assert not visible_matters([actor], world.campaign).exists()
        with pytest.raises(Unseen):
            get_matter(draft.pk, actors=[actor], campaign=world.campaign)


def test_every_act_is_in_the_record_without_a_word(world: World, draft: PublicMatter, at: datetime) -> None:
    edit_matter(draft, 1, Told(WORDS, problem=draft.problem), by=world.office, at=at)
    approve_matter(draft, 2, Assured(), by=OTHER, at=at)
    withdraw_matter(draft, "写错了单位", by=OTHER, at=at)
    told = Record.objects.filter(subject=f"matter:{draft.pk}").order_by("seq")
    assert list(told.values_list("act", flat=True)) == [
        "matter.drafted",
        "matter.edited",
        "matter.approved",
        "matter.withdrawn",
    ]
    facts = "".join(told.values_list("facts", flat=True))
    assert not any(text in facts for text in (WORDS.title, WORDS.words, WORDS.answer, "写错"))


def test_the_page_goes_on_where_it_stopped(
    world: World, at: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for day in range(5):
        made = draft_matter(world.campaign, Told(WORDS), by=world.office, at=at)
        approve_matter(made, 1, SURE, by=OTHER, at=at + timedelta(days=day // 2))
    seen: list[int] = []
    after = None
    while True:
        with django_assert_num_queries(2):
            page = public_page(world.campaign, after=after, size=2)
        seen += [row.number for row in page.rows]
        after = page.later
        if after is None:
            break
    assert seen == [5, 4, 3, 2, 1]
    assert public_page(world.campaign, after=(99999999, 1), size=9).rows == ()


def test_a_matter_whose_words_arent_what_was_approved_is_found(
    world: World, draft: PublicMatter, at: datetime
) -> None:
    approve_matter(draft, 1, Assured(), by=OTHER, at=at)
    type(world.campaign).objects.filter(pk=world.campaign.pk).update(
        secret="00" * 32
    )  # as good as other words
    (fault,) = publicity_faults()
    assert "第 1 号" in fault.zh
