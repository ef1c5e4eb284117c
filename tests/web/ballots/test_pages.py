"""The office's pages of votes: announced, handed out, counted by two, closed, published; and what others see of it."""

import io
import re
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from huiyin.kit.clock import DEMO_DAY
from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.ballots.commands import announce_vote
from huiyin.process.ballots.models import Issue, Slip, Tally, Vote
from tests.web.ballots.conftest import DAY, Running
from tests.web.conftest import SignedIn
from tests.world import World

pytestmark = pytest.mark.django_db
LIST = "/c/mass-line/votes"


def tomorrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(DEMO_DAY, "2014-05-24")


def test_it_is_announced_after_a_look_at_the_units(world: World, signed_in: SignedIn) -> None:
    office = signed_in(Role.OFFICE)
    sent = {
        "kind": "satisfaction",
        "names": "云河市第三中学\n云河市实验幼儿园",
        "opens_on": "2014-05-26",
        "closes_on": "2014-05-28",
    }
    page = office.post(f"{LIST}/announce", sent)
    assert "将预告 2 个单位的测评" in page.text
    assert not Vote.objects.exists()
    assert "最早是明天" in office.post(f"{LIST}/announce", {**sent, "opens_on": "2014-05-23"}).text
    assert office.post(f"{LIST}/announce", {**sent, "names": "第九中学"}).status_code == 422
    assert "至少一个单位" in office.post(f"{LIST}/announce", {**sent, "names": ""}).text
    assert office.post(f"{LIST}/announce", {**sent, "go": "do"}).status_code == 302
    assert [vote.unit for vote in Vote.objects.order_by("number")] == [world.school, world.other_school]
    assert office.get(LIST).text.count("已预告，未计票") == 2


def test_slips_are_shown_once_and_not_made_twice_by_one_form(running: Running, signed_in: SignedIn) -> None:
    office = signed_in(Role.OFFICE)
    here = f"{LIST}/{running.vote.pk}"
    sent = {"group": "teacher", "count": "30", "seen": "20"}
    page = office.post(f"{here}/slips", sent)
    assert page.headers["Cache-Control"] == "no-store"
    assert page.text.count('class="cut"') == 2
    assert len(set(re.findall(r"(?:[2-9A-Y]{4}-){3}[2-9A-Y]{4}", page.text))) == 30
    assert page.text.count("<svg") == 30
    assert office.post(f"{here}/slips", sent).status_code == 409
    assert "1 到 480" in office.post(f"{here}/slips", {**sent, "count": "500", "seen": "50"}).text
    assert (Slip.objects.count(), Issue.objects.count()) == (50, 2)
    assert re.search(r"教师</dt>\s*<dd>30", office.get(here).text)


def test_while_it_runs_nobody_learns_what_came_back(running: Running, signed_in: SignedIn) -> None:
    office = signed_in(Role.OFFICE)
    here = f"{LIST}/{running.vote.pk}"
    before = office.get(here).text
    running.cast(*["satisfied"] * 12)
    csrf = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
    assert csrf.sub("", office.get(here).text) == csrf.sub("", before)
    assert office.get(f"{here}.xlsx").status_code == 422
    clerk = signed_in(Role.CLERK, running.world.school)
    assert clerk.get(here).status_code == 404
    assert running.world.school.name not in clerk.get(LIST).text.partition("<main")[2]


def test_two_tellers_count_without_seeing_each_other(running: Running, signed_in: SignedIn) -> None:
    one, two = signed_in(Role.OFFICE), signed_in(Role.OFFICE, login="office2")
    here = f"{LIST}/{running.vote.pk}/tally"
    sent = {"group": "teacher", "out": "17", "valid": "13", "blank": "1", "overall-satisfied": "13"}
    answer = one.post(here, sent)
    assert answer.headers["Location"] == f"{here}?group=teacher"
    assert "还要两个人" in one.get(answer.headers["Location"]).text
    page = two.get(f"{here}?group=teacher").text
    assert 'value="13"' not in page
    assert 'value="17"' not in page
    two.post(here, {**sent, "valid": "14", "overall-satisfied": "14"})
    assert "不一致" in two.get(f"{here}?group=teacher").text
    assert 'value="13"' not in two.get(f"{here}?group=teacher").text
    two.post(here, sent)
    assert "两人一致" in two.get(f"{here}?group=teacher").text
    assert Tally.objects.count() == 2
    wrong = one.post(here, {**sent, "group": "student", "out": "三"})
    assert wrong.status_code == 422
    assert "不是张数" in wrong.text
    assert 'value="13"' in wrong.text


