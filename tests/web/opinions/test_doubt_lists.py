"""The workbench's lists: what stands on one, what is recorded of it, and that it's taken back in one go."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from huiyin.platform.audit.models import Record
from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.opinions.models import Doubt, Judgement, Opinion, Placement
from tests.web.conftest import SignedIn
from tests.web.opinions.conftest import Table
from tests.world import World

LISTS = "/c/mass-line/groups/doubts/lists"
IN_PART = {"HX-Request": "true"}
Queries = Callable[..., object]


def address(table: Table, one: int, other: int, act: str = "") -> str:
    return f"{LISTS}/{table.said[one].pk}-{table.said[other].pk}" + (f"/{act}" if act else "")


def listed(text: str) -> list[int]:
    return [int(pk) for pk in re.findall(r'name="choice" value="(\d+)"', text)]


def group_of(opinion: Opinion) -> int | None:
    return Placement.objects.values_list("group__number", flat=True).get(opinion=opinion)


def test_the_smaller_side_is_read_beside_the_other_and_one_of_each_other_group(
    office: Client, table: Table
) -> None:
    assert office.get(LISTS).headers["Location"] == address(table, 3, 0)
    text = office.get(address(table, 3, 0)).text
    shown = listed(text)
    assert shown[0] == table.said[0].pk
    others = {table.said[place].pk for place in (0, 1, 2, 5, 6)}
    assert set(shown) <= others
    assert len({group_of(table.said[place]) for place in (0, 1, 2)}) == 1
    assert len(shown) == 3, "one of the canteen, and the two that stand alone"
    for key in "123":
        assert f'data-key="{key}"' in text
    assert "没有勾的，保存时都记为“不是同一件事”" in text
    assert "也许是同一件事" in text


def test_what_is_marked_is_the_same_and_the_rest_is_different(office: Client, table: Table) -> None:
    shown = listed(office.get(address(table, 3, 0)).text)
    marked, unsure, left = shown
    sent = {"choice": shown, "same": [marked], "unsure": [unsure]}
    answer = office.post(address(table, 3, 0, "judge"), sent)
    assert answer.headers["Location"].startswith(LISTS)
    said = {frozenset((row.one_id, row.other_id)): row.same for row in Judgement.objects.all()}
    gate = table.said[3].pk
    assert said == {frozenset((gate, marked)): True, frozenset((gate, left)): False}
    assert group_of(table.said[3]) == group_of(table.said[0])
    assert Record.objects.filter(act="opinions.judged").count() == 1


def test_none_marked_says_different_of_all(office: Client, table: Table) -> None:
    shown = listed(office.get(address(table, 3, 0)).text)
    office.post(address(table, 3, 0, "judge"), {"choice": shown})
    assert Judgement.objects.filter(same=False).count() == len(shown) == 3
    assert not listed(office.get(address(table, 3, 0)).text), "what is known isn't asked again"


def test_a_list_is_taken_back_by_one_button(office: Client, table: Table) -> None:
    before = [group_of(opinion) for opinion in table.said]
    shown = listed(office.get(address(table, 3, 0)).text)
    after = office.post(address(table, 3, 0, "judge"), {"choice": shown, "same": shown[:1]}, follow=True).text
    assert "撤回刚才一起保存的 3 个判断" in after
    found = re.search(r'action="([^"]+/undo)"', after)
    assert found is not None
    answer = office.post(found[1], {"together": "yes"}, follow=True)
    assert answer.redirect_chain[-1][0] == address(table, 3, 0)
    assert "已撤回一起保存的 3 个判断" in answer.text
    assert not Judgement.objects.filter(taken_back=False).exists()
    assert [group_of(opinion) for opinion in table.said] == before
    assert Record.objects.filter(act="opinions.unjudged").count() == 1
    assert listed(answer.text) == shown


def test_a_list_without_a_word_writes_nothing(office: Client, table: Table) -> None:
    shown = listed(office.get(address(table, 3, 0)).text)
    office.post(address(table, 3, 0, "judge"), {"choice": shown, "unsure": shown})
    assert not Judgement.objects.exists()


def test_put_off_from_a_list_the_next_list_comes(office: Client, table: Table) -> None:
    low, high = table.of(0, 3)
    answer = office.post(f"/c/mass-line/groups/doubts/{low}-{high}/later", {"from": "list"})
    assert answer.headers["Location"] == address(table, 5, 3)


def test_pairs_inside_a_group_are_no_lists(office: Client, table: Table) -> None:
    Doubt.objects.all().delete()
    one, other = table.of(0, 1)
    Doubt.objects.create(
        campaign=table.doubts[0].campaign, one_id=one, other_id=other, likeness=90, weight=1, inside=True
    )
    assert office.get(LISTS).headers["Location"] == "/c/mass-line/groups/doubts"


def test_forged_lists_are_refused(office: Client, table: Table) -> None:
    pks = [opinion.pk for opinion in table.said]
    for sent in (
        {},
        {"choice": [pks[0]], "same": [pks[5]]},
        {"choice": [pks[0]], "same": [pks[0]], "unsure": [pks[0]]},
        {"choice": [pks[3]]},
        {"choice": ["x", "²"]},
        {"choice": [pks[0], pks[1], pks[2], pks[4], pks[5], pks[6]]},
    ):
        assert office.post(address(table, 3, 0, "judge"), sent).status_code == 422
    assert office.post(address(table, 3, 0, "judge"), {"choice": [1]}).status_code == 404
    assert not Judgement.objects.exists()


def test_a_contradiction_is_told_and_what_was_marked_stays(office: Client, table: Table) -> None:
    """Two that were told apart can't both be the same as a third."""
    office.post(table.address(0, 5, "judge"), {"same": "no"})
    sent = {"choice": [table.said[0].pk, table.said[5].pk], "same": [table.said[0].pk, table.said[5].pk]}
    refused = office.post(address(table, 3, 0, "judge"), sent)
    assert refused.status_code == 422
    assert "相矛盾" in refused.text
    assert len(re.findall(r'name="same" value="\d+" data-key="\d" checked', refused.text)) == 2
    assert Judgement.objects.count() == 1


def test_who_cant_see_an_opinion_cant_judge_a_list_with_it(
    signed_in: SignedIn, table: Table, world: World
) -> None:
    school = signed_in(Role.OFFICE, world.school, login="school-office")
    assert school.get(address(table, 3, 0)).status_code == 404
    sent = {"choice": [table.said[0].pk]}
    assert school.post(address(table, 3, 0, "judge"), sent).status_code == 404


def test_a_part_is_drawn_for_htmx_and_its_address_follows(office: Client, table: Table) -> None:
    part = office.get(address(table, 3, 0), headers=IN_PART)
    assert "<html" not in part.text
    assert part.headers["HX-Push-Url"] == address(table, 3, 0)


def test_a_list_costs_the_same_however_many_stand_on_it(
    office: Client, table: Table, django_assert_max_num_queries: Queries
) -> None:
    office.post(table.address(3, 6, "judge"), {"same": "no"})
    for least in (2, 3):
        with django_assert_max_num_queries(60):  # type: ignore[attr-defined]
            assert len(listed(office.get(address(table, 3, 0)).text)) == least
        Judgement.objects.update(taken_back=True)


@pytest.mark.parametrize("place", [1, 2**80])
def test_no_list_of_what_isnt_there(office: Client, table: Table, place: int) -> None:
    assert office.get(f"{LISTS}/{place}-{table.said[0].pk}").status_code == 404
