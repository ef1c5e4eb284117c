"""The pages of circulars: one press, a form that keeps what was typed, spreads without names, lists in few queries."""

from datetime import date, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.campaigns.commands import issue_circular
from huiyin.process.campaigns.commands.circulars import Notice
from huiyin.process.campaigns.models import Circular, CircularStop
from huiyin.process.campaigns.queries.cascade import next_below
from tests.web.conftest import SignedIn
from tests.world import World

pytestmark = pytest.mark.django_db
LIST = "/c/mass-line/circulars"


@pytest.fixture
def notice(world: World, at: datetime) -> Circular:
    below = next_below(world.campaign, world.bureau)
    words = Notice("notice", "关于听取意见的通知", "各单位开两次座谈会。", ack_days=3)
    return issue_circular(world.campaign, words, world.bureau, below, by=world.office, at=at)


def test_one_press_and_the_unit_has_it(world: World, notice: Circular, signed_in: SignedIn) -> None:
    clerk = signed_in(Role.CLERK, world.school)
    page = f"{LIST}/{notice.pk}"
    assert "5 月 28 日 前签收" in clerk.get(page).text
    answer = clerk.post(f"{page}/{world.school.pk}/acknowledge", follow=True)
    assert "云河市第三中学已签收" in answer.text
    assert clerk.post(f"{page}/{world.school.pk}/acknowledge").status_code == 409
    assert "实验幼儿园" not in answer.text, "a school isn't shown who else owes it"
    office = signed_in(Role.OFFICE).get(page).text
    assert "云河市实验幼儿园" in office
    assert "1/1，不足 10 个不计率" in office


def test_the_office_issues_with_a_file_and_keeps_what_was_typed(
    world: World, signed_in: SignedIn, settings: Settings, tmp_path: Path
) -> None:
    settings.HUIYIN_FILES = str(tmp_path)
    office = signed_in(Role.OFFICE)
    typed = {"kind": "notice", "title": "关于部署的通知", "body": "", "ack_days": "三"}
    answer = office.post(f"{LIST}/issue", typed)
    assert answer.status_code == 422
    assert 'value="关于部署的通知"' in answer.text
    file = SimpleUploadedFile("通知.txt", "各单位：".encode())
    part = next_below(world.campaign, world.bureau)[0]
    sent = {**typed, "ack_days": "2", "file": file, "to": [str(part.pk)]}
    assert office.post(f"{LIST}/issue", sent).status_code == 302
    stop = CircularStop.objects.select_related("circular__file").get()
    assert stop.participation_id == part.pk
    download = office.get(f"{LIST}/{stop.circular_id}/file")
    assert download.headers["Content-Type"] == "application/octet-stream"
    assert download.content.decode() == "各单位："


def test_lists_and_pages_stay_cheap(
    world: World,
    at: datetime,
    notice: Circular,
    signed_in: SignedIn,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    office: Client = signed_in(Role.OFFICE)
    below = next_below(world.campaign, world.bureau)
    for number in range(12):
        words = Notice("notice", f"通知{number}", "正文")
        issue_circular(world.campaign, words, world.bureau, below, by=world.office, at=at)
    with django_assert_max_num_queries(8):
        assert office.get(LIST).text.count("个单位待签收") == 13
    with django_assert_max_num_queries(17):
        office.get(f"{LIST}/{notice.pk}")
    with django_assert_max_num_queries(11):
        office.get(f"{LIST}/issue")
    assert date(2014, 5, 23) == notice.issued_on
