"""The officer's page of a sealed matter, and what its giver sees of it by their receipt."""

import pytest
from django.test import Client

from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.answers.queries import receipt_of
from huiyin.process.channels.commands import open_entrance, submit_opinion
from huiyin.process.channels.rules.given import Given
from huiyin.process.sealed.models import SealedMatter
from tests.web.conftest import SignedIn
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def code(world: World) -> str:
    entrance = open_entrance(
        world.campaign, name="三中家长", channel="online", about=world.school, by=world.office, at=world.at
    )
    given = Given("教务主任收了家长三千元", accuses=True)
    return submit_opinion(entrance, given, nonce=bytes(range(16)), at=world.at).code


def under_receipt(path: str, **fields: str) -> str:
    return Client().post(path, fields).text


def test_giver_and_officer_speak_and_nobody_else_hears(world: World, code: str, signed_in: SignedIn) -> None:
    receipt = receipt_of(code)
    assert receipt is not None
    at = f"/c/{world.campaign.code}/sealed"
    officer = signed_in(Role.DISCIPLINE)
    assert "对纪检说" in under_receipt("/r", code=code)
    page = under_receipt("/r/add", code=code, body="昨天又收了两千")
    assert "已经收到您的补充" in page
    assert "昨天又收了两千" in page
    assert "反映人又说了话" in officer.get(at).text
    page = officer.get(f"{at}/{receipt.matter}").text
    assert "昨天又收了两千" in page
    assert "反映人又说了话" not in officer.get(at).text
    told = officer.post(f"{at}/{receipt.matter}/tell", {"body": "请说明是哪一天"}, follow=True).text
    assert "请说明是哪一天" in told
    page = under_receipt("/r", code=code)
    assert "纪检告诉您" in page
    assert "请说明是哪一天" in page


def test_what_is_refused_stays_in_its_box(world: World, code: str, signed_in: SignedIn) -> None:
    matter = SealedMatter.objects.get()
    at = f"/c/{world.campaign.code}/sealed/{matter.pk}"
    refused = signed_in(Role.DISCIPLINE).post(f"{at}/tell", {"body": "长" * 5001})
    assert refused.status_code == 422
    assert "长长长</textarea>" in refused.text


def test_a_lawful_deletion_leaves_the_ground_alone(world: World, code: str, signed_in: SignedIn) -> None:
    matter = SealedMatter.objects.get()
    at = f"/c/{world.campaign.code}/sealed/{matter.pk}"
    officer = signed_in(Role.DISCIPLINE)
    officer.post(f"{at}/note", {"why": "已约谈本人"})
    page = officer.post(f"{at}/erase", {"why": "依个人信息保护法第四十七条"}, follow=True).text
    assert "已依法删除" in page
    assert "第四十七条" in page
    assert "已约谈本人" not in page
    assert "三千元" not in page
    assert "已经删除" in under_receipt("/r/add", code=code, body="还有")
