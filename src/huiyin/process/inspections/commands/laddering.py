"""Papers of the ladder: drafted by one inspector, issued by another, signed for by the head, answered by the unit."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import BadInput, Conflict, NotAllowed, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Actor, Right, Role
from huiyin.process.campaigns.models import Campaign, Participation
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.inspections import Inspections
from huiyin.process.inspections.commands.visiting import needs_to_inspect
from huiyin.process.inspections.models import Ladder, LadderAnswer, LadderPaper
from huiyin.process.inspections.queries.ladder import deadline_of, standing
from huiyin.process.inspections.rules.ladder import (
    LONGEST_ANSWER,
    LONGEST_MATTER,
    check_time,
    check_words,
    checked_step,
)
from huiyin.process.inspections.rules.visits import needs_reason
from huiyin.process.reminders.queries import telling_parts


@transaction.atomic
def open_ladder(campaign: Campaign, unit: Unit, matter: str, *, by: Actor, at: datetime) -> Ladder:
    """Begin a matter of a unit that papers are to be issued on."""
    needs_to_inspect(by, unit.path)
    if not matter.strip() or len(matter) > LONGEST_MATTER:
        raise BadInput(
            f"督办事项写 1 至 {LONGEST_MATTER} 字。", f"The matter has 1 to {LONGEST_MATTER} characters."
        )
    if not template_of(campaign).inspections.ladder:
        raise Refused("本活动的模板没有督导文书。", "The template of this campaign has no such papers.")
    take_turn()
    taking = Participation.objects.filter(campaign=campaign, unit=unit, ended_on=None)
    if campaign.closed_on is not None or not taking.exists():
        raise Refused("该单位没有参加本活动，或活动已经结束。", "The unit takes no part in the campaign.")
    last = Ladder.objects.filter(campaign=campaign).aggregate(last=Max("number"))["last"] or 0
    ladder = Ladder.objects.create(
        campaign=campaign,
        number=last + 1,
        unit=unit,
        matter=matter.strip(),
        opened_by=by.code,
        opened_on=day_in_china(at),
    )
    facts = {"unit": unit.pk}
    record(act="ladder.opened", subject=f"ladder:{ladder.number}", by=by.code, at=at, facts=facts)
    return ladder


@transaction.atomic
def draft_step(
    ladder: Ladder,
    step: str,
    text: str,
    *,
    due_on: date | None = None,
    skipped_why: str = "",
    by: Actor,
    at: datetime,
) -> LadderPaper:
    """Draft the next paper; one further down only with a reason for what is skipped. One draft at a time."""
    needs_to_inspect(by, ladder.unit.path)
    take_turn()
    papers = standing(ladder)
    if any(one.issued_on is None for one in papers):
        raise Conflict("已有一份草稿，先签发或停用它。", "There is a draft: issue or drop it first.")
    found = checked_step(_rules(ladder), step, [one.step for one in papers], skipped_why)
    check_words(found, text, due_on)
    paper = LadderPaper.objects.create(
        ladder=ladder,
        step=step,
        text=text.strip(),
        due_on=due_on,
        skipped_why=skipped_why.strip(),
        drafted_by=by.code,
        drafted_on=day_in_china(at),
    )
    facts = {"step": step, "skipped": skipped_why.strip()}
    record(act="ladder.drafted", subject=f"ladder:{ladder.number}", by=by.code, at=at, facts=facts)
    return paper


@transaction.atomic
def edit_step(
    paper: LadderPaper, text: str, version: int, *, due_on: date | None = None, by: Actor, at: datetime
) -> None:
    """Change a draft, by who drafted it: so it's never issued by its author. Conflict when it isn't `version` any more."""
    needs_to_inspect(by, paper.ladder.unit.path)
    if by.code != paper.drafted_by:
        raise NotAllowed("草稿由起草人改，签发由别人办。", "Its author changes a draft; another issues it.")
    step = _rules(paper.ladder).step(paper.step)
    if step is not None:
        check_words(step, text, due_on)
    take_turn()
    rows = LadderPaper.objects.filter(pk=paper.pk, version=version, issued_on=None, dropped_on=None)
    if not rows.update(text=text.strip(), due_on=due_on, version=version + 1):
        raise _changed()
    facts = {"step": paper.step, "version": version + 1}
    record(act="ladder.edited", subject=f"ladder:{paper.ladder.number}", by=by.code, at=at, facts=facts)
    paper.refresh_from_db()


@transaction.atomic
def drop_step(paper: LadderPaper, why: str, *, by: Actor, at: datetime) -> None:
    """Drop a draft, with a reason; it stays."""
    needs_to_inspect(by, paper.ladder.unit.path)
    needs_reason(why)
    take_turn()
    rows = LadderPaper.objects.filter(pk=paper.pk, issued_on=None, dropped_on=None)
    if not rows.update(dropped_on=day_in_china(at), dropped_why=why.strip()):
        raise _changed()
    facts = {"step": paper.step, "why": why.strip()}
    record(act="ladder.dropped", subject=f"ladder:{paper.ladder.number}", by=by.code, at=at, facts=facts)
    paper.refresh_from_db()


@transaction.atomic
def issue_step(paper: LadderPaper, version: int, *, looked: bool = False, by: Actor, at: datetime) -> None:
    """Issue a draft of somebody else's, in the version that was seen: it gets the next number of its kind in the year and never changes.

    Refused at the wrong side of the last day that an earlier paper gave, and where words may tell who gave an opinion until `by` says
    that they `looked`. A proposal goes to the superior and does nothing here.
    """
    ladder = paper.ladder
    needs_to_inspect(by, ladder.unit.path)
    if by.code == paper.drafted_by:
        raise NotAllowed("自己起草的，由另一位督导人员签发。", "What you drafted another inspector issues.")
    take_turn()
    paper.refresh_from_db()
    rules, today = _rules(ladder), day_in_china(at)
    issued = [one for one in standing(ladder) if one.pk != paper.pk]
    step = checked_step(rules, paper.step, [one.step for one in issued], paper.skipped_why)
    check_time(step, deadline_of(issued), paper.due_on, today)
    telling = telling_parts(ladder.campaign, [paper.text])
    if telling and not looked:
        shown = "、".join(f"“{part}”" for part in telling[:5])
        raise Refused(
            f"这些话可能让人认出是谁反映的，或涉及举报：{shown}。请起草人改写，或勾选“看过了”再签发。",
            f"By these words somebody may be known, or they accuse: {shown}. Have them reworded, or say that you looked.",
        )
    same = LadderPaper.objects.filter(ladder__campaign=ladder.campaign, step=paper.step, year=today.year)
    number = (same.aggregate(last=Max("number"))["last"] or 0) + 1
    rows = LadderPaper.objects.filter(pk=paper.pk, version=version, issued_on=None, dropped_on=None)
    if not rows.update(issued_by=by.code, issued_on=today, year=today.year, number=number):
        raise _changed()
    facts = {"step": paper.step, "number": number, "looked": bool(telling)}
    record(act="ladder.issued", subject=f"ladder:{ladder.number}", by=by.code, at=at, facts=facts)
    paper.refresh_from_db()


@transaction.atomic
def sign_step(paper: LadderPaper, *, by: Actor, at: datetime) -> None:
    """Sign for a paper in person, as the unit's head. Refused where the paper asks no signature, and the second time."""
    by.needs(Right.REMINDER_SIGN, paper.ladder.unit.path)
    step = _rules(paper.ladder).step(paper.step)
    if by.role is not Role.HEAD or by.scope != paper.ladder.unit.path:
        raise NotAllowed("由主要负责人本人签收。", "The head signs for it in person.")
    if step is None or not step.signed or step.proposal:
        raise Refused("这份文书不用签收。", "This paper asks for no signature.")
    take_turn()
    rows = LadderPaper.objects.filter(pk=paper.pk, signed_on=None, issued_on__isnull=False)
    if not rows.update(signed_by=by.code, signed_on=day_in_china(at)):
        raise Refused("已经签收过了。", "It was signed for already.")
    facts = {"step": paper.step}
    record(act="ladder.signed", subject=f"ladder:{paper.ladder.number}", by=by.code, at=at, facts=facts)
    paper.refresh_from_db()


