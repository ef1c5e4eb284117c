"""Sheets of looks on pages: written in parts, handed in whole, read with the facts as they were, sent back, and as an official paper."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client

from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.campaigns.commands import lay_plan
from huiyin.process.problems.commands import Wording, raise_problem
from huiyin.process.problems.models import Problem
from huiyin.process.supervision.models import Lookback, LookbackDraft
from huiyin.reports.checker.official import check_official
from tests.world import TEMPLATE, World

pytestmark = pytest.mark.django_db
EIGHT = TEMPLATE.looks.sheet("eight_looks")
assert EIGHT is not None
FIELDS = ("result", "problem", "measure", "example")
WHOLE = {f"{look.code}.{field}": f"{look.zh}，{field}" for look in EIGHT.looks for field in FIELDS}


@pytest.fixture
def planned(world: World) -> World:
    lay_plan(world.campaign, {"city_meeting": date(2014, 5, 16)}, by=world.office, at=world.at)
    return world


def test_a_clerk_writes_and_hands_in_and_an_inspector_sends_it_back(
    planned: World, signed_in: Callable[..., Client], tmp_path: Path
) -> None:
    clerk, inspector = signed_in(Role.CLERK, planned.school), signed_in(Role.SUPERVISION)
    here = f"/c/mass-line/units/{planned.school.pk}/looks/eight_looks"
    page = clerk.get(here).content.decode()
    assert "写全了，送督导组" in page
    assert "不向本单位显示" in page  # what stands on givers, beside 听取意见
    some = {"act": "hand_in", "edits": "0", "study.result": "学了五次"}
    refused = clerk.post(f"{here}/write", some)
    assert refused.status_code == 422
    assert "学了五次" in refused.content.decode()
    assert not LookbackDraft.objects.exists()  # all or nothing
    assert clerk.post(f"{here}/write", some | {"act": "save"}).status_code == 302
    done = clerk.post(f"{here}/write", WHOLE | {"act": "hand_in", "edits": "1"}, follow=True).content.decode()
    assert "已送出" in done
    assert "先保存" not in done
    assert inspector.post(f"{here}/write", WHOLE | {"act": "save", "edits": "0"}).status_code == 403
    paper = clerk.get(f"{here}/1.docx")
    assert paper.status_code == 200
    file = tmp_path / "paper.docx"
    file.write_bytes(
        BytesIO(b"".join(paper.streaming_content) if paper.streaming else paper.content).getvalue()
    )
    assert check_official(file) == []
    assert clerk.post(f"{here}/return", {"round": "1", "why": "x", "due": "2014-06-06"}).status_code == 403
    bad = inspector.post(f"{here}/return", {"round": "1", "why": "事例太空", "due": "2014-05-01"})
    assert bad.status_code == 422
    assert "事例太空" in bad.content.decode()
    inspector.post(f"{here}/return", {"round": "1", "why": "事例太空", "due": "2014-06-06"})
    again = clerk.get(here).content.decode()
    assert "事例太空" in again
    assert "学习教育扎实，example" in again
    assert "退回重写" in clerk.get("/c/mass-line/todo").content.decode()
    assert Lookback.objects.get().round == 1
    assert "退回重写" in inspector.get("/c/mass-line/looks").content.decode()


def test_the_five_reals_are_judged_by_who_is_sent(planned: World, signed_in: Callable[..., Client]) -> None:
    inspector, clerk = signed_in(Role.SUPERVISION), signed_in(Role.CLERK, planned.school)
    served = raise_problem(
        planned.campaign,
        Wording("校车误点", "masses"),
        owner=planned.school,
        by=planned.office,
        at=planned.at,
    )
    work = TEMPLATE.key_works()[0].code
    Problem.objects.filter(pk=served.pk).update(key_work=work)
    here = f"/c/mass-line/units/{planned.school.pk}/looks/five_reals"
    writing = inspector.get(here).content.decode()
    assert "写全了，送单位" in writing
    assert f'href="/c/mass-line/plan?key_work={TEMPLATE.key_works()[0].code}"' in writing
    ledger = f"/c/mass-line/problems?key_work={work}&amp;owner={planned.school.pk}"
    assert f'<a href="{ledger}">1 个，销号 0 个</a>' in writing
    assert served.title in inspector.get(ledger.replace("&amp;", "&")).content.decode()
    assert "还没有送" in clerk.get(here).content.decode()
    codes = ("mobilisation", "study", "listening", "immediate_fixes", "work_joined")
    judged = {f"{code}.judgement": "基本实" for code in codes} | {
        f"{code}.ground": "看了会议记录" for code in codes
    }
    inspector.post(f"{here}/write", judged | {"act": "hand_in", "edits": "0"})
    page = clerk.get(here).content.decode()
    assert page.count("基本实") == 5
    assert all(work.zh in page for work in TEMPLATE.key_works())
    assert (
        clerk.get("/c/mass-line/looks").headers["Location"] == f"/c/mass-line/units/{planned.school.pk}/looks"
    )
    assert "五个实" in clerk.get(f"/c/mass-line/units/{planned.school.pk}/looks").content.decode()
    assert clerk.get(f"{here}/9.docx").status_code == 404
    assert clerk.get(f"/c/mass-line/units/{planned.school.pk}/looks/none").status_code == 404
