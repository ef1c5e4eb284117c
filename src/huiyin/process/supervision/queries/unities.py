"""What was raised, said in talks and said at the meeting of one unit, beside each other (R37)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.template import Template
from huiyin.process.lifemeetings.models import Criticism, LifeMeeting, Seat
from huiyin.process.lifemeetings.queries.record import Criticised, record_of
from huiyin.process.lifemeetings.rules.states import WERE_THERE, SeatKind
from huiyin.process.problems.models import Problem
from huiyin.process.selfchecks.models import SelfCheck, Version
from huiyin.process.selfchecks.rules.content import Content
from huiyin.process.supervision.rules.unities import Met, Trail, met, trails
from huiyin.process.talks.models import Talk
from huiyin.process.talks.queries import shared_points
from huiyin.process.talks.rules.states import TalkState


@dataclass(frozen=True)
class Unities:
    """Trails by focus group, what there is between any two who were there, and criticisms of which nothing came."""

    trails: tuple[Trail, ...]
    met: tuple[Met, ...]
    names: Mapping[int, str]
    not_taken_on: tuple[Criticised, ...]

    @property
    def untalked(self) -> tuple[Met, ...]:
        return tuple(one for one in self.met if one.untalked)

    @property
    def silent(self) -> tuple[Met, ...]:
        return tuple(one for one in self.met if one.silent)

    @property
    def left_out(self) -> tuple[Trail, ...]:
        return tuple(one for one in self.trails if one.left_out)


def unities(meeting: LifeMeeting, *, reader: int | None, inspects: bool) -> Unities:
    """Of a meeting and what went before it in its unit, for who reads the meeting's words (lifemeetings.access). 10 queries.

    `reader` is their account's key, `inspects` whether they are sent to the unit. Papers count as last handed in; of talks only points
    that their author shared with just this reader: with the team for one of its members, with the inspectors for one of these.
    """
    template = template_of(meeting.participation.campaign)
    record = record_of(meeting)
    seats = [seat for seat in record.seats if seat.kind == SeatKind.MEMBER and seat.presence in WERE_THERE]
    team, members = _papers(meeting, template)
    between = Counter((one.row.from_seat_id, one.row.to_seat_id) for one in record.counted)
    return Unities(
        trails=trails(
            [group.code for group in template.focus_groups()],
            _raised(meeting, template),
            team,
            members,
            [
                point.focus
                for point in shared_points(
                    meeting.participation,
                    team=any(seat.account_id == reader for seat in seats if seat.account_id is not None),
                    inspectors=inspects,
                )
                if point.focus
            ],
            [one.row.wind for one in record.counted],
        ),
        met=met([seat.pk for seat in seats], _talked(meeting, seats), between),
        names={seat.pk: seat.account.name if seat.account else seat.office for seat in record.seats},
        not_taken_on=tuple(one for one in record.counted if one.row.problem_id is None),
    )


def _raised(meeting: LifeMeeting, template: Template) -> list[str]:
    """The focus groups of the unit's problems, one a problem, without those that came of the meeting. One query."""
    part = meeting.participation
    came_of_it = Criticism.objects.filter(meeting=meeting, problem__isnull=False).values("problem")
    rows = Problem.objects.of(part.campaign).standing().filter(owner=part.unit).exclude(focus="")
    rows = rows.exclude(pk__in=came_of_it)
    return _groups(list(rows.values_list("focus", flat=True)), template)


def _papers(meeting: LifeMeeting, template: Template) -> tuple[list[str], list[frozenset[str]]]:
    """Focus groups of the team's problems, and those of each member's paper; as last handed in. 2 queries."""
    papers = dict(SelfCheck.objects.filter(participation=meeting.participation).values_list("pk", "account"))
    latest: dict[int, Version] = {}
    kept = Version.objects.filter(paper__in=papers, why=Version.Why.HANDED_IN).order_by("number")
    for version in kept:
        latest[version.paper_id] = version
    team: list[str] = []
    members: list[frozenset[str]] = []
    for pk, version in latest.items():
        leaves = [item.focus for item in Content.of_json(version.content).items if item.focus]
        if papers[pk] is None:
            team = _groups(leaves, template)
        else:
            members.append(frozenset(_groups(leaves, template)))
    return team, members


def _groups(leaves: Sequence[str], template: Template) -> list[str]:
    of_leaf = {leaf.code: leaf.group for leaf in template.focus_leaves()}
    return [of_leaf[leaf] for leaf in leaves if leaf in of_leaf]


def _talked(meeting: LifeMeeting, seats: Sequence[Seat]) -> list[tuple[int, int]]:
    """The seats of whoever talked with each other, as both confirmed. One query."""
    seat_of = {seat.account_id: seat.pk for seat in seats if seat.account_id is not None}
    rows = Talk.objects.filter(
        participation=meeting.participation,
        state=TalkState.CONFIRMED,
        one__in=seat_of,
        other__in=seat_of,
    )
    return [(seat_of[one], seat_of[other]) for one, other in rows.values_list("one", "other")]
