"""The pages of the ledger as tabs, the same on each of them, as far as they are the visitor's."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.platform.orgs.rules.rights import Right
from huiyin.web.frame.visit import Visit
from huiyin.web.problems.seeking import own_paths


@dataclass(frozen=True)
class Tab:
    """One page: its name, its address, and whether it's the one that is open."""

    name: str
    place: str
    here: bool


def tabs(visit: Visit, here: str) -> list[Tab]:
    """The pages of the ledger, `here` the name of the address that is open. No query."""
    pages = [("ledger", _("台账"))]
    if own_paths(visit):
        pages.append(("problem_board", _("本单位的问题")))
    pages += [("problem_dates", _("时限")), ("problem_lists", _("清单")), ("ledger_lint", _("台账自查"))]
    pages += [("hot_topics", _("热点难点")), ("effects", _("成效"))]
    if visit.may(Right.PROBLEM_ACCEPT):
        pages.append(("not_fixed", _("反映没有真改")))
        pages.append(("recurrences", _("反弹")))
    code = visit.running.code
    return [Tab(name, reverse(page, args=[code]), page == here) for page, name in pages]
