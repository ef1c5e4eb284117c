"""3 to 11 June: the bureau's team and a school's talk, most of them; some are left, and one says that it wasn't so."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from huiyin.demo.cast import TALK_PASSPHRASE
from huiyin.demo.library import ROOT_CODE, talk_words
from huiyin.demo.world import Event, World, moment
from huiyin.platform.accounts.models import Account
from huiyin.platform.calendar.queries import calendar
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.queries import teams
from huiyin.platform.orgs.rules.rights import Actor, Role
from huiyin.process.campaigns.models import Participation
from huiyin.process.talks.commands import (
    add_charge,
    confirm_talk,
    lay_out_talks,
    make_talk_key,
    note_absence,
    object_to_talk,
    remind_head,
    say_held,
    schedule_talks,
    share_point,
    write_point,
)
from huiyin.process.talks.models import Talk
from huiyin.process.talks.queries.proposing import propose
from huiyin.process.talks.rules.pairs import pair_key
from huiyin.process.talks.rules.scheduling import Slot
from huiyin.process.talks.rules.states import TalkState

_SCHOOL = "YH41"
_FIRST, _LAST = date(2014, 6, 4), date(2014, 6, 18)
_EACH_IN_CHARGE_OF = 3
# Of the talks in their order: who forgot to say so, who said it alone.
_NOT_SAID, _ONE_SIDED = 13, 11


def june(world: World) -> Iterator[Event]:
    """Laid out on the 3rd, before work; said and confirmed on the evenings of the days; points on the 10th."""
    yield moment(6, 3, 7, 40), partial(_lay_out, world, ROOT_CODE)
    yield moment(6, 3, 7, 50), partial(_lay_out, world, _SCHOOL)
    for day in (4, 5, 6, 9, 10, 11):
        yield moment(6, day, 17, 50), partial(_evening, world, day)
    yield moment(6, 10, 17, 58), partial(_write_points, world)
    yield moment(6, 11, 17, 55), partial(_remind, world)


def _lay_out(world: World, code: str) -> None:
    at, part = moment(6, 3, 7, 40 if code == ROOT_CODE else 50), _part(world, code)
    by = _arranger(world, code)
    team = [seat.account for seat in teams([part.unit_id], at.date())[part.unit_id] if not seat.head]
    if code == ROOT_CODE:
        below = list(Unit.objects.filter(parent=part.unit, kind="机关处室").order_by("path"))
        for place, member in enumerate(team):
            for unit in below[place * _EACH_IN_CHARGE_OF : (place + 1) * _EACH_IN_CHARGE_OF]:
                add_charge(part, member, unit, by=by, at=at)
        note_absence(part, team[-1], date(2014, 6, 9), date(2014, 6, 20), by=by, at=at)
    lay_out_talks(part, 1, by=by, at=at)
    works = calendar()
    days = [_FIRST + timedelta(days=n) for n in range((_LAST - _FIRST).days + 1)]
    slots = [Slot(day, half) for day in days if works.works(day) for half in (0, 1)]
    proposal = {one.talk.pk: one.slot for one in propose(part, slots) if one.slot is not None}
    schedule_talks(part, proposal, by=by, at=at)


def _evening(world: World, day: int) -> None:
    """What was planned for the day is said by one and confirmed by the other; now and then not."""
    at = moment(6, day, 17, 50)
    planned = Talk.objects.filter(
        participation__campaign=world.campaign, state=TalkState.PLANNED, planned_on=at.date()
    )
    first = Talk.objects.order_by("pk").values_list("pk", flat=True)[0]
    for talk in planned.select_related(*_RELATED).order_by("pk"):
        place = talk.pk - first + 1
        if place % _NOT_SAID == 0 and not _shown(world, talk):
            continue
        say_held(talk, held_on=at.date(), who=talk.one, at=at)
        said = Talk.objects.select_related(*_RELATED).get(pk=talk.pk)
        if place % _ONE_SIDED != 0 or _shown(world, talk):
            confirm_talk(said, who=talk.other, at=at)
        elif not Talk.objects.filter(state=TalkState.OBJECTED).exists():
            object_to_talk(said, reason="only_work", who=talk.other, at=at)


def _write_points(world: World) -> None:
    """The school's head and a member write down what was said, and one line is shared on."""
    at, words, talk = moment(6, 10, 17, 58), talk_words(), _pair(world)
    if talk.state != TalkState.CONFIRMED:  # it was planned for a later day: they talked today
        say_held(talk, held_on=at.date(), who=talk.one, at=at)
        confirm_talk(_pair(world), who=talk.other, at=at)
    for key in ("head", "member"):
        make_talk_key(world.accounts[key], TALK_PASSPHRASE, at=at)
    for row in words["points"]:
        point = write_point(
            talk,
            heading=row["heading"],
            focus=row.get("focus", ""),
            text=row["text"],
            who=world.accounts[row["by"]],
            at=at,
        )
    share_point(
        point,
        text=words["shared"]["text"],
        for_team=True,
        for_inspectors=False,
        who=world.accounts["head"],
        at=at,
    )


def _remind(world: World) -> None:
    """The inspector asks the school's head to a talk."""
    at, talker = moment(6, 11, 17, 55), world.accounts["inspector"]
    by = world.cast("inspector", Role.SUPERVISION, at)
    remind_head(_part(world, _SCHOOL), talker, by=by, at=at)


_RELATED = ("participation__campaign__root", "participation__unit", "one", "other")


def _pair(world: World) -> Talk:
    head, member = world.accounts["head"], world.accounts["member"]
    key = pair_key(head.pk, member.pk)
    return Talk.objects.select_related(*_RELATED).get(
        participation=_part(world, _SCHOOL), pair=key, required=True
    )


def _shown(world: World, talk: Talk) -> bool:
    return talk.pair == pair_key(world.accounts["head"].pk, world.accounts["member"].pk)


def _part(world: World, code: str) -> Participation:
    related = ("campaign__root", "unit")
    return Participation.objects.select_related(*related).get(campaign=world.campaign, unit=world.units[code])


def _arranger(world: World, code: str) -> Actor:
    at = moment(6, 3, 7, 40)
    if code == ROOT_CODE:
        return world.cast("officer", Role.OFFICE, at)
    clerk: Account = world.accounts["clerk"]
    return world.actor(clerk, Role.CLERK, at, code)
