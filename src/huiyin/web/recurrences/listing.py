"""反弹: the closed problems that were spoken of again or may have been, and how often the machine was right."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.problems.models import Problem
from huiyin.process.recurrences.access import problems_to_judge
from huiyin.process.recurrences.queries import counts, hits
from huiyin.process.recurrences.queries.counts import MACHINE_WORDS
from huiyin.process.recurrences.queries.showing import followers, problems_spoken_of, unlinked_of
from huiyin.web.frame.filters import address, place
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.recurrences.bench import lately
from huiyin.web.recurrences.judging import may_come_back

SIZE = 30


@page(Right.PROBLEM_ACCEPT, "GET")
def recurrences(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The list, in the order of the ledger. 16 queries at most."""
    campaign = visit.running
    mine = problems_to_judge(visit.actors, campaign, sorted(problems_spoken_of(campaign.pk)))
    start = place(request.GET, "from") or 0
    ordered = Problem.objects.filter(pk__in=mine).select_related("owner")
    rows = list(ordered.order_by("year", "serial", "occurrence")[start : start + SIZE])
    for row in rows:
        row.campaign = campaign
    known, follow = counts([row.pk for row in rows]), followers([row.pk for row in rows])
    new = unlinked_of(follow) if follow else set()
    waiting = sum(one.waiting for one in counts(mine).values())
    found = hits(campaign)
    here = reverse("recurrences", args=[campaign.code])
    context = {
        "rows": [
            (row, known[row.pk], follow.get(row.pk, []), may_come_back(row), row.pk in new) for row in rows
        ],
        "waiting": waiting,
        "hits": found,
        "share": f"{100 * found.all.shown:.0f}%" if found.all.shown is not None else "",
        "by_word": [(word, found.by_word[word]) for word in MACHINE_WORDS if word in found.by_word],
        "undo": lately(request, visit),
        "earlier": address(here, {"from": max(0, start - SIZE)}) if start else "",
        "later": address(here, {"from": start + SIZE}) if len(mine) > start + SIZE else "",
    }
    return show(request, visit, "recurrences/recurrences", context)
