"""Two write down what they said to each other: the words are then in no file of the installation, nor in a backup."""

import os
from pathlib import Path

import pytest

from tests.migrated import begin
from tests.warm import run

pytestmark = [
    pytest.mark.skipif(
        os.environ.get("HUIYIN_DATABASE", ":memory:") != ":memory:",
        reason="it makes a database of its own: once is enough",
    ),
]

ROOT = Path(__file__).parents[2]
CLI = "from huiyin.cli.main import main; main()"
SAID, HELD_TO, PASSPHRASE = "貔貅桥头说过的那句话", "獬豸不该同意的事", "夔牛 灯芯 麦田 渡口 一二"
TALK = f"""
import django; django.setup()
from datetime import UTC, datetime
from django.core.management import call_command
call_command("migrate", verbosity=0)
from huiyin.kit.clock import day_in_china
from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.commands import give_post
from huiyin.platform.orgs.rules.terms import PostKind
from huiyin.process.campaigns.models import Participation
from huiyin.process.talks.commands import lay_out_talks, make_talk_key, open_points, say_held, write_point
from huiyin.process.talks.models import Talk
from tests.world import build_world
at = datetime.now(tz=UTC)
world = build_world(at)
people = [Account.objects.create(login=login, name=login, password="!") for login in ("head", "member")]
for account, kind in zip(people, (PostKind.HEAD, PostKind.MEMBER)):
    give_post(account, kind, world.school, since=day_in_china(at), by=world.office, at=at)
part = Participation.objects.select_related("unit", "campaign__root").get(unit=world.school)
lay_out_talks(part, 1, by=world.clerk, at=at)
talk = Talk.objects.select_related("participation__campaign__root", "one", "other").get()
for account in people:
    make_talk_key(account, "{PASSPHRASE}" + account.login[::-1], at=at)
say_held(talk, held_on=day_in_china(at), who=talk.one, at=at)
write_point(talk, heading="points_given", text="{SAID}", who=talk.one, at=at)
write_point(talk, heading="next_step", text="{HELD_TO}", who=talk.other, at=at)
opened = open_points(talk, "{PASSPHRASE}" + talk.other.login[::-1], who=talk.other, at=at)
print([one.text for one in opened] == ["{SAID}", "{HELD_TO}"])
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an installation in which two talked and wrote it down, with a backup in it."""
    folder = tmp_path_factory.mktemp("talks")
    begin(folder / "huiyin.sqlite3")
    env = {key: value for key, value in os.environ.items() if not key.startswith("HUIYIN_")}
    env |= {
        "HUIYIN_DATABASE": str(folder / "huiyin.sqlite3"),
        "DJANGO_SETTINGS_MODULE": "huiyin.config.settings",
    }
    made = run(["-c", TALK], env, check=True)
    assert made.stdout.strip() == "True", "the points can be opened, or this would prove nothing"
    (folder / "said").write_text(made.stdout + made.stderr, encoding="utf-8")
    run(["-c", CLI, "backup", str(folder / "backup")], env, check=True)
    return folder


def _spelt(needle: str) -> list[bytes]:
    """As text stands in files: UTF-8, UTF-16, and escaped in JSON."""
    return [needle.encode(), needle.encode("utf-16-le"), needle.encode("unicode_escape")]


def test_no_file_and_no_backup_holds_the_words_or_the_passphrase(folder: Path) -> None:
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert any("backup" in path.parts for path in files)
    assert sum(b"talks_talkpoint" in path.read_bytes() for path in files) >= 1
    found = [
        f"{path.name}: {needle}"
        for path in files
        for needle in (SAID, SAID[:4], HELD_TO, HELD_TO[:4], PASSPHRASE, PASSPHRASE[:4])
        if any(spelt in path.read_bytes() for spelt in _spelt(needle))
    ]
    assert found == []
