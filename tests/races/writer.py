"""One of several processes that want the same rows at the same time. Prints a line of JSON: what it did, what was refused.

python -m tests.races.writer prepare ACT
python -m tests.races.writer ACT START    (waits until the moment START, in seconds since the epoch)
"""

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import django
from django.conf import settings

django.setup()

from huiyin.kit.errors import Refused  # noqa: E402 - models need a Django that is awake
from huiyin.platform.files.commands import keep_evidence  # noqa: E402
from huiyin.platform.files.rules import ready_evidence  # noqa: E402
from huiyin.platform.orgs.rules.rights import Actor, Role  # noqa: E402
from huiyin.process.answers.rules.receipts import receipt_code  # noqa: E402
from huiyin.process.ballots.commands import announce_vote, cast_ballot, close_vote  # noqa: E402
from huiyin.process.ballots.models import Issue, Slip, Vote  # noqa: E402
from huiyin.process.ballots.rules.codes import slip_hash  # noqa: E402
from huiyin.process.campaigns.models import Campaign  # noqa: E402
from huiyin.process.opinions.commands import open_intake, take_opinions, triage_opinion  # noqa: E402
from huiyin.process.opinions.models import Group, Opinion, Placement  # noqa: E402
from huiyin.process.opinions.rules.intake import Said  # noqa: E402
from huiyin.process.problems.commands import Decided, Into, Wording, decide_opinion, raise_problem  # noqa: E402
from huiyin.process.problems.models import Problem  # noqa: E402
from tests.world import World, build_world  # noqa: E402

AT = datetime(2014, 5, 23, 4, 0, tzinfo=UTC)
ROWS = 40
ME = Actor("office", Role.OFFICE)


def prepare(act: str) -> None:
    world = build_world(
        datetime.now(UTC) if act == "work" else AT
    )  # what is of 2014 has outlived its retention today
    if act in {"cast", "close"}:
        _hand_out(world)
        return
    opinions = world.take(*(f"第{n}件事没有人管" for n in range(ROWS)))
    for number, opinion in enumerate(opinions, start=1):
        group = Group.objects.create(campaign=world.campaign, number=number, title=opinion.body or "")
        Placement.objects.create(opinion=opinion, group=group)
    if act == "decide":
        raise_problem(world.campaign, Wording(title="没有人管", source="masses"), by=ME, at=AT)


def codes() -> list[str]:
    """Forty codes that every process knows."""
    return [receipt_code("race", bytes([n] * 16)) for n in range(ROWS)]


def _hand_out(world: World) -> None:
    """A vote with these codes: issued ones are by chance, and nobody would know them afterwards."""
    day = AT.date() + timedelta(days=1)
    vote = announce_vote(world.campaign, world.school, kind="team", opens_on=day, closes_on=day, by=ME, at=AT)
    for code in codes():
        kept = slip_hash(settings.HUIYIN_GIVERS_KEY, code)
        Slip.objects.create(code_hash=kept, vote=vote, group="parent")
    Issue.objects.create(vote=vote, group="parent", count=ROWS, by=ME.code, on=AT.date())


def cast() -> list[Callable[[], object]]:
    """Cast the ballot of every code."""

    def one(code: str) -> Callable[[], object]:
        return lambda: cast_ballot(code, {"overall": "excellent"}, at=AT + timedelta(days=1))

    return [one(code) for code in codes()]


def close() -> list[Callable[[], object]]:
    """Half of them, then close the vote while others cast, then the other half: each began before the last day was over."""
    vote = Vote.objects.select_related("unit", "campaign__root").get()
    casts = cast()
    end = lambda: close_vote(vote, by=ME, at=AT + timedelta(days=2))  # noqa: E731
    return [*casts[: ROWS // 2], end, *casts[ROWS // 2 :]]


def triage() -> list[Callable[[], object]]:
    """Decide every opinion, as seen before the race began."""

    def decide(opinion: Opinion) -> Callable[[], object]:
        return lambda: triage_opinion(opinion, focus="", topic="", specific=True, by=ME, at=AT)

    return [
        decide(opinion) for opinion in Opinion.objects.select_related("campaign__root").order_by("source_key")
    ]


def decide() -> list[Callable[[], object]]:
    """Put every opinion into the one problem, as seen before the race began."""
    problem = Problem.objects.select_related("campaign__root", "owner").get()
    decided = Decided(focus="", topic="", specific=True, then=Into(problem))

    def put(opinion: Opinion) -> Callable[[], object]:
        return lambda: decide_opinion(opinion, decided, by=ME, at=AT)

    return [
        put(opinion) for opinion in Opinion.objects.select_related("campaign__root").order_by("source_key")
    ]


def raise_problems() -> list[Callable[[], object]]:
    """Raise every group as a problem."""
    campaign = Campaign.objects.select_related("root").get()

    def raise_one(group: Group) -> Callable[[], object]:
        wording = Wording(title=group.title, source="masses")
        return lambda: raise_problem(campaign, wording, group=group, by=ME, at=AT)

    return [raise_one(group) for group in Group.objects.order_by("number")]


def take() -> list[Callable[[], object]]:
    """Import the same new rows, a few at a time."""
    campaign = Campaign.objects.select_related("root").get()
    intake = open_intake(campaign, file_name="再来.xlsx", file_digest="r" * 64, columns={}, by=ME, at=AT)
    row = Said(key="", source_id="", title="", body="夜里操场不开灯")
    chunks = [
        [replace(row, key=f"new-{n:02d}-{k}", source_id=f"n{n}-{k}") for k in range(5)] for n in range(ROWS)
    ]
    return [
        lambda chunk=chunk: take_opinions(intake, chunk, by=ME, at=AT).added or _nothing_new()
        for chunk in chunks
    ]  # type: ignore[misc]


def _nothing_new() -> None:
    raise Refused("都已收录", "all there")


def keep() -> list[Callable[[], object]]:
    """Keep the same forty files."""
    ready = [ready_evidence(f"第{n}份材料".encode() * 1000, f"{n}.txt") for n in range(ROWS)]
    return [lambda one=one: keep_evidence(one, by=ME, at=AT) for one in ready]  # type: ignore[misc]


ACTS = {
    "cast": cast,
    "close": close,
    "keep": keep,
    "triage": triage,
    "decide": decide,
    "raise": raise_problems,
    "take": take,
}


def main(act: str) -> None:
    tries = ACTS[act]()
    print("ready", flush=True)
    sys.stdin.readline()
    done, refused, errors = 0, 0, []
    for attempt in tries:
        try:
            attempt()
            done += 1
        except Refused:
            refused += 1
        except Exception as error:
            errors.append(f"{type(error).__name__}: {error}")
    print(json.dumps({"done": done, "refused": refused, "errors": errors}))


if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        prepare(sys.argv[2])
    else:
        main(sys.argv[1])
