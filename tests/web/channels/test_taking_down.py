"""Writing down what people say, through the client."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.answers.queries import receipt_of
from huiyin.process.answers.rules.receipts import typed
from huiyin.process.channels.models import BoxOpening, Forum
from huiyin.process.opinions.models import Opinion
from tests.access.listened import listen
from tests.web.conftest import SignedIn
from tests.world import World

pytestmark = pytest.mark.django_db
HERE = "/c/mass-line/listening"


def token(client: Client, address: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', client.get(address).text)
    assert found is not None
    return found[1]


def test_a_visit_is_taken_down_and_its_code_shown_once(world: World, signed_in: SignedIn) -> None:
    clerk = signed_in(Role.CLERK, world.school)
    form = {"token": token(clerk, f"{HERE}/take-down"), "way": "visit", "text": "菜价涨了\r\n两次", "raised_on": "2014-05-20",
            "came_by": "talk", "about": "云河市第三中学"}  # fmt: skip
    page = clerk.post(f"{HERE}/take-down", form)
    shown = re.search(r'receipt-code">([^<]+)<', page.text)
    assert shown is not None
    receipt = receipt_of(typed(shown[1]) or "")
    assert receipt is not None
    assert receipt.once
    assert Opinion.objects.get().body == "菜价涨了\n两次"
    assert Opinion.objects.get().about_id == world.school.pk
    assert "没有重复收" in clerk.post(f"{HERE}/take-down", form).text
    assert Opinion.objects.count() == 1
    assert clerk.get(f"{HERE}/take-down?way=phone").status_code == 200


@pytest.mark.parametrize(
    "wrong", [{"token": "x"}, {"raised_on": "2014-06-20"}, {"way": "forum"}, {"about": "没有这所学校"}]
)
def test_what_was_typed_stays_where_it_is_refused(
    world: World, signed_in: SignedIn, wrong: dict[str, str]
) -> None:
    clerk = signed_in(Role.CLERK, world.school)
    form = {"token": token(clerk, f"{HERE}/take-down"), "way": "visit", "text": "菜价涨了两次", "raised_on": "2014-05-20",
            "came_by": "talk"}  # fmt: skip
    page = clerk.post(f"{HERE}/take-down", form | wrong)
    assert page.status_code == 422
    assert "菜价涨了两次" in page.text
    assert not Opinion.objects.exists()


def test_another_s_token_is_none(world: World, signed_in: SignedIn) -> None:
    office, clerk = signed_in(Role.OFFICE), signed_in(Role.CLERK, world.school)
    form = {"token": token(office, f"{HERE}/take-down"), "way": "visit", "text": "菜价涨了两次", "raised_on": "2014-05-20",
            "came_by": "talk"}  # fmt: skip
    assert clerk.post(f"{HERE}/take-down", form).status_code == 422


def test_a_forum_is_recorded_in_one_form(world: World, signed_in: SignedIn) -> None:
    clerk = signed_in(Role.CLERK, world.school)
    form = {"token": token(clerk, f"{HERE}/forums/new"), "held_on": "2014-05-20", "place": "三楼", "convenor": "书记",
            "there-parent": "11", "there-teacher": "4", "leaders_away": "校长",
            "text": ["菜价涨了两次", "", "校车晚点"], "kind": ["parent", "", "teacher"]}  # fmt: skip
    more = clerk.post(f"{HERE}/forums/new", form | {"more": "1"})
    assert more.text.count('name="text"') == 8
    assert not Forum.objects.exists()
    page = clerk.post(f"{HERE}/forums/new", form, follow=True)
    assert "15" in page.text
    assert "菜价涨了" not in page.text
    assert set(Opinion.objects.values_list("body", "giver_kind")) == {
        ("菜价涨了两次", "parent"),
        ("校车晚点", "teacher"),
    }


def test_a_box_is_typed_in_note_by_note(world: World, signed_in: SignedIn) -> None:
    clerk = signed_in(Role.CLERK, world.school)
    form = {"token": token(clerk, f"{HERE}/boxes/new"), "opened_on": "2014-05-20", "place": "一楼", "first": "教导主任",
            "second": "工会主席", "notes": "2", "blank": "1"}  # fmt: skip
    clerk.post(f"{HERE}/boxes/new", form)
    here = f"{HERE}/boxes/{BoxOpening.objects.get().pk}"
    note = {"token": token(clerk, here), "text": "灯一直闪", "giver_kind": "student"}
    assert "录完了" in clerk.post(f"{here}/notes", note, follow=True).text
    assert Opinion.objects.get().body == "灯一直闪"


def test_the_list_asks_the_same_number_of_questions_for_many(
    world: World, signed_in: SignedIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    office = signed_in(Role.OFFICE)
    listen(world, ("甲", "乙"), ("三楼", "四楼"), "菜价涨了两次")
    with django_assert_max_num_queries(12):
        office.get(HERE)
