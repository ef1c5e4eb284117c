"""The margin of a paper: for its author while writing, for the signer once it is written, and nobody's secrets in it."""

import re
import shutil
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright
from pytest_django import DjangoAssertNumQueries

from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.campaigns.commands import draft_paper, edit_paper, index_formal_texts, sign_paper
from huiyin.process.campaigns.commands.papers import Draft
from huiyin.process.campaigns.models import Paper
from huiyin.process.problems.commands import Wording, raise_problem
from tests.web.conftest import SignedIn
from tests.world import World

pytestmark = pytest.mark.django_db

SCRIPT = Path(__file__).parents[3] / "src" / "huiyin" / "web" / "static" / "web" / "huiyin.js"

THEIRS = (
    "晨检口移到了东侧长廊，家长不必再在车流里排队，门卫老赵说最多的一天放进来三百一十二个孩子，没有一个淋雨。"
)
MINE = (
    "晨检口移到了南面连廊，家长不用再在车流里排队，门卫老孙说最多的一天放进来八百零五个孩子，没有一个淋雨。"
)
REST = "\n一、打算\n云河市实验幼儿园的同志，今后要加强学习，按《国家行政机关公文处理办法》办。"
TITLE = "幼儿园的整改方案"


@pytest.fixture
def theirs(world: World, at: datetime) -> Paper:
    by = Actor("clerk-y", Role.CLERK, world.other_school.path)
    draft = Draft("rectification_plan", TITLE, THEIRS)
    return draft_paper(world.campaign, world.other_school, draft, by=by, at=at)


@pytest.fixture
def mine(world: World, theirs: Paper, at: datetime) -> Paper:
    draft = Draft("rectification_plan", "三中的整改方案", MINE + REST)
    paper = draft_paper(world.campaign, world.school, draft, by=world.clerk, at=at)
    index_formal_texts(world.campaign, by=world.office, at=at)
    return paper


def here(paper: Paper) -> str:
    return f"/c/mass-line/papers/{paper.pk}"


def test_the_author_is_told_of_another_paper_and_not_a_word_of_it(
    world: World, mine: Paper, signed_in: SignedIn
) -> None:
    page = signed_in(Role.CLERK, world.school).get(here(mine)).text
    assert "写作提示" in page
    assert "另一份材料" in page
    for secret in (TITLE, "东侧长廊", "老赵", "三百一十二", "那里是怎么写的", "只有数字不同", "换了说法"):
        assert secret not in page


def test_the_office_reads_whose_it_is_and_how_it_stands_there(
    world: World, mine: Paper, theirs: Paper, signed_in: SignedIn
) -> None:
    page = signed_in(Role.OFFICE).get(here(mine)).text
    assert f"云河市实验幼儿园：《{TITLE}》" in page
    assert f'href="{here(theirs)}"' in page
    assert "东侧长廊" in page


def test_what_is_noted_is_marked_in_the_text_and_linked_from_the_margin(
    world: World, mine: Paper, signed_in: SignedIn
) -> None:
    page = signed_in(Role.CLERK, world.school).get(here(mine)).text
    for kind in ("copied", "unit", "stock", "repealed"):
        assert f'<mark class="note {kind}">' in page
    anchors = set(re.findall(r'id="(n\d+)"', page))
    assert anchors == set(re.findall(r'href="#(n\d+)"', page)) != set()
    assert "党政机关公文处理工作条例" in page
    assert re.search(r"\d+(\.\d+)?\s*%", re.sub(r"<[^>]+>", "", page)) is None


def test_the_signer_reads_the_notes_once_it_is_written(
    world: World, mine: Paper, at: datetime, signed_in: SignedIn
) -> None:
    head = signed_in(Role.HEAD, world.school)
    assert "写作提示" in head.get(here(mine)).text
    edit_paper(mine, mine.title, f"{MINE}\n【待写：打算】", 1, by=world.clerk, at=at)
    assert "写作提示" not in head.get(here(mine)).text
    assert "写作提示" in signed_in(Role.CLERK, world.school).get(here(mine)).text


def test_who_only_reads_sees_no_notes(world: World, mine: Paper, at: datetime, signed_in: SignedIn) -> None:
    sign_paper(mine, 1, by=Actor("head-3", Role.HEAD, world.school.path), at=at)
    page = signed_in(Role.MEMBER, world.school).get(here(mine)).text
    assert "没有一个淋雨" in page
    assert "写作提示" not in page
    assert "<mark" not in page
    assert "写作提示" in signed_in(Role.CLERK, world.school).get(here(mine)).text


def test_it_can_be_signed_whatever_is_noted(world: World, mine: Paper, signed_in: SignedIn) -> None:
    assert signed_in(Role.HEAD, world.school).post(f"{here(mine)}/sign", {"version": "1"}).status_code == 302


def test_what_the_text_answers_and_what_not(world: World, mine: Paper, signed_in: SignedIn) -> None:
    for title in ("晨检口家长在车流里排队", "操场照明坏了"):
        wording = Wording(title=title, source="masses", manifestation="", checked=False)
        raise_problem(world.campaign, wording, owner=world.school, by=world.office, at=world.at)
    page = signed_in(Role.CLERK, world.school).get(here(mine)).text
    left, _, spoken = page.partition("写到了的问题和意见")
    assert "操场照明坏了" in left.partition("按字面没有找到的问题")[2]
    assert "晨检口家长在车流里排队" in spoken


def test_a_paper_with_nothing_to_note(world: World, at: datetime, signed_in: SignedIn) -> None:
    draft = Draft("rectification_plan", "方案", "5月6日校长到食堂陪餐，听20名学生说话。")
    paper = draft_paper(world.campaign, world.school, draft, by=world.clerk, at=at)
    page = signed_in(Role.CLERK, world.school).get(here(paper)).text
    assert "没有要提示的。" in page


def test_the_page_is_cheap(
    world: World, mine: Paper, signed_in: SignedIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    clerk = signed_in(Role.CLERK, world.school)
    with django_assert_max_num_queries(32):
        clerk.get(here(mine))


@pytest.mark.browser
def test_a_note_shows_its_place_in_the_text_that_is_being_written(
    world: World, mine: Paper, signed_in: SignedIn
) -> None:
    html = signed_in(Role.CLERK, world.school).get(here(mine)).text
    selected = "[document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)]"
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 390, "height": 844})
        page.set_content(html)
        page.add_script_tag(path=SCRIPT)
        page.get_by_role("link", name="国家行政机关公文处理办法").click()
        assert page.evaluate(selected) == ["国家行政机关公文处理办法"]
        page.get_by_label("正文").fill("别的")
        page.get_by_role("link", name="国家行政机关公文处理办法").click()
        assert page.evaluate("location.hash").startswith("#n")
        browser.close()
