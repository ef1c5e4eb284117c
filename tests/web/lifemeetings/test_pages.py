"""The pages of a team's meeting, as those who use them open them."""

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document
from pytest_django import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook

from huiyin.cli.clockwork import CLOCK
from huiyin.process.campaigns.queries import template_of
from huiyin.process.lifemeetings.commands import (
    correct_entry,
    draft_report,
    erase_entry,
    expire_words,
    raise_criticism,
    record_answer,
)
from huiyin.process.lifemeetings.models import (
    BranchMeeting,
    Criticism,
    CriticismAnswer,
    LifeMeeting,
    Signing,
    Turn,
)
from huiyin.process.lifemeetings.queries.desk import desk_of
from huiyin.process.lifemeetings.queries.record import record_of
from huiyin.process.lifemeetings.rules.states import MeetingState
from huiyin.process.problems.commands import Wording
from huiyin.process.selfchecks.commands import begin_selfcheck, hand_in_selfcheck, save_selfcheck
from huiyin.process.selfchecks.rules.content import Content, Item
from huiyin.process.supervision.models import PlanLook
from huiyin.reports.checker.official import check_official
from huiyin.reports.papers.lifemeeting_record import RecordPaper
from tests.process.lifemeetings.hall import Hall, build_hall, key_of
from tests.web.conftest import PASSWORD
from tests.world import World

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]


@pytest.fixture
def hall(world: World, at: datetime) -> Hall:
    return build_hall(world, at)


@pytest.fixture
def signed_as(hall: Hall) -> As:
    def make(login: str) -> Client:
        account = hall.accounts[login]
        account.set_password(PASSWORD)
        account.must_change_password = False
        account.save()
        client = Client()
        assert client.post("/sign-in", {"login": login, "password": PASSWORD}).status_code == 302
        return client

    return make


def at_(name: str, *args: object) -> str:
    return reverse(name, args=["mass-line", *args])


def test_from_the_plan_to_the_archive(hall: Hall, signed_as: As) -> None:
    clerk, inspector = signed_as("lianluo"), signed_as("dudao")
    page = clerk.get(at_("lifemeetings")).content.decode()
    assert "起草方案" in page
    plan = {
        "planned_on": "2014-05-30",
        "place": "校会议室",
        "plan": "五项议程",
        "participation": hall.part.pk,
    }
    assert clerk.post(at_("draft_lifemeeting"), {**plan, "participation": "0"}).status_code == 422
    clerk.post(at_("draft_lifemeeting"), plan)
    pk = LifeMeeting.objects.get().pk
    assert clerk.get(at_("change_plan", pk)).status_code == 200
    clerk.post(at_("change_plan", pk), {**plan, "plan": "五项议程，全天", "version": "1"})
    clerk.post(at_("act_on_lifemeeting", pk, "submit"))
    assert "逐项看方案" in inspector.get(at_("lifemeeting", pk)).content.decode()
    look = inspector.get(at_("look_at_plan", pk)).content.decode()
    assert "五项议程，全天" in look
    assert "还不知道" in look or "无从判断" in look
    passed = {
        f"passed-{code}": "yes" for code in ("attention", "opinions", "problems", "talks", "preparation")
    }
    refused = inspector.post(at_("look_at_plan", pk), {**passed, "version": "2", "why": "看过了"})
    assert refused.status_code == 403  # nobody has said anything here, and no problem stands: it isn't ready
    assert "领导小组" in refused.content.decode()
    leader = signed_as("lingdao")
    leader.post(at_("look_at_plan", pk), {**passed, "version": "2", "why": "试点单位，材料已当面看过"})
    assert PlanLook.objects.get().approved
    clerk.post(at_("act_on_lifemeeting", pk, "notify"))
    meeting = hall.again(LifeMeeting.objects.get())
    assert clerk.get(at_("lifemeeting_desk", pk)).status_code == 200
    low = clerk.post(at_("act_on_lifemeeting", pk, "open"))
    assert "还差" in low.content.decode()
    hall.tick(meeting)
    clerk.post(at_("act_on_lifemeeting", pk, "open"), {"from": "desk"})
    assert LifeMeeting.objects.get().state == MeetingState.OPEN


