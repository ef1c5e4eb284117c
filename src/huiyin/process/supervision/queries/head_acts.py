"""The acts that are a head's own (SPEC rule 11): which of them are due and not done. For the head and the inspectors, never a score."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from huiyin.platform.orgs.queries import teams
from huiyin.process.campaigns.models import Participation, PlanItem
from huiyin.process.campaigns.queries.running import template_of
from huiyin.process.campaigns.rules.life import Act
from huiyin.process.lifemeetings.models import LifeMeeting
from huiyin.process.lifemeetings.rules.states import MeetingState
from huiyin.process.problems.models import Problem
from huiyin.process.selfchecks.models import Version


@dataclass(frozen=True)
class HeadActs:
    """What is due by the head's own hand and not done: problems to claim, finished ones past their date to hand in, the own paper, the
    meeting's report."""

    claim: int = 0
    submit: int = 0
    own_paper: bool = False
    report: bool = False

    @property
    def done(self) -> bool:
        return not (self.claim or self.submit or self.own_paper or self.report)


def head_acts(participations: Sequence[Participation], on: date) -> dict[int, HeadActs]:
    """By participation, on a day, what the template says is due by then. 6 queries."""
    if not participations:
        return {}
    due = _due(participations, on)
    claims, submits = _problems(participations, due, on)
    papers = _papers(participations, due, on)
    reports = _reports(participations, due)
    return {
        part.pk: HeadActs(claims[part.unit_id], submits[part.unit_id], part.pk in papers, part.pk in reports)
        for part in participations
    }


def _due(participations: Sequence[Participation], on: date) -> dict[str, dict[int, date]]:
    """Act → participation → the last day of the plan's item for it, where that is over."""
    acts = template_of(participations[0].campaign).head_acts
    codes = {"claim": acts.claim, "own_paper": acts.own_paper, "report": acts.report}
    act_of = {code: act for act, named in codes.items() for code in named}
    items = PlanItem.objects.sent().filter(
        participation__in=participations, ask__code__in=act_of, due_on__lt=on
    )
    found: dict[str, dict[int, date]] = defaultdict(dict)
    for code, part, day in items.values_list("ask__code", "participation_id", "due_on"):
        if day is not None:
            found[act_of[code]][part] = day
    return found


def _problems(
    participations: Sequence[Participation], due: dict[str, dict[int, date]], on: date
) -> tuple[dict[int, int], dict[int, int]]:
    """Owner → problems that stood against it on the day by which they were to be claimed and aren't; and those that are finished and past
    their date."""
    campaign = participations[0].campaign
    life = template_of(campaign).life
    by = {part.unit_id: due["claim"].get(part.pk) for part in participations}
    before = {"", *life.states_in(["before"])}
    act = life.act(Act.SUBMIT)
    finished = set(act.starts) if act else set()
    rows = Problem.objects.of(campaign).standing().filter(owner__in=by, raised_on__lte=on)
    rows = rows.filter(state__in=before | finished)
    claims: dict[int, int] = defaultdict(int)
    submits: dict[int, int] = defaultdict(int)
    for owner, state, raised, until, horizon in rows.values_list(
        "owner_id", "state", "raised_on", "due_on", "horizon"
    ):
        last = by.get(owner or 0)
        if owner is None:
            continue
        if state in before and last is not None and raised <= last:
            claims[owner] += 1
        if state in finished and until is not None and until < on and horizon not in life.lasting:
            submits[owner] += 1
    return claims, submits


def _papers(participations: Sequence[Participation], due: dict[str, dict[int, date]], on: date) -> set[int]:
    """Units whose head's own paper is due and was never handed in. 3 queries at most."""
    late = [part for part in participations if part.pk in due["own_paper"]]
    if not late:
        return set()
    seats = teams([part.unit_id for part in late], on)
    heads = {part.pk: {seat.account.pk for seat in seats.get(part.unit_id, ()) if seat.head} for part in late}
    handed_in = Version.objects.filter(
        paper__participation__in=late, why=Version.Why.HANDED_IN, at__date__lte=on
    )
    wrote = set(handed_in.values_list("paper__participation_id", "paper__account_id"))
    return {
        part
        for part, accounts in heads.items()
        if accounts and not any((part, one) in wrote for one in accounts)
    }


def _reports(participations: Sequence[Participation], due: dict[str, dict[int, date]]) -> set[int]:
    """Units whose meeting was held, and whose report is past its date."""
    late = [part.pk for part in participations if part.pk in due["report"]]
    held = LifeMeeting.objects.filter(participation__in=late, state=MeetingState.REPORTING, reported_on=None)
    return set(held.values_list("participation_id", flat=True)) if late else set()
