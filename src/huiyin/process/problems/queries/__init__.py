"""Questions about the ledger."""

from huiyin.process.problems.queries.alike import Alike, Elsewhere, alike, alike_elsewhere
from huiyin.process.problems.queries.behind import Tally, excerpts, opinions_behind, tallies, words_reach
from huiyin.process.problems.queries.choices import MOST_CHOICES, Choice, choices_beside, choices_of
from huiyin.process.problems.queries.commons import (
    CommonPage,
    CommonRow,
    CommonsList,
    CommonUnit,
    common_page,
    commons_list,
)
from huiyin.process.problems.queries.counts import ProblemCounts, problem_counts, settled_by_problems
from huiyin.process.problems.queries.groups import (
    GroupMember,
    GroupPage,
    GroupRow,
    GroupsList,
    UnitCount,
    group_page,
    groups_list,
)
from huiyin.process.problems.queries.hot import HotTopic, TopicUnit, hot_topics, topic_keys
from huiyin.process.problems.queries.hot_figures import FIGURE_DAYS, HotFigures, UnitPart, hot_figures
from huiyin.process.problems.queries.lapsing import brought_back, lapsed, numbers_of
from huiyin.process.problems.queries.ledger import (
    MOST_COUNTED,
    MOST_GROUPED,
    Grouped,
    LedgerPage,
    LedgerRow,
    count_ledger,
    group_ledger,
    ledger,
)
from huiyin.process.problems.queries.likely import Likely, likely_problems
from huiyin.process.problems.queries.page import BehindRow, ProblemPage, problem_page
from huiyin.process.problems.queries.pairs import Beside, Pair, Side, pair
from huiyin.process.problems.queries.recurrence import Candidate, Candidates, last_answer, said_again
from huiyin.process.problems.queries.rows import ProblemRow, candidates, problem_rows
from huiyin.process.problems.queries.sought import Sought, sought
from huiyin.process.problems.queries.trace import Forward, problem_of_group, trace_forward
from huiyin.process.problems.queries.views import views_of
from huiyin.process.problems.queries.whereabouts import Behind, Whereabouts, whereabouts

__all__ = [
    "FIGURE_DAYS",
    "MOST_CHOICES",
    "MOST_COUNTED",
    "MOST_GROUPED",
    "Alike",
    "Behind",
    "BehindRow",
    "Beside",
    "Candidate",
    "Candidates",
    "Choice",
    "CommonPage",
    "CommonRow",
    "CommonUnit",
    "CommonsList",
    "Elsewhere",
    "Forward",
    "GroupMember",
    "GroupPage",
    "GroupRow",
    "Grouped",
    "GroupsList",
    "HotFigures",
    "HotTopic",
    "LedgerPage",
    "LedgerRow",
    "Likely",
    "Pair",
    "ProblemCounts",
    "ProblemPage",
    "ProblemRow",
    "Side",
    "Sought",
    "Tally",
    "TopicUnit",
    "UnitCount",
    "UnitPart",
    "Whereabouts",
    "alike",
    "alike_elsewhere",
    "brought_back",
    "candidates",
    "choices_beside",
    "choices_of",
    "common_page",
    "commons_list",
    "count_ledger",
    "excerpts",
    "group_ledger",
    "group_page",
    "groups_list",
    "hot_figures",
    "hot_topics",
    "lapsed",
    "last_answer",
    "ledger",
    "likely_problems",
    "numbers_of",
    "opinions_behind",
    "pair",
    "problem_counts",
    "problem_of_group",
    "problem_page",
    "problem_rows",
    "said_again",
    "settled_by_problems",
    "sought",
    "tallies",
    "topic_keys",
    "trace_forward",
    "views_of",
    "whereabouts",
    "words_reach",
]
