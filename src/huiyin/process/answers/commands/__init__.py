"""Every change to receipts, messages and answers, one door each."""

from huiyin.process.answers.commands.receipts import issue_receipt

__all__ = ["issue_receipt"]