def test_from_the_first_word_to_the_archive(hall: Hall, signed_as: As) -> None:
    meeting, clerk = hall.opened(), signed_as("lianluo")
    pk, seats = meeting.pk, hall.seats(meeting)
    entry = {
        "kind": "criticism",
        "key": key_of(1),
        "from": seats[0].pk,
        "to": seats[1].pk,
        "words": " 到班级少\n",
        "wind": "G",
    }
    assert clerk.post(at_("keep_entry", pk), entry).status_code == 302
    answered = clerk.post(at_("keep_entry", pk), entry, headers={"X-Desk": "1"})
    assert answered.json() == {"kept": key_of(1)}
    row = Criticism.objects.get()
    assert row.words == " 到班级少\n"  # as it was typed
    other = clerk.post(at_("keep_entry", pk), {**entry, "words": "别的"}, headers={"X-Desk": "1"})
    assert (other.status_code, other.json()["refused"]) == (409, key_of(1))
    clerk.post(at_("keep_entry", pk), {"kind": "answer", "key": key_of(2), "row": row.pk, "words": "我接受"})
    assert CriticismAnswer.objects.count() == 1
    clerk.post(
        at_("keep_entry", pk),
        {"kind": "turn", "key": key_of(3), "seat": seats[0].pk, "point": "preparation", "words": "通报"},
    )
    assert Turn.objects.count() == 1
    assert clerk.get(at_("take_up", pk, row.pk)).status_code == 200
    clerk.post(at_("take_up", pk, row.pk), {"title": "到班级听课少"})
    assert Criticism.objects.get().problem is not None
    clerk.post(at_("take_up", pk, 0), {"title": "每周进两个班", "manifestation": "本人承诺"})
    desk = clerk.get(at_("lifemeeting_desk", pk)).content.decode()
    assert "到班级少" in desk
    part = clerk.get(at_("lifemeeting_desk", pk), headers={"HX-Request": "true"}).content.decode()
    assert "data-cell" in part
    assert "<html" not in part


def test_a_turn_and_an_answer_are_corrected_beside_from_the_desk(hall: Hall, signed_as: As) -> None:
    meeting, clerk = hall.opened(), signed_as("lianluo")
    pk, seats = meeting.pk, hall.seats(meeting)
    row = hall.criticise(meeting, 0, 1, "到班级少", 1)
    spoken = {
        "kind": "turn",
        "key": key_of(2),
        "seat": seats[0].pk,
        "point": "preparation",
        "words": "通报三件",
    }
    clerk.post(at_("keep_entry", pk), spoken)
    clerk.post(at_("keep_entry", pk), {"kind": "answer", "key": key_of(3), "row": row.pk, "words": "我接收"})
    for place, of, words in (
        ("turn", Turn.objects.get().pk, "通报四件"),
        ("answer", CriticismAnswer.objects.get().pk, "我接受"),
    ):
        asked = {"kind": "correction", "place": place, "row": of, "words": words, "reason": "听错"}
        desk = clerk.get(at_("lifemeeting_desk", pk)).content.decode()
        assert f'name="place" value="{place}"><input type="hidden" name="row" value="{of}"' in desk
        assert clerk.post(at_("keep_entry", pk), asked).status_code == 302
    for page in ("lifemeeting_desk", "lifemeeting_record"):
        text = clerk.get(at_(page, pk)).content.decode()
        for words in ("通报三件", "更正为：通报四件（听错）", "我接收", "更正为：我接受（听错）"):
            assert words in text, (page, words)
    strike = {
        "kind": "correction",
        "place": "turn",
        "row": Turn.objects.get().pk,
        "strike": "yes",
        "reason": "误录",
    }
    clerk.post(at_("keep_entry", pk), strike)
    assert "误录（误录）" in clerk.get(at_("lifemeeting_record", pk)).content.decode()


