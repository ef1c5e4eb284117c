"""One letter: what it says, what follows each finding, the answers; issuing, signing, correcting; and its papers."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import HuiyinError, NotAllowed
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.letters import commands
from huiyin.process.letters.access import get_finding, get_letter
from huiyin.process.letters.models import Letter
from huiyin.process.letters.queries import LetterRecord, record_of
from huiyin.process.letters.queries.offers import proofs_of, unit_items, unit_problems
from huiyin.process.letters.queries.texts import text_of_answer, texts_of_letters
from huiyin.process.letters.rules.hands import may_answer, may_sign, may_write
from huiyin.process.letters.rules.states import TO_ANSWER, FindingState, LetterState
from huiyin.process.problems.access import visible_problems
from huiyin.process.reminders.queries import telling_parts
from huiyin.reports.papers.letters import letter_name, reply_name, write_letter, write_reply
from huiyin.web.frame.downloads import document
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import line, words
from huiyin.web.frame.filters import place
from huiyin.web.frame.names import names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.people import names_of_people
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.letters.drawing import (
    letter_title,
    margin_of,
    margin_of_answer,
    praise_names,
    stage_names,
    state_of,
    unmentioned_pieces,
)

_LONGEST = 4000  # the command says what is too long


@page(Right.CAMPAIGN_READ, "GET")
def letter(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """The letter's page."""
    return shown(request, visit, got(visit, pk))


