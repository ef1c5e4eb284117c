"""Docs that fail when they lie: every model, room, option and word of the Makefile stands where it should."""

import re
from pathlib import Path

import click
import pytest
from django.apps import apps

from huiyin.cli.words import huiyin

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "huiyin"


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


MODELS = [
    model
    for config in apps.get_app_configs()
    for model in config.get_models()
    if model.__module__.startswith("huiyin")
]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_the_glossary_knows_every_model(model: type) -> None:
    row = rf"^\| {model.__name__} \| [^|]*{re.escape(str(model._meta.verbose_name))}"  # type: ignore[attr-defined]
    assert re.search(row, text("docs/glossary.md"), re.MULTILINE), f"docs/glossary.md lacks {model.__name__}"


def test_the_glossary_knows_no_model_that_is_gone() -> None:
    table = text("docs/glossary.md").split("## Words without")[0]
    listed = re.findall(r"^\| ([A-Z]\w+) \|", table, re.MULTILINE)
    assert sorted(listed) == sorted(model.__name__ for model in MODELS)


TERMS = [
    "Unit",
    "Post",
    "Campaign",
    "Template",
    "Stage",
    "Participation",
    "PlanItem",
    "Channel",
    "Opinion",
    "Receipt",
    "Triage",
    "Disposition",
    "Problem",
    "Cause",
    "Reminder",
    "Deliberation",
    "Talk",
    "SelfCheck",
    "Review",
    "Meeting",
    "Criticism",
    "Measure",
    "Evidence",
    "Acceptance",
    "Closure",
    "Rating",
    "Gate",
    "Verdict",
    "Finding",
    "Lookback",
    "Recurrence",
    "Effect",
    "Burden",
    "Briefing",
]


@pytest.mark.parametrize("term", TERMS)
def test_the_glossary_has_the_standard_term(term: str) -> None:
    assert re.search(rf"^\| {term} \| \S", text("docs/glossary.md"), re.MULTILINE)


def rooms() -> list[str]:
    floors = ["process", "platform", "reports"]
    below = [path.name for floor in floors for path in (SOURCE / floor).iterdir() if path.is_dir()]
    return sorted(name for name in {*below, "kit", "analysis", "cli", "library"} if not name.startswith("_"))


@pytest.mark.parametrize("room", rooms())
def test_the_house_shows_every_room(room: str) -> None:
    assert re.search(rf"\b{room}\b", text("docs/house.md"))


def commands() -> list[tuple[str, click.Command]]:
    found: list[tuple[str, click.Command]] = []
    asked = click.Context(huiyin)
    for name in huiyin.list_commands(asked):
        command = huiyin.get_command(asked, name)
        assert command is not None
        if isinstance(command, click.Group):
            found += [(f"{name} {sub}", inner) for sub, inner in command.commands.items()]
        else:
            found.append((name, command))
    return found


@pytest.mark.parametrize(
    ("name", "command"), commands(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_word_and_option_is_documented(name: str, command: click.Command) -> None:
    page = text("docs/run.md")
    assert f"huiyin {name}" in page
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.opts[0] in page, f"docs/run.md lacks {parameter.opts[0]} of {name}"


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md", "CONTRIBUTING.md"])
def test_a_readme_names_words_that_the_makefile_has(readme: str) -> None:
    targets = set(re.findall(r"^([a-z]+):.*##", text("Makefile"), re.MULTILINE))
    named = set(re.findall(r"^ {4}make ([a-z]+)", text(readme), re.MULTILINE))
    assert named
    assert named <= targets


@pytest.mark.parametrize("page", sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("*.md")))
def test_links_lead_somewhere(page: str) -> None:
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", text(page)):
        assert (ROOT / target).exists(), f"{page} links to {target}"


def test_every_decision_ends_with_what_is_forbidden() -> None:
    for path in sorted((ROOT / "docs" / "decisions").glob("*.md")):
        assert "**Forbidden from now on.**" in path.read_text(encoding="utf-8").split("\n\n")[-1], path.name


def test_every_library_has_its_reason() -> None:
    declared = re.search(r"^dependencies = \[(.*?)^\]", text("pyproject.toml"), re.MULTILINE | re.DOTALL)
    assert declared is not None
    page = text("docs/stack.md").lower()
    for name in re.findall(r'"([A-Za-z0-9-]+)', declared[1]):
        assert name.lower() in page, f"docs/stack.md lacks {name}"


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_locked_requirements_name_no_host(name: str) -> None:
    assert "://" not in text(name)
    assert "--hash=sha256:" in text(name)


PROMISES = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", text("docs/threat-model.md"))


@pytest.mark.parametrize(("file", "test"), sorted(set(PROMISES)), ids=lambda part: part)
def test_a_promise_to_givers_names_a_test_that_exists(file: str, test: str) -> None:
    assert f"def {test}(" in text(file)


def test_every_promise_to_givers_names_a_test() -> None:
    promises = text("docs/threat-model.md").split("## Promises")[1].split("## What is out of scope")[0]
    rows = [line for line in promises.splitlines() if line.startswith("| ") and "---" not in line]
    assert all(re.search(r"::\w+` \|$", line) or line.endswith("| test |") for line in rows)
