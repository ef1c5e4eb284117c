"""What is stuck and with whom, what came back, what waits to be looked at: asked of the rooms' own rows, which their indexes find."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Exists, IntegerField, Min, OuterRef, Q, QuerySet, Subquery, When

from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.tree import all_but
from huiyin.process.answers.models import Message
from huiyin.process.campaigns.models import Campaign, Participation
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.life import Act
from huiyin.process.figures.queries.counting import said_again
from huiyin.process.letters.models import Finding
from huiyin.process.letters.rules.states import TO_ANSWER, LetterState
from huiyin.process.problems.models import Link, Problem, ProblemQuerySet
from huiyin.process.rectification.models import Extension, Passing
from huiyin.process.rectification.rules.words import Answered, PassedUp
from huiyin.process.recurrences.models import AgainSuggestion


@dataclass(frozen=True)
class Stuck:
    """How many problems are past their date, sent back at acceptance, passed up without an answer, ask for time without one, or are said not to
    be fixed without anybody's decision; how many findings of inspectors have no answer. `suggested`: what may speak of closed ones again;
    `taking_part`: units of the campaign."""

    overdue: int
    returned: int
    above: int
    asking: int
    not_fixed: int
    findings: int
    suggested: int
    taking_part: int


class _Counted(Subquery):
    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def problems_below(campaign: Campaign, scopes: Iterable[str]) -> ProblemQuerySet:
    """The standing problems of the units below `scopes`; all of a campaign, those of nobody, too, for who covers its root: without those of
    units that they are recused from."""
    scopes = tuple(scopes)
    found = Problem.objects.of(campaign).standing()
    left_out = all_but(scopes, campaign.root.path)
    if left_out is not None:
        return found.exclude(owner__in=Unit.objects.in_scopes(left_out).values("pk")) if left_out else found
    return found.filter(owner__in=Unit.objects.in_scopes(scopes).values("pk"))


def stuck_below(campaign: Campaign, scopes: Iterable[str], on: date) -> Stuck:
    """One query, of as many counts."""
    scopes = tuple(scopes)
    life, mine = template_of(campaign).life, problems_below(campaign, scopes)
    ours = Exists(
        mine.filter(pk=OuterRef("problem"))
    )  # asked of the few that wait, instead of listing every problem for each count
    sent_back = life.act(Act.RETURN)
    units = Unit.objects.in_scopes(scopes).values("pk")
    said = Message.objects.filter(campaign=campaign, kind=Message.Kind.NOT_FIXED, read_on=None)
    findings = Finding.objects.filter(letter__campaign=campaign, letter__state=LetterState.ISSUED)
    rows: dict[str, QuerySet[Any, Any]] = {
        "overdue": late(mine, campaign, on),
        "returned": mine.filter(state=sent_back.to if sent_back else "-"),
        "above": Passing.objects.filter(answer=PassedUp.WAITING).filter(ours),
        "asking": Extension.objects.filter(answer=Answered.WAITING).filter(ours),
        "not_fixed": mine.filter(pk__in=said.filter(problem__isnull=False).values("problem")),
        "findings": findings.filter(letter__participation__unit__in=units).in_state(*TO_ANSWER),
        "suggested": AgainSuggestion.objects.waiting().filter(ours),
        "taking_part": Participation.objects.filter(campaign=campaign, ended_on=None).exclude(
            unit__in=Unit.objects.in_scopes(all_but(scopes, campaign.root.path) or ()).values("pk")
        ),
    }
    counts = {name: _Counted(found.order_by().values("pk")) for name, found in rows.items()}
    found = Campaign.objects.filter(pk=campaign.pk).annotate(**counts).values_list(*counts).get()
    return Stuck(**dict(zip(counts, found, strict=True)))


def owing_answers(campaign: Campaign, scopes: Iterable[str], most: int) -> list[str]:
    """The units that owe inspectors an answer, in the order of the tree, one more than `most` where there are more. One query."""
    issued = Finding.objects.filter(letter__campaign=campaign, letter__state=LetterState.ISSUED)
    owing = issued.in_state(*TO_ANSWER).values("letter__participation__unit")
    units = Unit.objects.in_scopes(tuple(scopes)).filter(pk__in=owing).order_by("path")
    return list(units.values_list("name", flat=True)[: most + 1])


def late(problems: ProblemQuerySet, campaign: Campaign, on: date) -> ProblemQuerySet:
    """Those past their date that aren't handed in."""
    states = template_of(campaign).life.states_in(["before", "open", "done"])
    return problems.filter(closed_on=None, due_on__lt=on, state__in=states)


def longest_late(campaign: Campaign, scopes: Iterable[str], on: date, most: int) -> list[Problem]:
    """Those longest past their date, by the date: a list of matters, never of units. One query."""
    found = late(problems_below(campaign, scopes), campaign, on).select_related("owner")
    return list(found.order_by("due_on", "year", "serial")[:most])


def came_back(campaign: Campaign, scopes: Iterable[str], most: int) -> list[Problem]:
    """What was raised again after its closing, or is being put right once more, or is closed and was spoken of again and nobody has raised it anew;
    the latest first. Each with `first_opinion`, the first that stands behind it, and `again`, of the last ones the latest that speaks of it
    again. One query."""
    first = Link.objects.filter(problem=OuterRef("pk")).order_by().values("problem")
    said = said_again(campaign)
    latest = said.filter(problem=OuterRef("pk")).order_by("-opinion__raised_on", "-opinion")
    raised = Exists(Problem.objects.filter(follows=OuterRef("pk")))
    spoken_of = Q(pk__in=said.order_by().values("problem")) & ~raised
    found = problems_below(campaign, scopes).filter(
        Q(follows__isnull=False) | Q(round__gt=1, closed_on=None) | spoken_of
    )
    found = found.annotate(
        first_opinion=Subquery(first.annotate(one=Min("opinion")).values("one")),
        again=Case(When(spoken_of, then=Subquery(latest.values("opinion")[:1]))),
    )
    return list(found.select_related("owner", "follows").order_by("-year", "-serial", "-occurrence")[:most])
