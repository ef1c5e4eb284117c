"""How a unit is with the key works of the campaign: what of its plan and of its problems serves each (S18)."""

from datetime import date

from django.db.models import Count, Q

from huiyin.process.campaigns.models import Participation, PlanItem
from huiyin.process.campaigns.queries.running import template_of
from huiyin.process.campaigns.rules.judging import Known
from huiyin.process.problems.models import Problem
from huiyin.process.supervision.rules.frozen import PLAN_OF, PROBLEMS_OF


def key_works(participation: Participation, on: date) -> dict[str, Known]:
    """By name of the figure: of each key work the items of the unit's plan that serve it, how many of them are done by `on`; and the problems
    that the unit owns, how many of them are closed. Both as k with its n; every key work is there. 2 queries, none where the template names none.
    """
    codes = [work.code for work in template_of(participation.campaign).key_works()]
    if not codes:
        return {}
    items = PlanItem.objects.sent().filter(participation=participation, ask__key_work__in=codes).order_by()
    owned = Problem.objects.of(participation.campaign).standing().filter(owner=participation.unit_id)
    problems = owned.filter(key_work__in=codes).order_by()
    done, closed = Count("pk", filter=Q(done_on__lte=on)), Count("pk", filter=Q(closed_on__lte=on))
    planned = items.values("ask__key_work").annotate(k=done, n=Count("pk"))
    served = problems.values("key_work").annotate(k=closed, n=Count("pk"))
    rows = {
        PLAN_OF: planned.values_list("ask__key_work", "k", "n"),
        PROBLEMS_OF: served.values_list("key_work", "k", "n"),
    }
    found: dict[str, Known] = {}
    for name, counts in rows.items():
        counted = {code: Known(k, n) for code, k, n in counts}
        found |= {name.format(code): counted.get(code, Known(0, 0)) for code in codes}
    return found
