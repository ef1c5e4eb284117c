"""The code on a slip: made, printed, typed and kept like a receipt's, under a use of its own."""

import hashlib
import hmac

from huiyin.process.answers.rules.receipts import fresh_nonce, printed, receipt_code, typed

__all__ = ["fresh_code", "printed", "slip_hash", "typed"]


def fresh_code(key: str) -> str:
    """A code by chance alone: its nonce is forgotten at once."""
    return receipt_code(key, fresh_nonce())


def slip_hash(key: str, code: str) -> str:
    """HMAC-SHA-256, hex: all that is kept of a code while it is out."""
    return hmac.new(key.encode(), b"slip" + code.encode(), hashlib.sha256).hexdigest()
