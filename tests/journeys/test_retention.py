"""Words whose time is over are in no file any more: not in the database, its log, the search index, nor in a backup made after."""

import json
import os
import shutil
import sqlite3
import sys
from pathlib import Path

import pytest

from tests import warm
from tests.journeys.browsing import own_environment
from tests.migrated import begin

HUIYIN = str(Path(sys.executable).with_name("huiyin"))
CANARY = "红烧肉里的金丝雀不见了"
LAWFUL = "翠鸟还没到期"
MAKE = f"""
import django; django.setup()
from datetime import UTC, datetime
from tests.world import build_world
from huiyin.process.opinions.commands import group_opinions, sweep_opinions
world = build_world(datetime(2014, 5, 23, 4, tzinfo=UTC))
world.take("{CANARY}，食堂一份要十二元", "{CANARY}，食堂一份卖十二元", "作业太多")
sweep_opinions(world.campaign, by=world.office, at=world.at)
group_opinions(world.campaign, by=world.office, at=world.at)
from huiyin.process.answers.commands import add_under_receipt
from huiyin.process.answers.queries import receipt_of
from huiyin.process.channels.commands import open_entrance, seal_opinion, submit_opinion
from huiyin.process.channels.rules.given import Given
from huiyin.process.opinions.models import Opinion
from huiyin.process.sealed.commands import note_sealed
from huiyin.process.sealed.models import SealedMatter
from huiyin.platform.files.rules import ready_given
from huiyin.platform.orgs.rules.rights import Actor, Role
from tests.rules.files.samples import picture
entrance = open_entrance(world.campaign, name="家长", channel="online", about=world.school, by=world.office, at=world.at)
given = Given("{CANARY}，主任收了三千", contact="{CANARY}的电话", accuses=True)
photo = ready_given(picture("PNG"))
receipt = receipt_of(submit_opinion(entrance, given, files=[photo], nonce=bytes(16), at=world.at).code)
add_under_receipt(receipt, "{CANARY}，又收了两千", at=world.at)
matter = SealedMatter.objects.select_related("campaign__root").get()
note_sealed(matter, "{CANARY}，已约谈", by=Actor("officer", Role.DISCIPLINE), at=world.at)
from tests.process.lifemeetings.hall import build_hall, key_of
from huiyin.process.lifemeetings.commands import correct_entry, record_answer
hall = build_hall(world, world.at)
meeting = hall.opened()
said = hall.criticise(meeting, 0, 1, "{CANARY}，你也不过问", 1)
record_answer(said, "{CANARY}，我认", key_of(2), by=hall.clerk, at=hall.at)
correct_entry(said, "{CANARY}，你从不过问", "{CANARY}听错", by=hall.clerk, at=hall.at)
hall.criticise(meeting, 1, 0, "{CANARY}，你也一样", 3)
hall.later(4600).criticise(meeting, 2, 0, "{LAWFUL}", 4)
from huiyin.process.campaigns.rules.selfchecks import Verdict
from huiyin.process.selfchecks.commands import Comment, begin_selfcheck, hand_in_selfcheck, review_selfcheck, save_selfcheck
from huiyin.process.selfchecks.commands import Opinion as Said
from huiyin.process.selfchecks.models import SelfCheck
from tests.process.selfchecks.conftest import SHOWN, WRITTEN
now = lambda: SelfCheck.objects.select_related("participation__campaign__root", "participation__unit", "account").get()
by = hall.member("fuxiao")
save_selfcheck(begin_selfcheck(hall.part, hall.accounts["fuxiao"], by=by, at=hall.at), WRITTEN, 0, by=by, at=hall.at)
version = hand_in_selfcheck(now(), now().edits, shown=SHOWN, by=by, at=hall.at)
said = Said(Verdict.REVISE, ("shallow",), (Comment(0, "{CANARY}，重写"),), "{CANARY}，一个字没有提", None)
review_selfcheck(now(), version.number, said, by=hall.head, at=hall.at)
Opinion.objects.filter(body="作业太多").update(retain_until="2999-01-01")
"""

ERASE = f"""
import django; django.setup()
from datetime import UTC, datetime
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.lifemeetings.commands import erase_lawfully
from huiyin.process.lifemeetings.models import Criticism
entry = Criticism.objects.select_related("meeting__participation__campaign__root").get(words="{LAWFUL}")
given = dict(ground="法院裁定", reason="本人提出", by=Actor("office", Role.OFFICE), at=datetime.now(UTC))
erase_lawfully(entry, **given)
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once; each test has a copy."""
    folder = tmp_path_factory.mktemp("made")
    begin(folder / "h.sqlite3")
    run(folder, "init", "--database", str(folder / "h.sqlite3"), binary=None)
    warm.run(["-c", MAKE], environment(folder), check=True)
    return folder


