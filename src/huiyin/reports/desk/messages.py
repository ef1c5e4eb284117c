"""Who is told what this week and this half month: one section a campaign for everybody with something to say to."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from huiyin.kit.blocks import in_blocks
from huiyin.platform.accounts.models import Account
from huiyin.platform.notices.rules.rhythm import Kind as Due
from huiyin.platform.notices.rules.sections import LONGEST_TITLE, Line, Section
from huiyin.platform.orgs.models import Grant, open_on
from huiyin.platform.orgs.queries import actors_of
from huiyin.platform.orgs.rules.rights import Role
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries.workload import ItemRow, items_of_units
from huiyin.process.campaigns.rules.forecast import Forecast
from huiyin.process.campaigns.rules.weeks import week_of
from huiyin.reports.desk.addresses import item_place, path_of
from huiyin.reports.desk.letters import PathOf, halfmonth_lines, shortened, weekly_lines
from huiyin.reports.desk.todo import OF_THE_UNIT, forecasts_by_item, todo
from huiyin.reports.desk.todos import Kind, Place

_BLOCK = 200
_ACTING = {Role.HEAD, Role.CLERK}
_ABOVE = {Role.OFFICE, Role.LEADER, Role.SUPERVISION}


@dataclass
class _Reader:
    """Somebody with a role: their own units, those in which they act, and whether they look at units below."""

    units: set[str] = field(default_factory=set)
    acting: set[str] = field(default_factory=set)
    above: bool = False


@dataclass(frozen=True)
class _Unit:
    """One unit's items, of which its people are told each in their way: with the unit's name where they have several."""

    rows: list[ItemRow]
    told: Mapping[int, Forecast]
    on: date
    path: PathOf

    def weekly(self, *, named: bool) -> list[Line]:
        return weekly_lines(self.rows, self.told, self.on, self.path, named=named)

    def halfmonth(self, *, named: bool) -> list[Line]:
        return halfmonth_lines(self.rows, self.on, self.path, named=named)


def sections_of(
    campaign: Campaign, on: date, due: Mapping[int, Collection[Due]]
) -> dict[int, tuple[Section, ...]]:
    """Account → what it is told of a campaign on a day. `due`: account → the kinds that are due to it.

    The weekly reminder goes to heads and clerks (what is late, due within seven days, or will be missed) and to who looks
    at units below (their own to-do list); the half month's digest to the whole team, too. Nobody hears of nothing.
    One query for the roles, one for each 200 units, 8 and less for each person above the units.
    """
    readers = {account: reader for account, reader in _readers(campaign, on).items() if due.get(account)}
    units = _units(campaign, on, sorted({path for reader in readers.values() for path in reader.units}))
    found = {}
    for account, reader in readers.items():
        sections = [
            section
            for kind in (Due.WEEKLY, Due.HALFMONTH)
            if kind in due[account] and (section := _section(campaign, on, kind, account, reader, units))
        ]
        if sections:
            found[account] = tuple(sections)
    return found


def _readers(campaign: Campaign, on: date) -> dict[int, _Reader]:
    held = Grant.objects.filter(
        open_on(on), Q(campaign="") | Q(campaign=campaign.code), account__active=True
    ).order_by("account", "pk")
    readers: dict[int, _Reader] = defaultdict(_Reader)
    for account, role, path in held.values_list("account", "role", "unit__path"):
        if role in OF_THE_UNIT:
            readers[account].units.add(path)
        if role in _ACTING:
            readers[account].acting.add(path)
        if role in _ABOVE:
            readers[account].above = True
    return readers


def _units(campaign: Campaign, on: date, paths: list[str]) -> dict[str, _Unit]:
    found: dict[str, _Unit] = {}
    for block in in_blocks(paths, _BLOCK):
        rows = items_of_units(campaign, block)
        told = forecasts_by_item(rows, campaign, on)
        by_unit: dict[str, list[ItemRow]] = defaultdict(list)
        for row in rows:
            by_unit[row.path].append(row)
        for path, own in by_unit.items():
            found[path] = _Unit(own, told, on, _page(campaign))
    return found


def _page(campaign: Campaign) -> PathOf:
    return lambda row: path_of(campaign, item_place(row.pk))


def _section(
    campaign: Campaign, on: date, kind: Due, account: int, reader: _Reader, units: Mapping[str, _Unit]
) -> Section | None:
    named = len(reader.units) > 1
    lines: list[Line] = []
    if kind is Due.WEEKLY:
        for path in sorted(reader.acting & set(units)):
            lines += units[path].weekly(named=named)
        lines += _above(campaign, on, account) if reader.above else []
        key, title = f"weekly:{campaign.pk}:{week_of(on)}", "本周要办的"
    else:
        for path in sorted(reader.units & set(units)):
            lines += units[path].halfmonth(named=named)
        key, title = f"halfmonth:{campaign.pk}:{on}", "近半月办结的和今后半月到期的"
    if not lines:
        return None
    rest = path_of(campaign, Place("todo"))
    return Section(key, f"{campaign.name}：{title}"[:LONGEST_TITLE], shortened(lines, rest))


def _above(campaign: Campaign, on: date, account: int) -> list[Line]:
    """The to-do list of who looks at units below; the own unit's items have lines of their own."""
    holder = Account.objects.get(pk=account)
    actors = actors_of(holder, on, campaign=campaign.code)
    lines = todo(actors, campaign, on, without={Kind.ITEM, Kind.CLAIM}).lines
    return [Line(line.says.zh, path_of(campaign, line.place)) for line in lines]
