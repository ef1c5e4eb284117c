"""The workbench of grouping: one pair after the other, and every word can be taken back."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from huiyin.platform.audit.models import Record
from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.opinions.commands import group_opinions
from huiyin.process.opinions.models import Doubt, Judgement, Opinion, Placement
from tests.web.conftest import SignedIn
from tests.web.opinions.conftest import CANTEEN, GATE, Table
from tests.world import World

DOUBTS = "/c/mass-line/groups/doubts"
IN_PART = {"HX-Request": "true"}
Queries = Callable[..., object]


def group_of(opinion: Opinion) -> int | None:
    return Placement.objects.values_list("group__number", flat=True).get(opinion=opinion)


def test_the_queue_begins_where_an_answer_moves_most_and_goes_on(office: Client, table: Table) -> None:
    assert office.get(DOUBTS).headers["Location"] == table.address(0, 3)
    judged = office.post(table.address(0, 3, "judge"), {"same": "no"})
    assert judged.headers["Location"] == table.address(3, 5)
    put_off = office.post(table.address(3, 5, "later"))
    assert put_off.headers["Location"] == table.address(5, 6)
    judged = office.post(table.address(5, 6, "judge"), {"same": "no"})
    assert judged.headers["Location"] == table.address(3, 5), "what was put off comes last"
    assert "推迟过 1 次" in office.get(table.address(3, 5)).text
    judged = office.post(table.address(3, 5, "judge"), {"same": "no"})
    assert judged.headers["Location"] == DOUBTS
    assert "没有拿不准的了" in office.get(DOUBTS).text
    assert Judgement.objects.filter(same=False).count() == 3


def test_both_are_read_with_their_groups_and_what_they_share(office: Client, table: Table) -> None:
    text = office.get(table.address(0, 3)).text
    bare = re.sub(r"</?mark[^>]*>", "", text)
    assert CANTEEN in bare
    assert GATE in bare
    for number, opinions in ((group_of(table.said[0]), 3), (group_of(table.said[3]), 2)):
        assert f"第 {number} 组" in text
        assert f"{opinions} 条意见，{opinions} 人次" in text
    assert "最典型" in text
    assert "已判断 0 对" in text
    assert "还有 3 对" in text


def test_how_sure_it_is_is_said_in_a_word_with_what_that_means(
    office: Client, table: Table, world: World
) -> None:
    apart = office.get(table.address(0, 3)).text
    assert "也许是同一件事" in apart
    assert "不能凭它说不是" in apart
    assert "可能是同一件事</span>" in office.get(table.address(0, 1)).text
    world.take_said([world.said(CANTEEN, 50), world.said(CANTEEN + "。", 51)])
    twins = Table(list(Opinion.objects.filter(source_id__in=["50", "51"])), [])
    again = office.get(twins.address(0, 1)).text
    assert "几乎是同一封" in again
    assert "同一件事</span>" not in again


def test_shared_words_are_marked_in_both_and_the_units_own_name_is_not(office: Client, world: World) -> None:
    said = world.take("云河市第三中学的小卖部面包过期", "云河市第三中学操场旁小卖部的面包也过期了")
    Opinion.objects.update(about=world.school)
    text = office.get(Table(said, []).address(0, 1)).text
    assert text.count('<mark class="shared">小卖部</mark>') == 3, "in both texts and in the list"
    assert '<mark class="shared">云河市' not in text


def test_same_joins_and_the_last_word_is_taken_back_by_one_button(office: Client, table: Table) -> None:
    before = {group_of(opinion) for opinion in table.said[:5]}
    office.post(table.address(0, 3, "judge"), {"same": "yes"})
    assert len({group_of(opinion) for opinion in table.said[:5]}) == 1
    after = office.get(table.address(3, 5)).text
    assert "撤回刚才的判断" in after
    address = re.search(r'action="([^"]+/undo)"', after)
    assert address is not None
    answer = office.post(address[1], follow=True)
    assert answer.redirect_chain[-1][0] == table.address(0, 3)
    assert "已撤回对" in answer.text
    assert "撤回刚才的判断" not in answer.text
    assert {group_of(opinion) for opinion in table.said[:5]} == before
    assert Record.objects.filter(act="opinions.unjudged").count() == 1


def test_a_pair_that_was_judged_says_so_and_is_not_asked_again(
    office: Client, table: Table, world: World
) -> None:
    office.post(table.address(0, 3, "judge"), {"same": "no"})
    text = office.get(table.address(0, 3)).text
    assert "已判断：不是同一件事" in text
    assert 'name="same"' not in text
    group_opinions(world.campaign, by=world.office, at=world.at)
    one, other = table.of(0, 3)
    assert not Doubt.objects.filter(one=one, other=other).exists()


def test_the_second_of_two_clerks_is_told(office: Client, other_office: Client, table: Table) -> None:
    office.post(table.address(0, 3, "judge"), {"same": "no"})
    late = other_office.post(table.address(0, 3, "judge"), {"same": "yes"})
    assert late.status_code == 409
    assert "先撤回那个判断" in late.text
    assert Judgement.objects.get().same is False
    assert other_office.post(table.address(0, 3, "later")).headers["Location"] == DOUBTS


def test_a_contradiction_names_what_stands_against_it(office: Client, table: Table) -> None:
    office.post(table.address(0, 3, "judge"), {"same": "yes"})
    office.post(table.address(3, 5, "judge"), {"same": "yes"})
    refused = office.post(table.address(0, 5, "judge"), {"same": "no"})
    assert refused.status_code == 422
    assert "相矛盾" in refused.text


@pytest.mark.parametrize("same", ["", "maybe", "<script>"])
def test_a_forged_answer_is_refused(office: Client, table: Table, same: str) -> None:
    assert office.post(table.address(0, 3, "judge"), {"same": same}).status_code == 422
    assert not Judgement.objects.exists()


def test_a_part_is_drawn_for_htmx_and_its_address_follows(office: Client, table: Table) -> None:
    part = office.get(table.address(0, 3), headers=IN_PART)
    assert "<html" not in part.text
    assert part.headers["HX-Push-Url"] == table.address(0, 3)
    last = office.get(DOUBTS, headers=IN_PART, follow=True)
    assert "<html" not in last.text


def test_the_arrows_lead_on_and_back_without_a_word(office: Client, table: Table) -> None:
    middle = office.get(table.address(3, 5)).text
    for key, one, other in (("ArrowLeft", 0, 3), ("ArrowRight", 5, 6)):
        assert re.search(rf'href="{table.address(one, other)}"[^>]*data-key="{key}"', middle)
    assert 'data-key="ArrowLeft"' not in office.get(table.address(0, 3)).text
    assert not Judgement.objects.exists()


def test_what_left_the_matter_is_not_asked(office: Client, table: Table, world: World) -> None:
    Opinion.objects.filter(pk=table.said[0].pk).update(withdrawn_on=world.at.date())
    assert office.get(DOUBTS).headers["Location"] == table.address(3, 5)


def test_an_office_further_down_judges_what_it_works_on_and_nothing_else(
    signed_in: SignedIn, table: Table, world: World
) -> None:
    """The school's own office reads nothing about the school: to it there is no such pair."""
    school = signed_in(Role.OFFICE, world.school, login="school-office")
    assert "没有拿不准的了" in school.get(DOUBTS).text
    for method, address in (
        ("get", table.address(0, 3)),
        ("post", table.address(0, 3, "judge")),
        ("post", table.address(0, 3, "later")),
    ):
        assert getattr(school, method)(address, {"same": "no"}).status_code == 404
    assert not Judgement.objects.exists()


def test_nobody_judges_an_opinion_that_is_not_there(office: Client, table: Table) -> None:
    known = table.said[0].pk
    for one, other in ((known, 1), (2**80, known), (known, 2**63)):
        assert office.get(f"{DOUBTS}/{one}-{other}").status_code == 404
        assert office.post(f"{DOUBTS}/{one}-{other}/judge", {"same": "yes"}).status_code == 404


def test_a_pair_costs_the_same_however_many_wait(
    office: Client, table: Table, django_assert_max_num_queries: Queries
) -> None:
    with django_assert_max_num_queries(36):  # type: ignore[attr-defined]
        office.get(table.address(0, 3))
    others = [opinion.pk for opinion in table.said[1:]]
    for other in others[:2]:
        Doubt.objects.get_or_create(
            one_id=min(other, others[-1]),
            other_id=max(other, others[-1]),
            defaults={"campaign": table.doubts[0].campaign, "likeness": 1, "weight": 1, "use": 1},
        )
    with django_assert_max_num_queries(36):  # type: ignore[attr-defined]
        office.get(table.address(0, 3))
