"""The five papers: in their order, by two hands, on the right side of the last day; the last one only proposes."""

from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from huiyin.kit.errors import BadInput, Conflict, HuiyinError, NotAllowed, Refused, Unseen
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.inspections.access import (
    get_ladder_paper,
    visible_ladders,
    visible_papers,
    waiting_papers,
)
from huiyin.process.inspections.commands import (
    answer_paper,
    draft_step,
    drop_step,
    edit_step,
    issue_step,
    open_ladder,
    sign_step,
)
from huiyin.process.inspections.models import Ladder, LadderPaper
from huiyin.process.inspections.rules.ladder import checked_step, next_steps
from tests.process.inspections.conftest import DAY, Group
from tests.world import TEMPLATE, World

RULES = TEMPLATE.inspections
CODES = [one.code for one in RULES.ladder]
DUE = date(2014, 6, 10)


@given(st.lists(st.tuples(st.sampled_from(CODES), st.sampled_from(["", " ", "情况紧急。"])), max_size=12))
def test_the_ladder_goes_one_way_and_skips_with_a_reason(tries: list[tuple[str, str]]) -> None:
    issued: list[str] = []
    for code, why in tries:
        place = RULES.place(code)
        last = max((RULES.place(one) for one in issued), default=-1)
        try:
            checked_step(RULES, code, issued, why)
        except HuiyinError:
            assert place <= last or (place > last + 1 and not why.strip())
        else:
            assert place > last
            assert place == last + 1 or why.strip()
            issued.append(code)
    assert [RULES.place(one) for one in issued] == sorted({RULES.place(one) for one in issued})
    assert len(next_steps(RULES, issued)) == len(CODES) - 1 - max(
        (RULES.place(c) for c in issued), default=-1
    )


@pytest.fixture
def ladder(world: World, group: Group, at: datetime) -> Ladder:
    return open_ladder(world.campaign, world.school, "食堂账目不公开", by=group.one, at=at)


def issue(ladder: Ladder, group: Group, step: str, at: datetime, **more: object) -> LadderPaper:
    paper = draft_step(ladder, step, "请按要求办理。", by=group.one, at=at, **more)  # type: ignore[arg-type]
    issue_step(paper, 1, by=group.other, at=at)
    return paper


@pytest.mark.django_db
def test_drafted_by_one_and_issued_by_another(ladder: Ladder, group: Group, at: datetime) -> None:
    paper = draft_step(ladder, "urge", "请在期限内公布账目。", due_on=DUE, by=group.one, at=at)
    with pytest.raises(NotAllowed, match="另一位"):
        issue_step(paper, 1, by=group.one, at=at)
    with pytest.raises(NotAllowed):
        edit_step(paper, "改一改。", 1, due_on=DUE, by=group.other, at=at)
    edit_step(paper, "请在期限内公布三个月的账目。", 1, due_on=DUE, by=group.one, at=at)
    with pytest.raises(Conflict):
        issue_step(paper, 1, by=group.other, at=at)
    issue_step(paper, 2, by=group.other, at=at)
    assert (paper.year, paper.number, paper.issued_on) == (2014, 1, DAY)
    with pytest.raises(DatabaseError), transaction.atomic():
        LadderPaper.objects.update(text="没有这回事。")
    with pytest.raises(DatabaseError), transaction.atomic():
        LadderPaper.objects.all().delete()
    with pytest.raises(Conflict):
        issue_step(paper, 2, by=group.other, at=at)


@pytest.mark.django_db
def test_no_step_is_skipped_without_a_reason(ladder: Ladder, group: Group, at: datetime) -> None:
    with pytest.raises(Refused, match="督查督办通知书"):
        draft_step(ladder, "guide", "指导。", due_on=DUE, by=group.one, at=at)
    issue(ladder, group, "guide", at, due_on=DUE, skipped_why="市里已当面交办。")
    with pytest.raises(Refused):
        draft_step(ladder, "urge", "回头再发。", due_on=DUE, by=group.one, at=at)
    assert LadderPaper.objects.get().skipped_why == "市里已当面交办。"