@transaction.atomic
def answer_paper(paper: LadderPaper, text: str, *, by: Actor, at: datetime) -> LadderAnswer:
    """Answer an issued paper, for the unit that it was issued to."""
    by.needs(Right.PROBLEM_WORK, paper.ladder.unit.path)
    step = _rules(paper.ladder).step(paper.step)
    if by.scope != paper.ladder.unit.path or paper.issued_on is None or step is None or step.proposal:
        raise NotAllowed("由收到文书的单位答复。", "The unit that it was issued to answers.")
    if not text.strip() or len(text) > LONGEST_ANSWER:
        raise BadInput(
            f"答复写 1 至 {LONGEST_ANSWER} 字。", f"The answer has 1 to {LONGEST_ANSWER} characters."
        )
    made = LadderAnswer.objects.create(paper=paper, text=text.strip(), by=by.code, on=day_in_china(at))
    facts = {"step": paper.step}
    record(act="ladder.answered", subject=f"ladder:{paper.ladder.number}", by=by.code, at=at, facts=facts)
    return made


def _rules(ladder: Ladder) -> Inspections:
    return template_of(ladder.campaign).inspections


def _changed() -> Conflict:
    return Conflict("草稿刚刚有变动，请刷新后再看。", "The draft was changed meanwhile: look again.")
