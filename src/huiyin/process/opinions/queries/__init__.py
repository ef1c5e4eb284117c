"""Questions about opinions, across tables."""

from huiyin.process.opinions.queries.balance import Balance, balance
from huiyin.process.opinions.queries.doubts import (
    JudgementsPage,
    Place,
    count_waiting,
    doubt_after,
    doubt_before,
    judgements_page,
    open_beside,
    place_of,
    standing_judgements,
    waiting_doubts,
)
from huiyin.process.opinions.queries.grouped import GroupedOpinions, common_placements, groups, placements
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
from huiyin.process.opinions.queries.lessons import last_lessons, waits_for_learning
from huiyin.process.opinions.queries.nearest import MOST_NEAREST, Near, nearest
from huiyin.process.opinions.queries.overview import Overview, Rates, balance_below, overview
from huiyin.process.opinions.queries.rates import SMALLEST_N, Rate, focus_rate, specificity_rate
from huiyin.process.opinions.queries.reading import Reading, Suggested, read_opinion
from huiyin.process.opinions.queries.scopes import Scopes, judged, scopes_of
from huiyin.process.opinions.queries.sealed import sealed_faults, unsealed
from huiyin.process.opinions.queries.texts import (
    FEWEST_UNDATED,
    changed_since_grouped,
    grouping_is_old,
    said_in,
    unindexed,
    unplaced,
    waits_for_placing,
    waits_for_sweep,
    words_of,
)

__all__ = [
    "FEWEST_UNDATED",
    "MOST_NEAREST",
    "SMALLEST_N",
    "Balance",
    "GroupedOpinions",
    "InboxPage",
    "InboxRow",
    "JudgementsPage",
    "Labels",
    "Near",
    "Overview",
    "Place",
    "Rate",
    "Rates",
    "Reading",
    "Scopes",
    "Suggested",
    "balance",
    "balance_below",
    "changed_since_grouped",
    "common_placements",
    "count_up_to",
    "count_waiting",
    "doubt_after",
    "doubt_before",
    "focus_rate",
    "grouping_is_old",
    "groups",
    "has_standing",
    "in_scope_labels",
    "inbox",
    "judged",
    "judgements_page",
    "labels",
    "labels_of",
    "last_lessons",
    "leading_labels",
    "nearest",
    "neighbours_in",
    "open_beside",
    "overruled",
    "overview",
    "place_of",
    "placements",
    "read_opinion",
    "said_in",
    "scopes_of",
    "sealed_faults",
    "specificity_rate",
    "standing",
    "standing_judgements",
    "undecided",
    "unindexed",
    "unplaced",
    "unsealed",
    "waiting_doubts",
    "waits_for_learning",
    "waits_for_placing",
    "waits_for_sweep",
    "words_of",
]
