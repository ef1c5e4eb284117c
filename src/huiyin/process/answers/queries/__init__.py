"""Questions about receipts, messages and answers."""

from huiyin.process.answers.queries.receipts import receipt_of
from huiyin.process.answers.queries.sealed import message_faults, messages_wait_for_seal, unsealed_messages

__all__ = ["message_faults", "messages_wait_for_seal", "receipt_of", "unsealed_messages"]
