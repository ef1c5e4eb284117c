"""The receipt: sixteen characters by which a giver finds their opinion again, and nobody else does (SPEC rule 5)."""

import hashlib
import hmac
import secrets
import unicodedata

ALPHABET = "23456789ABCDEFGHJKMNPQRTUVWXY"
"""Digits and letters that can't be taken for another: no 0 (O), 1 (I, L), S (5), Z (2); a prime number of them, for the check."""

LENGTH = 16  # 15 by chance, log2(29**15) = 72.9 bits, and one to check
MOST_FURTHER = 7
"""How many further matters one code may lead to."""
_BLOCK = 4
_READ_AS = str.maketrans({"S": "5", "Z": "2"})


def fresh_nonce() -> bytes:
    """128 random bits: what a form carries, and what the receipt of whoever sends it is made of."""
    return secrets.token_bytes(16)


def receipt_code(key: str, nonce: bytes) -> str:
    """The code that belongs to a form's nonce: the same form sent twice has one receipt, and nobody without `key` can make it."""
    mac = hmac.new(key.encode(), b"receipt" + nonce, hashlib.sha512).digest()
    number = int.from_bytes(mac) % len(ALPHABET) ** (LENGTH - 1)
    letters = ""
    for _ in range(LENGTH - 1):
        number, place = divmod(number, len(ALPHABET))
        letters += ALPHABET[place]
    return letters + check_letter(letters)


def further_code(key: str, code: str, number: int) -> str:
    """The code of the `number`th further matter (from 1) of whoever holds `code`: one stub of a sheet on which several things were said."""
    nonce = hmac.new(key.encode(), b"further" + code.encode() + number.to_bytes(2, "big"), hashlib.sha256)
    return receipt_code(key, nonce.digest())


def code_hash(key: str, code: str) -> str:
    """HMAC-SHA-256 of a code, hex: all that is kept of it. At this entropy a slow hash would add nothing."""
    return hmac.new(key.encode(), b"kept" + code.encode(), hashlib.sha256).hexdigest()


def printed(code: str) -> str:
    """In blocks of four: 7K3Q-M9XA-…"""
    return "-".join(code[start : start + _BLOCK] for start in range(0, len(code), _BLOCK))


def typed(text: str) -> str | None:
    """The code that somebody typed, in any width and case, with or without spaces and hyphens; None when it can't be one.

    The check character finds every single wrong character and every swap of two neighbours.
    """
    return checked(text, LENGTH)


def checked(text: str, length: int) -> str | None:
    """The code of `length` characters, the last of which checks the others, that somebody typed; None when it can't be one."""
    plain = unicodedata.normalize("NFKC", text).upper().translate(_READ_AS)
    code = "".join(letter for letter in plain if letter.isalnum())
    if len(code) != length or not set(code) <= set(ALPHABET) or check_letter(code[:-1]) != code[-1]:
        return None
    return code


def check_letter(letters: str) -> str:
    """Weighted sum modulo 29 of at most 27 letters: the weights are different and none is 0, so one change or one swap never cancels out."""
    total = sum(place * ALPHABET.index(letter) for place, letter in enumerate(letters, start=1))
    # Σ place · digit + (the check's own place) · check ≡ 0
    return ALPHABET[-total * pow(len(letters) + 1, -1, len(ALPHABET)) % len(ALPHABET)]
