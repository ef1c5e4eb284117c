"""Under which digest a file is kept, and how that says whether it is still the same."""

import hashlib
import hmac
import secrets


def new_salt() -> str:
    """256 random bits, hex: a file with its own salt is like no other, not even like its copy."""
    return secrets.token_hex(32)


def digest_of(data: bytes, salt: str) -> str:
    """SHA-256 (hex) of evidence, which has no salt; HMAC-SHA256 under the salt of a giver's file.

    So evidence is kept once, and a giver's file is never matched with anything (SPEC rule 5).
    """
    if not salt:
        return hashlib.sha256(data).hexdigest()
    return hmac.new(bytes.fromhex(salt), data, hashlib.sha256).hexdigest()
