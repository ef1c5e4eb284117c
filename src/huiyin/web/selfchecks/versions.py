"""A version of a paper beside the one before: what went, what came, sentence by sentence; and the papers to download."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from huiyin.kit.errors import Refused, Unseen
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.queries import template_of
from huiyin.process.selfchecks.access import reading
from huiyin.process.selfchecks.models import SelfCheck, Version
from huiyin.process.selfchecks.queries.reviews import reviews_of
from huiyin.process.selfchecks.queries.texts import version_text
from huiyin.process.selfchecks.rules.differences import differences
from huiyin.reports.papers.selfchecks import REVIEW_SLIP, write_review_slip, write_selfcheck
from huiyin.web.frame.downloads import document, workbook
from huiyin.web.frame.filters import place
from huiyin.web.frame.page import page
from huiyin.web.frame.people import names_of_people
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.selfchecks.drawing import drawn_reviews
from huiyin.web.selfchecks.states import title_of
from huiyin.web.selfchecks.writing import found_paper


def _readable(visit: Visit, paper: SelfCheck) -> list[Version]:
    """The versions that the visitor reads, oldest first: their writers all, others those that reached them."""
    read = reading(paper, visit.actors)
    if read.writer is None:
        return list(read.versions)
    return list(Version.objects.filter(paper=paper).order_by("number"))


@page(Right.SELFCHECK_READ, "GET")
def selfcheck_version(request: HttpRequest, visit: Visit, pk: int, number: int) -> HttpResponse:
    """The version, with the differences to the one before it or to `against`."""
    paper = found_paper(visit, pk)
    versions = _readable(visit, paper)
    found = next((one for one in versions if one.number == number), None)
    if found is None:
        raise Unseen
    wanted = place(request.GET, "against")
    before = [one for one in versions if one.number < number]
    other = next((one for one in versions if one.number == wanted), None) if wanted else None
    against = other or (before[-1] if before else None)
    text = version_text(paper, found)
    context: dict[str, Any] = {
        "paper": paper,
        "title": title_of(paper),
        "edition": found,
        "against": against,
        "changes": differences(version_text(paper, against), text) if against else None,
        "text": text,
        "versions": [one for one in versions if one.number != number],
        "people": names_of_people([found.by]),
        "reviews": drawn_reviews(visit, [one for one in reviews_of(paper) if one.version_id == found.pk]),
    }
    return show(request, visit, "selfchecks/selfcheck_version", context)


@page(Right.SELFCHECK_READ, "GET")
def selfcheck_docx(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """The last version that the visitor reads (or `version`), on the official grid."""
    paper = found_paper(visit, pk)
    versions = _readable(visit, paper)
    wanted = place(request.GET, "version")
    found = next((one for one in reversed(versions) if wanted in {None, one.number}), None)
    if found is None:
        raise Unseen
    return document(title_of(paper)[:60], lambda path: write_selfcheck(paper, found, path))


@page(Right.SELFCHECK_READ, "GET")
def selfcheck_reviews(_request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """What reviewers said, on the template's form."""
    paper = found_paper(visit, pk)
    seen = {one.pk for one in _readable(visit, paper)}
    if not seen:
        raise Unseen
    reviews = [one for one in reviews_of(paper) if one.version_id in seen]
    if not reviews:
        raise Refused("还没有审阅意见。", "Nobody has reviewed it yet.")
    form = template_of(visit.running).forms.get(REVIEW_SLIP)
    if form is None:
        raise Refused("模板里没有这张表。", "The template has no such form.")
    names = names_of_people(one.by for one in reviews)
    return workbook(
        f"{form.title}-{title_of(paper)[:50]}",
        lambda path: write_review_slip(paper, reviews, names, path, visit.today),
    )
