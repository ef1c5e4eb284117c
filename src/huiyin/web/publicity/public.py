"""The page that everybody may read and print: what was said in the office's words, and what is done about it."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from huiyin.kit.clock import day_in_china, now
from huiyin.kit.errors import Unseen
from huiyin.platform.orgs.models import Unit
from huiyin.process.campaigns.models import Campaign
from huiyin.process.channels.models import Entrance
from huiyin.process.problems.queries.behind import fewest_givers
from huiyin.process.publicity.queries import PublicRow, anything_public, public_page, published_units
from huiyin.web.frame.filters import address, pair_place, place, written
from huiyin.web.frame.givers import giver_page, show_giver
from huiyin.web.frame.language import in_english
from huiyin.web.frame.names import NameOf, names_of

SIZE = 50
MOST_WAYS = 5


@giver_page("GET")
def public_matters(request: HttpRequest, campaign: str) -> HttpResponse:
    """All of a campaign or of one unit, by day or by topic. Unseen until the campaign has told the public something."""
    running = Campaign.objects.select_related("root").filter(code=campaign).first()
    if running is None or not anything_public(running):
        raise Unseen
    units = published_units(running)
    unit = _unit(units, place(request.GET, "unit"))
    today = day_in_china(now())
    by_topic = request.GET.get("by") == "topic"
    page = public_page(running, unit=unit, after=pair_place(request.GET, "after"), size=SIZE)
    topics = names_of(running).topic
    here = reverse("public_matters", args=[campaign])
    chosen = {
        "unit": unit.pk if unit else "",
        "by": "topic" if by_topic else "",
        "language": "en" if in_english() else "",
    }
    context = {
        "campaign": running,
        "units": units if len(units) > 1 or unit else [],
        "unit": unit,
        "parts": _by_topic(page.rows, topics) if by_topic else [("", list(page.rows))],
        "topics": topics,
        "by_topic": by_topic,
        "all": address(here, {**chosen, "unit": ""}),
        "other_order": address(here, {**chosen, "by": "" if by_topic else "topic"}),
        "in_other_language": address(here, {**chosen, "language": "zh-hans" if in_english() else "en"}),
        "later": address(here, {**chosen, "after": written(page.later)}) if page.later else "",
        "ways": _ways(running, unit, today),
        "fewest": fewest_givers(running),
        "today": today,
    }
    return show_giver(request, "published/public_matters", context)


def _unit(units: Iterable[Unit], pk: int | None) -> Unit | None:
    """The chosen unit; Unseen for one of which nothing is published, so that nobody can ask which units there are."""
    if pk is None:
        return None
    found = next((unit for unit in units if unit.pk == pk), None)
    if found is None:
        raise Unseen
    return found


def _ways(campaign: Campaign, unit: Unit | None, on: date) -> list[Entrance]:
    """The open entrances that are for everybody: about no unit or the shown one, for any kind of giver. One query."""
    found = Entrance.objects.filter(campaign=campaign, giver_kind="", pupils=False, opens_on__lte=on)
    about = Q(about=None) | Q(about=unit) if unit else Q(about=None)
    return list(found.filter(about, Q(closes_on=None) | Q(closes_on__gte=on)).order_by("pk")[:MOST_WAYS])


def _by_topic(rows: Iterable[PublicRow], topics: NameOf) -> list[tuple[str, list[PublicRow]]]:
    """(topic, rows) in the order of the template, those without one last; within a topic the newest first."""
    parts: dict[str, list[PublicRow]] = {code: [] for code in [*topics, ""]}
    for row in rows:
        parts[row.topic if row.topic in topics else ""].append(row)
    return [(code, found) for code, found in parts.items() if found]
