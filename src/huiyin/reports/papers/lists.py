"""Every list of a campaign, drawn from one ledger: what a reader's filters show, under the headings of the template's forms (DOMAIN 2.3, 2.4).

Problems are read a few hundred at a time, so that twenty thousand take no more memory than a page of them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from huiyin.kit.outputs import written_whole
from huiyin.platform.accounts.models import Account
from huiyin.platform.orgs.rules.rights import Actor
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.campaigns.rules.forms import Form
from huiyin.process.campaigns.rules.template import Template
from huiyin.process.problems.models import ProblemQuerySet
from huiyin.process.problems.queries import LedgerRow, Sought, ledger
from huiyin.process.rectification.queries import Rectified, rectified, voices_of
from huiyin.reports.layout.ledger import write_ledgers
from huiyin.reports.layout.ledger_shape import LedgerSheet
from huiyin.reports.papers.columns import column_of
from huiyin.reports.papers.list_columns import RATING, TITLES, ListNames, ListRow, value_of

BLOCK = 500
"""Problems that are read at a time, by some ten queries."""

_PERSON = "account:"


@dataclass(frozen=True)
class Wanted:
    """Which problems go onto a list, and for whom: `visible` are those of the `actors` (problems.access)."""

    campaign: Campaign
    visible: ProblemQuerySet
    sought: Sought
    actors: tuple[Actor, ...]

    @property
    def template(self) -> Template:
        return template_of(self.campaign)


@dataclass(frozen=True)
class Block:
    """Some problems of the ledger with what there is of each, and the names of who did it."""

    rows: tuple[LedgerRow, ...]
    there: Mapping[int, Rectified]
    people: Mapping[str, str]


def lists_of(template: Template) -> dict[str, Form]:
    """The forms of a template that are lists over the ledger, or several of them together, by code."""
    return {code: form for code, form in template.forms.items() if form.rows or form.parts}


def write_list(wanted: Wanted, code: str, path: Path, today: date) -> None:
    """A list as a workbook; one that has parts has a sheet for each. KeyError for a form that is no list.

    About ten queries for each five hundred problems and sheet.
    """
    forms = lists_of(wanted.template)
    form = forms[code]
    drawn = [forms[part] for part in form.parts if part in forms] or [form]
    with written_whole(path) as part:
        write_ledgers(part, (_sheet(wanted, one, today) for one in drawn))


def blocks(wanted: Wanted, size: int = BLOCK) -> Iterator[Block]:
    """The problems in the order of their numbers, `size` at a time, with what there is of each. 10 queries a block."""
    after = None
    while True:
        found = ledger(
            wanted.campaign, wanted.visible, wanted.sought, actors=wanted.actors, after=after, size=size
        )
        there = rectified([row.problem.pk for row in found.rows])
        yield Block(found.rows, there, _people(there))
        if found.after is None:
            return
        after = found.after


def _sheet(wanted: Wanted, form: Form, today: date) -> LedgerSheet:
    columns = form.columns
    return LedgerSheet(
        title=form.title,
        columns=tuple(column_of(column) for column in columns),
        rows=({column.code: value_of(column, row) for column in columns} for row in list_rows(wanted, form)),
        unit=wanted.campaign.root.name,
        filled_on=today,
    )


def list_rows(wanted: Wanted, form: Form) -> Iterator[ListRow]:
    """The rows of a list, numbered from 1.

    A list goes from hand to hand, so what the givers say stands on it as the unit may know it, whoever draws it (SPEC rule 5).
    """
    names = ListNames.of(wanted.template)
    codes = {column.code for column in form.columns}
    narrowed = replace(wanted, visible=wanted.visible.filter(common=True)) if form.common else wanted
    number = 0
    for block in blocks(narrowed):
        rated = (
            voices_of(wanted.campaign, [row.problem for row in block.rows], words=False)
            if RATING in codes
            else {}
        )
        for row in block.rows:
            pk = row.problem.pk
            problem = ListRow(
                0,
                row,
                block.there[pk],
                names,
                block.people,
                titled=bool(TITLES & codes),
                voices=rated.get(pk),
            )
            for one in _of_problem(form, problem):
                number += 1
                yield replace(one, number=number)


def _of_problem(form: Form, problem: ListRow) -> Iterator[ListRow]:
    if form.rows == "rules":
        yield from (replace(problem, rule=rule, single=True) for rule in problem.there.rules)
    elif form.rows == "measures":
        # A problem without a measure stays on the list: that it has none is what a reader looks for.
        yield from (replace(problem, measure=one, single=True) for one in problem.measures or (None,))
    else:
        yield problem


def _people(there: Mapping[int, Rectified]) -> dict[str, str]:
    """Names by the record's codes. One query."""
    codes = {step.by for one in there.values() for step in one.steps}
    pks = [code.removeprefix(_PERSON) for code in codes if code.startswith(_PERSON)]
    known = Account.objects.filter(pk__in=[int(pk) for pk in pks if pk.isdecimal()])
    return {f"{_PERSON}{pk}": name for pk, name in known.values_list("pk", "name")}
