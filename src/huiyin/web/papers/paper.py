"""One paper: a draft to edit and to sign, or, once signed, its words as they are; both to be downloaded."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import HuiyinError
from huiyin.platform.orgs.rules.rights import Right
from huiyin.platform.texts.queries import Source
from huiyin.process.campaigns.access import get_paper, visible_papers
from huiyin.process.campaigns.commands import edit_paper as edit_paper_command
from huiyin.process.campaigns.commands import sign_paper as sign_paper_command
from huiyin.process.campaigns.models import Paper
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.queries.formal_texts import TextKind
from huiyin.process.campaigns.queries.papers import given_in, longest_of, stand_ins, versions_of
from huiyin.process.campaigns.rules.papers import (
    LONGEST_BODY,
    LONGEST_TITLE,
    FrozenFact,
    length,
    lines_of,
    unwritten,
)
from huiyin.process.problems.queries.notes import Checked
from huiyin.reports.papers.candidates import CHAIN_HEAD
from huiyin.reports.papers.paper import write_paper
from huiyin.web.frame.downloads import document
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import line, words
from huiyin.web.frame.filters import place
from huiyin.web.frame.names import form_names
from huiyin.web.frame.notes import Margin, margin
from huiyin.web.frame.page import page
from huiyin.web.frame.people import names_of_people
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit


@page(Right.CAMPAIGN_READ, "GET")
def paper(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """The paper's page."""
    return _shown(request, visit, get_paper(pk, actors=visit.actors, campaign=visit.running))


@page(Right.PAPER_WRITE, "POST")
def edit_paper(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Write the draft anew; what stood there is kept."""
    found = get_paper(pk, actors=visit.actors, campaign=visit.running)
    typed = {"title": line(request.POST, "title"), "body": str(request.POST.get("body", ""))}
    try:
        by = visit.by(Right.PAPER_WRITE, found.unit.path)
        body = words(request.POST, "body", longest=LONGEST_BODY)
        edit_paper_command(
            found, typed["title"], body, place(request.POST, "version") or 0, by=by, at=visit.at
        )
    except HuiyinError as error:
        return _shown(request, visit, found, typed, said=sentence(error), status=status_of(error))
    messages.success(request, _("已保存。"))
    return HttpResponseRedirect(reverse("paper", args=[visit.running.code, pk]))


@page(Right.PAPER_SIGN, "POST")
def sign_paper(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Sign the version that was shown."""
    found = get_paper(pk, actors=visit.actors, campaign=visit.running)
    try:
        by = visit.by(Right.PAPER_SIGN, found.unit.path)
        sign_paper_command(found, place(request.POST, "version") or 0, by=by, at=visit.at)
    except HuiyinError as error:
        return _shown(request, visit, found, said=sentence(error), status=status_of(error))
    messages.success(request, _("已签发，内容从此不变。"))
    return HttpResponseRedirect(reverse("paper", args=[visit.running.code, pk]))


@page(Right.CAMPAIGN_READ, "GET")
def paper_docx(_request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """The paper in the official layout."""
    found = get_paper(pk, actors=visit.actors, campaign=visit.running)
    return document(found.title[:60], lambda path: write_paper(found, path))


def _shown(
    request: HttpRequest,
    visit: Visit,
    found: Paper,
    typed: dict[str, str] | None = None,
    *,
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    makes = visit.may(Right.PAPER_WRITE, found.unit.path) or visit.may(Right.PAPER_SIGN, found.unit.path)
    versions = versions_of(found) if makes else []
    body = found.body if typed is None else typed["body"]
    facts = [FrozenFact.from_json(kept) for kept in found.facts] if makes else []
    wrote = visit.account.code in {found.drafted_by, *(version.by for version in versions)}
    most, now = longest_of(found), length(body)
    seen = visible_papers(visit.actors, visit.running)
    context: dict[str, Any] = {
        "paper": found,
        "kind": form_names(visit.running).get(found.kind, found.kind),
        "lines": lines_of(found.body),
        "typed": typed or {"title": found.title, "body": found.body},
        "facts": [fact for fact in facts if fact.code != CHAIN_HEAD],
        "versions": versions,
        "people": names_of_people([*(version.by for version in versions), found.signed_by]) if makes else {},
        "makes": makes,
        "may_write": visit.may(Right.PAPER_WRITE, found.unit.path),
        "may_sign": visit.may(Right.PAPER_SIGN, found.unit.path) and not wrote,
        "wrote": wrote,
        "length": now,
        "most": most,
        "too_long": most is not None and now > most,
        "unwritten": unwritten(found.body),
        "margin": _margin(visit, found) if makes else None,
        "superseding": seen.signed().filter(supersedes=found).first(),
        "longest": {"title": LONGEST_TITLE, "body": LONGEST_BODY},
        "said": said,
    }
    return show(request, visit, "papers/paper", context, status=status)


def _margin(visit: Visit, found: Paper) -> Margin | None:
    """The notes: while it's written for who writes it, and for who signs it once nothing is left to be written."""
    writes = visit.may(Right.PAPER_WRITE, found.unit.path)
    if not found.signed_on and not writes and unwritten(found.body):
        return None
    form = template_of(visit.running).forms.get(found.kind)
    checked = Checked(
        visit.running,
        found.unit,
        found.signed_on or visit.today,
        itself=Source(TextKind.PAPER, found.pk),
        but=tuple(Source(TextKind.PAPER, other) for other in stand_ins(found)),
        given=given_in(found),
        answers=form is not None and form.answers,
    )
    return margin(visit, found.body, checked)
