"""Points of a talk on a page: opened with a passphrase in the very request, shown in its answer, and kept nowhere."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from huiyin.kit.errors import BadInput, HuiyinError, Unseen
from huiyin.process.talks import commands
from huiyin.process.talks.access import get_own_talk
from huiyin.process.talks.commands.points import MOST, Opened
from huiyin.process.talks.models import SharedPoint, Talk, TalkPoint
from huiyin.process.talks.queries import holders_of_keys, key_of, points_of
from huiyin.reports.papers.talk_record import title_of_record, write_talk_record
from huiyin.web.frame.downloads import document
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.fields import line, words
from huiyin.web.frame.page import Open, page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.talks.names import TalkWords


@sensitive_post_parameters()
@page(Open.SIGNED_IN, "GET", "POST")
@sensitive_variables()
def talk_points(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """The points as they lie; POST with the passphrase opens them in its answer, which no browser keeps."""
    found = get_own_talk(pk, visit.account)
    if request.method == "GET":
        return _page(request, visit, found)
    try:
        typed = str(request.POST.get("passphrase", ""))
        opened = commands.open_points(found, typed, who=visit.account, at=visit.at)
    except HuiyinError as error:
        return _page(request, visit, found, error=error)
    return _page(request, visit, found, opened=opened)


@sensitive_post_parameters()
@page(Open.SIGNED_IN, "GET", "POST")
@sensitive_variables()
def talk_record(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """The record form of a talk as a paper: its facts; POST with the passphrase puts one's own points on it, in this one answer."""
    found = get_own_talk(pk, visit.account)
    try:
        title, own = title_of_record(found), None
        if request.method == "POST":
            typed = str(request.POST.get("passphrase", ""))
            opened = commands.open_points(found, typed, who=visit.account, at=visit.at)
            own = [one for one in opened if one.author_id == visit.account.pk]
    except HuiyinError as error:
        return _page(request, visit, found, error=error)
    other = found.other if found.one_id == visit.account.pk else found.one
    answer = document(
        f"{title}-{other.name}"[:60], lambda path: write_talk_record(found, path, visit.today, own)
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@sensitive_post_parameters()
@page(Open.SIGNED_IN, "POST")
@sensitive_variables()
def write_point(request: HttpRequest, visit: Visit, pk: int) -> HttpResponse:
    """Write a point down, for the two alone."""
    found = get_own_talk(pk, visit.account)
    try:
        text = words(request.POST, "point", longest=MOST)
        heading, focus = line(request.POST, "heading"), line(request.POST, "focus")
        commands.write_point(found, heading=heading, focus=focus, text=text, who=visit.account, at=visit.at)
    except HuiyinError as error:
        return _page(request, visit, found, error=error)
    messages.success(request, _("已封存，只有你们两人打得开。"))
    return HttpResponseRedirect(reverse("talk_points", args=[pk]))


@sensitive_post_parameters()
@page(Open.SIGNED_IN, "POST")
@sensitive_variables()
def share_point(request: HttpRequest, visit: Visit, pk: int, point: int) -> HttpResponse:
    """Share a point of one's own on in plain words, or take that back (`act=back`)."""
    found = get_own_talk(pk, visit.account)
    row = TalkPoint.objects.filter(pk=point, talk=found).defer("text").first()
    if row is None:
        raise Unseen
    try:
        if request.POST.get("act") == "back":
            commands.take_back_shared(row, who=visit.account, at=visit.at)
            messages.success(request, _("已收回，公开的话已经删去；看过的人已经看过。"))
        else:
            text = words(request.POST, "shared", longest=MOST)
            commands.share_point(
                row,
                text=text,
                for_team="team" in request.POST.getlist("readers"),
                for_inspectors="inspectors" in request.POST.getlist("readers"),
                who=visit.account,
                at=visit.at,
            )
            messages.success(request, _("已公开给您选的人。"))
    except HuiyinError as error:
        return _page(request, visit, found, error=error)
    return HttpResponseRedirect(reverse("talk_points", args=[pk]))


@sensitive_post_parameters()
@page(Open.SIGNED_IN, "GET", "POST")
@sensitive_variables()
def talk_key(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Make the passphrase for points of talks, change it, or, when it is forgotten, make a new one (`act=new`)."""
    if request.method == "GET":
        return _key(request, visit)
    given = request.POST
    try:
        new = str(given.get("passphrase", ""))
        if new != str(given.get("passphrase_again", "")):
            raise BadInput("两次输入的口令不一样。", "The two passphrases differ.")
        if line(given, "act") == "change":
            old = str(given.get("passphrase_old", ""))
            commands.change_talk_passphrase(visit.account, old, new, at=visit.at)
        elif line(given, "act") == "new" or key_of(visit.account) is None:
            commands.make_talk_key(visit.account, new, at=visit.at)
        else:
            raise BadInput(
                "请选是改口令，还是忘了口令重新设。", "Say whether you change it or have forgotten it."
            )
    except HuiyinError as error:
        return _key(request, visit, error=error)
    messages.success(request, _("谈话口令已设好。请记牢，谁也找不回来。"))
    return HttpResponseRedirect(reverse("my_talks"))


def _key(request: HttpRequest, visit: Visit, *, error: HuiyinError | None = None) -> HttpResponse:
    context = {
        "key": key_of(visit.account),
        "shortest": commands.keys.SHORTEST,
        "act": line(request.POST, "act"),
        "said": sentence(error) if error else "",
    }
    return show(
        request, visit, "talks/talk_key", context, status=status_of(error) if error else HTTPStatus.OK
    )


@sensitive_variables()
def _page(
    request: HttpRequest,
    visit: Visit,
    found: Talk,
    *,
    opened: list[Opened] | None = None,
    error: HuiyinError | None = None,
) -> HttpResponse:
    told = TalkWords(found.participation.campaign)
    told_of = {one.pk: one.text for one in opened or ()}
    shared = {one.point_id: one for one in SharedPoint.objects.filter(point__talk=found)}
    keys = holders_of_keys([found.one_id, found.other_id])
    rows: list[dict[str, Any]] = [
        {
            "point": one,
            "heading": told.heading(one.heading),
            "focus": told.focus(one.focus),
            "own": one.author_id == visit.account.pk,
            "text": told_of.get(one.pk),
            "other_key": opened is not None and told_of.get(one.pk) is None,
            "shared": shared.get(one.pk),
        }
        for one in points_of(found)
    ]
    context = {
        "talk": found,
        "other": found.other if found.one_id == visit.account.pk else found.one,
        "rows": rows,
        "opened": opened is not None,
        "wrote": any(row["own"] for row in rows),
        "own_key": visit.account.pk in keys,
        "both_keys": len(keys) == 2,
        "headings": told.talks.headings,
        "focuses": told.template.focus_groups(),
        "focus_term": told.template.campaign.vocabulary.get("focus"),
        "inspectors_term": told.template.campaign.vocabulary.get("supervision_group"),
        "most": MOST,
        "typed": request.POST,
        "said": sentence(error) if error else "",
    }
    return show(
        request, visit, "talks/talk_points", context, status=status_of(error) if error else HTTPStatus.OK
    )
