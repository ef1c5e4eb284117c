"""From the draft to the last answer, on the pages."""

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from django.test import Client

from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.commands import give_post
from huiyin.platform.orgs.rules.rights import Role
from huiyin.platform.orgs.rules.terms import PostKind
from huiyin.process.campaigns.models import Campaign, Participation
from huiyin.process.figures.commands import refresh_counts
from huiyin.process.letters.models import Finding, Letter
from huiyin.process.problems.commands import Wording, merge_problems, raise_problem
from huiyin.process.problems.models import Problem
from huiyin.process.supervision.queries import facts
from huiyin.reports.checker.official import check_official
from tests.documents.labels import carries
from tests.web.conftest import OFFICE, PASSWORD, SignedIn
from tests.world import World

pytestmark = pytest.mark.django_db
HOME = "/c/mass-line/letters"


@pytest.fixture
def people(world: World, account: Callable[..., Account], at: datetime) -> dict[str, Client]:
    """Two inspectors, and the school's head, clerk and member."""
    roles = {
        "one": (Role.SUPERVISION, world.bureau),
        "other": (Role.SUPERVISION, world.bureau),
        "head": (Role.HEAD, world.school),
        "clerk": (Role.CLERK, world.school),
        "foreign": (Role.CLERK, world.other_school),
    }
    clients = {}
    for login, role in roles.items():
        opened = account(login, role)
        if login == "head":
            give_post(opened, PostKind.HEAD, world.school, since=date(2014, 1, 1), by=OFFICE, at=at)
        clients[login] = Client()
        clients[login].post("/sign-in", {"login": login, "password": PASSWORD})
    return clients


def given(world: World) -> dict[str, object]:
    return {
        "unit": world.school.pk,
        "stage": "listen",
        "judgement": "第一环节总体情况良好。",
        "praise.study": "学习安排紧，讨论有记录。",
        "text.1": "少数党员干部对活动认识有待提高。",
        "text.2": "征求意见不能聚焦“四风”，具体问题收集不多。",
        "focus.2": "F1",
        "demand": "下一环节要采取措施改进。",
        "answer_by": "2014-05-30",
    }


def text(client: Client, where: str) -> str:
    answer = client.get(where)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_letter_goes_all_its_way(world: World, people: dict[str, Client]) -> None:
    one, other, head, clerk = (people[name] for name in ("one", "other", "head", "clerk"))
    assert "云河市第三中学" in text(one, f"{HOME}/draft")
    assert "总体评价" in text(one, f"{HOME}/draft?unit={world.school.pk}")
    assert one.post(f"{HOME}/draft", given(world)).status_code == 302
    pk = Letter.objects.get().pk
    here = f"{HOME}/{pk}"
    assert "起草、修改的人不签发" in text(one, here)
    assert "学习安排紧" in text(one, f"{here}/change")
    assert one.post(f"{here}/issue", {"version": 1}).status_code == 403
    assert head.get(here).status_code == 404
    assert "反馈意见书的草稿等签发" in text(other, "/c/mass-line/todo")
    assert other.post(f"{here}/issue", {"version": 1}).status_code == 302
    assert Problem.objects.count() == 2
    assert "反馈意见书等您本人签收" in text(head, "/c/mass-line/todo")
    assert "等您本人签收" in text(head, here)
    assert head.post(f"{here}/sign").status_code == 302
    assert head.post(f"{here}/sign").status_code == 422
    assert "条反馈意见等本单位答复" in text(clerk, "/c/mass-line/todo").replace(" ", "")
    refused = clerk.post(f"{here}/2/answer", {"text": "", "done": "听了一轮"})
    assert refused.status_code == 422
    assert "听了一轮" in refused.content.decode()
    for number, words in ((1, "认识上补了一次学习讨论。"), (2, "再听了一轮。")):
        assert clerk.post(f"{here}/{number}/answer", {"text": words}).status_code == 302
    assert "按字面没有说到" in text(one, here)
    assert "条反馈意见的答复等您看" in text(one, "/c/mass-line/todo").replace(" ", "")
    assert one.post(f"{here}/1/look", {"round": 1, "accepted": "yes"}).status_code == 302
    refused = one.post(f"{here}/2/look", {"round": 1, "accepted": "no"})
    assert refused.status_code == 422
    assert "还要答什么" in refused.content.decode()
    again = {"round": 1, "accepted": "no", "words": "多少条聚焦了？"}
    assert one.post(f"{here}/2/look", again).status_code == 302
    part = Participation.objects.select_related("campaign__root", "unit").get(unit=world.school)
    fact = "supervision.findings_answered"
    assert facts([part], date(2014, 5, 23))[part.pk][fact].value is False
    assert "多少条聚焦了" in text(clerk, here)
    clerk.post(f"{here}/2/answer", {"text": "四十条里二十六条聚焦“四风”。"})
    other.post(f"{here}/2/look", {"round": 2, "accepted": "yes"})
    assert facts([part], date(2014, 5, 23))[part.pk][fact].value is True
    assert "2 条都已认可" in text(head, HOME)
    assert "第 1 号" in text(head, f"/c/mass-line/units/{world.school.pk}")
    correction = {"where": "2", "text": "更正后的", "reason": "笔误"}
    assert one.post(f"{here}/correct", correction).status_code == 302
    assert "更正后的" in text(head, here)


