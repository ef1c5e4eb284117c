"""The inbox: list, search, filters, paging, export, and what can't be asked for."""

import io
from urllib.parse import quote

import openpyxl
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from huiyin.process.opinions.commands import sweep_opinions
from huiyin.process.opinions.models import Opinion
from tests.web.opinions.conftest import CANTEEN, FORMS
from tests.world import World

INBOX = "/c/mass-line/opinions"


def test_the_list_shows_words_labels_and_where_they_are(office: Client, opinions: list[Opinion]) -> None:
    text = office.get(INBOX).text
    assert CANTEEN in text
    assert FORMS in text
    assert "云河市第三中学" in text
    assert "待定去向" in text


def test_an_empty_inbox_says_what_to_do(office: Client) -> None:
    assert "huiyin run" in office.get(INBOX).text


@pytest.mark.parametrize(
    "typed", ["两片", "食堂", "食堂 菜价", "飠堂"[1:] + "上", "食 堂"[:1] + "堂", "５次"[:0] + "五次"]
)
def test_two_characters_find(office: Client, opinions: list[Opinion], typed: str) -> None:
    assert "没有符合" not in office.get(INBOX, {"text": typed}).text


def test_traditional_characters_and_full_width_find_the_same(office: Client, opinions: list[Opinion]) -> None:
    assert FORMS in office.get(INBOX, {"text": "填報"}).text
    assert FORMS in office.get(INBOX, {"text": "數據"}).text


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"text": "食" * 10_000}, "太长"),
        ({"text": "😀😀"}, "两个字"),
        ({"text": "食"}, "两个字"),
        ({"focus": "nonsense"}, "四风类别"),
        ({"disposition": "'; DROP TABLE"}, "去向"),
        ({"unit": "一"}, "单位"),
        ({"unit": "9" * 30}, "单位"),
        ({"since": "2014-13-45"}, "起始日期"),
        ({"before": "-1"}, "位置"),
        ({"before": "9" * 40}, "位置"),
        ({"group": "x"}, "归并号"),
    ],
)
def test_what_can_not_be_asked_for_is_answered_in_a_sentence(
    office: Client, opinions: list[Opinion], query: dict[str, str], sentence: str
) -> None:
    answer = office.get(INBOX, query)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'role="alert"' in answer.text
    assert office.get(f"{INBOX}.xlsx", query).status_code in {200, 422}


def test_syntax_of_the_index_and_control_characters_are_only_letters(
    office: Client, opinions: list[Opinion]
) -> None:
    for typed in (
        '"食堂" OR *',
        "食堂 NEAR/2 肉",
        "食堂\x00",
        "食堂')--",
        "\ud800食堂".encode("utf-8", "replace").decode(),
    ):
        assert office.get(f"{INBOX}?text={quote(typed)}").status_code in {200, 422}


def test_a_fragment_is_the_list_alone(office: Client, opinions: list[Opinion]) -> None:
    part = office.get(INBOX, headers={"HX-Request": "true"})
    assert CANTEEN in part.text
    assert "<html" not in part.text
    assert "HX-Request" in part.headers["Vary"]


def test_pages_meet_without_gap_or_double(office: Client, world: World) -> None:
    world.take(*(f"第{number}条意见，说的是食堂第{number}次的事情" for number in range(120)))
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    seen: list[str] = []
    address = INBOX
    while address:
        answer = office.get(address)
        seen += [row.row.source_id for row in answer.context["rows"]] if answer.context else []
        found = answer.text.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
        address = found.replace("&amp;", "&") if 'rel="next"' in answer.text else ""
    assert len(seen) == len(set(seen)) == 120


def test_a_page_of_the_list_costs_twelve_queries_at_most(
    office: Client, world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    world.take(*(f"第{number}条意见，说的是食堂第{number}次的事情" for number in range(60)))
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    for query in ({}, {"text": "食堂"}, {"focus": "formalism"}, {"triaged": "no", "disposition": "waiting"}):
        with django_assert_max_num_queries(12):
            answer = office.get(INBOX, query)
        assert len(answer.content) < 60_000


def test_the_export_is_the_list_verbatim(office: Client, opinions: list[Opinion]) -> None:
    answer = office.get(f"{INBOX}.xlsx", {"text": "两片"})
    assert answer.headers["Content-Disposition"].startswith("attachment")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert CANTEEN in cells
    assert FORMS not in cells
