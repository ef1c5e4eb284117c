"""A unit's gates as pages draw them: each condition with its facts, how these went, where they lead; and what was said there before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.platform.orgs.rules.rights import ROLE_NAMES, Right, Role
from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.gates import Fact, Gate
from huiyin.process.campaigns.rules.judging import Judged, Known
from huiyin.process.campaigns.rules.wording import condition_in_words
from huiyin.process.selfchecks.rules.states import STATES as PAPER_STATES
from huiyin.process.selfchecks.rules.states import State
from huiyin.process.supervision.models import GateVerdict
from huiyin.process.supervision.queries import PointNow, Round, Then
from huiyin.process.supervision.rules.frozen import thawed
from huiyin.process.supervision.rules.verdicts import (
    POINT_KINDS,
    VERDICTS,
    PointKind,
    VerdictKind,
    judge_of,
)
from huiyin.web.frame.figures import HIDDEN, OUTCOMES, figure, is_watched, sees_figures, shown_outcome
from huiyin.web.frame.language import pick
from huiyin.web.frame.people import names_of_people
from huiyin.web.frame.states import Shown
from huiyin.web.frame.visit import Visit
from huiyin.web.gates.drill import behind

SHOWN: Mapping[VerdictKind, tuple[str, str]] = {
    VerdictKind.PASS: ("●", "go"),
    VerdictKind.RETURN: ("▲", "act"),
    VerdictKind.WAIVE: ("◆", "wait"),
}


@dataclass(frozen=True)
class FactLine:
    """A fact: its name and definition, its figure, how it went, and where the list behind it is ("" nowhere)."""

    name: str
    definition: str
    figure: str
    went: tuple[tuple[date, str], ...] = ()
    address: str = ""


@dataclass(frozen=True)
class CheckLine:
    """A condition in words, how it came out, whether it blocks, the facts that it looks at."""

    said: str
    shown: Shown
    blocks: bool
    facts: tuple[FactLine, ...]


@dataclass(frozen=True)
class PointLine:
    """What had to change: its words ("" where they are for whom it's about), where it went, until when, and how far it is."""

    number: int
    text: str
    kind: str
    about: str
    address: str
    due_on: date
    done: bool
    done_on: date | None
    now: str


@dataclass(frozen=True)
class RoundLine:
    """A verdict with who gave it, the facts frozen in it, and what it asked for."""

    verdict: GateVerdict
    word: str
    shape: str
    kind: str
    by: str
    role: str
    checks: tuple[CheckLine, ...]
    points: tuple[PointLine, ...]


@dataclass(frozen=True)
class GateLine:
    """A gate of a unit; `latest` what was said there last."""

    gate: Gate
    name: str
    judge: str
    checks: tuple[CheckLine, ...]
    rounds: tuple[RoundLine, ...]

    @property
    def latest(self) -> RoundLine | None:
        return self.rounds[0] if self.rounds else None


def word_of(kind: VerdictKind) -> str:
    """A verdict in a word."""
    return _(VERDICTS[kind])


def drawn_gate(
    visit: Visit,
    part: Participation,
    gate: Gate,
    checks: Sequence[Judged],
    known: Mapping[str, Known],
    rounds: Sequence[Round],
    went: Mapping[str, Sequence[Then]],
) -> GateLine:
    """A gate with the facts of the day. One query for the names of people."""
    facts = facts_by_name(visit)
    path = part.unit.path
    lines = tuple(
        CheckLine(
            pick(*condition_in_words(check.check, facts)),
            shown_outcome(visit, path, check),
            check.check.severity == "blocks",
            tuple(
                fact_line(visit, part, facts[name], known.get(name), went.get(name, ()))
                for name in check.facts
                if name in facts
            ),
        )
        for check in checks
    )
    people = names_of_people(one.verdict.by for one in rounds) if rounds else {}
    role = judge_of(gate, of_root=path == visit.running.root.path)
    return GateLine(
        gate,
        pick(gate.zh, gate.en),
        _(ROLE_NAMES[role]),
        lines,
        tuple(_round(visit, part, one, facts, people) for one in rounds),
    )


def facts_by_name(visit: Visit) -> dict[str, Fact]:
    return {fact.name: fact for fact in template_of(visit.running).facts}


def fact_line(
    visit: Visit, part: Participation, fact: Fact, known: Known | None, went: Sequence[Then] = ()
) -> FactLine:
    """A fact with how it went, where that may be shown."""
    path = part.unit.path
    hidden = is_watched(fact.name) and not sees_figures(visit, path)
    before = () if hidden else (one for one in went if one.on < visit.today)
    told = tuple((one.on, figure(visit, path, fact, one.known)) for one in before)
    return FactLine(
        pick(fact.zh, fact.name),
        fact.definition,
        figure(visit, path, fact, known),
        told,
        "" if hidden else behind(visit, part, fact.name),
    )


def _round(
    visit: Visit, part: Participation, one: Round, facts: Mapping[str, Fact], people: Mapping[str, str]
) -> RoundLine:
    verdict = one.verdict
    kind = VerdictKind(verdict.verdict)
    frozen = thawed(verdict.facts)
    shape, colour = SHOWN[kind]
    return RoundLine(
        verdict,
        word_of(kind),
        shape,
        colour,
        people.get(verdict.by, ""),
        _(ROLE_NAMES[Role(verdict.role)]),
        tuple(_frozen(visit, part, check, frozen, facts) for check in verdict.checks),
        tuple(_point(visit, part, point) for point in one.points),
    )


def _frozen(
    visit: Visit,
    part: Participation,
    check: Mapping[str, Any],
    known: Mapping[str, Known],
    facts: Mapping[str, Fact],
) -> CheckLine:
    """A condition as it came out then; the template's own sentence says what was asked."""
    path = part.unit.path
    hidden = any(map(is_watched, check["facts"])) and not sees_figures(visit, path)
    return CheckLine(
        check["message"],
        HIDDEN if hidden else OUTCOMES[check["outcome"]],
        check["severity"] == "blocks",
        tuple(
            FactLine(pick(facts[name].zh, name), "", figure(visit, path, facts[name], known.get(name)))
            for name in check["facts"]
            if name in facts
        ),
    )


def _point(visit: Visit, part: Participation, now: PointNow) -> PointLine:
    point, code, path = now.point, visit.running.code, part.unit.path
    about, address, told = "", "", now.progress
    if point.paper is not None:
        about = point.paper.account.name if point.paper.account else part.unit.name
        state = _(PAPER_STATES[State(point.paper.state)])
        told = _("第 %(n)s 稿，%(state)s") % {"n": now.version, "state": state} if now.version else state
        if visit.may(Right.SELFCHECK_READ, path):
            address = reverse("selfchecks", args=[code])
    elif point.talk is not None:
        if visit.may(Right.TALK_READ, path):
            about = pick("、", ", ").join((point.talk.one.name, point.talk.other.name))
            address = reverse("unit_talks", args=[code, part.pk])
    elif (
        point.problem is not None
        and point.problem.owner_id == part.unit_id
        and visit.may(Right.PROBLEM_READ, path)
    ):
        about, address = point.problem.number, reverse("problem", args=[code, point.problem.number])
    elif now.item is not None:
        address = reverse("item", args=[code, now.item])
    return PointLine(
        point.number,
        point.text if reads_point(visit, part, now) else "",
        _(POINT_KINDS[PointKind(point.kind)]),
        about,
        address,
        point.due_on,
        now.done,
        now.done_on,
        told,
    )


def reads_point(visit: Visit, part: Participation, now: PointNow) -> bool:
    """Whether the words of what had to change are the visitor's to read: of a paper or a talk, those above, the head, and whom it's about."""
    point, path = now.point, part.unit.path
    if point.kind not in (PointKind.PAPER, PointKind.TALK):
        return True
    if any(by.role is Role.HEAD and by.scope == path for by in visit.actors):
        return True
    if any(by.may(Right.GATE_JUDGE, path) and path not in by.own and by.scope != path for by in visit.actors):
        return True
    mine = {visit.account.pk}
    if point.paper is not None:
        return point.paper.account_id in mine
    return point.talk is not None and bool(mine & {point.talk.one_id, point.talk.other_id})
