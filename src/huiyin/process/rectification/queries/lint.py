"""The lint of a whole ledger: what its rows show by themselves, each with its list (R18). Facts, never a score."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, reduce
from itertools import islice
from operator import or_
from typing import NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from huiyin.platform.orgs.models import Unit
from huiyin.process.answers.models import RATINGS, Message
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.life import Act, Life
from huiyin.process.campaigns.rules.says import Says
from huiyin.process.problems.models import Link, Problem, ProblemQuerySet
from huiyin.process.rectification.models import Evidence, Extension, Measure, Passing, Step
from huiyin.process.rectification.rules.lint import Check, Looked, bursts, checks
from huiyin.process.rectification.rules.words import Answered, MeasureState, PassedUp

MOST_LISTED = 20
MOST_FOUND = 10


@dataclass(frozen=True)
class Found:
    """Something that a check came upon: problems by their numbers, MOST_LISTED at most of `n`; `says` what they have in common, or None.

    `unit`: the id of the unit whose problems these are, where they are all of one.
    """

    n: int
    numbers: tuple[str, ...]
    says: Says | None = None
    unit: int | None = None


@dataclass(frozen=True)
class Checked:
    """A check with what it came upon, MOST_FOUND at most of `n` (problems, or what they have in common)."""

    check: Check
    n: int
    found: tuple[Found, ...]


@dataclass(frozen=True)
class _Ledger:
    """The standing problems that a reader sees, on a day."""

    life: Life
    seen: ProblemQuerySet
    on: date

    def of(self) -> Exists:
        """Of rows that point at a problem, those of the ledger. Asked of each row: SQLite would list all problems anew for each query."""
        return Exists(self.seen.order_by().filter(pk=OuterRef("problem")))

    @cached_property
    def owners(self) -> "list[_OfOwner]":
        """What several checks count, by owner. One query."""
        working = self.life.states_in(["open", "done", "awaiting"])
        closed = Q(closed_on__isnull=False)
        rows = (
            self.seen.order_by()
            .values("owner")
            .annotate(
                n=Count("pk"),
                closed=Count("pk", filter=closed),
                nobody=Count("pk", filter=Q(owner__isnull=False, responsible="", state__in=working)),
                lasting=Count("pk", filter=closed & Q(horizon__in=self.life.lasting)),
            )
        )
        return [_OfOwner(*row) for row in rows.values_list("owner", "n", "closed", "nobody", "lasting")]

    @cached_property
    def files(self) -> list[tuple[str, int]]:
        """(digest, how many units use it) of what proves several problems, in their order. One query, for both checks."""
        several = (
            Evidence.objects.order_by()
            .values("digest")
            .annotate(n=Count("pk"))
            .filter(n__gt=1)
            .values("digest")
        )
        there = (
            self.evidence.filter(digest__in=several)
            .values("digest")
            .annotate(problems=Count("problem", distinct=True), units=Count("problem__owner", distinct=True))
        )
        return list(there.filter(problems__gt=1).order_by("digest").values_list("digest", "units"))

    @property
    def evidence(self) -> "QuerySet[Evidence]":
        """What stands as evidence and has words or a file that could be used again."""
        return Evidence.objects.filter(self.of(), withdrawn_on=None).exclude(digest="").order_by()


class _OfOwner(NamedTuple):
    """Of one owner's problems (None: nobody's): how many, closed, with nobody responsible, closed though they are lasting."""

    owner: int | None
    n: int
    closed: int
    nobody: int
    lasting: int


def lint(campaign: Campaign, visible: ProblemQuerySet, on: date, *, words: bool) -> list[Checked]:
    """Every check over the problems of `visible` (access.visible_problems), on a day.

    `words`: the reader may read what givers say; only then it's told who said nothing, or the rest would be known by difference (SPEC
    rule 5). 40 queries at most, whatever the size; O(problems, measures, evidence, steps).
    """
    life = template_of(campaign).life
    ledger = _Ledger(life, visible.standing(), on)
    return [
        _checked(check, _LOOK[check.looked](ledger))
        for check in checks(life)
        if words or check.looked is not Looked.UNHEARD
    ]


def _checked(check: Check, told: "tuple[int, Iterable[Found]]") -> Checked:
    n, found = told
    return Checked(check, n, tuple(islice(found, MOST_FOUND)))


def _list(problems: "QuerySet[Problem]") -> tuple[int, list[Found]]:
    """How many, and one list of them. 2 queries, 1 for none."""
    return _listed(problems.order_by().count(), problems)


def _listed(n: int, problems: "QuerySet[Problem]") -> tuple[int, list[Found]]:
    """The same where they are counted already. One query, none for none."""
    return n, [Found(n, _numbers(problems))] if n else []


def _numbers(problems: "QuerySet[Problem]") -> tuple[str, ...]:
    ordered = problems.order_by("year", "serial", "occurrence")
    return tuple(ordered.values_list("number", flat=True)[:MOST_LISTED])


def _overdue(ledger: _Ledger) -> tuple[int, list[Found]]:
    asked = Extension.objects.filter(problem=OuterRef("pk"), answer=Answered.WAITING)
    return _list(ledger.seen.filter(closed_on=None, due_on__lt=ledger.on).exclude(Exists(asked)))


def _nobody(ledger: _Ledger) -> tuple[int, list[Found]]:
    n = sum(one.nobody for one in ledger.owners)
    working = ledger.life.states_in(["open", "done", "awaiting"])
    return _listed(n, ledger.seen.filter(owner__isnull=False, responsible="", state__in=working))


def _lasting(ledger: _Ledger) -> tuple[int, list[Found]]:
    n = sum(one.lasting for one in ledger.owners)
    return _listed(n, ledger.seen.filter(closed_on__isnull=False, horizon__in=ledger.life.lasting))


def _burst(ledger: _Ledger) -> tuple[int, list[Found]]:
    dated = ledger.seen.filter(closed_on__isnull=False, due_on__isnull=False, closed_on__lte=F("due_on"))
    rows = dated.order_by().values("due_on", "closed_on").annotate(n=Count("pk"))
    told = [
        (due, closed, n)
        for due, closed, n in rows.values_list("due_on", "closed_on", "n")
        if due is not None and closed is not None
    ]
    crowded = bursts(told, ledger.life)
    found = [
        Found(
            one.last,
            _numbers(ledger.seen.filter(due_on=one.due, closed_on__gte=one.since, closed_on__lte=one.due)),
            Says(
                f"时限 {one.due.isoformat()}：按时销号 {one.closed} 个，{one.since.isoformat()} 起 {one.last} 个",
                f"date {one.due.isoformat()}: {one.closed} closed in time, {one.last} of them from {one.since.isoformat()} on",
            ),
        )
        for one in crowded[:MOST_FOUND]
    ]
    return len(crowded), found


def _same_day(ledger: _Ledger) -> tuple[int, list[Found]]:
    closing = Step.objects.filter(
        ledger.of(), act=Act.ACCEPT, after__in=ledger.life.states_in(["closed"])
    ).order_by()
    rows = closing.values("by", "on").annotate(n=Count("pk")).filter(n__gte=ledger.life.lint.same_day)
    days = list(rows.order_by("-on", "by").values_list("by", "on", "n"))
    listed = days[:MOST_FOUND]
    wanted = reduce(or_, (Q(by=by, on=day) for by, day, _ in listed), Q(pk__in=[]))
    place = ("problem__year", "problem__serial", "problem__occurrence")
    numbers: dict[tuple[str, date], list[str]] = defaultdict(list)
    told = closing.filter(wanted).order_by(*place).values_list("by", "on", "problem__number")
    for by, day, number in told if listed else ():
        numbers[by, day].append(number)
    found = [
        Found(
            n,
            tuple(numbers[by, day][:MOST_LISTED]),
            Says(f"{day.isoformat()}：同一人验收 {n} 个", f"{day.isoformat()}: {n} accepted by one person"),
        )
        for by, day, n in listed
    ]
    return len(days), found


def _whole(ledger: _Ledger) -> tuple[int, list[Found]]:
    """Units in the order of the tree."""
    least = ledger.life.lint.whole_least
    whole = {
        one.owner: one.n for one in ledger.owners if one.owner and one.n >= least and one.closed == one.n
    }
    units = (
        list(Unit.objects.filter(pk__in=whole).order_by("path").values_list("pk", "name")) if whole else []
    )
    owners = [owner for owner, _ in units]
    sent_back = Step.objects.filter(ledger.of(), act__in=(Act.RETURN, Act.REOPEN), problem__owner__in=owners)
    returned = (
        set(sent_back.order_by().values_list("problem__owner", flat=True).distinct()) if owners else set()
    )
    found = [
        Found(whole[owner], (), Says(f"{name}：{whole[owner]} 个", f"{name}: {whole[owner]}"), unit=owner)
        for owner, name in units
        if owner not in returned
    ]
    return len(found), found


def _unheard(ledger: _Ledger) -> tuple[int, list[Found]]:
    behind = Link.objects.filter(problem=OuterRef("pk"))
    rated = Message.objects.filter(problem=OuterRef("pk"), kind__in=RATINGS)
    closed = ledger.seen.filter(closed_on__isnull=False)
    return _list(closed.filter(Exists(behind)).exclude(Exists(rated)))


def _same_measure(ledger: _Ledger) -> tuple[int, list[Found]]:
    there = Measure.objects.filter(ledger.of()).exclude(state=MeasureState.DROPPED).order_by()
    # The index alone tells which words stand there more than once: the rest needn't be looked at.
    several = (
        Measure.objects.order_by().values("shape").annotate(n=Count("*")).filter(n__gt=1).values("shape")
    )
    rows = (
        there.filter(shape__in=several).values("shape").annotate(units=Count("problem__owner", distinct=True))
    )
    shapes = list(
        rows.filter(units__gte=ledger.life.lint.same_units).order_by("shape").values_list("shape", "units")
    )
    units = dict(shapes[:MOST_FOUND])
    return len(shapes), _together(
        there.filter(shape__in=units).values_list("shape", "what", "problem__number"),
        lambda shape, what: Says(f"{units[shape]} 个单位：{what}", f"{units[shape]} units: {what}"),
    )


def _older(ledger: _Ledger) -> tuple[int, list[Found]]:
    older = Evidence.objects.filter(withdrawn_on=None, dated__lt=F("problem__raised_on"))
    return _list(ledger.seen.filter(pk__in=older.order_by().values("problem")))


def _file_several(ledger: _Ledger) -> tuple[int, list[Found]]:
    return _files(ledger, [digest for digest, units in ledger.files if units <= 1])


def _file_units(ledger: _Ledger) -> tuple[int, list[Found]]:
    return _files(ledger, [digest for digest, units in ledger.files if units > 1])


def _files(ledger: _Ledger, digests: list[str]) -> tuple[int, list[Found]]:
    rows_of = ledger.evidence.filter(digest__in=digests[:MOST_FOUND]).values_list(
        "digest", "title", "problem__number"
    )
    return len(digests), _together(rows_of, lambda _digest, title: Says(title, title))


def _together(rows: Iterable[tuple[str, str, str]], says: Callable[[str, str], Says]) -> list[Found]:
    """(what they share, how that is called, number of a problem) as lists, each number once, in the order of what they share."""
    numbers: dict[str, dict[str, None]] = {}
    called: dict[str, str] = {}
    for key, name, number in sorted(rows):
        numbers.setdefault(key, {})[number] = None
        called.setdefault(key, name)
    return [
        Found(len(of), tuple(islice(of, MOST_LISTED)), says(key, called[key])) for key, of in numbers.items()
    ]


def _bounced(ledger: _Ledger) -> tuple[int, list[Found]]:
    returned = Passing.objects.filter(answer=PassedUp.RETURNED).order_by().values("problem")
    often = returned.annotate(n=Count("pk")).filter(n__gte=ledger.life.most_bounces).values("problem")
    return _list(ledger.seen.filter(pk__in=often))


_LOOK: Mapping[Looked, Callable[[_Ledger], tuple[int, list[Found]]]] = {
    Looked.OVERDUE: _overdue,
    Looked.NOBODY: _nobody,
    Looked.LASTING: _lasting,
    Looked.BURST: _burst,
    Looked.SAME_DAY: _same_day,
    Looked.WHOLE: _whole,
    Looked.UNHEARD: _unheard,
    Looked.SAME_MEASURE: _same_measure,
    Looked.FILE_OLDER: _older,
    Looked.FILE_SEVERAL: _file_several,
    Looked.FILE_UNITS: _file_units,
    Looked.BOUNCED: _bounced,
}
