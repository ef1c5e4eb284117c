"""What must change after a return, as it is typed: words, a day, and what it's about, from what there is in the unit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from huiyin.kit.errors import BadInput
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.queries import template_of
from huiyin.process.problems.access import visible_problems
from huiyin.process.problems.models import Problem
from huiyin.process.selfchecks.models import SelfCheck
from huiyin.process.selfchecks.rules.states import WRITTEN
from huiyin.process.supervision.commands import Must
from huiyin.process.talks.models import Talk
from huiyin.process.talks.rules.states import DONE
from huiyin.web.frame.fields import day, line, words
from huiyin.web.frame.language import pick
from huiyin.web.frame.visit import Visit

ROWS = 5
_LONGEST = 4000  # the command says what is too long
_MOST = 100

Option = tuple[str, str]


@dataclass(frozen=True)
class Options:
    """What a thing that must change may be about, each with what is sent for it: a heading and its options."""

    groups: tuple[tuple[str, tuple[Option, ...]], ...]


@dataclass(frozen=True)
class Row:
    """A row of the form, as it was typed."""

    number: int
    text: str = ""
    due_on: str = ""
    about: str = ""


def rows_of(given: QueryDict) -> list[Row]:
    """The rows, with what was typed."""
    return [
        Row(
            at,
            str(given.get(f"text.{at}", ""))[:_LONGEST],
            line(given, f"due.{at}", longest=10),
            line(given, f"about.{at}", longest=60),
        )
        for at in range(1, ROWS + 1)
    ]


def points_of(visit: Visit, part: Participation, given: QueryDict) -> tuple[Must, ...]:
    """The rows that say something. BadInput for a day that is none, and for what isn't the unit's."""
    return tuple(
        _must(
            visit,
            part,
            words(given, f"text.{at}", longest=_LONGEST),
            day(given, f"due.{at}", "日期", "Day"),
            line(given, f"about.{at}", longest=60),
        )
        for at in range(1, ROWS + 1)
        if str(given.get(f"text.{at}", "")).strip()
    )


def _must(visit: Visit, part: Participation, text: str, due_on: date | None, about: str) -> Must:
    kind, _sep, what = about.partition(":")
    if kind in ("", "unit"):
        return Must(text, due_on)
    if kind == "problem" and (problem := _problems(visit, part).filter(number=what).first()):
        return Must(text, due_on, problem=problem)
    pk = int(what) if what.isascii() and what.isdigit() and len(what) < 18 else 0
    if kind == "paper" and (paper := _papers(part).filter(pk=pk).first()):
        return Must(text, due_on, paper=paper)
    if kind == "talk" and (talk := _talks(part).filter(pk=pk).first()):
        return Must(text, due_on, talk=talk)
    raise BadInput("选的问题、材料或谈话不在这个单位，请重新选。", "That isn't the unit's: choose again.")


def options_of(visit: Visit, part: Participation) -> Options:
    """What there is: problems that stand, papers that were handed in, talks that were held; each for who may send it back. 3 queries."""
    path = part.unit.path
    groups: list[tuple[str, tuple[Option, ...]]] = []
    if visit.may(Right.PROBLEM_READ, path):
        rows = _problems(visit, part).order_by("-pk")[:_MOST]
        _add(groups, _("问题"), ((f"problem:{row.number}", f"{row.number} {row.title}") for row in rows))
    if visit.may(Right.SELFCHECK_REVIEW, path):
        rules = template_of(visit.running).selfchecks
        names = {kind.code: pick(kind.zh, kind.en) for kind in rules.kinds}
        papers = _papers(part)[:_MOST]
        _add(
            groups,
            _("材料，退给本人"),
            (
                (
                    f"paper:{row.pk}",
                    f"{row.account.name if row.account else part.unit.name} {names.get(row.kind, '')}",
                )
                for row in papers
            ),
        )
    if visit.may(Right.TALK_REMIND, path):
        talks = _talks(part)[:_MOST]
        _add(
            groups,
            _("谈话，再谈一次"),
            ((f"talk:{row.pk}", pick("、", ", ").join((row.one.name, row.other.name))) for row in talks),
        )
    return Options(tuple(groups))


def _add(groups: list[tuple[str, tuple[Option, ...]]], name: str, options: Iterable[Option]) -> None:
    found: Sequence[Option] = tuple(options)
    if found:
        groups.append((name, tuple(found)))


def _problems(visit: Visit, part: Participation) -> QuerySet[Problem]:
    return visible_problems(visit.actors, visit.running).standing().filter(owner=part.unit_id)


def _papers(part: Participation) -> QuerySet[SelfCheck]:
    rows = SelfCheck.objects.filter(participation=part).exclude(state__in=[one.value for one in WRITTEN])
    return rows.select_related("participation__unit", "participation__campaign__root", "account").order_by(
        "pk"
    )


def _talks(part: Participation) -> QuerySet[Talk]:
    rows = Talk.objects.filter(participation=part, state__in=[one.value for one in DONE])
    return rows.select_related(
        "participation__unit", "participation__campaign__root", "one", "other"
    ).order_by("pk")
