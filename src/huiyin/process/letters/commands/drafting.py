"""A letter is drafted by an inspector, changed by others, or given up; nothing of it is anybody else's yet."""

from datetime import datetime

from django.db import transaction

from huiyin.kit.clock import day_in_china
from huiyin.kit.errors import BadInput, Conflict, Refused
from huiyin.platform.audit.commands import record, take_turn
from huiyin.platform.orgs.rules.rights import Actor
from huiyin.process.campaigns.models import Participation, PlanItem
from huiyin.process.campaigns.queries import template_of
from huiyin.process.letters.models import Finding, FindingTie, Letter
from huiyin.process.letters.queries.offers import meeting_findings
from huiyin.process.letters.rules.hands import needs_inspector
from huiyin.process.letters.rules.states import LetterState
from huiyin.process.letters.rules.wording import Pointed, Words, needs_words
from huiyin.process.meetings.models import Passage
from huiyin.process.problems.models import Problem


@transaction.atomic
def draft_letter(
    participation: Participation, stage: str, words: Words, *, by: Actor, at: datetime
) -> Letter:
    """Begin a letter to a unit about a stage ("" where the template has none)."""
    _needs_to_write(participation, by)
    campaign = participation.campaign
    if stage not in {"", *(one.code for one in template_of(campaign).stages)}:
        raise BadInput("没有这个环节。", "There is no such stage.")
    take_turn()
    if campaign.closed_on is not None or participation.ended_on is not None:
        raise Refused(
            "活动已经结束，或该单位已退出活动。", "The campaign is closed, or the unit has left it."
        )
    checked = _checked(participation, words)
    letter = Letter.objects.create(
        campaign=campaign,
        participation=participation,
        stage=stage,
        writers=[by.code],
        drafted_on=day_in_china(at),
        **_fields(checked),
    )
    _point(letter, checked)
    facts = {"unit": participation.unit_id, "stage": stage, "findings": len(words.findings)}
    record(act="letter.drafted", subject=f"letter:{letter.pk}", by=by.code, at=at, facts=facts)
    return letter


@transaction.atomic
def change_letter(letter: Letter, words: Words, version: int, *, by: Actor, at: datetime) -> int:
    """Put other words in a draft's place; its new version. Conflict where somebody else was faster."""
    _needs_to_write(letter.participation, by)
    take_turn()
    now = needs_draft(letter)
    checked = _checked(letter.participation, words, letter)
    changed = Letter.objects.filter(pk=letter.pk, version=version, state=LetterState.DRAFT).update(
        **_fields(checked), version=version + 1, writers=sorted({*now.writers, by.code})
    )
    if not changed:
        raise changed_meanwhile()
    FindingTie.objects.filter(finding__letter=letter).delete()
    Finding.objects.filter(letter=letter).delete()
    _point(letter, checked)
    facts = {"version": version + 1, "findings": len(words.findings)}
    record(act="letter.changed", subject=f"letter:{letter.pk}", by=by.code, at=at, facts=facts)
    return version + 1


@transaction.atomic
def drop_letter(letter: Letter, version: int, *, by: Actor, at: datetime) -> None:
    """Give a draft up: it stays where inspectors can read it, and is never issued."""
    _needs_to_write(letter.participation, by)
    take_turn()
    needs_draft(letter)
    rows = Letter.objects.filter(pk=letter.pk, version=version, state=LetterState.DRAFT)
    if not rows.update(state=LetterState.DROPPED, version=version + 1):
        raise changed_meanwhile()
    record(act="letter.dropped", subject=f"letter:{letter.pk}", by=by.code, at=at, facts={})


def needs_draft(letter: Letter) -> Letter:
    """The row as it is now; Refused where it isn't a draft any more."""
    now = Letter.objects.get(pk=letter.pk)
    if now.state != LetterState.DRAFT:
        raise Refused(
            "这份反馈意见书已经发出或不发了，不再改动。写错了的，请登记更正并写明理由。",
            "The letter was issued or given up and stays. Where something is wrong, enter a correction with its reason.",
        )
    return now


def changed_meanwhile() -> Conflict:
    return Conflict(
        "这份反馈意见书刚由别人改过，您的没有写入。请刷新后再看。",
        "Somebody else has just changed this letter; yours wasn't written. Look again.",
    )


def _needs_to_write(participation: Participation, by: Actor) -> None:
    inspectors = template_of(participation.campaign).term("supervision_group")
    needs_inspector(by, participation.unit.path, inspectors)


def _checked(participation: Participation, words: Words, letter: Letter | None = None) -> Words:
    """The words, where everything that they name is there to be named."""
    needs_words(words)
    template = template_of(participation.campaign)
    form = template.forms.get("feedback_letter")
    listed = template.lists.get(form.praises) if form and form.praises else None
    known = {code.code for code in listed.codes} if listed else set[str]()
    if set(words.praised) - known:
        raise BadInput("肯定的方面不在模板的清单里。", "What is praised isn't in the template's list.")
    if any(one.focus and one.focus not in template.focus_codes() for one in words.findings):
        raise BadInput("问题类别不在模板的清单里。", "A focus code isn't in the template's list.")
    offered = {passage.pk for passage in meeting_findings(participation, letter)}
    if {one.passage for one in words.findings if one.passage is not None} - offered:
        raise Refused(
            "会上的这条意见不属于这个单位，或已经写进另一份反馈意见书。",
            "That finding isn't of a meeting of this unit, or another letter has it already.",
        )
    return words


def _fields(words: Words) -> dict[str, object]:
    return {
        "judgement": words.judgement.strip(),
        "praised": {code: text.strip() for code, text in words.praised.items() if text.strip()},
        "demand": words.demand.strip(),
        "answer_by": words.answer_by,
    }


def _point(letter: Letter, words: Words) -> None:
    """The findings in their order, with what they are tied to; what is named and isn't there is refused."""
    for number, one in enumerate(words.findings, start=1):
        passage = Passage.objects.get(pk=one.passage) if one.passage is not None else None
        finding = Finding.objects.create(
            letter=letter, number=number, text=one.text.strip(), focus=one.focus, passage=passage
        )
        tie_named(finding, one, letter)


def tie_named(finding: Finding, one: Pointed, letter: Letter) -> None:
    """Tie a finding to the problems and plan items of its unit that `one` names; Refused where one isn't there. 2 queries and 2 a tie."""
    part = letter.participation
    for number in dict.fromkeys(one.problems):
        problem = (
            Problem.objects.of(letter.campaign).standing().filter(number=number, owner=part.unit_id).first()
        )
        if problem is None:
            raise Refused(
                f"这个单位没有编号 {number} 的问题，或它已并入别的问题。",
                f"The unit has no problem {number}, or it was merged into another.",
            )
        FindingTie.objects.get_or_create(finding=finding, problem=problem)
    for pk in dict.fromkeys(one.items):
        item = PlanItem.objects.sent().filter(pk=pk, participation=part).first()
        if item is None:
            raise Refused("这个单位的计划里没有这一项。", "The unit's plan has no such item.")
        FindingTie.objects.get_or_create(finding=finding, item=item)
