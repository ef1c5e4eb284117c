"""The life of a problem on its page: what comes next for this reader, on top, and what was done so far, step by step."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.platform.orgs.rules.rights import ROLE_NAMES, Right, Role
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.life import Act, Life, LifeAct, Need
from huiyin.process.problems.models import Problem
from huiyin.process.rectification.models import Step
from huiyin.process.rectification.queries import Acts, ProblemLife, acts_of, life_of
from huiyin.process.rectification.rules.needs import said_of
from huiyin.process.rectification.rules.words import (
    Answered,
    MeasureState,
    PassedUp,
)
from huiyin.web.frame.language import pick
from huiyin.web.frame.states import Shown
from huiyin.web.frame.visit import Visit
from huiyin.web.problems.sisters import sisters_of
from huiyin.web.problems.states import standings
from huiyin.web.problems.words import kinds_of_evidence, kinds_of_rules
from huiyin.web.problems.working import owner_path

MEASURES = {
    MeasureState.DOING: Shown("◐", "run", gettext_lazy("办理中")),
    MeasureState.DONE: Shown("●", "go", gettext_lazy("已完成")),
    MeasureState.DROPPED: Shown("–", "none", gettext_lazy("不再办理")),
}
_ANSWERED = {
    Answered.WAITING: gettext_lazy("等审批"),
    Answered.GRANTED: gettext_lazy("同意"),
    Answered.REFUSED: gettext_lazy("不同意"),
}
_PASSED = {
    PassedUp.WAITING: gettext_lazy("等上级答复"),
    PassedUp.TAKEN: gettext_lazy("上级承接"),
    PassedUp.RETURNED: gettext_lazy("退回"),
    PassedUp.SOLVED: gettext_lazy("上级已解决"),
}
# Where what is lacking can be written; the page asks for nothing else.
_WHERE = {
    Need.DUE: "plan_rectification",
    Need.MEASURES: "write_measure",
    Need.EVIDENCE: "add_evidence",
    Need.RULE: "state_rule",
}
_ORDER = ("before", "open", "above", "done", "awaiting", "closed")


@dataclass(frozen=True)
class Button:
    """An act that the reader may take, and where."""

    name: str
    place: str


@dataclass(frozen=True)
class Lack:
    """What is missing first, and where it is written; no place where it isn't the reader's to write."""

    said: str
    place: str


@dataclass(frozen=True)
class Next:
    """The top of the page: the act that comes first, what it lacks, the reader's other acts, and whom it waits for.

    `says` is the template's own note, `note` ours.
    """

    title: str
    says: str
    note: str
    main: Button | None
    lacks: tuple[Lack, ...]
    others: tuple[Button, ...]


@dataclass(frozen=True)
class Entry:
    """A step in words: what, from where to where, why."""

    step: Step
    name: str
    after: str
    role: Promise | str
    code: str
    party: str


def life_context(visit: Visit, found: Problem) -> dict[str, Any]:
    """What the page shows of a problem's life; nothing where its template knows none. About 20 queries."""
    template = template_of(found.campaign)
    states = {state.code: state for state in template.life.states}
    state = states.get(found.state)
    if state is None:
        return {"life": None}
    life, acts = life_of(found), acts_of(found, visit.actors, visit.today)
    works = visit.may(Right.PROBLEM_WORK, owner_path(found)) and state.phase in ("before", "open")
    standing = not found.merged_into_id and not found.dissolved
    return {
        "life": life,
        "hands": life.hands,
        "standing": standings(found.campaign)[found.state],
        "reached": _ORDER.index(state.phase),
        "next": _next(visit, found, acts) if standing else None,
        "entries": [_entry(step, template.life, template) for step in life.steps],
        "works": works and standing,
        "late": found.due_on is not None and found.closed_on is None and found.due_on < visit.today,
        "may_extend": works and found.due_on is not None and life.waiting_extension is None,
        "may_answer_extension": life.waiting_extension is not None
        and visit.may(Right.PROBLEM_ACCEPT, owner_path(found)),
        "may_push": standing and visit.may(Right.PLAN_EDIT, visit.running.root.path),
        "measure_states": MEASURES,
        "evidence_kinds": kinds_of_evidence(),
        "rule_kinds": kinds_of_rules(),
        "answered": _ANSWERED,
        "passed": _PASSED,
        "sisters": sisters_of(visit, found) if found.common else (),
        "key_work_names": {row.code: pick(row.zh, row.en) for row in template.key_works()},
        "mirror_names": {row.code: pick(row.zh, row.en) for row in template.mirrors},
        **_parts(life),
    }


