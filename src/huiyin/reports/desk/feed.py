"""A person's dates, for their calendar."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q

from huiyin.kit.clock import CHINA
from huiyin.platform.accounts.models import Account
from huiyin.platform.notices.rules.feed import Entry
from huiyin.platform.orgs.queries import actors_of
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.queries.workload import ItemRow, items_of_units
from huiyin.process.lifemeetings.models import LifeMeeting, Recorder, Seat
from huiyin.process.lifemeetings.rules.states import MeetingState, Presence
from huiyin.process.talks.models import Talk
from huiyin.process.talks.rules.states import TalkState
from huiyin.reports.desk.addresses import item_place, path_of
from huiyin.reports.desk.todo import own_units
from huiyin.reports.desk.todos import Place


def entries_of(account: Account, on: date) -> list[Entry]:
    """What is open and dated of an account's own units, of every campaign, by date, as seen on the day `on`; their planned talks, and the meetings
    of their team. 3 queries a campaign, and two."""
    entries = [
        entry for campaign in Campaign.objects.order_by("pk") for entry in _entries(account, campaign, on)
    ]
    return sorted([*entries, *_talks(account), *_meetings(account)], key=lambda entry: entry.day)


def _talks(account: Account) -> Iterator[Entry]:
    """The planned talks of the account's own, of every campaign: with whom, and where. One query."""
    mine = Talk.objects.filter(Q(one=account) | Q(other=account), state=TalkState.PLANNED)
    for talk in mine.select_related("one", "other", "participation__campaign"):
        if talk.planned_on is None:
            continue
        other = talk.other if talk.one_id == account.pk else talk.one
        campaign = talk.participation.campaign
        yield Entry(
            uid=f"talk-{talk.pk}",
            day=talk.planned_on,
            title=f"同{other.name}谈话" + (f"（{talk.place}）" if talk.place else ""),
            description=campaign.name,
            path=path_of(campaign, Place("talk", (str(talk.pk),), own=True)),
            changed_at=datetime.combine(talk.planned_on, time(), CHINA),
        )


def _meetings(account: Account) -> Iterator[Entry]:
    """The days of meetings that the account sits in or records, once they were told, until they are held. One query."""
    sits = Exists(Seat.objects.filter(meeting=OuterRef("pk"), account=account).exclude(presence=Presence.OFF))
    records = Exists(Recorder.objects.filter(meeting=OuterRef("pk"), account=account))
    found = LifeMeeting.objects.filter(sits | records, state=MeetingState.NOTIFIED, planned_on__isnull=False)
    for meeting in found.select_related("participation__campaign", "participation__unit").order_by("pk"):
        campaign, day = meeting.participation.campaign, meeting.planned_on
        if day is None:
            continue
        term = template_of(campaign).campaign.vocabulary.get("team_meeting")
        name = f"{meeting.participation.unit.name}{term.zh if term else '班子会'}"
        yield Entry(
            uid=f"lifemeeting-{meeting.pk}",
            day=day,
            title=f"{name}（{meeting.place}）" if meeting.place else name,
            description=campaign.name,
            path=path_of(campaign, Place("lifemeeting", (str(meeting.pk),))),
            changed_at=datetime.combine(meeting.notified_on or day, time(), CHINA),
        )


def _entries(account: Account, campaign: Campaign, on: date) -> Iterator[Entry]:
    own = own_units(actors_of(account, on, campaign=campaign.code))
    for row in items_of_units(campaign, own) if own else ():
        if row.done_on is None and row.due_on is not None:
            yield Entry(
                uid=f"item-{row.pk}",
                day=row.due_on,
                title=f"{row.title}（{row.unit}）",
                description="\n".join(part for part in (campaign.name, row.demand, row.progress) if part),
                path=path_of(campaign, item_place(row.pk)),
                changed_at=_changed_at(row),
            )


def _changed_at(row: ItemRow) -> datetime:
    """Later for each later version: no row keeps the moment of its last change, and a calendar only asks which is newer."""
    return datetime.combine(row.sent_on, time(), CHINA) + timedelta(seconds=row.version)
