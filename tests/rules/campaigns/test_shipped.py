"""What holds for every template that ships: it loads, it says where each row comes from, and no code knows it by name."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import huiyin
from huiyin.process.campaigns.rules import Template, library_folder, load_template
from huiyin.process.campaigns.rules.parts import Sourced

SRC = Path(huiyin.__file__).parent
CODES = sorted(path.parent.name for path in (SRC / "library").glob("*/campaign.toml"))
# Where a template is chosen for want of another: the demo's, and the example of a command line's help.
MAY_NAME_ONE = {"demo/build.py", "cli/init.py", "cli/run.py"}


def rows(part: object) -> Iterator[Sourced]:
    """Every row with a source, however deep."""
    if isinstance(part, Sourced):
        yield part
    if isinstance(part, tuple):
        inner: list[object] = list(part)
    elif isinstance(part, dict):
        inner = list(part.values())
    else:
        inner = [getattr(part, name) for name in getattr(type(part), "model_fields", ())]
    for one in inner:
        yield from rows(one)


@pytest.fixture(scope="module", params=CODES)
def shipped(request: pytest.FixtureRequest) -> Template:
    return load_template(library_folder(request.param))


def test_every_row_names_its_source_in_words_of_the_public(shipped: Template) -> None:
    found = list(rows(shipped))
    assert len(found) > 100
    for row in found:
        assert row.source
        assert not re.search(r"DOMAIN|SPEC|\[[KD]\]|\bS\d{2}\b|http", row.source), row


def test_what_is_drawn_up_here_is_marked_as_a_default(shipped: Template) -> None:
    for row in rows(shipped):
        assert row.default or "自拟" not in row.source, row


def test_every_step_is_followed_by_a_date_and_every_item_says_what_is_asked(shipped: Template) -> None:
    followed = {item.step for item in shipped.plan}
    assert {step.code for _, step in shipped.steps()} <= followed
    assert all(item.what for item in shipped.plan)


def test_what_a_unit_types_is_never_a_number_that_can_be_counted(shipped: Template) -> None:
    assert all("number" not in item.typed for item in shipped.plan)


def test_who_judges_is_a_word_of_the_campaign(shipped: Template) -> None:
    assert {gate.verdict_by for gate in shipped.gates} <= set(shipped.campaign.vocabulary)


def test_pages_find_the_words_and_numbers_that_they_read(shipped: Template) -> None:
    """Whatever a campaign calls them, these are there under the same codes."""
    words = {
        "campaign",
        "focus",
        "leading_group",
        "activity_office",
        "supervision_group",
        "unit_head",
        "lookback",
    }
    assert words <= set(shipped.campaign.vocabulary)
    numbers = {
        "givers_min",
        "focus_rate_line",
        "specificity_rate_line",
        "ask_budget",
        "soon_overdue_days",
        "reminder_days",
    }
    assert numbers <= {parameter.code for parameter in shipped.parameters}
    assert {"work_plan", "task_breakdown", "progress_table", "minutes", "news_report"} <= set(shipped.forms)


def test_no_code_knows_a_template_by_its_name() -> None:
    named = re.compile("|".join(re.escape(code) for code in CODES))
    by_code = re.compile(r"""\b(template|campaign)\w*\.code\s*(==|!=|in)\s*[("']""")
    guilty = []
    for path in SRC.rglob("*"):
        place = path.relative_to(SRC).as_posix()
        if path.suffix not in (".py", ".html") or place in MAY_NAME_ONE:
            continue
        text = path.read_text(encoding="utf-8")
        if named.search(text) or by_code.search(text):
            guilty.append(place)
    assert guilty == []
