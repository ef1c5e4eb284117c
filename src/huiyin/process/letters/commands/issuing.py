"""A letter is issued by another than who wrote it: each finding is followed in the ledger from then on, and never twice."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import NotAllowed, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.platform.texts.commands import index_passages
from huiyin.platform.texts.commands.passages import Worded
from huiyin.process.campaigns.queries import template_of
from huiyin.process.letters.commands.drafting import changed_meanwhile, needs_draft, tie_named
from huiyin.process.letters.models import Finding, FindingTie, Letter
from huiyin.process.letters.queries.texts import KIND, texts_of_letters
from huiyin.process.letters.rules.hands import needs_inspector
from huiyin.process.letters.rules.states import LetterState
from huiyin.process.letters.rules.wording import Pointed, manifestation
from huiyin.process.meetings.commands import raise_finding
from huiyin.process.meetings.commands.finding import wording_for
from huiyin.process.meetings.models import Passage
from huiyin.process.opinions.rules.reach import may_work
from huiyin.process.problems.commands import Wording, raise_problem
from huiyin.process.problems.models import Problem
from huiyin.process.problems.rules import BY_INSPECTORS
from huiyin.process.reminders.queries import telling_parts
from huiyin.process.reminders.rules.wording import title_of


@transaction.atomic
def issue_letter(letter: Letter, version: int, *, looked: bool = False, by: Actor, at: datetime) -> Letter:
    """Issue the version of a draft that `by` read: an inspector who wrote none of it.

    A finding that came from a meeting is followed by that finding's problem, raised now where nobody did; one that is tied already by
    what it is tied to; any other becomes a problem of the unit (source 督导组反馈). Refused where words may tell who gave an opinion,
    or accuse, until `by` says that they `looked`. About 10 queries a finding.
    """
    part, campaign = letter.participation, letter.campaign
    needs_inspector(by, part.unit.path, template_of(campaign).term("supervision_group"))
    take_turn()
    now = needs_draft(letter)
    if by.code in now.writers:
        raise NotAllowed(
            "起草的人不能自己签发，请由另一位成员签发。",
            "Who wrote a letter doesn't issue it: another inspector does.",
        )
    if now.version != version:
        raise changed_meanwhile()
    findings = list(Finding.objects.filter(letter=letter).order_by("number"))
    text = texts_of_letters([letter.pk])[letter.pk]
    telling = telling_parts(campaign, [text])
    if telling and not looked:
        shown = "、".join(f"“{part}”" for part in telling[:5])
        raise Refused(
            f"这些话可能让人认出是谁反映的，或涉及举报：{shown}。改写，或勾选“看过了”再发。",
            f"By these words somebody may be known, or they accuse: {shown}. Reword them, or say that you looked.",
        )
    tied = set(FindingTie.objects.filter(finding__in=findings).values_list("finding_id", flat=True))
    for finding in findings:
        _follow(now, finding, tied=finding.pk in tied, by=by, at=at)
    last = Letter.objects.of(campaign).aggregate(last=Max("number"))["last"] or 0
    day = day_in_china(at)
    done = Letter.objects.filter(pk=letter.pk, version=version, state=LetterState.DRAFT).update(
        state=LetterState.ISSUED, number=last + 1, issued_by=by.code, issued_on=day
    )
    if not done:
        raise changed_meanwhile()
    index_passages(KIND, [Worded(letter.pk, version, text)])
    facts = {
        "number": last + 1,
        "unit": part.unit_id,
        "version": version,
        "findings": len(findings),
        "looked": bool(telling),
    }
    record(act="letter.issued", subject=f"letter:{letter.pk}", by=by.code, at=at, facts=facts)
    return Letter.objects.select_related("campaign__root", "participation__unit").get(pk=letter.pk)


def _follow(letter: Letter, finding: Finding, *, tied: bool, by: Actor, at: datetime) -> None:
    """See to it that something follows the finding, and that nothing follows it twice."""
    if finding.passage_id is not None:
        _tie(finding, _of_meeting(finding.passage_id, by=by, at=at))
    elif not tied:
        unit, campaign = letter.participation.unit, letter.campaign
        stages = {one.code: one.zh for one in template_of(campaign).stages}
        wording = Wording(
            title_of(finding.text),
            BY_INSPECTORS,
            manifestation(day_in_china(at), stages.get(letter.stage, ""), finding.number, finding.text),
            focus=finding.focus,
            checked=may_work(by, Right.OPINION_READ_RAW, unit.path, campaign.root.path),
        )
        _tie(finding, raise_problem(campaign, wording, owner=unit, by=by, at=at))


def _of_meeting(pk: int, *, by: Actor, at: datetime) -> Problem:
    """The problem that follows a meeting's finding; raised by the meeting's own command where there is none yet."""
    related = ("problem", "entry__meeting__campaign__root", "entry__meeting__host__unit")
    passage = Passage.objects.select_related(*related).get(pk=pk)
    return passage.problem or raise_finding(passage, wording_for(passage, by), by=by, at=at)


def _tie(finding: Finding, problem: Problem) -> None:
    FindingTie.objects.get_or_create(finding=finding, problem=problem)


@transaction.atomic
def tie_finding(finding: Finding, one: Pointed, *, by: Actor, at: datetime) -> None:
    """Say that an issued finding is followed by these problems or plan items of its unit, too. By the inspectors."""
    letter = finding.letter
    inspectors = template_of(letter.campaign).term("supervision_group")
    needs_inspector(by, letter.participation.unit.path, inspectors)
    take_turn()
    if not Letter.objects.issued().filter(pk=letter.pk).exists():
        raise Refused("还没有发出。", "It isn't issued yet.")
    if not one.problems and not one.items:
        raise Refused("请选一个问题或一项计划。", "Choose a problem or an item of the plan.")
    tie_named(finding, one, letter)
    facts = {"finding": finding.number, "problems": list(one.problems), "items": list(one.items)}
    record(act="letter.finding_tied", subject=f"letter:{letter.pk}", by=by.code, at=at, facts=facts)
