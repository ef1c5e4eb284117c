"""What waits for whom: letters to be issued by another, to be signed for, findings to be answered, answers to be looked at."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor
from huiyin.process.campaigns.models import Campaign
from huiyin.process.letters.models import Finding, Letter, LetterQuerySet
from huiyin.process.letters.rules.hands import may_answer, may_sign, may_write
from huiyin.process.letters.rules.states import TO_ANSWER, FindingState, LetterState


def letters_to_sign(actors: Iterable[Actor], campaign: Campaign) -> LetterQuerySet:
    """Issued letters that one of the capacities, the unit's head, hasn't signed for."""
    headed = {by.scope for by in actors if may_sign(by, by.scope)}
    return Letter.objects.of(campaign).issued().filter(signed_on=None, participation__unit__path__in=headed)


def letters_to_answer(actors: Iterable[Actor], campaign: Campaign) -> "QuerySet[Finding]":
    """Findings to one's own unit without an answer, or with one that was sent back."""
    own = {by.scope for by in actors if may_answer(by, by.scope)}
    rows = Finding.objects.filter(letter__campaign=campaign, letter__state=LetterState.ISSUED)
    return rows.filter(letter__participation__unit__path__in=own).in_state(*TO_ANSWER)


def answers_to_look_at(actors: Iterable[Actor], campaign: Campaign) -> "QuerySet[Finding]":
    """Findings whose answer waits for the inspectors, to units where one may look."""
    rows = Finding.objects.filter(letter__campaign=campaign, letter__state=LetterState.ISSUED)
    return rows.filter(_written_to(actors, "letter__")).in_state(FindingState.ANSWERED)


def letters_to_issue(actors: Iterable[Actor], campaign: Campaign) -> LetterQuerySet:
    """Drafts to units to which one writes, of which one wrote nothing oneself."""
    actors = tuple(actors)
    rows = Letter.objects.of(campaign).filter(_written_to(actors, ""), state=LetterState.DRAFT)
    told = rows.annotate(wrote=Cast("writers", TextField()))
    own = Q(pk__in=[])
    for code in {by.code for by in actors}:
        own |= Q(wrote__contains=f'"{code}"')
    return told.exclude(own)


def _written_to(actors: Iterable[Actor], lead: str) -> Q:
    wanted = Q(pk__in=[])
    for by in actors:
        if may_write(by, by.scope):
            units = Unit.objects.in_scopes((by.ground,)).exclude(path__in=by.own)
            wanted |= Q(**{f"{lead}participation__unit__in": units.values("pk")})
    return wanted