def _parts(life: ProblemLife) -> dict[str, Any]:
    """The steps by the part of the column in which they stand."""
    by = {act: [step for step in life.steps if step.act == act] for act in Act}
    judged = [step for step in life.steps if step.act in (Act.SUBMIT, Act.ACCEPT, Act.RETURN, Act.CONFIRM)]
    looked = [step for step in life.steps if step.act in (Act.HOLD, Act.COME_BACK, Act.REOPEN)]
    return {
        "decided": next(iter(by[Act.DECIDE][-1:]), None),
        "fixed": bool(by[Act.FIX]),
        "claimed": next(iter(by[Act.CLAIM][-1:]), None),
        "judged": judged,
        "looked": looked,
    }


def _next(visit: Visit, found: Problem, acts: Acts) -> Next | None:
    lead = acts.lead
    ways = [one.act for one in acts.mine if one is not lead and not one.lacks]
    ways.sort(key=lambda act: act.code is Act.REOPEN)  # what takes a closing back comes last
    others = tuple(_button(visit, found, act) for act in ways)
    if lead is None:
        return Next(_("销号以后"), "", "", None, (), others) if others else None
    name = pick(lead.act.zh, lead.act.en)
    if lead.by is None:
        who = pick("、", ", ").join(_(ROLE_NAMES[role]) for role in lead.act.roles)
        return Next(_("等%(who)s：%(act)s") % {"who": who, "act": name}, "", "", None, (), others)
    if lead.lacks:
        lacks = tuple(_lack(visit, found, need) for need in lead.lacks)
        return Next(_("下一步：%(act)s，还差") % {"act": name}, "", "", None, lacks, others)
    note = _("要本人输入自己的密码。") if lead.act.own_hand else ""
    button = _button(visit, found, lead.act)
    return Next(_("下一步：%(act)s") % {"act": name}, lead.act.note, note, button, (), others)


def _button(visit: Visit, found: Problem, act: LifeAct) -> Button:
    args = [visit.running.code, found.number]
    name = pick(act.zh, act.en)
    if act.code is Act.DECIDE:
        return Button(name, reverse("decide_together", args=args))
    if act.code is Act.FIX:
        return Button(name, reverse("fix_at_once", args=args))
    return Button(name, reverse("take_step", args=[*args, act.code.replace("_", "-")]))


def _lack(visit: Visit, found: Problem, need: Need) -> Lack:
    said = said_of(need)
    place = ""
    if need in _WHERE and visit.may(Right.PROBLEM_WORK, owner_path(found)):
        place = reverse(_WHERE[need], args=[visit.running.code, found.number])
    elif need is Need.MEASURES_DONE:
        place = "#measures"
    elif need is Need.OWNER and visit.may(Right.PROBLEM_ASSIGN, owner_path(found)):
        place = "#owner"
    return Lack(pick(said.zh, said.en), place)


def _entry(step: Step, life: Life, template: Any) -> Entry:
    act = life.act(Act(step.act)) if step.act in set(Act) else None
    states = {state.code: state for state in life.states}
    after = states.get(step.after)
    reasons = template.lists[act.reasons].codes if act and act.reasons in template.lists else ()
    code = next((pick(row.zh, row.en) for row in reasons if row.code == step.reason_code), step.reason_code)
    parties = {party.code: pick(party.zh, party.en) for party in life.parties}
    return Entry(
        step,
        pick(act.zh, act.en) if act else step.act,
        pick(after.zh, after.en) if after and step.after != step.before else "",
        _(ROLE_NAMES[Role(step.role)]) if step.role in set(Role) else "",
        code,
        parties.get(step.party, ""),
    )
