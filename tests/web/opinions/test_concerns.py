"""What the giver wants (诉求类型), where it is decided, shown, looked for and exported; nowhere when the template doesn't ask."""

import io
import re

import openpyxl
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from huiyin.process.opinions.commands import sweep_opinions
from huiyin.process.opinions.models import Decision, Opinion
from huiyin.process.opinions.rules.heading_words import meaning_of
from tests.world import World

HOME = "/c/mass-line"
WORDS = ("恳请尽快解决三号楼的热水", "能不能让孩子多走动走动", "操场的灯坏了两盏")


@pytest.fixture
def wishes(world: World) -> list[Opinion]:
    taken = world.take(*WORDS)
    Opinion.objects.update(about=world.school)
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    return taken


def select_of(text: str) -> str:
    return text.partition('<select name="concern"')[2].partition("</select>")[0]


def decide(office: Client, opinion: Opinion, concern: str) -> None:
    opinion.refresh_from_db()
    drawn = {"round": str(opinion.triage_round), "seen": opinion.disposition, "focus": "", "topic": ""}
    sent = {**drawn, "concern": concern, "specific": "no", "then": "stay"}
    assert office.post(f"{HOME}/triage/{opinion.pk}", sent).status_code == 302


def cells(office: Client) -> list[str]:
    sheet = openpyxl.load_workbook(io.BytesIO(office.get(f"{HOME}/opinions.xlsx").content)).active
    assert sheet is not None
    return [str(cell.value) for row in sheet.iter_rows() for cell in row]


def test_triage_offers_what_the_words_say_with_its_reason_and_takes_another(
    office: Client, wishes: list[Opinion]
) -> None:
    text = office.get(f"{HOME}/triage/{wishes[0].pk}").text
    assert '<option value="claim" selected>申诉求决</option>' in select_of(text)
    assert re.search(r'</select>.*?因为 <span lang="zh">恳请', text.partition('name="concern"')[2], re.DOTALL)
    decide(office, wishes[0], "enquiry")
    decision = Decision.objects.get(opinion=wishes[0])
    assert (decision.concern, "concern" in decision.overruled) == ("enquiry", True)
    again = office.get(f"{HOME}/triage/{wishes[0].pk}").text
    assert '<option value="enquiry" selected>咨询求助</option>' in select_of(again)
    assert "建议：申诉求决" in again
    assert '<span class="tag">咨询求助</span>' in office.get(f"{HOME}/opinions/{wishes[0].pk}").text


def test_nothing_is_chosen_where_the_words_say_nothing(office: Client, wishes: list[Opinion]) -> None:
    assert "selected" not in select_of(office.get(f"{HOME}/triage/{wishes[2].pk}").text)


def test_the_keys_of_triage_are_those_of_before(office: Client, wishes: list[Opinion]) -> None:
    text = office.get(f"{HOME}/triage/{wishes[0].pk}").text
    assert "data-key" not in text.partition('<select name="concern"')[2].partition(">")[0]
    keys = re.findall(r'data-key="([^"]+)"', text)
    assert len(keys) == len(set(keys))


def test_a_forged_concern_is_refused_and_nothing_is_written(office: Client, wishes: list[Opinion]) -> None:
    drawn = {"round": "0", "seen": "waiting", "concern": "E16", "specific": "no", "then": "stay"}
    answer = office.post(f"{HOME}/triage/{wishes[0].pk}", drawn)
    assert answer.status_code == 422
    assert "诉求类型" in answer.text
    assert not Decision.objects.exists()


def test_the_inbox_finds_by_it_and_asks_no_more_for_it(
    office: Client, wishes: list[Opinion], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    decide(office, wishes[2], "claim")
    with django_assert_max_num_queries(12):
        text = office.get(f"{HOME}/opinions", {"concern": "claim"}).text
    assert WORDS[0] in text
    assert WORDS[2] in text
    assert WORDS[1] not in text


def test_the_export_has_a_column_that_reading_a_table_leaves_alone(
    office: Client, wishes: list[Opinion]
) -> None:
    decide(office, wishes[1], "advice")
    found = cells(office)
    assert {"诉求类型", "建议意见", "申诉求决（建议）"} <= set(found)
    assert any("诉求类型和全部归并号为系统建议" in cell for cell in found)
    meaning = meaning_of("诉求类型")
    assert meaning is not None
    assert meaning.field == "other"


def test_suggestions_of_it_are_compared_with_decisions(office: Client, wishes: list[Opinion]) -> None:
    decide(office, wishes[0], "")
    text = office.get(f"{HOME}/triage/suggestions").text
    assert "诉求类型" in text
    assert "没有明说要什么" in text


def test_a_campaign_whose_template_does_not_ask_shows_nothing_of_it(office: Client, world: World) -> None:
    Opinion.objects.all().delete()
    world.without_concerns()
    world.campaign.refresh_from_db()
    taken = world.take(*WORDS)
    Opinion.objects.update(about=world.school)
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    # The names of codes are kept by the template's digest, which a real campaign has of its own.
    type(world.campaign).objects.update(template_digest="0" * 64)
    pages = [f"triage/{taken[0].pk}", "opinions", f"opinions/{taken[0].pk}", "triage/suggestions"]
    for page in pages:
        assert "诉求类型" not in office.get(f"{HOME}/{page}").text, page
    assert office.get(f"{HOME}/opinions", {"concern": "claim"}).status_code == 422
