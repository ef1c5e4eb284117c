"""What gates may ask of a unit's effects (facts.toml, room "effects")."""

from collections.abc import Sequence
from datetime import date

from huiyin.analysis.effects import Verdict
from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.rules.judging import Known
from huiyin.process.effects.models import Effect
from huiyin.process.effects.rules.words import Kind
from huiyin.process.problems.models import Problem

FACTS = ("effect.proven_share", "effect.worse")


def facts(participations: Sequence[Participation], on: date) -> dict[int, dict[str, Known]]:
    """By participation, as of the last night up to a day: of the unit's closed problems whose effect was told, how many are proven, and in how
    many more is said than before. Unknown where nothing was told. 2 queries; O(closed problems)."""
    if not participations:
        return {}
    campaign = participations[0].campaign
    owned = Problem.objects.of(campaign).standing().filter(closed_on__lte=on)
    owned = owned.filter(owner__in=[part.unit_id for part in participations])
    owner = dict(owned.order_by("pk").values_list("pk", "owner_id"))
    told = Effect.objects.filter(campaign=campaign, kind=Kind.PROBLEM.value, run__on__lte=on)
    told = told.filter(problem__in=owned.order_by().values("pk")).order_by("pk")
    verdict = {pk: said for pk, said in told.values_list("problem_id", "verdict") if pk is not None}
    said: dict[int | None, list[str]] = {}
    for pk, unit in owner.items():
        if verdict.get(pk):
            said.setdefault(unit, []).append(verdict[pk])
    return {part.pk: _known(said.get(part.unit_id, [])) for part in participations}


def _known(said: list[str]) -> dict[str, Known]:
    if not said:
        return {}
    share = said.count(Verdict.PROVEN.value) / len(said)
    return {
        "effect.proven_share": Known(share, len(said)),
        "effect.worse": Known(said.count(Verdict.WORSE.value)),
    }
