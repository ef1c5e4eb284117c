"""Raising a problem: from a group of opinions, from one opinion, or by hand."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.kit.errors import BadInput, HuiyinError, Refused
from huiyin.platform.orgs.models import Unit
from huiyin.platform.orgs.rules.rights import Right, Role
from huiyin.process.opinions.access import get_opinion, visible_opinions
from huiyin.process.opinions.models import Group, Opinion
from huiyin.process.opinions.queries import leading_labels, read_opinion
from huiyin.process.problems.access import visible_problems
from huiyin.process.problems.commands import Wording
from huiyin.process.problems.commands import raise_problem as raise_problem_command
from huiyin.process.problems.queries import CommonPage, GroupPage, common_page, group_page
from huiyin.web.frame.failing import sentence, status_of
from huiyin.web.frame.names import names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.units import offered_units, unit_named
from huiyin.web.frame.visit import Visit
from huiyin.web.problems.telling import needs_nobody_known, told

FROM_GIVERS, BY_ITSELF, BY_INSPECTORS = "masses", "own", "supervision"
MOST_LABELLED = 200
FIELDS = ("title", "manifestation", "source", "focus", "topic", "cause", "horizon", "owner")


@dataclass
class Origin:
    """What a problem is raised from; all empty when by hand."""

    group: GroupPage | None = None
    common: CommonPage | None = None
    opinion: Opinion | None = None
    fields: dict[str, str] = field(default_factory=dict)

    @property
    def opinions(self) -> Collection[int]:
        """Those to stand behind it, beside a group's members. Refused where a common matter has none left."""
        if self.common is not None and not self.common.waiting:
            raise Refused(
                "这个共性问题里已经没有待定去向的意见：它们已列入问题或已办结。",
                "No opinion of this common matter waits any more: they stand behind problems or are settled.",
            )
        return self.common.waiting if self.common else [self.opinion.pk] if self.opinion else ()


@page(Right.PROBLEM_RAISE, "GET", "POST")
def raise_problem(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The form, filled from where the problem comes from; POST raises it and goes to its page."""
    origin = _origin(request, visit)
    if request.method == "GET":
        return _shown(request, visit, origin, origin.fields)
    typed = {name: str(request.POST.get(name, "")).strip() for name in FIELDS}
    typed["checked"] = "yes" if request.POST.get("checked") else ""
    try:
        owner = unit_named(typed["owner"], visit, Right.PROBLEM_RAISE) if typed["owner"] else _own_unit(visit)
        group = origin.group
        if group or origin.opinion:
            needs_nobody_known(request, visit, _for_the_unit(typed))
        problem = raise_problem_command(
            visit.running,
            _wording(typed),
            opinions=origin.opinions,
            group=Group.objects.get(campaign=visit.running, number=group.number) if group else None,
            owner=owner,
            by=visit.by(Right.PROBLEM_RAISE, owner.path if owner else visit.running.root.path),
            at=visit.at,
        )
    except HuiyinError as error:
        return _shown(request, visit, origin, typed, said=sentence(error), status=status_of(error))
    messages.success(request, _("已立为问题 %(number)s。") % {"number": problem.number})
    return HttpResponseRedirect(reverse("problem", args=[visit.running.code, problem.number]))


def _origin(request: HttpRequest, visit: Visit) -> Origin:
    """Unseen for a group, a common matter or an opinion that the visitor can't see."""
    asked = request.GET if request.method == "GET" else request.POST
    group, common, opinion = (str(asked.get(name, "")) for name in ("group", "common", "opinion"))
    if group:
        return _from_group(visit, group)
    if common:
        return _from_common(visit, common)
    if opinion:
        return _from_opinion(visit, opinion)
    if request.method != "GET":
        return Origin()
    own = _own_unit(visit)
    inspects = Role.SUPERVISION in visit.roles
    source = BY_INSPECTORS if inspects else BY_ITSELF if own else FROM_GIVERS
    return Origin(fields={"source": source, "owner": own.name if own else ""})


def _from_group(visit: Visit, number: str) -> Origin:
    if not number.isdecimal() or len(number) > 9:
        raise BadInput("没有这个归并号。", "There is no such group.")
    group = group_page(visit.running, int(number), visible_opinions(visit.actors, visit.running))
    leading = leading_labels(member.opinion for member in group.members)
    fields = {
        "title": "",  # the group's own is somebody's words, and the unit will read this one
        "source": FROM_GIVERS,
        "focus": leading.focus[0] if leading.focus else "",
        "topic": leading.topic,
        "owner": group.units[0].name if len(group.units) == 1 else "",
    }
    return Origin(group=group, fields=fields)


def _from_common(visit: Visit, number: str) -> Origin:
    """Of what several units share, the level above them takes the lead."""
    if not number.isdecimal() or len(number) > 9:
        raise BadInput("没有这个共性问题号。", "There is no such common matter.")
    visible = visible_opinions(visit.actors, visit.running, Right.OPINION_TRIAGE)
    seen = visible_problems(visit.actors, visit.running)
    common = common_page(visit.running, int(number), visible, seen)
    leading = leading_labels(common.waiting[:MOST_LABELLED])
    above = Unit.objects.filter(path__in=visit.scopes(Right.PROBLEM_RAISE)).order_by("path").first()
    fields = {
        "title": "",
        "source": FROM_GIVERS,
        "focus": leading.focus[0] if leading.focus else "",
        "topic": leading.topic,
        "owner": (above or visit.running.root).name,
    }
    return Origin(common=common, fields=fields)


def _from_opinion(visit: Visit, pk: str) -> Origin:
    if not pk.isdecimal() or len(pk) > 18:
        raise BadInput("没有这条意见。", "There is no such opinion.")
    found = get_opinion(int(pk), actors=visit.actors, campaign=visit.running, right=Right.OPINION_TRIAGE)
    now = read_opinion(found).now
    fields = {
        "title": "",
        "source": FROM_GIVERS,
        "focus": now.focus[0] if now.focus else "",
        "topic": now.topic,
        "owner": found.about.name if found.about else "",
    }
    return Origin(opinion=found, fields=fields)


def _own_unit(visit: Visit) -> Unit | None:
    """The one unit for which a head or clerk raises problems; None for who acts for more."""
    scopes = visit.scopes(Right.PROBLEM_RAISE)
    unit = Unit.objects.filter(path=scopes[0]).first() if len(scopes) == 1 else None
    return unit if unit is not None and unit.path != visit.running.root.path else None


def _for_the_unit(typed: dict[str, str]) -> str:
    """What the unit reads at once: the title, and the summary when it is checked."""
    return f"{typed['title']}\n{typed['manifestation'] if typed['checked'] else ''}"


def _wording(typed: dict[str, str]) -> Wording:
    return Wording(
        title=typed["title"],
        source=typed["source"],
        manifestation=typed["manifestation"],
        focus=typed["focus"],
        topic=typed["topic"],
        cause=typed["cause"],
        horizon=typed["horizon"],
        checked=bool(typed["checked"]),
    )


def _shown(
    request: HttpRequest,
    visit: Visit,
    origin: Origin,
    typed: dict[str, str],
    *,
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    names = names_of(visit.running)
    posted = request.method == "POST" and bool(origin.group or origin.opinion)
    context: dict[str, Any] = {
        "origin": origin,
        "typed": typed,
        "said": said,
        "telling": posted and bool(told(visit, _for_the_unit(typed))),
        "names": names,
        **offered_units(visit, Right.PROBLEM_RAISE),
        "checks": visit.may(Right.OPINION_READ_RAW),
    }
    return show(request, visit, "problems/raise_problem", context, status=status)