def test_others_see_nothing(world: World, people: dict[str, Client]) -> None:
    people["one"].post(f"{HOME}/draft", given(world))
    letter = Letter.objects.get()
    people["other"].post(f"{HOME}/{letter.pk}/issue", {"version": 1})
    foreign = people["foreign"]
    assert "还没有给您单位的" in text(foreign, HOME)
    assert foreign.get(f"{HOME}/{letter.pk}").status_code == 404
    assert foreign.post(f"{HOME}/{letter.pk}/1/answer", {"text": "x"}).status_code == 404
    assert people["clerk"].get(f"{HOME}/draft").status_code == 403


def test_what_was_typed_stays_on_a_refused_page(world: World, people: dict[str, Client]) -> None:
    typed = given(world) | {"judgement": "", "problem.1": "2014-999"}
    answer = people["one"].post(f"{HOME}/draft", typed)
    assert answer.status_code == 422
    assert "少数党员干部" in answer.content.decode()
    assert not Finding.objects.exists()


@pytest.mark.parametrize("name", ["letter.docx", "reply.docx"])
def test_both_papers_are_on_the_grid(
    world: World, people: dict[str, Client], name: str, tmp_path: Path
) -> None:
    people["one"].post(f"{HOME}/draft", given(world))
    letter = Letter.objects.get()
    people["other"].post(f"{HOME}/{letter.pk}/issue", {"version": 1})
    people["clerk"].post(f"{HOME}/{letter.pk}/1/answer", {"text": "补了一次学习讨论。", "where": "校办"})
    answer = people["head"].get(f"{HOME}/{letter.pk}/{name}")
    assert answer.status_code == 200
    assert check_official(BytesIO(answer.content)) == []
    assert carries(answer.content, "内部资料，注意保管")
    words = "关于" if name == "letter.docx" else "现逐条报告如下"
    path = tmp_path / name
    path.write_bytes(answer.content)

    told = "\n".join(one.text for one in docx.Document(str(path)).paragraphs)
    assert words in told
    assert ("一是少数党员干部" in told) if name == "letter.docx" else ("（还没有答复）" in told)


def test_a_problem_that_lives_on_elsewhere_tells_nothing_of_itself(
    world: World, people: dict[str, Client], at: datetime
) -> None:
    """A finding's problem was merged into another unit's: its unit reads that much, no text, and nothing that leads to a page it may not see."""
    people["one"].post(f"{HOME}/draft", given(world))
    letter = Letter.objects.get()
    people["other"].post(f"{HOME}/{letter.pk}/issue", {"version": 1})
    clerk, here = people["clerk"], f"{HOME}/{letter.pk}"
    clerk.post(f"{here}/1/answer", {"text": "补了一次学习讨论。"})
    secret = Wording("幼儿园门口停车收费", "masses", "一次五元", checked=True)
    theirs = raise_problem(world.campaign, secret, owner=world.other_school, by=world.office, at=at)
    [mine, _] = Problem.objects.filter(owner=world.school).order_by("pk")
    assert f"/problems/{mine.number}" in text(clerk, here)
    merge_problems(theirs, [mine], by=world.office, at=at)
    page = text(clerk, here)
    assert "另一单位的问题" in page
    assert theirs.number not in page
    assert secret.title not in page
    assert clerk.get(f"/c/mass-line/problems/{theirs.number}").status_code == 404
    reply = docx.Document(BytesIO(clerk.get(f"{here}/reply.docx").content))
    told = "\n".join(one.text for one in reply.paragraphs)
    assert "另一单位的问题正在整改" in told
    assert secret.title not in told
    inspector = text(people["one"], here)
    assert f"/problems/{theirs.number}" in inspector


def test_what_is_not_answered_stands_on_the_one_page_with_whom(
    world: World, people: dict[str, Client], signed_in: SignedIn, django_assert_max_num_queries: Any
) -> None:
    people["one"].post(f"{HOME}/draft", given(world))
    letter = Letter.objects.get()
    people["other"].post(f"{HOME}/{letter.pk}/issue", {"version": 1})
    leader = signed_in(Role.LEADER)
    refresh_counts(Campaign.objects.select_related("root").get(), at=world.at)
    leader.get("/c/mass-line/one-page")
    with django_assert_max_num_queries(15):
        page = text(leader, "/c/mass-line/one-page")
    assert page.count("云河市第三中学") == 1
    assert f"{HOME}?open=yes" in page
    assert "只列还有要答复的" in text(leader, f"{HOME}?open=yes")
    assert "第 1 号" in text(leader, f"{HOME}?open=yes")
    for number in (1, 2):
        people["clerk"].post(f"{HOME}/{letter.pk}/{number}/answer", {"text": "补了。"})
    assert "没有等答复的反馈意见" in text(leader, f"{HOME}?open=yes")
    assert "督导意见还没有答复" not in text(leader, "/c/mass-line/one-page")
