"""The gates of all units in sight: counts of verdicts, and each unit's facts in the order of the tree; nobody is ranked (R31)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.access import visible_participations
from huiyin.process.campaigns.models import Participation
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.gates import Gate
from huiyin.process.campaigns.rules.judging import fact_names, judged
from huiyin.process.supervision.queries import facts, latest_verdicts, ready_again
from huiyin.process.supervision.rules.verdicts import VerdictKind
from huiyin.web.frame.fields import line
from huiyin.web.frame.figures import figure, shown_outcome
from huiyin.web.frame.filters import address, place
from huiyin.web.frame.language import pick
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.states import Shown
from huiyin.web.frame.visit import Visit
from huiyin.web.gates.drawing import SHOWN, facts_by_name, word_of
from huiyin.web.gates.unit import called

SIZE = 30


@dataclass(frozen=True)
class Row:
    """A unit at a gate: its facts by name, how the conditions came out, the last verdict (word, shape, colour), whether it waits to be judged again."""

    part: Participation
    figures: list[tuple[str, str]]
    outcomes: list[Shown]
    verdict: tuple[str, str, str] | None
    again: bool


@page(Right.CAMPAIGN_READ, "GET")
def gates(request: HttpRequest, visit: Visit) -> HttpResponse:
    """One gate (`gate`) over the units, narrowed by name (`unit`) or to those that wait to be judged again (`again`)."""
    running = visit.running
    all_gates = template_of(running).gates
    listed = [gate for gate in all_gates if gate.core] + [gate for gate in all_gates if not gate.core]
    chosen = line(request.GET, "gate", longest=40)
    name, again = line(request.GET, "unit", longest=60), line(request.GET, "again") == "yes"
    after = place(request.GET, "after") or 0
    visible = visible_participations(visit.actors, running).filter(ended_on=None)
    ready = set(
        ready_again(running).filter(participation__in=visible).values_list("participation_id", "gate")
    )
    gate = next((one for one in listed if one.code == chosen), None)
    if gate is None and again:
        gate = next((one for one in listed if any(code == one.code for _, code in ready)), None)
    gate = gate or next(iter(listed), None)
    counts = _counts(latest_verdicts(list(visible.values_list("pk", flat=True))), listed)
    if name:
        visible = visible.filter(unit__name__icontains=name)
    if again:
        visible = visible.filter(pk__in={pk for pk, code in ready if gate is None or code == gate.code})
    shown = list(visible.select_related("unit").order_by("unit__path")[after : after + SIZE + 1])
    for part in shown:
        part.campaign = running
    here = reverse("gates", args=[running.code])
    kept = {"gate": gate.code if gate else "", "unit": name, "again": "yes" if again else ""}
    context = {
        "gate": gate,
        "gate_name": pick(gate.zh, gate.en) if gate else "",
        "tabs": [_tab(one, here, counts[one.code], ready) for one in listed],
        "facts": _names(visit, gate),
        "rows": _rows(visit, shown[:SIZE], gate, ready),
        "name": name,
        "again": again,
        "called": called(visit),
        "later": address(here, {**kept, "after": after + SIZE}) if len(shown) > SIZE else "",
    }
    return show(request, visit, "gates/gates", context)


@dataclass(frozen=True)
class Tab:
    """A gate with how many units passed, were returned, waived, have no verdict; and how many wait to be judged again."""

    code: str
    name: str
    core: bool
    address: str
    passed: int
    returned: int
    waived: int
    none: int
    again: int


def _tab(gate: Gate, here: str, counts: Mapping[str, int], ready: set[tuple[int, str]]) -> Tab:
    return Tab(
        gate.code,
        pick(gate.zh, gate.en),
        gate.core,
        address(here, {"gate": gate.code}),
        counts["pass"],
        counts["return"],
        counts["waive"],
        counts[""],
        sum(code == gate.code for _, code in ready),
    )


def _counts(latest: Mapping[int, Mapping[str, VerdictKind]], gates: list[Gate]) -> dict[str, Counter[str]]:
    return {
        gate.code: Counter(said[gate.code].value if gate.code in said else "" for said in latest.values())
        for gate in gates
    }


def _names(visit: Visit, gate: Gate | None) -> list[tuple[str, str]]:
    """The gate's facts, each once: name and definition."""
    facts_ = facts_by_name(visit)
    names = dict.fromkeys(name for check in gate.conditions for name in fact_names(check)) if gate else {}
    return [(pick(facts_[name].zh, name), facts_[name].definition) for name in names if name in facts_]


def _rows(
    visit: Visit, parts: list[Participation], gate: Gate | None, ready: set[tuple[int, str]]
) -> list[Row]:
    """As many queries for thirty units as for one."""
    if gate is None or not parts:
        return []
    known, said = facts(parts, visit.today), latest_verdicts([part.pk for part in parts])
    facts_ = facts_by_name(visit)
    names = dict.fromkeys(name for check in gate.conditions for name in fact_names(check) if name in facts_)
    rows = []
    for part in parts:
        path = part.unit.path
        kind = said[part.pk].get(gate.code)
        rows.append(
            Row(
                part,
                [
                    (pick(facts_[name].zh, name), figure(visit, path, facts_[name], known[part.pk].get(name)))
                    for name in names
                ],
                [shown_outcome(visit, path, check) for check in judged(gate, known[part.pk])],
                (word_of(kind), *SHOWN[kind]) if kind else None,
                (part.pk, gate.code) in ready,
            )
        )
    return rows
