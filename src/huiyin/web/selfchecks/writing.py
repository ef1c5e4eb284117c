"""A paper's page: where its writer writes, and everybody else reads what reached them."""

import json
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.clock import CHINA
from huiyin.kit.errors import HuiyinError, NotAllowed
from huiyin.platform.orgs.queries import teams
from huiyin.platform.orgs.rules.rights import Right, Role
from huiyin.process.campaigns.queries import template_of
from huiyin.process.selfchecks import commands
from huiyin.process.selfchecks.access import Reading, get_selfcheck, reading, writer_of
from huiyin.process.selfchecks.models import Drafter, SelfCheck, Version
from huiyin.process.selfchecks.queries.reviews import reviews_of, writers_of
from huiyin.process.selfchecks.queries.texts import draft_text
from huiyin.process.selfchecks.rules.content import Content
from huiyin.process.selfchecks.rules.pasting import pasted_of, still_there
from huiyin.process.selfchecks.rules.states import WRITTEN, State, reads_at
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.filters import place
from huiyin.web.frame.names import names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.people import names_of_people
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.selfchecks.beside import beside
from huiyin.web.selfchecks.drawing import drawn_reviews, fields_of, paper_lines
from huiyin.web.selfchecks.margin import margin_of_paper
from huiyin.web.selfchecks.states import shown, title_of, with_whom
from huiyin.web.selfchecks.typed import content_of, pasted_in


def found_paper(visit: Visit, pk: int) -> SelfCheck:
    """The paper, Unseen where it isn't the visitor's to know of; with the campaign that has its template read already."""
    paper = get_selfcheck(pk, actors=visit.actors, account=visit.account, campaign=visit.running)
    paper.participation.campaign = visit.running
    return paper


