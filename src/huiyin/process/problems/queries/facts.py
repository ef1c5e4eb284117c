"""What gates may ask of a unit's problems (facts.toml, room "problems")."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, Q

from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.judging import Known
from huiyin.process.problems.models import Problem

FACTS = ("problems.total", "problems.focus_share", "problems.subjective_cause_share")


def facts(participations: Sequence[Participation], on: date) -> dict[int, dict[str, Known]]:
    """By participation: problems that the unit owns, the share with a focus label, the share of causes that lie in people.

    One query. A share of nothing is unknown.
    """
    if not participations:
        return {}
    campaign = participations[0].campaign
    subjective = [cause.code for cause in template_of(campaign).causes if cause.subjective]
    owned = Problem.objects.of(campaign).standing().filter(raised_on__lte=on)
    owned = owned.filter(owner__in=[part.unit_id for part in participations])
    rows = (
        owned.order_by()
        .values("owner")
        .annotate(
            total=Count("pk"),
            focused=Count("pk", filter=~Q(focus="")),
            caused=Count("pk", filter=~Q(cause="")),
            subjective=Count("pk", filter=Q(cause__in=subjective)),
        )
    )
    found = {row["owner"]: row for row in rows}
    return {part.pk: _known(found.get(part.unit_id)) for part in participations}


def _known(row: dict[str, int] | None) -> dict[str, Known]:
    if row is None:
        return {"problems.total": Known(0)}
    known = {
        "problems.total": Known(row["total"]),
        "problems.focus_share": Known(row["focused"] / row["total"], row["total"]),
    }
    if row["caused"]:
        known["problems.subjective_cause_share"] = Known(row["subjective"] / row["caused"], row["caused"])
    return known
