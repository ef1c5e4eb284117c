"""The pages of papers: from picked facts to a draft, edited, signed by another, downloaded."""

import re
from datetime import datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.campaigns.commands import draft_paper, issue_circular
from huiyin.process.campaigns.commands.circulars import Notice
from huiyin.process.campaigns.commands.papers import Draft
from huiyin.process.campaigns.models import Paper
from huiyin.process.campaigns.queries.cascade import next_below
from tests.web.conftest import SignedIn
from tests.world import World

pytestmark = pytest.mark.django_db
LIST = "/c/mass-line/papers"


def test_from_facts_to_a_signed_briefing(world: World, at: datetime, signed_in: SignedIn) -> None:
    world.take("食堂三个月没有公示菜价了")
    below = next_below(world.campaign, world.bureau)
    words = Notice("notice", "通知", "正文")
    issue_circular(world.campaign, words, world.bureau, below, by=world.office, at=at)
    writer, leader = signed_in(Role.OFFICE), signed_in(Role.LEADER)
    page = writer.get(f"{LIST}/draft").text
    assert "只供活动办内部看" in page
    assert 'value="opinions.received"' not in page
    refused = writer.post(
        f"{LIST}/draft", {"title": "部署情况", "kind": "briefing", "fact": ["opinions.received"]}
    )
    assert "至少选一个事实" in refused.text
    picked = {"title": "部署情况", "kind": "briefing", "fact": ["circulars.acknowledged"]}
    assert writer.post(f"{LIST}/draft", picked).status_code == 302
    paper = Paper.objects.get()
    here = f"{LIST}/{paper.pk}"
    assert "送达2个（次）单位" in paper.body
    assert "1 处待写" in writer.get(here).text
    assert leader.post(f"{here}/sign", {"version": "1"}).status_code == 422
    long = "一、部署\n" + "字" * 2001
    writer.post(f"{here}/edit", {"title": "部署情况", "body": long, "version": "1"})
    assert re.search(r"2005 字，超过 2000 字", writer.get(here).text)
    assert (
        writer.post(f"{here}/edit", {"title": "部署情况", "body": "迟了", "version": "1"}).status_code == 409
    )
    writer.post(f"{here}/edit", {"title": "部署情况", "body": "一、部署\n已部署。", "version": "2"})
    assert writer.post(f"{here}/sign", {"version": "3"}).status_code == 403
    assert "等您签发" in leader.get(here).text
    assert leader.post(f"{here}/sign", {"version": "3"}).status_code == 302
    assert writer.get(f"{here}.docx").content.startswith(b"PK")
    reader = signed_in(Role.MEMBER, world.school)
    assert "已部署。" in reader.get(here).text
    assert "改过的稿子" not in reader.get(here).text


def test_the_list_is_cheap(
    world: World, at: datetime, signed_in: SignedIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    office = signed_in(Role.OFFICE)
    for number in range(12):
        draft = Draft("briefing", f"简报{number}", "正文")
        draft_paper(world.campaign, world.bureau, draft, by=world.office, at=at)
    with django_assert_max_num_queries(7):
        assert office.get(LIST).text.count("□ 草稿") == 12
