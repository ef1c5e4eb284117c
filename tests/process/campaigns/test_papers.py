"""Papers: drafted on frozen facts, edited with every version kept, signed by another, and then as they are."""

from dataclasses import dataclass
from datetime import date, datetime

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from huiyin.kit.errors import BadInput, Conflict, NotAllowed, Refused
from huiyin.platform.audit.models import Record
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.campaigns.access import visible_papers
from huiyin.process.campaigns.commands import draft_paper, edit_paper, sign_paper
from huiyin.process.campaigns.commands.papers import Draft
from huiyin.process.campaigns.models import Paper, PaperVersion
from huiyin.process.campaigns.rules.papers import FrozenFact
from tests.world import World

FACT = FrozenFact("opinions.received", "收到意见", "450", date(2014, 5, 23), givers=431)
DRAFT = Draft("briefing", "第一环节情况", "一、听取意见\n共收到意见建议450条。", (FACT,))


@dataclass
class Desk:
    """A drafted briefing of the bureau and who may sign it."""

    world: World
    paper: Paper
    leader: Actor

    def again(self) -> Paper:
        return Paper.objects.select_related("unit", "campaign__root").get(pk=self.paper.pk)


@pytest.fixture
def desk(world: World, at: datetime) -> Desk:
    paper = draft_paper(world.campaign, world.bureau, DRAFT, by=world.office, at=at)
    return Desk(world, paper, Actor("leader", Role.LEADER, world.bureau.path))


def test_every_version_is_kept(desk: Desk, at: datetime) -> None:
    world = desk.world
    assert edit_paper(desk.paper, "第一环节", "改过的", 1, by=world.office, at=at)
    assert not edit_paper(desk.again(), "第一环节", "改过的", 2, by=world.office, at=at)
    with pytest.raises(Conflict):
        edit_paper(desk.again(), "第一环节", "别人的", 1, by=world.office, at=at)
    versions = PaperVersion.objects.filter(paper=desk.paper).order_by("version")
    assert list(versions.values_list("title", "body")) == [(DRAFT.title, DRAFT.body), ("第一环节", "改过的")]
    with pytest.raises(DatabaseError), transaction.atomic():
        versions.update(body="")
    assert FrozenFact.from_json(desk.again().facts[0]) == FACT


def test_another_signs_and_then_nothing_moves(desk: Desk, at: datetime) -> None:
    world = desk.world
    with pytest.raises(NotAllowed, match="不能签发"):
        sign_paper(desk.again(), 1, by=world.office, at=at)
    with pytest.raises(NotAllowed):
        sign_paper(desk.again(), 1, by=world.clerk, at=at)
    edit_paper(desk.again(), DRAFT.title, "【待写：做法】", 1, by=world.office, at=at)
    with pytest.raises(Refused, match="1 处待写"):
        sign_paper(desk.again(), 2, by=desk.leader, at=at)
    edit_paper(desk.again(), DRAFT.title, DRAFT.body, 2, by=world.office, at=at)
    with pytest.raises(Conflict):
        sign_paper(desk.again(), 2, by=desk.leader, at=at)
    sign_paper(desk.again(), 3, by=desk.leader, at=at)
    signed = desk.again()
    assert (signed.number, signed.signed_on, signed.signed_by) == (1, date(2014, 5, 23), "leader")
    for act in (
        lambda: edit_paper(signed, "又改", "又改", 3, by=world.office, at=at),
        lambda: sign_paper(signed, 3, by=desk.leader, at=at),
    ):
        with pytest.raises(Conflict):
            act()
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        Paper.objects.filter(pk=signed.pk).update(body="改")
    acts = Record.objects.filter(subject=f"paper:{signed.pk}").order_by("seq").values_list("act", flat=True)
    assert list(acts) == ["paper.drafted", "paper.edited", "paper.edited", "paper.signed"]


def test_one_stands_in_for_a_signed_one(desk: Desk, at: datetime) -> None:
    world = desk.world
    with pytest.raises(Refused, match="还没有签发"):
        draft_paper(world.campaign, world.bureau, DRAFT, supersedes=desk.paper, by=world.office, at=at)
    sign_paper(desk.paper, 1, by=desk.leader, at=at)
    newer, rival = (
        draft_paper(world.campaign, world.bureau, DRAFT, supersedes=desk.again(), by=world.office, at=at)
        for _ in range(2)
    )
    sign_paper(newer, 1, by=desk.leader, at=at)
    with pytest.raises(Conflict, match="已经被代替"):
        sign_paper(rival, 1, by=desk.leader, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.filter(pk=rival.pk).update(signed_by="leader", signed_on=at.date())
    assert Paper.objects.get(pk=newer.pk).number == 2
    with pytest.raises(Conflict):
        draft_paper(world.campaign, world.bureau, DRAFT, supersedes=desk.again(), by=world.office, at=at)


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        (Draft("nothing", "题", "文"), "没有文种"),
        (Draft("work_plan", "题", "文"), "一张表"),
        (Draft("briefing", " ", "文"), "写标题"),
        (Draft("briefing", "题", " "), "写正文"),
        (Draft("briefing", "题", "长" * 20_001), "写正文"),
    ],
)
def test_what_is_no_paper(world: World, at: datetime, draft: Draft, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        draft_paper(world.campaign, world.bureau, draft, by=world.office, at=at)


def test_drafts_are_their_makers_and_issues_go_down(desk: Desk, at: datetime) -> None:
    world, campaign = desk.world, desk.world.campaign
    letter = draft_paper(campaign, world.bureau, Draft("feedback_letter", "函", "文"), by=world.office, at=at)
    member = Actor("member", Role.MEMBER, world.school.path)
    for reader in (member, world.clerk, Actor("d", Role.SUPERVISION, world.bureau.path)):
        assert not visible_papers([reader], campaign).exists()
    assert visible_papers([world.office], campaign).count() == 2
    for paper in (desk.paper, letter):
        sign_paper(paper, 1, by=desk.leader, at=at)
    assert list(visible_papers([member], campaign)) == [desk.paper]
    assert visible_papers([Actor("d", Role.SUPERVISION, world.bureau.path)], campaign).count() == 2
    assert not visible_papers([world.outsider, Actor("x", Role.DISCIPLINE)], campaign).filter(
        unit=world.school
    )
