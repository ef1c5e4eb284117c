"""What gates may ask of a unit's papers (facts.toml, room "selfchecks")."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Max, OuterRef, Subquery

from huiyin.platform.orgs.queries import teams
from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.judging import Known
from huiyin.process.selfchecks.models import Review, SelfCheck, Version
from huiyin.process.selfchecks.rules.states import State

FACTS = ("selfchecks.passed_share", "selfchecks.own_cases")

_DONE = (State.PASSED, State.FINAL)


def facts(participations: Sequence[Participation], on: date) -> dict[int, dict[str, Known]]:
    """By participation: of the papers that are due (the team's, and one of each who is on the team that day) how many passed by `on`; the
    fewest own cases of those handed in, unknown before one is. Who left owes none. 2 queries.
    """
    if not participations or not template_of(participations[0].campaign).selfchecks.kinds:
        return {}
    seats = teams([part.unit_id for part in participations], on)
    passed_on = Review.objects.filter(version__paper=OuterRef("pk"), verdict="pass").order_by()
    handed_in = Version.objects.filter(paper=OuterRef("pk"), why=Version.Why.HANDED_IN, at__date__lte=on)
    papers = SelfCheck.objects.filter(participation__in=participations).annotate(
        passed_on=Subquery(passed_on.values("version__paper").annotate(last=Max("on")).values("last")),
        cases=Subquery(handed_in.order_by("-number").values("own_cases")[:1]),
    )
    of_unit: dict[int, list[SelfCheck]] = {part.pk: [] for part in participations}
    for paper in papers:
        of_unit[paper.participation_id].append(paper)
    return {
        part.pk: _told(of_unit[part.pk], {seat.account.pk for seat in seats.get(part.unit_id, ())}, on)
        for part in participations
    }


def _told(papers: Sequence[SelfCheck], team: set[int], on: date) -> dict[str, Known]:
    due = [paper for paper in papers if paper.account_id is None or paper.account_id in team]
    passed = sum(
        paper.state in _DONE and (last := getattr(paper, "passed_on", None)) is not None and last <= on
        for paper in due
    )
    n = 1 + len(team)
    known = {"selfchecks.passed_share": Known(passed / n, n)}
    cases = [found for paper in due if (found := getattr(paper, "cases", None)) is not None]
    if cases:
        known["selfchecks.own_cases"] = Known(min(cases))
    return known
