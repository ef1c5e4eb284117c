"""又说起的核对台: one key each, what was said kept, whose page it is, and what follows."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.problems.models import Problem
from huiyin.process.recurrences.commands import decide_again, raise_again
from huiyin.process.recurrences.models import AgainSuggestion, Decided
from huiyin.process.recurrences.rules.answers import Answer
from tests.process.recurrences.conftest import AGAIN, Ground, ground
from tests.web.conftest import SignedIn

pytestmark = pytest.mark.django_db
HOME = "/c/mass-line/recurrences"

__all__ = ["ground"]


def at(ground: Ground, opinion: int, act: str = "") -> str:
    return f"{HOME}/{ground.problem.number}/{opinion}{act}"


def text(client: Client, where: str) -> str:
    answer = client.get(where)
    assert answer.status_code == 200, where
    return answer.content.decode()


def test_the_queue_is_worked_off_key_by_key(ground: Ground, signed_in: SignedIn) -> None:
    one, two, three = ground.hear(AGAIN, AGAIN + "急", AGAIN + "在线等")
    office = signed_in(Role.OFFICE)
    assert "3 条待确认" in text(office, HOME)
    first = office.get(f"{HOME}/next")
    assert first.status_code == 302
    page = text(office, first["Location"])
    assert "七号宿舍楼" in page
    assert '<mark class="why">' in page
    assert all(f'data-key="{key}"' in page for key in ("y 1", "n 2", "l 3"))
    opinion = int(first["Location"].rsplit("/", 1)[1])
    answer = office.post(
        at(ground, opinion, "/decide"), {"answer": "again", "seen": "0", "why": "同一台锅炉"}
    )
    assert answer.status_code == 302
    assert answer["Location"] != first["Location"]
    after = int(answer["Location"].rsplit("/", 1)[1])
    assert 'data-key="u"' in text(office, answer["Location"])
    third = office.post(at(ground, after, "/later"))
    assert int(third["Location"].rsplit("/", 1)[1]) == ({one, two, three} - {opinion, after}).pop()
    assert AgainSuggestion.objects.get(opinion=after).put_off == 1
    assert Decided.objects.get().why == "同一台锅炉"
    undone = office.post(at(ground, opinion, "/undo"))
    assert "这一对判断过几次" in text(office, undone["Location"])
    assert Decided.objects.count() == 2


def test_after_the_last_key_the_browser_goes_to_the_list(ground: Ground, signed_in: SignedIn) -> None:
    [pk] = ground.hear(AGAIN)
    said = {"answer": "again", "seen": "0"}
    part = {"HX-Request": "true"}
    answer = signed_in(Role.OFFICE).post(at(ground, pk, "/decide"), said, headers=part, follow=True)
    assert answer.headers["HX-Redirect"] == HOME


def test_what_was_typed_is_kept_where_somebody_was_faster(ground: Ground, signed_in: SignedIn) -> None:
    [pk] = ground.hear(AGAIN)
    office = signed_in(Role.OFFICE)
    office.post(at(ground, pk, "/decide"), {"answer": "another", "seen": "0"})
    late = office.post(at(ground, pk, "/decide"), {"answer": "again", "seen": "0", "why": "我看是同一件事"})
    assert late.status_code == 409
    assert "刚刚由别人判断过" in late.content.decode()
    wrong = office.post(at(ground, pk, "/decide"), {"answer": "maybe", "seen": "1"})
    assert wrong.status_code == 422
    assert office.post(at(ground, pk, "/decide"), {"answer": "again", "seen": "x"}).status_code == 422
    assert Decided.objects.get().answer == "another"


def test_what_the_machine_didnt_suggest_stands_beside_what_it_is_nearest_to(
    ground: Ground, signed_in: SignedIn
) -> None:
    [pk] = ground.hear("浴室出来的总是凉的")
    assert ground.waiting() == []
    by, at_ = ground.office, ground.world.at
    decide_again(ground.problem, pk, Answer.AGAIN, by=by, at=at_)
    page = text(signed_in(Role.OFFICE), at(ground, pk))
    assert "没有可列的" not in page
    assert page.count("热水锅炉坏了半个月") == 1


@pytest.mark.parametrize("role", [Role.HEAD, Role.CLERK, Role.MEMBER])
def test_the_units_own_people_see_nothing_of_it(ground: Ground, signed_in: SignedIn, role: Role) -> None:
    [pk] = ground.hear(AGAIN)
    own = signed_in(role, ground.world.school)
    assert own.get(HOME).status_code == 403
    assert own.get(at(ground, pk)).status_code == 403
    assert "待确认" not in text(own, f"/c/mass-line/problems/{ground.problem.number}")


def test_the_leading_group_sees_no_words(ground: Ground, signed_in: SignedIn) -> None:
    [pk] = ground.hear(AGAIN)
    leader = signed_in(Role.LEADER)
    assert "七号宿舍楼" not in text(leader, HOME)
    assert leader.get(at(ground, pk)).status_code == 404


def test_it_came_back(ground: Ground, signed_in: SignedIn) -> None:
    one, two = ground.hear(AGAIN, AGAIN + "急")
    office = signed_in(Role.OFFICE)
    where = f"{HOME}/{ground.problem.number}/raise"
    assert "还没有确认" in text(office, where)
    office.post(at(ground, one, "/decide"), {"answer": "again", "seen": "0"})
    assert "确认又说起 1 条" in text(office, f"/c/mass-line/problems/{ground.problem.number}")
    assert AGAIN in text(office, where) or AGAIN + "急" in text(office, where)
    assert office.post(where, {"reason": ""}).status_code == 422
    made = office.post(where, {"reason": "天一冷又没有热水"})
    again = Problem.objects.get(follows=ground.problem)
    assert made["Location"].endswith(again.number)
    assert again.number in text(office, HOME)
    assert "把新确认的列入" not in text(office, HOME)
    office.post(at(ground, two, "/decide"), {"answer": "again", "seen": "0"})
    assert "把新确认的列入" in text(office, HOME)
    linked = office.post(f"{HOME}/{ground.problem.number}/link")
    assert linked.status_code == 302
    assert "2 条意见" in text(office, f"/c/mass-line/problems/{again.number}")


def test_its_cost_in_queries(
    ground: Ground,
    signed_in: SignedIn,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    pks = ground.hear(*(AGAIN + "急" * n for n in range(6)))
    office = signed_in(Role.OFFICE)
    text(office, HOME)
    with django_assert_max_num_queries(26):
        text(office, HOME)
    with django_assert_max_num_queries(36):
        text(office, at(ground, pks[0]))


def test_the_one_page_names_what_was_said_again_before_anybody_raises_it_anew(
    ground: Ground, signed_in: SignedIn
) -> None:
    """As many as its number of those counts: in the words that say it again, for who reads them; then the new problem stands there instead."""
    [pk] = ground.hear(AGAIN)
    decide_again(ground.problem, pk, Answer.AGAIN, seen=0, by=ground.office, at=ground.world.at)
    said = "销号以后又说到，还没有另立新问题"
    office, leader = signed_in(Role.OFFICE), signed_in(Role.LEADER)
    page = text(office, "/c/mass-line/one-page")
    assert said in page
    assert AGAIN in page
    page = text(leader, "/c/mass-line/one-page")
    assert said in page
    assert AGAIN not in page
    assert f'/{ground.problem.number}"' in text(leader, "/c/mass-line/problems?part=closed.came_back")
    raise_again(ground.problem, "又坏了", by=ground.office, at=ground.world.at)
    assert said not in text(office, "/c/mass-line/one-page")
