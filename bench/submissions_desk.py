"""What bench/submissions.py and bench/submission_kills.py do in the database, in a process of its own.

python -m bench.submissions_desk prepare    a campaign, an entrance, somebody from the office; prints the entrance and a session
python -m bench.submissions_desk check      reads receipts from its input; prints how many open a whole opinion of their own
"""

import sys
from datetime import UTC, datetime, timedelta

import django


def main() -> int:
    django.setup()
    if sys.argv[1] == "prepare":
        print(*_prepare())
    else:
        print(_check([line for line in sys.stdin.read().split("\n") if line]))
    return 0


def _prepare() -> tuple[str, str]:
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import setup_test_environment  # noqa: PLC0415

    from huiyin.platform.accounts.commands import redeem_slip  # noqa: PLC0415
    from huiyin.platform.orgs.commands import ensure_root, give_grant, open_account  # noqa: PLC0415
    from huiyin.platform.orgs.rules.rights import Actor, Role  # noqa: PLC0415
    from huiyin.process.campaigns.commands import start_campaign  # noqa: PLC0415
    from huiyin.process.campaigns.rules import library_folder, load_template  # noqa: PLC0415
    from huiyin.process.channels.commands import open_entrance  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    at = datetime.now(UTC)
    by = Actor("office", Role.OFFICE)
    root = ensure_root("云河市教育局", by=by, at=at)
    template = load_template(library_folder("mass-line-2014"))
    campaign = start_campaign(template, code="bench", name="活动", root=root, by=by, at=at)
    entrance = open_entrance(campaign, name="家长", channel="online", by=by, at=at)
    account, slip = open_account("bench", "测", by=by, at=at)
    give_grant(account, Role.OFFICE, root, since=at.date() - timedelta(days=1), by=by, at=at)
    password = "井云尺船-四个不相干的词"  # noqa: S105 - of nobody
    redeem_slip("bench", slip.code, password, at=at)
    setup_test_environment()
    client = Client()
    client.post("/sign-in", {"login": "bench", "password": password})
    session = client.cookies["huiyin"].value
    if not SessionStore(session_key=session).exists(session):
        raise SystemExit("nobody is signed in")
    return entrance.code, session


def _check(codes: list[str]) -> int:
    from huiyin.process.answers.queries import receipt_of  # noqa: PLC0415
    from huiyin.process.opinions.models import Opinion  # noqa: PLC0415
    from huiyin.process.opinions.queries import sealed_faults  # noqa: PLC0415

    matters = {receipt.matter for code in codes if (receipt := receipt_of(code)) is not None}
    numbers = (
        set(Opinion.objects.filter(pk__in=matters).values_list("source_id", flat=True))
        if len(matters) < 500
        else {number for pk, number in Opinion.objects.values_list("pk", "source_id") if pk in matters}
    )
    if list(sealed_faults()):
        raise SystemExit("an opinion isn't what was sealed")
    return len(numbers)


if __name__ == "__main__":
    sys.exit(main())
