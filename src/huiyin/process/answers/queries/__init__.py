"""Questions about receipts, messages and answers."""

from huiyin.process.answers.queries.answers import (
    Answerable,
    AnswerRow,
    Beside,
    answer_rows,
    answerable,
    beside,
    opinions_of,
    same_elsewhere,
)
from huiyin.process.answers.queries.due import (
    Asked,
    DuePage,
    DueRow,
    due_page,
    due_receipts,
    limits_of,
    surely_in_time_from,
)
from huiyin.process.answers.queries.rates import AnswerRates, RateRow, answer_rates
from huiyin.process.answers.queries.receipts import further_codes, has_receipt, receipt_of
from huiyin.process.answers.queries.retaliations import Retaliation, retaliations
from huiyin.process.answers.queries.sealed import message_faults, messages_wait_for_seal, unsealed_messages
from huiyin.process.answers.queries.thread import Thread, thread_of

__all__ = [
    "AnswerRates",
    "AnswerRow",
    "Answerable",
    "Asked",
    "Beside",
    "DuePage",
    "DueRow",
    "RateRow",
    "Retaliation",
    "Thread",
    "answer_rates",
    "answer_rows",
    "answerable",
    "beside",
    "due_page",
    "due_receipts",
    "further_codes",
    "has_receipt",
    "limits_of",
    "message_faults",
    "messages_wait_for_seal",
    "opinions_of",
    "receipt_of",
    "retaliations",
    "same_elsewhere",
    "surely_in_time_from",
    "thread_of",
    "unsealed_messages",
]
