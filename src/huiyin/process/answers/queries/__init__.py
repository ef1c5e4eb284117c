"""Questions about receipts, messages and answers."""

from huiyin.process.answers.queries.receipts import receipt_of

__all__ = ["receipt_of"]
