"""Talks, papers and the meeting of each unit, side by side (S20)."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from huiyin.platform.orgs.queries import teams
from huiyin.process.campaigns.models import Participation
from huiyin.process.lifemeetings.models import Criticism, LifeMeeting, Seat
from huiyin.process.lifemeetings.rules.states import MeetingState, SeatKind, quorum_of
from huiyin.process.selfchecks.models import Review, SelfCheck
from huiyin.process.selfchecks.rules.states import State
from huiyin.process.supervision.rules.pillars import (
    MeetingPillar,
    PapersPillar,
    TalksPillar,
    papers_pillar,
    talks_pillar,
)
from huiyin.process.talks.queries import UnitTalks, units_talks


@dataclass(frozen=True)
class Pillars:
    """The three of one unit."""

    talks: TalksPillar
    papers: PapersPillar
    meeting: MeetingPillar


def pillars(participations: Sequence[Participation], on: date) -> dict[int, Pillars]:
    """By participation, of one campaign, on the day `on`. 10 queries, however many units; `participation.unit` is read with the rows."""
    if not participations:
        return {}
    talks = units_talks(participations, on)
    papers = _papers(participations, on)
    meetings = _meetings([part.pk for part in participations])
    return {
        part.pk: Pillars(_talks(talks[part.pk]), papers[part.pk], meetings.get(part.pk, MeetingPillar()))
        for part in participations
    }


def _talks(unit: UnitTalks) -> TalksPillar:
    required = [f"{round_.number}:{pair.key}" for round_ in unit.rounds for pair in round_.required]
    states = {
        f"{round_.number}:{talk.pair.key}": talk.state for round_ in unit.rounds for talk in round_.laid
    }
    return talks_pillar(required, states)


def _papers(participations: Sequence[Participation], on: date) -> dict[int, PapersPillar]:
    """The team's paper and one of each who is on the team that day; who left owes none. 3 queries."""
    seats = teams([part.unit_id for part in participations], on)
    rewritten = set(
        Review.objects.filter(
            version__paper__participation__in=participations, verdict=State.REWRITE
        ).values_list("version__paper", flat=True)
    )
    rows = SelfCheck.objects.filter(participation__in=participations)
    of_unit: dict[int, list[tuple[int, int | None, str]]] = defaultdict(list)
    for pk, home, account, state in rows.values_list("pk", "participation", "account", "state"):
        of_unit[home].append((pk, account, state))
    found = {}
    for part in participations:
        team = {seat.account.pk for seat in seats[part.unit_id]}
        due = [row for row in of_unit[part.pk] if row[1] is None or row[1] in team]
        states = [State(state) for _, _, state in due]
        found[part.pk] = papers_pillar(1 + len(team), states, sum(pk in rewritten for pk, _, _ in due))
    return found


def _meetings(parts: Collection[int]) -> dict[int, MeetingPillar]:
    """The latest meeting of each unit. 3 queries."""
    latest: dict[int, LifeMeeting] = {}
    tries: dict[int, int] = defaultdict(int)
    for meeting in LifeMeeting.objects.filter(participation__in=parts).order_by("number"):
        latest[meeting.participation_id] = meeting
        tries[meeting.participation_id] += 1
    pks = [meeting.pk for meeting in latest.values()]
    presences: dict[int, list[str]] = defaultdict(list)
    seats = Seat.objects.filter(meeting__in=pks, kind=SeatKind.MEMBER)
    for pk, presence in seats.values_list("meeting_id", "presence"):
        presences[pk].append(presence)
    said = Criticism.objects.filter(meeting__in=pks).order_by().values_list("meeting_id")
    criticisms = dict(said.annotate(n=Count("pk")))
    found = {}
    for part, meeting in latest.items():
        there = quorum_of(presences[meeting.pk], 0)
        found[part] = MeetingPillar(
            pk=meeting.pk,
            state=MeetingState(meeting.state),
            planned_on=meeting.planned_on,
            held_on=meeting.held_on,
            due=there.due,
            present=there.present,
            criticisms=criticisms.get(meeting.pk, 0),
            tries=tries[part],
        )
    return found
