"""Texts sealed to persons: each has a key pair, whose private half lies under a passphrase of their own. Who lacks it reads nothing.

A text is enciphered by AES-256-GCM under a key made for it alone, and that key is sealed to each reader (X25519, HKDF-SHA256,
AES-256-GCM). The server that does this sees the text while it does, and keeps nothing of it.
"""

import base64
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from huiyin.kit.enciphering import Unreadable

_NONCE, _SALT, _KEY, _POINT = 12, 16, 32, 32
_BLOCK = 256  # lengths are rounded up to this many bytes
_LENGTH = 4


@dataclass(frozen=True)
class Cost:
    """What a guess at a passphrase costs: 128·r·n bytes of memory, p times."""

    n: int = 2**15
    r: int = 8
    p: int = 3


@dataclass(frozen=True)
class SealedKey:
    """A key pair as it is kept, in printable ASCII: `private` can be opened by the passphrase alone."""

    public: str
    private: str


@dataclass(frozen=True)
class Sealed:
    """A sealed text, and the box with its key for each reader, in the order in which they were named."""

    text: str
    boxes: tuple[str, ...]


def make_key(passphrase: str, cost: Cost | None = None) -> SealedKey:
    """A new key pair under a passphrase. As slow as `cost` says (about 0.3 s and 32 MB)."""
    return _sealed_key(X25519PrivateKey.generate().private_bytes_raw(), passphrase, cost or COST)


def change_passphrase(key: SealedKey, old: str, new: str, cost: Cost | None = None) -> SealedKey:
    """The same pair under another passphrase: what was sealed to it can still be read. Unreadable for a wrong old one."""
    return _sealed_key(open_key(key, old), new, cost or COST)


def open_key(key: SealedKey, passphrase: str) -> bytes:
    """The private half. Unreadable for another passphrase."""
    try:
        n, r, p, salt, kept = key.private.split("$")
        derived = _stretched(passphrase, _bytes(salt), Cost(int(n), int(r), int(p)))
        return _opened(derived, _bytes(kept), key.public.encode())
    except ValueError:
        raise Unreadable from None


def seal(text: str, publics: Sequence[str], *, use: str) -> Sealed:
    """Seal a text to whoever holds the private halves of `publics`. `use` binds it to one place: elsewhere it can't be opened."""
    content = secrets.token_bytes(_KEY)
    return Sealed(
        _text(_closed(content, _padded(text.encode()), use.encode())),
        tuple(_box(content, _bytes(public), use.encode()) for public in publics),
    )


def unseal(text: str, box: str, private: bytes, *, use: str) -> str:
    """What was sealed. Unreadable by another's key, in another place, or when a bit of it changed."""
    try:
        raw = _bytes(box)
        own = X25519PrivateKey.from_private_bytes(private)
        sender, kept = raw[:_POINT], raw[_POINT:]
        shared = own.exchange(X25519PublicKey.from_public_bytes(sender))
        derived = _derived(shared, sender + own.public_key().public_bytes_raw(), use.encode())
        content = _opened(derived, kept, use.encode())
        return _unpadded(_opened(content, _bytes(text), use.encode())).decode()
    except ValueError:
        raise Unreadable from None


COST = Cost()


def _sealed_key(private: bytes, passphrase: str, cost: Cost) -> SealedKey:
    public = _text(X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw())
    salt = secrets.token_bytes(_SALT)
    kept = _closed(_stretched(passphrase, salt, cost), private, public.encode())
    return SealedKey(public, f"{cost.n}${cost.r}${cost.p}${_text(salt)}${_text(kept)}")


def _stretched(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    typed = unicodedata.normalize("NFKC", passphrase).strip()
    return Scrypt(salt=salt, length=_KEY, n=cost.n, r=cost.r, p=cost.p).derive(typed.encode())


def _box(content: bytes, public: bytes, use: bytes) -> str:
    sender = X25519PrivateKey.generate()
    point = sender.public_key().public_bytes_raw()
    shared = sender.exchange(X25519PublicKey.from_public_bytes(public))
    return _text(point + _closed(_derived(shared, point + public, use), content, use))


def _derived(shared: bytes, salt: bytes, use: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=_KEY, salt=salt, info=b"huiyin seal " + use).derive(shared)


def _closed(key: bytes, data: bytes, use: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, data, use)


def _opened(key: bytes, data: bytes, use: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(data[:_NONCE], data[_NONCE:], use)
    except InvalidTag:
        raise Unreadable from None


def _padded(data: bytes) -> bytes:
    whole = len(data).to_bytes(_LENGTH, "big") + data
    return whole + bytes(-len(whole) % _BLOCK)


def _unpadded(data: bytes) -> bytes:
    return data[_LENGTH : _LENGTH + int.from_bytes(data[:_LENGTH], "big")]


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text.encode())