def test_the_count_is_published_with_all_that_came_back(
    running: Running, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    running.cast(*["satisfied"] * 9, *["dissatisfied"] * 3)
    office, clerk = signed_in(Role.OFFICE), signed_in(Role.CLERK, running.world.school)
    stranger = signed_in(Role.CLERK, running.world.other_school, login="stranger")
    here = f"{LIST}/{running.vote.pk}"
    assert "次日起可以计票" in office.post(f"{here}/close").text
    tomorrow(monkeypatch)
    assert "可以计票" in office.get(here).text
    assert office.post(f"{here}/close").status_code == 302
    assert clerk.get(here).status_code == 404
    assert office.post(f"{here}/publish").status_code == 302
    page = clerk.get(here).text
    assert "发出 20 张，收回 12 张" in page
    assert "收回率 60 %" in page
    assert "收回 12 ＝ 有效 12 ＋ 弃权 0 ＋ 空白 0 ＋ 无效 0" in page
    assert "<b>75 %</b>" in page
    assert "低于测评线 90 %" in page
    assert "满意 36/48" in page
    assert "2014 年 6 月 23 日 前再测评" in page
    assert "组织再测评" not in page
    assert "组织再测评" in office.get(here).text
    assert stranger.get(here).status_code == 404
    again = {"again": str(running.vote.pk), "opens_on": "2014-06-10", "closes_on": "2014-06-11", "go": "do"}
    office.post(f"{LIST}/announce", again)
    assert Vote.objects.get(number=2).again_of == running.vote
    sheet = load_workbook(io.BytesIO(clerk.get(f"{here}.xlsx").content)).active
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any("75.0%（满意 9/12）" in cell for cell in cells)
    assert any("弃权 0 张，无效 0 张" in cell for cell in cells)


def test_groups_of_few_stand_together(
    running: Running, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    running.cast(*["satisfied"] * 14)
    office = signed_in(Role.OFFICE)
    two = signed_in(Role.OFFICE, login="office2")
    for teller in (office, two):
        for group, n in (("teacher", "3"), ("student", "6"), ("retired", "2")):
            sent = {"group": group, "out": n, "valid": n, "overall-rather": n}
            teller.post(f"{LIST}/{running.vote.pk}/tally", sent)
    tomorrow(monkeypatch)
    office.post(f"{LIST}/{running.vote.pk}/close")
    page = office.get(f"{LIST}/{running.vote.pk}").text
    table = page.partition("分群体")[2].partition("<tbody>")[2]
    names = re.findall(r"<tr>\s*<th>([^<]+)</th>", table.partition("<details")[0])
    assert names == ["学生", "家长", "其他群体合并"]


def test_a_result_over_few_shows_no_marks(
    running: Running, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    running.cast(*["dissatisfied"] * 4)
    office = signed_in(Role.OFFICE)
    tomorrow(monkeypatch)
    running.close()
    page = office.get(f"{LIST}/{running.vote.pk}").text
    assert "收回的票太少" in page
    assert "不满意" not in page
    assert office.get(f"{LIST}/{running.vote.pk}.xlsx").status_code == 422


def test_the_list_is_cheap_and_ranks_nobody(
    world: World, signed_in: SignedIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    office = signed_in(Role.OFFICE)
    first = world.at.date() + timedelta(days=2)
    for _ in range(32):
        announce_vote(
            world.campaign,
            world.school,
            kind="team",
            opens_on=first,
            closes_on=first + DAY,
            by=world.office,
            at=world.at,
        )
    with django_assert_max_num_queries(7):
        page = office.get(LIST).text
    assert page.count("已预告，未计票") == 30
    assert "%" not in re.sub(r"\?[^\"]*", "", page.partition("<main")[2])
    assert office.get(f"{LIST}?before=3").text.count("已预告，未计票") == 2
