"""The menu: what this visitor can open, and where they are."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.platform.orgs.rules.rights import Right
from huiyin.web.frame.visit import Visit


@dataclass(frozen=True)
class Entry:
    """One word of the menu."""

    title: str
    address: str
    here: bool


# The name of the address, the word on the page, who may open it (None: everybody who is signed in).
_Page = tuple[str, Promise, Right | None]

_CAMPAIGN_PAGES: tuple[_Page, ...] = (
    ("todo", _("待办"), Right.CAMPAIGN_READ),
    ("campaign", _("活动"), Right.CAMPAIGN_READ),
    ("one_page", _("一页"), Right.OVERVIEW_READ),
    ("overview", _("总览"), Right.OVERVIEW_READ),
    ("listening", _("听取"), Right.OPINION_TAKE),
    ("inbox", _("意见"), Right.OPINION_READ_RAW),
    ("triage", _("梳理"), Right.OPINION_TRIAGE),
    ("groups", _("归并"), Right.OPINION_GROUP),
    ("answers", _("答复"), Right.OPINION_READ_RAW),
    ("ledger", _("问题"), Right.PROBLEM_READ),
    ("publicity", _("公示"), Right.ANSWER_WRITE),
    ("votes", _("测评"), Right.CAMPAIGN_READ),
    ("sealed_matters", _("密封件"), Right.SEALED_READ),
    ("retaliations", _("打击报复反映"), Right.RETALIATION_READ),
)
# Pages that take the right for the whole campaign: for a part of it they'd be refused.
_FOR_THE_WHOLE = {"publicity"}
_OTHER_PAGES: tuple[_Page, ...] = (
    ("people", _("人员"), Right.GRANT_GIVE),
    ("units", _("单位"), Right.UNIT_MANAGE),
    ("my_talks", _("我的谈话"), None),
    ("calendar", _("年历"), None),
)


def menu(request: HttpRequest, visit: Visit | None) -> list[Entry]:
    """The pages that the visitor has the right to open, in the order of an opinion's way."""
    if visit is None:
        return []
    here = request.resolver_match.route if request.resolver_match else ""
    entries: list[tuple[Promise, str]] = []
    if visit.campaign is not None:
        code = visit.campaign.code
        entries += [
            (title, reverse(name, args=[code]))
            for name, title, right in _CAMPAIGN_PAGES
            if _opens(right, visit, visit.campaign.root.path if name in _FOR_THE_WHOLE else None)
        ]
    entries += [(title, reverse(name)) for name, title, right in _OTHER_PAGES if _opens(right, visit)]
    current = max(
        (address for _, address in entries if request.path.startswith(address)), key=len, default=None
    )
    return [Entry(str(title), address, bool(here) and address == current) for title, address in entries]


def _opens(right: Right | None, visit: Visit, path: str | None = None) -> bool:
    return right is None or visit.may(right, path)
