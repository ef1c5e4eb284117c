"""What was learned from people's decisions, what there is to learn from, and which model suggests now."""

from functools import lru_cache

from huiyin.analysis.learning import Learned
from huiyin.analysis.normalise import Text
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.opinions.models import Lesson, Opinion, Suggestion
from huiyin.process.opinions.queries.labels import standing
from huiyin.process.opinions.rules.disposition import Disposition
from huiyin.process.opinions.rules.learning import worth_learning

# The same words again teach nothing, and words that were taken back are nobody's to learn from.
_NOT_LEARNED_FROM = (Disposition.DUPLICATE, Disposition.WITHDRAWN)


def learned_kinds(campaign: Campaign) -> tuple[Suggestion.Kind, ...]:
    """The kinds of label that people choose among codes of; concerns only where the template has any."""
    kinds = (Suggestion.Kind.FOCUS, Suggestion.Kind.TOPIC)
    return (*kinds, Suggestion.Kind.CONCERN) if template_of(campaign).concerns else kinds


def codes_of(campaign: Campaign, kind: Suggestion.Kind) -> tuple[str, ...]:
    """What a person can choose among: the template's codes, and "" for none."""
    template = template_of(campaign)
    codes = {
        Suggestion.Kind.FOCUS: template.focus_codes,
        Suggestion.Kind.TOPIC: template.topic_codes,
        Suggestion.Kind.CONCERN: template.concern_codes,
    }
    return (*sorted(codes[kind]()), "")


def last_lessons(campaign: Campaign) -> dict[str, Lesson]:
    """The last lesson of each kind that there was one of, without its numbers. One query."""
    rows = Lesson.objects.filter(campaign=campaign).order_by("number").defer("numbers")
    return {lesson.kind: lesson for lesson in rows}


def numbers_in_use(campaign: Campaign) -> dict[str, int]:
    """By kind the number of the lesson that suggests now; a kind of which the word lists do isn't there. One query."""
    return {kind: lesson.number for kind, lesson in last_lessons(campaign).items() if lesson.leads}


def model_of(campaign: Campaign, kind: Suggestion.Kind, number: int) -> Learned | None:
    """The model of a lesson, None when a later one has taken its place. One query, one more when this process lacks it."""
    lesson = Lesson.objects.filter(campaign=campaign, kind=kind, number=number, leads=True)
    digest = lesson.values_list("digest", flat=True).first()
    return _read(lesson.get().pk, digest) if digest else None


@lru_cache(maxsize=12)
def _read(lesson: int, _digest: str) -> Learned | None:
    numbers = Lesson.objects.filter(pk=lesson).values_list("numbers", flat=True).first()
    return Learned.from_bytes(bytes(numbers)) if numbers is not None else None


def decided_opinions(campaign: Campaign) -> int:
    """On how many opinions people have decided, now or before. One query along an index, O(n)."""
    return Opinion.objects.of(campaign).filter(triage_round__gt=0).count()


def waits_for_learning(campaign: Campaign) -> bool:
    """Whether there is something to learn, or suggestions to make anew by what was learned. 2 queries."""
    last = last_lessons(campaign)
    if any(lesson.told_from is not None for lesson in last.values()):
        return True
    decided = decided_opinions(campaign)
    return any(
        worth_learning(decided, last[kind].decided if kind in last else 0) for kind in learned_kinds(campaign)
    )


def decided_words(campaign: Campaign, most: int) -> list[tuple[Text, dict[Suggestion.Kind, str]]]:
    """(words, code by kind) of the last `most` decisions that count, the earliest first. One query."""
    rows = standing().filter(opinion__campaign=campaign, opinion__salt__isnull=False)
    rows = rows.exclude(opinion__disposition__in=_NOT_LEARNED_FROM).order_by("-pk")[:most]
    kinds = learned_kinds(campaign)
    found = rows.values_list("opinion__title", "opinion__body", *(kind.value for kind in kinds))
    return [
        (Text(title or "", body or ""), dict(zip(kinds, codes, strict=True))) for title, body, *codes in found
    ][::-1]
