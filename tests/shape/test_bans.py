"""What the five bans forbid isn't in this software (DOMAIN 5.1): no place in the database, no field of a form, nothing in a page."""

import os
import re

import pytest
from django.apps import apps
from django.test import Client

from huiyin.web.about.bans import BANS
from huiyin.web.about.notes import NOTES
from huiyin.web.frame.headers import CONTENT_SECURITY_POLICY, PERMISSIONS_POLICY
from tests.shape.test_docs import ROOT, text

WEB = ROOT / "src" / "huiyin" / "web"
TESTS = ROOT / "tests"
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
COUNTED = re.compile(
    r"check_?in|sign_?in|log_?in_|last_login|last_seen|online|points|score|rank|badge|streak|visits|views|clicks|"
    r"likes|forwards|shares|duration|hours|latitude|longitude|location|position_lat"
)

ALLOWED = {
    "Suggestion.rank",  # the place of a label among the machine's suggestions, nobody's among others
    "WordsTombstone.signing",  # that what somebody said when signing a record was deleted
}


def as_markdown() -> str:
    """docs/filing.md."""
    rows = "".join(f"| {note.zh_name} | {note.zh} | {note.en_name}: {note.en} |\n" for note in NOTES)
    return (
        "# Filing notes (备案说明)\n\n"
        "The facts that an office needs to file the system; the page `/about/filing` prints them with the operator's name\n"
        "(`HUIYIN_OPERATOR`). Printed from `src/huiyin/web/about/notes.py`; a test holds the two together. What only the operator\n"
        "knows is to be added by hand: address of the pages, server and its place, persons in charge, level of protection (等级保护),\n"
        "date and result of the acceptance test.\n\n"
        "| 事项 | 说明 | in English |\n| --- | --- | --- |\n" + rows
    )


@pytest.mark.parametrize("ban", BANS, ids=lambda ban: ban.en)
def test_every_test_that_the_page_names_exists(ban: object) -> None:
    for named in ban.tests:  # type: ignore[attr-defined]
        file, _, name = named.partition("::")
        assert re.search(rf"^def {name}\(", (TESTS / file).read_text(encoding="utf-8"), re.MULTILINE), named


def test_nothing_counts_sign_ins_points_or_time() -> None:
    columns = [
        f"{model.__name__}.{field.name}"
        for config in apps.get_app_configs()
        for model in config.get_models()
        if model.__module__.startswith("huiyin")
        for field in model._meta.get_fields()
        if COUNTED.search(field.name)
    ]
    assert set(columns) <= ALLOWED


def test_nothing_is_installed_or_pushed() -> None:
    said = "".join(path.read_text(encoding="utf-8") for path in [*TEMPLATES, *WEB.rglob("static/web/*.js")])
    for word in ('rel="manifest"', "serviceWorker", "PushManager", "Notification", ".apk", "itms-apps"):
        assert word not in said


def test_no_form_demands_a_photograph_a_video_or_a_place() -> None:
    said = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES)
    assert not re.search(r"\bcapture\b|geolocation", said)
    for field in re.findall(r"<input[^>]*type=\"file\"[^>]*>", said):
        assert "required" not in field or not re.search(r"image|video|audio", field), field
    for switched_off in ("camera=()", "geolocation=()", "microphone=()"):
        assert switched_off in PERMISSIONS_POLICY


def test_no_page_loads_anything_from_elsewhere() -> None:
    assert "default-src 'none'" in CONTENT_SECURITY_POLICY
    assert "http" not in CONTENT_SECURITY_POLICY
    for path in TEMPLATES:
        loaded = re.findall(r"(?:src|action|<link[^>]*href)=\"(https?:)?//", path.read_text(encoding="utf-8"))
        assert not loaded, path


def test_the_filing_notes_are_those_of_the_page() -> None:
    """HUIYIN_WRITE_DOCS=1 writes them."""
    if os.environ.get("HUIYIN_WRITE_DOCS") == "1":
        (ROOT / "docs" / "filing.md").write_text(as_markdown(), encoding="utf-8")
    assert text("docs/filing.md") == as_markdown()


@pytest.mark.django_db
def test_the_pages_are_for_everybody_and_name_each_other() -> None:
    page = Client().get("/about/five-bans")
    assert all(ban.zh in page.text for ban in BANS)
    assert 'href="/about/filing"' in page.text
    assert "涉密" in text("docs/filing.md") or "国家秘密" in text("docs/filing.md")
    assert "国家秘密" in Client().get("/about/filing").text
    assert "State secrets" in Client().get("/about/filing?language=en").text
    assert not page.cookies