@pytest.fixture
def place(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path


def environment(place: Path) -> dict[str, str]:
    here = Path(__file__).parents[2]
    return own_environment(
        HUIYIN_DATABASE=str(place / "h.sqlite3"),
        DJANGO_SETTINGS_MODULE="huiyin.config.settings",
        PYTHONPATH=os.pathsep.join([str(here / "src"), str(here)]),
    )


def run(place: Path, *words: str, binary: str | None = HUIYIN, code: int = 0) -> str:
    if binary is None:
        migrate = "import django; django.setup(); from django.core.management import call_command; call_command('migrate', verbosity=0)"
        command = ["-c", migrate]
    else:
        command = ["-c", "from huiyin.cli.main import main; main()", *words]
    done = warm.run(command, environment(place))
    assert done.returncode == code, done.stderr
    return done.stdout


SEALED = [
    "SELECT enciphered FROM sealed_sealedmatter",
    "SELECT enciphered FROM sealed_sealedmessage",
    "SELECT enciphered FROM sealed_sealedstep",
    "SELECT enciphered FROM channels_contact",
]


def enciphered(place: Path) -> list[bytes]:
    """What stands enciphered in the database, as it stands there."""
    kept = sqlite3.connect(place / "h.sqlite3")
    try:
        return [row[0].encode() for table in SEALED for row in kept.execute(table)]
    finally:
        kept.close()


def photos(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and path.read_bytes().startswith(b"\x89PNG")]


def holds_the_words(folder: Path, *beside: bytes) -> list[str]:
    words = [CANARY.encode(), *(CANARY[at : at + 2].encode() for at in (5, 6)), *beside]
    return [
        path.name
        for path in folder.rglob("*")
        if path.is_file() and any(word in path.read_bytes() for word in words)
    ]


def test_they_are_in_no_file(place: Path) -> None:
    assert "h.sqlite3" in holds_the_words(place)
    looked = run(place, "retention", "--dry-run")
    assert len(looked.splitlines()) == 3 + 2 + 1  # opinions and a sealed matter; criticisms; a review
    sealed = enciphered(place)
    assert len(sealed) == len(SEALED)
    assert all(holds_the_words(place, text) for text in sealed)
    assert photos(place)
    assert run(place, "retention") == looked
    assert holds_the_words(place, *sealed) == []
    assert photos(place) == []
    assert len((place / "h.sqlite3.gone").read_text(encoding="ascii").splitlines()) == 3
    assert run(place, "retention") == ""
    run(place, "audit", "verify")


def test_a_restored_backup_gives_none_of_them_back(place: Path) -> None:
    made = Path(run(place, "backup", str(place / "backups")).strip())
    assert "huiyin.sqlite3" in holds_the_words(made)
    sealed = [*enciphered(place), LAWFUL.encode()]
    run(place, "retention")
    assert holds_the_words(place / "files", *sealed) == []
    warm.run(["-c", ERASE], environment(place), check=True)
    assert not [path for path in place.glob("h.sqlite3*") if LAWFUL.encode() in path.read_bytes()]
    back = place / "back"
    run(place, "restore", str(made), "--database", str(back / "new.sqlite3"), code=3)
    run(
        place,
        *("restore", str(made), "--database", str(back / "new.sqlite3")),
        *("--gone", str(place / "h.sqlite3.gone")),
    )
    assert holds_the_words(back, *sealed) == []
    assert photos(back) == []
    run(place, "audit", "verify", "--database", str(back / "new.sqlite3"))
    run(place, "restore", str(made), "--database", str(back / "new.sqlite3"), "--nothing-gone", code=3)


def test_old_backups_go_and_nothing_else_does(place: Path) -> None:
    folder = place / "backups"
    old = Path(run(place, "backup", str(folder)).strip())
    kept = json.loads((old / "backup.json").read_text(encoding="utf-8"))
    (old / "backup.json").write_text(
        json.dumps(kept | {"made_at": "2014-05-23T04:00:00+00:00"}), encoding="utf-8"
    )
    old = old.rename(folder / "huiyin-20140523T040000")
    (folder / "huiyin-notes").mkdir()
    new = Path(run(place, "backup", str(folder), "--keep-days", "10").strip())
    assert sorted(path.name for path in folder.iterdir()) == sorted([new.name, "huiyin-notes"])
    assert not old.exists()


def test_a_changed_backup_is_not_restored(place: Path) -> None:
    made = Path(run(place, "backup", str(place / "backups")).strip())
    with (made / "huiyin.sqlite3").open("ab") as file:
        file.write(b"x")
    run(place, "restore", str(made), "--database", str(place / "x" / "new.sqlite3"), "--nothing-gone", code=5)
    assert not (place / "x" / "new.sqlite3").exists()
