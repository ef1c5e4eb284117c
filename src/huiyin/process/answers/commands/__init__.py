"""Every change to receipts, messages and answers, one door each."""

from huiyin.process.answers.commands.messages import clear_messages, keep_message, seal_messages
from huiyin.process.answers.commands.receipts import issue_receipt
from huiyin.process.answers.commands.speaking import (
    add_under_receipt,
    renew_receipt,
    reply_under_receipt,
    report_retaliation,
    withdraw_under_receipt,
)

__all__ = [
    "add_under_receipt",
    "clear_messages",
    "issue_receipt",
    "keep_message",
    "renew_receipt",
    "reply_under_receipt",
    "report_retaliation",
    "seal_messages",
    "withdraw_under_receipt",
]
