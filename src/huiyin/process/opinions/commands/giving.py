"""One opinion that comes in by itself, by no list."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NotRequired, TypedDict, Unpack

from huiyin.kit.clock import day_in_china
from huiyin.platform.bulk import Row, insert_rows
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import retention_days
from huiyin.process.opinions.models import Opinion, Unplaced
from huiyin.process.opinions.rules.identity import fresh_id, fresh_salt, keyed, reference, sealed_digest
from huiyin.process.opinions.rules.intake import Said

_EMPTY = {
    "channel_as_written": "",
    "giver_as_written": "",
    "unit_as_written": "",
    "about_as_written": "",
    "linked": False,
    "settled_as": "",
    "settled_why": "",
    "triage_round": 0,
}


class HowSaid(TypedDict):
    """What `opinion_rows` is told of an opinion besides its id."""

    key: str
    body: str
    channel: str
    at: datetime
    giver_kind: NotRequired[str]
    about: NotRequired[int | None]
    raised_on: NotRequired[date | None]
    retain_days: NotRequired[int | None]


def take_opinion(
    campaign: Campaign, *, pk: int | None = None, beside: Sequence[Row] = (), **said: Unpack[HowSaid]
) -> int:
    """Take in one opinion, said on `raised_on` (today, when None); its id. Part of the command by which it comes, in its transaction.

    As `opinion_rows`, with an id of its own where there's no `pk`; `beside` are rows of the rooms above that point at it. One query on
    PostgreSQL, 2 and one a row `beside` on SQLite; one more without `pk`.
    """
    pk = pk or _free_id(day_in_china(said["at"]))
    insert_rows([*opinion_rows(campaign, pk=pk, **said), *beside])
    return pk


def opinion_rows(
    campaign: Campaign,
    *,
    pk: int,
    key: str,
    body: str,
    channel: str,
    at: datetime,
    giver_kind: str = "",
    about: int | None = None,
    raised_on: date | None = None,
    retain_days: int | None = None,
) -> list[Row]:
    """The rows of one opinion, for the command that writes them (platform.bulk.insert_rows) with what else is kept of it.

    `key` says which one it is, so that it comes in once (IntegrityError the second time). It carries no record of its own and
    waits for the day's seal (SPEC rule 7). `pk` is its id (rules.identity.fresh_id).
    """
    day = day_in_china(at)
    said = Said(
        key=key,
        source_id=reference(pk),
        title="",
        body=body,
        raised_on=raised_on or day,
        channel=channel,
        giver_kind=giver_kind,
        about=about,
    )
    salt = fresh_salt()
    row = {
        "id": pk,
        "campaign_id": campaign.pk,
        "title": said.title,
        "body": said.body,
        "salt": salt,
        "digest": sealed_digest(salt, said.parts()),
        "raised_on": said.raised_on,
        "entered_on": day,
        "retain_until": day + timedelta(days=retain_days or retention_days(campaign, channel, giver_kind)),
        "channel": channel,
        "giver_kind": giver_kind,
        "about_id": about,
        "received_by_id": campaign.root_id,
        "source_id": said.source_id,
        "source_key": keyed(campaign.secret, said.key),
        **_EMPTY,
    }
    # As rows and not as instances: half of what taking an opinion in costs is Django's making and compiling of them.
    return [(Opinion, row), (Unplaced, {"opinion_id": pk, "campaign_id": campaign.pk, "indexed": False})]


def _free_id(day: date) -> int:
    """An id of the day that isn't taken."""
    while Opinion.objects.filter(pk=(pk := fresh_id(day))).exists():
        pass
    return pk
