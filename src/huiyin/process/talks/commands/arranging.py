"""What a unit's office does for its talks: lay out what is required, say who is in charge of what and who is away, put talks into days."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import BadInput, Conflict, Refused
from huiyin.platform.accounts.models import Account
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.models import Grant, Post, Unit, open_on
from huiyin.platform.orgs.queries import teams
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.queries import template_of
from huiyin.process.talks.models import Absence, Charge, Talk
from huiyin.process.talks.queries import units_talks
from huiyin.process.talks.rules.pairs import Changes
from huiyin.process.talks.rules.scheduling import Slot
from huiyin.process.talks.rules.states import OPEN, TalkState

_LONGEST_ABSENCE = timedelta(days=366)


@transaction.atomic
def lay_out_talks(participation: Participation, number: int, *, by: Actor, at: datetime) -> Changes:
    """Lay out the required talks of a round by the roster of the day: only what is missing is made, what was held stays.

    BadInput for a round that the template doesn't ask for; Refused where the roster requires nobody to talk. O(pairs).
    """
    _needs_open(participation, by)
    take_turn()
    rounds = template_of(participation.campaign).talk_rounds()
    if not 1 <= number <= rounds:
        raise BadInput(
            f"本活动要求 {rounds} 轮，没有第 {number} 轮。", f"There are {rounds} round(s), no {number}."
        )
    today = day_in_china(at)
    found = units_talks([participation], today)[participation.pk].rounds[number - 1]
    if not found.required:
        raise Refused(
            "名册上还没有必须谈话的人：请先在“人员”里登记主要负责人和班子成员。",
            "The roster has nobody who must talk: appoint the head and the team members first.",
        )
    to_do = found.changes
    Talk.objects.bulk_create(
        Talk(
            participation=participation,
            round=number,
            kind=pair.kind,
            required=True,
            pair=pair.key,
            one_id=pair.one,
            other_id=pair.other,
            made_on=today,
        )
        for pair in to_do.make
    )
    Talk.objects.filter(pk__in=to_do.again, state=TalkState.DROPPED).update(state=TalkState.DUE)
    dropped = Talk.objects.filter(pk__in=to_do.drop, state__in=OPEN)
    dropped.update(state=TalkState.DROPPED, planned_on=None, part="", place="")
    if to_do.any:
        counts = {"made": len(to_do.make), "again": len(to_do.again), "dropped": len(to_do.drop)}
        facts = {"unit": participation.unit_id, "round": number, **counts}
        subject = f"participation:{participation.pk}"
        record(act="talks.laid_out", subject=subject, by=by.code, at=at, facts=facts)
    return to_do


@transaction.atomic
def add_charge(
    participation: Participation,
    member: Account,
    thing: Unit | Account,
    *,
    by: Actor,
    at: datetime,
) -> Charge:
    """Say that a team member is in charge of a unit below this one, or of what an account of this unit heads.

    Refused for who isn't on the team, for a unit that doesn't lie below, and for an account that holds nothing in the unit.
    """
    _needs_open(participation, by)
    take_turn()
    today = day_in_china(at)
    _needs_team(participation, member, today)
    if isinstance(thing, Unit):
        if not thing.path.startswith(participation.unit.path) or thing.pk == participation.unit_id:
            raise Refused(
                f"“{thing.name}”不是“{participation.unit.name}”的下级单位，不能分管。",
                f"'{thing.name}' doesn't lie below '{participation.unit.name}'.",
            )
        place: dict[str, Unit | Account | None] = {"unit": thing, "head": None}
    else:
        _needs_own(participation, thing, today)
        place = {"unit": None, "head": thing}
    there = Charge.objects.filter(participation=participation, member=member, until=None, **place)
    if there.exists():
        raise Conflict("已经登记过这项分管。", "This charge is there already.")
    charge = Charge.objects.create(participation=participation, member=member, since=today, **place)
    facts = {"unit": participation.unit_id, "member": member.pk}
    record(act="talks.charge_added", subject=f"charge:{charge.pk}", by=by.code, at=at, facts=facts)
    return charge


@transaction.atomic
def end_charge(charge: Charge, *, by: Actor, at: datetime) -> None:
    """Somebody isn't in charge of something any more, from today on."""
    by.needs(Right.TALK_ARRANGE, charge.participation.unit.path)
    take_turn()
    last = max(charge.since, day_in_china(at) - timedelta(days=1))
    if charge.since >= day_in_china(at):  # of today's own making: it never was
        Charge.objects.filter(pk=charge.pk).delete()
    elif not Charge.objects.filter(pk=charge.pk, until=None).update(until=last):
        raise Conflict("这项分管已经结束。", "This charge has ended already.")
    facts = {"unit": charge.participation.unit_id, "member": charge.member_id}
    record(act="talks.charge_ended", subject=f"charge:{charge.pk}", by=by.code, at=at, facts=facts)