@page(Right.LETTER_WRITE, "POST")
def drop_letter(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Give a draft up."""
    found = got(visit, pk)
    try:
        commands.drop_letter(found, place(request.POST, "version") or 0, by=writer(visit, found), at=visit.at)
    except HuiyinError as error:
        return shown(request, visit, found, error)
    messages.success(request, _("这份草稿不发了。"))
    return HttpResponseRedirect(reverse("letters", args=[visit.running.code]))


@page(Right.LETTER_WRITE, "POST")
def issue_letter(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Issue the version that was shown."""
    found, looked = got(visit, pk), line(request.POST, "looked") == "yes"
    version = place(request.POST, "version") or 0
    try:
        commands.issue_letter(found, version, looked=looked, by=writer(visit, found), at=visit.at)
    except HuiyinError as error:
        return shown(request, visit, found, error)
    messages.success(request, _("已发出，内容从此不变。每一条都在问题台账或计划里跟踪。"))
    return HttpResponseRedirect(reverse("letter", args=[visit.running.code, pk]))


@page(Right.REMINDER_SIGN, "POST")
def sign_letter(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Sign for it in person."""
    found = got(visit, pk)
    path = found.participation.unit.path
    by = next((one for one in visit.actors if may_sign(one, path)), None) or visit.by(Right.REMINDER_SIGN)
    try:
        commands.sign_letter(found, by=by, at=visit.at)
    except HuiyinError as error:
        return shown(request, visit, found, error)
    messages.success(request, _("已签收。请逐条答复。"))
    return HttpResponseRedirect(reverse("letter", args=[visit.running.code, pk]))


@page(Right.LETTER_WRITE, "POST")
def correct_letter(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Correct one place of an issued letter: the judgement, the demand, or a finding by its number."""
    found = got(visit, pk)
    where = line(request.POST, "where", longest=20)
    try:
        finding = get_finding(int(where), found) if where.isdecimal() else None
        commands.correct_letter(
            found,
            words(request.POST, "text", longest=_LONGEST),
            line(request.POST, "reason", longest=_LONGEST),
            field="text" if finding else where,
            finding=finding,
            by=writer(visit, found),
            at=visit.at,
        )
    except HuiyinError as error:
        return shown(request, visit, found, error)
    messages.success(request, _("更正已登记，原文还在。"))
    return HttpResponseRedirect(reverse("letter", args=[visit.running.code, pk]))


@page(Right.CAMPAIGN_READ, "GET")
def letter_docx(_request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """The letter in the official layout."""
    found = got(visit, pk)
    return document(letter_name(found), lambda path: write_letter(found, path, visit.today))


@page(Right.CAMPAIGN_READ, "GET")
def letter_reply(_request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """The unit's answer point by point, in the official layout."""
    found = got(visit, pk)
    seen = seen_problems(visit, record_of(found))
    return document(reply_name(found), lambda path: write_reply(found, path, visit.today, seen))


def got(visit: Visit, pk: int) -> Letter:
    return get_letter(pk, actors=visit.actors, campaign=visit.running)


def seen_problems(visit: Visit, record: LetterRecord) -> frozenset[int]:
    """Which of the problems that a letter leads to are the visitor's to see: one may have been merged into another unit's. One query."""
    named = {one.pk for row in record.findings for one in row.problems}
    named |= {proof.problem_id for row in record.findings for one in row.answers for proof in one.proofs}
    seen = visible_problems(visit.actors, visit.running).filter(pk__in=named)
    return frozenset(seen.values_list("pk", flat=True)) if named else frozenset()


def writer(visit: Visit, found: Letter) -> Actor:
    """The capacity that writes to the letter's unit; NotAllowed where there is none."""
    path = found.participation.unit.path
    by = next((one for one in visit.actors if may_write(one, path)), None)
    if by is None:
        raise NotAllowed(
            "反馈意见由派到这个单位的同志办理，您只能看。",
            "This is for who was sent to the unit; you only read it.",
        )
    return by


def shown(
    request: HttpRequest,
    visit: Visit,
    found: Letter,
    error: HuiyinError | None = None,
    typed: dict[str, Any] | None = None,
) -> HttpResponse:
    """The page, with a refusal above and what was typed kept (`typed["number"]` says at which finding)."""
    campaign, path = visit.running, found.participation.unit.path
    record, group = record_of(found), names_of(campaign).term["supervision_group"]
    writes = any(may_write(one, path) for one in visit.actors)
    answers = any(may_answer(one, path) for one in visit.actors)
    seen = seen_problems(visit, record)
    draft, issued = found.state == LetterState.DRAFT, found.state == LetterState.ISSUED
    rows = [
        {
            "row": row,
            "told": state_of(row.state, group),
            "pieces": unmentioned_pieces(row) if row.left else (),
            "to_answer": issued and answers and row.state in TO_ANSWER,
            "to_look": issued and writes and row.state is FindingState.ANSWERED,
            "proofs": list(proofs_of([one for one in row.problems if one.pk in seen]))
            if issued and answers and row.state in TO_ANSWER
            else (),
            "margin": margin_of_answer(
                visit, found.participation, text_of_answer(row.last.answer), row.last.answer
            )
            if writes and row.last and row.state is FindingState.ANSWERED
            else None,
        }
        for row in record.findings
    ]
    text = texts_of_letters([found.pk])[found.pk] if draft and writes else ""
    praised = praise_names(campaign)
    people = {found.issued_by, found.signed_by, *found.writers, *(one.by for one in record.corrections)}
    people |= {one.answer.by for row in record.findings for one in row.answers}
    people |= {one.look.by for row in record.findings for one in row.answers if one.look}
    context = {
        "letter": found,
        "called": letter_title(campaign),
        "record": record,
        "rows": rows,
        "praised": [(praised.get(code, code), said) for code, said in found.praised.items()],
        "stages": stage_names(campaign),
        "names": names_of(campaign),
        "people": names_of_people(people - {""}),
        "group": group,
        "draft": draft,
        "issued": issued,
        "writes": writes,
        "may_issue": draft and writes and visit.account.code not in found.writers,
        "signs": issued and found.signed_on is None and any(may_sign(one, path) for one in visit.actors),
        "telling": telling_parts(campaign, [text]) if text else (),
        "margin": margin_of(visit, found.participation, text, found) if text else None,
        "problems": unit_problems(found.participation, visible_problems(visit.actors, campaign))
        if issued and writes
        else (),
        "items": unit_items(found.participation) if issued and writes else (),
        "seen": seen,
        "typed": typed or {},
        "said": sentence(error) if error else "",
    }
    status = status_of(error) if error else HTTPStatus.OK
    return show(request, visit, "letters/letter", context, status=status)