@page(Right.SELFCHECK_READ, "GET")
def selfcheck(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """The page."""
    return paper_page(request, visit, found_paper(visit, pk))


@page(Right.SELFCHECK_WRITE, "POST")
def save_selfcheck(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Save what is being written: by the page's script every few seconds (it gets JSON), or by a press, which keeps a version."""
    paper = found_paper(visit, pk)
    template = template_of(visit.running)
    by_script = request.headers.get("X-Autosave") == "1"
    typed = content_of(request.POST, template.selfchecks.kind(paper.kind), template)
    try:
        by = writer_of(paper, visit.actors)
        if by is None:
            raise NotAllowed(
                "个人材料只由本人写，班子材料由起草组写。",
                "Only its author, or the group that drafts it, writes this paper.",
            )
        pasted = pasted_in(request.POST, template.selfchecks.pasted_from)
        edits = place(request.POST, "edits") or 0
        saved = commands.save_selfcheck(
            paper, typed, edits, pasted=pasted, keep=not by_script, by=by, at=visit.at
        )
    except HuiyinError as error:
        if by_script:
            return JsonResponse({"said": sentence(error)}, status=status_of(error))
        return paper_page(request, visit, paper, typed=typed, error=error)
    if by_script:
        told = {"edits": saved.edits, "apart": saved.apart, "at": f"{visit.at.astimezone(CHINA):%H:%M:%S}"}
        if saved.apart:
            told |= {"said": apart_said(saved.apart), "link": _version_link(visit, pk, saved.apart)}
        return JsonResponse(told)
    if saved.apart:
        messages.warning(request, apart_said(saved.apart))
        return HttpResponseRedirect(_version_link(visit, pk, saved.apart))
    messages.success(request, _("已保存，并留了一稿。"))
    return HttpResponseRedirect(reverse("selfcheck", args=[visit.running.code, pk]))


def apart_said(number: int) -> str:
    """Why words were set apart, and where they are."""
    return _("另一个窗口已经存过，或者材料已经送审：这一份没有覆盖，另存为第 %(n)s 稿，两份都在。") % {
        "n": number
    }


def _version_link(visit: Visit, pk: int, number: int) -> str:
    return reverse("selfcheck_version", args=[visit.running.code, pk, number])


def paper_page(
    request: HttpRequest,
    visit: Visit,
    paper: SelfCheck,
    *,
    typed: Content | None = None,
    error: HuiyinError | None = None,
) -> HttpResponse:
    """The page, with what was typed and what went wrong."""
    read = reading(paper, visit.actors)
    writes = read.writer is not None and paper.state in WRITTEN
    context: dict[str, Any] = {
        "paper": paper,
        "title": title_of(paper),
        "state": shown(paper),
        "where": with_whom(paper),
        "writer": read.writer is not None,
        "writes": writes,
        "passed": paper.state == State.PASSED,
        "may_review": _may_review(visit, paper, read),
        "reviews": drawn_reviews(visit, _reviews(paper, read)),
        "versions": _versions(paper, read),
        "said": sentence(error) if error else "",
    }
    context["people"] = names_of_people([*(one.by for one in context["versions"])])
    if writes:
        context |= _writing(visit, paper, typed)
    elif read.latest is not None:
        content = Content.of_json(read.latest.content)
        margin = margin_of_paper(visit, paper, content)
        context |= {"edition": read.latest, "margin": margin, "lines": paper_lines(paper, content)}
        context |= beside(visit, paper, content)
        context["pasted"] = pasted_of(read.latest.pasted, 0)
    context |= _drafting(visit, paper)
    status = status_of(error) if error else HTTPStatus.OK
    return show(request, visit, "selfchecks/selfcheck", context, status=status)


def _writing(visit: Visit, paper: SelfCheck, typed: Content | None) -> dict[str, Any]:
    template = template_of(visit.running)
    kind = template.selfchecks.kind(paper.kind)
    content = Content.of_json(paper.content)
    text = draft_text(paper)
    pasted = still_there(pasted_of(paper.pasted, template.selfchecks.pasted_from), text)
    return {
        "fields": fields_of(typed or content, kind, template),
        "names": names_of(visit.running),
        "margin": margin_of_paper(visit, paper, content),
        "pasted": pasted,
        "pasted_json": json.dumps([one.as_json() for one in pasted], ensure_ascii=False),
        "pasted_from": template.selfchecks.pasted_from,
        "length": len("".join(text.split())),
        "least": int(template.parameter(kind.least)),
        "most": int(template.parameter(kind.most)),
        **beside(visit, paper, content),
    }


def _may_review(visit: Visit, paper: SelfCheck, read: Reading) -> bool:
    if paper.state != State.HANDED_IN or read.latest is None:
        return False
    level = template_of(visit.running).selfchecks.reviewer(paper.level)
    return visit.account.code not in writers_of(paper) and any(
        reads_at(level, by, paper.participation.unit.path) for by in visit.actors
    )


def _reviews(paper: SelfCheck, read: Reading) -> list[Any]:
    seen = {version.pk for version in read.versions}
    return [review for review in reviews_of(paper) if review.version_id in seen] if seen else []


def _versions(paper: SelfCheck, read: Reading) -> list[Version]:
    """The latest first: for its writers all that were kept."""
    if read.writer is None:
        return list(reversed(read.versions))
    rows = Version.objects.filter(paper=paper).defer("content", "pasted").order_by("-number")
    return list(rows[:60])


def _drafting(visit: Visit, paper: SelfCheck) -> dict[str, Any]:
    """Who drafts the team's paper, and among whom its head chooses. 2 queries, none for a member's."""
    if paper.account_id is not None:
        return {}
    unit = paper.participation.unit
    drafters = [
        one.account for one in Drafter.objects.filter(paper=paper).select_related("account").order_by("pk")
    ]
    names = any(
        by.role in {Role.HEAD, Role.CLERK, Role.OFFICE} and by.scope == unit.path for by in visit.actors
    )
    seats = [seat.account for seat in teams([unit.pk], visit.today)[unit.pk]] if names else []
    several = {account.pk: account for account in [*drafters, *seats]}
    if names:
        several[visit.account.pk] = visit.account
    return {
        "drafters": drafters,
        "drafting": {account.pk for account in drafters},
        "may_name": names,
        "choices": list(several.values()),
    }
