"""Where something happened since the last run that an effect could depend on: what new opinions are about, and what the record names.

Whatever changes state is in the record (SPEC rule 7), so that nobody looks through all opinions for it.
"""

import json
from dataclasses import dataclass, field

from huiyin.kit.blocks import in_blocks
from huiyin.platform.audit.models import Record
from huiyin.process.campaigns.models import Campaign
from huiyin.process.effects.models import EffectRun
from huiyin.process.effects.queries.confirming import suggested_since
from huiyin.process.opinions.models import Opinion
from huiyin.process.opinions.queries.scopes import Scopes
from huiyin.process.opinions.rules.identity import first_id
from huiyin.process.problems.models import Problem

_AT_ONCE = 400

_BETWEEN_UNITS = ("opinion.about_decided", "problem.assigned")
"""Their facts name the units from which and to which something went."""

_ANYWHERE = ("opinion.sealed", "opinions.units_recognised", "problem.merged", "problem.merge_undone")
"""They don't say which unit they concern."""

WHOLE_EVERY = 30
"""In every thirtieth run all is measured anew: groups of opinions that form without a person leave nothing in the record."""


@dataclass
class Touched:
    """The units (scopes) and problems to be measured again; `whole`: all of them."""

    whole: bool = False
    units: set[int] = field(default_factory=set)
    problems: set[int] = field(default_factory=set)

    def __bool__(self) -> bool:
        return self.whole or bool(self.units or self.problems)


def touched_since(campaign: Campaign, last: EffectRun | None, scopes: Scopes) -> Touched:
    """What happened since a run; everything without one. 6 queries and more for each four hundred things named."""
    if last is None:
        return Touched(whole=True)
    found = Touched()
    opinions: set[int] = set()
    numbers: set[str] = set()
    acts = Record.objects.filter(seq__gt=last.recorded)
    for act, subject, facts in acts.values_list("act", "subject", "facts").iterator():
        kind, _, name = subject.partition(":")
        if act in _ANYWHERE:
            found.whole = True
        elif act in _BETWEEN_UNITS:
            told = json.loads(facts)
            found.units |= {scopes.of(told.get(way)) for way in ("from", "to")}
        if kind == "opinion" and name.isdecimal():
            opinions.add(int(name))
        elif kind == "problem":
            numbers.add(name)
    found.problems |= suggested_since(campaign, last.on)
    new = Opinion.objects.of(campaign).filter(pk__gte=first_id(last.on)).order_by()
    found.units |= {scopes.of(about) for about in new.values_list("about", flat=True).distinct()}
    for some in in_blocks(sorted(opinions), _AT_ONCE):
        said = Opinion.objects.of(campaign).filter(pk__in=some).order_by()
        found.units |= {scopes.of(about) for about in said.values_list("about", flat=True).distinct()}
    owners = Problem.objects.filter(pk__in=found.problems).values_list("owner", flat=True)
    found.units |= {scopes.of(owner) for owner in owners}
    for names in in_blocks(sorted(numbers), _AT_ONCE):
        rows = Problem.objects.of(campaign).filter(number__in=names).values_list("pk", "owner")
        for pk, owner in rows:
            found.problems.add(pk)
            found.units.add(scopes.of(owner))
    found.units.discard(0)
    return found
