"""Triage in the browser's words: decide, go on, take back, and what happens when two are at it."""

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client

from huiyin.process.opinions.models import Decision, Opinion, Placement
from huiyin.process.problems.commands import Wording, link_opinions, raise_problem
from huiyin.process.problems.models import Link, Problem
from tests.web.conftest import PASSWORD
from tests.world import World

TRIAGE = "/c/mass-line/triage"


def page_of(opinion: Opinion) -> str:
    return f"{TRIAGE}/{opinion.pk}"


def form(opinion: Opinion, **fields: str) -> dict[str, str]:
    opinion.refresh_from_db()
    drawn = {"round": str(opinion.triage_round), "seen": opinion.disposition}
    return {**drawn, "focus": "G5", "topic": "E06", "specific": "yes", "then": "stay", **fields}


def problem_of(world: World) -> Problem:
    wording = Wording(title="午餐菜品缩水", source="masses")
    return raise_problem(world.campaign, wording, owner=world.school, by=world.office, at=world.at)


def test_the_queue_leads_to_its_first_and_a_decision_to_the_next(
    office: Client, opinions: list[Opinion]
) -> None:
    seen = []
    address = office.get(TRIAGE).headers["Location"]
    for _ in opinions:
        pk = int(urlsplit(address).path.rpartition("/")[2])
        seen.append(pk)
        answer = office.post(address, form(Opinion.objects.get(pk=pk)))
        address = answer.headers["Location"]
    assert sorted(seen) == sorted(opinion.pk for opinion in opinions)
    assert address == TRIAGE
    assert "没有待梳理的意见了" in office.get(TRIAGE).text


def test_the_page_says_why_it_suggests(office: Client, opinions: list[Opinion]) -> None:
    text = office.get(page_of(opinions[0])).text
    assert "因为" in text
    assert "食堂" in text
    assert '<mark class="when">上周三</mark>' in text
    assert "共同：" in text


def test_labels_and_the_way_go_in_one_act(office: Client, opinions: list[Opinion], world: World) -> None:
    problem = problem_of(world)
    office.post(page_of(opinions[0]), form(opinions[0], then="into_other", problem=f"{problem.number} 午餐"))
    assert Link.objects.filter(problem=problem, opinion=opinions[0]).exists()
    decision = Decision.objects.get(opinion=opinions[0])
    assert (decision.focus, decision.topic, decision.specific, decision.went) == ("G5", "E06", True, "linked")


def test_one_click_puts_it_into_the_problem_that_is_likely(
    office: Client, opinions: list[Opinion], world: World
) -> None:
    problem = problem_of(world)
    link_opinions(problem, [opinions[0].pk], by=world.office, at=world.at)
    text = office.get(page_of(opinions[1])).text
    assert "可能属于" in text
    button = re.search(r'<button [^>]*name="then" value="([^"]+)" data-key="z"', text)
    assert button is not None
    drawn = form(opinions[1], then=button[1], likely=problem.number)
    refused = office.post(page_of(opinions[1]), {**drawn, "why_answered": "写到一半的答复"})
    assert refused.status_code == 422
    office.post(page_of(opinions[1]), drawn)
    assert Link.objects.filter(problem=problem, opinion=opinions[1]).exists()
    assert "matter" not in Decision.objects.get(opinion=opinions[1]).overruled


def test_beside_a_suggestion_stands_what_both_speak_of(
    office: Client, opinions: list[Opinion], world: World
) -> None:
    link_opinions(problem_of(world), [opinions[0].pk], by=world.office, at=world.at)
    world.take_said([world.said("交了钱吃的像和尚饭", 9)], name="后来的.xlsx")
    late = Opinion.objects.get(body="交了钱吃的像和尚饭")
    Opinion.objects.filter(pk=late.pk).update(about=world.school)
    text = office.get(page_of(late)).text
    assert "都说到：" in text
    assert '荤菜（<span lang="zh">和尚饭 ~ 肉</span>）' in text
    office.cookies["huiyin_language"] = "en"
    text = office.get(page_of(late)).text
    assert "They speak of: " in text
    assert 'meat (<span lang="zh">和尚饭 ~ 肉</span>)' in text


def test_the_problem_of_its_own_group_has_the_main_button_and_is_first(
    office: Client, opinions: list[Opinion], world: World
) -> None:
    wording = Wording(title="午餐菜品缩水", source="masses")
    group = Placement.objects.get(opinion=opinions[0]).group
    raised = raise_problem(
        world.campaign, wording, group=group, owner=world.school, by=world.office, at=world.at
    )
    words = "食堂上周三午餐只有两片肉，总务处只说菜价涨了，今天还是"
    world.take_said([world.said(words, 9)], name="后来的.xlsx")
    late = Opinion.objects.get(body=words)
    Opinion.objects.filter(pk=late.pk).update(about=world.school)
    Placement.objects.update_or_create(opinion=late, defaults={"group": group})
    text = office.get(page_of(late)).text
    assert f'name="likely" value="{raised.number}"' in text
    assert f'name="ready" value="{raised.number}"' in text
    assert f'value="into:{raised.number}"' not in text


def test_a_likely_problem_that_was_not_followed_is_counted(
    office: Client, opinions: list[Opinion], world: World
) -> None:
    problem = problem_of(world)
    fields = {"then": "into_other", "problem": problem.number, "likely": "2014-999"}
    office.post(page_of(opinions[1]), form(opinions[1], **fields))
    assert "matter" in Decision.objects.get(opinion=opinions[1]).overruled


