"""Rows that were checked, kept in the page itself until somebody says yes: signed, for this account, for a day."""

from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core import signing

from huiyin.kit.errors import BadInput, Conflict
from huiyin.platform.accounts.models import Account

_KEPT_FOR = 24 * 3600
_LONGEST = 1_000_000
MOST_ROWS = 1000


@dataclass(frozen=True)
class Carried:
    """What a check found, as JSON holds it: the id of what is imported into, the good rows, and what was left out."""

    root: int
    rows: list[list[Any]]
    left: list[list[Any]] = field(default_factory=list)


def needs_few(rows: Collection[object], most: int = MOST_ROWS) -> None:
    """BadInput for more rows than are rehearsed and written while everybody else waits."""
    if len(rows) > most:
        raise BadInput(
            f"这张表有 {len(rows)} 行，一次最多导入 {most} 行。请拆成几张表，分几次导入。",
            f"{len(rows)} rows; {most} at a time at most. Split the list and import its parts.",
        )


def packed(kind: str, carried: Carried, account: Account) -> str:
    """The rows as one signed text. BadInput when they are too many for a page."""
    text = signing.dumps(asdict(carried), salt=_salt(kind, account), compress=True)
    if len(text) > _LONGEST:
        raise BadInput(
            "行数太多，一次导不完；请拆成几个文件，分几次导入。",
            "Too many rows for one import; split the file and import the parts.",
        )
    return text


def unpacked(kind: str, text: str, account: Account) -> Carried:
    """What `packed` made. Conflict when it wasn't checked by this account within a day."""
    try:
        return Carried(**signing.loads(text, salt=_salt(kind, account), max_age=_KEPT_FOR))
    except signing.BadSignature as error:
        raise Conflict(
            "核对的结果已过期或不是您核对的，没有导入。请重新选择文件核对。",
            "What was checked is too old, or wasn't checked by you; nothing was imported. Choose the file again.",
        ) from error


def _salt(kind: str, account: Account) -> str:
    return f"huiyin.{kind}.{account.pk}"
