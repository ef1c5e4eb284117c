"""Whether the machine's suggestions are right: each beside the decision that came after it. It judges the machine, nobody else."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.opinions.models import Lesson, Suggestion
from huiyin.process.opinions.queries import last_lessons
from huiyin.process.opinions.queries.hits import Hits, hits, swaps
from huiyin.process.opinions.queries.lessons import decided_opinions
from huiyin.process.opinions.rules.learning import more_for_a_lesson
from huiyin.web.frame.charts import DrawnRate, drawn_rate
from huiyin.web.frame.names import Names, names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit


@dataclass(frozen=True)
class HitsRow:
    """A kind's suggestions by one lesson, or (lesson None) by the word lists; `words` from very likely to perhaps."""

    name: str
    number: int
    lesson: Lesson | None
    all: DrawnRate
    words: list[DrawnRate | None]


@dataclass(frozen=True)
class SwapRow:
    """What people put in the place of what was suggested."""

    kind: str
    suggested: str
    decided: str
    times: int


@page(Right.OPINION_TRIAGE, "GET")
def suggestions(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Of the whole campaign, for those who work on all of it."""
    campaign = visit.running
    visit.by(Right.OPINION_TRIAGE, campaign.root.path)
    names = names_of(campaign)
    lessons = list(Lesson.objects.filter(campaign=campaign).defer("numbers").order_by("kind", "number"))
    by_number = {(lesson.kind, lesson.number): lesson for lesson in lessons}
    decided, last = decided_opinions(campaign), last_lessons(campaign)
    known = max((lesson.decided for lesson in last.values()), default=0)
    context = {
        "names": names,
        "rows": [_row(one, names, by_number.get((one.kind, one.lesson))) for one in hits(campaign)],
        "lessons": [(_kind(lesson.kind, names), lesson) for lesson in lessons],
        "swaps": [
            SwapRow(
                _kind(one.kind, names),
                _label(one.kind, one.suggested, names),
                _label(one.kind, one.decided, names),
                one.times,
            )
            for one in swaps(campaign)
        ],
        "decided": decided,
        "more": more_for_a_lesson(decided, known),
        "telling": any(lesson.told_from is not None for lesson in last.values()),
    }
    return show(request, visit, "opinions/suggestions", context)


def _row(one: Hits, names: Names, lesson: Lesson | None) -> HitsRow:
    words = [one.by_word.get(word) for word in ("very_likely", "likely", "perhaps")]
    return HitsRow(
        _kind(one.kind, names),
        one.lesson,
        lesson,
        drawn_rate(one.all, 0),
        [drawn_rate(rate, 0) if rate else None for rate in words],
    )


def _kind(kind: str, names: Names) -> str:
    called = {
        Suggestion.Kind.FOCUS: names.focus_name,
        Suggestion.Kind.TOPIC: _("教育专题"),
        Suggestion.Kind.CONCERN: _("诉求类型"),
        Suggestion.Kind.SPECIFIC: _("是否具体"),
    }
    return called[Suggestion.Kind(kind)]


def _label(kind: str, code: str, names: Names) -> str:
    if not code:
        return _("没有明说要什么") if kind == Suggestion.Kind.CONCERN else _("都不属于")
    if kind == Suggestion.Kind.FOCUS:
        return names.leaf(code)
    return (names.concern if kind == Suggestion.Kind.CONCERN else names.topic).get(code, code)
