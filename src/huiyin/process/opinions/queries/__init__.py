"""Questions about opinions, across tables."""

from huiyin.process.opinions.queries.balance import Balance, balance
from huiyin.process.opinions.queries.grouped import GroupedOpinions, groups, placements
from huiyin.process.opinions.queries.inbox import InboxPage, InboxRow, count_up_to, inbox, neighbours_in
from huiyin.process.opinions.queries.labels import (
    Labels,
    has_standing,
    in_scope_labels,
    labels,
    labels_of,
    leading_labels,
    overruled,
    standing,
    undecided,
)
from huiyin.process.opinions.queries.overview import Overview, Rates, balance_below, overview
from huiyin.process.opinions.queries.rates import SMALLEST_N, Rate, focus_rate, specificity_rate
from huiyin.process.opinions.queries.reading import Reading, Suggested, read_opinion
from huiyin.process.opinions.queries.sealed import SEALING_ACTS, sealed_faults, unsealed
from huiyin.process.opinions.queries.texts import (
    FEWEST_UNDATED,
    in_order_said,
    texts_of,
    waits_for_sweep,
)

__all__ = [
    "FEWEST_UNDATED",
    "SEALING_ACTS",
    "SMALLEST_N",
    "Balance",
    "GroupedOpinions",
    "InboxPage",
    "InboxRow",
    "Labels",
    "Overview",
    "Rate",
    "Rates",
    "Reading",
    "Suggested",
    "balance",
    "balance_below",
    "count_up_to",
    "focus_rate",
    "groups",
    "has_standing",
    "in_order_said",
    "in_scope_labels",
    "inbox",
    "labels",
    "labels_of",
    "leading_labels",
    "neighbours_in",
    "overruled",
    "overview",
    "placements",
    "read_opinion",
    "sealed_faults",
    "specificity_rate",
    "standing",
    "texts_of",
    "undecided",
    "unsealed",
    "waits_for_sweep",
]
