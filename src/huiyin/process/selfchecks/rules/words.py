"""What a reviewer wrote, as its digest is made of it."""

import json
from collections.abc import Mapping, Sequence

from huiyin.process.opinions.rules.identity import fresh_salt, sealed_digest


def digest_of(salt: str, remark: str, comments: Sequence[Mapping[str, object]]) -> str:
    """Of a remark and comments on lines, hex, under their salt: the same whatever the engine did to the order of keys."""
    return sealed_digest(salt, (remark, json.dumps(list(comments), ensure_ascii=False, sort_keys=True)))


def sealed(remark: str, comments: Sequence[Mapping[str, object]]) -> tuple[str, str]:
    """Salt and digest of what somebody wrote; nothing of nothing."""
    if not remark and not comments:
        return "", ""
    salt = fresh_salt()
    return salt, digest_of(salt, remark, comments)
