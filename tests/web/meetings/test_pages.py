"""A meeting by its pages alone, without JavaScript: called, recorded, closed, deployed, raised, corrected, downloaded."""

import io
import re
from pathlib import Path

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.campaigns.models import PlanItem
from huiyin.process.meetings.models import AgendaEntry, Meeting, Passage, StudyRecord
from huiyin.process.meetings.rules.records import PassageKind
from huiyin.process.problems.models import Problem
from tests.access.gathered import Gathered, gather_people
from tests.rules.files.samples import picture
from tests.web.conftest import SignedIn
from tests.world import World

HOME = "/c/mass-line/meetings"


@pytest.fixture
def gathered(world: World, settings: Settings, tmp_path: Path) -> Gathered:
    settings.HUIYIN_FILES = str(tmp_path / "files")
    return gather_people(world, "会上", "草稿", "学习")


def version(client: Client, address: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', client.get(address).text)
    assert found is not None
    return found[1]


def row(at: int, kind: str, heading: str, text: str) -> dict[str, str]:
    return {f"order-{at}": "", f"kind-{at}": kind, f"heading-{at}": heading, f"text-{at}": text}


def test_a_meeting_from_its_call_to_its_closed_record(signed_in: SignedIn) -> None:
    office = signed_in(Role.OFFICE)
    plan = {"kind": "office_meeting", "host": "云河市教育局", "title": "办公室会", "held_on": "2014-05-22"}
    assert office.post(f"{HOME}/plan", {**plan, "title": ""}).status_code == 422
    desk = office.post(f"{HOME}/plan", plan)["Location"]
    first, second = AgendaEntry.objects.order_by("position")
    assert office.post(f"{desk}/hold", {"version": version(office, f"{desk}/change")}).status_code == 422
    for entry in (first, second):
        address = f"{desk}/points/{entry.pk}"
        pasted = {"speaker": "主任", "pasted": "一、排到天\n各组来做。", "version": "1"}
        split = office.post(address, {**pasted, "step": "split"}).text
        assert "排到天" in split
        assert not Passage.objects.filter(entry=entry).exists()
        many = "\n".join(f"第{at}条：" for at in range(61))
        for too_much, sentence in (("字" * 50_001, "一次至多贴 50000 字"), (many, "至多 60 条")):
            refused = office.post(address, {**pasted, "pasted": too_much, "step": "split"})
            assert (refused.status_code, sentence in refused.text) == (422, True)
        typed = {"speaker": "主任", "version": version(office, address)}
        kind = "demand" if entry == second else "text"
        sent = {**typed, **row(0, kind, "", "后一句"), **row(1, kind, "", "前一句\r\n又一行"), "order-0": "9"}
        assert office.post(address, sent).status_code == 302
    assert [passage.text for passage in Passage.objects.filter(entry=second)] == ["前一句\n又一行", "后一句"]
    there = {
        "version": version(office, f"{desk}/attendance"),
        "who-0": "全体",
        "due-0": "4",
        "bundle": "kind-学校",
    }
    assert office.post(f"{desk}/attendance", there).status_code == 302
    assert "核对后定稿" in office.get(desk).text
    assert office.post(f"{desk}/hold", {"version": version(office, desk)}).status_code == 302
    assert Meeting.objects.get().state == "held"
    assert "已经定稿" in office.post(f"{desk}/points/{first.pk}", {"version": "3"}).text


def test_a_demand_is_looked_at_before_it_is_sent(
    signed_in: SignedIn, world: World, gathered: Gathered
) -> None:
    office = signed_in(Role.OFFICE)
    address = f"{HOME}/{gathered.held}/demands/{gathered.demand}"
    task = {
        "title": "报计划",
        "due_on": "2014-06-06",
        "unit": "",
        "names": "云河市第三中学",
        "fields": "天数\n人数",
    }
    for lacking, sentence in (
        ({"names": ""}, "没有单位的任务没有人办"),
        ({"due_on": ""}, "没有日期的任务无从跟踪"),
    ):
        for step in ("check", "send"):
            refused = office.post(address, {**task, **lacking, "step": step})
            assert refused.status_code == 422
            assert sentence in refused.text
            assert "会下达给" not in refused.text
    looked = office.post(address, {**task, "step": "check"}).text
    assert "每个单位自己填 2 项，共 2 项" in looked
    assert not PlanItem.objects.exists()
    assert office.post(address, {**task, "step": "send"}).status_code == 302
    item = PlanItem.objects.select_related("ask", "participation__unit").get()
    assert (item.ask.title, item.participation.unit) == ("报计划", world.school)
    assert "报计划" in office.get(address).text


def test_a_finding_is_raised_or_linked(signed_in: SignedIn, gathered: Gathered) -> None:
    inspector = signed_in(Role.SUPERVISION)
    address = f"{HOME}/{gathered.held}/findings/{gathered.finding}"
    assert "督导组反馈" in inspector.get(address).text
    assert inspector.post(f"{address}/link", {"problem": "2014-009"}).status_code == 422
    sent = {"title": "认识有待提高", "manifestation": "会上指出：认识有待提高"}
    assert inspector.post(address, sent).status_code == 302
    problem = Problem.objects.get()
    assert (problem.source, problem.checked_on is not None) == ("supervision", True)
    assert problem.number in inspector.get(f"{HOME}/{gathered.held}").text
    assert inspector.post(address, sent).status_code == 409
    office, desk = signed_in(Role.OFFICE), f"{HOME}/{gathered.held}"
    released = {"problem": problem.number, "why": "另一回事"}
    assert office.post(f"{address}/unlink", released).status_code == 403
    assert "解除对应" not in office.get(desk).text
    assert "解除对应" in inspector.get(desk).text
    refused = inspector.post(f"{address}/unlink", {**released, "why": ""})
    assert (refused.status_code, "请写明为什么" in refused.text) == (422, True)
    assert inspector.post(f"{address}/unlink", released).status_code == 302
    # At the organiser's own meeting its office isn't offered what the inspectors do.
    assert f'href="{address}"' in inspector.get(desk).text
    assert f'href="{address}"' not in office.get(desk).text


def test_a_correction_stands_beside_the_words_and_in_the_papers(
    signed_in: SignedIn, gathered: Gathered
) -> None:
    office = signed_in(Role.OFFICE)
    desk = f"{HOME}/{gathered.held}"
    where = {"field": "text", "passage": str(gathered.demand), "text": "改过的话"}
    assert office.post(f"{desk}/correct", where).status_code == 422
    assert office.post(f"{desk}/correct", {**where, "reason": "听错了"}).status_code == 302
    page = office.get(desk).text
    assert page.count("会上二") == 1
    assert "听错了" in page
    for paper in ("news", "minutes"):
        answer = office.get(f"{desk}/{paper}.docx")
        assert answer["Content-Disposition"].startswith("attachment")
        text = "\n".join(line.text for line in docx.Document(io.BytesIO(answer.content)).paragraphs)
        assert "改过的话" in text
        assert "会上二" not in text
    assert office.get(f"{desk}/correct?field=secret").status_code == 404


def test_papers_are_kept_and_leave_as_downloads(signed_in: SignedIn, gathered: Gathered) -> None:
    office, clerk = (
        signed_in(Role.OFFICE),
        signed_in(Role.CLERK, Meeting.objects.get(pk=gathered.held).host.unit),
    )
    desk = f"{HOME}/{gathered.held}"
    file = SimpleUploadedFile("讲话.png", picture("PNG"))
    assert office.post(f"{desk}/papers", {"file": file}).status_code == 302
    assert "讲话.png" in clerk.get(desk).text
    answer = clerk.get(f"{desk}/papers/{gathered.paper}")
    assert answer["Content-Type"] == "application/octet-stream"


def test_a_clerk_enters_study_once_without_choosing_the_unit(signed_in: SignedIn, world: World) -> None:
    clerk = signed_in(Role.CLERK, world.school)
    form = clerk.get(f"{HOME}/study/new").text
    unit = re.search(r'name="unit" value="(\d+)"', form)
    assert unit is not None
    sent = {"kind": "study", "held_on": "2014-05-09", "topic": "专题学习", "unit": unit[1]}
    assert clerk.post(f"{HOME}/study/new", {**sent, "held_on": "2015-01-01"}).status_code == 422
    assert clerk.post(f"{HOME}/study/new", sent).status_code == 302
    record = StudyRecord.objects.get()
    address = f"{HOME}/study/{record.pk}"
    changed = {**sent, "topic": "专题学习两次", "version": version(clerk, address)}
    assert clerk.post(address, changed).status_code == 302
    assert "专题学习两次" in clerk.get(f"{HOME}/study").text
    assert clerk.post(f"{address}/withdraw").status_code == 302
    assert "已撤回" in clerk.get(f"{HOME}/study").text


def test_lists_cost_the_same_however_long(
    signed_in: SignedIn, world: World, gathered: Gathered, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    office = signed_in(Role.OFFICE)
    gather_people(world, "又一次", "又一份", "又一回")
    for address, queries in ((HOME, 8), (f"{HOME}/study", 8), (f"{HOME}/{gathered.held}", 15)):
        office.get(address)
        with django_assert_num_queries(queries):
            assert office.get(address).status_code == 200
    assert Passage.objects.filter(kind=PassageKind.FINDING).count() == 4
