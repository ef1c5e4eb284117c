"""A text kept so that the database alone can't be read: AES-256-GCM under a key of its own for each use."""

import base64
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12


class Unreadable(Exception):
    """Not enciphered for this use under this key: the key was changed, or the text was."""


def encipher(text: str, *, key: str, use: str) -> str:
    """`text` enciphered, in printable ASCII. `use` names what it is for: what was made for one use can't pass for another's.

    `key` is any long secret (40 characters and more); the cipher's own key is derived from it by HKDF-SHA256.
    """
    nonce = secrets.token_bytes(_NONCE)
    made = AESGCM(_derived(key, use)).encrypt(nonce, text.encode(), use.encode())
    return base64.urlsafe_b64encode(nonce + made).decode()


def decipher(text: str, *, key: str, use: str) -> str:
    """What `encipher` was given. Unreadable when the key, the use or the text is another."""
    try:
        raw = base64.urlsafe_b64decode(text.encode())
        return AESGCM(_derived(key, use)).decrypt(raw[:_NONCE], raw[_NONCE:], use.encode()).decode()
    except (InvalidTag, ValueError):
        raise Unreadable from None


def _derived(key: str, use: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=use.encode()).derive(key.encode())
