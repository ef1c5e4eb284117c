"""Formal texts get into the index of passages once each, follow their changes, and are opened only by who may."""

from datetime import datetime

import pytest

from huiyin.kit.errors import NotAllowed
from huiyin.platform.audit.models import Record
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.platform.texts.models import FormalText
from huiyin.platform.texts.queries import Source
from huiyin.process.campaigns.access import open_texts
from huiyin.process.campaigns.commands import draft_paper, edit_paper, index_formal_texts, issue_circular
from huiyin.process.campaigns.commands.circulars import Notice
from huiyin.process.campaigns.commands.papers import Draft
from huiyin.process.campaigns.models import Circular, Paper, PlanItem
from huiyin.process.campaigns.queries.cascade import participation_of
from huiyin.process.campaigns.queries.formal_texts import TextKind, texts_wait, words_of
from tests.world import World

WORDS = "晨检口移到了东侧长廊，家长不必再在车流里排队。"


@pytest.fixture
def paper(world: World, at: datetime) -> Paper:
    clerk = Actor("clerk-y", Role.CLERK, world.other_school.path)
    draft = Draft("rectification_plan", "整改方案", WORDS)
    return draft_paper(world.campaign, world.other_school, draft, by=clerk, at=at)


@pytest.fixture
def circular(world: World, at: datetime) -> Circular:
    school = participation_of(world.campaign, world.school)
    assert school is not None
    notice = Notice("method", "实施办法", "一、总体要求……", ack_days=2)
    return issue_circular(world.campaign, notice, world.bureau, [school], by=world.office, at=at)


def known() -> list[tuple[str, int]]:
    return list(FormalText.objects.order_by("kind", "thing").values_list("kind", "stamp"))


def test_each_is_taken_once_and_again_when_it_changes(
    world: World, paper: Paper, circular: Circular, at: datetime
) -> None:
    assert texts_wait(world.campaign)
    assert index_formal_texts(world.campaign, by=world.office, at=at) == 2
    assert not texts_wait(world.campaign)
    assert index_formal_texts(world.campaign, by=world.office, at=at) == 0
    clerk = Actor("clerk-y", Role.CLERK, world.other_school.path)
    edit_paper(paper, "整改方案", WORDS + "改过。", 1, by=clerk, at=at)
    assert index_formal_texts(world.campaign, by=world.office, at=at) == 1
    assert known() == [("circular", 1), ("paper", 2)]
    assert Record.objects.filter(act="texts.indexed").count() == 3


def test_the_record_holds_no_words(world: World, paper: Paper, at: datetime) -> None:
    index_formal_texts(world.campaign, by=world.office, at=at)
    assert "晨检" not in Record.objects.get(act="texts.indexed").facts


def test_what_a_unit_filled_in_is_a_text(world: World, paper: Paper) -> None:
    assert words_of([Source("paper", paper.pk), Source("selfcheck", 1)]) == {Source("paper", paper.pk): WORDS}
    assert words_of([Source(TextKind.ITEM, 99)]) == {}
    assert PlanItem.objects.filter(filled__isnull=False).count() == 0


def test_a_clerk_cant_index_for_all(world: World, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        index_formal_texts(world.campaign, by=world.clerk, at=at)


def test_who_may_open_which(world: World, paper: Paper, circular: Circular) -> None:
    sources = [Source("paper", paper.pk), Source("circular", circular.pk), Source("paper", 999)]
    office = open_texts([world.office], sources)
    assert {one.title for one in office.values()} == {"整改方案", "实施办法"}
    assert office[sources[0]].words == WORDS
    assert list(open_texts([world.clerk], sources)) == [sources[1]]
    other = Actor("clerk-y", Role.CLERK, world.other_school.path)
    assert list(open_texts([other], sources)) == [sources[0]]
    assert open_texts([world.outsider], sources) == {}
    assert open_texts([], sources) == {}
    elsewhere = Actor("office", Role.OFFICE, campaign="another")
    assert open_texts([elsewhere], sources) == {}