@transaction.atomic
def note_absence(
    participation: Participation, account: Account, since: date, until: date, *, by: Actor, at: datetime
) -> Absence:
    """Note that somebody on the roster is away: their talks stay required, and a schedule goes around these days."""
    _needs_open(participation, by)
    take_turn()
    roster = units_talks([participation], day_in_china(at))[participation.pk].roster
    if account.pk not in {*roster.team, *roster.inspectors, *(head for _, head in roster.charges)}:
        raise Refused("这位同志不在谈话名册上。", "That person isn't on the roster of talks.")
    if until < since or until - since > _LONGEST_ABSENCE:
        raise BadInput(
            "请核对起止日期：止不早于起，不超过一年。", "Check the days: from before to, a year at most."
        )
    absence = Absence.objects.create(participation=participation, account=account, since=since, until=until)
    facts = {"unit": participation.unit_id, "account": account.pk}
    record(act="talks.absence_noted", subject=f"absence:{absence.pk}", by=by.code, at=at, facts=facts)
    return absence


@transaction.atomic
def drop_absence(absence: Absence, *, by: Actor, at: datetime) -> None:
    """Take a note of absence away."""
    by.needs(Right.TALK_ARRANGE, absence.participation.unit.path)
    take_turn()
    Absence.objects.filter(pk=absence.pk).delete()
    facts = {"unit": absence.participation.unit_id, "account": absence.account_id}
    record(act="talks.absence_dropped", subject=f"absence:{absence.pk}", by=by.code, at=at, facts=facts)


@transaction.atomic
def schedule_talks(
    participation: Participation, slots: Mapping[int, Slot], *, by: Actor, at: datetime
) -> int:
    """Put due talks of the unit into the days of a proposal; how many. Those that the two agreed upon meanwhile stay as they are."""
    _needs_open(participation, by)
    take_turn()
    parts = template_of(participation.campaign).talks.parts
    today, done = day_in_china(at), 0
    if any(slot.day < today for slot in slots.values()):
        raise Refused("不能排到过去的日子。", "Nothing can be put into days that are over.")
    for pk, slot in slots.items():
        part = parts[slot.place].code if slot.place < len(parts) else ""
        due = Talk.objects.filter(pk=pk, participation=participation, state=TalkState.DUE)
        done += due.update(state=TalkState.PLANNED, planned_on=slot.day, part=part)
    facts = {"unit": participation.unit_id, "talks": done}
    subject = f"participation:{participation.pk}"
    record(act="talks.scheduled", subject=subject, by=by.code, at=at, facts=facts)
    return done


def _needs_open(participation: Participation, by: Actor) -> None:
    by.needs(Right.TALK_ARRANGE, participation.unit.path)
    needs_running(participation)


def needs_running(participation: Participation) -> None:
    """Refused where the campaign is over, or the unit left it."""
    if participation.ended_on is not None or participation.campaign.closed_on is not None:
        raise Refused(
            "活动已经结束，或本单位已不参加，不能再安排谈话。",
            "The campaign is over, or the unit takes no part any more: no talks are arranged.",
        )


def _needs_team(participation: Participation, member: Account, on: date) -> None:
    team = teams([participation.unit_id], on)[participation.unit_id]
    if member.pk not in {seat.account.pk for seat in team}:
        raise Refused(f"{member.name}不在班子里。", f"{member.name} isn't on the team.")


def _needs_own(participation: Participation, account: Account, on: date) -> None:
    own = Q(account=account, unit=participation.unit) & open_on(on)
    if not (account.active and (Post.objects.filter(own).exists() or Grant.objects.filter(own).exists())):
        raise Refused(
            f"{account.name}在本单位没有职务或角色。请先在“人员”里登记。",
            f"{account.name} holds nothing in this unit: give them a post or a role first.",
        )
