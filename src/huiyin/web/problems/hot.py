"""热点难点: what many givers speak of, and the list of them that the leadership team discusses (班子集中议)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from huiyin.kit.errors import BadInput, Refused
from huiyin.platform.orgs.rules.rights import Right
from huiyin.process.opinions.access import visible_opinions
from huiyin.process.opinions.queries import SMALLEST_N
from huiyin.process.problems.queries import FIGURE_DAYS, HotTopic, hot_figures, topic_keys
from huiyin.process.problems.queries import hot_topics as hot_topics_of
from huiyin.process.problems.queries.behind import fewest_givers
from huiyin.process.problems.rules import Window, last_sunday, two_windows
from huiyin.reports.papers.material import Material
from huiyin.reports.papers.selections import DELIBERATION_LIST, write_deliberation_list
from huiyin.web.frame.downloads import workbook
from huiyin.web.frame.names import Names, names_of
from huiyin.web.frame.page import page
from huiyin.web.frame.showing import show
from huiyin.web.frame.visit import Visit
from huiyin.web.problems.tabs import tabs

DAYS = (7, 14, 30, 60)
USUAL = 14
MOST_CHOSEN = 30
FIRST = 5


@dataclass(frozen=True)
class Row:
    """A topic as it is drawn: a table of kinds by units, and the rise in words where there are enough givers for a rate."""

    topic: HotTopic
    kinds: list[tuple[str, str]]
    cells: list[tuple[str, list[int], int, tuple[int, ...]]]
    rise: str


@page(Right.PROBLEM_READ, "GET")
def hot_topics(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The topics with their words for who may read them; for anybody else, figures of education topics by whole weeks."""
    campaign = visit.running
    names = names_of(campaign)
    visible = visible_opinions(visit.actors, campaign, Right.OPINION_READ_RAW)
    if not visible.exists():
        now, before = two_windows(last_sunday(visit.today), FIGURE_DAYS)
        figures = hot_figures(campaign, visit.scopes(Right.PROBLEM_READ), now, before)
        context = {
            "tabs": tabs(visit, "hot_topics"),
            "figures": figures,
            "now": now,
            "before": before,
            "names": names,
            "days": FIGURE_DAYS,
        }
        return show(request, visit, "problems/hot_figures", {**context, "fewest": fewest_givers(campaign)})
    days = _days(request.GET)
    now, before = two_windows(visit.today, days)
    rows = [_row(topic, names) for topic in hot_topics_of(campaign, visible, now, before)]
    context = {
        "tabs": tabs(visit, "hot_topics"),
        "rows": rows,
        "now": now,
        "before": before,
        "days": days,
        "choices": DAYS,
        "names": names,
        "may_list": visit.may(Right.OPINION_GROUP),
        "first": _list_of([row.topic for row in rows[:FIRST]], days),
        "count": FIRST,
    }
    return show(request, visit, "problems/hot_topics", context)


@page(Right.OPINION_GROUP, "GET")
def deliberation_list(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The topics that the office ticked, to be printed, with room for what the team makes of each."""
    chosen, now, before = _chosen(request, visit)
    names = names_of(visit.running)
    query = _list_of(chosen, _days(request.GET))
    context: dict[str, Any] = {
        "rows": [_row(topic, names) for topic in chosen],
        "now": now,
        "before": before,
        "names": names,
        "workbook": f"{reverse('export_deliberation_list', args=[visit.running.code])}?{query}",
    }
    if visit.may(Right.MEETING_RECORD) and chosen:
        points = urlencode({"points": "\n".join(_point(topic, names) for topic in chosen)})
        context["meeting"] = f"{reverse('plan_meeting', args=[visit.running.code])}?{points}"
    return show(request, visit, "problems/deliberation_list", context)


@page(Right.OPINION_GROUP, "GET")
def export_deliberation_list(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The same as a workbook."""
    chosen, now, _before = _chosen(request, visit)
    material = Material(visit.running)
    form = material.template.forms.get(DELIBERATION_LIST)
    if form is None:
        raise Refused(
            "这个活动的模板里没有集中议清单这张表，请直接打印清单那一页。",
            "The template of this campaign has no such form: print the page of the list.",
        )
    return workbook(
        form.title, lambda path: write_deliberation_list(material, chosen, path, visit.today, now)
    )


def _days(given: QueryDict) -> int:
    """How long a window is. BadInput for what the page doesn't offer."""
    typed = str(given.get("days", "")) or str(USUAL)
    if typed not in map(str, DAYS):
        offered = "、".join(map(str, DAYS))
        raise BadInput(
            f"时间段只有这几种：{offered} 天。", f"The windows are {', '.join(map(str, DAYS))} days."
        )
    return int(typed)


def _chosen(request: HttpRequest, visit: Visit) -> tuple[tuple[HotTopic, ...], Window, Window]:
    keys = topic_keys(request.GET.getlist("topic"))[:MOST_CHOSEN]
    now, before = two_windows(visit.today, _days(request.GET))
    visible = visible_opinions(visit.actors, visit.running, Right.OPINION_READ_RAW)
    return hot_topics_of(visit.running, visible, now, before, only=keys) if keys else (), now, before


def _list_of(topics: Iterable[HotTopic], days: int) -> str:
    """The query that names a list."""
    return urlencode([*(("topic", topic.key) for topic in topics), ("days", str(days))])


def _row(topic: HotTopic, names: Names) -> Row:
    kinds = [
        *(code for code in names.giver if code in topic.kinds),
        *(topic.kinds.keys() - names.giver.keys()),
    ]
    return Row(
        topic=topic,
        kinds=[(kind, names.giver.get(kind, "") or _("没有写明")) for kind in kinds],
        cells=[
            (unit.name, [unit.kinds.get(kind, 0) for kind in kinds], unit.givers, unit.groups)
            for unit in topic.units
        ],
        rise=f"{(topic.now - topic.before) / topic.before:+.0%}" if topic.before >= SMALLEST_N else "",
    )


def _point(topic: HotTopic, names: Names) -> str:
    """A point of an agenda, which units may come to read: the education topic and figures, none of the givers' words."""
    name = names.topic.get(topic.education) or _("热点难点")
    units = sum(unit.unit is not None for unit in topic.units)
    return _("集中议：%(name)s（%(n)s 人次，%(units)s 个单位）") % {
        "name": name,
        "n": topic.now,
        "units": units,
    }
