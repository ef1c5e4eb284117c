"""Reviewing a paper: its text with a place for a word at each paragraph, the verdict, its defects, until when."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import HuiyinError, Unseen
from huiyin.platform.orgs.rules.rights import Actor, Right
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.papers import lines_of
from huiyin.process.campaigns.rules.selfchecks import Verdict
from huiyin.process.selfchecks import commands
from huiyin.process.selfchecks.access import reading
from huiyin.process.selfchecks.models import SelfCheck, Version
from huiyin.process.selfchecks.queries.reviews import reviews_of
from huiyin.process.selfchecks.queries.texts import version_text
from huiyin.process.selfchecks.rules.content import Content
from huiyin.process.selfchecks.rules.pasting import pasted_of
from huiyin.process.selfchecks.rules.states import State, reads_at
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import day, one_of, words
from huiyin.web.frame.filters import place
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.selfchecks.beside import beside
from huiyin.web.selfchecks.drawing import drawn_reviews, reason_names, verdict_names
from huiyin.web.selfchecks.margin import margin_of_paper
from huiyin.web.selfchecks.states import title_of
from huiyin.web.selfchecks.writing import found_paper

_MOST_COMMENTS = 200


@page(Right.SELFCHECK_REVIEW, "GET", "POST")
def review_selfcheck(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """The version that lies with the visitor's level, and the form of the verdict."""
    paper = found_paper(visit, pk)
    version = reading(paper, visit.actors).latest
    if version is None:
        raise Unseen
    error: HuiyinError | None = None
    if request.method == "POST":
        try:
            seen = place(request.POST, "version") or 0
            paper.level = str(request.POST.get("level", ""))[:40]
            commands.review_selfcheck(paper, seen, _said(request), by=_by(visit, paper), at=visit.at)
        except HuiyinError as refused:
            error = refused
            paper = found_paper(visit, pk)
        else:
            messages.success(request, _("审阅意见已记下，作者看得到。"))
            return HttpResponseRedirect(reverse("selfchecks", args=[visit.running.code]))
    context = _context(visit, paper, version)
    context |= {"typed": request.POST if error else None, "said": sentence(error) if error else ""}
    context["comments"] = _typed_comments(request) if error else {}
    status = status_of(error) if error else HTTPStatus.OK
    return show(request, visit, "selfchecks/review_selfcheck", context, status=status)


def _by(visit: Visit, paper: SelfCheck) -> Actor:
    """The capacity that reviews at the paper's level, else some, for the command to refuse with its own words."""
    rules = template_of(visit.running).selfchecks
    path = paper.participation.unit.path
    if any(one.code == paper.level for one in rules.reviewers):
        level = rules.reviewer(paper.level)
        found = next((by for by in visit.actors if reads_at(level, by, path)), None)
        if found is not None:
            return found
    return visit.by(Right.SELFCHECK_REVIEW, path)


def _typed_comments(request: HttpRequest) -> dict[int, str]:
    found = {}
    for name in request.POST:
        at = name.removeprefix("comment.")
        if name.startswith("comment.") and at.isdecimal() and len(at) < 6:
            said = words(request.POST, name, longest=4000)
            if said:
                found[int(at)] = said
    return dict(sorted(found.items())[:_MOST_COMMENTS])


def _said(request: HttpRequest) -> commands.Opinion:
    given = request.POST
    return commands.Opinion(
        verdict=one_of(given, "verdict", Verdict, "结论", "verdict"),
        reasons=tuple(str(one)[:40] for one in given.getlist("reason")[:30]),
        comments=tuple(commands.Comment(at, said) for at, said in _typed_comments(request).items()),
        remark=words(given, "remark", longest=8000),
        due_on=day(given, "due_on", "限定时间", "The date"),
    )


def _context(visit: Visit, paper: SelfCheck, version: Version) -> dict[str, Any]:
    template = template_of(visit.running)
    rules = template.selfchecks
    names, reasons = verdict_names(template), reason_names(template)
    content = Content.of_json(version.content)
    path = paper.participation.unit.path
    level = rules.reviewer(paper.level) if paper.state == State.HANDED_IN else None
    return {
        "paper": paper,
        "edition": version,
        "title": title_of(paper),
        "level": level,
        "mine": level is not None and any(reads_at(level, by, path) for by in visit.actors),
        "lines": [
            (at, text, any(line.level for line in lines_of(text)))
            for at, text in enumerate(version_text(paper, version).split("\n"))
        ],
        "verdicts": [
            (
                rule.code.value,
                names.get(rule.code, rule.code),
                [(code, reasons.get(code, code)) for code in rule.reasons],
            )
            for rule in rules.verdicts
        ],
        "margin": margin_of_paper(visit, paper, content),
        "pasted": pasted_of(version.pasted, 0),
        "reviews": drawn_reviews(
            visit, [one for one in reviews_of(paper) if one.version.number <= version.number]
        ),
        **beside(visit, paper, content),
    }
