"""Candidate facts, the structure made of them, and the .docx of a paper."""

import io
from datetime import datetime
from pathlib import Path

import pytest
from docx import Document

from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.campaigns.commands import draft_paper, issue_circular, sign_paper
from huiyin.process.campaigns.commands.circulars import Notice
from huiyin.process.campaigns.commands.papers import Draft
from huiyin.process.campaigns.models import Paper
from huiyin.process.campaigns.queries.cascade import next_below
from huiyin.process.opinions.commands import sweep_opinions
from huiyin.process.opinions.rules.disposition import Disposition
from huiyin.reports.checker.official import check_official
from huiyin.reports.papers.candidates import chosen, frozen, gather, merged, structure
from huiyin.reports.papers.paper import DRAFT, write_paper
from tests.process.campaigns.conftest import Planned, planned
from tests.world import World

__all__ = ["planned"]

BODY = "一、听取意见\n共收到意见建议12条。\n（一）座谈会\n各单位都开了座谈会。\n二、下一步\n继续听取意见。"


def codes(world: World, at: datetime, *actors: Actor) -> set[str]:
    sections = gather(world.campaign, world.bureau, at.date(), actors)
    return {one.fact.code for section in sections for one in section.candidates if not one.few}


@pytest.mark.django_db
def test_few_givers_go_into_no_paper(world: World, at: datetime) -> None:
    world.take("食堂三个月没有公示菜价了", "操场夜里不开灯", name="一.xlsx")
    office = world.office
    sections = gather(world.campaign, world.bureau, at.date(), [office])
    assert [(one.fact.code, one.few) for one in sections[0].candidates] == [("opinions.received", True)]
    assert chosen(sections, {"opinions.received"}) == ()
    for number in range(10):
        body = f"第{number}件事：办事窗口上周{number}没有人，白跑{number + 2}趟，{'甲乙丙丁戊己庚辛壬癸'[number] * 9}"
        world.take_said([world.said(body, 100 + number)], name=f"{number}.xlsx")
    sweep_opinions(world.campaign, by=office, at=at)
    assert {"opinions.received", "opinions.places"} <= codes(world, at, office)
    clerk = Actor("c", Role.CLERK, world.bureau.path)
    assert not any(code.startswith("opinions.") for code in codes(world, at, clerk))


def test_small_parts_stand_together() -> None:
    parts = dict.fromkeys(Disposition, 0) | {
        Disposition.LINKED: 40,
        Disposition.WAITING: 6,
        Disposition.ANSWERED: 2,
    }
    shown, rest = merged(parts, parts, 5)
    assert (shown, rest) == ({Disposition.LINKED: 40}, 8), "2 alone would be 48 - 40 - 6"
    assert merged(parts | {Disposition.ANSWERED: 0}, parts | {Disposition.ANSWERED: 0}, 5)[1] == 0


def test_the_structure_has_the_counts_and_places_for_words(planned: Planned, at: datetime) -> None:
    campaign, bureau, office = planned.campaign, planned.world.bureau, planned.world.office
    below = next_below(campaign, bureau)
    issue_circular(campaign, Notice("method", "实施办法", "正文"), bureau, below, by=office, at=at)
    picked = chosen(
        gather(campaign, bureau, at.date(), [office]), {"stages.listen", "circulars.acknowledged"}
    )
    assert structure(picked) == (
        "一、环节进展\n现有3个单位处于“listen”环节。\n【待写：做法和事例，不写姓名】\n"
        "二、部署传达\n传达文件1份，送达2个（次）单位，已签收0个（次）。\n【待写：做法和事例，不写姓名】"
    )
    assert [fact.code for fact in frozen(picked, at.date())] == [
        "stages.listen",
        "circulars.acknowledged",
        "audit.head",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["briefing", "feedback_letter"])
def test_a_paper_is_drawn_as_it_was_signed(world: World, at: datetime, tmp_path: Path, kind: str) -> None:
    facts = frozen((), at.date())
    paper = draft_paper(
        world.campaign, world.bureau, Draft(kind, "第一环节情况", BODY, facts), by=world.office, at=at
    )
    path = tmp_path / "paper.docx"
    write_paper(paper, path)
    assert check_official(path, mark=DRAFT) == []
    sign_paper(paper, 1, by=Actor("leader", Role.LEADER, world.bureau.path), at=at)
    write_paper(Paper.objects.select_related("unit", "campaign").get(), path)
    assert check_official(path) == []
    said = [paragraph.text for paragraph in Document(io.BytesIO(path.read_bytes())).paragraphs]
    assert [line for line in BODY.splitlines() if line not in said] == []
    assert ("第1期" in said) == (kind == "briefing")
    assert DRAFT not in "".join(said)
