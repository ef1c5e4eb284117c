"""Papers of the ladder, the pack of a visit and the yearly list go through the product's own checker."""

from datetime import date, datetime
from pathlib import Path

import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from huiyin.platform.orgs.models import Unit
from huiyin.process.campaigns.queries import template_of
from huiyin.process.inspections.access import inspected_units, visible_visits
from huiyin.process.inspections.commands import plan_visit
from huiyin.process.inspections.models import Ladder, LadderAnswer, LadderPaper
from huiyin.process.inspections.queries.visits import going
from huiyin.process.inspections.queries.year import listed_in, school_years, schools
from huiyin.process.inspections.rules.visits import Planned
from huiyin.process.problems.commands import Wording, raise_problem
from huiyin.process.problems.rules import BY_INSPECTORS
from huiyin.reports.checker.ledger import check_ledger
from huiyin.reports.checker.official import check_official
from huiyin.reports.papers.ladder_paper import DRAFT, write_ladder_paper
from huiyin.reports.papers.visit_pack import pack_of, write_visit_pack
from huiyin.reports.papers.visit_year import LISTED, write_visit_year
from tests.process.inspections.conftest import DAY, Group, Plan
from tests.world import TEMPLATE, World

pytestmark = pytest.mark.django_db
TEXT = "请查清三月以来没有按月公布的原因。\n一、明确谁负责\n二、账目补齐公布，6月10日前办完。"


def test_the_five_papers_are_official_documents(world: World, tmp_path: Path) -> None:
    """Issued and signed with an answer beside, and as drafts; with numbered lines in what was typed."""
    ladder = Ladder(campaign=world.campaign, number=1, unit=world.school, matter="食堂伙食账目不按月公布")
    path = tmp_path / "文书.docx"
    for kind in TEMPLATE.inspections.ladder:
        due_on = date(2014, 6, 10) if kind.sets_date else None
        draft = LadderPaper(
            ladder=ladder, step=kind.code, text=TEXT, due_on=due_on, skipped_why="当面交办过。"
        )
        write_ladder_paper(draft, kind, (), path, DAY)
        assert check_official(path, DRAFT) == [], kind.code
        draft.year, draft.number, draft.issued_on, draft.signed_on = 2014, 3, DAY, DAY
        answer = LadderAnswer(paper=draft, text="账目已公布，每月5日前公布。\n一、三月的正在核对。", on=DAY)
        write_ladder_paper(draft, kind, [answer], path, DAY)
        assert check_official(path) == [], kind.code


def test_a_pack_is_an_official_document(
    world: World, group: Group, plan: Plan, at: datetime, tmp_path: Path
) -> None:
    for number in range(3):
        wording = Wording(
            f"食堂账目之{number}", BY_INSPECTORS, manifestation="三个月没有公布", checked=number > 0
        )
        raise_problem(world.campaign, wording, owner=world.school, by=world.office, at=at)
    visit = plan("special", date(2014, 6, 24), scope="食堂和收费", list_number="2014-12", noticed_on=DAY)
    pack, path = pack_of(visit, (group.one,), DAY), tmp_path / "走访材料.docx"
    assert (pack.whole, len(pack.findings), len(pack.problems)) == (0, 3, 0)
    shares = [one.said for one in pack.facts if one.fact.type == "share" and one.said]
    assert all("项中的" in zh or "n = " in zh for zh, _ in shares)  # a rate shows its n (SPEC rule 14)
    assert shares
    write_visit_pack(pack, path, DAY)
    assert check_official(path) == []
    text = "\n".join(cell.text for table in Document(str(path)).tables for cell in table._cells)
    assert "食堂账目之0" not in text  # not checked: it stays in the house
    assert "食堂账目之1" in text
    for heading in ("了解到的情况", "发现的问题", "提出的要求和期限", "反馈对象"):
        assert heading in text


def test_the_yearly_list_is_a_ledger_and_only_schools_are_counted(
    world: World, group: Group, plan: Plan, at: datetime, tmp_path: Path
) -> None:
    listed = {"scope": "食堂和收费", "list_number": "2014-12", "noticed_on": DAY}
    plan("whole", date(2014, 6, 24), **listed)
    plan("special", date(2014, 6, 25), **listed | {"list_number": "2014-13"})
    plan("talk")
    office = Unit.objects.get(pk=world.bureau.pk)
    Unit.objects.filter(pk=office.pk).update(kind="机关")
    office.refresh_from_db()
    planned = Planned("whole", date(2014, 6, 26), "机关作风", "2014-14", DAY)
    for _ in range(2):  # no school: no limit, and nothing to count
        visit = plan_visit(world.campaign, office, planned, [group.first, group.second], by=group.one, at=at)
        assert not visit.whole
    rules = template_of(world.campaign).inspections
    found = listed_in(visible_visits((group.one,), world.campaign), rules, 2014)
    assert [one.list_number for one in found] == ["2014-12", "2014-13", "2014-14", "2014-14"]
    units = list(schools(inspected_units((group.one,)).order_by("path"), rules))
    assert office not in units
    years = school_years(units, rules, 2014)
    assert [(one.unit, one.whole, one.listed, one.free, one.full) for one in years] == [
        (world.school, 1, 1, 1, True),
        (world.other_school, 0, 0, 0, False),
    ]
    path = tmp_path / "清单.xlsx"
    people = going([one.pk for one in found])
    write_visit_year(world.campaign, 2014, [(one, people[one.pk]) for one in found], years, path, DAY)
    assert check_ledger(path, [column.heading for column in LISTED]) == []
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("各校次数").to_python()
    assert ["云河市第三中学", "学校", 1.0, 1.0, 1.0, 1.0] in rows
