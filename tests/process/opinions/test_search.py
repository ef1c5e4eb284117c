"""Any two characters find a text, on both engines alike, and a text whose words went isn't found by them any more."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.analysis.normalise import normalise
from huiyin.kit.errors import BadInput
from huiyin.platform.texts.models import SearchableText
from huiyin.process.campaigns.commands import start_campaign
from huiyin.process.opinions.access import visible_opinions
from huiyin.process.opinions.commands import sweep_opinions
from huiyin.process.opinions.models import Opinion
from huiyin.process.opinions.queries import inbox
from huiyin.process.opinions.rules.wanted import Wanted
from huiyin.process.problems.commands import erase_opinion
from tests.world import TEMPLATE, World

pytestmark = pytest.mark.django_db

TEXTS = (
    "第三中学食堂的饭菜又涨价了，一份素菜要６块钱",
    "學校食堂太貴",
    "堂食比食堂便宜，ＷｉＦｉ也好用",
    "作业太多；希望\n减负 NEAR 期末",
    "𠮷野老师的课很好😀",
)


@pytest.fixture
def swept(world: World) -> World:
    world.take(*TEXTS)
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    return world


def found(world: World, text: str) -> set[str]:
    visible = visible_opinions([world.office], world.campaign)
    page = inbox(visible, Wanted(text=text), campaign=world.campaign)
    return {row.source_id for row in page.rows}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("食堂", {"1", "2", "3"}),
        ("堂食", {"3"}),
        ("食堂的饭菜", {"1"}),
        ("菜要6块", {"1"}),
        ("学校食堂", {"2"}),
        ("太贵", {"2"}),
        ("wifi", {"3"}),
        ("WIFI", {"3"}),
        ("if", {"3"}),
        ("希望减负", {"4"}),
        ("near", {"4"}),
        ("NEAR 食堂", set()),
        ("食堂 AND 饭菜", set()),
        ("食堂 涨价", {"1"}),
        ("食堂，涨价", set()),
        ("便宜 食堂", {"3"}),
        ("𠮷野", {"5"}),
        ("很好😀", {"5"}),
        ("食堂太多", set()),
        ("饭菜食堂", set()),
        ("没有的", set()),
    ],
)
@pytest.mark.parametrize("many", [1, 1000])
def test_a_text_is_found_by_what_stands_in_it(
    swept: World, monkeypatch: pytest.MonkeyPatch, text: str, numbers: set[str], many: int
) -> None:
    """With words that count as frequent, too, for which PostgreSQL is asked another way."""
    monkeypatch.setattr("huiyin.platform.texts.queries.MANY_HITS", many)
    assert found(swept, text) == numbers


@pytest.mark.parametrize(
    "text",
    [
        '"食堂',
        "食堂*",
        "食堂 OR 作业",
        "pairs:食堂",
        "^食堂",
        "NEAR(食堂 作业)",
        "'食堂'",
        "食堂:*",
        "!食堂",
        "\\食堂",
        "食堂\x00",
        "%s食堂",
    ],
)
def test_no_syntax_hurts(swept: World, text: str) -> None:
    assert found(swept, text) <= {"1", "2", "3"}


@pytest.mark.parametrize("text", ["堂", "😀", "。。", "\ud800", "食" * 101])
def test_what_can_not_be_looked_for_is_refused(swept: World, text: str) -> None:
    with pytest.raises(BadInput):
        found(swept, text)


def test_an_opinion_is_found_by_its_number(world: World) -> None:
    said = [replace(world.said("食堂", n), source_id=f"YH-{n:04}") for n in (12, 13)]
    world.take_said(said)
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    assert found(world, "yh-0012") == {"YH-0012"}
    assert found(world, "0013") == {"YH-0013"}
    assert found(world, "堂y") == set()


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_every_part_of_a_text_finds_it(swept: World, data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(TEXTS))
    start = data.draw(st.integers(0, len(text) - 2))
    part = text[start : data.draw(st.integers(start + 2, len(text)))]
    terms = [term for piece in part.split() if len(term := normalise(piece)) >= 2]
    if terms:
        whole = [normalise(other) for other in TEXTS]
        hits = {str(n) for n, other in enumerate(whole, 1) if all(term in other for term in terms)}
        assert found(swept, part) == hits


def test_a_very_long_text_is_found_by_its_end(world: World) -> None:
    """PostgreSQL keeps 16,383 places of a text and 256 of a word: more is asked of the words themselves."""
    long = "".join(chr(0x4E00 + n % 5000) for n in range(20_000)) + "哈哈" * 400 + "食堂饭菜太贵"
    world.take(long, "食堂、米饭、堂菜")
    sweep_opinions(world.campaign, by=world.office, at=world.at)
    assert found(world, "哈哈食堂饭菜太贵") == {"1"}
    assert found(world, "食堂饭") == {"1"}


def test_campaigns_do_not_meet(swept: World) -> None:
    other = start_campaign(TEMPLATE, code="c2", name="二", root=swept.bureau, by=swept.office, at=swept.at)
    swept.campaign = other
    swept.take("食堂很好", name="二.xlsx")
    assert found(swept, "食堂") == set()
    sweep_opinions(other, by=swept.office, at=swept.at)
    assert found(swept, "食堂") == {"1"}
    assert len(visible_opinions([swept.office], other)) == 1


def test_words_that_went_are_found_no_more_and_lie_nowhere(
    swept: World, run_sql: Callable[[str], None]
) -> None:
    opinion = Opinion.objects.get(source_id="3")
    erase_opinion(opinion, ground="本人依法申请", lawful=True, by=swept.office, at=swept.at)
    assert found(swept, "堂食") == set()
    assert found(swept, "食堂") == {"1", "2"}
    assert SearchableText.objects.count() == len(TEXTS) - 1
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT block FROM texts_search_data UNION ALL SELECT c0 FROM texts_search_content"
            )
            kept = [block if isinstance(block, bytes) else block.encode() for (block,) in cursor.fetchall()]
        assert not any("便宜".encode() in block for block in kept)


def test_texts_indexed_before_there_was_a_search_hurt_nothing(
    swept: World, run_sql: Callable[[str], None]
) -> None:
    run_sql("DELETE FROM texts_search")
    assert found(swept, "食堂") == set()
    sweep_opinions(swept.campaign, by=swept.office, at=swept.at)
    for opinion in Opinion.objects.all():
        erase_opinion(opinion, ground="依法", lawful=True, by=swept.office, at=swept.at)
