"""A proposal of days for the due talks of a unit."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.queries import template_of
from huiyin.process.talks.models import Absence, Talk
from huiyin.process.talks.rules.scheduling import Slot, ToHold, schedule
from huiyin.process.talks.rules.states import TalkState


@dataclass(frozen=True)
class Proposed:
    """A due talk, and the slot that it could take; None where both were never free at once."""

    talk: Talk
    slot: Slot | None


def propose(participation: Participation, slots: Sequence[Slot]) -> list[Proposed]:
    """Where the due talks of a unit could go: nobody twice in a slot, nobody while away, around what is planned elsewhere. 3 queries."""
    due = list(
        Talk.objects.filter(participation=participation, required=True, state=TalkState.DUE)
        .select_related("one", "other")
        .order_by("round", "pk")
    )
    parts = {one.code: place for place, one in enumerate(template_of(participation.campaign).talks.parts)}
    people = {side for talk in due for side in (talk.one_id, talk.other_id)}
    days = {slot.day for slot in slots}
    busy: dict[int, set[Slot]] = defaultdict(set)
    planned = Talk.objects.filter(Q(one__in=people) | Q(other__in=people), state=TalkState.PLANNED)
    for one, other, day, part in planned.filter(planned_on__in=days).values_list(
        "one", "other", "planned_on", "part"
    ):
        if day is None:  # the database has it for every planned talk
            continue
        taken = [Slot(day, parts[part])] if part in parts else [slot for slot in slots if slot.day == day]
        busy[one].update(taken)
        busy[other].update(taken)
    for away in Absence.objects.filter(account__in=people):
        busy[away.account_id].update(slot for slot in slots if away.since <= slot.day <= away.until)
    # Round after round: whom a round is over for begins the next.
    found: dict[int, Slot] = {}
    for number in sorted({talk.round for talk in due}):
        talks = [ToHold(talk.pk, talk.one_id, talk.other_id) for talk in due if talk.round == number]
        made = schedule(talks, [slot for slot in slots if not found or slot > max(found.values())], busy)
        found |= made
    proposed = [Proposed(talk, found.get(talk.pk)) for talk in due]
    return sorted(proposed, key=lambda one: (one.slot is None, one.slot or Slot(min(days), 0), one.talk.pk))
