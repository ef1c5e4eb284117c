"""Every change to receipts, messages and answers, one door each."""

from huiyin.process.answers.commands.apart import bring_messages_back, move_messages_apart, tell_giver
from huiyin.process.answers.commands.asking import ask_giver, read_messages
from huiyin.process.answers.commands.deciding import give_answer, return_answer
from huiyin.process.answers.commands.drafting import draft_answer, edit_answer, redraft_answer
from huiyin.process.answers.commands.messages import clear_messages, keep_message, seal_messages
from huiyin.process.answers.commands.phrases import add_phrase, retire_phrase
from huiyin.process.answers.commands.rating import decide_not_fixed, keep_rating
from huiyin.process.answers.commands.receipts import RECEIPT_ONCE, issue_receipt, receipt_row
from huiyin.process.answers.commands.speaking import (
    add_under_receipt,
    renew_receipt,
    reply_under_receipt,
    report_retaliation,
    withdraw_under_receipt,
)

__all__ = [
    "RECEIPT_ONCE",
    "add_phrase",
    "add_under_receipt",
    "ask_giver",
    "bring_messages_back",
    "clear_messages",
    "decide_not_fixed",
    "draft_answer",
    "edit_answer",
    "give_answer",
    "issue_receipt",
    "keep_message",
    "keep_rating",
    "move_messages_apart",
    "read_messages",
    "receipt_row",
    "redraft_answer",
    "renew_receipt",
    "reply_under_receipt",
    "report_retaliation",
    "retire_phrase",
    "return_answer",
    "seal_messages",
    "tell_giver",
    "withdraw_under_receipt",
]