def test_each_signs_and_the_head_reports(hall: Hall, signed_as: As) -> None:
    meeting, clerk = hall.opened(), signed_as("lianluo")
    pk = meeting.pk
    clerk.post(at_("act_on_lifemeeting", pk, "close"))
    member = signed_as("fuxiao")
    page = member.get(at_("lifemeeting_record", pk)).content.decode()
    digest = page.split('name="shown" value="')[1][:64]
    member.post(at_("lifemeeting_record", pk), {"shown": digest, "remark": ""})
    assert Signing.objects.get().digest == digest
    clerk.post(at_("act_on_lifemeeting", pk, "conclude"), {"why": "其余五人出差"})
    version = LifeMeeting.objects.get().version
    clerk.post(at_("lifemeeting_report", pk), {"report": "情况报告", "version": version})
    head = signed_as("xiaozhang")
    shown = head.get(at_("lifemeeting_report", pk)).content.decode().split('name="shown" value="')[1][:64]
    wrong = head.post(at_("lifemeeting_report", pk), {"step": "sign", "shown": shown, "password": "x"})
    assert wrong.status_code == 403
    head.post(at_("lifemeeting_report", pk), {"step": "sign", "shown": shown, "password": PASSWORD})
    assert LifeMeeting.objects.get().reported_by == hall.head.code
    clerk.post(at_("act_on_lifemeeting", pk, "notice"))
    clerk.post(at_("act_on_lifemeeting", pk, "archive"))
    assert LifeMeeting.objects.get().state == MeetingState.ARCHIVED
    assert clerk.get(at_("lifemeeting", pk)).status_code == 200


def test_who_signed_before_a_correction_is_told_at_once(hall: Hall, signed_as: As) -> None:
    meeting, member = hall.closed(), signed_as("fuxiao")
    hall.sign(meeting, "fuxiao")
    page = at_("lifemeeting_record", meeting.pk)
    assert "您签阅以后" not in member.get(page).content.decode()
    correct_entry(Criticism.objects.order_by("pk")[0], "到教室少", "听错", by=hall.clerk, at=hall.at)
    text = member.get(page).content.decode()
    assert text.count('<span class="tag act">您签阅以后</span>') == 1  # at the very place
    assert "记录又有更正" in text
    assert "记录又有更正" in member.get(at_("lifemeeting", meeting.pk)).content.decode()
    assert "您签阅以后" not in signed_as("jiaodao").get(page).content.decode()  # who hasn't signed
    hall.sign(meeting, "fuxiao")
    assert "您签阅以后" not in member.get(page).content.decode()


def test_words_that_went_leave_that_they_were_said(hall: Hall, signed_as: As) -> None:
    meeting = hall.concluded()
    row = Criticism.objects.select_related("meeting__participation__campaign__root").order_by("pk")[0]
    erase_entry(row, ground="法院裁定", reason="本人提出", lawful=True, by=hall.office, at=hall.at)
    clerk = signed_as("lianluo")
    for name in ("lifemeeting_record", "lifemeeting_desk"):
        text = clerk.get(at_(name, meeting.pk)).content.decode()
        assert row.words not in text
        assert text.count("原话已按规定删去") == 1
        assert f"{hall.accounts['xiaozhang'].name} → " in text
    files = files_of(clerk, meeting.pk)
    listed = "\n".join(cells(next(data for name, data in files.items() if name[0] == "4")))
    assert row.words not in listed
    assert "（原话已按规定删去）" in listed
    assert "共提出批评意见2条" in said(files[next(iter(files))])


