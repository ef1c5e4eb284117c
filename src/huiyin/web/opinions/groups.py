"""Groups of opinions that seem to speak of the same matter: what a person puts right in them, and the way from one to a problem."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import BadInput, HuiyinError, Refused
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.campaigns.queries import template_of
from huiyin.process.opinions.access import visible_opinions
from huiyin.process.opinions.commands import judge_pairs as judge_pairs_command
from huiyin.process.opinions.models import Opinion, Placement
from huiyin.process.opinions.queries import doubt_after, waiting_doubts
from huiyin.process.opinions.rules.judging import Judged
from huiyin.process.problems.queries import GroupPage, GroupRow, group_page, groups_list
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.filters import address, pair_place, place, without_empty, written
from huiyin.web.frame.names import names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.opinions.doubts import by_of
from huiyin.web.opinions.judged_lately import lately, note_judged

MOST_OFFERED = 50


@dataclass(frozen=True)
class Typed:
    """What was ticked and typed on a group's page."""

    members: frozenset[int] = frozenset()
    into: str = ""


@page(Right.OPINION_GROUP, "GET")
def groups(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Groups of two and more, those of most givers first; all, or those about one unit."""
    campaign = visit.running
    here = reverse("groups", args=[campaign.code])
    visible = visible_opinions(visit.actors, campaign)
    unit = place(request.GET, "unit")
    filters = {name: value for name, value in without_empty(request.GET).items() if name == "unit"}
    found = groups_list(
        campaign,
        visible,
        unit=unit,
        before=pair_place(request.GET, "before"),
        after=pair_place(request.GET, "after"),
    )
    context = {
        "rows": found.rows,
        "unit": found.rows[0].unit if found.rows and unit is not None else "",
        "filtered": unit is not None,
        "earlier": address(here, {**filters, "before": written(found.before)}) if found.before else "",
        "later": address(here, {**filters, "after": written(found.after)}) if found.after else "",
        "fewest": int(template_of(campaign).parameter("candidate_group_size")),
        "doubtful": doubt_after(waiting_doubts(campaign, visible)) is not None,
    }
    return show(request, visit, "opinions/groups", context, part="list")


@page(Right.OPINION_GROUP, "GET")
def group(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """One group: its members, the button that raises it, and what can be put right in it."""
    return _shown(request, visit, _found(visit, number), Typed())


@page(Right.OPINION_GROUP, "POST")
def judge_pairs(request: HttpRequest, visit: Visit, number: int) -> HttpResponse:
    """Say of members that they are another matter than the group's, of the group that it is the same as another one, or both."""
    found = _found(visit, number)
    ticked = [pk for pk in map(str, request.POST.getlist("member")) if pk.isdecimal() and len(pk) <= 18]
    typed = Typed(frozenset(map(int, ticked)), str(request.POST.get("into", "")).strip())
    head = found.members[0].opinion
    try:
        said = _said(visit, found, typed, str(request.POST.get("then", "")))
        both = {pk for pair in said for pk in (pair.one, pair.other)}
        opinions = Opinion.objects.of(visit.running).filter(pk__in=both).select_related("about")
        made = judge_pairs_command(visit.running, said, by=by_of(visit, list(opinions)), at=visit.at)
    except HuiyinError as error:
        return _shown(request, visit, found, typed, said=sentence(error), status=status_of(error))
    note_judged(request, [judgement.pk for judgement in made])
    now = Placement.objects.filter(opinion=head).values_list("group__number", flat=True).first()
    messages.success(
        request, _("记下了 %(n)d 个判断，归并已照着重排；都能在“已作判断”里撤回。") % {"n": len(made)}
    )
    where = ("group", [visit.running.code, now]) if now else ("groups", [visit.running.code])
    return HttpResponseRedirect(reverse(where[0], args=where[1]))


def _found(visit: Visit, number: int) -> GroupPage:
    return group_page(visit.running, number, visible_opinions(visit.actors, visit.running))


def _said(visit: Visit, found: GroupPage, typed: Typed, then: str) -> list[Judged]:
    """What the pressed button says, of pairs: each member against the one that stands for its group."""
    head, ticked = found.members[0].opinion, typed.members
    if ticked - {member.opinion for member in found.members}:
        raise Refused(
            "勾选的意见有的已不在这一组，请重新看过。",
            "Some of the chosen opinions aren't in this group any more; look again.",
        )
    if head in ticked:
        raise Refused(
            "最前面的一条代表这一组，不能勾它；请勾与它不同的。",
            "The first one stands for the group: choose those that differ from it.",
        )
    if then in {"apart", "move"} and not ticked:
        raise Refused("请先勾选意见。", "Choose opinions first.")
    apart = [Judged(pk, head, same=False) for pk in sorted(ticked)]
    if then == "apart":
        return apart
    if then not in {"join", "move"}:
        raise BadInput("不认得这个操作。", "There is no such act.")
    target = _target(visit, found, typed.into)
    if then == "join":
        return [Judged(head, target, same=True)]
    return [*apart, *(Judged(pk, target, same=True) for pk in sorted(ticked))]


def _target(visit: Visit, found: GroupPage, into: str) -> int:
    """The member that stands for the other group; `into` begins with its number."""
    number = into.split(maxsplit=1)[0] if into else ""
    if not (number.isascii() and number.isdecimal() and len(number) <= 9):
        raise BadInput("请写明并入哪一组的归并号。", "Say into which group, by its number.")
    if int(number) == found.number:
        raise Refused("这就是本组，请写另一组的归并号。", "That is this group: name another.")
    return _found(visit, int(number)).members[0].opinion


def _shown(
    request: HttpRequest,
    visit: Visit,
    found: GroupPage,
    typed: Typed,
    *,
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    visible = visible_opinions(visit.actors, visit.running)
    context = {
        "group": found,
        "names": names_of(visit.running),
        "may_raise": visit.may(Right.PROBLEM_RAISE),
        "may_answer": visit.may(Right.ANSWER_WRITE),
        "fewest": int(template_of(visit.running).parameter("candidate_group_size")),
        "others": _others(visit, found),
        "typed": typed,
        "said": said,
        **lately(request, visit, visible),
    }
    return show(request, visit, "opinions/group", context, status=status)


def _others(visit: Visit, found: GroupPage) -> list[GroupRow]:
    """Other groups about the same unit, to choose from."""
    if found.unit is None:
        return []
    visible = visible_opinions(visit.actors, visit.running)
    rows = groups_list(visit.running, visible, unit=found.unit[0], size=MOST_OFFERED).rows
    return [row for row in rows if row.number != found.number]
