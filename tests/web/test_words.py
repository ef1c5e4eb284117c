"""A campaign's pages and papers speak in its own words, not in those of the campaign that came first."""

import re
from datetime import date, datetime
from pathlib import Path

import docx
import pytest

from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.campaigns.commands import lay_plan
from huiyin.process.campaigns.rules import library_folder, load_template
from huiyin.process.opinions.commands import group_opinions, sweep_opinions
from huiyin.process.opinions.models import Opinion
from huiyin.process.problems.commands import Wording, raise_problem
from huiyin.reports.papers.briefing import Issue, write_briefing
from huiyin.reports.papers.material import Material
from huiyin.web.frame.language import COOKIE, ENGLISH
from tests.web.conftest import SignedIn
from tests.world import World, build_world

LINES = ("食堂上周三的午餐只有两片肉，问总务处说菜价涨了", "同一份留守儿童数据，这学期已经填报了五次，德育处要一遍")  # fmt: skip
ELSEWHERE = re.compile("四风|督导组|群众路线|民主生活会|对照检查材料|wind|supervision group", re.IGNORECASE)


@pytest.fixture
def world(db: None, at: datetime, monkeypatch: pytest.MonkeyPatch) -> World:
    """The usual world with the campaign of 2025; opinions about a school and, one, about the bureau itself."""
    template = load_template(library_folder("study-check-reform-2025"))
    monkeypatch.setattr("tests.world.TEMPLATE", template)
    world = build_world(at)
    first = template.first_event()
    assert first is not None
    lay_plan(world.campaign, {first.code: date(2025, 3, 17)}, by=world.office, at=at)
    taken = world.take(*LINES, "局里发文太多")
    Opinion.objects.filter(pk__in=[opinion.pk for opinion in taken[:2]]).update(about=world.school)
    Opinion.objects.filter(pk=taken[2].pk).update(about=world.bureau)
    sweep_opinions(world.campaign, by=world.office, at=at)
    group_opinions(world.campaign, by=world.office, at=at)
    return world


def test_no_page_says_the_words_of_another_campaign(signed_in: SignedIn, world: World) -> None:
    problem = raise_problem(
        world.campaign,
        Wording("午餐分量不足", source="masses"),
        owner=world.school,
        by=world.office,
        at=world.at,
    )
    opinion = Opinion.objects.filter(about=world.school).earliest("pk")
    here = "/c/mass-line/"
    pages = [
        "/",
        here,
        *(
            f"{here}{page}"
            for page in ("overview", "opinions", "problems", "problems/raise", "groups", "plan", "matrix")
        ),
        f"{here}opinions/{opinion.pk}",
        f"{here}triage/{opinion.pk}",
        f"{here}problems/{problem.number}",
    ]
    client = signed_in(Role.OFFICE)
    for language in ("zh-hans", ENGLISH):
        client.cookies[COOKIE] = language
        for page in pages:
            answer = client.get(page)
            assert answer.status_code == 200, page
            assert not ELSEWHERE.search(answer.text), (language, page)
    client.cookies[COOKIE] = "zh-hans"
    assert "不属八项规定" in client.get(f"{here}triage/{opinion.pk}").text
    assert "八项规定与专题" in client.get(f"{here}opinions").text
    assert "“八项规定类别”" in client.get(f"{here}opinions", {"focus": "nonsense"}).text
    typed = {"unit": "云河市教育局", "seen": str(opinion.about_id)}
    away = client.post(f"{here}opinions/{opinion.pk}/about", typed, follow=True)
    assert "现在由指导组办理" in away.text


def test_the_inspectors_are_called_what_the_campaign_calls_them(signed_in: SignedIn, world: World) -> None:
    client = signed_in(Role.SUPERVISION)
    assert "只有指导组能看、能办" in client.get("/").text
    assert "指导组指出的" in client.get("/c/mass-line/problems/raise").text
    client.cookies[COOKIE] = ENGLISH
    assert "only the guidance group can read them" in client.get("/").text


def test_the_briefing_names_what_the_campaign_is_against(world: World, tmp_path: Path) -> None:
    write_briefing(Material(world.campaign), tmp_path / "briefing.docx", Issue(1, date(2025, 6, 3)))
    paper = docx.Document(str(tmp_path / "briefing.docx"))
    text = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert "带八项规定类别的意见" in text
    assert not ELSEWHERE.search(text)