def test_what_nobody_raised_leads_to_its_group(office: Client, opinions: list[Opinion]) -> None:
    text = office.get(page_of(opinions[3])).text
    assert "可能属于" in text
    assert re.search(r"看第 1 组（\d 条）", text)


@pytest.mark.parametrize("way", ["answered", "forwarded", "out_of_scope"])
def test_settling_wants_a_word_why(office: Client, opinions: list[Opinion], way: str) -> None:
    refused = office.post(page_of(opinions[0]), form(opinions[0], then=way))
    assert refused.status_code == 422
    assert "理由" in refused.text
    office.post(page_of(opinions[0]), form(opinions[0], then=way, **{f"why_{way}": "已当面答复家长"}))
    opinions[0].refresh_from_db()
    assert (opinions[0].disposition, opinions[0].settled_why) == (way, "已当面答复家长")


def test_a_duplicate_names_the_first_by_its_number(office: Client, opinions: list[Opinion]) -> None:
    wrong = office.post(page_of(opinions[1]), form(opinions[1], then="duplicate", repeats="没有这个"))
    assert wrong.status_code == 422
    assert "没有这个" in wrong.text
    office.post(page_of(opinions[1]), form(opinions[1], then="duplicate", repeats=opinions[0].source_id))
    opinions[1].refresh_from_db()
    assert opinions[1].duplicate_of_id == opinions[0].pk


def test_the_last_decision_can_be_taken_back(office: Client, opinions: list[Opinion]) -> None:
    answer = office.post(
        page_of(opinions[0]), form(opinions[0], then="answered", why_answered="已答复"), follow=True
    )
    assert f"撤销刚才对 {opinions[0].source_id} 的决定" in answer.text
    office.post(f"{page_of(opinions[0])}/undo")
    opinions[0].refresh_from_db()
    assert opinions[0].disposition == "waiting"
    assert Decision.objects.filter(opinion=opinions[0]).count() == 2


def test_nobody_takes_back_what_another_decided(
    office: Client, other_office: Client, opinions: list[Opinion]
) -> None:
    office.post(page_of(opinions[0]), form(opinions[0]))
    answer = other_office.post(f"{page_of(opinions[0])}/undo", follow=True)
    assert "别人" in answer.text
    assert Decision.objects.filter(opinion=opinions[0]).count() == 1


def test_the_second_of_two_clerks_loses_nothing(
    office: Client, other_office: Client, opinions: list[Opinion]
) -> None:
    drawn = form(opinions[0], focus="F6", then="answered", why_answered="写了很久的答复")
    office.post(page_of(opinions[0]), form(opinions[0]))
    late = other_office.post(page_of(opinions[0]), drawn)
    assert late.status_code == 409
    assert "没有写入" in late.text
    assert "写了很久的答复" in late.text
    assert Decision.objects.get(opinion=opinions[0]).focus == "G5"
    rounds = re.search(r'name="round" value="(\d+)"', late.text)
    assert rounds is not None
    again = other_office.post(page_of(opinions[0]), {**drawn, "round": rounds[1]})
    assert again.status_code == 302


def test_the_back_button_shows_what_was_decided(office: Client, opinions: list[Opinion]) -> None:
    drawn = form(opinions[0])
    office.post(page_of(opinions[0]), drawn)
    assert "已有决定" in office.get(page_of(opinions[0])).text
    assert office.post(page_of(opinions[0]), drawn).status_code == 409


def test_a_session_that_ended_in_the_middle_loses_nothing(office: Client, opinions: list[Opinion]) -> None:
    drawn = form(opinions[0], then="answered", why_answered="写了很久的答复")
    office.cookies.pop("huiyin")
    door = office.post(page_of(opinions[0]), drawn)
    pending = re.search(r'name="pending" value="([^"]+)"', door.text)
    assert pending is not None
    again = office.post("/sign-in", {"login": "office1", "password": PASSWORD, "pending": pending[1]})
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', again.text))
    fields.pop("csrfmiddlewaretoken", None)
    assert fields["why_answered"] == "写了很久的答复"
    assert office.post(page_of(opinions[0]), fields).status_code == 302
    opinions[0].refresh_from_db()
    assert opinions[0].settled_why == "写了很久的答复"


@pytest.mark.parametrize(
    "fields",
    [
        {"then": "nonsense"},
        {"focus": "Z9"},
        {"topic": "<script>"},
        {"then": "into_other", "problem": "2014-999"},
        {"then": "into_other", "problem": ""},
        {"round": "abc"},
        {"then": "answered", "why_answered": "长" * 501},
    ],
)
def test_forged_fields_are_refused_and_nothing_is_written(
    office: Client, opinions: list[Opinion], fields: dict[str, str]
) -> None:
    answer = office.post(page_of(opinions[0]), form(opinions[0], **fields))
    assert answer.status_code in {404, 409, 422}
    assert "<script>" not in answer.text
    assert not Decision.objects.exists()


def test_filters_stay_with_the_queue(office: Client, opinions: list[Opinion]) -> None:
    address = office.get(TRIAGE, {"text": "两片"}).headers["Location"]
    assert "text=" in address
    answer = office.post(
        address, form(Opinion.objects.get(pk=int(urlsplit(address).path.rpartition("/")[2])))
    )
    assert "text=" in answer.headers["Location"]


def test_a_part_is_drawn_for_htmx_and_its_address_follows(office: Client, opinions: list[Opinion]) -> None:
    part = office.get(page_of(opinions[0]), headers={"HX-Request": "true"})
    assert "<html" not in part.text
    assert part.headers["HX-Push-Url"] == page_of(opinions[0])
