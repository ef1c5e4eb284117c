"""Feedback letters: those to one's own unit, and those that inspectors wrote or may write."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.letters.access import visible_letters, writable_units
from huiyin.process.letters.models import Finding, Letter
from huiyin.process.letters.rules.states import TO_ANSWER, FindingState, LetterState
from huiyin.web.frame.filters import address, place
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.letters.drawing import stage_names

SIZE = 30


@dataclass(frozen=True)
class Counts:
    """Of a letter's findings: all, those to be answered, those whose answer waits for a look."""

    all: int
    open: int
    waiting: int


@page(Right.CAMPAIGN_READ, "GET")
def letters(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The list, the latest first; `unit` narrows it to one, `open` to letters of which something is to be answered."""
    campaign = visit.running
    unit, owing = place(request.GET, "unit"), request.GET.get("open") == "yes"
    seen = visible_letters(visit.actors, campaign).exclude(state=LetterState.DROPPED)
    if unit is not None:
        seen = seen.filter(participation__unit=unit)
    if owing:
        seen = seen.filter(pk__in=Finding.objects.all().in_state(*TO_ANSWER).values("letter"))
        seen = seen.filter(state=LetterState.ISSUED)
    before = place(request.GET, "before")
    rows = seen.filter(pk__lt=before) if before is not None else seen
    found = list(rows.select_related("participation__unit").order_by("-pk")[: SIZE + 1])
    here = reverse("letters", args=[campaign.code])
    kept = {"unit": unit, "open": "yes" if owing else None}
    narrowed = {name: value for name, value in kept.items() if value is not None}
    shown = found[:SIZE]
    context = {
        "rows": list(zip(shown, _counts(shown), strict=True)),
        "stages": stage_names(campaign),
        "later": address(here, {**narrowed, "before": found[SIZE - 1].pk}) if len(found) > SIZE else "",
        "owing": owing,
        "all": address(here, {"unit": unit} if unit is not None else {}),
        "may_write": bool(writable_units(visit.actors, campaign)),
    }
    return show(request, visit, "letters/letters", context)


def _counts(letters: Sequence[Letter]) -> list[Counts]:
    """In the order of the letters. 3 queries."""
    rows = Finding.objects.filter(letter__in=[one.pk for one in letters])
    all_ = Counter(rows.values_list("letter_id", flat=True))
    open_ = Counter(rows.in_state(*TO_ANSWER).values_list("letter_id", flat=True))
    waiting = Counter(rows.in_state(FindingState.ANSWERED).values_list("letter_id", flat=True))
    return [Counts(all_[one.pk], open_[one.pk], waiting[one.pk]) for one in letters]
