"""What people said to somebody who wrote it down: one by one, at a forum, out of a box.

The record says that an operator wrote something down, and not what: with an opinion's id in it, its neighbours would date the opinion to
the second (SPEC rules 5, 7). The opinions themselves wait for the day's seal.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F

from huiyin.kit.clock import day_in_china
from huiyin.kit.enciphering import encipher
from huiyin.kit.errors import BadInput, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.answers.commands import issue_receipt
from huiyin.process.answers.queries import receipt_of
from huiyin.process.answers.rules.receipts import receipt_code
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.channels.commands.submitting import CONTACT
from huiyin.process.channels.models import BoxOpening, Contact, Forum, TakenDown
from huiyin.process.channels.rules import taking_down as rules
from huiyin.process.channels.rules.given import Given
from huiyin.process.channels.rules.taking_down import IN_PERSON, Note, Point, Way
from huiyin.process.opinions.commands import take_opinion
from huiyin.process.opinions.models import Opinion
from huiyin.process.opinions.rules.identity import keyed

_FORUM, _BOX = "forum", "box"


@dataclass(frozen=True)
class WrittenDown:
    """`code` is the receipt to hand over, "" where nobody is there to take it; `again` when this form had been sent before."""

    code: str
    again: bool = False


@transaction.atomic
def take_down_opinion(
    campaign: Campaign, host: Unit, note: Note, *, nonce: bytes, by: Actor, at: datetime
) -> WrittenDown:
    """Write down what somebody said by word of mouth, or what another office passed on, at the unit `host`.

    Who came or called gets a receipt whose code dies at its first use, because the operator knows it. BadInput for what can't be kept.
    """
    by.needs(Right.OPINION_TAKE, host.path)
    today = day_in_china(at)
    raised_on = note.needs_sense(today)
    _needs_codes(campaign, note.channel, [note.point])
    in_person = note.way in IN_PERSON
    code = receipt_code(settings.HUIYIN_GIVERS_KEY, nonce) if in_person else ""
    take_turn()
    # The receipt stays where the opinion was sealed off meanwhile.
    if _is_there(campaign, nonce.hex()) or (code and receipt_of(code) is not None):
        return WrittenDown(code, again=True)
    place = _Place(campaign, host, note.way, note.channel, note.about)
    matter = _write(place, note.point, nonce.hex(), raised_on, by=by, at=at, reference=note.reference.strip())
    if code:
        issue_receipt(campaign, matter, code, on=today, once=True)
    if note.contact.strip():
        kept = encipher(note.contact.strip(), key=settings.HUIYIN_GIVERS_KEY, use=CONTACT)
        Contact.objects.create(matter=matter, enciphered=kept)
    record(
        act="opinion.taken_down",
        subject=f"campaign:{campaign.code}",
        by=by.code,
        at=at,
        facts={"unit": host.pk},
    )
    return WrittenDown(code)


@transaction.atomic
def record_forum(
    campaign: Campaign, host: Unit, told: rules.Forum, *, nonce: bytes, by: Actor, at: datetime
) -> Forum:
    """Record a forum and every point said at it, each an opinion of its own; the same form sent twice is one forum.

    BadInput for what can't be kept: then nothing is.
    """
    by.needs(Right.OPINION_TAKE, host.path)
    today = day_in_china(at)
    held_on = told.needs_sense(today)
    _needs_codes(campaign, _FORUM, [*told.points, *(Point("", kind) for kind in told.there)])
    take_turn()
    known = Forum.objects.filter(key=nonce.hex()).first()
    if known is not None:
        return known
    made = Forum.objects.create(
        campaign=campaign,
        host=host,
        about_id=told.about,
        held_on=held_on,
        place=told.place.strip(),
        convenor=told.convenor.strip(),
        there={kind: heads for kind, heads in told.there.items() if heads},
        heads=told.heads,
        said=len(told.points),
        leaders_there=told.leaders_there.strip(),
        leaders_away=told.leaders_away.strip(),
        key=nonce.hex(),
        recorded_by=by.code,
        recorded_on=today,
    )
    place = _Place(campaign, host, Way.FORUM, _FORUM, told.about, forum=made)
    for number, point in enumerate(told.points):
        _write(place, point, f"{nonce.hex()}:{number}", held_on, by=by, at=at)
    facts = {"heads": told.heads, "points": len(told.points), "unit": host.pk}
    record(act="forum.recorded", subject=f"forum:{made.pk}", by=by.code, at=at, facts=facts)
    return made


@transaction.atomic
def record_box(
    campaign: Campaign, host: Unit, told: rules.Box, *, nonce: bytes, by: Actor, at: datetime
) -> BoxOpening:
    """Record that two opened a box and how many notes lay in it; the same form sent twice is one opening."""
    by.needs(Right.OPINION_TAKE, host.path)
    today = day_in_china(at)
    opened_on = told.needs_sense(today)
    _needs_codes(campaign, _BOX, [])
    take_turn()
    known = BoxOpening.objects.filter(key=nonce.hex()).first()
    if known is not None:
        return known
    made = BoxOpening.objects.create(
        campaign=campaign,
        host=host,
        about_id=told.about,
        opened_on=opened_on,
        place=told.place.strip(),
        first=told.first.strip(),
        second=told.second.strip(),
        notes=told.notes,
        blank=told.blank,
        key=nonce.hex(),
        recorded_by=by.code,
        recorded_on=today,
    )
    facts = {"notes": told.notes, "blank": told.blank, "unit": host.pk}
    record(act="box.opened", subject=f"box:{made.pk}", by=by.code, at=at, facts=facts)
    return made


@transaction.atomic
def take_down_note(box: BoxOpening, point: Point, *, nonce: bytes, by: Actor, at: datetime) -> WrittenDown:
    """Type in one note out of a box. Refused when all that could be read are typed in already."""
    by.needs(Right.OPINION_TAKE, box.host.path)
    Given(point.text).needs_words()
    _needs_codes(box.campaign, _BOX, [point])
    take_turn()
    if _is_there(box.campaign, nonce.hex()):
        return WrittenDown("", again=True)
    room = BoxOpening.objects.filter(pk=box.pk, notes__gt=F("blank") + F("typed"))
    if not room.update(typed=F("typed") + 1):
        raise Refused(
            f"这一箱 {box.notes} 张，除去空白和看不清的 {box.blank} 张，都录完了。",
            f"Of the {box.notes} notes of this box, all but the {box.blank} that couldn't be read are typed in.",
        )
    place = _Place(box.campaign, box.host, Way.BOX, _BOX, box.about_id, box=box)
    _write(place, point, nonce.hex(), box.opened_on, by=by, at=at)
    facts = {"unit": box.host_id}
    record(act="opinion.taken_down", subject=f"box:{box.pk}", by=by.code, at=at, facts=facts)
    return WrittenDown("")


@dataclass(frozen=True)
class _Place:
    """Where something was said, and by which way it came."""

    campaign: Campaign
    host: Unit
    way: Way
    channel: str
    about: int | None
    forum: Forum | None = None
    box: BoxOpening | None = None


def _write(
    place: _Place, point: Point, key: str, raised_on: date, *, by: Actor, at: datetime, reference: str = ""
) -> int:
    """Take the opinion in and note how it came; its id."""
    matter = take_opinion(
        place.campaign,
        key=key,
        body=point.text,
        channel=place.channel,
        giver_kind=point.giver_kind,
        about=place.about,
        raised_on=raised_on,
        at=at,
    )
    TakenDown.objects.create(
        opinion_id=matter,
        way=place.way,
        host=place.host,
        forum=place.forum,
        box=place.box,
        reference=reference,
        by=by.code,
    )
    return matter


def _is_there(campaign: Campaign, key: str) -> bool:
    return Opinion.objects.of(campaign).filter(source_key=keyed(campaign.secret, key)).exists()


def _needs_codes(campaign: Campaign, channel: str, points: list[Point]) -> None:
    template = template_of(campaign)
    if channel not in {one.code for one in template.channels}:
        raise BadInput(f"本活动没有“{channel}”这个收集渠道。", f"This campaign has no channel '{channel}'.")
    known = {"", *(one.code for one in template.giver_kinds)}
    if unknown := {point.giver_kind for point in points} - known:
        raise BadInput(
            f"本活动没有“{min(unknown)}”这个反映群体。",
            f"This campaign has no kind of giver '{min(unknown)}'.",
        )
