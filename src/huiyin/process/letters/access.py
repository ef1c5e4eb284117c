"""Whose letters are whose to see: drafts are the inspectors' who may write to that unit, issued ones everybody's who reads of the unit."""

from collections.abc import Collection, Iterable, Sequence

from django.db.models import Q

from huiyin.kit.errors import Unseen
from huiyin.kit.ids import HIGHEST_ID
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Right, scopes_with
from huiyin.platform.texts.queries import Source
from huiyin.process.campaigns.access import OpenText
from huiyin.process.campaigns.models import Campaign, Participation
from huiyin.process.letters.models import Finding, FindingAnswer, Letter, LetterQuerySet
from huiyin.process.letters.queries.texts import ANSWER_KIND, KIND, text_of_answer, texts_of_letters
from huiyin.process.letters.rules.hands import may_write
from huiyin.process.letters.rules.states import LetterState
from huiyin.process.selfchecks.access import opened_texts as opened_below


def visible_letters(actors: Iterable[Actor], campaign: Campaign) -> LetterQuerySet:
    """The letters that one of the capacities may read."""
    actors = tuple(actors)
    reading = Unit.objects.in_scopes(scopes_with(actors, Right.PROBLEM_READ)).values("pk")
    seen = Q(state=LetterState.ISSUED, participation__unit__in=reading)
    for by in actors:
        if may_write(by, by.scope):
            units = Unit.objects.in_scopes((by.ground,)).exclude(path__in=by.own)
            seen |= Q(participation__unit__in=units.values("pk"))
    return Letter.objects.of(campaign).filter(seen)


def get_letter(pk: int, *, actors: Iterable[Actor], campaign: Campaign) -> Letter:
    """The letter with its unit; Unseen where it isn't one's to read. One query."""
    related = ("campaign__root", "participation__unit", "participation__campaign__root")
    found = visible_letters(actors, campaign).filter(pk=_id(pk)).select_related(*related).first()
    if found is None:
        raise Unseen
    return found


def get_finding(number: int, letter: Letter) -> Finding:
    """A finding of a letter that was got before."""
    found = (
        Finding.objects.filter(letter=letter, number=min(number, 30_000)).select_related("passage").first()
    )
    if found is None:
        raise Unseen
    found.letter = letter
    return found


def writable_units(actors: Iterable[Actor], campaign: Campaign) -> list[Participation]:
    """The units to which somebody may write, in the order of the tree. One query."""
    wanted = Q(pk__in=[])
    for by in actors:
        if may_write(by, by.scope):
            units = Unit.objects.in_scopes((by.ground,)).exclude(path__in=by.own)
            wanted |= Q(unit__in=units.values("pk"))
    rows = Participation.objects.filter(campaign=campaign, ended_on=None).filter(wanted)
    return list(rows.select_related("unit", "campaign__root").order_by("unit__path"))


def opened_texts(actors: Sequence[Actor], sources: Collection[Source]) -> dict[Source, OpenText]:
    """Those of the texts that one of the capacities may open: letters and their answers among them. 4 queries more for these."""
    found = opened_below(actors, sources)
    letters = {source.thing for source in sources if source.kind == KIND}
    answers = {source.thing for source in sources if source.kind == ANSWER_KIND}
    if not letters and not answers:
        return found
    related = ("finding__letter__campaign", "finding__letter__participation__unit")
    rows = list(FindingAnswer.objects.filter(pk__in=answers).select_related(*related)) if answers else []
    wanted = {*letters, *(row.finding.letter_id for row in rows)}
    issued = {
        letter.pk: letter
        for letter in Letter.objects.filter(pk__in=wanted).select_related(
            "campaign__root", "participation__unit"
        )
    }
    seen = set[int]()
    for campaign in {letter.campaign_id: letter.campaign for letter in issued.values()}.values():
        here = [actor for actor in actors if actor.campaign in {"", campaign.code}]
        seen |= set(visible_letters(here, campaign).filter(pk__in=issued).values_list("pk", flat=True))
    texts = texts_of_letters([pk for pk in letters if pk in seen])
    for pk in letters & seen:
        source = Source(KIND, pk)
        found[source] = _open(source, issued[pk], texts[pk])
    for row in rows:
        if row.finding.letter_id in seen:
            source = Source(ANSWER_KIND, row.pk)
            found[source] = _open(source, issued[row.finding.letter_id], text_of_answer(row))
    return found


def _open(source: Source, letter: Letter, words: str) -> OpenText:
    unit = letter.participation.unit
    title = f"第 {letter.number} 号反馈意见书" + ("的答复" if source.kind == ANSWER_KIND else "")
    return OpenText(source, letter.campaign.code, title, unit.pk, unit.name, letter.issued_on, words)


def _id(pk: int) -> int:
    if not 0 <= pk <= HIGHEST_ID:
        raise Unseen
    return pk
