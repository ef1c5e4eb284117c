"""Rates with their n (SPEC section 5, rule 14)."""

from dataclasses import dataclass

from huiyin.process.campaigns.models import Campaign
from huiyin.process.opinions.models import Opinion
from huiyin.process.opinions.queries.labels import Labels, in_scope_labels

SMALLEST_N = 10


@dataclass(frozen=True)
class Rate:
    """A rate with its n (SPEC rule 14): `k` of `n`. `suggested` when no person has decided on any of them."""

    k: int
    n: int
    suggested: bool

    @property
    def shown(self) -> float | None:
        """The rate, or None where n is too small for one."""
        return self.k / self.n if self.n >= SMALLEST_N else None


def focus_rate(campaign: Campaign, known: dict[int, Labels]) -> Rate:
    """聚焦率 (SPEC section 5): in-scope triaged opinions with a focus label ÷ in-scope triaged opinions.

    While nobody has triaged any, the same over the suggestions, marked as suggested.
    """
    mine = list(in_scope_labels(campaign, known).values())
    triaged = [found for found in mine if found.decided]
    counted = triaged or mine
    return Rate(sum(bool(found.focus) for found in counted), len(counted), suggested=not triaged)


def specificity_rate(campaign: Campaign, known: dict[int, Labels]) -> Rate:
    """具体率 (SPEC section 5): opinions that name two of when, where, who, what, how much ÷ opinions with text.

    Suggested as long as a person hasn't decided on each of them.
    """
    with_text = set(Opinion.objects.of(campaign).with_text().values_list("id", flat=True).iterator())
    mine = [found for pk, found in known.items() if pk in with_text]
    suggested = not all(found.decided for found in mine)
    return Rate(sum(found.specific for found in mine), len(mine), suggested=suggested)