@pytest.mark.django_db
def test_one_draft_at_a_time_and_what_is_dropped_stays(ladder: Ladder, group: Group, at: datetime) -> None:
    paper = draft_step(ladder, "urge", "通知。", due_on=DUE, by=group.one, at=at)
    with pytest.raises(Conflict):
        draft_step(ladder, "urge", "又一份。", due_on=DUE, by=group.other, at=at)
    drop_step(paper, "事情已办完。", by=group.other, at=at)
    with pytest.raises(Conflict):
        issue_step(paper, 1, by=group.other, at=at)
    issue(ladder, group, "urge", at, due_on=DUE)
    assert LadderPaper.objects.count() == 2


@pytest.mark.django_db
def test_before_and_after_the_last_day(world: World, ladder: Ladder, group: Group, at: datetime) -> None:
    issue(ladder, group, "urge", at, due_on=DUE)
    issue(ladder, group, "guide", at, due_on=DUE + timedelta(days=5))
    late = at + timedelta(days=40)
    paper = draft_step(ladder, "remind", "离期限还有几天。", by=group.one, at=at)
    with pytest.raises(Refused, match="已过"):
        issue_step(paper, 1, by=group.other, at=late)
    issue_step(paper, 1, by=group.other, at=at)
    with pytest.raises(BadInput):
        draft_step(ladder, "admonish", "最后期限。", by=group.one, at=at)
    final = draft_step(ladder, "admonish", "最后期限。", due_on=date(2014, 7, 20), by=group.one, at=at)
    with pytest.raises(Refused, match="还没有过"):
        issue_step(final, 1, by=group.other, at=at)
    issue_step(final, 1, by=group.other, at=late)
    last = draft_step(ladder, "account", "建议按规定问责。", by=group.one, at=late)
    issue_step(last, 1, by=group.other, at=late + timedelta(days=30))
    assert last not in visible_papers([group.head], world.campaign)
    assert last in visible_papers([Actor("leader", Role.LEADER, world.bureau.path)], world.campaign)
    assert not visible_papers([world.office, world.outsider], world.campaign).exists()
    with pytest.raises(NotAllowed):
        answer_paper(last, "不同意。", by=group.head, at=late)


@pytest.mark.django_db
def test_the_head_signs_in_person_and_the_unit_answers(
    world: World, ladder: Ladder, group: Group, at: datetime
) -> None:
    draft = draft_step(ladder, "urge", "通知。", due_on=DUE, by=group.one, at=at)
    assert not visible_ladders([group.head], world.campaign).exists()
    with pytest.raises(Unseen):
        get_ladder_paper(ladder.number, "urge", actors=[group.head], campaign=world.campaign)
    issue_step(draft, 1, by=group.other, at=at)
    with pytest.raises(Refused, match="不用签收"):
        sign_step(draft, by=group.head, at=at)
    guide = issue(ladder, group, "guide", at, due_on=DUE + timedelta(days=5))
    assert list(waiting_papers([group.head], world.campaign)) == [guide]
    for by in (group.one, world.clerk, world.office):
        with pytest.raises(NotAllowed):
            sign_step(guide, by=by, at=at)
    sign_step(guide, by=group.head, at=at)
    assert not waiting_papers([group.head], world.campaign).exists()
    with pytest.raises(Refused):
        sign_step(guide, by=group.head, at=at)
    assert answer_paper(guide, "账目已于今天公布。", by=world.clerk, at=at).text == "账目已于今天公布。"
    with pytest.raises(NotAllowed):
        answer_paper(guide, "替他们答。", by=group.one, at=at)


@pytest.mark.django_db
def test_only_inspectors_of_the_unit(world: World, ladder: Ladder, group: Group, at: datetime) -> None:
    for by in (world.office, world.clerk, group.head, Actor("x", Role.SUPERVISION, world.other_school.path)):
        with pytest.raises(NotAllowed):
            open_ladder(world.campaign, world.school, "别的事", by=by, at=at)
        with pytest.raises(NotAllowed):
            draft_step(ladder, "urge", "通知。", due_on=DUE, by=by, at=at)
    with pytest.raises(BadInput):
        open_ladder(world.campaign, world.school, " ", by=group.one, at=at)