def test_what_is_said_to_the_head_stands_under_the_heads_own_point(hall: Hall, signed_as: As) -> None:
    meeting = hall.opened()
    hall.criticise(meeting, 0, 1, "麒麟对别人", 1)
    hall.criticise(meeting, 1, 0, "麒麟对主要负责人", 2)
    Criticism.objects.filter(words="麒麟对主要负责人").get(point="head")
    agenda = {one.code: one.zh for one in template_of(hall.world.campaign).lifemeetings.agenda}
    text = signed_as("lianluo").get(at_("lifemeeting_record", meeting.pk)).content.decode()
    places = [
        text.rindex(words) for words in (agenda["head"], "麒麟对主要负责人", agenda["members"], "麒麟对别人")
    ]
    assert places == sorted(places)
    paper = RecordPaper(meeting, record_of(meeting), template_of(hall.world.campaign))
    heads, others = (f"对{hall.accounts[login].name}：" for login in ("xiaozhang", "fuxiao"))
    assert [(one.point, one.words.partition("麒麟")[0]) for one in paper.speeches()] == [
        ("head", heads),
        ("members", others),
    ]


def test_the_office_deletes_by_law_what_it_cannot_read(hall: Hall, signed_as: As) -> None:
    meeting, office = hall.concluded(), signed_as("zhuren")
    row = Criticism.objects.order_by("pk")[0]
    listed = at_("erasable_words", meeting.pk)
    one = reverse("erase_entry", args=[hall.world.campaign.code, meeting.pk, "criticism", row.pk])
    assert one in office.get(listed).content.decode()
    assert listed in office.get(at_("lifemeeting", meeting.pk)).content.decode()
    assert signed_as("lianluo").get(listed).status_code == 403
    given = {"ground": "（2014）云法行初字第3号", "reason": "本人依法提出"}
    refused = office.post(one, {**given, "ground": " ", "step": "look"})
    assert (refused.status_code, "本人依法提出" in refused.content.decode()) == (422, True)
    sure = office.post(one, {**given, "step": "look"}).content.decode()
    assert "确认删除" in sure
    assert given["ground"] in sure
    assert office.post(one, {**given, "step": "erase"}).status_code == 422
    for page in (office.get(listed), office.get(one)):
        assert row.words not in page.content.decode()
        assert hall.accounts["xiaozhang"].name not in page.content.decode()
    row.refresh_from_db()
    assert row.words
    office.post(one, {**given, "step": "erase", "sure": "yes"})
    row.refresh_from_db()
    assert row.words == ""
    assert given["ground"] in office.get(listed).content.decode()
    told = signed_as("lianluo").get(at_("lifemeeting_record", meeting.pk)).content.decode()
    assert f'依法删除：<span lang="zh">{given["ground"]}' in told
    assert given["reason"] not in told
    assert "再看一遍" not in office.get(one).content.decode()
    assert office.get(one.replace("criticism", "speech")).status_code == 404


def test_words_are_for_those_who_were_there(hall: Hall, signed_as: As) -> None:
    meeting = hall.opened(absent=1)
    hall.criticise(meeting, 0, 1, "麒麟一样的批评", 1)
    hall.criticise(meeting, 0, 5, "貔貅一样的批评", 2)
    for login, sees in (
        ("zhuren", set()),
        ("lingdao", set()),
        ("fuxiao", {"麒麟", "貔貅"}),
        ("gonghui", {"貔貅"}),
        ("dudao", {"麒麟", "貔貅"}),
        ("lianluo", {"麒麟", "貔貅"}),
    ):
        client = signed_as(login)
        texts = "".join(
            client.get(at_(name, *args)).content.decode()
            for name, args in (
                ("lifemeetings", ()),
                ("lifemeeting", (meeting.pk,)),
                ("lifemeeting_record", (meeting.pk,)),
                ("lifemeeting_desk", (meeting.pk,)),
                ("lifemeeting_report", (meeting.pk,)),
            )
        )
        assert {word for word in ("麒麟", "貔貅") if word in texts} == sees, login


