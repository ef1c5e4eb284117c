"""Every change of a rectification, one door each."""

from huiyin.process.rectification.commands.deciding import Deliberated, decide_together
from huiyin.process.rectification.commands.evidence import add_evidence, state_rule, withdraw_evidence
from huiyin.process.rectification.commands.extending import answer_extension, ask_extension
from huiyin.process.rectification.commands.fixing import Fixed, fix_at_once
from huiyin.process.rectification.commands.importing import LedgerTaken, import_ledger
from huiyin.process.rectification.commands.measures import end_measure, tell_progress, write_measure
from huiyin.process.rectification.commands.planning import Planned, plan_rectification
from huiyin.process.rectification.commands.pushing import push_down
from huiyin.process.rectification.commands.rating import rate_fix, uphold_fix
from huiyin.process.rectification.commands.stepping import Said, take_step
from huiyin.process.rectification.commands.taking_in import ListTaken, take_in_list

__all__ = [
    "Deliberated",
    "Fixed",
    "LedgerTaken",
    "ListTaken",
    "Planned",
    "Said",
    "add_evidence",
    "answer_extension",
    "ask_extension",
    "decide_together",
    "end_measure",
    "fix_at_once",
    "import_ledger",
    "plan_rectification",
    "push_down",
    "rate_fix",
    "state_rule",
    "take_in_list",
    "take_step",
    "tell_progress",
    "uphold_fix",
    "withdraw_evidence",
    "write_measure",
]
