"""Every change to the ledger, one door each."""

from huiyin.process.problems.commands.assigning import assign_problem, assign_problems
from huiyin.process.problems.commands.deciding import (
    Decided,
    Into,
    Repeats,
    Settled,
    Stay,
    decide_opinion,
    undo_decision,
)
from huiyin.process.problems.commands.erasing import erase_matter, erase_opinion
from huiyin.process.problems.commands.expiring import erase_again, expire_opinions
from huiyin.process.problems.commands.gone import read_gone, read_gone_words
from huiyin.process.problems.commands.linking import link_opinions, unlink_opinions
from huiyin.process.problems.commands.merging import merge_problems, undo_merge
from huiyin.process.problems.commands.raising import raise_problem
from huiyin.process.problems.commands.splitting import split_problem, undo_split
from huiyin.process.problems.commands.summaries import check_summary
from huiyin.process.problems.commands.viewing import drop_view, save_view
from huiyin.process.problems.commands.wording import Wording

__all__ = [
    "Decided",
    "Into",
    "Repeats",
    "Settled",
    "Stay",
    "Wording",
    "assign_problem",
    "assign_problems",
    "check_summary",
    "decide_opinion",
    "drop_view",
    "erase_again",
    "erase_matter",
    "erase_opinion",
    "expire_opinions",
    "link_opinions",
    "merge_problems",
    "raise_problem",
    "read_gone",
    "read_gone_words",
    "save_view",
    "split_problem",
    "undo_decision",
    "undo_merge",
    "undo_split",
    "unlink_opinions",
]