def test_the_matrix_of_eleven_takes_few_queries(
    hall: Hall, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    meeting = hall.opened()
    for number in range(12):
        hall.criticise(meeting, number % 3, 3 + number % 3, f"第{number}条", number)
    with django_assert_num_queries(5):
        desk = desk_of(meeting)
    assert sum(row.n for row in desk.matrix) == 12


def test_held_again_keeps_the_first_one(hall: Hall, signed_as: As) -> None:
    meeting = hall.concluded()
    inspector = signed_as("dudao")
    inspector.post(
        at_("judge_lifemeeting", meeting.pk), {"what": "verdict", "code": "show", "text": "没有辣味"}
    )
    inspector.post(
        at_("judge_lifemeeting", meeting.pk),
        {"what": "again", "code": "no_criticism", "text": "八句都是客气话"},
    )
    assert hall.again(meeting).state == MeetingState.REHELD
    page = signed_as("lianluo").get(at_("lifemeeting", meeting.pk)).content.decode()
    assert "八句都是客气话" in page
    assert "6 月 9 日前" in page  # fifteen days on, with its trail
    held = signed_as("zhuren").get(at_("erasable_words", meeting.pk)).content.decode()
    assert "责令重新召开的说明" in held
    expire_words(by=CLOCK, at=hall.later(2000).at)
    page = signed_as("lianluo").get(at_("lifemeeting", meeting.pk)).content.decode()
    assert "八句都是客气话" not in page
    order = page.partition("<h2>责令重新召开</h2>")[2].partition("</section>")[0]
    assert "原话已按规定删去" in order
    assert "保存期满" in order


def test_branches(hall: Hall, signed_as: As) -> None:
    clerk = signed_as("lianluo")
    text = {
        "participation": hall.part.pk,
        "branch": "语文组支部",
        "held_on": "2014-05-20",
        "due": "12",
        "present": "11",
        "raised": "调研少",
    }
    assert clerk.get(at_("record_branch")).status_code == 200
    assert clerk.post(at_("record_branch"), {**text, "present": "13"}).status_code == 422
    clerk.post(at_("record_branch"), text)
    made = BranchMeeting.objects.get()
    assert "调研少" in clerk.get(at_("branch", made.pk)).content.decode()
    assert "调研少" not in signed_as("zhuren").get(at_("branch", made.pk)).content.decode()
    clerk.post(at_("branch", made.pk), {**text, "raised": "调研不深", "version": "1"})
    assert BranchMeeting.objects.get().raised == "调研不深"


def files_of(client: Client, pk: int) -> dict[str, bytes]:
    answer = client.get(at_("lifemeeting_package", pk))
    assert answer.status_code == 200
    with ZipFile(BytesIO(answer.content)) as files:
        return {name: files.read(name) for name in files.namelist()}


def cells(data: bytes) -> list[str]:
    rows = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()
    return [str(cell) for row in rows for cell in row]


def said(data: bytes) -> str:
    paper = Document(BytesIO(data))
    rows = (cell.text for table in paper.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(one.text for one in paper.paragraphs), *rows])


def test_the_package_is_whole_for_those_who_were_there(hall: Hall, signed_as: As) -> None:
    meeting = hall.concluded()
    draft_report(meeting, "一、准备情况\n征求意见六十三条。", meeting.version, by=hall.clerk, at=hall.at)
    row = Criticism.objects.order_by("pk")[0]
    wording = Wording("到课堂听课少", "", "一个学期听课次数不到规定的一半")
    raise_criticism(row, wording, by=hall.clerk, at=hall.at)
    files = files_of(signed_as("lianluo"), meeting.pk)
    assert [name[0] for name in files] == ["1", "2", "3", "3", "4", "5", "6", "6", "7"]
    notice, report, record, rows, criticisms, opinions, measures, listed, plan = files
    assert "专题民主生活会情况通报" in notice
    for name in (notice, report, record, opinions, measures, plan):
        assert check_official(BytesIO(files[name]), "草稿" if name in {notice, report} else "") == [], name
    assert "共提出批评意见2条" in said(files[notice])
    assert "开会多" not in said(files[notice])  # counts go round, words don't
    assert {"被批评人", "批评人", "批评意见（四风类别/事例）", "被批评人表态", "纳入整改"} <= set(
        cells(files[criticisms])
    )
    assert any("开会多、到班级少" in cell for cell in cells(files[criticisms]))
    assert {"发言人", "发言内容（原话）", "本人签阅"} <= set(cells(files[rows]))
    told = said(files[record])
    for line in (
        "时间：2014年5月23日",
        "地点：校会议室",
        "主持：某xiaozhang",
        "应到6人，实到6人",
        "记录人：某lianluo",
    ):
        assert line in told
    assert told.count("已签阅（2014年5月23日）") == 6
    assert "到课堂听课少" in cells(files[listed])
    assert "五项议程" in said(files[plan])
    assert signed_as("zhuren").get(at_("lifemeeting_package", meeting.pk)).status_code == 403


