"""Filters as queries that give the newest first without sorting all that they find.

Each way of finding has an order that an index already holds: opinions by id, hits of the search by the id of the text, a
label's suggestions and decisions by the id of the opinion. A stream is a queryset with the column of that order, so that
the database walks the index and stops after a page. What one stream can't say is several, without an opinion in common.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Exists, F, OuterRef, Q

from huiyin.kit.ids import HIGHEST_ID
from huiyin.platform.orgs.models import Unit
from huiyin.platform.texts.queries import is_frequent
from huiyin.platform.texts.rules import Sought, search_terms
from huiyin.process.campaigns.models import Campaign
from huiyin.process.campaigns.queries import template_of
from huiyin.process.opinions.models import ASIDE, OpinionQuerySet, Suggestion
from huiyin.process.opinions.queries.labels import has_standing, standing, there_is, undecided
from huiyin.process.opinions.rules.wanted import NO, YES, Wanted, focus_leaves, needs_known

# What no id reaches, in either direction: a cursor from a forged address must not overflow the database's integer.


@dataclass(frozen=True)
class Stream:
    """Opinions to be walked along `order`, the name of a column that equals their id, under the conditions `on` its table."""

    opinions: OpinionQuerySet
    order: str = "pk"
    on: Q = field(default_factory=Q)

    def ids(self, size: int, *, below: int | None = None, above: int | None = None) -> list[int]:
        """At most `size` ids, the highest first; with `above`, the lowest first. One query."""
        # One call of filter: conditions on a table of many rows would otherwise each join it anew.
        found = self.opinions.filter(self.on, **self._bounds(below, above))
        key = self.order if above is not None else f"-{self.order}"
        return list(found.order_by(key).values_list(self.order, flat=True)[:size])

    def count(self, limit: int) -> int:
        """How many there are, `limit` at most. One query."""
        return self.opinions.filter(self.on).order_by().values("pk")[:limit].count()

    def _bounds(self, below: int | None, above: int | None) -> dict[str, int]:
        given = {"lt": below, "gt": above}
        return {
            f"{self.order}__{name}": max(0, min(bound, HIGHEST_ID))
            for name, bound in given.items()
            if bound is not None
        }


def streams(visible: OpinionQuerySet, wanted: Wanted, campaign: Campaign) -> list[Stream]:
    """The opinions of `visible` that are `wanted`. BadInput for unknown codes and a search that can't be made.

    One query where a unit is wanted, one on PostgreSQL for words of three characters and more, else none.
    """
    template = template_of(campaign)
    needs_known(wanted, template)
    leaves = focus_leaves(wanted.focus, template)
    plain = visible.filter(_plain(wanted, campaign))
    if wanted.text:
        sought = Sought(campaign.pk, search_terms(wanted.text))
        found = plain.filter(*_labelled(wanted, leaves))
        lookup = "spells" if is_frequent(sought) else "holds"
        return [Stream(found, "searched__opinion_id", Q(**{f"searched__pairs__{lookup}": sought}))]
    if len(leaves) == 1:
        found = plain.filter(*_labelled(replace(wanted, focus=""), ()))
        return list(_by_label(found, Suggestion.Kind.FOCUS, leaves[0]))
    if wanted.topic:
        found = plain.filter(*_labelled(replace(wanted, topic=""), leaves))
        return list(_by_label(found, Suggestion.Kind.TOPIC, wanted.topic))
    if wanted.concern:
        found = plain.filter(*_labelled(replace(wanted, concern=""), leaves))
        return list(_by_label(found, Suggestion.Kind.CONCERN, wanted.concern))
    return [Stream(plain.filter(*_labelled(wanted, leaves)))]


def _plain(wanted: Wanted, campaign: Campaign) -> Q:
    """What the opinion's own row says, and which group it is in."""
    given: dict[str, Any] = {
        "disposition": wanted.disposition,
        "channel": wanted.channel,
        "giver_kind": wanted.giver,
        "raised_on__gte": wanted.since,
        "raised_on__lte": wanted.until,
    }
    found = Q(**{name: value for name, value in given.items() if value})
    if wanted.unit is not None:
        found &= _about(wanted.unit)
    if wanted.group is not None:
        found &= Q(placed__group__campaign=campaign, placed__group__number=wanted.group)
    return found


def _about(unit: int) -> Q:
    """About the unit or one below it. A unit without any below is asked for by its key, which an index has in order."""
    below = Unit.objects.filter(parent=OuterRef("pk"))
    there = Unit.objects.filter(pk=unit).values_list("path", Exists(below)).first()
    if there is None or not there[1]:
        return Q(about=unit)
    return Q(about__in=Unit.objects.under(there[0]).order_by().values("pk"))


def _labelled(wanted: Wanted, leaves: tuple[str, ...]) -> Iterator[Q]:
    """What has been decided, or else suggested, as conditions to be asked of each opinion that is walked past."""
    if wanted.triaged == YES:
        yield Q(triage_round__gt=0) & has_standing()
    elif wanted.triaged == NO:
        yield undecided()
    if wanted.focus:
        suggested = Q(kind=Suggestion.Kind.FOCUS, code__in=leaves, rank__lt=ASIDE)
        yield _either(Q(focus__in=leaves), suggested)
    if wanted.topic:
        yield _either(Q(topic=wanted.topic), Q(kind=Suggestion.Kind.TOPIC, code=wanted.topic, rank=1))
    if wanted.concern:
        suggested = Q(kind=Suggestion.Kind.CONCERN, code=wanted.concern, rank=1)
        yield _either(Q(concern=wanted.concern), suggested)
    if wanted.specific:
        specific = wanted.specific == YES
        yield _either(Q(specific=specific), Q(kind=Suggestion.Kind.SPECIFIC, code=wanted.specific, rank=1))


def _either(decided: Q, suggested: Q) -> Q:
    decisions = standing(OuterRef("triage_round")).filter(decided, opinion=OuterRef("pk"))
    suggestions = Suggestion.objects.filter(suggested, opinion=OuterRef("pk"))
    return (Q(triage_round__gt=0) & there_is(decisions)) | (undecided() & there_is(suggestions))


def _by_label(opinions: OpinionQuerySet, kind: Suggestion.Kind, code: str) -> Iterator[Stream]:
    """Along the decisions of a label, and along its suggestions where nobody has decided."""
    decided = {f"decided__{kind}": code, "decided__round": F("triage_round")}
    yield Stream(opinions.filter(has_standing()), "decided__opinion_id", Q(**decided))
    suggested = Q(suggested__kind=kind, suggested__code=code)
    # An opinion may be of several leaves, but of one topic and one concern.
    several = kind is Suggestion.Kind.FOCUS
    suggested &= Q(suggested__rank__lt=ASIDE) if several else Q(suggested__rank=1)
    yield Stream(opinions.filter(undecided()), "suggested__opinion_id", suggested)
