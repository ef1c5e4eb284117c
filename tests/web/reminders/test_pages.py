"""The pages of reminder slips."""

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO

import pytest
from django.test import Client
from docx import Document
from python_calamine import CalamineWorkbook

from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.commands import give_post
from huiyin.platform.orgs.rules.rights import Role
from huiyin.platform.orgs.rules.terms import PostKind
from huiyin.process.problems.models import Problem
from huiyin.process.reminders.models import Reminder
from huiyin.reports.checker.official import check_official
from tests.web.conftest import OFFICE, PASSWORD, SignedIn
from tests.world import World

pytestmark = pytest.mark.django_db
HOME = "/c/mass-line/reminders"


@pytest.fixture
def member(world: World, account: Callable[..., Account], at: datetime) -> tuple[Account, Client]:
    opened = account("fuxiao", (Role.MEMBER, world.school))
    give_post(opened, PostKind.MEMBER, world.school, since=date(2014, 1, 1), by=OFFICE, at=at)
    client = Client()
    client.post("/sign-in", {"login": "fuxiao", "password": PASSWORD})
    return opened, client


def test_a_slip_is_sent_signed_and_in_the_ledger(
    world: World, signed_in: SignedIn, member: tuple[Account, Client]
) -> None:
    inspector = signed_in(Role.SUPERVISION)
    assert "云河市第三中学" in inspector.get(f"{HOME}/send").content.decode()
    form = f"{HOME}/send?unit={world.school.pk}"
    assert "某fuxiao" in inspector.get(form).content.decode()
    given = {
        "unit": world.school.pk,
        "account": member[0].pk,
        "text.1": "一周开了七次会，三次没有议题。",
        "focus.1": "F1",
    }
    answer = inspector.post(f"{HOME}/send", given)
    assert answer.status_code == 302
    slip = Reminder.objects.get()
    assert "等您签收" in member[1].get(HOME).content.decode()
    page = member[1].get(f"{HOME}/{slip.number}").content.decode()
    assert Problem.objects.get().number in page
    assert member[1].post(f"{HOME}/{slip.number}/sign").status_code == 302
    assert "本人签收" in inspector.get(f"{HOME}/{slip.number}").content.decode()
    assert member[1].post(f"{HOME}/{slip.number}/sign").status_code == 422


def test_telling_words_are_shown_and_kept(
    world: World, signed_in: SignedIn, member: tuple[Account, Client]
) -> None:
    inspector = signed_in(Role.SUPERVISION)
    given = {"unit": world.school.pk, "account": member[0].pk, "text.1": "有家长打13800000000来问收费"}
    answer = inspector.post(f"{HOME}/send", given)
    assert answer.status_code == 422
    assert "13800000000" in answer.content.decode()
    assert inspector.post(f"{HOME}/send", given | {"looked": "yes"}).status_code == 302


def test_others_see_nothing(world: World, signed_in: SignedIn, member: tuple[Account, Client]) -> None:
    inspector = signed_in(Role.SUPERVISION)
    given = {"unit": world.school.pk, "account": member[0].pk, "text.1": "一周开了七次会。"}
    inspector.post(f"{HOME}/send", given)
    clerk = signed_in(Role.CLERK, world.school)
    assert "七次会" not in clerk.get(HOME).content.decode()
    assert clerk.get(f"{HOME}/1").status_code == 404
    assert clerk.get(f"{HOME}/send").status_code == 403


def test_a_slip_and_the_list_of_slips_as_papers(
    world: World, signed_in: SignedIn, member: tuple[Account, Client]
) -> None:
    inspector = signed_in(Role.SUPERVISION)
    given = {
        "unit": world.school.pk,
        "account": member[0].pk,
        "opening": "请对照查摆。",
        "text.1": "一周开了七次会，三次没有议题。",
        "focus.1": "F1",
    }
    inspector.post(f"{HOME}/send", given)
    slip = Reminder.objects.get()
    for client in (inspector, member[1]):
        data = client.get(f"{HOME}/{slip.number}.docx").content
        assert check_official(BytesIO(data)) == []
        paper = Document(BytesIO(data))
        lines = [one.text for one in paper.paragraphs]
        told = "\n".join([*lines, *(cell.text for row in paper.tables[0].rows for cell in row.cells)])
        for words in (
            "反馈提醒单",
            "云河市第三中学某fuxiao同志：",
            "请对照查摆。",
            "三次没有议题",
            Problem.objects.get().number,
            "（未签收）",
        ):
            assert words in told
    member[1].post(f"{HOME}/{slip.number}/sign")
    book = CalamineWorkbook.from_filelike(BytesIO(inspector.get(f"{HOME}.xlsx").content))
    cells = [str(cell) for row in book.get_sheet_by_index(0).to_python() for cell in row]
    assert {"提醒对象", "提醒的问题", "签收", "云河市第三中学某fuxiao"} <= set(cells)
    assert any("三次没有议题" in cell for cell in cells)
    assert "未签收" not in cells
    outside = signed_in(Role.CLERK, world.other_school)
    assert outside.get(f"{HOME}/{slip.number}.docx").status_code == 404
    empty = CalamineWorkbook.from_filelike(BytesIO(outside.get(f"{HOME}.xlsx").content))
    assert not any("议题" in str(cell) for row in empty.get_sheet_by_index(0).to_python() for cell in row)