def test_the_package_shows_what_was_corrected_beside_what_was_recorded(hall: Hall, signed_as: As) -> None:
    meeting = hall.closed(said=3)
    first, second, third = Criticism.objects.order_by("pk")
    record_answer(first, "我接收", key_of(50), by=hall.clerk, at=hall.at)
    correct_entry(first, "开会多、到教室少。", "听错", by=hall.clerk, at=hall.at)
    correct_entry(CriticismAnswer.objects.get(), "我接受", "错字", by=hall.clerk, at=hall.at)
    correct_entry(second, "", "重复录入", by=hall.clerk, at=hall.at)
    files = files_of(signed_as("lianluo"), meeting.pk)
    _notice, _report, record, rows, criticisms = list(files)[:5]
    fix = "〔更正为：开会多、到教室少。（某lianluo，2014年5月23日，听错）〕"
    struck = "〔误录，不算（某lianluo，2014年5月23日，重复录入）〕"
    for text in (said(files[record]), "\n".join(cells(files[rows]))):
        assert first.words in text  # what was recorded stays
        for told in (fix, struck, second.words, third.words, "我接收", "〔更正为：我接受"):
            assert told in text
    listed = "\n".join(cells(files[criticisms]))
    assert fix in listed
    assert second.words not in listed  # what was recorded by mistake is no criticism
    assert "共提出批评意见2条" in said(files[_notice])


def test_papers_are_in_the_package_for_who_reads_each(hall: Hall, signed_as: As) -> None:
    meeting = hall.concluded()
    for login in ("fuxiao", "jiaodao"):
        hand_in_a_paper(hall, login)
    named = {
        login: [name for name in files_of(signed_as(login), meeting.pk) if name[0] == "9"] for login in WHO
    }
    papers = {login: [name.split("-")[1] for name in names] for login, names in named.items()}
    assert papers == {
        "fuxiao": ["某fuxiao"],  # one's own
        "xiaozhang": ["某fuxiao", "某jiaodao"],  # the head reviews them first
        "dudao": [],  # nothing has reached the inspectors yet
        "lianluo": [],
        "zongwu": [],
    }
    file = files_of(signed_as("fuxiao"), meeting.pk)[named["fuxiao"][0]]
    assert "家长会上的獬豸" in said(file)
    assert check_official(BytesIO(file), "未定稿") == []


WHO = ("fuxiao", "xiaozhang", "dudao", "lianluo", "zongwu")


def hand_in_a_paper(hall: Hall, login: str) -> None:
    by = hall.member(login)
    paper = begin_selfcheck(hall.part, hall.accounts[login], team=False, by=by, at=hall.at)
    case = Item(
        "家长会上的獬豸一事没有答复", "G3", date(2014, 4, 8), "purpose", "五月底前回访", "expectations"
    )
    save_selfcheck(paper, Content({}, (case,)), paper.edits, keep=True, by=by, at=hall.at)
    paper.refresh_from_db()
    hand_in_selfcheck(paper, paper.edits, shown="a" * 64, discussed=None, by=by, at=hall.at)
